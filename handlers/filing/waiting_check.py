"""The identity check that waits for its filer, opened by what people call it: 实人认证, 刷脸, face check."""

from bot.context import DeskContext
from bot.engine.listeners import AGAIN, NOT_HANDLED, Instead, NextStep
from storage.filing import filings
from storage.filing.filings import FilingStatus

WAITING = (FilingStatus.CHECKING, FilingStatus.RETURNED)


def open_it(context: DeskContext) -> NextStep:
    """Open the application that waits for the check, of several the list, of none /identity; in a flow its step.

    The step of a flow may ask for a picture itself: “photo again” is about that one.
    """
    if context.step_takes_message:
        return NOT_HANDLED
    if context.conversation.flow:
        return AGAIN
    person_id = context.account.person_id if context.account.is_signed_in else None
    open_ones = filings.open_of_filer(context.session, person_id) if person_id is not None else []
    waiting = [filing for filing in open_ones if filing.status in WAITING]
    if not waiting:
        return Instead("identity")
    return Instead("progress", words=str(waiting[0].number) if len(waiting) == 1 else "")
