"""What is asked of the whole store: the audit's chain, the figures. It takes its time, so no turn waits for it."""

from typing import Any

from sqlmodel import Session

from bot.engine.outbound.tasks import Tools
from bot.services.staff import stats
from bot.tasks.dependencies import Adapters, task
from storage import audit


@task("audit.verify")
async def verify_audit(tools: Tools, adapters: Adapters) -> dict[str, Any]:
    """Follow the audit's chain. broken: the position of the first link that does not hold, or None."""
    return await tools.database.read(_verify)


@task("desk.figures")
async def gather_figures(tools: Tools, adapters: Adapters) -> dict[str, Any]:
    """Gather the desk's figures."""
    now = tools.clock()
    return await tools.database.read(lambda session: stats.gather(session, now=now))


def _verify(session: Session) -> dict[str, Any]:
    return {"broken": audit.first_broken_link(session), "links": audit.chain_length(session)}
