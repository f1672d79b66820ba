"""Rows that are deleted or changed during a flow: the person gets an explanation, and nothing is done."""

from sqlalchemy import text
from sqlmodel import Session

from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from storage.objections import Objection
from tests.stories import cast, certificate_steps, registration_steps, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply
from tests.stories.qr_steps import scanner, short_of, showing
from tests.stories.test_objections import SAID, open_record, photo as evidence
from tests.stories.test_paper_copies import ask_by_post, printer

NOT_THEIRS = "找不到这一项，或者它不在您名下"


def sql(app: AppDriver, *statements: str) -> None:
    """Change the store without checking foreign keys."""

    def action(session: Session) -> None:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            session.execute(text(statement))

    app.write(action)


def objecting(app: AppDriver) -> Citizen:
    """A person who is asked for photos."""
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    open_record(driver)
    driver.taps("提出异议")
    driver.says(SAID)
    return driver


def test_a_deleted_record_cannot_be_objected_to(app: AppDriver) -> None:
    driver = objecting(app)
    sql(app, "DELETE FROM violation_news", "DELETE FROM violations")
    driver.says("/back")
    driver.sees(NOT_THEIRS)


def test_more_than_five_photos_and_files_of_other_types_are_refused(app: AppDriver) -> None:
    driver = objecting(app)
    driver.sends_photo(b"no picture", as_file=True)
    assert "编号" not in driver.last()
    for _ in range(5):
        driver.sends_photo(evidence())
    driver.sends_photo(evidence())
    driver.sees("最多 5 张照片，已经够了")
    driver.taps("提交异议（照片 5 张）")
    assert len(app.read(lambda session: stored(session, Objection))[0].photo_ids()) == 5


def test_a_code_is_not_resent_when_the_organisation_has_no_administrator(app: AppDriver) -> None:
    driver, admin = cast.driver(app), cast.owner(app)
    cast.car(app, cast.organisation(app, admin))
    apply(driver)
    driver.says("/progress")
    driver.taps("1001")
    sql(app, "DELETE FROM members")
    driver.taps("输入验证码")
    driver.sees("登记系统里没有车主的手机号")


def test_no_code_is_sent_to_a_person_removed_from_the_register(app: AppDriver) -> None:
    person = cast.register_person(app, "王小明", registration_steps.NUMBER, registration_steps.REGISTERED_PHONE)
    guest = app.person("王小明", phone=registration_steps.PHONE)
    registration_steps.to_code(guest)
    _, again = guest.button("重新发送")
    sql(app, f"DELETE FROM people WHERE id = '{person.id.hex}'")
    app.later(minutes=2)
    guest.forges(again)
    guest.sees("如果您在登记系统里留的是另一个手机号")
    assert len(app.sms(registration_steps.REGISTERED_PHONE)) == 1


def test_a_deleted_vehicle_code_ends_the_flow(app: AppDriver) -> None:
    owner = showing(app)
    driver = scanner(app, cast.driver(app))
    driver.says(short_of(owner))
    driver.sees("关系")
    sql(app, "DELETE FROM vehicle_codes")
    driver.says("?")
    driver.sees("这个二维码已过期")


def test_a_file_that_is_too_large_is_not_downloaded(app: AppDriver) -> None:
    driver = scanner(app, cast.driver(app))
    driver.sends_photo(bytes(MAX_PHOTO_BYTES + 1), as_file=True)
    driver.sees("不能超过 20 MB")
    assert not driver.has_seen("正在识别")


def test_a_deleted_paper_copy_cannot_be_posted(app: AppDriver) -> None:
    owner, station = cast.owner(app), printer(app)
    certificate_steps.car(app, owner)
    ask_by_post(owner)
    station.says("/papers")
    for label in ("#1001", "已打印", "寄出"):
        station.taps(label)
    sql(app, "DELETE FROM paper_copies")
    station.says("SF1234567890")
    station.sees(NOT_THEIRS)
