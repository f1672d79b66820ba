"""Notes that a statement has met damage: what the database cannot read it cannot read until a backup is restored."""

from sqlalchemy import Engine, ExceptionContext, event

from storage.database.faults import FaultCause, cause_of


class DamageWatch:
    """Whether a statement of this process has met damage since the process began."""

    def __init__(self, *engines: Engine) -> None:
        self.found = False
        for engine in engines:
            event.listen(engine, "handle_error", self._look)

    def _look(self, context: ExceptionContext) -> None:
        if cause_of(context.original_exception) is FaultCause.MALFORMED:
            self.found = True
