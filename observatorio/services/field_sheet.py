"""The field sheet: one page with what is known of a monument, boxes for each scale of an inspection and room for notes.

For those who inspect, so it shows the adopted values; the owner's name and the interior are left out all the same,
because paper gets lost.
"""

import io
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas

from acervo.base.publicity import public
from acervo.links.services import links_for
from observatorio.inventory.values import century_label
from observatorio.models import Access, Condition, Inspection, Monument, Occupancy, RiskLevel, Threat

from .field_sheet_paper import BOLD, Paper, mm

PAPERS: dict[str, tuple[float, float]] = {"carta": LETTER, "a4": A4}
QR_SIDE = 27 * mm


def field_sheets(monuments: Iterable[Monument], *, paper: str = "carta") -> bytes:
    """A PDF with one page for each monument, in order. Raises KeyError for an unknown paper.

    `monuments` may come from `inspections.latest`; their last visits are read in one query more.
    """
    width, height = PAPERS[paper]
    found = list(monuments)
    visits = _last_visits(found)
    shown = set(public(Monument.objects.filter(pk__in=[item.pk for item in found])).values_list("pk", flat=True))
    links = links_for([(item, "") for item in found if item.pk in shown])
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(width, height), invariant=True, lang="es-MX")
    canvas.setTitle(_("Ficha de campo: {name}").format(name=found[0].name) if len(found) == 1 else _("Fichas de campo"))
    for monument in found:
        link = links.get((monument, ""))
        _page(Paper(canvas, width=width, height=height), monument, visits.get(monument.pk), link)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def inspect_address(monument: Monument) -> str:
    """Where the QR of the sheet leads: the phone form of the monument."""
    return settings.BASE_URL + reverse("monuments:inspect", args=[monument.code])


def _last_visits(monuments: list[Monument]) -> dict[int, Inspection]:
    visits: dict[int, Inspection] = {}
    keys = [item.pk for item in monuments]
    for visit in Inspection.objects.filter(monument__in=keys).order_by("monument", "-date", "-pk"):
        visits.setdefault(visit.monument_id, visit)
    return visits


def _page(sheet: Paper, monument: Monument, visit: Inspection | None, link: Any) -> None:
    _head(sheet, monument, link)
    sheet.heading(_("Lo que se sabe"))
    sheet.facts(_facts(monument))
    sheet.heading(_("Última inspección"))
    _last(sheet, visit)
    sheet.heading(_("Esta inspección"))
    sheet.blanks([(_("Fecha"), 0.28), (_("Quién inspecciona"), 0.72)])
    sheet.boxes(_("Acceso"), _labels(Access), columns=2)
    sheet.boxes(_("Ocupación"), _labels(Occupancy), columns=5)
    sheet.boxes(_("Estado de conservación"), _labels(Condition), columns=5)
    sheet.boxes(_("Riesgo"), _labels(RiskLevel), columns=4)
    sheet.boxes(_("Amenazas (marque todas las que vea)"), _labels(Threat), columns=4)
    sheet.lines_down_to(sheet.bottom + 16 * mm, _("Lo que se vio y recomendación"))
    sheet.y = sheet.bottom + 13 * mm
    sheet.blanks([(_("Próxima inspección"), 0.45), (_("Número de fotografías"), 0.3), (_("Firma"), 0.25)])
    printed = _("Impresa el {date}. Los datos de esta hoja son para la inspección; no la deje en el inmueble.").format(
        date=date_format(timezone.localdate(), "DATE_FORMAT")
    )
    sheet.block(printed, x=sheet.left, width=sheet.width, lines=1, size=7, y=sheet.bottom + 1.5 * mm)


def _head(sheet: Paper, monument: Monument, link: Any) -> None:
    """Title at the left, codes at the right: the form, and the public record if there is one."""
    codes = [(inspect_address(monument), _("Formulario"))]
    if link is not None:
        codes.append((link.scan_url, _("Ficha pública")))
    x = sheet.right
    top = sheet.y + 3 * mm
    for text, caption in codes:
        x -= QR_SIDE
        sheet.qr(text, x=x, y=top - QR_SIDE, side=QR_SIDE)
        sheet.text(x + 3.4 * mm, top - QR_SIDE - 1.2 * mm, caption, size=7.5, font=BOLD)
    room = x - sheet.left - 4 * mm
    sheet.text(sheet.left, sheet.y - 3 * mm, f"{_('Ficha de campo')} · {monument.code}", size=9, grey=True)
    y = sheet.block(monument.name, x=sheet.left, width=room, lines=3, font=BOLD, size=15, y=sheet.y - 4.5 * mm)
    others = "; ".join(monument.other_names)
    if others:
        sheet.block(others, x=sheet.left, width=room, lines=1, size=8.5, y=y - 0.6 * mm)
    sheet.y = top - QR_SIDE - 1.2 * mm


def _facts(monument: Monument) -> list[tuple[str, str]]:
    keys = [(_("INAH"), monument.inah_key), (_("folio real"), monument.real_folio), (_("INBAL"), monument.inbal_key),
            (_("Junta"), monument.junta_key), (_("catastro"), monument.cadastral_key)]  # fmt: skip
    point = f"{monument.latitude:.6f}, {monument.longitude:.6f}" if monument.latitude is not None else ""
    street = ", ".join(filter(None, [monument.street_line, monument.settlement, monument.postal_code]))
    place = ", ".join(dict.fromkeys(filter(None, [monument.locality, monument.municipality, monument.get_state_display()])))  # fmt: skip
    between = _("Entre {streets}").format(streets=monument.between_streets) if monument.between_streets else ""
    return [
        (_("Domicilio"), street),
        (_("Lugar"), place),
        (_("Cómo llegar"), ". ".join(filter(None, [between, monument.address_note]))),
        (_("Coordenadas"), point),
        (
            _("Clasificación y tipo"),
            ", ".join(filter(None, [monument.get_classification_display(), monument.monument_type])),
        ),
        (
            _("Siglo y estilo"),
            ", ".join(filter(None, [century_label(monument.century_from, monument.century_to), monument.style])),
        ),
        (_("Usos actuales"), "; ".join(monument.current_uses)),
        (_("Claves"), ", ".join(f"{name} {value}" for name, value in keys if value)),
    ]


def _last(sheet: Paper, visit: Inspection | None) -> None:
    if visit is None:
        sheet.y = sheet.block(
            _("Nadie lo ha inspeccionado todavía."), x=sheet.left, width=sheet.width, lines=1, y=sheet.y - 1 * mm
        )
        return
    due = date_format(visit.next_due, "DATE_FORMAT") if visit.next_due else ""
    state = f"{visit.get_condition_display()}; {visit.get_risk_display().lower()}"
    sheet.facts(
        [
            (_("Fecha y quién"), f"{date_format(visit.date, 'DATE_FORMAT')}, {visit.inspector}"),
            (_("Estado y riesgo"), state),
            (_("Debía repetirse"), due),
        ],
        columns=3,
    )
    threats = dict(Threat.choices)
    said = ". ".join(filter(None, [
        ", ".join(str(threats.get(value, value)) for value in visit.threats), visit.observations, visit.recommendation,
    ]))  # fmt: skip
    sheet.facts([(_("Qué se dijo"), said)], columns=1, lines=3)


def _labels(choices: Any) -> list[str]:
    return [str(label) for _value, label in choices.choices]
