"""Steps that stories about face checks begin with, and a face check that follows a script."""

import re
from collections.abc import Callable

from bot.adapters.face_check import FaceCheckOutcome, FaceCheckRequest, FaceCheckResult
from bot.engine.outbound.tasks import TryAgain
from storage.filing import filings
from storage.filing.filings import Filing
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply
from tests.stories.pictures import give_portrait


class ScriptedFace:
    """A face check that gives these answers in turn; None: unavailable now, ask again."""

    def __init__(self, *answers: FaceCheckResult | None) -> None:
        self.answers = list(answers)
        self.questions: list[FaceCheckRequest] = []

    async def check(self, request: FaceCheckRequest) -> FaceCheckResult:
        """Return the next answer, and record the request."""
        self.questions.append(request)
        answer = self.answers.pop(0)
        if answer is None:
            raise TryAgain
        return answer


PASS = FaceCheckResult(FaceCheckOutcome.PASS, similarity_permille=700)
DARK = FaceCheckResult(FaceCheckOutcome.UNCLEAR, "too_dark")

AppDriverWith = Callable[[ScriptedFace], AppDriver]


def agreed(app: AppDriver) -> Citizen:
    """Return a driver whose application the owner has approved."""
    driver, owner = cast.driver(app), cast.owner(app)
    give_portrait(app, driver)
    cast.car(app, owner)
    apply(driver)
    owner.says("同意")
    driver.sees("实人认证")
    return driver


def digits(driver: Citizen) -> str:
    """Return the digits that the driver is asked to show."""
    return str(re.findall(r"脸旁一起拍：(\d{4})", driver.last())[-1])


def set_face(app: AppDriver, person: Citizen, outcome: str) -> None:
    """Set what the face check answers for this person."""
    app.ask("POST", "/world/face", json={"person": person.id, "outcome": outcome})


def filing_of(app: AppDriver, person: Citizen) -> Filing:
    """Return the person's newest application."""
    found: Filing = app.read(lambda session: filings.all_of_filer(session, person.person_id))[0]
    return found


def to_selfie(driver: Citizen) -> None:
    """Go to the question for a selfie."""
    driver.taps("同意，开始人脸认证")
    driver.sees("自拍照")
