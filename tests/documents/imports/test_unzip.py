"""ZIPs that mean harm, and ZIPs that only come from another system."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from documents.services.imports.unzip import BadZip, ZipLimits, unpack

SMALL = ZipLimits(members=20, each=200_000, total=300_000, ratio=50, spare_disk=0)


def make(path: Path, *members: tuple, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def refused(tmp_path: Path, source: Path, limits: ZipLimits = SMALL) -> str:
    with pytest.raises(BadZip) as error:
        unpack(source, tmp_path / "out", limits=limits)
    assert not (tmp_path / "out").exists()
    return str(error.value)


def test_an_honest_zip_is_unpacked(tmp_path):
    source = make(tmp_path / "a.zip", ("leyes/uno.txt", "Uno"), ("leyes/dos.txt", "Dos"), ("__MACOSX/._uno.txt", "x"))
    assert unpack(source, tmp_path / "out", limits=SMALL) == 2
    assert (tmp_path / "out/leyes/uno.txt").read_text() == "Uno"
    assert not (tmp_path / "out/__MACOSX").exists()


@pytest.mark.parametrize(
    "name",
    ["../fuera.txt", "a/../../fuera.txt", "/etc/fuera.txt", "..\\fuera.txt", "C:\\fuera.txt", "C:fuera", "a/\x07.txt",
     "/".join("abcdefghijklm"), "n" * 300],
)  # fmt: skip
def test_names_that_lead_out_or_are_no_names_refuse_the_whole_zip(tmp_path, name):
    source = make(tmp_path / "a.zip", ("bueno.txt", "Uno"), (name, "Dos"))
    assert "no se admite" in refused(tmp_path, source)
    assert not (tmp_path / "fuera.txt").exists()


@pytest.mark.parametrize("name", ["../../../tmp/evil.txt", "../it's.txt"])
def test_the_refused_name_is_quoted_as_it_is(tmp_path, name):
    assert f"«{name}»" in refused(tmp_path, make(tmp_path / "a.zip", (name, "Uno")))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path, kind):
    info = zipfile.ZipInfo("enlace.txt")
    info.external_attr = (kind | 0o777) << 16
    assert "no se admite" in refused(tmp_path, make(tmp_path / "a.zip", (info, "/etc/passwd")))


def test_a_bomb_of_one_file_stops_while_it_unpacks(tmp_path):
    source = make(tmp_path / "a.zip", ("ceros.txt", b"\0" * 3_000_000))
    limits = ZipLimits(each=10_000_000, total=10_000_000, ratio=50, spare_disk=0)
    assert "demasiados datos" in refused(tmp_path, source, limits)


def test_a_bomb_of_many_files_stops_at_the_total(tmp_path):
    source = make(tmp_path / "a.zip", *((f"{n}.txt", b"\0" * 150_000) for n in range(4)))
    assert "demasiados datos" in refused(tmp_path, source)


def test_sizes_that_lie_do_not_help(tmp_path):
    source = make(tmp_path / "a.zip", ("ceros.txt", b"\0" * 250_000))
    data = bytearray(source.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    source.write_bytes(data)
    refused(tmp_path, source)


def test_too_large_a_file_and_too_many_files_are_refused_before_unpacking(tmp_path):
    large = make(tmp_path / "a.zip", ("grande.txt", b"x" * 200_001), compression=zipfile.ZIP_STORED)
    assert "«grande.txt» mide" in refused(tmp_path, large)
    many = make(tmp_path / "b.zip", *((f"{n}.txt", "x") for n in range(21)))
    assert "más de 20 archivos" in refused(tmp_path, many)


def test_two_files_with_one_name_are_refused(tmp_path):
    source = make(tmp_path / "a.zip", ("Ley.txt", "1"), ("ley.TXT", "2"))
    assert "mismo nombre" in refused(tmp_path, source)
    source = make(tmp_path / "b.zip", ("ley", "1"), ("ley/uno.txt", "2"))
    assert "mismo nombre" in refused(tmp_path, source)


@pytest.mark.parametrize("content", [b"", b"no es un zip", b"PK\x03\x04" + b"\0" * 200, b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_gets_a_sentence(tmp_path, content):
    source = tmp_path / "a.zip"
    source.write_bytes(content)
    assert refused(tmp_path, source).endswith(".")


def test_a_truncated_or_damaged_zip_gets_a_sentence(tmp_path):
    whole = make(tmp_path / "a.zip", ("uno.txt", "Uno " * 500), ("dos.txt", "Dos " * 500)).read_bytes()
    for data in (whole[:-30], whole[:60] + b"\xff\xff\xff" + whole[63:]):
        source = tmp_path / "b.zip"
        source.write_bytes(data)
        assert refused(tmp_path, source).endswith(".")


def test_a_zip_with_a_password_says_so(tmp_path):
    source = make(tmp_path / "a.zip", ("uno.txt", "Uno"))
    data = bytearray(source.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.find(signature) + offset] |= 1
    source.write_bytes(data)
    assert "contraseña" in refused(tmp_path, source)


def test_an_empty_zip_says_so(tmp_path):
    assert "no tiene archivos" in refused(tmp_path, make(tmp_path / "a.zip"))


def test_names_of_windows_in_spanish_and_of_macs_come_out_right(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("AxB.txt", "Uno")
        archive.writestr("nin\u0303ez.txt", "Dos")  # decomposed, as a Mac writes
    data = out.getvalue().replace(b"AxB.txt", b"A\xb5B.txt")  # Á in code page 850
    source = tmp_path / "a.zip"
    source.write_bytes(data)
    unpack(source, tmp_path / "out", limits=SMALL)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["AÁB.txt", "niñez.txt"]
