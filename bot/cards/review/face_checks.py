"""Cards of the face check and of the two photos for a manual review."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.card import Attachment, Button, ButtonStyle, Card, CardButton, column
from bot.cards.filing.filings import CHECK, check_button, facts
from bot.cards.navigation import go, sentence
from bot.cards.review.photo_consent import consent_text
from bot.services.review import photos as photo_service
from bot.services.review.face_checks import FaceCheckObstacle
from bot.services.review.face_verdicts import FaceCheckDecision, FaceCheckVerdict
from bot.services.review.photo_consent import PhotoConsent
from bot.services.review.photos import FOR_REVIEW
from bot.texts import Texts
from storage.filing.filings import Filing
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review

AGREE = Button("face-yes", str, in_step=True)
AGREE_PHOTOS = Button("photos-yes", str, in_step=True)
BY_PHOTOS = Button("by-photos", str, in_step=True)
REPLACE = Button("replace", str, in_step=True)
SWAP = Button("swap", str, in_step=True)
SEND = Button("send-photos", str, in_step=True, style=ButtonStyle.MAIN)

# Reasons of the comparison that have a text of their own.
UNCLEAR = ("no_face", "several_faces", "too_dark", "too_small", "blurred", "in_doubt", "no_digits")
# The face is right, the digits are not.
OTHER_DIGITS = FaceCheckDecision(FaceCheckVerdict.DOUBTFUL, "wrong_digits")

comparing = sentence("check-comparing")
received = sentence("photos-received")


def consent(texts: Texts, *, days: int) -> Card:
    """Asks for consent to the face check, or for photos instead."""
    return Card(texts("check-consent", days=days), column(AGREE.on(texts.plain("check-agree"), ""), _by_photos(texts)))


def photo_consent(texts: Texts, consent: PhotoConsent) -> Card:
    """Asks for consent to photos of ID documents."""
    text = consent_text(texts, consent)
    return Card(text, column(AGREE_PHOTOS.on(texts.plain("photo-consent-agree"), "")))


def selfie(texts: Texts, *, digits: str, left: int) -> Card:
    """Asks for a selfie with the digits."""
    return Card(texts("check-ask-selfie", digits=digits, left=left), column(_by_photos(texts)))


def verdict(texts: Texts, decision: FaceCheckDecision) -> Card:
    """Why the selfie was not enough, and what would help."""
    if decision.verdict is FaceCheckVerdict.BAD:
        return Card(texts(decision.reason))
    if decision == OTHER_DIGITS:
        return Card(texts("check-verdict-other-digits"))
    lines = [texts(f"check-verdict-{decision.verdict.value}")]
    if decision.verdict in (FaceCheckVerdict.UNCLEAR, FaceCheckVerdict.TRIES) and decision.reason in UNCLEAR:
        lines.append(texts(f"check-unclear-{decision.reason.replace('_', '-')}"))
    return Card("\n".join(lines))


def obstacle(texts: Texts, why: FaceCheckObstacle) -> Card:
    """Why photos are needed instead of a face check."""
    return Card(texts(f"check-photos-{why.value}"))


def go_on(texts: Texts, filing: Filing, card: Card) -> Card:
    """The same card with the button that leads back into the flow, for a person who has left it."""
    return card.with_rows((check_button(texts, filing),))


def which(session: Session, found: Sequence[Filing], texts: Texts) -> Card:
    """Several applications wait for new photos: asks which one these are for."""
    presses = [CHECK.on(texts.plain("photos-retake", **facts(session, filing, texts)), filing.id) for filing in found]
    return Card(texts("photos-which"), column(*presses))


def guide(texts: Texts, file_id: UUID) -> Card:
    """The drawn example."""
    return Card(texts("photos-guide"), attachments=(Attachment(file_id),))


def photos(texts: Texts, current: Mapping[PhotoSlot, Photo], replacing: PhotoSlot | None) -> Card:
    """Asks for what is missing, or shows both photos before they are submitted."""
    if replacing is not None:
        return Card(texts(f"photos-ask-{replacing.value}"))
    missing = [slot for slot in FOR_REVIEW if slot not in current]
    lines = [_line(texts, photo) for photo in current.values()]
    if missing:
        return Card("\n\n".join([*lines, texts(f"photos-ask-{missing[0].value}")]), tuple(_replaces(texts, current)))
    if any(photo.state is PhotoState.EXAMINING for photo in current.values()):
        return Card("\n".join([*lines, texts("photos-looking")]))
    file_ids = [current[slot].file_id for slot in FOR_REVIEW]
    shown = tuple(Attachment(file_id) for file_id in file_ids if file_id is not None)
    rows = (*column(SEND.on(texts.plain("photos-send"), "")), *_replaces(texts, current))
    swap = (SWAP.on(texts.plain("photos-swap"), ""),)
    return Card("\n".join([texts("photos-overview"), *lines]), (*rows, swap), shown)


def submitted(texts: Texts, filing: Filing, review: Review) -> Card:
    """The case is submitted to the reviewers."""
    text = texts("photos-submitted", number=str(filing.number), due=local_time.date_of(review.due_at))
    return Card(text, ((go("progress", texts), go("menu", texts)),))


def _line(texts: Texts, photo: Photo) -> str:
    what = texts.plain(f"photo-{photo.slot.value}")
    if photo.state is PhotoState.EXAMINING:
        return texts("photos-line-looking", what=what)
    found = photo_service.findings(photo)
    if not found:
        return texts("photos-line-good", what=what)
    words = [texts.plain(f"picture-finding-{each.replace('_', '-')}") for each in found]
    return texts("photos-line-doubt", what=what, why=texts.plain("photos-and").join(words))


def _replaces(texts: Texts, current: Mapping[PhotoSlot, Photo]) -> tuple[tuple[CardButton, ...], ...]:
    return tuple((REPLACE.on(texts.plain(f"photos-replace-{slot.value}"), slot.value),) for slot in current)


def _by_photos(texts: Texts) -> CardButton:
    return BY_PHOTOS.on(texts.plain("check-by-photos"), "")
