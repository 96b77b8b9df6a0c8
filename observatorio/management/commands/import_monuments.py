"""Import a spreadsheet of monuments: parses the arguments, shows progress, prints the outcome.

Exit codes: 0 all rows were written (or would be, with --dry-run), 2 nothing could be imported (bad file, institution or
user, or another sheet is being written), 3 some rows were refused or wait to be confirmed, 130 interrupted (what was
written stays; `--resume ID` goes on).
"""

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acervo.base.text import fold
from acervo.tabular import services
from acervo.tabular.models import Batch, BatchState, BlankPolicy, Outcome
from acervo.tabular.registry import table
from acervo.tabular.services.mending import conversions, reasons
from acervo.tabular.sheets import SheetError
from acervo.tabular.table import Progress
from acervo.tabular.tasks import index_batch
from observatorio.inventory.importer import INSTITUTION_WORDS
from observatorio.models import Institution

SHOWN = 50  # rows listed on the terminal


class Command(BaseCommand):
    help = "Importa al inventario una hoja de cálculo (CSV o XLSX) de inmuebles."
    requires_migrations_checks = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="La hoja: CSV o XLSX.")
        parser.add_argument("--source", default="", help="Institución de la que viene: inah, junta, observatorio…")
        parser.add_argument("--sheet", default="", help="Nombre de la hoja del libro.")
        parser.add_argument("--dry-run", action="store_true", help="Ensaya: valida y no escribe nada.")
        parser.add_argument("--json", action="store_true", help="Escribe en la salida un solo objeto JSON.")
        parser.add_argument("--blank", choices=BlankPolicy.values, default=BlankPolicy.KEEP.value,
                            help="Celdas vacías: conservar lo registrado (keep) o borrarlo (clear).")  # fmt: skip
        parser.add_argument("--draft", action="store_true", help="Los inmuebles nuevos quedan como borradores.")
        parser.add_argument("--user", default="", help="Usuario a cuyo nombre se importa.")
        parser.add_argument("--confirm-exact", action="store_true",
                            help="Toma como el mismo inmueble el único que tiene igual nombre y municipio.")  # fmt: skip
        parser.add_argument("--resume", type=int, metavar="ID", help="Sigue una importación interrumpida.")
        parser.add_argument("--faults", type=Path, help="Escribe aquí un libro XLSX con los motivos de cada fila.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = self._resumed(options["resume"]) if options["resume"] else self._received(options)
            interrupted = self._run(batch, options)
        except SheetError as error:
            raise CommandError(str(error), returncode=2) from error
        except services.TableBusy as error:
            message = _("Otra hoja se está guardando. Espere a que termine.")
            raise CommandError(message, returncode=2) from error
        if options["faults"] and batch.counts:
            options["faults"].write_bytes(services.faults_workbook(batch).read_bytes())
        summary = self._summary(batch, options, interrupted)
        waiting = batch.rows.filter(outcome__in=(Outcome.REFUSED, Outcome.DOUBTFUL)).order_by("number")
        noted = batch.rows.exclude(notes=[]).order_by("number")
        sentences = [] if options["json"] else ["\n".join(reasons(row)) for row in waiting[:SHOWN]]
        converted = [] if options["json"] else ["\n".join(conversions(row)) for row in noted[:SHOWN]]
        if options["dry_run"]:
            services.discard(batch)
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            self._print(summary, sentences, converted)
        if interrupted:
            sys.exit(130)
        if summary["refused"] or summary["doubtful"]:
            sys.exit(3)

    def _received(self, options: dict[str, Any]) -> Batch:
        if options["file"] is None or not options["source"]:
            raise CommandError(_("Diga qué archivo y de qué institución: ARCHIVO --source inah."), returncode=2)
        if not options["file"].is_file():
            raise CommandError(_("No hay un archivo «%(path)s».") % {"path": options["file"]}, returncode=2)
        user = self._user(options["user"])
        monuments = table("monuments")
        if user is not None and not monuments.may_import(user):
            raise CommandError(
                _("«%(name)s» no tiene permiso para importar.") % {"name": options["user"]}, returncode=2
            )
        batch = services.receive(
            monuments, self._source(options["source"]), options["file"], user,
            blank_policy=options["blank"], options={"publish": not options["draft"]},
        )  # fmt: skip
        if options["sheet"]:
            services.choose_sheet(batch, options["sheet"])
        for header in services.recognise(batch).unknown:
            self.stderr.write(_("Aviso: la columna «%(header)s» no se conoce y no se importa.") % {"header": header})
        return batch

    def _resumed(self, pk: int) -> Batch:
        services.mark_dead()
        batch = Batch.objects.filter(pk=pk, table="monuments").first()
        if batch is None:
            raise CommandError(_("No hay una importación %(pk)d.") % {"pk": pk}, returncode=2)
        if batch.state not in (BatchState.INTERRUPTED, BatchState.WRITING):
            raise CommandError(
                _("La importación %(pk)d no está interrumpida: %(state)s.")
                % {"pk": pk, "state": batch.get_state_display().lower()},
                returncode=2,
            )
        return batch

    def _source(self, text: str) -> str:
        plain = fold(text)
        for item in Institution.objects.all():
            words = [item.code, item.abbreviation, item.name, *item.synonyms, *INSTITUTION_WORDS.get(item.code, ())]
            if plain in map(fold, words):
                return item.code
        names = ", ".join(Institution.objects.values_list("code", flat=True))
        raise CommandError(
            _("No hay una institución «%(text)s». Hay estas: %(names)s.") % {"text": text, "names": names}, returncode=2
        )

    def _user(self, name: str) -> Any:
        if not name:
            return None
        model = get_user_model()
        user = model.objects.filter(**{model.USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(_("No hay un usuario «%(name)s».") % {"name": name}, returncode=2)
        return user

    def _run(self, batch: Batch, options: dict[str, Any]) -> bool:
        """Check or write; returns whether it was interrupted."""
        try:
            with _stoppable(), _bar() as progress:
                if options["dry_run"] or options["confirm_exact"]:
                    services.check(batch, progress)
                    if options["confirm_exact"]:
                        services.decide_exact(batch)
                if not options["dry_run"]:
                    services.write(batch, progress)
                    index_batch.enqueue(batch.pk)
        except KeyboardInterrupt:
            batch.refresh_from_db()
            return True
        return False

    def _summary(self, batch: Batch, options: dict[str, Any], interrupted: bool) -> dict[str, Any]:
        counts = {outcome.value: batch.counts.get(outcome.value, 0) for outcome in Outcome}
        rows = batch.rows.filter(outcome__in=(Outcome.REFUSED, Outcome.DOUBTFUL)).order_by("number")
        notes = [
            {"row": row.number, "label": row.label, "outcome": row.outcome, "notes": row.notes}
            for row in batch.rows.exclude(notes=[]).order_by("number").iterator(chunk_size=500)
        ]
        return {
            "batch": batch.pk,
            "source": batch.source,
            "file": batch.name,
            "dry_run": options["dry_run"],
            "interrupted": interrupted,
            "rows": batch.rows_total,
            "done": batch.rows_done or sum(counts.values()),  # a dry run keeps only the counts
            "resumable": interrupted and batch.state in (BatchState.INTERRUPTED, BatchState.WRITING),
            **counts,
            "faults": [
                {"row": row.number, "label": row.label, "outcome": row.outcome, **_detail(row)}
                for row in rows.iterator(chunk_size=500)
            ],
            "conversions": len(notes),
            "notes": notes,
        }

    def _print(self, summary: dict[str, Any], sentences: list[str], converted: list[str]) -> None:
        for sentence in sentences:
            self.stdout.write(sentence)
        rest = summary["refused"] + summary["doubtful"] - len(sentences)
        if rest > 0:
            self.stdout.write(_("… y %(count)d filas más.") % {"count": rest})
        for sentence in converted:
            self.stdout.write(sentence)
        rest = summary["conversions"] - len(converted)
        if rest > 0:
            self.stdout.write(_("… y %(count)d filas más con conversiones; --json las dice todas.") % {"count": rest})
        lines = [
            (summary["created"], ngettext("%(n)d inmueble nuevo", "%(n)d inmuebles nuevos", summary["created"])),
            (summary["changed"], ngettext("%(n)d cambiado", "%(n)d cambiados", summary["changed"])),
            (summary["same"], ngettext("%(n)d igual", "%(n)d iguales", summary["same"])),
            (summary["refused"], ngettext("%(n)d fila rechazada", "%(n)d filas rechazadas", summary["refused"])),
            (summary["doubtful"], ngettext("%(n)d por confirmar", "%(n)d por confirmar", summary["doubtful"])),
        ]
        self.stdout.write(", ".join(text % {"n": count} for count, text in lines) + ".")
        if summary["interrupted"] and not summary["resumable"]:
            self.stdout.write(
                _("Se interrumpió: se revisaron %(done)d de %(rows)d filas y no se escribió nada.")
                % {"done": summary["done"], "rows": summary["rows"]}
            )
        elif summary["dry_run"]:
            self.stdout.write(_("Fue un ensayo: no se escribió nada."))
        elif summary["interrupted"]:
            self.stdout.write(
                _("Se interrumpió en la fila %(done)d de %(rows)d. Para seguir: import_monuments --resume %(batch)d")
                % {"done": summary["done"], "rows": summary["rows"], "batch": summary["batch"]}
            )
        else:
            self.stdout.write(_("Lote %(batch)d.") % {"batch": summary["batch"]})


def _detail(row: Any) -> dict[str, Any]:
    return {"faults": row.faults} if row.faults else {"candidates": row.candidates}


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM stops as Ctrl+C does: what was written stays, and the batch can be resumed."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread: whoever calls us there looks after signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A progress bar, where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit=_(" filas"), file=sys.stderr, dynamic_ncols=True) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress
