"""The golden queries over the 72 real laws, on the embedded engine.

What is expected in `laws.csv` was found with pdftotext and regular expressions, not with this search.
"""

import datetime as dt
from pathlib import Path

import pytest

from documents.models import RecordFile
from search import golden, service
from search.params import Params

pytestmark = [pytest.mark.shared, pytest.mark.django_db]

FILE = Path(__file__).with_name("laws.csv")


@pytest.fixture
def keys(law_index) -> dict[str, str]:
    """Id of a record → the name of its file in the folder of laws."""
    files = RecordFile.objects.select_related("file__current")
    return {f"record:{item.page_id}": item.file.current.filename.removesuffix(".pdf") for item in files}


def test_the_golden_queries_are_answered(keys, capsys):
    goldens = golden.read(FILE)
    report = golden.run(goldens, audience=service.audience(), key_of=lambda hit: keys.get(hit.id, hit.id))
    with capsys.disabled():
        print(f"\n{report.table()}")
    assert len(goldens) >= 60
    assert report.precision >= 0.99
    assert report.recall >= 0.99
    assert report.page_recall >= 0.97
    assert report.mean_reciprocal_rank >= 0.95


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("plutnio", "plutonio"),
        ("extradision", "extradición"),
        ("vivenda", "vivienda"),
        ("sinematografia", "cinematografía"),
        ("archibos", "archivos"),
        ("perodistas", "periodistas"),
        ("semiya", "semillas"),
        ("seguro sosial", "seguro social"),
        ("derecho de utor", "derecho de autor"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(law_index, typed, meant):
    assert service.find(Params(q=typed)).suggestion == meant


def test_filters_narrow_and_the_facets_count_records(keys):
    def found(**kwargs):
        answer = service.find(Params(q="uranio OR ajedrez", **kwargs))
        counts = {f.name: {v.value: v.count for v in f.values} for f in answer.facets}
        return {keys[result.record.id] for result in answer.results}, counts

    every, counts = found()
    assert every == {"207", "lrcdn", "109"}
    assert counts["year"] == {"1985": 1, "1974": 1, "1947": 1}
    assert counts["type"] == {"ley": 3}
    assert counts["collection"] == {"leyes": 3}
    chosen, counts = found(filters={"year": ("1985", "1947")})
    assert chosen == {"207", "109"}
    assert counts["year"] == {"1985": 1, "1974": 1, "1947": 1}, "the facet that is refined keeps its counts"
    assert counts["type"] == {"ley": 2}
    assert found(filters={"type": ("constitucion",)})[0] == set()
    assert found(date_from=dt.date(1974, 1, 1), date_to=dt.date(1974, 12, 31))[0] == {"lrcdn"}
