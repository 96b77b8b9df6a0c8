"""Comparing what sources say: equal things are equal, the last word counts, and one rule for one or all."""

import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from observatorio.models import Monument, Protection
from observatorio.services.adoption import adopt, settle
from observatorio.services.comparison import compare, current_statements, same
from observatorio.services.disagreements import unresolved
from tests.observatorio import inventory as made


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("name", "Templo de San Agustín", "TEMPLO  de san agustin "),
        ("name", "", None),
        ("other_names", ["La Bufa", "El Cerro"], ["el cerro", "LA BUFA"]),
        ("institutions", ["inah", "junta"], ["junta", "inah"]),
        ("current_uses", ["Museo", "Oficinas", "Comercio"], ["museo", "comercio", "oficinas"]),
        ("century_from", 18, 18.0),
        ("latitude", 22.7755, 22.77550004),
        ("protections", [{"kind": "ley-federal", "name": "LEY"}], [{"kind": "ley-federal", "name": "ley"}]),
        ("authors", [], ""),
    ],
)  # fmt: skip
def test_equal_things_are_equal(attribute, one, other):
    assert same(attribute, one, other)
    assert same(attribute, other, one)


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("name", "Templo del Año Nuevo", "Templo del Ano Nuevo"),
        ("current_uses", ["Museo", "Oficinas"], ["Oficinas", "Museo"]),  # the first is the main one
        ("latitude", 22.7755, 22.7756),
        ("condition", "bueno", ""),
        ("institutions", ["inah"], ["inah", "junta"]),
        ("protections", [{"kind": "ley-federal", "name": "Ley"}], [{"kind": "catalogo", "name": "Ley"}]),
    ],
)
def test_different_things_differ(attribute, one, other):
    assert not same(attribute, one, other)


texts = st.text("abcñáéíóúü ÑÁÜ.,-09", max_size=20)


@given(texts, st.sampled_from([str.upper, str.lower, lambda text: f"  {text.replace(' ', '   ')} ",
                               lambda text: unicodedata.normalize("NFD", text)]))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_case_spaces_and_the_form_of_accents_never_make_a_difference(text, change):
    assert same("name", text, change(text))


@given(st.lists(texts, max_size=5), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_a_list_never_makes_a_difference(values, random):
    mixed = list(values)
    random.shuffle(mixed)
    assert same("other_names", values, mixed)


@pytest.mark.django_db
def test_the_last_record_of_each_institution_is_the_current_one():
    monument = made.monument()
    made.statement(monument, "inah", condition="malo")
    last = made.statement(monument, "inah", style="Barroco")
    junta = made.statement(monument, "junta", condition="bueno")
    assert current_statements(monument) == [last, junta]


@pytest.mark.django_db
def test_a_comparison_says_who_adopted_the_value_and_who_differs():
    monument, ana = made.monument(condition="bueno"), made.user("ana")
    made.statement(monument, "inah", condition="malo", name=monument.name.upper())
    made.statement(monument, "junta", condition="regular")
    adopt(monument, {"condition": "regular"}, by=ana)
    found = {item.attribute: item for item in compare(monument_again(monument))}
    assert list(found) == ["name", "condition"]
    assert not found["name"].differs
    assert found["condition"].adoption.by == ana
    assert [(said.value, said.differs) for said in found["condition"].statements] == [
        ("malo", True),
        ("regular", False),
    ]


@pytest.mark.django_db
def test_without_a_reason_a_difference_stays_open():
    monument = made.monument(condition="bueno")
    made.statement(monument, "inah", condition="malo")
    adopt(monument, {"condition": "regular"}, by=made.user("ana"))
    assert unresolved() == {monument.pk: ("condition",)}
    settle(monument_again(monument), "condition", by=None, reason="Visita")
    assert unresolved() == {}


@pytest.mark.django_db
def test_a_decision_does_not_outlive_the_value_it_was_for():
    monument = made.monument(condition="bueno")
    made.statement(monument, "inah", condition="malo")
    settle(monument, "condition", by=None, reason="Visita")
    adopt(monument, {"condition": "regular"}, by=made.user("ana"))
    assert unresolved() == {monument.pk: ("condition",)}


VALUES = {
    "condition": st.sampled_from(["bueno", "malo", ""]),
    "name": st.sampled_from(["Templo", "TEMPLO ", "Capilla"]),
    "other_names": st.sampled_from([["A", "B"], ["b", "a"], ["C"], []]),
    "institutions": st.sampled_from([["inah", "junta"], ["inah"], []]),
    "protections": st.sampled_from([[{"kind": "ley-federal", "name": "Ley"}], []]),
}
said = st.fixed_dictionaries({}, optional=VALUES)


@pytest.mark.django_db
@given(st.lists(st.tuples(st.sampled_from(["inah", "junta"]), said, st.booleans()), max_size=6))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_report_of_all_agrees_with_the_comparison_of_each(story):
    """Statements and decisions in any order: the query over everything finds what the form of one finds."""
    Monument.objects.all().delete()
    monument = made.monument(name="Templo", other_names=["A", "B"], institutions=[made.institution("inah")])
    monument.protections.add(Protection(kind="ley-federal", name="Ley"))
    monument.save()
    moment = timezone.now() - timedelta(days=10)
    for code, values, decided in story:
        moment += timedelta(hours=1)
        record = made.statement(monument, code, **values)
        record.received_at = moment
        record.save()
        if decided:
            change = settle(monument, "condition", by=None, reason="Visita")
            change.at = moment + timedelta(minutes=1)
            change.save()
    expected = tuple(item.attribute for item in compare(monument_again(monument)) if item.unresolved)
    assert unresolved() == ({monument.pk: expected} if expected else {})


def monument_again(monument: Monument) -> Monument:
    return Monument.objects.get(pk=monument.pk)
