"""Why a job failed in the sandbox."""


class SandboxError(Exception):
    """A job failed in the sandbox; the main process is unharmed."""


class SandboxBusy(SandboxError):
    """Too many jobs are waiting: try again later."""


class JobInterrupted(SandboxError):
    """Two workers were killed, could not start, or were given too little of the processor: try again later."""


class WorkerUnusable(JobInterrupted):
    """The worker may not read, or does not have, what the job needs; the picture is not to blame."""


class JobTimeout(SandboxError):
    """The worker was killed because the job used up its processor time."""


class WorkerFailed(SandboxError):
    """The worker crashed, ran out of memory, raised an exception or returned another type than declared."""


class WorkerCrashed(WorkerFailed):
    """The worker ended by itself."""
