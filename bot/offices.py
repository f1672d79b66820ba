"""The desk's offices (网点): counters, pick-up points and inspection stations, and how staff are reached.

They come from the operator's file at start. The catalogues name them by the functions OFFICES, OFFICE and CONTACT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

CONTACT = "contact"  # Beside the kinds, for `how_many`.


class OfficeKind(StrEnum):
    """What an office is for; one office may be several."""

    COUNTER = "counter"
    PICK_UP = "pick_up"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map: degrees of WGS 84, as Telegram and satellites give them."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Office:
    """One office. Its words by language; `bring` and `phone` may be empty. `code` is stored in buttons."""

    code: str
    kinds: frozenset[OfficeKind]
    names: Mapping[str, str] = field(hash=False)
    addresses: Mapping[str, str] = field(hash=False)
    hours: Mapping[str, str] = field(hash=False)
    bring: Mapping[str, str] = field(hash=False)
    phone: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class _Directory:
    offices: tuple[Office, ...] = ()
    contact: str = ""


_directory = _Directory()


def use(offices: Sequence[Office], contact: str = "") -> None:
    """Replace the offices, and how staff are reached: a phone number, an https address, or @name in Telegram."""
    global _directory
    _directory = _Directory(tuple(offices), contact)


def all_offices() -> tuple[Office, ...]:
    """Return every office, in the order of the file."""
    return _directory.offices


def by_code(code: str) -> Office | None:
    """Return the office with this code, None if the file has none any more."""
    return next((office for office in _directory.offices if office.code == code), None)


def of_kind(kind: OfficeKind) -> tuple[Office, ...]:
    """Return the offices of this kind. Without pick-up points, papers are picked up at the counters."""
    found = tuple(office for office in _directory.offices if kind in office.kinds)
    return of_kind(OfficeKind.COUNTER) if not found and kind is OfficeKind.PICK_UP else found


def contact() -> str:
    """Return how staff are reached; "" if the operator does not offer it."""
    return _directory.contact


def is_phone(contact: str) -> bool:
    """Return whether staff are reached by phone, and not by an address or a name in Telegram."""
    return bool(contact) and not contact.startswith(("https:", "@"))


def is_anything_known() -> bool:
    """Return whether /offices has anything to show: an office, or how staff are reached."""
    return bool(_directory.offices or _directory.contact)


def how_many(kind: str) -> str:
    """Return none, one or many: so many offices of this kind, or contacts, exist. The catalogues call it OFFICES."""
    count = bool(_directory.contact) if kind == CONTACT else len(of_kind(OfficeKind(kind)))
    return ("none", "one", "many")[min(count, 2)]


def name_of_only(kind: str, language: str) -> str:
    """Return the name of the only office of this kind. The catalogues call it as OFFICE. Raises ValueError."""
    (office,) = of_kind(OfficeKind(kind))
    return office.names[language]


def address_of_only(kind: str, language: str) -> str:
    """Return the address of the only office of this kind. The catalogues call it as ADDRESS. Raises ValueError."""
    (office,) = of_kind(OfficeKind(kind))
    return office.addresses[language]
