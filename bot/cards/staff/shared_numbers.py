"""What is held against others who have declared the same ID number, for staff who verify somebody."""

from collections.abc import Sequence

from bot.services.identity.shared_numbers import SharedMatter
from bot.services.values import masking
from bot.texts import Texts


def lines(texts: Texts, found: Sequence[SharedMatter]) -> list[str]:
    """Return a line for each of the others, and what is asked; nothing if nothing is held against anybody."""
    if not found:
        return []
    return [texts("shared-number"), *(_one(texts, each) for each in found), texts("shared-number-question")]


def own_lines(texts: Texts, found: Sequence[SharedMatter]) -> list[str]:
    """Return a line for the person of an account, and one for those whom it belonged to who have left."""
    return [
        texts("shared-number-own" if each.other else "shared-number-own-left", held=_held(texts, each))
        for each in found
    ]


def _held(texts: Texts, matter: SharedMatter) -> str:
    parts = {
        "listed": matter.blacklisted_until is not None,
        "proposed": matter.is_proposed,
        "blocks": bool(matter.blocks),
        "applications": bool(matter.applications),
        "waiting": bool(matter.waiting),
        "filed": bool(matter.filed),
        "business": bool(matter.business),
    }
    counts = {
        "blocks": matter.blocks,
        "applications": matter.applications,
        "waiting": matter.waiting,
        "filed": matter.filed,
        "business": matter.business,
    }
    held = [
        texts.plain(f"shared-number-{part}", until=matter.blacklisted_until, count=counts.get(part, 0))
        for part, applies in parts.items()
        if applies
    ]
    return texts.plain("staff-roles-between").join(held)


def _one(texts: Texts, matter: SharedMatter) -> str:
    held = _held(texts, matter)
    if matter.other is None:
        return texts("shared-number-left", held=held)
    phone = masking.phone(matter.other.phone) if matter.other.phone else "—"
    return texts("shared-number-line", name=masking.name(matter.other.name), phone=phone, held=held)
