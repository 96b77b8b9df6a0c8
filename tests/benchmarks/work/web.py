"""The pages that visitors open, on a site with a collection of 10 records and one of 1,000, each with a PDF.

`make` imports the records with the command that an office would type. `pages` requests each page in process and counts
queries and processor time. `memory` starts the server as `make run` does and reads the memory of its web process.
"""

import csv
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.benchmarks import clocks
from tests.benchmarks.spanish import THEMES, TYPES, Corpus
from tests.benchmarks.work import program

REQUESTS = 40  # of each page, after three that are not counted


def main(step: str, **arguments: Any) -> dict[str, Any]:
    return {"make": make, "pages": pages, "memory": memory}[step](**arguments)


def make(small: int, large: int) -> dict[str, Any]:
    from django.core.management import call_command

    from documents.models import ArchiveIndexPage, CollectionPage, FileVersion
    from search.engines import get_engine
    from tests import factories

    folder = Path(settings.DATA_DIR) / "incoming"
    archive = ArchiveIndexPage.objects.get()
    counts = {"pocas": small, "muchas": large}
    for slug in counts:
        archive.refresh_from_db()
        archive.add_child(instance=CollectionPage(title=slug.capitalize(), slug=slug, locale=archive.locale))
    corpus = Corpus((small + large) * 2)
    texts = [text for _record, _number, text in corpus.texts()]
    titles = [f"{texts[2 * n].split('.')[0][:60]} {n}" for n in range(small + large)]
    number = 0
    seconds = 0.0
    for slug, count in counts.items():
        place = folder / slug
        place.mkdir(parents=True)
        rows = []
        for _ in range(count):
            name = f"{number:05d}.pdf"
            lines = [_lines(text) for text in texts[2 * number : 2 * number + 2]]
            (place / name).write_bytes(factories.pdf(*lines, title=titles[number]))
            day = f"{1990 + number % 36}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
            theme = THEMES[number % len(THEMES)]
            rows.append([name, titles[number], TYPES[number % len(TYPES)], day, theme, f"{number % 32 + 1:02d}"])
            number += 1
        manifest = place / "lista.csv"
        with manifest.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(["archivo", "titulo", "tipo", "fecha_publicacion", "tema", "entidad"])
            writer.writerows(rows)
        cpu = time.process_time()
        with open(os.devnull, "w") as null:
            call_command(
                "import_documents", str(place), "--manifest", str(manifest), "--collection", slug, "--publish",
                "--json", stdout=null, stderr=null,
            )  # fmt: skip
        seconds = time.process_time() - cpu  # of the last, large one; without the child that reads the PDFs
    return {
        "import_seconds": seconds,
        "ready": FileVersion.objects.filter(state="ready").count(),
        "indexed": get_engine().health().records,
    }


def _lines(text: str) -> str:
    """Lines that fit the width of the page."""
    words = text.split()
    return "\n".join(" ".join(words[at : at + 11]) for at in range(0, len(words), 11))


def _addresses() -> dict[str, str]:
    """What is requested, by name: the same kinds of page for the small and the large collection."""
    from documents.models import CollectionPage, RecordPage

    found = {"home": "/"}
    for slug, label in (("pocas", "10"), ("muchas", "1,000")):
        collection = CollectionPage.objects.get(slug=slug)
        record = RecordPage.objects.descendant_of(collection).order_by("pk")[5]
        url = collection.get_url()
        found[f"listing of {label}"] = url
        found[f"listing of {label}, filtered and sorted"] = f"{url}?tipo=ley&orden=title"
        found[f"record among {label}"] = record.get_url()
        found[f"reader among {label}"] = f"{record.get_url()}pagina/2/?q=ley"
    found["search page"] = "/buscar/?q=ley+federal"
    return found


def pages() -> dict[str, Any]:
    from django.db import connection
    from django.test import Client

    client = Client()
    found = {}
    for name, address in _addresses().items():
        for _ in range(3):
            response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        asked: list[str] = []

        def note(execute: Any, sql: str, *rest: Any, asked: list[str] = asked) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            content = client.get(address).content.decode()
        times = clocks.timed([lambda address=address: client.get(address)] * REQUESTS)
        found[name] = {"queries": len(asked), "rows": content.count("<article"), "kb": len(content) / 1024}
        found[name] |= times.summary()
    return found


def memory() -> dict[str, Any]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, str(settings.ROOT_DIR / "site" / "manage.py"), "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(base)
        web = _web_process(server.pid)
        started = clocks.memory_of(web)
        statuses = _visit(base)
        return {
            "started": started["rss"],
            "web": clocks.memory_of(web),
            "children": [clocks.memory_of(pid)["rss"] for pid in _children(web)],
            "statuses": statuses,
        }
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _wait_for(base: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(base, timeout=30).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def _web_process(serve: int) -> int:
    """The process that answers: the child of gunicorn's master, which is a child of `serve`."""
    masters = [pid for pid in _children(serve) if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(masters) == 1, "one gunicorn"
    workers = _children(masters[0])
    assert len(workers) == 1, "one web process"
    return workers[0]


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def _visit(base: str) -> dict[str, int]:
    """A mix of what visitors and programs ask for; status → answers."""
    from documents.models import FileVersion, RecordPage

    addresses = list(_addresses().values())
    records = RecordPage.objects.order_by("pk")[:60]
    addresses += [record.get_url() for record in records]
    addresses += [f"{record.get_url()}pagina/1/?q=derecho" for record in records]
    for version in FileVersion.objects.order_by("pk")[:20]:
        addresses.append(version.get_absolute_url())
    words = "ley artículo derecho público acceso información municipio salud presupuesto auditoría".split()  # noqa: SIM905
    for word in words:
        asked = urllib.parse.quote(word)
        addresses += [f"/buscar/?q={asked}", f"/api/v1/search?q={asked}&size=50", f"/buscar/sugerencias/?q={asked[:4]}"]
    muchas = next(a for a in addresses if a.endswith("/muchas/"))
    addresses += [f"{muchas}?page={page}" for page in range(1, 20)]
    addresses += [f"{muchas}registros.csv", f"{muchas}registros.json", "/en/", "/no-existe/", "/admin/login/"]
    addresses += _pictures(base, addresses)
    statuses: dict[str, int] = {}
    for address in addresses * 2:
        status = _get(base + address)[0]
        statuses[str(status)] = statuses.get(str(status), 0) + 1
    return statuses


def _pictures(base: str, addresses: list[str]) -> list[str]:
    """Images of pages, as the reader shows them: they are made on demand by a child of the web process."""
    import re

    found: list[str] = []
    for address in [a for a in addresses if "pagina/1/" in a][:15]:
        found += re.findall(r'<img[^>]+src="(/[^"]+)"', _get(base + address)[1])
    return list(dict.fromkeys(found))


def _get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, ""


if __name__ == "__main__":
    program.run(main)
