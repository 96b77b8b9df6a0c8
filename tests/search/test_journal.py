"""What is counted of searches and clicks: by day, once, without a trace of who, and not for ever."""

import datetime as dt
import json
import threading

import pytest
from django.utils import timezone, translation
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import QueryDailyHits, SearchPromotion

from search import clicks, forgetting, journal
from search.models import ClickDay, Mark, QueryDay

pytestmark = [pytest.mark.urls("tests.search.urls"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path, monkeypatch):
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(clicks, "_limit", clicks._Limit())
    translation.activate("es-mx")


def lines(settings) -> list[list]:
    path = settings.SEARCH_DIR / journal.FILE
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_line_says_the_words_the_day_the_language_and_nothing_else(settings):
    journal.note("  Ley   de AGUAS ", 3)
    assert lines(settings) == [["q", timezone.localdate().isoformat(), "es", "ley de aguas", False]]


@pytest.mark.parametrize(
    "text",
    ["ana@example.org", "443 123 45 67 89", "+52 (443) 123-4567", "GOMC800101HDFRRL09", "GOMC800101AB1"],
)
def test_what_looks_like_personal_data_is_counted_without_its_words(settings, text):
    journal.note(f"reporte {text}", 0)
    assert lines(settings)[0][3] == ""
    journal.collect()
    assert [(row.query, row.empty) for row in QueryDay.objects.all()] == [("", 1)]
    assert not SearchTerm.objects.exists()


@pytest.mark.parametrize("text", ["SNT/001/2020", "Tomo CXXVI Núm. 97", "artículo 27", "1810-1821", "Benito Juárez"])
def test_citations_and_years_are_no_personal_data(text):
    assert journal.text_of(text) == text.lower()


@pytest.mark.parametrize("header", ["HTTP_SEC_GPC", "HTTP_DNT"])
def test_who_asks_not_to_be_followed_is_not_counted(source, index, client, settings, header):
    source.add(1, "Ley de aguas")
    index()
    token = client.get("/buscar/?q=ley", **{header: "1"}).context["click_token"]
    assert client.post("/buscar/clic/", {"t": token, "n": "0"}, **{header: "1"}).status_code == 204
    assert lines(settings) == []


def test_a_click_is_counted_for_its_query_and_record_with_its_place(source, index, client, settings):
    for pk in range(1, 30):
        source.add(pk, f"Ley {pk:02}")
    index()
    page = client.get("/buscar/?q=Ley&page=2&sort=title")
    assert 'data-click="0"' in page.content.decode()
    assert client.post("/buscar/clic/", {"t": page.context["click_token"], "n": "1"}).status_code == 204
    client.get("/buscar/?q=Ley")
    assert journal.collect() == 2
    row = QueryDay.objects.get()
    assert (row.query, row.searches, row.clicks, row.positions) == ("ley", 1, 1, 22)
    assert [(click.record, click.clicks) for click in ClickDay.objects.all()] == [("memory:22", 1)]


def test_a_promoted_result_counts_as_a_click_without_a_record(client):
    token = clicks.token("ley", offset=0, ids=["memory:1"])
    client.post("/buscar/clic/", {"t": token, "n": "p"})
    journal.collect()
    assert (QueryDay.objects.get().clicks, QueryDay.objects.get().positions, ClickDay.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("change", ["token", "number", "letters", "old", "nothing", "elsewhere"])
def test_a_click_that_no_page_offered_is_refused(client, settings, monkeypatch, change):
    token, number, headers = clicks.token("ley", offset=0, ids=["memory:1"]), "0", {}
    match change:
        case "token":
            token = token[:-1] + ("A" if token[-1] != "A" else "B")
        case "number":
            number = "1"
        case "letters":
            number = "²"
        case "old":
            later = timezone.now() + dt.timedelta(days=2)
            monkeypatch.setattr(timezone, "localdate", lambda *_args: later.date())
        case "nothing":
            token = ""
        case "elsewhere":
            headers = {"HTTP_SEC_FETCH_SITE": "cross-site"}
    assert client.post("/buscar/clic/", {"t": token, "n": number}, **headers).status_code == 400
    assert lines(settings) == []


def test_the_token_is_the_same_for_everybody_and_needs_no_cookie(source, index, client):
    source.add(1, "Ley de aguas")
    index()
    pages = [client.get("/buscar/?q=ley") for _ in range(2)]
    assert pages[0].context["click_token"] == pages[1].context["click_token"] != ""
    assert not pages[0].cookies
    assert client.get("/buscar/clic/").status_code == 405


def test_one_query_can_be_clicked_only_so_often_in_a_minute(client, settings, monkeypatch):
    monkeypatch.setattr(clicks, "PER_QUERY", 3)
    token = clicks.token("ley", offset=0, ids=["memory:1"])
    codes = [client.post("/buscar/clic/", {"t": token, "n": "0"}).status_code for _ in range(4)]
    assert codes == [204, 204, 204, 429]
    assert len(lines(settings)) == 3


def test_collecting_twice_or_in_pieces_gives_the_same_sums():
    for times in (1, 2):
        for _ in range(times):
            journal.note("ley", 1)
        journal.collect()
    journal.note("ley", 0)
    journal.collect()
    assert journal.collect() == 0
    row = QueryDay.objects.get()
    assert (row.searches, row.empty) == (4, 1)
    assert QueryDailyHits.objects.get().hits == 4


def test_what_a_killed_run_left_is_counted_once(settings, monkeypatch):
    journal.note("ley", 1)
    monkeypatch.setattr("pathlib.Path.unlink", lambda *_args, **_options: (_ for _ in ()).throw(OSError("killed")))
    with pytest.raises(OSError, match="killed"):
        journal.collect()  # counted, but its file is still there
    monkeypatch.undo()
    assert QueryDay.objects.get().searches == 1
    assert list(settings.SEARCH_DIR.glob(journal.TAKEN))
    journal.collect()
    assert QueryDay.objects.get().searches == 1
    assert not list(settings.SEARCH_DIR.glob(journal.TAKEN))
    assert not Mark.objects.filter(name__startswith="journal ").exists()


def test_a_run_killed_before_it_counted_is_made_up_for(settings):
    journal.note("ley", 1)
    (settings.SEARCH_DIR / journal.FILE).rename(settings.SEARCH_DIR / "queries-dead.taken")
    assert journal.collect() == 1


def test_lines_that_a_full_disk_cut_and_those_of_the_version_before_do_no_harm(settings):
    settings.SEARCH_DIR.mkdir()
    old = json.dumps(["2026-11-01", "acta", True])
    (settings.SEARCH_DIR / journal.FILE).write_text(
        f'{old}\n["q", "2026-11-01", "es", "le\n[]\n7\n["q", "x", "", "", 1]\n'
    )
    assert journal.collect() == 1
    assert QueryDay.objects.get().empty == 1


def test_writers_beside_each_other_and_a_collector_lose_nothing(settings):
    """Threads stand for processes: the lock belongs to the opened file, not to the process."""
    writers = [threading.Thread(target=lambda: [journal._append(["q", "2026-11-01", "es", "ley", False]) for _ in range(200)]) for _ in range(4)]  # fmt: skip
    for writer in writers:
        writer.start()
    counted = 0
    while any(writer.is_alive() for writer in writers):
        counted += journal.collect()
    counted += journal.collect()
    assert counted == QueryDay.objects.get().searches == 800


def test_a_second_collector_leaves_the_first_alone(settings):
    journal.note("ley", 1)
    with journal._only_one(settings.SEARCH_DIR) as mine:
        assert mine
        assert journal.collect() == 0
    assert journal.collect() == 1


def test_a_machine_of_web_workers_alone_collects_by_itself(settings, monkeypatch):
    started = []
    monkeypatch.setattr("search.journal.connection.vendor", "postgresql", raising=False)
    monkeypatch.setattr(journal, "UNATTENDED", 600.0)
    monkeypatch.setattr(journal.threading.Thread, "start", lambda thread: started.append(thread.name))
    journal.note("ley", 1)
    journal.note("ley", 1)
    assert started == ["search-journal"]


def test_nothing_is_noted_when_the_file_has_grown_too_much(settings, monkeypatch):
    monkeypatch.setattr(journal, "MAX_BYTES", 60)
    for _ in range(9):
        journal.note("ley", 1)
    assert len(lines(settings)) == 2


def day(query: str, ago: int, searches: int = 1, **fields) -> None:
    when = timezone.localdate() - dt.timedelta(days=ago)
    QueryDay.objects.create(query=query, language="es", day=when, searches=searches, **fields)
    term = SearchTerm.get(query)
    QueryDailyHits.objects.create(query=term, date=when, hits=searches)


def test_rare_words_are_forgotten_after_a_month_and_their_sums_stay():
    day("juan pérez", 40, empty=1)
    day("josé lópez", 40, 2)
    day("ana ruiz", 10)
    day("ley", 40, 3)
    day("ley", 20, 3)
    SearchPromotion.objects.create(query=SearchTerm.get("promovida"), external_link_url="https://example.org/")
    ClickDay.objects.create(query="juan pérez", day=timezone.localdate() - dt.timedelta(days=40), record="memory:1")
    forgetting.forget()
    forgetting.forget()
    kept = QueryDay.objects.order_by("query", "day").values_list("query", "searches", "empty")
    assert list(kept) == [("", 3, 1), ("ana ruiz", 1, 0), ("ley", 3, 0), ("ley", 3, 0)]
    terms = set(SearchTerm.objects.values_list("query_string", flat=True))
    assert terms == {"ana ruiz", "ley", "promovida"}
    assert not ClickDay.objects.exists()


def test_after_thirteen_months_nothing_is_left():
    day("ley", 401, 100)
    forgetting.forget()
    assert not QueryDay.objects.exists()
    assert not SearchTerm.objects.exists()
