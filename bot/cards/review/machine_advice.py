"""Lines of automatic advice on the card of a case."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.services.review.machine_advice import ILLEGIBLE
from bot.texts import Texts

PHOTOS = ("handheld", "scene")
# Reasons of a face check that have a text of their own.
FACE_REASONS = (
    *("no_face", "several_faces", "too_dark", "too_small", "blurred", "in_doubt"),
    *("no_digits", "illegible", "reused", "wrong_digits", "typed_digits", "copy", "other_faces", "covered"),
)


def lines(advice: Mapping[str, Any], texts: Texts) -> list[str]:
    """Return a line for each finding."""
    found = [texts("advice")]
    found += [_photo(slot, advice[slot], texts) for slot in PHOTOS if slot in advice]
    found += _read(advice, texts) if "seen" in advice else [texts("advice-coming")]
    found += [_likeness(name, seen, texts) for name, seen in advice.get("likeness", {}).items()]
    if "seen" in advice and "likeness" not in advice:
        found.append(texts("advice-not-asked" if advice.get("unasked") else "advice-no-consent"))
    found += _tries(advice, texts)
    seen = advice.get("seen", {})
    found += [texts(f"advice-seen-{whose}", count=seen[whose]) for whose in ("own", "others") if seen.get(whose)]
    return found


def _photo(slot: str, findings: Sequence[str], texts: Texts) -> str:
    what = texts.plain(f"photo-{slot}")
    if not findings:
        return texts("advice-photo-good", what=what)
    words = [texts.plain(f"picture-finding-{each.replace('_', '-')}") for each in findings]
    return texts("advice-photo-doubt", what=what, why=texts.plain("photos-and").join(words))


def document_lines(read: Mapping[str, str] | None, texts: Texts) -> list[str]:
    """Return whose numbers and names a machine has read on the documents, or that it could not."""
    if not read:
        return [texts("advice-not-read")]
    return [texts(f"advice-{what}", whose=_whose(what, read[what].split(), texts)) for what in ("number", "name")]


def _read(advice: Mapping[str, Any], texts: Texts) -> list[str]:
    """Return what was read on the photo with the document, and on the other one if there is any document."""
    found, other = document_lines(advice.get("read"), texts), advice.get("read_scene") or {}
    seen = [(what, other[what]) for what in ("number", "name") if other.get(what, ILLEGIBLE) != ILLEGIBLE]
    return found + [texts(f"advice-scene-{what}", whose=_whose(what, codes.split(), texts)) for what, codes in seen]


def _whose(what: str, codes: Sequence[str], texts: Texts) -> str:
    """Return whose numbers or names these are; a warning sign before several."""
    words = [texts.plain(f"advice-{what}-another" if code == "another" else f"advice-whose-{code}") for code in codes]
    return texts.plain("advice-whose-several", whose=texts.plain("photos-and").join(words)) if words[1:] else words[0]


def _tries(advice: Mapping[str, Any], texts: Texts) -> list[str]:
    """Return how each face check came out; an earlier version has stored the last one only."""
    tries = advice.get("faces") or ([advice["face"]] if "face" in advice else [])
    return [
        texts("advice-face", at=at, how=texts.plain(f"advice-face-{one['state']}"))
        + (texts("advice-measured", permille=str(one["permille"])) if one["permille"] is not None else "")
        + (texts(f"advice-face-why-{one['reason'].replace('_', '-')}") if one["reason"] in FACE_REASONS else "")
        for at, one in enumerate(tries, start=1)
    ]


def _likeness(name: str, seen: Mapping[str, Any], texts: Texts) -> str:
    verdict = texts.plain(f"advice-likeness-{seen['verdict'].replace('_', '-')}")
    measured = seen["permille"]
    likeness = texts(f"advice-likeness-{name}", verdict=verdict)
    return likeness if measured is None else likeness + texts("advice-measured", permille=str(measured))
