"""Things for the tests of copies: a small site with files of each kind, and a way to write a copy by hand."""

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model

from acervo.backup import saving
from acervo.backup.container import Writer
from acervo.backup.copy_file import CopyFile, open_copy
from tests import factories


@pytest.fixture
def small_site(site_tree, search_index, settings, tmp_path) -> SimpleNamespace:
    """A record with a file of two versions, and an image with a rendition, in folders of this test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    record = factories.record(site_tree.collection)
    archived = factories.archive_file(b"primera", name="ley.txt")
    archived.file.save("ley.txt", ContentFile(b"segunda"), save=False)
    archived.save()
    factories.attach(record, archived)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "JPEG")
    image = get_image_model()(title="Foto", file=ContentFile(picture.getvalue(), name="foto-de-copia.jpg"))
    image.save()
    return SimpleNamespace(tree=site_tree, record=record, file=archived, image=image)


@pytest.fixture
def make_copy(tmp_path) -> Callable[..., CopyFile]:
    """Copy the site as it is now, and open the copy."""

    def make(name: str = "copia.tar") -> CopyFile:
        path = tmp_path / name
        saving.save(path, overwrite=True)
        return open_copy(path)

    return make


def forged(path: Path, members: dict[str, bytes], **changes) -> Path:
    """A copy with a right digest and right sums, whatever it holds: what an attacker can write."""
    manifest = {
        "format": 1, "made_at": "", "acervo": "0.1.0", "engine": "sqlite", "base_url": "", "migrations": [],
        "tables": [], "sequences": {}, "files": {}, "lacking": [], "lacking_count": 0,
    } | changes  # fmt: skip
    with path.open("wb") as out:
        writer = Writer(out, mtime=0)
        sums = b""
        for name, data in members.items():
            digest, _lacked = writer.add(name, len(data), io.BytesIO(data))
            sums += f"{digest}  {name}\n".encode()
        writer.add("SHA256SUMS", len(sums), io.BytesIO(sums))
        manifest.setdefault("sums_sha256", hashlib.sha256(sums).hexdigest())
        raw = json.dumps(manifest).encode()
        writer.add("manifest.json", len(raw), io.BytesIO(raw))
        writer.finish()
    return path
