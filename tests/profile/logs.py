"""What the site's processes said since a moment."""

import re
from pathlib import Path


class Logs:
    """The lines that were added to a log since this object was made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start = path.stat().st_size

    def lines(self) -> list[str]:
        with self._path.open("rb") as log:
            log.seek(self._start)
            return log.read().decode("utf-8", "replace").splitlines()

    def saying(self, pattern: str) -> list[str]:
        """The lines in which the regular expression is found, without regard to case."""
        return [line for line in self.lines() if re.search(pattern, line, re.IGNORECASE)]
