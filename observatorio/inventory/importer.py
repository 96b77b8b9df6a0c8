"""The inventory as a table of `acervo.tabular`: sheets of monuments, brought by an institution.

Rows → `rows.resolve` (what a row says as a whole) → `matching` (which monument it means) → `policy` (which values become
the adopted ones) → `write`. Undoing is in `undo`. Columns: `columns`; cells: `cells`, `periods`, `coordinates`, `places`,
`terms`.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.text import letters, nearest
from acervo.tabular.columns import Column, Parse
from acervo.tabular.columns import Said as CellSaid
from acervo.tabular.faults import BadCell
from acervo.tabular.models import Batch, Outcome
from acervo.tabular.sheets import SheetError
from acervo.tabular.table import Job, Obstacle, Row, Table, Undone
from observatorio.models import HeritageSite, Institution, Monument

from . import policy
from .columns import COLUMNS, EXPORT_ONLY
from .known import KnownMonuments
from .matching import Keys, NameIndex, Registers
from .rows import Said, resolve
from .sheet_help import ALLOWED_TERMS, written_by
from .showing import changes_shown

#: The attribute of `Monument` that holds an institution's own number.
OWN_KEYS = {"junta": "junta_key", "inbal": "inbal_key"}
#: How offices write the institutions that are in every inventory, besides what `Institution.synonyms` says.
INSTITUTION_WORDS = {
    "junta": ("junta", "junta de monumentos", "jta de monumentos", "jta", "jpcmzt", "junta de proteccion de monumentos",
              "junta de proteccion y conservacion de monumentos y zonas tipicas"),
    "inah": ("inah", "instituto nacional de antropologia e historia", "centro inah", "centro inah zacatecas"),
    "inbal": ("inba", "inbal", "instituto nacional de bellas artes", "instituto nacional de bellas artes y literatura"),
    "unesco": ("unesco",),
    "ayuntamiento": ("ayuntamiento", "ayto", "municipio", "presidencia municipal"),
}  # fmt: skip
_YES = {"si", "s", "x", "yes"}
_NO = {"no", "n"}


class MonumentTable(Table):
    name = "monuments"
    label = gettext_lazy("Inventario de inmuebles")
    one = gettext_lazy("inmueble")
    permission = "observatorio.change_monument"
    columns = COLUMNS
    ignored = EXPORT_ONLY
    identity = ("nombre", "municipio", "vialidad", "numero", "colonia")
    terms = ALLOWED_TERMS

    def may_import(self, user: Any) -> bool:
        return bool(user.has_perms(["observatorio.add_monument", "observatorio.change_monument"]))

    def may_publish(self, user: Any) -> bool:
        """Nobody is who runs a command on the server, and may."""
        return user is None or bool(user.has_perm("observatorio.publish_monument"))

    def sources(self) -> list[tuple[str, str]]:
        return [(item.code, f"{item.abbreviation}: {item.name}") for item in Institution.objects.all()]

    def options_fields(self, user: Any) -> dict[str, forms.Field]:
        if not self.may_publish(user):
            return {}
        return {
            "publish": forms.BooleanField(
                label=_("Publicar los inmuebles nuevos"),
                required=False,
                initial=True,
                help_text=_("Si no, quedan como borradores."),
            )
        }

    def open(self, batch: Batch) -> "MonumentJob":
        return MonumentJob(self, batch)

    def obstacles(self, batch: Batch) -> list[Obstacle]:
        from . import undo

        return undo.obstacles(batch)

    def undo(self, batch: Batch, *, user: Any, force: bool = False) -> Undone:
        from . import undo

        return undo.undo(batch, user=user, force=force)

    def records(self, batch: Batch) -> QuerySet[Monument]:
        return written_by(batch)

    def target_url(self, pk: int) -> str:
        try:
            return reverse(Monument.snippet_viewset.get_url_name("edit"), args=[pk])  # type: ignore[attr-defined]
        except (AttributeError, NoReverseMatch):
            return ""


class MonumentJob(Job):
    """One run. `batch.options["publish"]` makes new monuments live, if the batch's user may publish (or there is none:
    a command of the machine)."""

    table: MonumentTable

    def __init__(self, table: MonumentTable, batch: Batch) -> None:
        super().__init__(table, batch)
        self.institutions = {item.code: item for item in Institution.objects.all()}
        if batch.source not in self.institutions:
            raise SheetError(_("No hay una institución con la clave «%(code)s».") % {"code": batch.source})
        self.institution = self.institutions[batch.source]
        self.sites = {item.reference or item.slug: item for item in HeritageSite.objects.all()}
        self.sheet = frozenset(batch.mapping.values())
        self.own_key = OWN_KEYS.get(batch.source, "")
        self.claimed: dict[int, int] = {}  # monument → number of the row that means it
        user = batch.created_by
        self.publishes = bool(batch.options.get("publish")) and table.may_publish(user)

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.batch, self.institution)

    @cached_property
    def registers(self) -> Registers:
        return Registers(self.batch, self.institution, self.own_key)

    @cached_property
    def writer(self) -> Any:
        from .write import Writer

        return Writer(self)

    def parser(self, column: Column) -> Parse:
        if column.name == "instancia":
            return partial(_institutions, words=self._institution_words, labels=self._abbreviations)
        if column.name == "sitio_unesco":
            words = {letters(item.name): key for key, item in self.sites.items()} | {key: key for key in self.sites}
            return partial(_site, words=words, references=frozenset(self.sites))
        return column.parse

    @cached_property
    def _institution_words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for code, item in self.institutions.items():
            for text in (*INSTITUTION_WORDS.get(code, ()), *item.synonyms, item.name, item.abbreviation, code):
                words[letters(str(text))] = code
        return words

    @cached_property
    def _abbreviations(self) -> dict[str, str]:
        return {code: item.abbreviation for code, item in self.institutions.items()}

    def plan(self, rows: Sequence[Row]) -> None:
        sound = []
        for row in rows:
            resolve(row, sheet=self.sheet)
            if row.faults:
                row.outcome = Outcome.REFUSED
            else:
                self._own_number(row)
                sound.append(row)
        self._match(sound)
        known = KnownMonuments([row.target for row in sound if row.target is not None and not row.faults])
        for row in sound:
            if row.target is not None and not row.faults:
                self._compare(row, known)

    def _own_number(self, row: Row) -> None:
        """The institution's number is also a field of the monument, for institutions whose keys have one."""
        said: Said = row.plan
        if self.batch.source == "inah":
            if not said.key:
                said.key = row.values.get("inah_key", "")
        elif self.own_key:
            if said.key and len(said.key) <= 40:
                row.values.setdefault(self.own_key, said.key)
            elif not said.key:
                said.key = row.values.get(self.own_key, "")

    # --- Which monument ---

    def _match(self, rows: Sequence[Row]) -> None:
        keys = Keys(
            self.registers,
            codes=[row.plan.code for row in rows if row.plan.code],
            numbers=[row.plan.key for row in rows if row.plan.key],
            fichas=[row.values["inah_key"] for row in rows if row.values.get("inah_key")],
        )
        for row in rows:
            self._by_key(row, keys)
            if row.faults:
                continue
            if row.target is None and row.outcome == Outcome.CREATED:
                self._by_name(row)
            if row.target is not None:
                self._claim(row)
        doubtful = [row for row in rows if row.candidates]
        if doubtful:
            self._label_candidates(doubtful)

    def _by_key(self, row: Row, keys: Keys) -> None:
        said: Said = row.plan
        hits: list[tuple[str, set[int]]] = []
        if said.code:
            if said.code not in keys.codes:
                row.refuse(
                    "codigo", said.code, _("«%(code)s» no está en este inventario") % {"code": said.code},
                    _("corrija la clave, o deje la celda vacía si el inmueble es nuevo"),
                )  # fmt: skip
                return
            hits.append(("codigo", {keys.codes[said.code]}))
        if said.key and said.key in keys.numbers:
            hits.append(("numero_inventario", keys.numbers[said.key]))
        ficha = row.values.get("inah_key")
        if ficha and ficha in keys.fichas:
            hits.append(("clave", keys.fichas[ficha]))
        if not hits:
            return
        common = set.intersection(*(found for _name, found in hits))
        if len(common) == 1:
            row.target = common.pop()
        elif not common:
            name = hits[-1][0]
            other = Monument.objects.filter(pk__in=hits[-1][1]).values_list("name", "code").first()
            value = ficha if name == "clave" else said.key
            row.refuse(
                name, str(value),
                _("«%(value)s» es de otro inmueble: «%(name)s» (%(code)s)")
                % {"value": value, "name": other[0] if other else "", "code": other[1] if other else ""},
                _("corrija una de las dos claves"),
            )  # fmt: skip
        else:
            self._doubt(
                row,
                [{"pk": pk, "why": _("varios inmuebles llevan esta clave"), "exact": False} for pk in sorted(common)],
            )

    def _by_name(self, row: Row) -> None:
        target, candidates = self.names.find(row.values, key=row.plan.key)
        if target is not None:
            row.target = target
        elif candidates:
            self._doubt(row, [{"pk": item.pk, "why": item.why, "exact": item.is_exact} for item in candidates])

    def _doubt(self, row: Row, candidates: list[dict[str, Any]]) -> None:
        if row.decision == 0:
            return
        if row.decision is not None and any(item["pk"] == row.decision for item in candidates):
            row.target = row.decision
            return
        row.candidates, row.outcome = candidates, Outcome.DOUBTFUL

    def _claim(self, row: Row) -> None:
        assert row.target is not None  # noqa: S101 - the caller asked
        first = self.claimed.setdefault(row.target, row.number)
        if first != row.number:
            row.refuse(
                "nombre", row.label, _("es el mismo inmueble que la fila %(row)d") % {"row": first},
                _("deje una sola fila por inmueble"),
            )  # fmt: skip

    def _label_candidates(self, rows: Sequence[Row]) -> None:
        pks = {item["pk"] for row in rows for item in row.candidates}
        found = {monument.pk: monument for monument in Monument.objects.filter(pk__in=pks)}
        for row in rows:
            for item in row.candidates:
                monument = found[item["pk"]]
                where = ", ".join(filter(None, [monument.street_line, monument.municipality]))
                item["label"] = f"{monument.name} ({monument.code}, {where})"

    # --- What changes ---

    def _compare(self, row: Row, known: KnownMonuments) -> None:
        said: Said = row.plan
        assert row.target is not None  # noqa: S101 - the caller asked
        monument = known[row.target]
        said.known = monument
        if monument.locked:
            row.refuse(
                "nombre", row.label, _("el inmueble «%(name)s» está bloqueado por quien lo edita") % {"name": monument.name},
                _("espere a que lo desbloquee o quite la fila"),
            )  # fmt: skip
            return
        own, others = monument.said_by(self.institution.pk)
        said.keeps_statement = monument.key_by(self.institution.pk) != said.key or any(
            value not in policy.EMPTY if attribute not in own else own[attribute] != value
            for attribute, value in row.values.items()
        )
        taken, disputed = policy.split(row.values, adopted=monument.values, own=own, others=others)
        taken |= policy.follows(taken, monument.values)
        said.adopted = taken
        said.before = {attribute: monument.values[attribute] for attribute in taken}
        if said.retired and monument.live:
            said.adopted["live"], said.before["live"] = False, True
        row.outcome = Outcome.CHANGED if said.adopted else Outcome.SAME
        if self._repeats_itself(said, disputed, own):
            said.keeps_statement = False
        row.changes = changes_shown(said.adopted, said.before, disputed, monument.values, self)

    def _repeats_itself(self, said: Said, disputed: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
        """The observatory's own export, brought again: it says nothing that the inventory does not say already."""
        return self.batch.source == "observatorio" and not own and not disputed and not said.adopted

    def write(self, rows: Sequence[Row]) -> None:
        self.writer.write(rows)


def _institutions(cell: str, *, words: Mapping[str, str], labels: Mapping[str, str]) -> CellSaid:
    """Codes of the institutions that a cell names, separated by «|», «/», «;» or commas."""
    separator = next((sign for sign in "|/;," if sign in cell), "|")
    parts = [part.strip() for part in cell.split(separator) if part.strip()]
    codes, read = [], []
    for part in parts:
        code = words.get(letters(part))
        if code is None:
            near = nearest(part, labels.values(), cutoff=0.6)
            raise BadCell(
                _("«%(value)s» no es una institución conocida") % {"value": part[:80]},
                _("escriba «%(near)s»") % {"near": near}
                if near
                else _("escriba una de estas: %(names)s") % {"names": ", ".join(sorted(labels.values())[:12])},
            )
        if part not in (labels[code], code):
            read.append(_("«%(value)s» se leyó como %(name)s") % {"value": part, "name": labels[code]})
        codes.append(code)
    if separator not in "|":
        read.append(_("se separó por «%(sign)s»") % {"sign": separator})
    return {"institutions": sorted(set(codes))}, "; ".join(read)


def _site(cell: str, *, words: Mapping[str, str], references: frozenset[str]) -> CellSaid:
    plain = letters(cell.removesuffix(".0"))
    if plain in words:
        key = words[plain]
        return {"heritage_site": key}, "" if key == cell else _("«%(value)s» se leyó como %(key)s") % {
            "value": cell,
            "key": key,
        }
    if cell in references:
        return {"heritage_site": cell}, ""
    if plain in _YES:
        return {"_site_yes": references}, ""
    if plain in _NO:
        return {}, ""
    raise BadCell(
        _("«%(value)s» no es la referencia de un sitio del Patrimonio Mundial") % {"value": cell[:80]},
        _("escriba una de estas: %(names)s") % {"names": ", ".join(sorted(references)[:8]) or "676"},
    )
