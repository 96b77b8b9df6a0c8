"""The facts of a commitment as rows, as a citation and as data for machines."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Model
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from acervo.base.states import STATE_NAMES
from documents.services.structured_data import as_script_text
from estados.enums import OgpValue
from estados.goals import goal_name
from estados.models import Body, Commitment

from .board_options import theme_names

Row = dict[str, Any]


def rows_of(commitment: Commitment, *, board_url: str = "") -> list[Row]:
    """Rows for `components/metadata.html`; themes, goals and bodies lead to the board at `board_url`, narrowed to them."""

    def link(name: str, value: object) -> str:
        return f"{board_url}?{name}={value}" if board_url else ""

    def body(item: Body | None) -> list[Row]:
        if item is None:
            return []
        office = _(" (responde: {office})").format(office=item.office) if item.office else ""
        return [{"label": f"{item}{office}", "url": link("institucion", item.pk)}]

    many = bool(commitment.pk)  # a draft that was never saved has its choices in memory only
    themes = list(commitment.themes.all()) if many or _in_memory(commitment, "themes") else []
    names = theme_names(themes)
    return [
        {"label": _("Plan"), "values": [{"label": commitment.plan.title, "url": commitment.plan.get_absolute_url()}]},
        {"label": _("Clave"), "value": commitment.code},
        {"label": _("Institución responsable"), "values": body(commitment.lead)},
        {"label": _("Instituciones que apoyan"), "values": [row for item in commitment.supporting.all() for row in body(item)]},
        {"label": _("Contraparte de la sociedad civil"), "values": body(commitment.counterpart)},
        {"label": _("Presupuesto"), "value": _budget(commitment)},
        {"label": _("Empieza"), "value": _day(commitment.starts_on)},
        {"label": _("Termina"), "value": _day(commitment.ends_on)},
        {"label": _("Temas"), "values": [{"label": names[theme.pk], "url": link("tema", theme.code)} for theme in themes]},
        {
            "label": _("Objetivos de Desarrollo Sostenible"),
            "values": [
                {
                    "label": goal_name(item.goal) + (_(" (meta {target})").format(target=item.target) if item.target else ""),
                    "url": link("ods", item.goal),
                }
                for item in commitment.targets.all()
            ],
        },
        {
            "label": _("Valores de la Alianza para el Gobierno Abierto"),
            "values": [{"label": str(OgpValue(value).label)} for value in commitment.ogp_values or [] if value in OgpValue.values],
        },
        {"label": _("Fuente"), "value": commitment.source},
    ]  # fmt: skip


def _in_memory(commitment: Model, name: str) -> bool:
    return name in getattr(commitment, "_cluster_related_objects", {})


def _day(day: Any) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else ""


def _budget(commitment: Commitment) -> str:
    if commitment.budget is None:
        return commitment.budget_note or _("Sin información")
    amount = _("${amount} pesos").format(amount=intcomma(f"{commitment.budget:.2f}"))
    return f"{amount}. {commitment.budget_note}" if commitment.budget_note else amount


def citation(commitment: Commitment, url: str) -> str:
    """After APA 7: who, year of the plan, title, what it is, site, day of the visit, address."""
    who = commitment.lead.name if commitment.lead else _("Gobierno abierto de {state}").format(state=STATE_NAMES[commitment.plan.state])  # fmt: skip
    launched = commitment.plan.launched_on
    return _("{who}. ({year}). {title} [Compromiso {code}, {plan}]. Consultado el {day}, en {url}").format(
        who=who.rstrip("."), year=launched.year if launched else _("s. f."), title=commitment.title,
        code=commitment.code, plan=commitment.plan.title, day=_day(timezone.localdate()), url=url,
    )  # fmt: skip


def json_ld(commitment: Commitment, url: str) -> SafeString:
    """schema.org has no word for a commitment; `PlanAction` is what it is: something that an organisation will do.

    Its status is left out: two voices tell it, and they may not agree.
    """
    data: Row = {
        "@context": "https://schema.org",
        "@type": "PlanAction",
        "@id": url,
        "url": url,
        "identifier": commitment.code,
        "name": commitment.title,
        "description": commitment.change or commitment.description or commitment.problem,
        "startTime": commitment.starts_on and commitment.starts_on.isoformat(),
        "endTime": commitment.ends_on and commitment.ends_on.isoformat(),
        "agent": _organisation(commitment.lead, "GovernmentOrganization"),
        "participant": [_organisation(item, "Organization") for item in commitment.supporting.all()],
        "location": {
            "@type": "AdministrativeArea", "name": STATE_NAMES[commitment.plan.state], "addressCountry": "MX",
        },
        "object": {"@type": "CreativeWork", "name": commitment.plan.title},
        "about": [goal_name(target.goal) for target in commitment.targets.all()],
    }  # fmt: skip
    return as_script_text({name: value for name, value in data.items() if value})


def _organisation(body: Body | None, kind: str) -> Row | None:
    return None if body is None else {"@type": kind, "name": body.name}
