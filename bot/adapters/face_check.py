"""Checks that the person in a selfie is the person on record (实人认证): a protocol and its three implementations.

`ModelFaceCheck` compares with local models, `LocalFaceCheck` asks the local world, in which anyone may choose the
outcome, `NoFaceCheck` is used without either. Without a pass, a reviewer decides by photos.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import aiohttp

from bot.adapters.pictures import faces
from bot.adapters.pictures.digit_challenge import ChallengeOutcome, ChallengeResult
from bot.adapters.pictures.faces import ComparedPicture, FaceComparison, FaceMatch, FaceReason
from bot.adapters.pictures.sandbox_jobs import CHECK_CHALLENGE, COMPARE_FACES
from bot.adapters.sandbox.errors import SandboxError
from bot.adapters.sandbox.pool import SandboxPool

LOCAL_TIMEOUT_SECONDS = 10.0
NOT_AVAILABLE, NO_PORTRAIT, OVERLOADED = "not_available", "no_portrait", "overloaded"


class FaceCheckOutcome(StrEnum):
    """The outcome of a check.

    UNAVAILABLE says nothing about the person; UNCLEAR: a better picture may help; DOUBTFUL: only people can tell.
    """

    PASS = "pass"
    FAIL = "fail"
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class FaceCheckRequest:
    """What is to be checked: Telegram id, two sanitised JPEGs, the requested digits, and the thresholds in force.

    `portrait` is None if the register has none; `digits` is empty without a liveness check.
    """

    person: int
    selfie: bytes
    portrait: bytes | None
    digits: str = ""
    accept: float = faces.ACCEPT
    doubt: float = faces.DOUBT


@dataclass(frozen=True)
class FaceCheckResult:
    """The outcome; the reason in one word, or empty; the similarity in thousandths if measured."""

    outcome: FaceCheckOutcome
    reason: str = ""
    similarity_permille: int | None = None


class FaceCheck(Protocol):
    """Checks whether the person in a selfie is the person on record."""

    async def check(self, request: FaceCheckRequest) -> FaceCheckResult:
        """Return the result. Does not raise because of what the pictures show or because a service is unavailable."""


@dataclass(frozen=True)
class NoFaceCheck:
    """No face check: everybody sends photos for review instead."""

    async def check(self, request: FaceCheckRequest) -> FaceCheckResult:
        """Return UNAVAILABLE."""
        return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NOT_AVAILABLE)


@dataclass(frozen=True)
class LocalFaceCheck:
    """The face check of the local world: the outcome is chosen on its page; no pictures are sent."""

    base: str
    session: aiohttp.ClientSession

    async def check(self, request: FaceCheckRequest) -> FaceCheckResult:
        """Call `POST {base}/face/check`. Without a valid response the result is UNAVAILABLE."""
        timeout = aiohttp.ClientTimeout(total=LOCAL_TIMEOUT_SECONDS)
        url, body = f"{self.base.rstrip('/')}/face/check", {"person": request.person}
        try:
            async with self.session.post(url, json=body, timeout=timeout) as response:
                response.raise_for_status()
                answer = await response.json()
                return FaceCheckResult(FaceCheckOutcome(answer["outcome"]))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError):
            return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NOT_AVAILABLE)


@dataclass(frozen=True)
class ModelFaceCheck:
    """The check with local models in the sandbox: first the face, then the digits of the liveness check."""

    photo_pool: SandboxPool

    async def check(self, request: FaceCheckRequest) -> FaceCheckResult:
        """Compare selfie and portrait, then look for the requested digits."""
        if request.portrait is None:
            return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NO_PORTRAIT)
        try:
            compared = await self.photo_pool.run(
                COMPARE_FACES, request.selfie, request.portrait, accept=request.accept, doubt=request.doubt
            )
            face = _face_result(compared)
            if face.outcome is not FaceCheckOutcome.PASS or not request.digits:
                return face
            challenge = await self.photo_pool.run(CHECK_CHALLENGE, request.selfie, asked=request.digits)
        except SandboxError:
            return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, OVERLOADED)
        return _with_challenge(challenge, face)


def _face_result(compared: FaceComparison) -> FaceCheckResult:
    permille = None if compared.similarity is None else round(compared.similarity * 1000)
    if compared.reason is FaceReason.NOT_AVAILABLE:
        return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NOT_AVAILABLE)
    if compared.picture is ComparedPicture.PORTRAIT:  # A better selfie does not help if the portrait is unusable.
        return FaceCheckResult(FaceCheckOutcome.UNAVAILABLE, NO_PORTRAIT)
    if compared.match is FaceMatch.SAME and compared.doubts:
        return FaceCheckResult(FaceCheckOutcome.DOUBTFUL, compared.doubts[0], permille)
    return FaceCheckResult(_OUTCOMES[compared.match], compared.reason or "", permille)


def _with_challenge(challenge: ChallengeResult, face: FaceCheckResult) -> FaceCheckResult:
    """Return the result of a matching face with the result of the liveness check."""
    if challenge.outcome is ChallengeOutcome.SHOWN:
        return face
    unsure = challenge.outcome is ChallengeOutcome.UNSURE
    outcome = FaceCheckOutcome.DOUBTFUL if unsure else FaceCheckOutcome.UNCLEAR
    return FaceCheckResult(outcome, challenge.reason or "", face.similarity_permille)


_OUTCOMES = {
    FaceMatch.SAME: FaceCheckOutcome.PASS,
    FaceMatch.DIFFERENT: FaceCheckOutcome.FAIL,
    FaceMatch.CANNOT_TELL: FaceCheckOutcome.UNCLEAR,
}
