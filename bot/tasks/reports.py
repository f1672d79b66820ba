"""What is asked of the whole store: the audit's chain, the figures. It takes its time, so no turn waits for it."""

from typing import Any

from sqlmodel import Session

from bot.engine.outbound.tasks import Tools
from bot.services.staff import stats
from storage import audit


async def verify(tools: Tools) -> dict[str, Any]:
    """Follow the audit's chain. broken: the position of the first link that does not hold, or None."""
    return await tools.database.read(_verify)


async def gather(tools: Tools) -> dict[str, Any]:
    """Gather the desk's figures."""
    now = tools.clock()
    return await tools.database.read(lambda session: stats.gather(session, now=now))


TASKS = {"audit.verify": verify, "desk.figures": gather}


def _verify(session: Session) -> dict[str, Any]:
    return {"broken": audit.first_broken(session), "links": audit.sealed_entries(session)}
