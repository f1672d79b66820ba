"""An import that changes a vehicle's owner, state or certificate: who is told, and what is refused meanwhile."""

from typing import Any

import pytest
from sqlmodel import Session, select

from bot.services.importing import organisations as organisation_import, vehicles as vehicle_import
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.rows import ImportContext
from bot.services.importing.vehicles import VehicleRow
from storage.filing.vehicle_codes import VehicleCode
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, begin, code_of, status
from tests.stories.qr_steps import link_of, showing
from tests.stories.violation_steps import filed

ABNORMAL = [("locked", "锁定"), ("scrapped", "报废"), ("cancelled", "注销"), ("moved_away", "转出")]


def change(app: AppDriver, *, silently: bool = False, **cells: str) -> None:
    """Import the only vehicle with other values."""

    def action(session: Session) -> None:
        row = next(vehicle_import.export_rows(session)) | cells
        row = {name: value for name, value in row.items() if value}
        context = ImportContext(app.now, silently=silently)
        vehicle_import.put(session, VehicleRow.read(_complete(row), today=app.now.date()), context)

    app.write(action)
    app.settle()


def seat(app: AppDriver, administrator: Citizen, *, silently: bool = False) -> None:
    """Import the only organisation with this administrator."""

    def action(session: Session) -> None:
        cells = next(organisation_import.export_rows(session))
        cells["administrator_id_number"] = session.get_one(Person, administrator.person_id).id_number
        row = OrganisationRow.read(cells, today=app.now.date())
        organisation_import.put(session, row, ImportContext(app.now, silently=silently))

    app.write(action)
    app.settle()


def number_of(app: AppDriver, person: Citizen) -> str:
    return str(app.read(lambda session: session.get_one(Person, person.person_id).id_number))


def _complete(row: dict[str, Any]) -> dict[str, str]:
    return {name: row.get(name, "") for name in VehicleRow.required()} | row


@pytest.mark.parametrize(("state", "words"), ABNORMAL)
def test_the_owner_is_told_of_a_state_and_draws_no_code(app: AppDriver, state: str, words: str) -> None:
    owner = showing(app)
    change(app, state=state)
    owner.sees("登记状态变为", words, "不能出示机动车二维码")
    before = app.read(lambda session: len(session.exec(select(VehicleCode)).all()))
    owner.taps("查看")
    assert "机动车二维码" not in "".join(owner.labels())
    owner.says("/file")
    owner.taps("我是车主")
    owner.sees("不出二维码")
    assert app.read(lambda session: len(session.exec(select(VehicleCode)).all())) == before


@pytest.mark.parametrize(("state", "words"), ABNORMAL)
def test_a_new_application_is_refused_with_the_state(app: AppDriver, driver: Citizen, state: str, words: str) -> None:
    owner = showing(app)
    change(app, state=state)
    driver.says("/file 02 桂A12345 123456")
    driver.sees(words, "不能备案")
    driver.says("/cancel")
    driver.says(f"/start {link_of(owner)}")
    driver.sees(words)


