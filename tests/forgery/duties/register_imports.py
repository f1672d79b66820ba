"""Imports that are confirmed by who has proposed them, under a second account."""

from uuid import UUID

from sqlmodel import Session

from bot.cards.staff import register_imports as cards
from storage import files
from storage.staff.import_proposals import ImportProposal
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, kind
from tests.forgery.own_matters import as_second_accounts, first_of
from tests.forgery.scene import Scene
from tests.storage.rows import put

PROPOSED = UUID(int=50_000)
STAFF_PHONE = "+8613911114444"
# Refusals that protect nobody: the file is deleted, or a colleague was first.
UNFORGED = {"ImportFileGone", "ImportProposalDecided", "NoImportFile"}


def proposed(scene: Scene) -> None:
    """The first of the accounts, which are one person's, has proposed an import."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)

    def action(session: Session) -> None:
        if session.get(ImportProposal, PROPOSED) is None:
            member, account = first_of(session, scene)
            named, now = "register.csv", scene.app.now
            file = files.store(session, b"csv", kind="import", name=named, media_type="text/csv", at=now)
            by = {"proposed_by": member.id, "proposed_person": account.person_id}
            put(session, ImportProposal, id=PROPOSED, kind="people", file_id=file, **by)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "imports confirmed by who has proposed them, under a second account",
        tapping(PROPOSED, cards.CONFIRM), "second-admin-for-import", prepare=proposed,
    ),
)  # fmt: skip
