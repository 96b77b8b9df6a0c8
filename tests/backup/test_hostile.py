"""Copies that somebody else wrote: they are refused before anything is touched."""

import gzip
import hashlib

import pytest

from acervo.backup.copy_file import open_copy
from acervo.backup.errors import DamagedCopy, RestoreError
from tests.backup.conftest import forged


def part(data: bytes, **lies) -> tuple[dict[str, bytes], list[dict]]:
    """A part of rows and the table that names it; `lies`: what the manifest says of it instead of the truth."""
    packed = gzip.compress(data)
    facts = {"name": "rows/1.gz", "rows": data.count(b"\n"), "bytes": len(data)}
    facts["sha256"] = hashlib.sha256(packed).hexdigest()
    return {"rows/1.gz": packed}, [{"model": "a.B", "columns": ["id"], "parts": [facts | lies]}]


def rows_of(path):
    copy = open_copy(path)
    return [row for table in copy.manifest.tables for row in copy.rows(table)]


def test_a_forged_copy_without_faults_is_read(tmp_path):
    members, tables = part(b"[1]\n[2]\n")
    assert rows_of(forged(tmp_path / "c.tar", members, tables=tables)) == [[1], [2]]


@pytest.mark.parametrize(
    "name",
    [
        "files/media/../../x",
        "files/media//etc/passwd",
        "files/../x/y",
        "files/media",
        "files/a b/x",
        "/etc/passwd",
        "x",
    ],
)
def test_a_file_that_would_leave_its_folder_is_refused(tmp_path, name):
    with pytest.raises(DamagedCopy):
        open_copy(forged(tmp_path / "c.tar", {name: b"x"}, files={"media": [1, 1]}))


def test_a_part_that_unpacks_to_more_than_it_says_is_stopped(tmp_path):
    members, tables = part(b"[" + b" " * 50_000_000 + b"1]\n", bytes=100)
    with pytest.raises(DamagedCopy):
        rows_of(forged(tmp_path / "c.tar", members, tables=tables))


@pytest.mark.parametrize("lie", [{"rows": 1}, {"rows": 3}, {"bytes": 9}, {"sha256": "0" * 64}, {"name": "rows/2.gz"}])
def test_a_manifest_that_says_something_else_of_its_rows_is_refused(tmp_path, lie):
    members, tables = part(b"[1]\n[2]\n", **lie)
    with pytest.raises(DamagedCopy):
        rows_of(forged(tmp_path / "c.tar", members, tables=tables))


@pytest.mark.parametrize("data", [b"{}\n", b"[1, 2]\n", b"[\n", b"[" * 100_000 + b"\n", b"\xff\n"])
def test_rows_that_are_no_rows_are_refused(tmp_path, data):
    members, tables = part(data)
    with pytest.raises(DamagedCopy):
        rows_of(forged(tmp_path / "c.tar", members, tables=tables))


@pytest.mark.parametrize(
    "changes",
    [
        {"files": {"media": [2, 1]}}, {"files": {"media": [1, 999]}}, {"files": {}}, {"sums_sha256": "0" * 64},
        {"tables": None}, {"sequences": {"a": -1}}, {"sequences": {"a": "1; DROP"}}, {"migrations": [["a"]]},
        {"unknown": 1}, {"migrations": [[1, 2]]},
    ],
)  # fmt: skip
def test_a_manifest_that_lies_or_is_none_is_refused(tmp_path, changes):
    with pytest.raises(DamagedCopy):
        open_copy(forged(tmp_path / "c.tar", {"files/media/x": b"x"}, **({"files": {"media": [1, 1]}} | changes)))


def test_a_later_format_says_that_a_newer_version_is_needed(tmp_path):
    with pytest.raises(RestoreError, match="más nueva"):
        open_copy(forged(tmp_path / "c.tar", {}, format=2, acervo="9.0"))


@pytest.mark.parametrize("content", [b"", b"no es una copia", b"\0" * 10_240, b"PK\x03\x04" + b"\0" * 8_188])
def test_something_else_is_no_copy(tmp_path, content):
    path = tmp_path / "c.tar"
    path.write_bytes(content)
    with pytest.raises(DamagedCopy):
        open_copy(path)


def test_a_copy_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RestoreError, match="No se puede leer"):
        open_copy(tmp_path / "falta.tar")
