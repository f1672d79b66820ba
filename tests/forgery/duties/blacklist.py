"""Own entries of the blacklist and own appeals, under a second account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.cards.review import blacklist as cards
from storage.review.blacklist import BlacklistEntry, BlacklistStatus
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, kind
from tests.forgery.own_matters import as_second_accounts, first_of
from tests.forgery.scene import Scene
from tests.storage.rows import put

ENTRY, APPEAL, INVOLVED = (UUID(int=20_000 + at) for at in range(3))
STAFF_PHONE = "+8613911114444"
# Refusals that protect nobody: what was typed cannot be read, or a colleague was first.
UNFORGED = {"AlreadyProposed", "EntryDecided", "StillInReview"}


def with_entries_of(person: Callable[[Scene], Any]) -> Callable[[Scene], None]:
    """Return a preparation: the strangers are second accounts of a person with a proposed entry and an appeal."""

    def prepare(scene: Scene) -> None:
        as_second_accounts(lambda scene: person(scene).phone)(scene)
        listed, until = person(scene).person_id, scene.app.now + timedelta(days=30)

        def action(session: Session) -> None:
            if session.get(BlacklistEntry, ENTRY) is None:
                put(session, BlacklistEntry, id=ENTRY, person_id=listed)
                confirmed = {"status": BlacklistStatus.CONFIRMED, "until": until, "appealed_at": scene.app.now}
                put(session, BlacklistEntry, id=APPEAL, person_id=listed, **confirmed)

        scene.app.write(action)

    return prepare


def involved(scene: Scene) -> None:
    """The first of the accounts has confirmed an entry, against which somebody else appeals."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)
    until = scene.app.now + timedelta(days=30)

    def action(session: Session) -> None:
        if session.get(BlacklistEntry, INVOLVED) is None:
            member, account = first_of(session, scene)
            confirmed = {"status": BlacklistStatus.CONFIRMED, "until": until, "appealed_at": scene.app.now}
            by = {"confirmed_by": member.id, "confirmed_person": account.person_id}
            put(session, BlacklistEntry, id=INVOLVED, person_id=scene.friend.person_id, **confirmed, **by)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "own blacklist entries under a second account",
        tapping(ENTRY, cards.LISTING, cards.CONFIRM_LISTING, cards.REJECT_LISTING), "own-case",
        prepare=with_entries_of(lambda scene: scene.reviewed),
    ),
    kind(
        "own appeals under a second account",
        tapping(APPEAL, cards.LISTING, cards.LIFT, cards.UPHOLD), "own-case",
        prepare=with_entries_of(lambda scene: scene.reviewed),
    ),
    kind(
        "appeals decided by who has confirmed the entry, under a second account",
        tapping(INVOLVED, cards.LIFT, cards.UPHOLD, but_first=True), "same-person", prepare=involved,
    ),
)  # fmt: skip
