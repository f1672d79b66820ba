"""Applicants without a portrait send photos; reviewers take, pass or return the cases; who is returned corrects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from storage.audit import Action
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus
from storage.review import reviews
from storage.review.reviews import ReviewStatus
from tests.engine import sample_flow
from tests.fault_injection.casts import Cast
from tests.fault_injection.harness import Ground
from tests.stories import cast, pictures
from tests.stories.actor import Actor
from tests.stories.cast import Citizen

SIZE = (320, 400)


@dataclass
class Case:
    """One application on its way through the review."""

    ground: Ground
    driver: Citizen
    owner: Citizen
    reviewers: tuple[Actor, Actor]
    line: str
    seed: int

    @property
    def filing(self) -> Filing:
        """The application as it stands now."""
        (found,) = self.ground.look(lambda session: filings.all_of_filer(session, self.driver.person_id))
        return found  # type: ignore[no-any-return]

    def photo(self, number: int) -> bytes:
        """One of his photos, like no other of the episode."""
        return pictures.photo(self.seed * 10 + number, size=SIZE)


def begin(ground: Ground, random: Random, count: int) -> Cast:
    """Let so many applications be reviewed."""
    app, acts, ends = ground.as_app, [], []
    for number in range(count):
        driver = cast.citizen(app, "李建国", cast.id_number(2 * number), f"+861380001{number:04}")
        owner = cast.citizen(app, "王秀英", cast.id_number(2 * number + 1), f"+861390001{number:04}")
        plate = f"桂A{10000 + number}"
        cast.car(app, owner, plate)
        reviewers = (cast.reviewer(app), cast.reviewer(app, "审核员小何"))
        case = Case(ground, driver, owner, reviewers, f"/file 02 {plate} 123456", random.randrange(10**6))
        end = random.choice(list(ENDS))
        acts.append(_reviewed(case, end, album=random.random() < 0.5))
        ends.append((case, ENDS[end][1]))

    def adds_up() -> None:
        for case, rounds in ends:
            assert case.filing.status is FilingStatus.ACTIVE, f"{case.filing.status}"
            found = ground.look(lambda session, case=case: reviews.of_filing(session, case.filing.id))
            assert [review.status for review in found] == list(rounds), f"{[review.status for review in found]}"
        passed = ground.look(lambda session: sample_flow.entries(session, Action.REVIEW_PASSED))
        returned = ground.look(lambda session: sample_flow.entries(session, Action.FILING_RETURNED))
        wanted = sum(ReviewStatus.RETURNED in rounds for _, rounds in ends)
        assert (len(passed), len(returned)) == (count, wanted), f"{len(passed)} passed, {len(returned)} returned"

    return Cast(acts, adds_up)


def _reviewed(case: Case, end: str, *, album: bool) -> Iterator[None]:
    case.driver.says(case.line)
    yield
    case.driver.taps("朋友")
    yield
    case.driver.taps("确认，请车主验证")
    yield
    case.owner.says("同意")
    yield
    yield from _hand_in(case, 1, album=album)
    yield from ENDS[end][0](case)


def _hand_in(case: Case, round_number: int, *, album: bool) -> Iterator[None]:
    """Send both photos, as an album or one by one, and tap twice that they be looked at."""
    first, second = case.photo(2 * round_number), case.photo(2 * round_number + 1)
    case.driver.taps("开始实人认证")
    yield
    case.driver.sees("手持身份证或驾驶证照片")
    if album:
        case.driver.sends_photo(first, second)
    else:
        case.driver.sends_photo(first)
        yield
        case.driver.sees("第二张：现场照片")
        case.driver.sends_photo(second)
    yield
    case.driver.sees("请再看一遍")
    case.driver.taps("提交审核")
    case.driver.taps("提交审核")
    yield
    assert case.filing.status is FilingStatus.IN_REVIEW, case.driver.last()


def _taken(case: Case, reviewer: Actor) -> Iterator[None]:
    reviewer.says("/queue")
    yield
    reviewer.sees("待审件")
    reviewer.says(f"/take {case.filing.number}")
    yield
    assert reviewer.has_seen(f"您已领取 #{case.filing.number}"), reviewer.last()


def _passed(case: Case) -> Iterator[None]:
    """Pass it, by a button tapped twice."""
    reviewer = case.reviewers[0]
    yield from _taken(case, reviewer)
    reviewer.taps("通过")
    reviewer.taps("通过")
    yield
    assert case.driver.has_seen("恭喜您备案申请成功"), case.driver.last()
    assert case.owner.has_seen("已备案您的机动车"), case.owner.last()


def _fought_for(case: Case) -> Iterator[None]:
    """Two reviewers reach for the case and both decide; one of them has it."""
    for reviewer in case.reviewers:
        reviewer.says(f"/take {case.filing.number}")
    yield
    for reviewer in case.reviewers:
        reviewer.says(f"/pass {case.filing.number}")
    yield
    assert case.driver.has_seen("恭喜您备案申请成功"), case.driver.last()


def _corrected(case: Case) -> Iterator[None]:
    """Return it, by a command given twice; other photos come, and the other reviewer passes it."""
    yield from _taken(case, case.reviewers[0])
    case.reviewers[0].says(f"/return {case.filing.number} 3")
    case.reviewers[0].says(f"/return {case.filing.number} 3")
    yield
    case.driver.sees("退办")
    yield from _hand_in(case, 2, album=True)
    yield from _taken(case, case.reviewers[1])
    case.reviewers[1].taps("通过")
    yield
    assert case.driver.has_seen("恭喜您备案申请成功"), case.driver.last()


ENDS: dict[str, tuple[Callable[[Case], Iterator[None]], tuple[ReviewStatus, ...]]] = {
    "passed": (_passed, (ReviewStatus.PASSED,)),
    "fought for": (_fought_for, (ReviewStatus.PASSED,)),
    "corrected": (_corrected, (ReviewStatus.RETURNED, ReviewStatus.PASSED)),
}
