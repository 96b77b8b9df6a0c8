"""What keeps the index true: the check of page models, the golden queries."""

import pytest
from wagtail.models import Page, get_page_models

from search import checks, golden, registry


# --- The registry and its check ------------------------------------------------------------------
@pytest.fixture
def page_models(source, monkeypatch):
    """The page types of this site, about which nobody has decided anything."""
    monkeypatch.setattr(registry, "_exempt", {})
    return [model for model in get_page_models() if model is not Page]


def test_a_page_model_must_say_whether_it_is_searched(page_models):
    errors = checks.every_page_model_is_decided()
    assert {error.obj for error in errors} == set(page_models)
    assert {error.id for error in errors} == {"search.E001"}
    assert "registry.exempt" in errors[0].hint
    for model in page_models:
        registry.exempt(model, reason="only a list")
    assert checks.every_page_model_is_decided() == []


def test_a_source_covers_the_subclasses_of_its_model(source, page_models, monkeypatch):
    monkeypatch.setattr(type(source), "model", Page)
    assert checks.every_page_model_is_decided() == []


def test_an_exemption_needs_a_reason():
    with pytest.raises(ValueError, match="why"):
        registry.exempt(Page, reason=" ")


def test_two_sources_cannot_have_the_same_name(source):
    class Other(registry.Source):
        name = "memory"

    with pytest.raises(ValueError, match="already"):
        registry.register(Other())


def test_every_page_model_of_this_site_is_decided():
    assert checks.every_page_model_is_decided() == []


# --- Golden queries ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_golden_queries_give_precision_and_recall(source, index, now, tmp_path):
    source.add(1, "Ley de aguas", "el agua potable", "el drenaje")
    source.add(2, "Ley de caminos", "el agua de lluvia")
    index()
    file = tmp_path / "golden.csv"
    file.write_text(
        "query,records,pages,not_records,note\n"
        "drenaje,memory:1,memory:1:2,,all right\n"
        "agua,memory:1,memory:1:1,,one too many\n"
        "ley,* memory:1,,memory:2,one that must not be there\n"
        "camino,memory:2 memory:9,memory:2:1,,one too few and no such page\n",
        "utf-8",
    )
    report = golden.run(golden.read(file), audience=now, key_of=lambda hit: hit.id)
    assert [o.good for o in report.outcomes] == [True, False, False, False]
    assert report.precision == pytest.approx(3 / 4)
    assert report.recall == pytest.approx(4 / 5)
    assert report.page_recall == pytest.approx(2 / 3)
    assert "wrong: memory:2" in report.table()


def test_a_golden_file_with_a_slip_names_its_line(tmp_path):
    file = tmp_path / "golden.csv"
    file.write_text("query,records,pages\nagua,a,a-2\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        golden.read(file)
