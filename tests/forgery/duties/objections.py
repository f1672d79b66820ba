"""Own objections, under a second account."""

from uuid import UUID

from sqlmodel import Session, select

from bot.cards import objections as objection_cards
from storage.objections import Objection, ObjectionState
from storage.violations.violations import Violation
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, kind
from tests.forgery.own_matters import as_second_accounts
from tests.forgery.scene import Scene
from tests.storage.rows import put

OBJECTION = UUID(int=20_003)
# Refusals that protect nobody: what was typed cannot be read, or a colleague was first.
UNFORGED = {"ObjectionAnswered", "ObjectionWords"}


def with_an_objection(scene: Scene) -> None:
    """The accounts are those of the payer, who has made an objection."""
    as_second_accounts(lambda scene: scene.payer.phone)(scene)

    def action(session: Session) -> None:
        if session.get(Objection, OBJECTION) is None:
            query = select(Violation.id).where(Violation.vehicle_id == scene.payers_car.id)
            by = {"person_id": scene.payer.person_id, "state": ObjectionState.OPEN}
            put(session, Objection, id=OBJECTION, number=90_001, violation_id=session.exec(query).one(), **by)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "own objections under a second account",
        tapping(OBJECTION, objection_cards.OPEN, objection_cards.UPHOLD, objection_cards.REJECT), "own-objection",
        prepare=with_an_objection,
    ),
)  # fmt: skip
