"""`search_status`: what the index holds and what waits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from search.status import status


class Command(BaseCommand):
    help = "Show the engine, its size, and the changes that wait. Exit code 1 if it cannot be used."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: object, **options: object) -> None:
        found = status()
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for name, value in lines(found):
                self.stdout.write(f"{name:<28} {value}")
        if not found["usable"]:
            raise CommandError(
                _(
                    "La búsqueda no se puede usar ahora. Si el motor no responde, vuelve sola cuando él vuelva; si falta "
                    "el índice, el reloj lo rehace, y también search_rebuild."
                )
            )


def lines(found: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Name and value of each line, for reading."""
    yield _("Motor"), found["engine"]
    yield _("Disponible"), _("sí") if found["usable"] else _("no")
    yield _("Dónde"), found["detail"]
    yield _("Registros"), f"{found['records']:,}"
    yield _("Páginas"), f"{found['pages']:,}"
    yield _("Tamaño"), filesizeformat(found["size"])
    yield _("Construido"), found["built"] or "—"
    yield _("Generación"), found["generation"] or "—"
    yield _("Cambios que esperan"), f"{found['waiting']:,}"
    if found["oldest_waiting"] is not None:
        yield _("El más antiguo espera"), _("%(seconds).0f s") % {"seconds": found["oldest_waiting"]}
    if found["delay"]:
        yield (
            _("Del guardado al índice"),
            _("mediana %(p50).1f s, p95 %(p95).1f s, máximo %(max).1f s") % found["delay"],
        )
    if found["outage_since"]:
        yield _("Motor ausente desde"), found["outage_since"]
    yield _("Última vuelta del reloj"), found["clock"] or "—"
    yield _("Registros que fallan"), f"{found['failing_total']:,}"
    for id, error in found["failing"].items():
        yield f"  {id}", error
    for name in found["leftovers"]:
        yield _("Resto de otra construcción"), name