def test_filers_are_told_of_a_state_and_of_its_end(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    filed(app, cast.car(app, owner), driver)
    stranger = cast.third(app)
    change(app, state="locked")
    driver.sees("登记状态变为", "锁定", "您的备案还在")
    change(app, state="normal")
    driver.sees("登记状态变为", "正常")
    owner.sees("正常", "可以照常备案")
    assert not stranger.has_seen("登记状态变为")


def test_a_filer_whose_filing_ended_with_the_state_is_told_of_that_only(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    filed(app, cast.car(app, owner), driver)
    change(app, state="scrapped")
    driver.sees("备案全部结束")
    assert not driver.has_seen("登记状态变为")
    assert owner.has_seen("登记状态变为")


@pytest.mark.parametrize("state", ["locked", "stolen", "scrapped"])
def test_an_applicant_is_told_of_a_state_and_the_question_ends(app: AppDriver, driver: Citizen, state: str) -> None:
    owner = asked_owner(app, driver)
    code = code_of(owner)
    change(app, state=state)
    assert status(app, driver) == "refused"
    driver.sees("登记状态不再正常", "重新申请")
    assert owner.has_seen("不用再答复")
    owner.says("同意")
    driver.says(code)
    assert status(app, driver) == "refused"


def test_an_applicant_whose_owner_has_agreed_is_told_of_a_state(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.taps("同意")
    assert status(app, driver) == "checking"
    change(app, state="locked")
    driver.sees("登记状态不再正常")
    assert status(app, driver) == "refused"


def test_an_application_goes_on_when_the_state_does_not_change(app: AppDriver, driver: Citizen) -> None:
    asked_owner(app, driver)
    change(app, colour="红", state="normal")
    assert status(app, driver) == "waiting_owner"


def test_an_unchanged_state_is_not_told(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    change(app, colour="红")
    assert not owner.has_seen("登记状态变为")


def test_nobody_is_told_of_a_silent_import(app: AppDriver) -> None:
    owner, buyer = cast.owner(app), cast.third(app)
    cast.car(app, owner)
    change(app, silently=True, state="locked", owner=number_of(app, buyer))
    assert not owner.has_seen("桂A")
    assert not buyer.has_seen("桂A")


def test_both_owners_are_told_of_a_sale(app: AppDriver, driver: Citizen) -> None:
    owner, buyer = cast.owner(app), cast.third(app)
    cast.car(app, owner)
    apply(driver)
    change(app, owner=number_of(app, buyer))
    assert owner.has_seen("不再在您名下")
    assert owner.has_seen("不用再答复")
    assert buyer.has_seen("现在登记在您名下")
    assert not buyer.has_seen("不再在您名下")
    assert not owner.has_seen("现在登记在您名下")
    assert status(app, driver) == "refused"


def test_an_owner_who_did_not_answer_is_told_of_the_lapse(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    app.later(hours=73)
    owner.sees("您一直没有答复", "#1001", "已失效")
    driver.sees("已失效")


def test_a_withdrawal_is_told_once(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    driver.taps("撤回申请")
    driver.taps("确认撤回")
    owner.sees("撤回了备案")
    assert not owner.has_seen("不用再答复")


def test_owner_and_filers_are_told_of_an_imported_certificate(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    filed(app, cast.car(app, owner), driver)
    change(app, inspection_valid_until="2027-06")
    for one in (owner, driver):
        one.sees("有了新的检验标志电子凭证")
        one.taps("出示")


def test_the_state_is_told_in_english(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    owner.says("/language")
    owner.taps("English")
    change(app, state="locked")
    owner.sees("locked", "cannot show its QR code")
    owner.says("/file")
    owner.taps("I own the car")
    owner.sees("This car is locked in the register")


def test_the_confirmation_of_an_application_checks_the_state_again(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    begin(driver, "/file 02 桂A12345 123456")
    change(app, state="locked")
    driver.taps("确认，请车主验证")
    driver.sees("锁定", "不能备案")


def test_both_administrators_hear_that_the_register_names_another(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    seat(app, driver)
    owner.sees("换了管理员", "您不再代表它的车辆")
    driver.sees("您现在是", "管理员")
    assert not driver.has_seen("换了管理员")


def test_a_silent_import_tells_no_administrator(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    seat(app, driver, silently=True)
    assert not owner.has_seen("换了管理员")
    assert not driver.has_seen("您现在是")


@pytest.mark.parametrize("cells", [{"state": "locked"}, {"state": "scrapped"}, {"owner": "third"}], ids=str)
def test_who_had_agreed_learns_that_the_application_has_ended(
    app: AppDriver, driver: Citizen, cells: dict[str, str]
) -> None:
    owner = asked_owner(app, driver)
    owner.says("同意")
    change(app, **({"owner": cast.third(app).id_number} if "owner" in cells else cells))
    assert owner.has_seen("的申请 #1001 您同意过，现在已经结束")
    labels = [button["text"] for each in owner.messages() for row in rows_of(each) for button in row]
    assert not {"30 天", "90 天", "365 天", "终止"} & set(labels)


def rows_of(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the rows of buttons below a message."""
    rows: list[list[dict[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows
