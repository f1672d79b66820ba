"""The desk's profile: which journeys it offers, and which plate types and violations its register has.

It comes from the operator's file at start; without one the desk offers everything. What is left out is neither shown
nor begun by anybody; staff finish what is open. The catalogues ask for a journey by the function OFFERS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from bot.errors import NotOffered

GO_VERB = "go"  # Of the button that does what the command in its subject does.


class Journey(StrEnum):
    """What a desk may leave out. To file a vehicle is what every desk is for, so it is none of these."""

    CERTIFICATES = "certificates"
    PAPERS = "papers"
    VIOLATIONS = "violations"
    OBJECTIONS = "objections"
    ORGANISATIONS = "organisations"


# A journey that leads into another one, which has to be offered with it.
NEEDS: Mapping[Journey, Journey] = {Journey.PAPERS: Journey.CERTIFICATES, Journey.OBJECTIONS: Journey.VIOLATIONS}


@dataclass(frozen=True, slots=True)
class Hidden:
    """What nobody is shown: commands, verbs of buttons and prefixes of links, each with the journey it belongs to."""

    commands: Mapping[str, Journey] = field(default_factory=dict)
    verbs: Mapping[str, Journey] = field(default_factory=dict)
    links: Mapping[str, Journey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a desk offers. plate_types: codes, and acts: patterns of act codes such as `16*`; empty: all."""

    journeys: frozenset[Journey] = frozenset(Journey)
    plate_types: frozenset[str] = frozenset()
    acts: tuple[str, ...] = ()
    hidden: Hidden = field(default_factory=Hidden)


_profile = Profile()


def use(profile: Profile) -> None:
    """Replace the profile."""
    global _profile
    _profile = profile


def offers(journey: Journey) -> bool:
    """Return whether the desk offers this journey."""
    return journey in _profile.journeys


def require(journey: Journey) -> None:
    """Raise NotOffered unless the desk offers this journey."""
    if not offers(journey):
        raise NotOffered(journey=journey.value)


def offers_by_name(journey: str) -> str:
    """Return "yes" or "no" for the name of a journey. The catalogues call it as OFFERS."""
    return "yes" if offers(Journey(journey)) else "no"


def hidden() -> Hidden:
    """Return what nobody is shown."""
    return _profile.hidden


def hides(verb: str, subject: str) -> bool:
    """Return whether a button with this verb leads to a journey that the desk does not offer."""
    return subject in hidden().commands if verb == GO_VERB else verb in hidden().verbs


def has_plate_type(code: str) -> bool:
    """Return whether the desk's register has vehicles with this plate type."""
    return not _profile.plate_types or code in _profile.plate_types


def has_act(code: str) -> bool:
    """Return whether the desk's register has violations with this act code."""
    return not _profile.acts or any(fnmatchcase(code, pattern) for pattern in _profile.acts)
