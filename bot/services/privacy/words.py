"""Codes in the export of personal data, with their words beside them in the language of the person.

Keepers leave members of enumerations as they are, and `Coded` for other codes. `spoken` writes each as its stored
value, which programs read, and its words under the same key with `_text`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.services.filing import outcomes
from storage import audit
from storage.certificates.paper_copies import PaperStatus, PaperWay
from storage.filing.filings import FilingEvent, FilingStatus, Relationship
from storage.identity.consents import ConsentText
from storage.organisations.organisations import MemberRole
from storage.payments.payments import PaymentProvider
from storage.register.vehicles import VehicleState, VehicleUse
from storage.review.blacklist import FalseMaterial
from storage.review.identity_cases import IdentityCaseKind
from storage.review.photos import PhotoSlot
from storage.staff.members import StaffRole
from storage.violations.notifications import NotificationKind

Words = Callable[[str], str]  # Returns the text of a key in one language.

# How the keys of texts begin that are used elsewhere, too; all others begin with `export-` and the name of the class.
PREFIXES: dict[type[StrEnum], str] = {
    ConsentText: "agreed",
    FalseMaterial: "false",
    FilingStatus: "filing-status",
    IdentityCaseKind: "identity-kind",
    MemberRole: "portal-role",
    NotificationKind: "news-kind",
    PaperStatus: "paper-status",
    PaperWay: "paper-way",
    PaymentProvider: "provider",
    PhotoSlot: "photo",
    Relationship: "relationship",
    StaffRole: "staff-role",
    VehicleState: "vehicle-state",
    VehicleUse: "vehicle-use",
    audit.Action: "export-action",
}
PHOTOS = (*PhotoSlot, "portrait")  # Files that are named as where people send and see them.
FILE_KINDS = (*PHOTOS, "identity", "enrolled", "vehicle-code")
UNCLEAR = frozenset(
    {"no_face", "several_faces", "too_dark", "too_small", "blurred", "in_doubt", "no_digits", "illegible", "reused"}
)
CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True)
class Coded:
    """One or several codes that are no members of an enumeration, and the keys of their texts."""

    code: str
    keys: Sequence[str]


def key_of(member: StrEnum) -> str:
    """Return the key of the text of a member."""
    kind = type(member)
    prefix = PREFIXES.get(kind) or f"export-{CAPITAL.sub('-', kind.__name__).lower()}"
    return _key(prefix, member.value)


def reasons(codes: str) -> Coded:
    """Return why something was returned or has ended. codes: separated by blanks."""
    return Coded(codes, [_key("progress-why", each) for each in codes.split()])


def findings(codes: str) -> Coded:
    """Return what was found in a photo. codes: separated by blanks."""
    return Coded(codes, [_key("picture-finding", each) for each in codes.split()])


def plate_type(code: str) -> Coded:
    """Return the type of a plate."""
    return Coded(code, [_key("plate-type", code)])


def face_check_reason(code: str) -> Coded:
    """Return why a face check has no result: what is unclear, or what is wrong with the file."""
    keys = [code] if code.startswith("picture-problem-") else [_key("check-unclear", code)] if code in UNCLEAR else []
    return Coded(code, keys)


def file_kind(kind: str) -> Coded:
    """Return what a file is."""
    prefix = "photo" if kind in PHOTOS else "export-file"
    return Coded(kind, [_key(prefix, kind)] if kind in FILE_KINDS else [])


def action(name: str) -> audit.Action | str:
    """Return what an entry of the audit says was done."""
    known = {each.value: each for each in audit.Action}
    return known.get(name, name)


def event(found: FilingEvent) -> dict[str, Any]:
    """Return a line of an application's timeline."""
    kind = outcomes.of_reason(found.note) if found.kind == FilingStatus.REFUSED else found.kind
    return {"at": found.at.isoformat(), "what": Coded(found.kind, [_key("filing-event", kind)]), "note": _note(found)}


def spoken(value: Any, words: Words) -> Any:
    """Return what keepers export as JSON values, with the words of every code."""
    if isinstance(value, dict):
        return {name: each for key, one in value.items() for name, each in _spoken(key, one, words)}
    if isinstance(value, list):
        return [spoken(each, words) for each in value]
    return value


def _spoken(key: str, value: Any, words: Words) -> list[tuple[str, Any]]:
    if isinstance(value, list) and value and all(isinstance(each, StrEnum) for each in value):
        return [(key, [each.value for each in value]), (f"{key}_text", [words(key_of(each)) for each in value])]
    if isinstance(value, StrEnum):
        return [(key, value.value), (f"{key}_text", words(key_of(value)))]
    if isinstance(value, Coded):
        said = words("progress-why-between").join(map(words, value.keys))
        return [(key, value.code), *([(f"{key}_text", said)] if value.keys else [])]
    return [(key, spoken(value, words))]


def _note(found: FilingEvent) -> Coded | str:
    if found.kind == "ended" and found.note:
        return Coded(found.note, [_key("end-reason", found.note)])
    return reasons(found.note) if found.kind in (FilingStatus.REFUSED, FilingStatus.RETURNED) else found.note


def _key(prefix: str, code: str) -> str:
    return f"{prefix}-{re.sub('[:_]', '-', code)}"
