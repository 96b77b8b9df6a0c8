"""An upload whose process was killed does not fill the disk for ever."""

import os
import time

from acervo.base import cut_uploads


def test_what_a_killed_upload_left_is_deleted_after_a_day(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    old, new, foreign = tmp_path / "a.upload.pdf", tmp_path / "b.upload.pdf", tmp_path / "notes.txt"
    for path in (old, new, foreign):
        path.write_bytes(b"half")
    for path in (old, foreign):
        os.utime(path, (time.time() - 90_000,) * 2)

    assert cut_uploads.remove() == 1
    assert sorted(tmp_path.iterdir()) == [new, foreign]


def test_the_temporary_folder_of_the_machine_is_left_alone(settings):
    settings.FILE_UPLOAD_TEMP_DIR = None

    assert cut_uploads.remove() == 0
