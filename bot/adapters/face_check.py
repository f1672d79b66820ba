"""Real-person authentication (实人认证) as the desk sees it: one question, and four ways it may come out.

Three implementations: `ModelFaceCheck` compares here, `LocalFaceCheck` asks the local world, `NoFaceCheck` refuses all.
outcome, `NoFaceCheck` is what a desk without either has. Whatever is not a pass goes the photo way, to people.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import aiohttp

from bot.adapters.pictures import faces
from bot.adapters.pictures.digit_challenge import ChallengeOutcome, ChallengeResult
from bot.adapters.pictures.faces import FaceComparison, FaceMatch
from bot.adapters.pictures.sandbox_jobs import CHECK_CHALLENGE, COMPARE_FACES
from bot.adapters.sandbox.pool import SandboxError, SandboxPool

LOCAL_SECONDS = 10.0
NOT_AVAILABLE, NO_PORTRAIT, OVERLOADED, WRONG_DIGITS = "not_available", "no_portrait", "overloaded", "wrong_digits"


class FaceCheckOutcome(StrEnum):
    """How a check came out: unavailable says nothing about the person, unclear that a better picture may help."""

    PASS = "pass"
    FAIL = "fail"
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class FaceCheckRequest:
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
class FaceCheckResult:
    """The outcome; the reason in one word, empty when none is needed; the similarity in thousandths if measured."""

    outcome: FaceCheckOutcome
    reason: str = ""
    similarity_permille: int | None = None


class FaceCheck(Protocol):
    """Something that can say whether the person in the picture is the person on record."""

    async def check(self, question: FaceCheckRequest) -> FaceCheckResult:
        """Answer the question; never raises because of what the pictures show or because a service is away."""


@dataclass(frozen=True)
class NoFaceCheck:
    """A desk without a face check: everyone goes the photo way."""

    async def check(self, question: FaceCheckRequest) -> FaceCheckResult:
        """Unavailable, whoever asks."""
        return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NOT_AVAILABLE)


@dataclass(frozen=True)
class LocalFaceCheck:
    """The local twin: answers what was chosen for the person on its page; the pictures stay here."""

    base: str
    session: aiohttp.ClientSession

    async def check(self, question: FaceCheckRequest) -> FaceCheckResult:
        """Ask by `POST {base}/face/check`; an answer that is none, or none at all, is unavailable."""
        timeout = aiohttp.ClientTimeout(total=LOCAL_SECONDS)
        url, body = f"{self.base.rstrip('/')}/face/check", {"person": question.person}
        try:
            async with self.session.post(url, json=body, timeout=timeout) as response:
                response.raise_for_status()
                answer = await response.json()
                return FaceCheckResult(FaceCheckOutcome(answer["outcome"]))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError):
            return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NOT_AVAILABLE)


@dataclass(frozen=True)
class ModelFaceCheck:
    """The comparison on this machine, in the laboratory: first whether it is the person, then whether it is now."""

    photo_pool: SandboxPool

    async def check(self, question: FaceCheckRequest) -> FaceCheckResult:
        """Compare selfie and portrait, then look for the digits asked for."""
        if question.portrait is None:
            return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NO_PORTRAIT)
        try:
            seen = await self.photo_pool.run(
                COMPARE_FACES, question.selfie, question.portrait, accept=question.accept, doubt=question.doubt
            )
            if seen.verdict is not FaceMatch.SAME or not question.digits:
                return _compared(seen)
            shown = await self.photo_pool.run(CHECK_CHALLENGE, question.selfie, asked=question.digits)
        except SandboxError:
            return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, OVERLOADED)
        return _challenged(shown, _compared(seen))


def _compared(seen: FaceComparison) -> FaceCheckResult:
    permille = None if seen.similarity is None else round(seen.similarity * 1000)
    if seen.reason is faces.FaceReason.NOT_AVAILABLE:
        return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NOT_AVAILABLE)
    if seen.which is faces.ComparedPicture.PORTRAIT:  # No new selfie helps when the portrait on record is bad.
        return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NO_PORTRAIT)
    return FaceCheckResult(_OUTCOMES[seen.verdict], seen.reason or "", permille)


def _challenged(shown: ChallengeResult, same: FaceCheckResult) -> FaceCheckResult:
    """The right face passes only with the right digits; digits that no machine could read are for people to read."""
    if shown.shown is ChallengeOutcome.SHOWN:
        return same
    if shown.shown is ChallengeOutcome.WRONG:
        return FaceCheckResult(FaceCheckOutcome.FAIL, WRONG_DIGITS, same.similarity_permille)
    return FaceCheckResult(FaceCheckOutcome.UNCLEAR, shown.reason or "", same.similarity_permille)


_OUTCOMES = {
    FaceMatch.SAME: FaceCheckOutcome.PASS,
    FaceMatch.DIFFERENT: FaceCheckOutcome.FAIL,
    FaceMatch.CANNOT_TELL: FaceCheckOutcome.UNCLEAR,
}
