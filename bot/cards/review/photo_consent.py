"""The consent to photos of ID documents: one text for reviews and identity cases, since one consent covers both."""

from dataclasses import asdict

from bot.services.review.photo_consent import PhotoConsent
from bot.texts import Texts


def consent_text(texts: Texts, consent: PhotoConsent) -> str:
    """Say what the photos are for, who sees them and how long they are kept."""
    return texts("photo-consent", **asdict(consent))
