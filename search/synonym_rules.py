"""What is wrong with a rule of synonyms, in sentences for whoever writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.analysis import LANGUAGES, analyzer, words
from search.plan import LONGEST_EXPRESSION, Row
from search.synonyms import Rule, key

MOST_EXPRESSIONS = 30


@dataclass(frozen=True, slots=True)
class Fault:
    """`field` is "words" or "found"."""

    field: str
    message: str


def faults(rule: Rule, others: Iterable[Rule] = ()) -> list[Fault]:
    """Why `rule` cannot be kept; `others` are the rules that are already there, without this one."""
    own = [*_fields(rule)] or [*_expressions(rule)] or [*_alone(rule)]
    return own or [*_among(rule, others)]


def warnings(rule: Rule, others: Iterable[Rule] = ()) -> list[str]:
    """What the editor should know of a rule that can be kept: loops and what is no longer needed."""
    said = []
    for other in others:
        if not rule.one_way and other.one_way and _shared(rule, other):
            text = _("La regla «%(rule)s» ya no hace falta: el grupo dice lo mismo en los dos sentidos.")
            said.append(text % {"rule": other})
        elif rule.one_way and other.one_way and _returns(rule, other):
            text = _(
                "La regla «%(rule)s» va en sentido contrario: juntas funcionan en los dos sentidos. Si eso es lo que "
                "quiere, un grupo de sinónimos lo dice más claro."
            )
            said.append(text % {"rule": other})
    return said


def _fields(rule: Rule) -> Iterator[Fault]:
    if not rule.words:
        yield Fault("words", _("Escriba al menos una palabra o expresión."))
    elif not rule.one_way and len(rule.words) < 2:
        yield Fault(
            "words",
            _("Un grupo necesita dos expresiones o más; aquí solo está «%(one)s». Sepárelas con comas.")
            % {"one": rule.words[0]},
        )
    if rule.one_way and not rule.found:
        yield Fault("found", _("Escriba lo que también se debe encontrar."))
    if rule.language and rule.language not in LANGUAGES:
        text = _("«%(code)s» no es un idioma de la búsqueda; los que hay son: %(codes)s.")
        yield Fault("words", text % {"code": rule.language, "codes": ", ".join(LANGUAGES)})


def _expressions(rule: Rule) -> Iterator[Fault]:
    for field, expressions in (("words", rule.words), ("found", rule.found)):
        if len(expressions) > MOST_EXPRESSIONS:
            yield Fault(
                field, _("Son más de %(n)s expresiones; repártalas en varias reglas.") % {"n": MOST_EXPRESSIONS}
            )
        for expression in expressions:
            if not words(expression):
                text = _("«%(text)s» no tiene letras ni números: la búsqueda no lo puede encontrar.")
                yield Fault(field, text % {"text": expression})
            elif len(words(expression)) > LONGEST_EXPRESSION:
                text = _("«%(text)s» tiene más de %(n)s palabras; escriba algo más corto.")
                yield Fault(field, text % {"text": expression, "n": LONGEST_EXPRESSION})
            elif any(all(map(analyzer(code).is_stop, key(expression, code))) for code in rule.languages):
                text = _(
                    "«%(text)s» son solo palabras que la búsqueda no toma en cuenta (como «de» o «la»); "
                    "agregue otra palabra o elija otro idioma."
                )
                yield Fault(field, text % {"text": expression})


def _alone(rule: Rule) -> Iterator[Fault]:
    """Expressions of the rule that the search joins anyway; said for the first language in which it does."""
    for code in rule.languages:
        seen: dict[Row, str] = {}
        joined = []
        for field, expressions in (("words", rule.words), ("found", rule.found)):
            for expression in expressions:
                first = seen.setdefault(key(expression, code), expression)
                if first is not expression:
                    text = _(
                        "«%(second)s» y «%(first)s» ya se encuentran entre sí, porque la búsqueda no distingue "
                        "acentos, mayúsculas ni plurales; quite una."
                    )
                    joined.append(Fault(field, text % {"first": first, "second": expression}))
        if joined:
            yield from joined
            return


def _among(rule: Rule, others: Iterable[Rule]) -> Iterator[Fault]:
    for other in others:
        if not rule.one_way and not other.one_way:
            shared = _keys(rule) & _keys(other)
            both = [text for text in rule.words if any((code, key(text, code)) in shared for code in rule.languages)]
            if both:
                text = _("«%(text)s» ya está en el grupo «%(group)s»; agregue ahí las demás o quítela de este.")
                yield Fault("words", text % {"text": both[0], "group": other})
        elif rule.one_way and (pair := _shared(other, rule)):
            text = _("La regla «%(rule)s» ya dice que «%(typed)s» también encuentra «%(found)s».")
            yield Fault("found", text % {"rule": other, "typed": pair[0], "found": pair[1]})


def _keys(rule: Rule) -> set[tuple[str, Row]]:
    return {(code, key(text, code)) for code in rule.languages for text in rule.words}


def _shared(wide: Rule, narrow: Rule) -> tuple[str, str] | None:
    """A pair of `narrow` that `wide` says as well, in a language of both."""
    for code in set(wide.languages) & set(narrow.languages):
        said = {(key(typed, code), key(found, code)) for typed, found in wide.pairs()}
        for typed, found in narrow.pairs():
            if (key(typed, code), key(found, code)) in said:
                return typed, found
    return None


def _returns(rule: Rule, other: Rule) -> bool:
    """Whether `other` leads back from something that `rule` finds to what it is typed for."""
    back = Rule(other.found, other.words, other.language, True)
    return _shared(back, rule) is not None
