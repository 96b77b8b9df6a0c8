"""The demonstration's data and its built files: true to their sources, whole, and in words of our own."""

import csv
import re

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from acervo.base.dates import validate_edtf
from acervo.base.states import STATE_NAMES
from home.demo.content import FILES, read_content
from home.demo.markup import to_html
from tests.needs import needs_shared

CONTENT = read_content()
IDENTIFIERS = [record["identifier"] for record in CONTENT.records]


# --- The data, without a database ----------------------------------------------------------------------
def test_identifiers_are_unique_and_there_are_enough_records():
    assert len(IDENTIFIERS) == len(set(IDENTIFIERS))
    assert len(IDENTIFIERS) >= 30


@pytest.mark.parametrize("record", CONTENT.records, ids=IDENTIFIERS)
def test_a_record_names_only_what_exists(record):
    vocabularies = CONTENT.vocabularies
    assert record["collection"] in {collection["key"] for collection in CONTENT.collections}
    assert record["abstract"].strip()
    assert set(record["themes"]) <= vocabularies["themes"].keys()
    assert set(record["audiences"]) <= vocabularies["audiences"].keys()
    assert set(record.get("creators", [])) <= vocabularies["authorities"].keys()
    assert record.get("type", "guia") in vocabularies["types"]
    assert {relation["to"] for relation in record.get("relations", [])} <= set(IDENTIFIERS)
    assert {item["evidence"] for item in record.get("agreements", []) if "evidence" in item} <= set(IDENTIFIERS)
    assert record.get("state", "00") in {*STATE_NAMES, ""}
    assert len(record.get("note", "")) <= 255
    if "issued" in record:
        validate_edtf(record["issued"])
    for part in record.get("parts", []):
        for source in part["sources"]:
            assert ("url" in source) != ("record" in source)
            assert source.get("record", IDENTIFIERS[0]) in IDENTIFIERS
            assert source.get("url", "https://").startswith("https://")


def test_the_sessions_are_those_of_the_source():
    """`sesiones.csv`: an agreement for each row that has a number."""
    with (needs_shared("semilla") / "sesiones.csv").open(encoding="utf-8") as source:
        rows = [row for row in csv.DictReader(source) if row["acuerdo_num"]]
    expected = {(row["fecha"], row["tipo"], int(row["numero"]), row["acuerdo_num"]) for row in rows}
    kinds = {"ordinary": "ordinaria", "extraordinary": "extraordinaria"}
    found = {
        (record["issued"], kinds[record["session"]], record["number"], item["number"])
        for record in CONTENT.records
        if record["kind"] == "minutes"
        for item in record["agreements"]
    }
    assert found == expected


def test_dates_volumes_and_numbers_are_those_of_the_source():
    """`documentos.csv`: a record AC-nnn says no more, and nothing else, than DOC-nnn."""
    with (needs_shared("semilla") / "documentos.csv").open(encoding="utf-8") as source:
        rows = {row["id"].replace("DOC", "AC"): row for row in csv.DictReader(source)}
    compared = 0
    for record in CONTENT.records:
        row = rows.get(record["identifier"])
        if row is None or record["identifier"] == "AC-017":  # a period in the title, not a date of issue
            continue
        compared += 1
        if record["identifier"] == "AC-046":  # the source gives the closing day of the call, not its date
            assert record["issued"] == "2020"
        else:
            assert record.get("issued", "") == row["fecha"], record["identifier"]
        assert record.get("volume", "") in ("", row["tomo"])
        assert str(record.get("number", "")) in ("", row["numero"])
    assert compared >= 45


def test_markup_escapes_what_it_does_not_know():
    assert to_html("a <b> & **c**") == "<p>a &lt;b&gt; &amp; <b>c</b></p>"
    assert to_html("## T\n\n- uno\n- [dos](https://x.mx/?a=1&b=2)") == (
        '<h2>T</h2><ul><li>uno</li><li><a href="https://x.mx/?a=1&amp;b=2">dos</a></li></ul>'
    )


# --- The built files -----------------------------------------------------------------------------------
PATHS = sorted({item["path"] for record in CONTENT.records for item in record.get("files", [])})


@pytest.mark.parametrize("name", PATHS)
def test_a_built_file_is_small_titled_and_in_spanish(name):
    path = FILES / name
    assert path.stat().st_size < 300_000
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"])
        assert str(pdf.Root.Lang).startswith("es")
        tagged = bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False))
        assert tagged == ("digitalizado" not in name)


def test_at_least_four_files_are_real_documents_of_several_pages():
    counts = {}
    for name in PATHS:
        with pikepdf.open(FILES / name) as pdf:
            counts[name] = len(pdf.pages)
    assert sum(1 for count in counts.values() if 4 <= count <= 12) >= 5


def test_the_printed_guide_carries_codes_that_decode_to_its_sources():
    sources = {s["url"] for part in CONTENT.record("AC-036")["parts"] for s in part["sources"] if "url" in s}
    found = set()
    with pypdfium2.PdfDocument(FILES / "abc-de-gobierno-abierto.pdf") as pdf:
        for page in pdf:
            found |= {code.text for code in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())}
    assert found >= sources


def test_no_text_of_the_demonstration_is_copied_from_its_sources():
    """Names and titles are facts; a run of twelve words that is neither would be somebody else's sentence."""
    seeds = needs_shared("semilla").parents[1] / "seeds"
    if not seeds.exists():
        pytest.skip(f"no source documents at {seeds}")
    runs: set[tuple[str, ...]] = set()
    for path in seeds.glob("*.txt"):
        runs |= _runs(path.read_text(encoding="utf-8"))
    for record in CONTENT.records:
        texts = [record["abstract"], record.get("note", ""), *(part["body"] for part in record.get("parts", []))]
        texts += [item["text"] for item in record.get("agreements", [])]
        for text in texts:
            assert not {run for run in _runs(text) & runs if not _is_title(run)}, record["identifier"]


def _runs(text: str, length: int = 12) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


TITLES = " | ".join(
    " ".join(re.findall(r"\w+", text.lower()))
    for record in CONTENT.records
    for text in (record["title"], *(extract["title"] for extract in record.get("extracts", [])))
)


def _is_title(run: tuple[str, ...]) -> bool:
    return " ".join(run) in TITLES
