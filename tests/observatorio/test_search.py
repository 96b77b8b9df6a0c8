"""Monuments and works in the public search: found by what is public, at once, and by nothing else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from observatorio.models import Citation, FieldRestriction, HeritageSite, Institution, Intervention, Monument
from observatorio.search_sources import MonumentSource, restrictions_ended
from search.indexing import sweep
from search.models import Mark

from .open_data import HIDEABLE, full, hide
from .public_inventory import monument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site_tree, search_index):
    """A site with an index of its own."""


def find(client, words, **more):
    return client.get("/api/v1/search", {"q": words, **more}).json()


def titles(client, words, **more):
    return [result["title"] for result in find(client, words, **more)["results"]]


#: A word of each field that stands for it in the search; what has no words is not searched.
WORDS = {
    "inah_key": "I-32-07531", "real_folio": "zapupe", "inbal_key": "zurcido", "junta_key": "zacatón",
    "cadastral_key": "zarzamora", "wikidata": "Q7654321", "original_name": "Zorrillero", "other_names": "Zumbador",
    "monument_type": "zaguán-tipo", "original_use": "zapatería", "current_uses": "zoológico", "locality": "Zóquite",
    "street": "Zenzontle", "settlement": "Zafiro", "dating": "1588", "phases": "zócalo-fase", "style": "zigurat",
    "authors": "Zacarías", "fabric": "zinc-azul", "heritage_site": "Zumaque", "protections": "zonificación-77",
    "institutions": "ZIRUELA", "ownership": "ejidal", "owner_name": "Zenaida", "interior": "zotehuela",
    "condition": "ruinoso", "photos": "zapato-pie", "description": "zarabanda", "bibliography": "Zavala",
}  # fmt: skip


@pytest.mark.parametrize("field", WORDS)
def test_a_monument_is_found_by_each_public_field_and_never_by_a_hidden_one(client, site_tree, committing, field):
    with committing():
        made = full(site_tree)
    assert "Casa de la Tuza" in titles(client, WORDS[field])
    with committing():
        hide(made, field)
    answer = find(client, WORDS[field])
    assert answer["total"] == 0
    assert not any(answer["facets"].values())
    assert "Casa de la Tuza" in titles(client, "Tuza")


def test_every_field_that_is_not_searched_is_named_here():
    assert set(HIDEABLE) - set(WORDS) == {"part_of", "coordinates", "century", "records"}


def test_what_it_is_and_where(client, committing):
    with committing():
        made = monument("Acueducto El Cubo", century_from=18, street_type="calle", street="González Ortega")
    result = find(client, "acueducto cubo")["results"][0]
    assert result["type"] == "inmueble"
    assert result["url"].endswith(f"/observatorio/inmuebles/{made.code}/")
    answer = find(client, "acueducto")
    assert answer["facets"]["type"] == [{"value": "inmueble", "label": "Inmueble", "count": 1}]
    assert answer["facets"]["state"] == [{"value": "32", "label": "Zacatecas", "count": 1}]
    assert "siglo XVIII" in client.get("/buscar/", {"q": "acueducto"}).content.decode()


def test_it_is_found_from_both_languages(client, committing):
    with committing():
        monument("Acueducto El Cubo")
    assert client.get("/en/buscar/", {"q": "acueducto"}).context["total"] == 1


@pytest.mark.parametrize("close", ["unpublish", "expire", "delete"])
def test_a_monument_that_is_closed_leaves_the_index_with_its_works(client, committing, close):
    with committing():
        made = monument("Acueducto El Cubo")
        Intervention.objects.create(monument=made, title="Consolidación de arcos")
    assert find(client, "acueducto")["total"] == 2
    with committing():
        made = Monument.objects.get(pk=made.pk)
        if close == "unpublish":
            made.unpublish()
        elif close == "expire":
            made.expire_at = timezone.now() - dt.timedelta(seconds=1)
            made.save()
        else:
            made.delete()
    assert find(client, "acueducto")["total"] == 0


def test_a_draft_is_not_found_before_it_is_published(client, committing):
    with committing():
        made = monument("Acueducto El Cubo")
        draft = Monument.objects.get(pk=made.pk)
        draft.description = "quinceañero"
        draft.save_revision()
    assert find(client, "quinceañero")["total"] == 0
    with committing():
        Monument.objects.get(pk=made.pk).get_latest_revision().publish()
    assert find(client, "quinceañero")["total"] == 1


def test_a_reservation_ends_after_its_last_day_and_the_clock_opens_it(client, site_tree, committing):
    today = timezone.localdate()
    with committing():
        made = full(site_tree)
        hide(made, "description", level="reservado", until=today)
        sweep(timezone.now())
    assert find(client, "zarabanda")["total"] == 0
    midnight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min))
    assert list(restrictions_ended(timezone.now(), midnight - dt.timedelta(seconds=1))) == []
    assert [item.field for item in restrictions_ended(timezone.now(), midnight)] == ["description"]
    assert list(restrictions_ended(midnight, midnight + dt.timedelta(hours=9))) == []
    # As if that last day were over: the row is older, and the clock looks at what passed since its last round.
    FieldRestriction.objects.filter(field="description").update(until=today - dt.timedelta(days=1))
    Mark.objects.filter(name="sweep").update(at=timezone.now() - dt.timedelta(days=1))
    with committing():
        sweep(timezone.now())
    assert find(client, "zarabanda")["total"] == 1


def test_works_are_found_by_project_monument_and_authority(client, committing):
    with committing():
        inah = Institution.objects.create(code="inah", abbreviation="INAH", name="Instituto Nacional")
        about = monument("Mercado González Ortega", street_type="avenida", street="Hidalgo")
        Intervention.objects.create(
            monument=about, title="Cubierta nueva", authority=inah, authorisation="P-4417", description="Láminas de zinc."
        )  # fmt: skip
    for words in ("cubierta mercado", "hidalgo cubierta", "P-4417", "lámina instituto"):
        assert "Cubierta nueva" in titles(client, words, type="intervencion"), words
    result = find(client, "P-4417")["results"][0]
    assert result["date"] == timezone.localdate().isoformat()


def test_works_do_not_tell_a_street_that_is_reserved(client, committing):
    with committing():
        about = monument("Casa de la Tuza", street_type="calle", street="Zenzontle")
        Intervention.objects.create(monument=about, title="Cubierta nueva")
    assert find(client, "zenzontle")["total"] == 2
    with committing():
        hide(about, "street")
    assert find(client, "zenzontle")["total"] == 0
    with committing():
        FieldRestriction.objects.get().delete()
    assert find(client, "zenzontle")["total"] == 2


def test_new_names_of_institutions_and_sites_and_new_rows_are_found(client, committing):
    with committing():
        site = HeritageSite.objects.create(name="Centro", slug="centro", reference="1")
        made = monument("Casa de la Tuza", heritage_site=site, institutions=("inah",))
    with committing():
        site.name = "Centro Guacamaya"
        site.save()
        institution = Institution.objects.get(code="inah")
        institution.name = "Dirección Chuparrosa"
        institution.save()
        Citation.objects.create(monument=made, text="Libro del Cenzontle")
    for word in ("guacamaya", "chuparrosa", "cenzontle"):
        assert titles(client, word) == ["Casa de la Tuza"], word
    with committing():
        Citation.objects.get().delete()
        Monument.objects.get(pk=made.pk).institutions.through.objects.all().delete()
        Monument.objects.get(pk=made.pk).save()
    assert titles(client, "cenzontle") == []
    assert titles(client, "chuparrosa") == []


def test_hidden_words_are_not_suggested_either(client, site_tree, committing):
    with committing():
        made = full(site_tree)
        hide(made, "other_names")
        hide(made, "description")
    suggestions = client.get("/buscar/sugerencias/", {"q": "zarab"}).content.decode()
    assert "zarabanda" not in suggestions.replace('zarab"', "")
    assert find(client, "zarabandq")["suggestion"] is None


def test_indexing_costs_the_same_queries_for_few_and_many(site_tree):
    full(site_tree)

    def cost():
        with CaptureQueriesContext(connection) as caught:
            list(MonumentSource().entries(MonumentSource().ids()))
        return len(caught)

    cost()  # makes the thumbnail
    few = cost()
    for number in range(30):
        monument(f"Casa {number}", institutions=("inah",), protections=("municipal",))
    assert cost() == few


def test_a_lost_image_does_not_keep_a_monument_out_of_the_index(client, site_tree, committing):
    with committing():
        made = full(site_tree)
    with committing():
        image = made.photos.get().image
        image.renditions.all().delete()
        image.file.storage.delete(image.file.name)
        made.save()
    assert "Casa de la Tuza" in titles(client, "Tuza")
