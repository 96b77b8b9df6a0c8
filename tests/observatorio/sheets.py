"""Sheets to test imports with: institutions and sites of an inventory, small CSV files, and importing them."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from acervo.tabular import registry, services
from acervo.tabular.models import Batch
from observatorio.inventory.values import values_of
from observatorio.models import HeritageSite, Institution, Monument

INSTITUTIONS = {
    "inah": ("INAH", "Instituto Nacional de Antropología e Historia"),
    "inbal": ("INBAL", "Instituto Nacional de Bellas Artes y Literatura"),
    "unesco": ("UNESCO", "Organización de las Naciones Unidas para la Educación, la Ciencia y la Cultura"),
    "junta": ("Junta", "Junta de Protección y Conservación de Monumentos y Zonas Típicas"),
    "ayuntamiento": ("Ayuntamiento", "Ayuntamiento de Zacatecas"),
    "observatorio": ("Observatorio", "Observatorio de sitios del Patrimonio Mundial"),
}
TEMPLE = {
    "nombre": "Templo de Santo Domingo",
    "clasificacion": "Arquitectura religiosa",
    "municipio": "Zacatecas",
    "entidad": "Zacatecas",
}


def vocabularies() -> None:
    for code, (abbreviation, name) in INSTITUTIONS.items():
        Institution.objects.get_or_create(code=code, defaults={"abbreviation": abbreviation, "name": name})
    for reference, name in (("676", "Centro Histórico de Zacatecas"), ("1351", "Camino Real de Tierra Adentro")):
        HeritageSite.objects.get_or_create(reference=reference, defaults={"name": name, "slug": f"sitio-{reference}"})


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    headers = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headers)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def receive(rows: Sequence[Mapping[str, Any]] | Path, *, source: str = "inah", user: Any = None, **also: Any) -> Batch:
    also.setdefault("options", {"publish": True})
    upload = rows if isinstance(rows, Path) else ContentFile(as_csv(rows), name="hoja.csv")
    return services.receive(registry.table("monuments"), source, upload, user, **also)


def checked(rows: Sequence[Mapping[str, Any]] | Path, **also: Any) -> Batch:
    return services.check(receive(rows, **also))


def imported(rows: Sequence[Mapping[str, Any]] | Path, **also: Any) -> Batch:
    return services.write(receive(rows, **also))


def snapshot() -> dict[int, dict[str, Any]]:
    """All that the inventory says, and whether it is published."""
    return {
        monument.pk: {**values_of(monument), "code": monument.code, "live": monument.live, "years": (monument.year_from, monument.year_to)}
        for monument in Monument.objects.prefetch_related("institutions", "protections").select_related("heritage_site")
    }  # fmt: skip
