"""Tasks that read the whole database: verifying the audit chain, and the figures of the desk."""

from bot.engine.outbound.tasks import TaskResources
from bot.services.staff import audit, stats
from bot.services.staff.audit import AuditVerification
from bot.services.staff.stats import DeskFigures
from bot.tasks.dependencies import Adapters, task


@task("audit.verify")
async def verify_audit(resources: TaskResources, adapters: Adapters) -> AuditVerification:
    """Verify the hash chain of the audit."""
    return await resources.database.read(audit.verify)


@task("desk.figures")
async def gather_figures(resources: TaskResources, adapters: Adapters) -> DeskFigures:
    """Gather the figures of the desk."""
    now = resources.clock()
    return await resources.database.read(lambda session: stats.gather(session, now=now))
