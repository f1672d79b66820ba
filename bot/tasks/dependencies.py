"""What a task is declared with: its stored name, and the adapters it uses, built by `bot.runtime` or by a test."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Concatenate

from bot.adapters.event_receivers import AllowedReceivers, EventSender, HttpEventSender
from bot.adapters.face_check import FaceCheck
from bot.adapters.payments.gateway import Gateway
from bot.adapters.sandbox.pool import SandboxPool
from bot.engine.outbound.tasks import TaskResources
from bot.services.importing.kinds import ImportKind
from bot.task_definition import Arguments, Result, TaskDefinition
from storage.payments.payments import PaymentProvider


@dataclass(frozen=True)
class ImportOutcome:
    """What came of a file: the exit code of the command line, what it said, and counts of rows by their names."""

    exit_code: int
    said: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportRequest:
    """How a file is imported. language: of the reader. good_rows: they are imported although others are wrong."""

    kind: ImportKind
    language: str
    dry_run: bool = False
    good_rows: bool = False


# Imports a file of the register, given its content, or checks it.
ImportRegister = Callable[[ImportRequest, bytes], Awaitable[ImportOutcome]]


async def no_import(how: ImportRequest, content: bytes) -> ImportOutcome:
    """Import nothing: this process cannot."""
    return ImportOutcome(2, "This process imports nothing.")


@dataclass(frozen=True)
class Adapters:
    """The sandbox pools, the face check, the configured payment gateways, how a register is imported, how events leave.

    Documents are drawn in `own_drawing_pool`, so that they do not wait behind photos, or in `photo_pool` without one.
    So are the files of visitors of the web side read in `own_public_pool`. Events go to nobody by default.
    """

    photo_pool: SandboxPool
    face: FaceCheck
    gateways: Mapping[PaymentProvider, Gateway] = field(default_factory=dict)
    own_drawing_pool: SandboxPool | None = None
    own_public_pool: SandboxPool | None = None
    import_register: ImportRegister = no_import
    events: EventSender = field(default_factory=lambda: HttpEventSender(AllowedReceivers()))

    @property
    def drawing_pool(self) -> SandboxPool:
        """Where documents and watermarks are drawn."""
        return self.own_drawing_pool or self.photo_pool

    @property
    def public_pool(self) -> SandboxPool:
        """Where the files of visitors of the web side are read."""
        return self.own_public_pool or self.photo_pool


def task(
    name: str,
) -> Callable[
    [Callable[Concatenate[TaskResources, Adapters, Arguments], Awaitable[Result]]], TaskDefinition[Arguments, Result]
]:
    """Declare an async function as the task of this name. The name is stored and must never change.

    Its keyword arguments and its result are stored as JSON, so that they must be of types that pydantic reads back.
    """
    return lambda function: TaskDefinition(name, function)
