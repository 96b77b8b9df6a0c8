"""What a site is, as JSON on standard output: the rows of every table, the hash of every file, what searches find.

`python -m tests.backup.portrait` in the environment of the site. Two sites that are equal have equal portraits on any
engine: rows are compared as the values that Django reads, JSON without the order of its keys.
"""

import csv
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SITE_QUERIES = [
    "gobierno abierto",
    "acta",
    "Zacatecas",
    "CREAS",
    "«plan de acción»",
    "acuerdos 2020",
    "monumento",
    "taller",
]


def portrait() -> dict[str, Any]:
    from acervo.backup import snapshot
    from acervo.backup.places import places, work_files, work_root
    from acervo.backup.tables import copied

    tables = {}
    for table in copied():
        rows = [json.dumps(row, sort_keys=True) for row in snapshot.rows(table)]
        tables[table.label] = [len(rows), hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()]
    files = {f"{place.name}/{name}": place.sha256(name) for place in places() for name in place.names()}
    work = {name: hashlib.sha256((work_root() / name).read_bytes()).hexdigest() for name in work_files()}
    return {"tables": tables, "files": files, "work": work, "searches": searches(), "counters": snapshot.last_keys()}


def searches() -> dict[str, Any]:
    from search import service
    from search.params import MAX_SIZE, Params

    with (ROOT / "tests/golden/laws.csv").open(encoding="utf-8-sig", newline="") as lines:
        golden = [row["query"] for row in csv.DictReader(lines)]
    found = {}
    for query in [*SITE_QUERIES, *golden]:
        answer = service.find(Params(q=query, size=MAX_SIZE))
        hits = [[hit.record.id, hit.record.url, [page.number for page in hit.record.pages]] for hit in answer.results]
        counts = {facet.name: {value.value: value.count for value in facet.values} for facet in answer.facets}
        # Where there are more, which of equally good ones come last depends on the order of indexing.
        found[query] = [answer.total, sorted(hits) if answer.total <= MAX_SIZE else [], counts]
    return found


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acervo.settings.development")
    import django

    django.setup()
    json.dump(portrait(), sys.stdout, ensure_ascii=False)
