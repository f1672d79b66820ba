"""What a worker that a hostile picture has taken over would try, each a sandbox job that tells how it went.

    python -m tests.adapters.sandbox.probes FOLDER

runs all of them in a worker of this process, whose environment holds a secret and whose database is in FOLDER, and
prints the answers as JSON, with those of the desk's own work.
"""

import asyncio
import ctypes
import json
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.adapters.certificates.code_scanner import READ_PDF_CODES
from bot.adapters.drawing import preparation as drawing
from bot.adapters.drawing.certificate_pdf import PaperSize
from bot.adapters.drawing.sandbox_jobs import CERTIFICATE_PDF
from bot.adapters.pictures import preparation
from bot.adapters.pictures.sandbox_jobs import COMPARE_FACES, FIND_QR_CODES, READ_DOCUMENT, SANITISE
from bot.adapters.sandbox import seccomp
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool
from tests.adapters.drawing.sample_documents import face as face_of_certificate
from tests.adapters.pictures import hostile_pictures
from tests.adapters.pictures.portraits import COLLINS, face, jpeg
from tests.benchmarks.hard_pictures import code

DENIED = "denied"
Probe = Callable[[int, str], object]
_ATTACH = 16


def _environment_of_parent(parent: int, folder: str) -> object:
    return Path(f"/proc/{parent}/environ").read_bytes()


def _memory_of_parent(parent: int, folder: str) -> object:
    return os.open(f"/proc/{parent}/mem", os.O_RDONLY)


def _database(parent: int, folder: str) -> object:
    return Path(folder, "chezhu.db").read_bytes()


def _write_database(parent: int, folder: str) -> object:
    return os.open(Path(folder, "chezhu.db"), os.O_WRONLY | os.O_APPEND)


def _delete_database(parent: int, folder: str) -> None:
    Path(folder, "chezhu.db").unlink()


def _new_file(parent: int, folder: str) -> None:
    Path(folder, "left").touch()


def _passwords(parent: int, folder: str) -> object:
    return Path("/etc/passwd").read_bytes()


def _tcp(parent: int, folder: str) -> object:
    return socket.create_connection(("127.0.0.1", 9), timeout=1)


def _udp(parent: int, folder: str) -> object:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def _unix_socket(parent: int, folder: str) -> object:
    return socket.socket(socket.AF_UNIX)


def _fork(parent: int, folder: str) -> object:
    if os.fork() == 0:
        os._exit(0)
    return "forked"


def _execute(parent: int, folder: str) -> None:
    os.execv("/bin/true", ["true"])


def _spawn(parent: int, folder: str) -> object:
    return os.posix_spawn("/bin/true", ["true"], {})


def _signal(parent: int, folder: str) -> None:
    os.kill(parent, 0)


def _signal_all(parent: int, folder: str) -> None:
    os.kill(-1, signal.SIGCONT)


def _become_root(parent: int, folder: str) -> None:
    os.setuid(0)


def _lift_limits(parent: int, folder: str) -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    try:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    except ValueError as error:  # Python's word for EPERM.
        raise PermissionError from error


def _trace(parent: int, folder: str) -> object:
    return _call("ptrace", _ATTACH, parent, 0, 0)


def _read_memory(parent: int, folder: str) -> object:
    return _call("process_vm_readv", parent, 0, 0, 0, 0, 0)


def _take_descriptor(parent: int, folder: str) -> object:
    return _call("pidfd_open", parent, 0)


def _anonymous_program(parent: int, folder: str) -> object:
    return _call("memfd_create", 0, 0)


def _call(name: str, *arguments: int) -> int:
    number = ctypes.CDLL(seccomp.LIBRARY).seccomp_syscall_resolve_name(name.encode())
    result = int(ctypes.CDLL(None, use_errno=True).syscall(number, *map(ctypes.c_ulong, arguments)))
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


PROBES: dict[str, Probe] = {
    name.strip("_"): probe
    for name, probe in globals().items()
    if callable(probe) and getattr(probe, "__annotations__", {}).get("parent") is int
}


def attempt(*, parent: int, folder: str) -> dict[str, str]:
    """Try everything. A probe that is refused by the system is denied; another answer is what it has got."""
    return {name: _outcome(probe, parent, folder) for name, probe in PROBES.items()}


def _outcome(probe: Probe, parent: int, folder: str) -> str:
    try:
        return f"got {probe(parent, folder)!r}"[:60]
    except PermissionError:
        return DENIED
    except OSError as error:
        return f"{type(error).__name__} {error.errno}"


def about() -> dict[str, Any]:
    """Return what the worker is: environment, descriptors that are open, user, and whether it can start a thread."""
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    opened = [number for number in range(64) if _is_open(number)]
    return {"environment": sorted(os.environ), "descriptors": len(opened), "user": os.getuid(), "tasks": _max_tasks()}


def _max_tasks() -> int:
    return resource.getrlimit(resource.RLIMIT_NPROC)[1]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


async def own_work(pool: SandboxPool, drawing_pool: SandboxPool) -> dict[str, object]:
    """Return whether the desk's own jobs succeed in confined workers."""
    portrait = jpeg(face(COLLINS))
    seen = await pool.run(FIND_QR_CODES, jpeg(code("CZ1:PLAIN", 500)))
    document = await drawing_pool.run(CERTIFICATE_PDF, content=face_of_certificate(), size=PaperSize.A4)
    found = await pool.run(READ_PDF_CODES, document)
    return {
        "code": list(seen.texts),
        "heic": type(await pool.run(SANITISE, hostile_pictures.heic())).__name__,
        "faces": (await pool.run(COMPARE_FACES, portrait, portrait)).match,
        "document": (await pool.run(READ_DOCUMENT, portrait, applicant=("", ""))).available,
        "pdf": len(found),
    }


async def main(folder: str) -> None:
    """Print the answers."""
    async with (
        SandboxPool(prepare=(preparation.PHOTOS, __spec__.name)) as pool,
        SandboxPool(prepare=(drawing.DOCUMENTS, __spec__.name)) as drawing_pool,
    ):
        answers = {
            "missing": await pool.warm(),
            "probes": await pool.run(SandboxJob(attempt, 20), parent=os.getpid(), folder=folder),
            "about": await pool.run(SandboxJob(about, 20)),
            "work": await own_work(pool, drawing_pool),
        }
    print(json.dumps(answers))  # noqa: T201 - the output is the result


if __name__ == "__main__":
    from tests.adapters.sandbox import probes

    asyncio.run(probes.main(sys.argv[1]))
