"""What both commands do on a terminal: a bar that grows, and stopping when asked to."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STAGES = {
    "check": gettext_lazy("Comprobación"),
    "rows": gettext_lazy("Filas"),
    "media": gettext_lazy("Imágenes y otros"),
    "documents": gettext_lazy("Archivos"),
    "files": gettext_lazy("Archivos"),
    "commit": gettext_lazy("Cierre de la base de datos"),
    "indexes": gettext_lazy("Índices de búsqueda"),
}


@contextmanager
def progress(*, verbosity: int) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage on a terminal; elsewhere, from verbosity 2 on, a line when a stage begins."""
    from tqdm import tqdm

    bar: tqdm | None = None
    current = ""

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal bar, current
        if stage != current:
            current = stage
            if bar is not None:
                bar.close()
                bar = None
            if sys.stderr.isatty() and verbosity:
                bar = tqdm(total=total, desc=str(STAGES.get(stage, stage)), file=sys.stderr, dynamic_ncols=True)
            elif verbosity > 1:
                sys.stderr.write(f"{stage} 0/{total}\n")
                sys.stderr.flush()
        if bar is not None:
            bar.update(done - bar.n)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.close()


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM ends the command as Ctrl-C does: tidily. Exit code 130."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(_("Interrumpido. Puede repetir la orden.") + "\n")
        sys.exit(130)
    finally:
        signal.signal(signal.SIGTERM, before)


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
