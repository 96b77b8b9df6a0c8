"""Reading clocks and memory of this process and others (Linux: /proc)."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def cpu_of(pid: int) -> float:
    """Seconds of processor time that another process has used, all its threads."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])  # nanoseconds
    return total / 1e9


def memory_of(pid: int | str = "self") -> dict[str, float]:
    """MB: `rss` now, of it `file` (mapped files, which the kernel can drop), `peak` so far (VmHWM), `pss` (shared pages
    counted in part; 0 where the kernel hides it)."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    names = {"rss": "VmRSS", "file": "RssFile", "peak": "VmHWM"}
    found = {name: int(status[line].split()[0]) / 1024 for name, line in names.items()}
    found["pss"] = 0.0
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return found
    found["pss"] = sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) / 1024
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


@dataclass(slots=True)
class Times:
    """Milliseconds of repeated calls."""

    cpu: list[float]
    wall: list[float]

    def summary(self) -> dict[str, float]:
        return {
            "n": len(self.cpu),
            "cpu_p50": percentile(self.cpu, 0.5), "cpu_p95": percentile(self.cpu, 0.95),
            "wall_p50": percentile(self.wall, 0.5), "wall_p95": percentile(self.wall, 0.95),
        }  # fmt: skip


def timed(calls: Sequence[Callable[[], Any]]) -> Times:
    """Call each once, timing every one."""
    times = Times([], [])
    for call in calls:
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        times.cpu.append((time.process_time() - cpu) * 1000)
        times.wall.append((time.perf_counter() - wall) * 1000)
    return times


@contextmanager
def one_core() -> Iterator[None]:
    """This thread, and the threads and processes that it starts, on one core."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
