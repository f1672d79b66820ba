"""The simulated face check: the outcome set for each person, "pass" by default."""

from dataclasses import dataclass, field

from bot.simulator.errors import WorldError

OUTCOMES = ("pass", "fail", "unavailable")


@dataclass
class FaceChecks:
    """The outcome of the face check for each person."""

    outcomes: dict[int, str] = field(default_factory=dict)

    def set(self, person: int, outcome: object) -> str:
        """Set the outcome for a person; raises WorldError 400 for an unknown outcome."""
        if outcome not in OUTCOMES:
            raise WorldError(400, f"The face check can {', '.join(OUTCOMES)}; not {outcome!r}.")
        self.outcomes[person] = str(outcome)
        return str(outcome)

    def check(self, person: int) -> str:
        """Return the outcome for a person."""
        return self.outcomes.get(person, "pass")
