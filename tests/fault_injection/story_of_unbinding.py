"""Stories of unbinding: the filer, the owner or both end a filing; it ends once, and both are notified."""

from collections.abc import Callable, Iterator
from random import Random

from storage.audit import Action
from storage.filing.filings import EndReason, Filing, FilingStatus
from tests.engine import sample_flow
from tests.fault_injection.environment import Environment
from tests.fault_injection.scenario import Scenario
from tests.stories import cast, certificate_steps
from tests.stories.cast import Citizen


def begin(environment: Environment, random: Random, count: int) -> Scenario:
    """Create `count` filings that are ended."""
    app, stories, ends = environment.as_app, [], []
    for number in range(count):
        driver = cast.citizen(app, "李建国", cast.id_number(2 * number), f"+861380001{number:04}")
        owner = cast.citizen(app, "王秀英", cast.id_number(2 * number + 1), f"+861390001{number:04}")
        plate = f"桂A{10000 + number}"
        filing = certificate_steps.file(app, driver, cast.car(app, owner, plate))
        by = random.choice(list(SIDES))
        stories.append(_unbind(driver, owner, f"桂A·{10000 + number}", by))
        ends.append((filing, SIDES[by][1]))

    def check() -> None:
        for filing, reasons in ends:
            stands: Filing = environment.read(lambda session, filing=filing: session.get(Filing, filing.id))
            assert stands.status is FilingStatus.ENDED, f"{stands.status}"
            assert stands.end_reason in reasons, f"{stands.end_reason}"
            assert (stands.vehicle_slot, stands.filer_slot) == (None, None), "an ended filing occupies a slot"
        ended = environment.read(lambda session: sample_flow.entries(session, Action.FILING_UNBOUND))
        assert len(ended) == count, f"{len(ended)} unbound"

    return Scenario(stories, check)


def _unbind(driver: Citizen, owner: Citizen, plate: str, by: str) -> Iterator[None]:
    yield
    driver.sees("恭喜您备案申请成功")
    yield from SIDES[by][0](driver, owner, plate)
    yield
    for person, words in ((driver, ("已解除",)), (owner, ("已解除", "会通知对方"))):
        assert any(person.has_seen(word) for word in (*words, "已经有了结果")), person.last()


def _to_button(driver: Citizen, plate: str) -> Iterator[None]:
    driver.says("/vehicles")
    yield
    driver.taps(plate)
    yield
    driver.button("解除备案")


def _to_button_of_owner(owner: Citizen, plate: str) -> Iterator[None]:
    owner.says("/vehicles")
    yield
    owner.taps(plate)
    yield
    owner.taps("谁备案了这辆车（1）")
    yield
    owner.button("解除 李*国")


def _by_filer(driver: Citizen, owner: Citizen, plate: str) -> Iterator[None]:
    yield from _to_button(driver, plate)
    driver.taps("解除备案")


def _by_owner(driver: Citizen, owner: Citizen, plate: str) -> Iterator[None]:
    yield from _to_button_of_owner(owner, plate)
    owner.taps("解除 李*国")


def _by_both(driver: Citizen, owner: Citizen, plate: str) -> Iterator[None]:
    yield from _to_button(driver, plate)
    yield from _to_button_of_owner(owner, plate)
    driver_message, unbind = driver.button("解除备案")
    driver.taps("解除备案")
    owner.taps("解除 李*国")
    driver.forges(unbind, driver_message["message_id"])


SIDES: dict[str, tuple[Callable[[Citizen, Citizen, str], Iterator[None]], tuple[EndReason, ...]]] = {
    "filer": (_by_filer, (EndReason.BY_FILER,)),
    "owner": (_by_owner, (EndReason.BY_OWNER,)),
    "both": (_by_both, (EndReason.BY_FILER, EndReason.BY_OWNER)),
}
