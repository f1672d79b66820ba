"""Landlock: limits this process to reading some folders. Linux 5.13 or newer; needs no privileges.

A confined process opens no other file, creates, changes and executes none, connects no TCP socket (Linux 6.7), signals
no process outside (Linux 6.12), and may not trace others or read their memory and environment.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

# The numbers are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP = 0b11  # Bind and connect.
_SCOPES = 0b11  # Abstract UNIX sockets and signals.
_PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Return the version of Landlock in this kernel; 0 if there is none."""
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)))


def confine(readable: Iterable[Path]) -> None:
    """Let this thread, and what it starts, read these files and folders, and nothing else. Raises OSError."""
    abi = version()
    if not abi:
        raise OSError("this kernel has no Landlock")
    ruleset = _call(_CREATE_RULESET, *_attributes(abi), 0)
    try:
        for path in readable:
            _allow(ruleset, path)
        if _libc.prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))):
            raise OSError(ctypes.get_errno(), "no_new_privs")
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _attributes(abi: int) -> tuple[bytes, ctypes.c_size_t]:
    """Return what is denied unless a rule allows it, in the structure of this version, and its size."""
    content = struct.pack("=Q", _FILE_RIGHTS[min(abi, max(_FILE_RIGHTS))])
    if abi >= 4:
        content += struct.pack("=Q", _TCP)
    if abi >= 6:
        content += struct.pack("=Q", _SCOPES)
    return content, ctypes.c_size_t(len(content))


def _allow(ruleset: int, path: Path) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # Not on this machine.
        return
    try:
        rights = _READ_FILE | (_READ_DIR if path.is_dir() else 0)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, opened), 0)
    finally:
        os.close(opened)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc.syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
