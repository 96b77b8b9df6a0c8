"""Starting, reading from and ending the child process."""

import contextlib
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path

from . import wire
from .limits import Limits
from .results import Code

START_SECONDS = 60.0
ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys, json; sys.path.extend(json.loads(sys.argv[1]));"
    "from documents.extraction.child import main; main(int(sys.argv[2]), json.loads(sys.argv[3]))"
)


class Died(Exception):
    """The child ended, or was ended, during a request. `code` says why.

    `idle` means that the request may not be to blame: if no answer came yet, it can be sent again once.
    """

    def __init__(self, code: Code, detail: str, *, idle: bool = False) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.idle = idle


class ChildDoesNotStart(RuntimeError):
    """The child could not be started or set up."""


class ChildProcess:
    """One running child. Not thread-safe: `Workshop` holds the lock."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.owner = os.getpid()
        self.process = _starter().start(limits)
        self._buffer = bytearray()
        assert self.process.stdin is not None  # noqa: S101 - for the type checker
        assert self.process.stdout is not None  # noqa: S101
        self._pipes = (self.process.stdin, self.process.stdout)
        self._out = self.process.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN | select.POLLHUP)
        self._greet()

    def _greet(self) -> None:
        """Wait until the child has its limits. If it fails, the installation is at fault, not a file."""
        try:
            head, _ = self.receive(deadline=time.monotonic() + START_SECONDS)
        except Died as death:
            raise ChildDoesNotStart(f"{death.detail}; set ACERVO_EXTRACTION_STDERR=1 to see why") from death
        if head.get("is") != "ready":
            self.kill()
            raise ChildDoesNotStart(f"its first words were {head}")

    @property
    def is_ours(self) -> bool:
        """False in a process that was forked after the child started."""
        return self.owner == os.getpid()

    def is_alive(self) -> bool:
        return self.process.returncode is None and self._reap(block=False) is None

    def send(self, head: dict[str, object]) -> None:
        """Raises Died if the child has gone away meanwhile."""
        try:
            self._pipes[0].write(wire.pack(head))
            self._pipes[0].flush()
        except OSError as error:
            self.kill()
            raise Died(Code.CRASHED, str(error), idle=True) from error

    def receive(self, *, deadline: float) -> wire.Frame:
        """The next frame. Raises Died, after which this child is dead and reaped."""
        while True:
            try:
                frame = wire.unpack(self._buffer)
            except wire.BadFrame as error:
                self.kill()
                raise Died(Code.CRASHED, str(error)) from error
            if frame is not None:
                return frame
            left = deadline - time.monotonic()
            if left <= 0 or not self._poll.poll(left * 1000):
                self.kill()
                raise Died(Code.TOO_SLOW, "no answer in time")
            chunk = os.read(self._out, 1 << 18)
            if not chunk:
                raise self._post_mortem()
            self._buffer += chunk

    def _post_mortem(self) -> Died:
        """Why the pipe was closed from the other side."""
        peak = self._reap(block=True)
        status = self.process.returncode
        self.kill()
        number = -status if status is not None and status < 0 else 0
        name = signal.Signals(number).name if number else f"exit {status}"
        if number in (signal.SIGXCPU, getattr(signal, "SIGALRM", 0)):
            return Died(Code.TOO_SLOW, name)
        # C++ libraries abort where Python raises MemoryError; what was in use then tells the two apart.
        aborted = number in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGSEGV)
        if aborted and peak is not None and peak > self.limits.memory_mb * 1024 * 0.6:
            return Died(Code.OUT_OF_MEMORY, f"{name} at {peak // 1024} MB")
        if number in (signal.SIGKILL, signal.SIGTERM):
            # Not by us. The system ran short of memory, or somebody cleaned up: the caller may try once more.
            return Died(Code.OUT_OF_MEMORY, f"{name} from outside", idle=True)
        return Died(Code.CRASHED, name, idle=status == 0)

    def _reap(self, *, block: bool) -> int | None:
        """Peak memory in KB once the child is gone (0 if unknown), None while it runs."""
        if self.process.returncode is not None:
            return 0
        try:
            pid, status, usage = os.wait4(self.process.pid, 0 if block else os.WNOHANG)
        except ChildProcessError:
            self.process.returncode = 0
            return 0
        if pid == 0:
            return None
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return int(usage.ru_maxrss)

    def kill(self) -> None:
        """End the child and its group, and wait until it is gone. In a fork: only let go of the pipes."""
        if self.is_ours and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self._reap(block=True)
        for pipe in self._pipes:
            with contextlib.suppress(OSError):
                pipe.close()
        if not self.is_ours and self.process.returncode is None:
            self.process.returncode = 0  # not our child to wait for


class _Starter:
    """A thread that starts the children of this process.

    The kernel sends the parent-death signal when the *thread* that started a child ends, and a web server's
    threads come and go; this one lives as long as the process.
    """

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._orders: queue.SimpleQueue[tuple[Limits, Future[subprocess.Popen[bytes]]]] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="extraction-starter", daemon=True).start()

    def start(self, limits: Limits) -> "subprocess.Popen[bytes]":
        future: Future[subprocess.Popen[bytes]] = Future()
        self._orders.put((limits, future))
        return future.result(timeout=60)

    def _run(self) -> None:
        while True:
            limits, future = self._orders.get()
            try:
                future.set_result(_popen(limits))
            except OSError as error:
                future.set_exception(error)


def _popen(limits: Limits) -> "subprocess.Popen[bytes]":
    paths = [str(ROOT), *(path for path in sys.path if path and os.path.isdir(path))]
    arguments = [json.dumps(paths), str(os.getpid()), json.dumps(limits.as_dict())]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-I", "-S", "-B", "-c", _START, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("ACERVO_EXTRACTION_STDERR") else subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
        cwd="/",
        start_new_session=True,
        close_fds=True,
    )


_starter_of_process: _Starter | None = None
_starter_lock = threading.Lock()


def _starter() -> _Starter:
    global _starter_of_process
    with _starter_lock:
        if _starter_of_process is None or _starter_of_process.owner != os.getpid():
            _starter_of_process = _Starter()
        return _starter_of_process


def _after_fork() -> None:
    global _starter_lock
    _starter_lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)
