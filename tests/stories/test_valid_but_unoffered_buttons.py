"""Taps with a valid signature and other contents: rows of others, deleted rows, texts never offered.

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
from bot.cards.review import blacklist, reviews
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

FORGED, NOT_HIS = "这个按钮不能用", "找不到这一项，或者它不在您名下"


def taps(app: AppDriver, person: Actor, button: "Button[UUID] | Button[str]", subject: str) -> None:
    """Tap a button that the desk itself could have made for him."""
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
        ("reviewer", reviews.RETURN, f"{uuid4().hex}-99"),
        ("reviewer", blacklist.FALSE_WHY, f"{uuid4().hex}-99"),
    ],
    ids=["a term", "no term", "a provider", "news", "a page of the audit", "a return", "a reason"],
)
def test_words_that_were_never_offered_do_nothing(app: AppDriver, role: str, button: Button[str], subject: str) -> None:
    person = cast.reviewer(app, "老何", (StaffRole(role),)) if role else cast.driver(app)
    taps(app, person, button, subject)
    person.sees(FORGED)


def copy(session: Session, person: UUID) -> UUID:
    car = put(session, Filing)
    values = {"vehicle_id": session.get_one(Filing, car).vehicle_id, "person_id": person}
    mark = put(session, Certificate, vehicle_id=values["vehicle_id"])
    found: UUID = put(session, PaperCopy, certificate_id=mark, **values)
    return found


ROWS: dict[str, tuple["Button[UUID]", Callable[[Session, UUID], UUID]]] = {
    "an application": (filings.ENTER_CODE, lambda session, other: put(session, Filing, filer_id=other)),
    "an objection": (objections.OBJECTION, lambda session, other: put(session, Objection, person_id=other)),
    "a paper copy": (paper_copies.COPY, copy),
    "a place": (organisations.MEMBER, lambda session, other: put(session, OrganisationMember, person_id=other)),
}


@pytest.mark.parametrize(("button", "make"), ROWS.values(), ids=ROWS)
def test_what_is_anothers_or_not_there_is_not_shown(
    app: AppDriver, button: "Button[UUID]", make: Callable[[Session, UUID], UUID]
) -> None:
    person = cast.driver(app)
    made = app.write(lambda session: make(session, put(session, Person)))
    for subject in (made, uuid4()):
        taps(app, person, button, subject.hex)
        person.sees(NOT_HIS)


def test_a_car_that_is_filed_is_not_ones_own(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    car = cast.car(app, owner)
    certificate_steps.file(app, driver, car)
    for button in (my_vehicles.FILERS, my_vehicles.PAST):
        taps(app, driver, button, car.id.hex)
        driver.sees(NOT_HIS)


def test_a_role_that_there_is_not_is_not_proposed(app: AppDriver, admin: Actor) -> None:
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
def test_a_proposal_that_is_not_there_is_over(app: AppDriver, admin: Actor, button: "Button[UUID]") -> None:
    taps(app, admin, button, uuid4().hex)
    admin.sees("这个提议已经有结果了")


def test_only_officers_look_up_a_plate(app: AppDriver, admin: Actor) -> None:
    for person in (admin, cast.reviewer(app), cast.driver(app)):
        person.says("/lookup 桂A12345")
        person.sees("没有这个命令，或者它不归您用")
    officer = cast.reviewer(app, "老何", (StaffRole.OFFICER,))
    officer.says("/lookup 桂A12345")
    assert "没有这个命令" not in officer.last()


def test_a_difference_that_is_not_there_is_not_shown(app: AppDriver) -> None:
    person = cast.reviewer(app, "出纳", (StaffRole.CASHIER,))
    taps(app, person, reconciliation.DIFFERENCE, uuid4().hex)
    person.sees(NOT_HIS)


def test_an_objection_is_answered_once(app: AppDriver) -> None:
    reviewer = cast.reviewer(app)
    state = ObjectionState.REJECTED
    made = app.write(lambda session: put(session, Objection, violation_id=put(session, Violation), state=state))
    for button in (objections.UPHOLD, objections.REJECT):
        taps(app, reviewer, button, made.hex)
        reviewer.sees("这件异议已经有结果了")


@pytest.mark.parametrize("number", ["x", "1" * 30, "１００２"])
def test_a_number_of_nothing_of_his_is_told_kindly(app: AppDriver, number: str) -> None:
    driver, till = cast.driver(app), cast.reviewer(app, "出纳", (StaffRole.CASHIER,))
    app.write(lambda session: put(session, Filing, number=1002))
    driver.says(f"/progress {number}")
    driver.sees("您没有编号为", "的申请")
    driver.says(f"/approve {number}")
    driver.sees("没有编号为", "待确认申请")
    assert "1" * 13 not in driver.last()
    till.says(f"/refund {number}")
    till.sees("没有编号为", "的退款")
