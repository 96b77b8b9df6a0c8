"""What is closed to the public is nowhere: every way of closing a record, looked for on every public surface."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from documents.models import ArchiveFile, RecordPage, RecordType, Theme
from documents.services.withdrawal import restore_record, withdraw_file, withdraw_record
from tests import factories

WORD = "xilofonista"  # in the title, in the abstract and on a page of the file; nowhere else
OTHER = "marimbero"  # only on a page of the file


@pytest.fixture
def published(site_tree, search_index, committing):
    """A public record with a file, and another record that stays public."""
    with committing():
        theme = Theme.for_code("musica", name="Música")
        kind = RecordType.for_code("partitura", name="Partitura")
        page = factories.record(
            site_tree.collection, f"El {WORD} municipal", abstract=f"Del {WORD}.", record_type=kind, themes=[theme],
            issued="2016-12-03", state="32", identifier="XIL-1",
        )  # fmt: skip
        made = factories.ingested(factories.pdf(f"Nadie toca como el {WORD} y el {OTHER}"))
        factories.attach(page, made)
        page.save_revision().publish()
        factories.record(site_tree.collection, "Ley de aguas", abstract="Trata del agua.")
    return page


def surfaces(client, page: RecordPage, made: ArchiveFile) -> dict[str, str]:
    """Name of each public surface → what it says, as text; addresses of the record itself say their status."""
    listing = page.get_parent().url
    link = reverse("links:follow", args=[short_code(page)])
    term = reverse("term", args=["temas", "musica"])
    found = {
        "search page": client.get("/buscar/", {"q": WORD}),
        "search for a word of a page": client.get("/buscar/", {"q": OTHER}),
        "search without words": client.get("/buscar/"),
        "api": client.get("/api/v1/search", {"q": WORD}),
        "api facets": client.get("/api/v1/search"),
        "autocomplete": client.get("/buscar/sugerencias/", {"q": WORD[:5]}),
        "did you mean": client.get("/api/v1/search", {"q": "xilofonsita"}),
        "archive": client.get("/acervo/"),
        "collection": client.get(listing),
        "year": client.get(f"{listing}2016/"),
        "csv": client.get(f"{listing}registros.csv"),
        "json": client.get(f"{listing}registros.json"),
        "vocabulary": client.get(reverse("vocabulary", args=["temas"])),
        "term": client.get(term),
        "sitemap": client.get("/sitemap.xml"),
        "home": client.get("/"),
    }
    texts = {name: text_of(response) for name, response in found.items()}
    addresses = {
        "record": page.url,
        "reader": f"{page.url}pagina/1/",
        "citation": f"{page.url}cita.bib",
        "file": made.get_absolute_url(),
        "version": made.current.get_absolute_url(),
        "page image": reverse("documents:page_image", args=[made.pk, 1, 1, "s"]),
        "short link": link,
    }
    for name, address in addresses.items():
        response = client.get(address, follow=name in ("short link", "file"))
        # Bytes count as served; a page must say something of the record (a password form does not).
        is_page = response["Content-Type"].startswith("text/html")
        # The password form of a private page says back the address that the visitor asked for.
        said = text_of(response).replace(page.url, "")
        texts[name] = f"{WORD} served" if response.status_code == 200 and not is_page else said
    return texts


def short_code(page: RecordPage) -> str:
    from acervo.links.services import link_for

    return link_for(page).code


def text_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def leaks(texts: dict[str, str], *, allowed: tuple[str, ...] = ()) -> list[str]:
    """The surfaces that say anything of the record; the query itself, said back, is no leak."""
    title, served = f"El {WORD} municipal", f"{WORD} served"
    secrets = (title, served, f"Del {WORD}", "Nadie toca", "XIL-1", "Partitura", "Música", "el-xilofonista")
    return [
        f"{name}: {secret}"
        for name, text in texts.items()
        for secret in secrets
        if name not in allowed and secret in text and not (name == "term" and secret == "Música")
    ]


def close_draft(page, made):
    page.unpublish()


def close_private(page, made):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def close_private_above(page, made):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="password", password="x" * 9)


def close_embargo(page, made):
    page.embargo_until = timezone.now() + dt.timedelta(days=1)
    page.save_revision().publish()


def close_expired(page, made):
    RecordPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))
    RecordPage.objects.get(pk=page.pk).specific.save()


def close_withdrawn(page, made):
    withdraw_record(page, reason="Por orden judicial.")


WAYS = [close_draft, close_private, close_private_above, close_embargo, close_expired, close_withdrawn]


def test_a_public_record_is_on_every_surface(client, published):
    made = published.record_files.get().file
    texts = surfaces(client, published, made)
    missing = {name for name, text in texts.items() if WORD not in text}
    # These name it without its title: by counts, or by the theme.
    assert missing <= {"vocabulary", "search without words", "api facets", "sitemap", "did you mean"}, missing
    assert "Música" in texts["vocabulary"]
    assert published.slug in texts["sitemap"]
    assert json.loads(texts["api"] if texts["api"].startswith("{") else "{}")["total"] == 1
    assert "Partitura" in texts["api facets"]


@pytest.mark.parametrize("close", WAYS, ids=lambda way: way.__name__.removeprefix("close_"))
def test_a_closed_record_is_on_no_surface(client, published, committing, close):
    made = published.record_files.get().file
    with committing():
        close(published, made)
    texts = surfaces(client, published, made)
    # A withdrawn record keeps a page that says what it was and why it went.
    allowed = ("record", "short link") if close is close_withdrawn else ()
    assert leaks(texts, allowed=allowed) == []
    assert '"total":0' in texts["api"].replace(" ", "")
    if close is close_withdrawn:
        response = client.get(published.url)
        assert response.status_code == 410
        assert "Por orden judicial." in response.content.decode()


def close_file_collection(page, made):
    private = Collection.get_first_root_node().add_child(name="Reservado")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    made.collection = private
    made.save()


def close_file_collection_later(page, made):
    CollectionViewRestriction.objects.create(collection=made.collection, restriction_type="login")


def close_file_embargo(page, made):
    made.embargo_until = timezone.now() + dt.timedelta(days=1)
    made.save()


def close_file_withdrawn(page, made):
    withdraw_file(made, reason="Datos personales.")


FILE_WAYS = [close_file_collection, close_file_collection_later, close_file_embargo, close_file_withdrawn]


@pytest.mark.parametrize("close", FILE_WAYS, ids=lambda way: way.__name__.removeprefix("close_file_"))
def test_the_words_of_a_closed_file_find_nothing_though_its_record_is_public(client, published, committing, close):
    made = published.record_files.get().file
    with committing():
        close(published, made)
    assert client.get("/api/v1/search", {"q": OTHER}).json()["total"] == 0
    assert client.get("/api/v1/search", {"q": WORD}).json()["total"] == 1
    assert client.get("/api/v1/search", {"q": WORD}).json()["results"][0]["pages"] == []
    for address in (f"{published.url}pagina/1/", made.current.get_absolute_url(), made.get_absolute_url(),
                    reverse("documents:page_image", args=[made.pk, 1, 1, "s"])):  # fmt: skip
        assert client.get(address).status_code in (404, 410), address
    assert OTHER not in client.get(published.url).content.decode()


@pytest.mark.parametrize("close", [close_draft, close_private, close_embargo, close_withdrawn])
def test_what_opens_again_is_found_again(client, published, committing, close):
    made = published.record_files.get().file
    with committing():
        close(published, made)
    assert client.get("/api/v1/search", {"q": OTHER}).json()["total"] == 0
    with committing():
        PageViewRestriction.objects.all().delete()
        page = RecordPage.objects.get(pk=published.pk).specific
        if page.is_withdrawn:
            restore_record(page)
        page.embargo_until = None
        page.save_revision().publish()
    assert client.get("/api/v1/search", {"q": OTHER}).json()["total"] == 1


def test_an_embargo_ends_by_itself_within_the_next_tick_of_the_clock(client, published, committing):
    from search.indexing import sweep

    soon = timezone.now() + dt.timedelta(seconds=30)
    with committing():
        sweep(timezone.now())
        published.embargo_until = soon
        published.save_revision().publish()
    assert client.get("/api/v1/search", {"q": OTHER}).json()["total"] == 0
    RecordPage.objects.filter(pk=published.pk).update(embargo_until=timezone.now() - dt.timedelta(milliseconds=1))
    with committing():
        sweep(soon + dt.timedelta(seconds=1))
    assert client.get("/api/v1/search", {"q": OTHER}).json()["total"] == 1


def test_a_deleted_record_leaves_the_index(client, published, committing):
    with committing():
        published.delete()
    assert client.get("/api/v1/search", {"q": WORD}).json()["total"] == 0


def test_a_moved_record_is_found_at_its_new_address(client, published, site_tree, committing):
    from documents.models import CollectionPage

    with committing():
        site_tree.archive.refresh_from_db()
        other = site_tree.archive.add_child(instance=CollectionPage(title="Otra", slug="otra"))
        published.move(other, pos="last-child")
    result = client.get("/api/v1/search", {"q": OTHER}).json()["results"][0]
    assert "/acervo/otra/" in result["url"]
    assert "/acervo/otra/" in result["pages"][0]["url"]


def test_the_alias_of_a_record_that_becomes_private_leaves_the_index_too(client, published, site_tree, committing):
    with committing():
        for page in (site_tree.home, site_tree.archive, site_tree.collection):
            page.refresh_from_db()
            page.specific.copy_for_translation(site_tree.english).save_revision().publish()
        alias = published.copy_for_translation(site_tree.english, alias=True)
    assert client.get("/en/buscar/", {"q": OTHER}).context["total"] == 1
    assert alias.live
    with committing():
        close_private(published, None)
    assert client.get("/en/buscar/", {"q": OTHER}).context["total"] == 0
    # What was not made private stays.
    assert client.get("/api/v1/search", {"q": "aguas"}).json()["total"] == 1
