"""What people type for the closed terms of the inventory.

A term, its key, or a known way to write it is taken; what is merely like a term is refused with the nearest allowed one,
because a typing error may hide another word.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.text import letters, nearest
from acervo.tabular.columns import Parse, Said
from acervo.tabular.faults import BadCell
from observatorio.models.terms import (
    Certainty,
    Classification,
    Condition,
    HeritageZone,
    Ownership,
    ProtectionKind,
    StreetType,
    UseCategory,
)  # fmt: skip

from .cells import fitting, items, limit_of

#: Words that say which term is meant although nothing is alike: for the mend only, never converted.
HINTS: Mapping[str, str] = {
    "hidraulica": Classification.ENGINEERING, "acueducto": Classification.ENGINEERING, "puente": Classification.ENGINEERING,
    "mina": Classification.INDUSTRY, "hacienda": Classification.INDUSTRY, "templo": Classification.RELIGIOUS,
    "iglesia": Classification.RELIGIOUS, "convento": Classification.RELIGIOUS, "casa": Classification.DOMESTIC,
    "vivienda": Classification.DOMESTIC, "escuela": Classification.EDUCATION, "hospital": Classification.HEALTH,
    "mercado": Classification.COMMERCE, "panteon": Classification.FUNERARY, "jardin": Classification.OPEN_SPACE,
    "plaza": Classification.OPEN_SPACE, "teatro": Classification.CULTURE, "museo": Classification.CULTURE,
}  # fmt: skip
_CLASSIFICATION = {
    "religiosa": Classification.RELIGIOUS, "civil": Classification.CIVIL, "domestica": Classification.DOMESTIC,
    "habitacional": Classification.DOMESTIC, "educativa": Classification.EDUCATION, "militar": Classification.MILITARY,
    "funeraria": Classification.FUNERARY, "comercial": Classification.COMMERCE, "industrial": Classification.INDUSTRY,
    "administrativa": Classification.ADMINISTRATION, "conmemorativa": Classification.COMMEMORATIVE,
    "hospitalaria": Classification.HEALTH, "espacio abierto": Classification.OPEN_SPACE, "ingenieria": Classification.ENGINEERING,
    "conjunto": Classification.ENSEMBLE,
}  # fmt: skip
_CONDITION = {"buena": Condition.GOOD, "mala": Condition.POOR, "ruina": Condition.RUINOUS, "en ruinas": Condition.RUINOUS,
              "ruinas": Condition.RUINOUS, "destruido": Condition.LOST, "demolido": Condition.LOST,
              "desaparecido": Condition.LOST, "perdida": Condition.LOST}  # fmt: skip
_OWNERSHIP = {"federal": Ownership.FEDERAL, "estatal": Ownership.STATE, "municipal": Ownership.MUNICIPAL,
              "privada": Ownership.PRIVATE, "privado": Ownership.PRIVATE, "particular": Ownership.PRIVATE,
              "asociacion religiosa": Ownership.ASSOCIATION, "ejidal": Ownership.COMMUNAL, "comunal": Ownership.COMMUNAL,
              "mixta": Ownership.MIXED}  # fmt: skip
_ZONE = {"nucleo": HeritageZone.CORE, "inscrita": HeritageZone.CORE, "amortiguamiento": HeritageZone.BUFFER}
_STREET = {"av": StreetType.AVENUE, "ave": StreetType.AVENUE, "avda": StreetType.AVENUE, "blvd": StreetType.BOULEVARD,
           "boulevar": StreetType.BOULEVARD, "bulevar": StreetType.BOULEVARD, "c": StreetType.STREET,
           "cjon": StreetType.ALLEY, "callej": StreetType.ALLEY, "priv": StreetType.PRIVATE, "prol": StreetType.EXTENSION,
           "pza": StreetType.SQUARE, "plza": StreetType.SQUARE, "carr": StreetType.ROAD,
           "calz": StreetType.OTHER}  # fmt: skip
_NONE: Mapping[str, Any] = {}


def term(attribute: str, choices: Any, what: str | Any, synonyms: Mapping[str, Any] = _NONE) -> Parse:
    """One of `choices` by label, value or synonym. `what`: «una clasificación», for the sentence."""
    known = {letters(str(choice.value)): choice.value for choice in choices}
    known |= {word: choice.value for word, choice in synonyms.items()}

    def parse(cell: str) -> Said:
        labels = {letters(str(choice.label)): choice for choice in choices}
        plain = letters(cell)
        if plain in labels:
            return {attribute: labels[plain].value}, ""
        wide = re.sub(r"^arq\b", "arquitectura", plain)
        for form in (wide, plain):
            if form in labels or form in known:
                value = labels[form].value if form in labels else known[form]
                label = choices(value).label
                return {attribute: value}, _("«%(value)s» se leyó como «%(label)s»") % {"value": cell, "label": label}
        raise unknown(cell, choices, what, like=wide)

    return parse


def unknown(cell: str, choices: Any, what: str | Any, *, like: str = "") -> BadCell:
    names = [str(choice.label) for choice in choices]
    near = nearest(like or cell, names, cutoff=0.6)
    if not near:
        hinted = [HINTS[word] for word in letters(cell).split() if word in HINTS and HINTS[word] in choices.values]
        near = str(choices(hinted[0]).label) if hinted else ""
    reason = _("«%(value)s» no es %(what)s") % {"value": cell[:80], "what": what}
    if near:
        return BadCell(reason, _("escriba «%(near)s» u otro término de la lista") % {"near": near})
    shown = ", ".join(f"«{name}»" for name in names[:8])
    return BadCell(reason, _("escriba uno de estos: %(names)s") % {"names": shown})


classification = term("classification", Classification, _("una clasificación del INAH"), _CLASSIFICATION)
use_category = term("use_category", UseCategory, _("una clase de uso"))
certainty = term("certainty", Certainty, _("una certeza"))
ownership = term("ownership", Ownership, _("un régimen de propiedad"), _OWNERSHIP)
zone = term("heritage_zone", HeritageZone, _("una zona del sitio"), _ZONE)
street_type = term("street_type", StreetType, _("un tipo de vialidad"), _STREET)
_condition = term("condition", Condition, _("un estado de conservación"), _CONDITION)


def condition(cell: str) -> Said:
    """A term; a term and a note («Perdido: destruido en 1914»); or a longer free text, which becomes the note."""
    try:
        return _condition(cell)
    except BadCell:
        head, colon, tail = cell.partition(":")
        if colon and tail.strip():
            try:
                said, _note = _condition(head.strip())
            except BadCell:
                pass
            else:
                note = fitting(tail.strip(), limit_of("condition_note"))
                return {**said, "condition_note": note}, _("lo que sigue a los dos puntos se guarda como nota")
        if len(letters(cell).split()) <= 2:
            raise
    said = {"condition_note": fitting(cell, limit_of("condition_note"))}
    return said, _("es texto libre: se guarda como nota, sin término de la escala")


_STREET_TYPES: dict[str, StreetType] = {
    **{letters(str(choice.value)): choice for choice in StreetType if choice != StreetType.OTHER},
    "eje vial": StreetType.AXIS,
}


def street(cell: str) -> Said:
    """«Avenida Hidalgo» is an avenue called Hidalgo (INEGI: type and name apart). Without a known type, only a name."""
    clean = fitting(cell, limit_of("street"))
    first, _space, rest = clean.partition(" ")
    word = letters(first)
    kind: StreetType | None = _STREET_TYPES.get(word)
    if kind is None and (first.endswith(".") or word in ("av", "blvd")) and word in _STREET:
        kind = _STREET[word]
    if kind is None or kind == StreetType.OTHER or not rest.strip():
        return {"street": clean, "street_type": ""}, ""
    return {"street": rest.strip(), "street_type": kind.value}, ""


#: Words of a legal instrument and the kind of protection they mean; the first rule whose words are all there decides.
_KINDS: tuple[tuple[tuple[str, ...], ProtectionKind], ...] = (
    (("art 36",), ProtectionKind.FEDERAL_LAW), (("monumento historico por ley",), ProtectionKind.FEDERAL_LAW),
    (("art 33",), ProtectionKind.ARTISTIC), (("monumento artistico",), ProtectionKind.ARTISTIC),
    (("patrimonio mundial",), ProtectionKind.WORLD_HERITAGE), (("unesco",), ProtectionKind.WORLD_HERITAGE),
    (("catalogo",), ProtectionKind.CATALOGUE),
    (("estatal",), ProtectionKind.STATE_DECREE), (("legislatura",), ProtectionKind.STATE_DECREE),
    (("zona de monumentos",), ProtectionKind.FEDERAL_ZONE), (("municip",), ProtectionKind.MUNICIPAL),
    (("lfmzaah",), ProtectionKind.FEDERAL_LAW),
)  # fmt: skip


def kind_of(instrument: str) -> ProtectionKind:
    plain = letters(instrument)
    for words, kind in _KINDS:
        if all(word in plain for word in words):
            return kind
    return ProtectionKind.OTHER


def protections(cell: str) -> Said:
    """Instruments separated by «|» (or « / », which is told); «Declaratoria estatal: …» says the kind itself."""
    spaced = " / " in cell and "|" not in cell
    parts, note = items(cell.replace(" / ", "|") if spaced else cell)
    labels = {letters(str(kind.label)): kind for kind in ProtectionKind}
    found = []
    for part in parts:
        name = fitting(part, 255)
        head, colon, tail = name.partition(":")
        if letters(name) in labels:
            kind, name = labels[letters(name)], ""
        elif colon and letters(head) in labels:
            kind, name = labels[letters(head)], tail.strip()
        else:
            kind = kind_of(name)
        found.append({"kind": kind.value, "name": name})
    return {"protections": found}, _("se separó por diagonales") if spaced else note
