"""One analysis for both engines: the terms that each indexes, word by word, over the vocabulary of the 72 laws.

The text of an entry becomes terms in `search.engines.analysed`, and an engine only splits those at spaces. That is so
only as long as no tokenizer, filter or mapping of a server says otherwise, so the server is asked (`_analyze`).
"""

from functools import cache

import pypdfium2
import pytest
from elasticsearch import Elasticsearch

from search.analysis import TERM_LIMIT, words
from search.engines import get_engine
from search.engines._tantivy import schema
from search.engines.analysed import analyse
from search.engines.base import Request
from search.query import parse
from search.registry import Entry
from tests.engines import ENGINES, answering
from tests.needs import needs_shared

DIFFERENT_AT_MOST = 0.02  # of the words; measured: none
AT_ONCE = 2_000  # words in one `_analyze`, which refuses more than 10,000 tokens
SAMPLE = 150

ODD = {
    "decomposed accent": "arti\u0301culo",
    "decomposed tilde": "an\u0303o",
    "accent alone": "\u0301",
    "soft hyphen": "cons\u00adtitución",
    "hyphen at a line's end": "cons\u0002titución",
    "hyphen at a line's end, other": "cons\ufffe\ntitución",
    "zero width": "pala\u200bbra",
    "byte order mark": "\ufeffley",
    "ligature": "ﬁrma",
    "ordinals": "1o 1º 1.º 3ª 2do",
    "Roman numerals": "CXXVI XXIX-A Ⅳ iv",
    "codes": "SNT/001/2020 ZAC-PAL1-C5 I-32-00576 27_bis",
    "amounts": "1,500.00 $500 50% ½ m² ①",
    "300 letters": "a" * 300,
    "300 letters with ñ": "ñ" * 300,
    "300 letters beyond the basic plane": "\U0001d49c" * 300,
    "emoji": "ley 😀 👩‍⚖️",
    "NUL": "constitu\0ción",
    "control characters": "ley\x0bdel\x0cagua\x1cpotable\x85y\u2028otros",
    "spaces": "ley\u00a0del\u2007agua\u3000potable\u202fy\u180eotros",
    "letters that grow": "İstanbul straße ŉ ǰ",
    "letters that look like others": "K ſ µ Å",
    "other scripts": "憲法 конституция σύνταγμα القانون संविधान",
    "contractions": "O'Higgins don't d’Artagnan",
    "stop words": "de la Los SIN",
    "signs alone": "¿? ¡! — … §",
}


@cache
def laws() -> dict[str, list[str]]:
    """File name → the text of each of its pages, as PDFium reads them."""
    found = {}
    for path in sorted(needs_shared("leyes").glob("*.pdf")):
        with pypdfium2.PdfDocument(path) as document:
            found[path.stem] = [page.get_textpage().get_text_range() for page in document]
    return found


@cache
def vocabulary() -> list[str]:
    """The different words of the laws as they are written there, in the order of the alphabet."""
    return sorted({word for pages in laws().values() for word in words("\n".join(pages))})


def terms_of(word: str) -> str:
    """What an engine is given for a text: the path of every document."""
    _, record = analyse(Entry(id="memory:1", kind="ley", title="", url="/", text=word))
    return record.texts[1]


def on_the_embedded_engine(texts: list[str]) -> list[list[str]]:
    analyzer = schema.white_space()
    return [analyzer.analyze(text) for text in texts]


def on_elasticsearch(client: Elasticsearch, index: str, texts: list[str]) -> list[list[str]]:
    """The tokens of each text in the field of our index that carries the text of Spanish records."""
    found: list[list[str]] = []
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        line_of = [number for number, text in enumerate(some) for _ in range(_units(text) + 1)]
        tokens: list[list[str]] = [[] for _ in some]
        answer = client.indices.analyze(index=index, field="text_es", text="\n".join(some))
        for token in answer["tokens"]:
            tokens[line_of[token["start_offset"]]].append(token["token"])
        found += tokens
    return found


def _units(text: str) -> int:
    """The length as a server counts it, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


@pytest.fixture
def one_law(source, db):
    """Something to index, so that the fields of Spanish records exist."""
    source.add(1, "Ley", "agua")


@pytest.mark.shared
def test_both_engines_have_the_same_terms_for_every_word_of_the_laws(one_law, request, tmp_path):
    found = vocabulary()
    assert len(found) >= 5_000
    texts = [terms_of(word) for word in found]
    embedded = on_the_embedded_engine(texts)
    with answering(request, "elasticsearch", tmp_path / "search") as changed:
        server = on_elasticsearch(*_index(changed), texts)
    different = [
        f"{word}: {one} / {other}" for word, one, other in zip(found, embedded, server, strict=True) if one != other
    ]
    assert all(embedded), "every word has a term"
    assert len(different) / len(found) <= DIFFERENT_AT_MOST, f"{len(different)} of {len(found)}: {different}"
    assert not different, f"one analysis serves both, yet {len(different)} of {len(found)} words differ: {different}"


def test_both_engines_have_the_same_terms_for_odd_words(one_law, request, tmp_path):
    texts = [terms_of(word) for word in ODD.values()]
    embedded = on_the_embedded_engine(texts)
    with answering(request, "elasticsearch", tmp_path / "search") as changed:
        server = on_elasticsearch(*_index(changed), texts)
    assert dict(zip(ODD, embedded, strict=True)) == dict(zip(ODD, server, strict=True))
    assert max(len(term) for terms in embedded for term in terms) <= TERM_LIMIT


@pytest.mark.shared
def test_a_sample_of_words_finds_the_same_records_on_both_engines(source, now, request, tmp_path, settings, db):
    for number, (name, pages) in enumerate(laws().items(), 1):
        source.add(number, name, *pages)
    for number, word in enumerate(ODD.values(), 1_001):
        source.add(number, "Rareza", word)
    settings.SEARCH_URL, settings.SEARCH_DIR = "", tmp_path / "search"
    engine = get_engine()
    engine.rebuild(lambda writer: [writer.put(entry) for entry in source.entries(source.ids())], lambda writer: None)
    asked = [*vocabulary()[:: len(vocabulary()) // SAMPLE], *ODD.values()]
    found = {}
    for name in ENGINES:
        with answering(request, name, tmp_path / "search"):
            found[name] = {word: _records(word, now) for word in asked}
    embedded, server = found["embedded"], found["elasticsearch"]
    assert {word: (embedded[word], server[word]) for word in asked if embedded[word] != server[word]} == {}
    assert all(embedded[word] for word in asked[:SAMPLE]), "a word of the laws is found in a law"


def _records(word: str, now) -> set[str]:
    return {hit.id for hit in get_engine().search(Request(query=parse(word), audience=now, limit=200)).hits}


def _index(changed) -> tuple[Elasticsearch, str]:
    return Elasticsearch(changed["SEARCH_URL"], request_timeout=60), f"{changed['SEARCH_ENGINE']['index']}-records"
