"""Every model that the public sees is found, or somebody said why not; every kind has its name in both languages."""

import pytest
from django.utils.translation import override
from wagtail.snippets.models import get_snippet_models

from acervo.base import publicity
from estados.models import SecretariatMember, SecretariatPage, StatePage, StatesPage, StepRecord, StepsPage
from observatorio.models import HeritageSite, Museum, MuseumsPage, ObservatoryPage
from search import checks, registry
from search.models import Change


def test_every_model_that_the_public_sees_is_decided():
    assert checks.every_page_model_is_decided() == []
    assert checks.every_public_row_is_decided() == []


def test_a_model_with_a_rule_of_publicity_and_a_snippet_must_be_decided(monkeypatch):
    monkeypatch.setattr(registry, "_exempt", {})
    monkeypatch.setattr(registry, "_sources", {})
    found = checks.every_public_row_is_decided()
    assert {error.id for error in found} == {"search.E002"}
    expected = {model for model in {*publicity.ruled(), *get_snippet_models()} if not hasattr(model, "get_children")}
    assert {error.obj for error in found} == expected
    assert Museum in expected
    assert HeritageSite in expected


def test_every_exemption_is_of_a_model_that_would_need_one_and_says_where_it_is_found():
    for model, reason in registry.exemptions().items():
        assert len(reason.split()) > 4, model
        assert not issubclass(model, tuple(source.model for source in registry.sources())), model


def kinds() -> set[str]:
    """The kinds that sources always bring; those of records are terms of a vocabulary, which editors name."""
    return {kind for source in registry.sources() if (kind := getattr(source, "kind", ""))}


def test_every_kind_is_named():
    assert kinds() == set(registry._kinds)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_a_name_in_each_language(kind):
    spanish = registry.kind_labels([kind], "es-mx")[kind]
    assert spanish[0].isupper()
    with override("en"):
        english = registry.kind_labels([kind], "en")[kind]
    assert english
    assert english != kind
    assert english != "Status"  # «Estado» is a part of the country here


@pytest.fixture
def state(site_tree):
    states = site_tree.home.add_child(
        instance=StatesPage(title="Estados", slug="los-estados", locale=site_tree.spanish)
    )
    return states.add_child(
        instance=StatePage(title="Zacatecas", slug="zacatecas", state="32", locale=site_tree.spanish)
    )


def entry_of(name: str, pk: int) -> registry.Entry | None:
    return next(iter(registry.source(name).entries([pk])), None)


@pytest.mark.django_db
def test_a_secretariat_is_found_by_its_rules_and_by_who_sits_in_it_but_not_by_a_name_kept_back(site_tree, state):
    page = state.add_child(
        instance=SecretariatPage(
            title="STL", slug="stl", locale=site_tree.spanish, model_name="heptapartita", rules="Por consenso"
        )
    )
    Change.objects.all().delete()
    SecretariatMember.objects.create(
        state="32", name="Persona Privada", post="Vocal", institution="Colectivo Ciudadano", sector="sociedad"
    )
    SecretariatMember.objects.create(
        state="32", name="Funcionaria Pública", name_is_public=True, institution="Contraloría", sector="publica"
    )
    assert Change.objects.filter(source="secretariatpage", record=page.pk).exists()
    text = entry_of("secretariatpage", page.pk).text
    assert "heptapartita" in text
    assert "Por consenso" in text
    assert "Colectivo Ciudadano" in text
    assert "Funcionaria Pública" in text
    assert "Persona Privada" not in text


@pytest.mark.django_db
def test_the_page_of_the_steps_is_found_by_who_signed(site_tree, state):
    page = state.add_child(instance=StepsPage(title="¿Dónde vamos?", slug="pasos", locale=site_tree.spanish))
    Change.objects.all().delete()
    StepRecord.objects.create(state="32", step=1, signers="Universidad Autónoma")
    assert Change.objects.filter(source="stepspage", record=page.pk).exists()
    assert "Universidad Autónoma" in entry_of("stepspage", page.pk).text


@pytest.mark.django_db
def test_a_museum_is_found_where_a_public_directory_lists_it(site_tree):
    museum = Museum.objects.create(name="Museo del Agua", kind="Ciencia", state="32", municipality="Zacatecas")
    assert entry_of("museum", museum.pk) is None
    front = site_tree.home.add_child(
        instance=ObservatoryPage(title="Observatorio", slug="observatorio-z", locale=site_tree.spanish)
    )
    page = front.add_child(instance=MuseumsPage(title="Museos", slug="museos", state="32", locale=site_tree.spanish))
    Change.objects.all().delete()
    page.save_revision().publish()
    assert Change.objects.filter(source="museum", record=museum.pk).exists()
    found = entry_of("museum", museum.pk)
    assert found.url == f"{page.get_url()}#museo-{museum.pk}"
    assert found.facets == {"state": ("32",)}
    assert "Ciencia" in found.text
    assert list(registry.source("museum").ids()) == [museum.pk]
    page.unpublish()
    assert entry_of("museum", museum.pk) is None
