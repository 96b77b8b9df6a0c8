"""Import a folder of documents into the archive: parses the arguments, shows progress, prints the outcome.

Exit codes: 0 finished (refused rows are in the report), 1 with --strict when a row was refused, 2 nothing could be
imported (bad folder, manifest or collection), 130 interrupted (run it again and it goes on).
"""

import argparse
import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from documents.models import ImportBatch
from documents.services.imports.lock import ImportBusy
from documents.services.imports.manifest import ManifestError
from documents.services.imports.plan import Plan, PlanError, make_plan
from documents.services.imports.report import report_csv, rows_of_plan
from documents.services.imports.run import run
from documents.services.imports.summary import Summary


class Command(BaseCommand):
    help = "Importa a una colección los documentos de una carpeta, con una lista CSV o sin ella."
    requires_migrations_checks = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="Carpeta con los archivos.")
        parser.add_argument("--manifest", type=Path, help="Lista CSV; sin ella cada archivo es un registro.")
        parser.add_argument("--collection", default="", help="Colección: la última parte de su dirección.")
        parser.add_argument("--dry-run", action="store_true", help="Ensaya: valida y no escribe nada.")
        parser.add_argument("--publish", action="store_true", help="Publica; sin esto quedan borradores.")
        parser.add_argument("--report", type=Path, help="Escribe un CSV con el resultado junto a cada renglón.")
        parser.add_argument("--json", action="store_true", help="Escribe en la salida un solo objeto JSON.")
        parser.add_argument("--user", default="", help="Usuario a cuyo nombre se importa.")
        parser.add_argument("--strict", action="store_true", help="Termina con 1 si se rechazó algún renglón.")

    def handle(self, *args, **options) -> None:
        user = self._user(options["user"])
        try:
            plan = make_plan(
                options["folder"],
                manifest=options["manifest"],
                collection=options["collection"],
                publish=options["publish"],
                user=user,
            )
            summary = self._trial(plan) if options["dry_run"] else self._write(plan, options, user)
        except (PlanError, ManifestError) as error:
            raise CommandError(str(error), returncode=2) from error
        except ImportBusy as error:
            message = _("Otra importación está en curso. Espere a que termine.")
            raise CommandError(message, returncode=2) from error
        if options["report"]:
            batch = ImportBatch.objects.filter(pk=summary.batch).first() if summary.batch else None
            options["report"].write_text(report_csv(rows_of_plan(plan, batch=batch)), encoding="utf-8", newline="")
        self._print(plan, summary, options)
        if summary.interrupted:
            sys.exit(130)
        if options["strict"] and summary.refused:
            sys.exit(1)

    def _user(self, name: str):
        if not name:
            return None
        model = get_user_model()
        user = model.objects.filter(**{model.USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(_("No hay un usuario «%(name)s».") % {"name": name}, returncode=2)
        return user

    def _trial(self, plan: Plan) -> Summary:
        counts = plan.counts
        return Summary(
            created=counts["created"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            refused=plan.refused,
            warnings=plan.warnings,
            dry_run=True,
        )

    def _write(self, plan: Plan, options: dict, user) -> Summary:
        with ExitStack() as stack:
            progress = None
            if sys.stderr.isatty():
                progress = _bar(stack, len(plan.rows))
            return run(plan, source=options["folder"].resolve().name, user=user, progress=progress)

    def _print(self, plan: Plan, summary: Summary, options: dict) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(summary.as_dict(), ensure_ascii=False))
            return
        for warning in summary.warnings:
            self.stderr.write(_("Aviso: %(warning)s") % {"warning": warning})
        for row in plan.rows:
            if row.problems:
                self.stdout.write(row.reason)
            elif options["dry_run"] or options["verbosity"] > 1:
                self.stdout.write(
                    f"fila {row.number}: {row.outcome.label}: {row.title}"
                    + (f" ({row.summary})" if row.summary else "")
                )
        for item in summary.unreadable:
            self.stderr.write(_("fila %(row)d: «%(file)s» se guardó pero no se pudo leer. %(reason)s") % item)
        for line in summary.sentences():
            self.stdout.write(line)


def _bar(stack: ExitStack, total: int):
    """A progress bar on the terminal: rows, rate, time left, pages a second."""
    from tqdm import tqdm

    bar = stack.enter_context(tqdm(total=total, unit=_("renglones"), file=sys.stderr, dynamic_ncols=True))
    started = time.monotonic()

    def progress(done: int, _total: int, pages: int) -> None:
        rate = pages / max(time.monotonic() - started, 0.001)
        bar.set_postfix_str(_("%(pages)d páginas, %(rate).0f/s") % {"pages": pages, "rate": rate}, refresh=False)
        bar.update(done - bar.n)

    return progress
