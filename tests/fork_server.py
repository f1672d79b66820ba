"""The server from which the processes of tests are forked: it imports once, for a whole test process, what they use."""

import multiprocessing
from multiprocessing.context import ForkServerContext

# A module that cannot be imported here is left to the processes, and slows each of them.
IMPORTED = (
    "bot.cli.main",
    "bot.cli.run",
    "bot.simulator.app",
    "tests.fault_injection.child",
    "tests.fault_injection.shuffling",
    "tests.fault_injection.child_with_web_server",
    "tests.fault_injection.chaos.child",
    "tests.fault_injection.races",
    "tests.prepared_desk",
)


def context() -> ForkServerContext:
    """Return the context of `multiprocessing` that starts processes there. The first of them starts the server."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(list(IMPORTED))
    return found
