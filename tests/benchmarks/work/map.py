"""Answers of the inventory at a size: the map's data, and the pages of the list. Prints milliseconds of CPU and bytes."""

import gzip
import time
from statistics import median
from typing import Any

import django

from tests.benchmarks.work.program import run

KINDS = ("religiosa", "domestica", "civil", "administrativa")
PAGES = {
    "list": "/observatorio/inmuebles/",
    "list, filtered": "/observatorio/inmuebles/?siglo=XVIII&clase=religiosa&instancia=inah",
    "list, searched": "/observatorio/inmuebles/?q=templo+hidalgo",
    "map": "/observatorio/inmuebles/?vista=mapa",
}


def main(*, size: int, rounds: int = 9) -> dict[str, Any]:
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    _make(size)
    client = Client(headers={"Accept-Encoding": "gzip"})
    address = "/observatorio/inmuebles/mapa.json"
    answer = client.get(address)
    plain = gzip.decompress(answer.content)
    found: dict[str, Any] = {
        "compressed": len(answer.content),
        "plain": len(plain),
        "map_data": _cpu(client, address, rounds),
    }
    for name, page in PAGES.items():
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
            count = len(queries)
        found[name] = {"cpu": _cpu(client, page, rounds), "queries": count}
    return found


def _cpu(client: Any, address: str, rounds: int) -> float:
    """Median milliseconds of processor time of a request."""
    client.get(address)
    spent = []
    for _round in range(rounds):
        start = time.process_time()
        assert client.get(address).status_code == 200
        spent.append((time.process_time() - start) * 1000)
    return median(spent)


def _make(size: int) -> None:
    """A historic centre: names, streets, dates and points that differ; every twentieth keeps its coordinates reserved."""
    from observatorio.models import Condition, FieldRestriction, Institution, Monument, Protection

    if Monument.objects.exists():
        return
    inah = Institution.objects.get_or_create(code="inah", defaults={"abbreviation": "INAH", "name": "INAH"})[0]
    streets = (
        "Hidalgo",
        "Juan de Tolosa",
        "Tacuba",
        "Genaro Codina",
        "Allende",
        "Aguascalientes",
        "Fernando Villalpando",
    )
    Monument.objects.bulk_create(
        (
            Monument(
                code=f"ZAC-{number:04d}", name=f"{('Templo', 'Casa', 'Mesón', 'Palacio')[number % 4]} de la vivienda {number}",
                classification=KINDS[number % 4], state="32", municipality="Zacatecas", live=True,
                street_type="calle", street=streets[number % 7], exterior_number=str(100 + number % 800),
                century_from=16 + number % 4, century_to=16 + number % 5, use_category="habitacion",
                condition=Condition.values[number % 3], latitude=22.70 + (number * 7919 % 10007) / 1e5,
                longitude=-102.60 + (number * 104729 % 10009) / 1e5,
            )
            for number in range(1, size + 1)
        ),
        batch_size=1000,
    )  # fmt: skip
    keys = list(Monument.objects.values_list("pk", flat=True))
    Protection.objects.bulk_create([Protection(monument_id=pk, kind="ley-federal") for pk in keys], batch_size=1000)
    through = Monument.institutions.through
    through.objects.bulk_create([through(monument_id=pk, institution_id=inah.pk) for pk in keys], batch_size=1000)
    FieldRestriction.objects.bulk_create(
        FieldRestriction(monument_id=pk, field="coordinates", level="reservado", ground="art. 113") for pk in keys[::20]
    )


if __name__ == "__main__":
    run(main)
