"""Stories of filings by SMS: the owner answers by button, in words, or with the code that they pass on."""

import re
from collections.abc import Callable, Iterator
from random import Random

from storage.audit import Action
from storage.filing import approvals, filings
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import FilingStatus
from tests.engine import sample_flow
from tests.fault_injection.environment import Environment
from tests.fault_injection.scenario import Scenario
from tests.stories import cast as people
from tests.stories.cast import Citizen


def begin(environment: Environment, random: Random, count: int) -> Scenario:
    """Create `count` drivers who each file a car of another owner."""
    app, stories, ends = environment.as_app, [], []
    for number in range(count):
        driver = people.citizen(app, "李建国", people.id_number(2 * number), f"+861380001{number:04}", language="en")
        owner = people.citizen(app, "王秀英", people.id_number(2 * number + 1), f"+861390001{number:04}", language="en")
        plate = f"桂A{10000 + number}"
        car = people.car(app, owner, plate, "A123456")
        answer = random.choice(list(ANSWERS))
        line = f"/file 02 {plate} 123456" if random.random() < 0.5 else ""
        stories.append(_file(driver, owner, plate, line, answer))
        ends.append((driver.person_id, car.id, ANSWERS[answer][1]))

    def check() -> None:
        for filer_id, car_id, status in ends:
            (filing,) = environment.read(lambda session, filer_id=filer_id: filings.all_of_filer(session, filer_id))
            assert (filing.vehicle_id, filing.status) == (car_id, status), f"{filing.status} instead of {status}"
            approval = environment.read(lambda session, filing=filing: approvals.of_filing(session, filing.id))
            assert approval.status is (
                ApprovalStatus.APPROVED if status is FilingStatus.CHECKING else ApprovalStatus.REFUSED
            )
        applied = environment.read(lambda session: sample_flow.entries(session, Action.FILING_APPLIED))
        assert len(applied) == count, f"{len(applied)} applications"
        assert len(environment.read(lambda session: sample_flow.entries(session, Action.APPROVAL_ANSWERED))) == count
        assert len(environment.read(lambda session: sample_flow.entries(session, Action.CODE_SENT))) == count

    return Scenario(stories, check)


def _file(driver: Citizen, owner: Citizen, plate: str, line: str, answer: str) -> Iterator[None]:
    yield from _describe_in_a_line(driver, line) if line else _describe_step_by_step(driver, plate)
    driver.taps("Friend")
    yield
    driver.sees("Please check", "123456", "friend")
    driver.taps("Confirm and ask the owner")
    yield
    driver.sees("has been submitted")
    owner.sees("friend")
    assert len(owner.sms) == 1, f"{len(owner.sms)} codes"
    yield from ANSWERS[answer][0](driver, owner)


def _describe_in_a_line(driver: Citizen, line: str) -> Iterator[None]:
    driver.says(line)
    yield
    driver.sees("What is your relationship to the owner")


def _describe_step_by_step(driver: Citizen, plate: str) -> Iterator[None]:
    driver.says("/file")
    yield
    driver.sees("Before you file")
    driver.taps("By SMS")
    yield
    driver.sees("plate number")
    driver.says(plate.lower())
    yield
    driver.sees("last six")
    driver.says("123456")
    yield
    driver.sees("What is your relationship to the owner")


def _by_button(driver: Citizen, owner: Citizen) -> Iterator[None]:
    owner.taps("Approve")
    yield
    driver.sees("Good news")


def _by_words(driver: Citizen, owner: Citizen) -> Iterator[None]:
    owner.says("yes")
    yield
    driver.sees("Good news")


def _by_code(driver: Citizen, owner: Citizen) -> Iterator[None]:
    (text,) = owner.sms
    found = re.search(r"\b(\d{6})\b", text)
    assert found is not None
    driver.says(found[1])
    yield
    driver.sees("The owner has approved")


def _both_at_once(driver: Citizen, owner: Citizen) -> Iterator[None]:
    owner.taps("Approve")
    owner.says("yes")
    yield
    driver.sees("Good news")


def _refused(driver: Citizen, owner: Citizen) -> Iterator[None]:
    owner.taps("Refuse")
    yield
    owner.taps("I do not know you")
    yield
    driver.sees("they do not know you")


ANSWERS: dict[str, tuple[Callable[[Citizen, Citizen], Iterator[None]], FilingStatus]] = {
    "button": (_by_button, FilingStatus.CHECKING),
    "words": (_by_words, FilingStatus.CHECKING),
    "code": (_by_code, FilingStatus.CHECKING),
    "both": (_both_at_once, FilingStatus.CHECKING),
    "refused": (_refused, FilingStatus.REFUSED),
}
