"""Many rules of synonyms at once, as text with a line for each, or as CSV; in and out.

Text: `DOF, Diario Oficial` is two-way; `celular => teléfono móvil` one-way; `[en] OGP, Open Government Partnership`
counts for one language; what follows # is the note of the rule; a line that begins with # is left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from acervo.base.exports import csv_lines
from search.analysis import LANGUAGES, fold
from search.models import SynonymGroup
from search.synonym_rules import faults, warnings
from search.synonyms import Rule, rule_of, split

COLUMNS = ("sentido", "idioma", "palabras", "encuentra", "nota")
ONE_WAY_WORDS = {"uno", "one_way", "1"}
TWO_WAY_WORDS = {"dos", "two_way", "2", ""}
MOST_LINES = 5_000

_LANGUAGE = re.compile(r"\[(?P<code>[a-zA-Z-]*)\]\s*")
_ARROW = re.compile(r"=>|->|→")


@dataclass(frozen=True, slots=True)
class LineFault:
    line: int
    message: str


@dataclass(slots=True)
class Sheet:
    """What a text says: the new rules with their lines, those that are already there, what is wrong, what to know."""

    new: list[tuple[int, Rule]] = field(default_factory=list)
    known: int = 0
    faults: list[LineFault] = field(default_factory=list)
    warnings: list[LineFault] = field(default_factory=list)


def read(text: str, there: Sequence[Rule]) -> Sheet:
    """Read rules and hold each against those that are `there` and those of the lines before it. Writes nothing."""
    sheet = Sheet()
    text = text.removeprefix("\ufeff")
    seen = list(there)
    for line, found in _rules(text):
        if isinstance(found, str):
            sheet.faults.append(LineFault(line, found))
        elif any(_same(found, other) for other in seen):
            sheet.known += 1
        elif wrong := faults(found, seen):
            sheet.faults += [LineFault(line, fault.message) for fault in wrong]
        else:
            sheet.warnings += [LineFault(line, message) for message in warnings(found, seen)]
            sheet.new.append((line, found))
            seen.append(found)
        if len(sheet.new) > MOST_LINES:
            sheet.faults.append(LineFault(line, _("Son demasiadas reglas para una vez; parta la lista.")))
            break
    return sheet


def rules_there() -> list[Rule]:
    return [rule_of(group) for group in SynonymGroup.objects.all()]


def write(sheet: Sheet, *, user: object) -> int:
    """Keep the new rules of a sheet without faults, each with its entry in the history."""
    if sheet.faults:
        raise ValueError("a sheet with faults is not written")
    with transaction.atomic():
        for _line, rule in sheet.new:
            kind = SynonymGroup.Kind.ONE_WAY if rule.one_way else SynonymGroup.Kind.TWO_WAY
            group = SynonymGroup.objects.create(
                kind=kind,
                language=rule.language,
                words=", ".join(rule.words),
                found=", ".join(rule.found),
                note=rule.note,
            )
            log(group, "wagtail.create", user=user)
    return len(sheet.new)


def as_text(rules: Iterable[Rule]) -> Iterator[str]:
    """A line for each rule, which `read` takes back."""
    for rule in rules:
        language = f"[{rule.language}] " if rule.language else ""
        right = f" => {', '.join(rule.found)}" if rule.one_way else ""
        note = f" # {rule.note}" if rule.note else ""
        yield f"{language}{', '.join(rule.words)}{right}{note}\n"


def as_csv(rules: Iterable[Rule]) -> Iterator[str]:
    rows = (
        {
            "sentido": "uno" if rule.one_way else "dos",
            "idioma": rule.language,
            "palabras": ", ".join(rule.words),
            "encuentra": ", ".join(rule.found),
            "nota": rule.note,
        }
        for rule in rules
    )
    return csv_lines(COLUMNS, rows)


def _rules(text: str) -> Iterator[tuple[int, Rule | str]]:
    head = text.lstrip().partition("\n")[0]
    names = [fold(name).strip(' "\r') for name in re.split(r"[,;\t]", head)]
    if "palabras" in names and "sentido" in names:
        yield from _csv_rules(text, head)
        return
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            yield number, _line(line)


def _line(line: str) -> Rule | str:
    said, _hash, note = line.partition(" #")
    language = ""
    if match := _LANGUAGE.match(said):
        language, said = match["code"].lower(), said[match.end() :]
        if problem := _no_language(language):
            return problem
    sides = _ARROW.split(said)
    if len(sides) > 2:
        return _("Hay más de una flecha; escriba cada regla en su línea.")
    if len(sides) == 1:
        return Rule(split(said), (), language, False, note.strip()[:200])
    return Rule(split(sides[0]), split(sides[1]), language, True, note.strip()[:200])


def _csv_rules(text: str, head: str) -> Iterator[tuple[int, Rule | str]]:
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text.lstrip()), delimiter=delimiter)
    reader.fieldnames = [fold(name).strip() for name in reader.fieldnames or ()]
    try:
        for row in reader:
            cells = {name: (row.get(name) or "").strip().removeprefix("'") for name in COLUMNS}
            if any(cells.values()):
                yield reader.line_num, _csv_rule(cells)
    except csv.Error as error:
        yield reader.line_num, _("El renglón no se puede leer como CSV: %(error)s") % {"error": error}


def _csv_rule(cells: dict[str, str]) -> Rule | str:
    kind = fold(cells["sentido"])
    if kind not in ONE_WAY_WORDS | TWO_WAY_WORDS:
        return _("La columna «sentido» dice «%(text)s»; escriba «uno» o «dos».") % {"text": cells["sentido"][:40]}
    language = cells["idioma"].lower()
    if problem := _no_language(language):
        return problem
    one_way = kind in ONE_WAY_WORDS
    if cells["encuentra"] and not one_way:
        return _("La columna «encuentra» es solo para las reglas en un sentido; vacíela o escriba «uno» en «sentido».")
    return Rule(split(cells["palabras"]), split(cells["encuentra"]), language, one_way, cells["nota"][:200])


def _no_language(code: str) -> str:
    if not code or code in LANGUAGES:
        return ""
    text = _("«%(code)s» no es un idioma de la búsqueda; escriba uno de estos o déjelo vacío para todos: %(codes)s.")
    return text % {"code": code[:40], "codes": ", ".join(LANGUAGES)}


def _same(one: Rule, other: Rule) -> bool:
    def what(rule: Rule) -> tuple[object, ...]:
        return rule.one_way, rule.language, set(map(fold, rule.words)), set(map(fold, rule.found))

    return what(one) == what(other)
