"""Stories of reviews: applicants send photos, reviewers take, pass or return the cases, applicants correct them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from storage.audit import Action
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus
from storage.review import reviews
from storage.review.reviews import ReviewStatus
from tests.engine import sample_flow
from tests.fault_injection.environment import Environment
from tests.fault_injection.scenario import Scenario
from tests.stories import cast, pictures
from tests.stories.actor import Actor
from tests.stories.cast import Citizen

SIZE = (320, 400)


@dataclass
class Case:
    """An application in review."""

    environment: Environment
    driver: Citizen
    owner: Citizen
    reviewers: tuple[Actor, Actor]
    line: str
    seed: int

    @property
    def filing(self) -> Filing:
        """Return the present row of the application."""
        (found,) = self.environment.read(lambda session: filings.all_of_filer(session, self.driver.person_id))
        return found  # type: ignore[no-any-return]

    def photo(self, number: int) -> bytes:
        """Return one of the applicant's photos, which differs from all others of the episode."""
        return pictures.photo(self.seed * 10 + number, size=SIZE)


def begin(environment: Environment, random: Random, count: int) -> Scenario:
    """Create `count` applications that are reviewed."""
    app, stories, ends = environment.as_app, [], []
    for number in range(count):
        driver = cast.citizen(app, "李建国", cast.id_number(2 * number), f"+861380001{number:04}")
        owner = cast.citizen(app, "王秀英", cast.id_number(2 * number + 1), f"+861390001{number:04}")
        plate = f"桂A{10000 + number}"
        cast.car(app, owner, plate)
        reviewers = (cast.reviewer(app), cast.reviewer(app, "审核员小何"))
        case = Case(environment, driver, owner, reviewers, f"/file 02 {plate} 123456", random.randrange(10**6))
        end = random.choice(list(ENDS))
        stories.append(_reviewed(case, end, album=random.random() < 0.5))
        ends.append((case, ENDS[end][1]))

    def check() -> None:
        for case, rounds in ends:
            assert case.filing.status is FilingStatus.ACTIVE, f"{case.filing.status}"
            found = environment.read(lambda session, case=case: reviews.of_filing(session, case.filing.id))
            assert [review.status for review in found] == list(rounds), f"{[review.status for review in found]}"
        passed = environment.read(lambda session: sample_flow.entries(session, Action.REVIEW_PASSED))
        returned = environment.read(lambda session: sample_flow.entries(session, Action.FILING_RETURNED))
        wanted = sum(ReviewStatus.RETURNED in rounds for _, rounds in ends)
        assert (len(passed), len(returned)) == (count, wanted), f"{len(passed)} passed, {len(returned)} returned"

    return Scenario(stories, check)


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
    """Send both photos, as an album or one by one, and submit them by two taps."""
    first, second = case.photo(2 * round_number), case.photo(2 * round_number + 1)
    if round_number > 1:  # The first check begins by itself.
        case.driver.taps("重拍照片")
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
    reviewer.sees("待办")
    reviewer.says(f"/take {case.filing.number}")
    yield
    assert reviewer.has_seen(f"#{case.filing.number}"), reviewer.last()
    assert reviewer.has_seen("您已领取，到"), reviewer.last()


def _passed(case: Case) -> Iterator[None]:
    """Pass the case by two taps."""
    reviewer = case.reviewers[0]
    yield from _taken(case, reviewer)
    reviewer.taps("通过")
    reviewer.taps("通过")
    yield
    assert case.driver.has_seen("恭喜您备案申请成功"), case.driver.last()
    assert case.owner.has_seen("已备案您的机动车"), case.owner.last()


def _fought_for(case: Case) -> Iterator[None]:
    """Two reviewers take the case and decide at the same time; one of them has it."""
    for reviewer in case.reviewers:
        reviewer.says(f"/take {case.filing.number}")
    yield
    for reviewer in case.reviewers:
        reviewer.says(f"/pass {case.filing.number}")
    yield
    assert case.driver.has_seen("恭喜您备案申请成功"), case.driver.last()


def _corrected(case: Case) -> Iterator[None]:
    """Return the case by a command sent twice; the applicant sends new photos, and the other reviewer passes them."""
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
