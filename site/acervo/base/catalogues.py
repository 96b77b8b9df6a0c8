"""Translations: compiled from their `.po` files without the gettext programs."""

import os
from pathlib import Path

import polib
from django.conf import settings


def compile_catalogues(folders=None) -> list[Path]:
    """Compile every `<language>/LC_MESSAGES/django*.po` whose `.mo` is missing or older; returns the files written.

    `folders`: where the languages are; LOCALE_PATHS when not given.
    """
    made = []
    for folder in settings.LOCALE_PATHS if folders is None else folders:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/django*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            part = source.with_suffix(f".mo.{os.getpid()}")  # several processes may compile at once
            polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(part))
            part.replace(target)
            made.append(target)
    return made
