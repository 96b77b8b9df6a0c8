"""The file of a copy: any change of any byte is noticed, and nothing in it leaves its place."""

import io
import shutil
import subprocess
import tarfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acervo.backup import container
from acervo.backup.container import Writer, check_digest, is_safe, members
from acervo.backup.errors import DamagedCopy
from tests.needs import needs_binary

LONG = "files/media/" + "carpeta-larga/" * 12 + "niño.jpg"
PARTS = {"LEAME.txt": b"hola", LONG: b"x" * 3000, "files/media/vacio": b"", "manifest.json": b"{}"}


def written() -> bytes:
    out = io.BytesIO()
    writer = Writer(out, mtime=1_700_000_000)
    for name, data in PARTS.items():
        writer.add(name, len(data), io.BytesIO(data))
    writer.finish()
    assert writer.size == len(out.getvalue())
    return out.getvalue()


WHOLE = written()


def test_what_was_written_is_read_in_its_order(tmp_path):
    path = tmp_path / "copia.tar"
    path.write_bytes(WHOLE)
    check_digest(path)
    with path.open("rb") as file:
        found = {info.name: source.read() for info, source in members(file)}
    assert list(found.items())[:-1] == list(PARTS.items())
    assert list(found)[-1] == "DIGEST"


def test_any_tar_unpacks_it_and_sha256sum_knows_its_digest(tmp_path):
    tar = needs_binary("tar", apt="tar")
    (tmp_path / "copia.tar").write_bytes(WHOLE)
    subprocess.run([tar, "-xf", "copia.tar"], cwd=tmp_path, check=True)
    assert (tmp_path / LONG).read_bytes() == PARTS[LONG]
    assert len((tmp_path / "DIGEST").read_text().strip()) == 64
    shutil.rmtree(tmp_path / "files")


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_changed_byte_anywhere_is_noticed(tmp_path, place, change):
    path = tmp_path / "copia.tar"
    path.write_bytes(WHOLE[:place] + bytes([WHOLE[place] ^ change]) + WHOLE[place + 1 :])
    with pytest.raises(DamagedCopy):
        check_digest(path)


@given(st.integers(0, len(WHOLE) - 1))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_cut_file_is_noticed_wherever_it_was_cut(tmp_path, length):
    path = tmp_path / "copia.tar"
    path.write_bytes(WHOLE[:length])
    with pytest.raises(DamagedCopy):
        check_digest(path)


@pytest.mark.parametrize("more", [b"\0", b"\0" * 512, WHOLE])
def test_what_is_added_at_the_end_is_noticed(tmp_path, more):
    path = tmp_path / "copia.tar"
    path.write_bytes(WHOLE + more)
    with pytest.raises(DamagedCopy):
        check_digest(path)


@pytest.mark.parametrize("block", range(4))
def test_every_byte_of_the_end_is_checked(tmp_path, block):
    """The part that the digest does not cover is fixed."""
    path = tmp_path / "copia.tar"
    for place in range(
        len(WHOLE) - container.TRAILER + block * 512, len(WHOLE) - container.TRAILER + (block + 1) * 512
    ):
        path.write_bytes(WHOLE[:place] + bytes([WHOLE[place] ^ 1]) + WHOLE[place + 1 :])
        with pytest.raises(DamagedCopy):
            check_digest(path)


def test_a_source_that_ends_early_is_filled_and_told():
    out = io.BytesIO()
    writer = Writer(out, mtime=0)
    assert writer.add("files/media/corto", 10, io.BytesIO(b"abc"))[1] == 7
    assert writer.add("files/media/otro", 2, io.BytesIO(b"ok"))[1] == 0
    writer.finish()
    out.seek(0)
    assert [source.read() for _info, source in members(out)][:2] == [b"abc" + b"\0" * 7, b"ok"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused(kind):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        info = tarfile.TarInfo("files/media/x")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    raw.seek(0)
    with pytest.raises(DamagedCopy):
        list(members(raw))


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../x", "a/../../x", "a/./b", "a//b", "a\\..\\b", "a\x00b", "a\nb", "a/", "..", "x" * 1025],
)
def test_a_name_that_leaves_its_folder_is_not_safe(name):
    assert not is_safe(name)


@pytest.mark.parametrize("name", ["foto.jpg", "images/niño.jpg", "ab/abcd/ley 1.pdf", "a..b/c...d"])
def test_plain_names_are_safe(name):
    assert is_safe(name)
