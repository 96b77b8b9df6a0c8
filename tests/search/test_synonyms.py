"""What synonyms find, in which language, and how soon; and what an editor is told of a rule that cannot work."""

import pytest

from search.analysis import analyzer
from search.engines.base import Request
from search.models import SynonymGroup
from search.plan import plan
from search.query import parse
from search.service import load_synonyms
from search.synonym_rules import faults, warnings
from search.synonyms import Rule, split, tables


def two_way(*words: str, language: str = "") -> Rule:
    return Rule(words, (), language)


def one_way(typed: str, found: str, language: str = "") -> Rule:
    return Rule(split(typed), split(found), language, True)


def must(text: str, *rules: Rule, language: str = "es") -> list[set[str]]:
    """What each part of the query asks for, as words with spaces."""
    made = plan(parse(text), analyzer(language), tables(rules))
    return [{" ".join(row) for row in choice.rows} for choice in made.must]


def terms(text: str) -> str:
    return analyzer("es").joined(text)


def test_a_two_way_group_works_from_each_of_its_words():
    group = two_way("ayuntamiento", "cabildo")
    assert must("cabildos", group) == must("ayuntamiento", group) == [{terms("cabildo"), terms("ayuntamiento")}]


def test_a_one_way_rule_does_not_work_backwards():
    rule = one_way("celular", "teléfono móvil")
    assert must("celular", rule) == [{"celul", terms("teléfono móvil")}]
    assert must("teléfono móvil", rule) == [{terms("teléfono")}, {terms("móvil")}]


def test_several_typed_words_together_have_a_synonym_and_stop_words_between_them_do_not_matter():
    rule = two_way("Diario Oficial de la Federación", "DOF")
    assert must("diario oficial de la federación 2016", rule) == [
        {terms("diario"), "dof"}, {terms("oficial"), "dof"}, {terms("federación"), "dof"}, {"2016"}
    ]  # fmt: skip
    assert must("oficial diario", rule) == [{terms("oficial")}, {terms("diario")}]


def test_the_longest_expression_wins():
    rules = two_way("cabildo", "ayuntamiento"), two_way("cabildo abierto", "sesión pública")
    assert must("cabildo abierto", *rules) == [{terms("cabildo"), terms("sesión pública")}, {terms("abierto"), terms("sesión pública")}]  # fmt: skip


def test_what_stands_between_quotes_or_is_excluded_is_meant_as_it_is():
    group = two_way("ayuntamiento", "cabildo")
    assert must('"cabildo"', group) == [{terms("cabildo")}]
    made = plan(parse("ley -cabildo"), analyzer("es"), tables([group]))
    assert made.never == ((terms("cabildo"),),)


def test_a_rule_counts_for_its_language_alone():
    rule = two_way("OGP", "Open Government Partnership", language="en")
    assert must("ogp", rule) == [{"ogp"}]
    assert len(must("ogp", rule, language="en")[0]) == 2


def test_rules_are_not_chained():
    assert must("nube", two_way("nube", "lago"), two_way("lago", "pez")) == [{"nub", "lag"}]


@pytest.mark.django_db
def test_a_change_counts_at_the_next_search_on_any_engine(source, index, engine, now):
    source.add(1, "Acta del ayuntamiento", "Sesión del ayuntamiento.")
    source.add(2, "Diario Oficial", "El Diario Oficial de la Federación.")
    index()

    def found(text):
        hits = engine.search(Request(parse(text), now, synonyms=load_synonyms())).hits
        return [hit.id for hit in hits]

    assert found("cabildo") == found("dof") == []
    group = SynonymGroup.objects.create(words="cabildo, ayuntamiento")
    rule = SynonymGroup.objects.create(kind="one_way", words="dof, D.O.F.", found="diario oficial")
    assert found("cabildo") == ["memory:1"]
    assert found("dof") == found("d.o.f.") == ["memory:2"]
    group.words = "concejo, ayuntamiento"
    group.save()
    rule.delete()
    assert (found("cabildo"), found("concejo"), found("dof")) == ([], ["memory:1"], [])


@pytest.mark.django_db
def test_the_rules_cost_one_query_however_many(django_assert_num_queries):
    for size in (3, 40):
        for number in range(size):
            SynonymGroup.objects.create(words=f"palabra{number}, otra{number}")
        with django_assert_num_queries(1):
            load_synonyms()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (two_way(), "Escriba al menos una"),
        (two_way("cabildo"), "solo está «cabildo»"),
        (two_way("cabildo", "¿?"), "«¿?» no tiene letras"),
        (two_way("cabildo", "de la"), "«de la» son solo palabras"),
        (two_way("acta", "actas"), "«actas» y «acta» ya se encuentran entre sí"),
        (two_way("año", "un dos tres cuatro cinco seis siete ocho nueve"), "más de 8 palabras"),
        (two_way("DOF", "otra cosa"), "«DOF» ya está en el grupo «dof, Diario Oficial»"),
        (one_way("celular", ""), "también se debe encontrar"),
        (one_way("celular", "celulares"), "ya se encuentran entre sí"),
        (one_way("dof", "diario oficial"), "ya dice que «dof» también encuentra «diario oficial»"),
        (one_way("móvil", "teléfono"), "La regla «móvil, celular → teléfono» ya dice"),
        (two_way("a1", "b1", language="xx"), "«xx» no es un idioma"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_with_its_reason(rule, said):
    others = [two_way("dof", "Diario Oficial"), one_way("móvil, celular", "teléfono")]
    assert said in " ".join(fault.message for fault in faults(rule, others))


def test_rules_of_different_languages_do_not_collide():
    assert faults(two_way("act", "law", language="en"), [two_way("act", "acta", language="es")]) == []
    assert faults(two_way("act", "law", language="en"), [two_way("act", "acta")]) != []


def test_a_loop_is_allowed_but_said():
    back = one_way("teléfono móvil", "celular")
    there = [one_way("celular", "teléfono móvil")]
    assert faults(back, there) == []
    assert "va en sentido contrario" in warnings(back, there)[0]
    assert "ya no hace falta" in warnings(two_way("celular", "teléfono móvil"), there)[0]
