"""Lists that grow are shown page by page: vehicles, certificates, applications, violations, fines, past filings."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import update
from sqlmodel import Session

from bot.cards.pages import page_of
from bot.services.payments import differences
from storage.database import add
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.objections import Objection
from storage.organisations.organisations import MemberRole, OrganisationMember
from storage.payments.bill_differences import DifferenceKind
from storage.payments.payments import PaymentProvider
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.staff.members import StaffMember, StaffRole
from storage.violations import decisions
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver


@pytest.mark.parametrize(
    ("count", "wanted", "items", "number", "pages", "start"),
    [
        (0, 1, [], 1, 1, 1),
        (3, 1, [0, 1, 2], 1, 1, 1),
        (4, 2, [3], 2, 2, 4),
        (7, 9, [6], 3, 3, 7),
        (7, -1, [0, 1, 2], 1, 3, 1),
    ],
)
def test_a_page_holds_its_part_of_the_list(
    count: int, wanted: int, items: list[int], number: int, pages: int, start: int
) -> None:
    page = page_of(range(count), wanted, size=3)
    assert (list(page.items), page.number, page.pages, page.start) == (items, number, pages, start)


def turns(citizen: Actor, last: str) -> None:
    """Turn to the second and last page, which shows `last`, and back."""
    assert not any(last in label for label in citizen.labels())
    citizen.sees("第 1 页，共 2 页")
    assert "上一页" not in citizen.labels()
    citizen.taps("下一页")
    citizen.sees("第 2 页，共 2 页")
    assert any(last in label for label in citizen.labels())
    assert "下一页" not in citizen.labels()
    citizen.taps("上一页")
    citizen.sees("第 1 页，共 2 页")


def test_vehicles_are_paged_for_their_pages_certificates_and_violations(app: AppDriver) -> None:
    owner = cast.owner(app)
    for number in range(11):
        cast.car(app, owner, f"桂A{50000 + number}")
    for command in ("/vehicles", "/certificate", "/violations"):
        owner.says(command)
        turns(owner, "50010")


def test_applications_are_paged_and_those_that_have_ended_too(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)

    def end(filing: Filing) -> None:
        ended = {"status": FilingStatus.ENDED, "end_reason": EndReason.BY_FILER, "ended_at": app.now}
        app.write(lambda session: session.get_one(Filing, filing.id).sqlmodel_update({**ended, **SLOTS}))

    for number in range(11):
        end(violation_steps.filed(app, car, driver, number=900 + number))
    driver.says("/progress")
    turns(driver, "#900")
    owner.says("/vehicles")
    owner.taps("桂A·12345")
    owner.taps("谁备案了这辆车")
    owner.taps("以往的备案")
    owner.sees("第 1 页，共 2 页")
    owner.taps("下一页")
    owner.sees("第 2 页，共 2 页")
    assert owner.last().count("#9") == 1


SLOTS = {"vehicle_slot": None, "filer_slot": None}


def test_the_violations_of_a_vehicle_are_paged_and_those_that_can_be_handled_are_selected(app: AppDriver) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    for number in range(16):
        at, fine = app.now - timedelta(days=number + 1), 50_000 if number < 15 else 10_000
        reference = f"45010000000001{number:02}"
        violation_steps.violation(app, car, reference, occurred_at=at, place=f"路口{number}", fine=fine, points=0)
    driver.says("/violations")
    driver.taps("桂A·12345")
    turns(driver, "16")
    driver.taps("选择并处理")
    driver.sees("路口15", "还有 1 条也不能在这里处理")
    driver.taps("全选")
    driver.sees("合计 1 条：罚款 100 元")
    app.write(lambda session: session.execute(update(Violation).values(fine=10_000)))
    driver.taps("全选")
    driver.sees("合计 15 条：罚款 1500 元", "还有 1 条，处理完这些就会显示")


def test_fines_are_paged(app: AppDriver) -> None:
    driver = violation_steps.owing(app)
    (first,) = app.read(lambda session: decisions.of_person(session, driver.person_id))
    fields = first.model_dump(exclude={"id", "number", "violation_id"})
    car = cast.car(app, driver, "桂A54321")
    for number in range(10):
        violation = violation_steps.violation(app, car, f"45010000000002{number:02}")
        copy = Decision(**fields, number=f"45010012345678{number:02}", violation_id=violation.id)
        app.write(partial(add, row=copy))
    driver.says("/violations")
    driver.taps("我的待缴罚款（11）")
    driver.sees("第 1 页，共 2 页")
    driver.taps("下一页")
    driver.sees("第 2 页，共 2 页")
    assert sum("决定书" in label for label in driver.labels()) == 1
    assert any("微信" in label for label in driver.labels())
    assert violation_steps.state(app, driver) is DecisionState.UNPAID


def test_members_of_an_organisation_are_paged(app: AppDriver) -> None:
    owner = cast.owner(app)
    firm = cast.organisation(app, owner)
    for seat in range(1, 11):
        person = cast.register_person(app, f"张大{'一二三四五六七八九十'[seat - 1]}", cast.id_number(20 + seat), "")
        member = OrganisationMember(
            organisation_id=firm.id,
            person_id=person.id,
            role=MemberRole.USER,
            organisation_seat=seat,
            person_seat=0,
            since=app.now,
        )
        app.write(partial(add, row=member))
    owner.says("/organisation")
    owner.taps("成员")
    turns(owner, "*十")


def test_staff_are_paged(app: AppDriver) -> None:
    admin = cast.reviewer(app, "主任", (StaffRole.ADMIN,))
    for number in range(20):
        hired = StaffMember(telegram_id=900 + number, roles="station", since=app.now)
        hired.name = f"员工{number:02}"
        app.write(partial(add, row=hired))
    admin.says("/staff")
    turns(admin, "员工19")


def test_staff_turn_the_pages_of_objections_and_of_the_blacklist(app: AppDriver) -> None:
    reviewer, driver = cast.reviewer(app), cast.driver(app)
    car = cast.car(app, driver)
    for number in range(11):
        violation = violation_steps.violation(app, car, f"45010000000003{number:02}")
        objection = Objection(
            number=70 + number, violation_id=violation.id, person_id=driver.person_id, made_at=app.now
        )
        objection.said = "当时绿灯。"
        entry = BlacklistEntry(
            person_id=cast.register_person(app, f"李小{number}", cast.id_number(20 + number), "").id,
            reason=FalseMaterial.ALTERED,
            proposed_at=app.now - timedelta(days=40 - number),
        )
        app.write(partial(add, row=objection))
        app.write(partial(add, row=entry))
    reviewer.says("/objections")
    turns(reviewer, "#80")
    reviewer.says("/blacklist")
    reviewer.sees("第 1 页，共 2 页")
    on_first = reviewer.labels()
    reviewer.taps("下一页")
    reviewer.sees("第 2 页，共 2 页")
    assert len(on_first) - len(reviewer.labels()) == 9


def test_a_cashier_turns_the_pages_of_refunds_and_differences(app: AppDriver) -> None:
    cashier = cast.greeted(cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,)))

    def differ(session: Session) -> None:
        for number in range(120):
            differences.record(
                session,
                PaymentProvider.ALIPAY,
                DifferenceKind.MISSING_AT_GATEWAY,
                f"T{number}",
                day=date(2026, 11, 24),
                order=f"CZ20261124{number:012}",
                ours=100,
                theirs=0,
                now=app.now,
            )

    app.write(differ)
    cashier.says("/refund")
    cashier.sees("对账差异 120 条", "第 1 页，共 12 页")
    cashier.taps("下一页")
    cashier.sees("第 2 页")
    assert "#1011" in cashier.labels()[0]
