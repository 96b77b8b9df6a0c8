#!/usr/bin/env python
"""Django's command line, with the repository root and `site/` first on the import path.

`site` is a standard-library module and `home` may exist beside the working directory, so the two
source roots are put in front explicitly instead of relying on an installed package.
"""

import os
import sys
from pathlib import Path

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent


def main() -> None:
    for folder in (SITE, ROOT):
        sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != folder]
        sys.path.insert(0, str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acervo.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
