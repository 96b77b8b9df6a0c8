"""The limits that a process puts on itself before it touches a file. For Linux."""

import ctypes
import math
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
MB = 1024 * 1024


def die_with(parent: int) -> None:
    """Have the kernel kill this process when the thread that started it ends; at once if it already has."""
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def address_space() -> int:
    """Bytes of address space in use, 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def limit_memory(memory_mb: int, *, baseline: int) -> None:
    """Let the process use `memory_mb` more than `baseline` bytes."""
    ceiling = baseline + memory_mb * MB
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def limit_cpu(seconds: float) -> None:
    """Let the process use that much more CPU time from now; then the kernel ends it with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def forbid(*, files: int = 32, write_bytes: int = 0, processes: bool = False) -> None:
    """No core dumps, few open files, no growing files on disk, no new processes or threads."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_FSIZE, (write_bytes, write_bytes))
    if not processes:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def confine_tool(*, memory_mb: int, cpu_seconds: int, write_mb: int, nice: int) -> None:
    """Limits for a program about to be executed in this process's place, and for what it starts."""
    os.nice(nice)
    forbid(files=256, write_bytes=write_mb * MB, processes=True)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MB, memory_mb * MB))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
