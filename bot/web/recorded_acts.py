"""Acts of the web side as in the chat: one transaction, and a refusal is recorded."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.web.dependencies import WebDependencies
from storage import audit

Result = TypeVar("Result")


async def act_and_record(
    web: WebDependencies, work: Callable[[Session], Result], *, by: Callable[[], UUID], now: datetime
) -> Result:
    """Do something in one transaction, and wake the desk. by: the account, asked after `work` has begun.

    As in the chat, a refusal is recorded, and what was written before it stays only if it has to be remembered. Raises
    the refusal.
    """

    def record(session: Session, refusal: Refusal) -> None:
        keys = [reason.key for reason in refusal.reasons()]
        audit.record(session, audit.Action.REFUSED, by=by(), on=None, at=now, why=keys)

    def action(session: Session) -> Result | Refusal:
        try:
            return work(session)
        except Refusal as refusal:
            if not refusal.keeps:
                raise
            record(session, refusal)
            return refusal

    try:
        result = await web.database.write(action)
    except Refusal as refusal:
        refused = refusal  # The name is deleted at the end of the clause.
        await web.database.write(lambda session: record(session, refused))
        raise
    web.wake()
    if isinstance(result, Refusal):
        raise result
    return result
