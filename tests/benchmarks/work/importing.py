"""Importing a generated sheet: processor time of the dry run, of the writing, and of bringing the same sheet again."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import clocks
from tests.benchmarks.sheets import write_sheet
from tests.benchmarks.work import program

INSTITUTIONS = {
    "inah": "INAH", "unesco": "UNESCO", "junta": "Junta", "inbal": "INBAL", "observatorio": "Observatorio",
}  # fmt: skip


def main(rows: int, again: bool = True) -> dict[str, Any]:
    from acervo.tabular import registry, services
    from observatorio.models import HeritageSite, Institution, Monument, SourceRecord

    for code, abbreviation in INSTITUTIONS.items():
        Institution.objects.create(code=code, abbreviation=abbreviation, name=abbreviation)
    HeritageSite.objects.create(reference="676", name="Centro Histórico de Zacatecas", slug="zacatecas")
    table = registry.table("monuments")
    found: dict[str, Any] = {"rows": rows}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "inmuebles.csv"
        write_sheet(path, rows)
        first = services.receive(table, "junta", path, None, options={"publish": True})
        found["before"] = clocks.memory_of()["rss"]
        for name, work in (("check", services.check), ("write", services.write)):
            cpu, wall = time.process_time(), time.perf_counter()
            work(first)
            found[name], found[f"{name}_wall"] = time.process_time() - cpu, time.perf_counter() - wall
            found[f"{name}_counts"] = first.counts
        found["peak"] = clocks.memory_of()["peak"]
        if again:
            second = services.receive(table, "junta", path, None, options={"publish": True})
            cpu = time.process_time()
            services.write(second)
            found["again"], found["again_counts"] = time.process_time() - cpu, second.counts
    found["monuments"], found["statements"] = Monument.objects.count(), SourceRecord.objects.count()
    found["live"] = Monument.objects.filter(live=True).count()
    return found


if __name__ == "__main__":
    program.run(main)
