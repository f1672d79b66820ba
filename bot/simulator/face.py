"""The face check's twin: what it will answer for each person, "pass" until someone says otherwise."""

from dataclasses import dataclass, field

from bot.simulator.errors import WorldError

OUTCOMES = ("pass", "fail", "unavailable")


@dataclass
class FaceChecks:
    """The outcome set for each person."""

    outcomes: dict[int, str] = field(default_factory=dict)

    def set(self, person: int, outcome: object) -> str:
        """Decide what the check will answer for a person; WorldError 400 for an unknown outcome."""
        if outcome not in OUTCOMES:
            raise WorldError(400, f"The face check can {', '.join(OUTCOMES)}; not {outcome!r}.")
        self.outcomes[person] = str(outcome)
        return str(outcome)

    def check(self, person: int) -> str:
        """What the check answers for a person."""
        return self.outcomes.get(person, "pass")
