"""Real servers for the tests: a PostgreSQL and an Elasticsearch of our own, on free ports of this machine.

`postgresql()` and `elasticsearch()` are context managers; what they give can be stopped, killed, suspended and started
again at the same address with its data. Nothing of the machine's own servers is touched. From a shell,
`python -m tests.servers postgresql elasticsearch -- COMMAND` runs a command beside them, with TEST_DATABASE_URL and
TEST_SEARCH_URL in its environment.
"""

import argparse
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from tests.elasticsearch import build
from tests.needs import needs_elasticsearch, needs_postgresql

SECONDS_TO_START = 300  # the machine may be busy with other tests
S = TypeVar("S", bound="Server")


def free_port() -> int:
    """A port of the loopback address that nothing listens on now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


class Server:
    """A process that listens on one port and keeps its data in one folder over every start."""

    def __init__(self, folder: Path, *, owner: int = 0) -> None:
        """It ends by itself when the process `owner` (this one, if not said) has ended, however that ended."""
        self.folder = folder
        self.owner = owner or os.getpid()
        self.port = free_port()
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where a client finds it."""
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it would serve a client now."""
        raise NotImplementedError

    def user(self) -> str | None:
        """The account that it runs as, if not our own."""
        return None

    @property
    def pid(self) -> int:
        assert self._process is not None, "it does not run"
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers. `AssertionError` with the end of its log when it does not."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self.command(), stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                start_new_session=True, cwd=self.folder, **_as_user(self.user()),
            )  # fmt: skip
        self._watch()
        until = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            assert self._process.poll() is None, f"it ended: {self.log.read_text()[-3000:]}"
            assert time.monotonic() < until, f"it does not answer: {self.log.read_text()[-3000:]}"
            time.sleep(0.1)

    def _watch(self) -> None:
        """A process that does what we cannot do any more when we are killed."""
        script = 'while kill -0 "$1"; do kill -0 "$2" || exit; sleep 1; done; kill -QUIT "$2"; sleep 1; kill -9 "$2"; rm -rf "$3"'
        subprocess.Popen(
            ["sh", "-c", script, "sh", str(self.owner), str(self.pid), str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def stop(self, *, how: int = signal.SIGTERM) -> None:
        """Ask it to end and wait for it; what does not end within a minute is killed."""
        if self._process is None:
            return
        with contextlib.suppress(FileNotFoundError):
            self.resume()
        self._process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=60)
        self.kill()

    def kill(self) -> None:
        """`kill -9`, its children too."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def suspend(self) -> None:
        """It keeps its port and its connections and answers nothing (SIGSTOP): a server that hangs."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after `suspend()`."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        """To it and its children: those of PostgreSQL are in process groups of their own."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        for pid in (self.pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


class Elasticsearch(Server):
    """One node; `url` is its address. `heap` as Java writes it; 512 MB if not said."""

    def __init__(self, folder: Path, *, heap: str = "", owner: int = 0) -> None:
        super().__init__(folder, owner=owner)
        self.heap = heap or os.environ.get("ELASTICSEARCH_HEAP", "512m")
        self._java = needs_elasticsearch()
        self._home = build.built(self._java)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [
            str(self._java / "bin/java"), f"-Xms{self.heap}", f"-Xmx{self.heap}",
            "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "-cp", f"{self._home}/lib/*:{self._home}/boot", "Start",
            str(self._home), str(self.folder / "data"), str(self.port),
        ]  # fmt: skip

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=5):
                return True
        except OSError:
            return False


class PostgreSQL(Server):
    """One server with a database `acervo`; `url` is its DATABASE_URL."""

    def __init__(self, folder: Path, *, owner: int = 0) -> None:
        super().__init__(folder, owner=owner)
        self._binaries = needs_postgresql()
        self._initialised = (folder / "data").exists()

    @property
    def url(self) -> str:
        return self.database_url("acervo")

    def database_url(self, name: str) -> str:
        return f"postgres://acervo@127.0.0.1:{self.port}/{name}"

    def user(self) -> str | None:
        if os.geteuid() != 0:
            return None
        names = {entry.pw_name for entry in pwd.getpwall()}
        return "postgres" if "postgres" in names else "nobody"  # the server refuses to run as root

    def command(self) -> list[str]:
        # A test's data need not outlive a power cut; they do outlive `kill -9`.
        return [
            str(self._binaries / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
            "-c", "fsync=off", "-c", "max_connections=200",
        ]  # fmt: skip

    def start(self) -> None:
        if not self._initialised:
            if name := self.user():
                shutil.chown(self.folder, name)
            self._run("initdb", "-D", str(self.folder / "data"), "-U", "acervo", "-A", "trust", "-N",
                      "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        super().start()
        if not self._initialised:
            self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "acervo", "acervo")
            self._initialised = True

    def stop(self, *, how: int = signal.SIGINT) -> None:
        super().stop(how=how)  # SIGTERM would wait for every client to leave

    def answers(self) -> bool:
        command = [str(self._binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._binaries / program), *arguments], capture_output=True, text=True, check=False,
            cwd=self.folder, **_as_user(self.user()),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def _as_user(name: str | None) -> dict:
    if name is None:
        return {}
    entry = pwd.getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def elasticsearch(*, heap: str = "") -> Iterator[Elasticsearch]:
    """A node that answers; it and its data are gone at the end. `heap` as Java writes it, 512 MB if not said."""
    with folder_of_a_server() as folder, _running(Elasticsearch(folder, heap=heap)) as server:
        yield server


@contextlib.contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A server that answers, with an empty database; it and its data are gone at the end."""
    with folder_of_a_server() as folder, _running(PostgreSQL(folder)) as server:
        yield server


@contextlib.contextmanager
def _running(server: S) -> Iterator[S]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def folder_of_a_server() -> Iterator[Path]:
    """Not below pytest's own temporary folder: another account could not enter it. A socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="acervo-server-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def main() -> int:
    """Run a command beside the servers that it asks for; its own exit code."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("servers", nargs="+", choices=("postgresql", "elasticsearch"))
    words = sys.argv[1:]
    split = words.index("--") if "--" in words else len(words)
    arguments, command = parser.parse_args(words[:split]), words[split + 1 :]
    with contextlib.ExitStack() as stack:
        environment = dict(os.environ)
        if "postgresql" in arguments.servers:
            environment["TEST_DATABASE_URL"] = stack.enter_context(postgresql()).url
        if "elasticsearch" in arguments.servers:
            environment["TEST_SEARCH_URL"] = stack.enter_context(elasticsearch()).url
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
