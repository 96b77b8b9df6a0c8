"""A process of the site is killed in the middle of its work: another takes its place and the work is done."""

import hashlib
import http.client
import os
import signal
from urllib.parse import urlsplit

from tests import factories
from tests.functional.running_site import until
from tests.profile.asking import assert_whole, get, rows, total

FINAL = {"ready"}


def test_the_worker_is_killed_while_it_reads_files(site, database, logs, signed_in, tmp_path):
    files = []
    for number in range(6):
        texts = [f"Página {page} del expediente {number}: vereda del cenzontle" for page in range(250)]
        files.append(tmp_path / f"expediente-{number}.pdf")
        files[-1].write_bytes(factories.pdf(*texts, title=f"Expediente {number}"))
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]

    def found() -> list[str]:
        return [
            state
            for (state,) in rows(database, "SELECT state FROM documents_fileversion WHERE sha256 = ANY(%s)", hashes)
        ]

    page = signed_in("editora")
    page.goto("/admin/documents/multiple/add/")
    page.set_input_files("#fileupload", files)
    until(lambda: "running" in found(), every=0.02)
    (worker,) = site.workers()
    os.kill(worker, signal.SIGKILL)
    assert get(site, "/").status == 200
    until(lambda: page.locator(".upload-success").count() >= len(files))

    until(lambda: len(site.workers()) == 1 and site.workers() != {worker})
    until(lambda: set(found()) == FINAL, seconds=240)
    assert len(found()) == len(files)
    read = rows(database, "SELECT page_count FROM documents_fileversion WHERE sha256 = ANY(%s)", hashes)
    assert [count for (count,) in read] == [250] * len(files)
    assert len(logs.saying("worker ended with status -9; starting it again")) == 1
    assert_whole(site)


def test_web_processes_are_killed_during_an_upload(site, database, logs, signed_in, tmp_path):
    content = factories.pdf("Tratado del pinacate") + b"%" * 6_000_000
    digest = hashlib.sha256(content).hexdigest()
    page = signed_in("editora")
    page.goto("/admin/documents/multiple/add/")
    before = site.web_workers()

    upload = Upload(site, page.context.cookies(), content)
    upload.send(upload.length // 2)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert upload.fails()

    until(lambda: len(site.web_workers()) == 2 and not site.web_workers() & before)
    until(lambda: get(site, "/").status == 200)
    assert rows(database, "SELECT count(*) FROM documents_fileversion WHERE sha256 = %s", digest)[0][0] == 0
    assert not [path for path in (site.data_dir / "archive").rglob("*") if digest in path.name]
    assert logs.saying(r"worker .*(sigkill|signal 9)")

    page.goto("/admin/documents/multiple/add/")  # she is still signed in, and tries again
    (tmp_path / "pinacate.pdf").write_bytes(content)
    page.set_input_files("#fileupload", tmp_path / "pinacate.pdf")
    until(lambda: page.locator(".upload-success").count() == 1)
    until(lambda: rows(database, "SELECT state FROM documents_fileversion WHERE sha256 = %s", digest) == [("ready",)])
    stored = [
        path
        for path in (site.data_dir / "archive").rglob("*")
        if path.is_file() and path.stat().st_size == len(content)
    ]
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in stored] == [digest]
    assert total(site, "pinacate") == 0  # a file is public through a record, and this one has none
    assert_whole(site)


class Upload:
    """A form with one file, sent by hand, so that it can stop in the middle."""

    BOUNDARY = "----acervo"

    def __init__(self, site, cookies, content: bytes) -> None:
        jar = {cookie["name"]: cookie["value"] for cookie in cookies}
        head = (
            f'--{self.BOUNDARY}\r\nContent-Disposition: form-data; name="files[]"; filename="pinacate.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        self._body = head.encode() + content + f"\r\n--{self.BOUNDARY}--\r\n".encode()
        self.length = len(self._body)
        self._sent = 0
        self._connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=60)
        self._connection.putrequest("POST", "/admin/documents/multiple/add/")
        for name, value in {
            "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
            "X-CSRFToken": jar["csrftoken"],
            "X-Requested-With": "XMLHttpRequest",
            "Referer": site.url + "/admin/documents/multiple/add/",
            "Content-Type": f"multipart/form-data; boundary={self.BOUNDARY}",
            "Content-Length": str(self.length),
        }.items():
            self._connection.putheader(name, value)
        self._connection.endheaders()

    def send(self, until: int) -> None:
        """Send the bytes up to there."""
        while self._sent < until:
            self._connection.send(self._body[self._sent : min(until, self._sent + 65_536)])
            self._sent += 65_536

    def fails(self) -> bool:
        """Whether the rest finds nobody who answers."""
        try:
            self.send(self.length)
            self._connection.getresponse()
        except (OSError, http.client.HTTPException):
            return True
        return False
