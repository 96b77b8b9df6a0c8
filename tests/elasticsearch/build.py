"""Puts together a home folder of Elasticsearch from what Maven Central publishes; once per machine, in the user's cache."""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = "9.2.0"
JAVA = 21  # the oldest that this server runs on


def java_home() -> Path | None:
    """A JDK that is new enough: the one that JAVA_HOME names, or any below /usr/lib/jvm."""
    named = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    for folder in (*named, *sorted(Path("/usr/lib/jvm").glob("*"))):
        if (folder / "bin/javac").exists():
            told = subprocess.run(
                [folder / "bin/javac", "-version"], capture_output=True, text=True, check=False
            ).stdout
            if (number := re.search(r"\d+", told)) and int(number[0]) >= JAVA:
                return folder
    return None


def home() -> Path:
    """The folder in the cache where this node is, or will be, for these sources."""
    digest = hashlib.sha256()
    for source in (HERE / "pom.xml", *sorted((HERE / "src").glob("*.java")), Path(__file__)):
        digest.update(source.read_bytes())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "acervo-tests" / f"elasticsearch-{VERSION}-{digest.hexdigest()[:12]}"


def built(java: Path) -> Path:
    """`home()`, made if it is not there yet; of several processes one makes it and the others wait."""
    ready = home()
    ready.parent.mkdir(parents=True, exist_ok=True)
    with _alone(ready.with_name(f"{ready.name}.lock")):
        if not ready.exists():
            with tempfile.TemporaryDirectory(dir=ready.parent) as folder:
                making = Path(folder) / "home"
                _make(making, java)
                making.rename(ready)
    return ready


def _make(folder: Path, java: Path) -> None:
    library, module = folder / "lib", folder / "modules/http"
    for part in (library, module, folder / "config", folder / "plugins", folder / "boot"):
        part.mkdir(parents=True)
    _run("mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={library}")
    # The server keeps the classes of a module apart, and refuses one that it also finds among its own.
    for jar in (*library.glob("transport-netty4-*.jar"), *library.glob("netty-*.jar")):
        shutil.move(jar, module)
    classes = folder / "classes"
    path = f"{library}/*:{module}/*"
    _run(java / "bin/javac", "--release", str(JAVA), "-cp", path, "-d", classes, *(HERE / "src").glob("*.java"))
    for start in classes.glob("Start*.class"):
        shutil.move(start, folder / "boot")
    _run(java / "bin/jar", "cf", module / "greeting.jar", "-C", classes, "node")
    (module / "plugin-descriptor.properties").write_text(
        f"name=http\ndescription=HTTP\nclassname=node.Http\nversion={VERSION}\n"
        f"elasticsearch.version={VERSION}\njava.version={JAVA}\n"
    )


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
