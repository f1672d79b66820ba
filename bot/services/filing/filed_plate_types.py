"""Plate types of vehicles that can be filed: the dated rule `filed_plate_types`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import plate_types
from bot.services.values.plate_types import SMALL_CARS, PlateType


def in_force(session: Session, *, at: datetime) -> tuple[PlateType, ...]:
    """Return the plate types that can be filed, in the order of the rule."""
    return plate_types.parse_codes(rules.words(session, RuleName.FILED_PLATE_TYPES, at=at)) or ()


def for_texts(kinds: Sequence[PlateType]) -> Mapping[str, str]:
    """Return the values with which texts name plate types: their codes, and whether they are just small cars."""
    return {"types": ", ".join(kinds), "which": "small" if set(kinds) == set(SMALL_CARS) else "other"}
