"""Examples of rows whose keeping has ended or goes on, by table; `rows` declares them where a state decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class RowStates:
    """Values of a row whose period has begun, and of one that stays however old; None: every row goes by its age."""

    ended: Values
    needed: Values | None


# By table. Filled by `row_states`.
ROW_STATES: dict[str, RowStates] = {}


def row_states(table: str, *, ended: Values, needed: Values | None) -> None:
    """Declare values of a row in which its period has begun, and values of one that stays however old.

    They are needed where the values of a new row say otherwise, or its state decides.
    """
    ROW_STATES[table] = RowStates(ended, needed)
