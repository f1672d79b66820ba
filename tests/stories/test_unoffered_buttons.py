"""Taps with a valid signature on buttons that were never offered: rows of others, missing rows, invalid parameters.

The signature only proves that the desk made such a button for this person; the service checks the row again.
"""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from bot import callback_data
from bot.card import Button, CardButton
from bot.cards import objections, organisations
from bot.cards.certificates import paper_copies
from bot.cards.filing import approvals, filings, my_vehicles
from bot.cards.payments import reconciliation
from bot.cards.review import blacklist, queue
from bot.cards.staff import audit, members, rules
from bot.cards.violations import decisions, violations
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy
from storage.filing.filings import Filing
from storage.objections import Objection, ObjectionState
from storage.organisations.organisations import OrganisationMember
from storage.register.people import Person
from storage.staff.members import StaffRole
from storage.violations.violations import Violation
from tests.storage.rows import put
from tests.stories import cast, certificate_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

FORGED, NOT_FOUND = "这个按钮不能用", "找不到这一项，或者它不在您名下"


def taps(app: AppDriver, person: Actor, button: "Button[UUID] | Button[str]", subject: str) -> None:
    """Tap a button with a signature that is valid for this person."""
    person.says("/start")
    person.forges(callback_data.encode(CardButton("", button.verb, subject), telegram_id=person.id, revision=0))


@pytest.mark.parametrize(
    ("role", "button", "subject"),
    [
        ("", approvals.TERM, f"{uuid4().hex}-9999"),
        ("", approvals.TERM, uuid4().hex),
        ("", decisions.PAY, f"z-{uuid4().hex}"),
        ("", violations.MUTE, "everything"),
        ("admin", audit.OLDER, "-newest"),
        ("reviewer", queue.RETURN, f"{uuid4().hex}-99"),
        ("reviewer", blacklist.FALSE_WHY, f"{uuid4().hex}-99"),
    ],
    ids=["a term", "no term", "a provider", "notifications", "a page of the audit", "a return", "a reason"],
)
def test_a_button_with_a_parameter_that_was_never_offered_does_nothing(
    app: AppDriver, role: str, button: Button[str], subject: str
) -> None:
    person = cast.reviewer(app, "老何", (StaffRole(role),)) if role else cast.driver(app)
    taps(app, person, button, subject)
    person.sees(FORGED)


def copy(session: Session, person: UUID) -> UUID:
    car = put(session, Filing)
    values = {"vehicle_id": session.get_one(Filing, car).vehicle_id, "person_id": person}
    certificate = put(session, Certificate, vehicle_id=values["vehicle_id"])
    found: UUID = put(session, PaperCopy, certificate_id=certificate, **values)
    return found


ROWS: dict[str, tuple["Button[UUID]", Callable[[Session, UUID], UUID]]] = {
    "an application": (filings.ENTER_CODE, lambda session, other: put(session, Filing, filer_id=other)),
    "an objection": (objections.OBJECTION, lambda session, other: put(session, Objection, person_id=other)),
    "a paper copy": (paper_copies.COPY, copy),
    "a membership": (organisations.MEMBER, lambda session, other: put(session, OrganisationMember, person_id=other)),
}


@pytest.mark.parametrize(("button", "make"), ROWS.values(), ids=ROWS)
def test_rows_of_others_and_missing_rows_are_not_shown(
    app: AppDriver, button: "Button[UUID]", make: Callable[[Session, UUID], UUID]
) -> None:
    person = cast.driver(app)
    made = app.write(lambda session: make(session, put(session, Person)))
    for subject in (made, uuid4()):
        taps(app, person, button, subject.hex)
        person.sees(NOT_FOUND)


def test_a_filer_cannot_open_the_lists_of_the_owner(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    certificate_steps.file(app, driver, car)
    for button in (my_vehicles.FILERS, my_vehicles.PAST):
        taps(app, driver, button, car.id.hex)
        driver.sees(NOT_FOUND)


def test_a_role_that_does_not_exist_cannot_be_proposed(app: AppDriver, admin: Actor) -> None:
    admin.says("/staff")
    admin.taps("邀请")
    admin.says("小吴")
    _, data = admin.button("审核")
    verb, _, revision, _ = data.split(".")
    admin.forges(
        callback_data.encode(CardButton("", verb, "owner", in_step=True), telegram_id=admin.id, revision=int(revision))
    )
    admin.sees(FORGED)


@pytest.mark.parametrize("button", [rules.OPEN, members.OPEN], ids=["a rule", "a member of staff"])
def test_a_missing_proposal_is_reported_as_decided(app: AppDriver, admin: Actor, button: "Button[UUID]") -> None:
    taps(app, admin, button, uuid4().hex)
    admin.sees("这个提议已经有结果了")


def test_only_officers_look_up_a_plate(app: AppDriver, admin: Actor) -> None:
    for person in (admin, cast.reviewer(app), cast.driver(app)):
        person.says("/lookup 桂A12345")
        person.sees("没有这个命令，或者您不能使用它")
    officer = cast.reviewer(app, "老何", (StaffRole.OFFICER,))
    officer.says("/lookup 桂A12345")
    assert "没有这个命令" not in officer.last()


def test_a_missing_bill_difference_is_not_shown(app: AppDriver) -> None:
    person = cast.reviewer(app, "出纳", (StaffRole.CASHIER,))
    taps(app, person, reconciliation.DIFFERENCE, uuid4().hex)
    person.sees(NOT_FOUND)


def test_an_objection_is_answered_once(app: AppDriver) -> None:
    reviewer = cast.reviewer(app)
    state = ObjectionState.REJECTED
    made = app.write(lambda session: put(session, Objection, violation_id=put(session, Violation), state=state))
    for button in (objections.UPHOLD, objections.REJECT):
        taps(app, reviewer, button, made.hex)
        reviewer.sees("这件异议已经有结果了")


@pytest.mark.parametrize("number", ["x", "1" * 30, "１００２"])
def test_a_number_that_belongs_to_nothing_is_explained(app: AppDriver, number: str) -> None:
    driver, till = cast.driver(app), cast.reviewer(app, "出纳", (StaffRole.CASHIER,))
    app.write(lambda session: put(session, Filing, number=1002))
    driver.says(f"/progress {number}")
    driver.sees("您没有编号为", "的申请")
    driver.says(f"/approve {number}")
    driver.sees("没有编号为", "待确认申请")
    assert "1" * 13 not in driver.last()
    till.says(f"/refund {number}")
    till.sees("没有编号为", "的退款")
