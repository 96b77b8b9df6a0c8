"""Which institution a cell names: by name or acronym, of the state or of the nation; new only where the cell says a sector.

«Secretaría de la Función Pública», «SFP», «Colectivo Ciudadano [sociedad]».
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.states import NATIONAL
from acervo.base.text import letters, nearest
from acervo.tabular import cells
from acervo.tabular.faults import BadCell
from estados.enums import Sector
from estados.models import Body

_NEW = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")
_LONGEST = Body._meta.get_field("name").max_length


@dataclass(frozen=True, slots=True)
class NewBody:
    """An institution that the sheet brings; made when its row is written."""

    state: str
    name: str
    sector: str

    def __str__(self) -> str:
        return _("%(name)s (institución nueva)") % {"name": self.name}


class Bodies:
    """The institutions of every state, read once for a run; `created`: keys of those that the run made."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self._words: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._made: dict[NewBody, int] = {}
        self.created: list[int] = []
        for body in Body.objects.all().defer("email"):
            self._learn(body)

    def _learn(self, body: Body) -> None:
        self.names[body.pk] = body.name
        for word in (body.name, body.acronym, str(body)):
            if letters(word):
                self._words[body.state][letters(word)].add(body.pk)

    def find(self, cell: str, state: str) -> int | NewBody:
        """The key of the one that the cell names, or a new one. Raises BadCell."""
        if (known := self._known(cell, state)) is not None:
            return known
        said = _NEW.fullmatch(cell)
        if said is None:
            raise BadCell(
                _("«%(value)s» no es una institución conocida") % {"value": cell[:80]}, self._mend(cell, state)
            )
        name = said[1]
        if (known := self._known(name, state)) is not None:
            return known
        sector = cells.one_of("sector", dict(Sector.choices))(said[2])[0]["sector"]
        return NewBody(state, cells.fitting(name, _LONGEST), sector)

    def find_many(self, cell: str, state: str) -> list[int | NewBody]:
        """Those of a cell with several, separated by bars, or by semicolons where the whole is not one name."""
        if self._known(cell.removesuffix("|"), state) is not None:
            return [self.find(cell.removesuffix("|"), state)]
        parts, _note = cells.items(cell)
        return list(dict.fromkeys(cells.each(parts, lambda part: self.find(part, state))))

    def _known(self, text: str, state: str) -> int | None:
        word = letters(text)
        for place in (state, NATIONAL):
            found = self._words[place].get(word, set())
            if len(found) > 1:
                names = "», «".join(sorted(self.names[pk] for pk in found))
                raise BadCell(
                    _("«%(value)s» puede ser más de una institución") % {"value": text[:80]},
                    _("escriba el nombre completo de una: «%(names)s»") % {"names": names},
                )
            if found:
                return next(iter(found))
        return None

    def _mend(self, cell: str, state: str) -> str:
        pks = {pk for place in (state, NATIONAL) for found in self._words[place].values() for pk in found}
        near = nearest(cell, (self.names[pk] for pk in pks), cutoff=0.6)
        if near:
            return _("escriba «%(near)s», o agregue su sector si es nueva: «%(value)s [publica]»") % {
                "near": near,
                "value": cell[:60],
            }
        return _("agregue su sector si es nueva: «%(value)s [publica]»") % {"value": cell[:60]}

    def key_of(self, body: int | NewBody) -> int:
        """The key of a known one; a new one is made the first time."""
        if isinstance(body, int):
            return body
        if body not in self._made:
            made, is_new = Body.objects.get_or_create(
                state=body.state, name=body.name, defaults={"sector": body.sector}
            )
            self._made[body] = made.pk
            if is_new:
                self.created.append(made.pk)
            self._learn(made)
        return self._made[body]

    def shown(self, body: Any) -> str:
        return str(body) if isinstance(body, NewBody) else self.names.get(body, "")
