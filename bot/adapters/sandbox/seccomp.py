"""seccomp: limits this process to the system calls of computing, through libseccomp, which knows their numbers.

All others fail: sockets, new processes and programs, signals to others, tracing, opening for writing, changing files,
limits or users. Threads may be started, because decoders use them.
"""

import ctypes
import errno
import os
from dataclasses import dataclass, field

LIBRARY = "libseccomp.so.2"
ALLOWED = (
    *("read", "readv", "pread64", "write", "writev", "close", "lseek", "fstat", "newfstatat", "stat", "lstat", "statx"),
    *("access", "faccessat", "faccessat2", "getdents64", "readlink", "readlinkat", "getcwd", "fstatfs", "statfs"),
    *("dup", "poll", "ppoll", "select", "pselect6", "fadvise64"),
    *("mmap", "munmap", "mprotect", "mremap", "madvise", "brk", "mincore", "membarrier"),
    *("futex", "rseq", "set_robust_list", "set_tid_address", "sched_yield", "sched_getaffinity", "exit", "exit_group"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall"),
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "getrusage"),
    *("getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrandom", "uname", "sysinfo"),
    *("getcpu", "arch_prctl", "getrlimit"),
)
# The C library falls back to an older call if there is none of the number, but not if it is not permitted.
ABSENT = ("clone3", "openat2")
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_EQUAL, _MASKED_EQUAL = 4, 7
_CLONE_THREAD = 0x00010000
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_DESCRIPTORS = (0, 1, 2, 3, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC; no owner to be signalled.
_TERMINAL = 0x5401  # TCGETS, by which Python asks whether a file is a terminal.


class _Comparison(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def is_available() -> bool:
    """Whether libseccomp is installed."""
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return False
    return True


def confine(*, limits_itself: bool = False) -> None:
    """Let this process, and its future threads, make only these calls, and set limits if asked. Raises OSError."""
    _Filter(ctypes.CDLL(LIBRARY), limits_itself).load()


@dataclass
class _Filter:
    library: ctypes.CDLL
    limits_itself: bool
    context: ctypes.c_void_p = field(init=False)

    def load(self) -> None:
        self.library.seccomp_init.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.library.seccomp_init(ctypes.c_uint32(_ERRNO | errno.EPERM)))
        if self.context.value is None:
            raise OSError("libseccomp makes no filter")
        try:
            self._add_rules()
            self._check(self.library.seccomp_load(self.context))
        finally:
            self.library.seccomp_release(self.context)

    def _add_rules(self) -> None:
        for name in ALLOWED:
            self._rule(name)
        for name in ABSENT:
            self._rule(name, action=_ERRNO | errno.ENOSYS)
        self._rule("clone", _Comparison(0, _MASKED_EQUAL, _CLONE_THREAD, _CLONE_THREAD))
        self._rule("tgkill", _Comparison(0, _EQUAL, os.getpid(), 0))
        self._rule("open", _Comparison(1, _MASKED_EQUAL, _WRITES, 0))
        self._rule("openat", _Comparison(2, _MASKED_EQUAL, _WRITES, 0))
        for command in _DESCRIPTORS:
            self._rule("fcntl", _Comparison(1, _EQUAL, command, 0))
        self._rule("ioctl", _Comparison(1, _EQUAL, _TERMINAL, 0))
        # The first argument is a process, 0 for this one; the third a new limit, 0 for none.
        self._rule("prlimit64", _Comparison(0 if self.limits_itself else 2, _EQUAL, 0, 0))

    def _rule(self, name: str, *comparisons: _Comparison, action: int = _ALLOW) -> None:
        number = self.library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # Not every architecture has every call.
            given = (_Comparison * max(1, len(comparisons)))(*comparisons)
            arguments = self.context, ctypes.c_uint32(action), number, len(comparisons), given
            self._check(self.library.seccomp_rule_add_array(*arguments))

    @staticmethod
    def _check(result: int) -> None:
        if result < 0:
            raise OSError(-result, os.strerror(-result))
