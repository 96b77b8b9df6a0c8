"""Terms as a manifest names them: found by code or by name, or made when the import is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from documents.models import Audience, Authority, RecordType, Term, Theme

from .values import BadValue

#: Field of the record → vocabulary, and the warning for a term that will be made.
ONE = {"record_type": RecordType, "authority": Authority, "publisher": Authority}
MANY = {"themes": Theme, "audiences": Audience}
WILL_BE_MADE = {
    RecordType: gettext_lazy("Se creará el tipo «%(name)s» (fila %(row)d)."),
    Authority: gettext_lazy("Se creará la autoridad «%(name)s» (fila %(row)d)."),
    Theme: gettext_lazy("Se creará el tema «%(name)s» (fila %(row)d)."),
    Audience: gettext_lazy("Se creará el público «%(name)s» (fila %(row)d)."),
}


@dataclass(frozen=True, slots=True)
class TermRef:
    """A term that exists (`pk`) or that will be made with this code and name."""

    model: type[Term]
    code: str
    name: str
    pk: int | None = None

    def resolve(self) -> tuple[Term, bool]:
        """The term and whether it was made now. Several rows may name the same new term."""
        if self.pk is not None:
            return self.model.objects.get(pk=self.pk), False
        existing = self.model.objects.filter(code=self.code, locale=Locale.get_default()).first()
        if existing is not None:
            return existing, False
        return self.model.for_code(self.code, name=self.name), True


class Vocabularies:
    """The terms of the default language, read once per plan."""

    def __init__(self) -> None:
        locale = Locale.get_default()
        self._terms: dict[type[Term], dict[str, TermRef]] = {}
        for model in (RecordType, Authority, Theme, Audience):
            table = self._terms[model] = {}
            for term in model.objects.filter(locale=locale).order_by("-pk"):
                ref = TermRef(model, term.code, term.name, term.pk)
                table[slugify(term.name)[:80]] = ref
                table[term.code] = ref
            # A code wins over a name that happens to read the same.
            table.update({ref.code: ref for ref in list(table.values())})

    def find(self, model: type[Term], text: str) -> TermRef:
        """The term that `text` names; a new one when there is none. Raises BadValue for what cannot be a name."""
        label = " ".join(text.split())
        code = slugify(label)[:80]
        if not code or len(label) > 255:
            raise BadValue(
                _("«%(value)s» no puede ser un término") % {"value": text[:60]}, _("escriba un nombre con letras")
            )
        if found := self._terms[model].get(code):
            return found
        name = label.replace("_", " ")
        ref = TermRef(model, code, name[:1].upper() + name[1:])
        self._terms[model][code] = ref
        return ref


def warnings_of_new(refs: Iterable[tuple[int, TermRef]]) -> list[str]:
    """One sentence for each term that will be made; `refs` are (row number, term) in the order of the rows."""
    seen: dict[tuple[type[Term], str], str] = {}
    for row, ref in refs:
        if ref.pk is None:
            sentence = str(WILL_BE_MADE[ref.model]) % {"name": ref.name, "row": row}
            seen.setdefault((ref.model, ref.code), sentence)
    return list(seen.values())
