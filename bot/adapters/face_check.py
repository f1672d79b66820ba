"""Real-person authentication (实人认证) as the desk sees it: one question, and four ways it may come out.

Three do it: `ModelFace` compares on this machine, `LocalFace` asks the local twin in which anyone may choose the
outcome, `NoFace` is what a desk without either has. Whatever is not a pass goes the photo way, to people.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import aiohttp

from bot.adapters.pictures import faces
from bot.adapters.pictures.digit_challenge import ChallengeVerdict, Shown
from bot.adapters.pictures.faces import FaceVerdict, Verdict
from bot.adapters.pictures.sandbox_jobs import CHECK_CHALLENGE, COMPARE_FACES
from bot.adapters.sandbox.pool import SandboxError, SandboxPool

LOCAL_SECONDS = 10.0
NOT_AVAILABLE, NO_PORTRAIT, OVERLOADED, WRONG_DIGITS = "not_available", "no_portrait", "overloaded", "wrong_digits"


class FaceOutcome(StrEnum):
    """How a check came out: unavailable says nothing about the person, unclear that a better picture may help."""

    PASS = "pass"
    FAIL = "fail"
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class FaceQuestion:
    """What is to be checked: who (Telegram id), two clean JPEGs, the digits asked for, and the thresholds in force.

    `portrait` is None where the register has none; `digits` is empty where no challenge was made.
    """

    person: int
    selfie: bytes
    portrait: bytes | None
    digits: str = ""
    accept: float = faces.ACCEPT
    doubt: float = faces.DOUBT


@dataclass(frozen=True)
class FaceResult:
    """The outcome; the reason in one word, empty when none is needed; the similarity in thousandths if measured."""

    outcome: FaceOutcome
    reason: str = ""
    similarity_permille: int | None = None


class FaceCheck(Protocol):
    """Something that can say whether the person in the picture is the person on record."""

    async def check(self, question: FaceQuestion) -> FaceResult:
        """Answer the question; never raises because of what the pictures show or because a service is away."""


@dataclass(frozen=True)
class NoFace:
    """A desk without a face check: everyone goes the photo way."""

    async def check(self, question: FaceQuestion) -> FaceResult:
        """Unavailable, whoever asks."""
        return FaceResult(FaceOutcome.UNAVAILABLE, NOT_AVAILABLE)


@dataclass(frozen=True)
class LocalFace:
    """The local twin: answers what was chosen for the person on its page; the pictures stay here."""

    base: str
    session: aiohttp.ClientSession

    async def check(self, question: FaceQuestion) -> FaceResult:
        """Ask by `POST {base}/face/check`; an answer that is none, or none at all, is unavailable."""
        timeout = aiohttp.ClientTimeout(total=LOCAL_SECONDS)
        url, body = f"{self.base.rstrip('/')}/face/check", {"person": question.person}
        try:
            async with self.session.post(url, json=body, timeout=timeout) as response:
                response.raise_for_status()
                answer = await response.json()
                return FaceResult(FaceOutcome(answer["outcome"]))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError):
            return FaceResult(FaceOutcome.UNAVAILABLE, NOT_AVAILABLE)


@dataclass(frozen=True)
class ModelFace:
    """The comparison on this machine, in the laboratory: first whether it is the person, then whether it is now."""

    photo_pool: SandboxPool

    async def check(self, question: FaceQuestion) -> FaceResult:
        """Compare selfie and portrait, then look for the digits asked for."""
        if question.portrait is None:
            return FaceResult(FaceOutcome.UNAVAILABLE, NO_PORTRAIT)
        try:
            seen = await self.photo_pool.run(
                COMPARE_FACES, question.selfie, question.portrait, accept=question.accept, doubt=question.doubt
            )
            if seen.verdict is not Verdict.SAME or not question.digits:
                return _compared(seen)
            shown = await self.photo_pool.run(CHECK_CHALLENGE, question.selfie, asked=question.digits)
        except SandboxError:
            return FaceResult(FaceOutcome.UNAVAILABLE, OVERLOADED)
        return _challenged(shown, _compared(seen))


def _compared(seen: FaceVerdict) -> FaceResult:
    permille = None if seen.similarity is None else round(seen.similarity * 1000)
    if seen.reason is faces.Reason.NOT_AVAILABLE:
        return FaceResult(FaceOutcome.UNAVAILABLE, NOT_AVAILABLE)
    if seen.which is faces.Which.PORTRAIT:  # No new selfie helps when the portrait on record is bad.
        return FaceResult(FaceOutcome.UNAVAILABLE, NO_PORTRAIT)
    return FaceResult(_OUTCOMES[seen.verdict], seen.reason or "", permille)


def _challenged(shown: ChallengeVerdict, same: FaceResult) -> FaceResult:
    """The right face passes only with the right digits; digits that no machine could read are for people to read."""
    if shown.shown is Shown.SHOWN:
        return same
    if shown.shown is Shown.WRONG:
        return FaceResult(FaceOutcome.FAIL, WRONG_DIGITS, same.similarity_permille)
    return FaceResult(FaceOutcome.UNCLEAR, shown.reason or "", same.similarity_permille)


_OUTCOMES = {
    Verdict.SAME: FaceOutcome.PASS,
    Verdict.DIFFERENT: FaceOutcome.FAIL,
    Verdict.CANNOT_TELL: FaceOutcome.UNCLEAR,
}
