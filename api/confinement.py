"""What a process that runs queries gives up before it sees the first one: the network, other programs, and memory.

On Linux the kernel holds it to that: the process stands in a network of its own that leads nowhere, where it may make
one, and asks never again for a socket or another program (seccomp), which it always may. Elsewhere only the bounds on
memory hold, and the guard (`api.guard`) is alone in keeping queries from other servers.
"""

from __future__ import annotations

import ctypes
import errno
import math
import os
import platform
import resource
import signal
import struct
import sys
from contextlib import suppress

_PARENT_DEATH_SIGNAL, _SECCOMP, _NO_NEW_PRIVILEGES = 1, 22, 38
_SECCOMP_FILTER = 2
# Of each kind of machine: its name in the kernel, and the numbers of socket, connect, execve, execveat, io_uring_setup.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_OTHER_TABLE = 0x40000000  # from here on the same calls have other numbers
_UNKNOWN_SPACE = 512 * 1024 * 1024


def confine() -> None:
    """Give up the network and other programs, die with the server, and be the first to go when memory runs out."""
    if sys.platform != "linux":
        return  # a process whose server was killed ends with its query
    system = ctypes.CDLL(None)
    system.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    with suppress(OSError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    # In bytes, for the codec of a text would be looked for in files that this process may no longer read.
    with suppress(OSError), open("/proc/self/oom_score_adj", "wb") as score:  # noqa: PTH123  # pathlib is slow to import
        score.write(b"1000")
    if (machine := platform.machine()) in _CALLS:
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        rules = _write_rules(*_CALLS[machine])
        held = ctypes.create_string_buffer(rules)
        program = struct.pack("HL", len(rules) // 8, ctypes.addressof(held))
        system.prctl(_SECCOMP, _SECCOMP_FILTER, program)


def bound_memory(size: int) -> None:
    """Bound the memory that may be taken beyond what is taken already."""
    bound = _taken() + size
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_processor(seconds: int) -> None:
    """Bound the seconds of a processor from now on; the kernel counts from the start of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _write_rules(machine: int, calls: tuple[int, ...]) -> bytes:
    def rule(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_so, if_not, value)

    left = len(calls)
    return b"".join(
        (
            rule(_LOAD, 4),  # which kind of machine the call is for
            rule(_EQUAL, machine, 0, left + 3),
            rule(_LOAD, 0),  # the call's number
            rule(_AT_LEAST, _OTHER_TABLE, left + 1, 0),
            *(rule(_EQUAL, call, left - place, 0) for place, call in enumerate(calls)),
            rule(_RETURN, _ALLOW),
            rule(_RETURN, _REFUSE),
        )
    )


def _taken() -> int:
    try:
        with open("/proc/self/statm", "rb") as pages:  # noqa: PTH123  # pathlib is slow to import
            return int(pages.read().split()[0]) * resource.getpagesize()
    except OSError:
        return _UNKNOWN_SPACE
