"""One canonical link for each object, part or outside source; made once, also under a race."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from wagtail.models import Page

from acervo.links import codes
from acervo.links.models import ShortLink, short_link
from acervo.links.services import link_for, links_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]


def test_the_same_target_always_gives_the_same_link(make_page):
    page = make_page()
    link = link_for(page, label="Primero")
    assert link_for(Page.objects.get(pk=page.pk).specific, label="Segundo") == link
    assert link.label == "Primero"
    assert link.get_absolute_url() == f"/q/{link.code}/"
    assert link.absolute_url == f"https://acervo.example.mx/q/{link.code}/"
    assert link.short_address == f"acervo.example.mx/q/{link.code}"


def test_each_part_of_a_target_has_its_own_link(make_page):
    page = make_page()
    assert len({link_for(page, suffix=s).code for s in ("", "pagina/3/", "pagina/4/", "#acuerdo-2")}) == 4


def test_an_outside_source_has_one_link_too():
    url = "https://www.dof.gob.mx/nota.php?codigo=1"
    assert link_for(url) == link_for(url)
    assert link_for(url) != link_for(url + "2")


@pytest.mark.parametrize("bad", ["/ruta", "javascript:alert(1)", "ftp://x.mx/", "https://", ""])
def test_only_complete_http_addresses_are_accepted(bad):
    with pytest.raises(ValueError, match="http"):
        link_for(bad)


@pytest.mark.parametrize("bad", ["../x/", "//otro.mx/", "/x/", "https://otro.mx/", "a/../b/", "x\n", "a b/"])
def test_a_suffix_cannot_leave_its_target(make_page, bad):
    with pytest.raises(ValueError, match="relative"):
        link_for(make_page(), suffix=bad)


def test_an_unsaved_object_has_no_link():
    with pytest.raises(ValueError, match="saved"):
        link_for(Page(title="Borrador"))


def test_when_two_ask_at_once_both_get_the_one_that_was_made_first(make_page, monkeypatch):
    page = make_page()
    rival = []

    look = QuerySet.get

    def rival_is_faster(queryset, **kwargs):
        """The first look finds nothing, and before the link is made, somebody else has made it."""
        if rival or queryset.model is not ShortLink:
            return look(queryset, **kwargs)
        columns = {"target_type": ContentType.objects.get_for_model(Page), "target_id": page.pk}
        rival.append(ShortLink.objects.create(is_canonical=True, **columns))
        raise ShortLink.DoesNotExist

    monkeypatch.setattr(QuerySet, "get", rival_is_faster)
    assert link_for(page) == rival[0]
    assert ShortLink.objects.count() == 1


def test_a_code_that_is_taken_is_drawn_again(make_page, monkeypatch):
    taken = link_for(make_page()).code
    draws = iter([taken, taken, "2222222"])
    monkeypatch.setattr(short_link, "new_code", lambda: next(draws))
    assert link_for(make_page("Otra")).code == "2222222"


def test_bulk_gives_every_pair_its_link_and_makes_what_is_missing(make_page):
    first, second = make_page("Una"), make_page("Dos")
    existing = link_for(first)
    url = "https://www.inegi.org.mx/"
    pairs = [(first, ""), (second, ""), (first, "pagina/1/"), (url, "")]
    links = links_for(pairs)
    assert list(links) == pairs
    assert links[first, ""] == existing
    assert len({link.code for link in links.values()}) == 4
    assert links == links_for(pairs)
    assert links[second, ""] == link_for(second)
    assert links_for([]) == {}


def test_bulk_takes_the_same_queries_for_two_and_for_fifty(make_page, django_assert_num_queries):
    page = make_page()
    ContentType.objects.get_for_model(Page)
    for many in (2, 50):
        pairs = [(page, f"parte-{many}/{n}/") for n in range(many)]
        with django_assert_num_queries(3):  # look, insert, look again
            links_for(pairs)
        with django_assert_num_queries(1):
            links_for(pairs)


def test_bulk_draws_again_when_a_code_is_taken(make_page, monkeypatch):
    page = make_page()
    taken = link_for(page).code
    draws = iter([taken, "3333333"])
    monkeypatch.setattr(codes, "new_code", lambda: next(draws))
    assert links_for([(page, "pagina/2/")])[page, "pagina/2/"].code == "3333333"


def test_bulk_gives_up_with_an_error_instead_of_trying_for_ever(make_page, monkeypatch):
    page = make_page()
    taken = link_for(page).code
    monkeypatch.setattr(codes, "new_code", lambda: taken)
    with pytest.raises(RuntimeError):
        links_for([(page, "pagina/2/")])


def test_the_database_itself_refuses_a_link_to_nothing_or_to_two_places(make_page):
    page_type = ContentType.objects.get_for_model(Page)
    both = {"target_type": page_type, "target_id": make_page().pk, "external_url": "https://x.mx/"}
    for columns in ({}, both):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShortLink.objects.create(**columns)


def test_editors_links_to_one_page_are_as_many_as_they_like(make_page):
    page = make_page()
    page_type = ContentType.objects.get_for_model(Page)
    for label in ("Cartel del parque", "Cartel de la plaza"):
        ShortLink.objects.create(target_type=page_type, target_id=page.pk, label=label)
    assert link_for(page).is_canonical
    assert ShortLink.objects.count() == 3
