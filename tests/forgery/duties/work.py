"""Pieces of work of oneself under a second account, of colleagues, and taken by nobody, by forged buttons."""

from uuid import UUID

from sqlmodel import Session

from bot.cards.staff import work as cards
from storage.objections import Objection, ObjectionState
from storage.payments.refunds import Refund
from storage.staff.members import StaffMember
from storage.staff.work_items import WorkItem
from storage.violations.violations import Violation
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, kind
from tests.forgery.own_matters import as_second_accounts, put_refund
from tests.forgery.scene import Scene
from tests.storage.rows import put

OWN, TAKEN, FREE, OVER = (UUID(int=21_000 + at) for at in range(4))
OBJECTION, REFUND_TAKEN, REFUND_FREE = (UUID(int=21_100 + at) for at in range(3))
# Refusals that protect nobody: what was typed cannot be read, the colleague is not there any more, or the provider was
# first.
UNFORGED = {"CaseNumberMissing", "ColleagueCannot", "InvalidAwayDay", "NothingHeld", "NothingLeft"}
HOLDER_PHONE = "+8613911112222"


def _put_item(session: Session, key: UUID, kind_name: str, subject: UUID, **values: object) -> None:
    if session.get(WorkItem, key) is None:
        put(
            session, WorkItem, id=key, kind=kind_name, subject=subject, **{"ended_at": None, "taken_by": None, **values}
        )


def with_own_work(scene: Scene) -> None:
    """The accounts are those of the payer, who has made an objection."""
    as_second_accounts(lambda scene: scene.payer.phone)(scene)

    def action(session: Session) -> None:
        if session.get(Objection, OBJECTION) is None:
            violation = put(session, Violation, vehicle_id=scene.payers_car.id)
            by = {"person_id": scene.payer.person_id, "state": ObjectionState.OPEN}
            put(session, Objection, id=OBJECTION, number=90_101, violation_id=violation, **by)
        _put_item(session, OWN, "objection", OBJECTION)

    scene.app.write(action)


def with_refunds(scene: Scene) -> None:
    """Refunds to somebody else: a colleague has taken one, nobody the other, and a third piece is done."""
    as_second_accounts(lambda scene: HOLDER_PHONE)(scene)

    def action(session: Session) -> None:
        for key in (REFUND_TAKEN, REFUND_FREE):
            if session.get(Refund, key) is None:
                put_refund(session, key, scene.owner.person_id, None)
        if session.get(WorkItem, TAKEN) is None:
            _put_item(session, TAKEN, "refund", REFUND_TAKEN, taken_by=put(session, StaffMember, roles="cashier"))
        _put_item(session, FREE, "refund", REFUND_FREE)
        _put_item(session, OVER, "refund", REFUND_FREE, ended_at=scene.app.now)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "work of one's own under a second account",
        tapping(OWN, cards.TAKE, cards.GIVE_BACK, cards.HAND_OVER), "work-own",
        prepare=with_own_work,
    ),
    kind("work that a colleague has taken", tapping(TAKEN, cards.TAKE), "work-taken", prepare=with_refunds),
    kind(
        "work that one has not taken",
        tapping(FREE, cards.GIVE_BACK, cards.HAND_OVER), "work-not-yours",
        prepare=with_refunds,
    ),
    kind("work that is done", tapping(OVER, cards.TAKE, cards.GIVE_BACK), "work-over", prepare=with_refunds),
)  # fmt: skip
