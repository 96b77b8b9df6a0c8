"""Template tags of the public look: style sheets, icons, status chips, page numbers.

They read templates and static files only; nothing here touches the database.
"""

from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

register = template.Library()

# state → shape (site/templates/icons/state-*.svg) and the word used when the caller gives none
STATES = {
    "done": _("Cumplido"),
    "underway": _("En proceso"),
    "declared": _("Declarado"),
    "late": _("Con retraso"),
    "notstarted": _("Sin iniciar"),
    "cancelled": _("Cancelado"),
    "noinfo": _("Sin información"),
}


@lru_cache(maxsize=128)
def _icon(name: str) -> SafeString:
    # our own drawings, never a visitor's input
    return mark_safe(get_template(f"icons/{name}.svg").render().strip())  # noqa: S308


@register.filter
def entry(row: dict | object, name: str) -> object:
    """The entry `name` of a row, "" without one; a template's `row.values` would find the dictionary's own method."""
    return row.get(name, "") if isinstance(row, dict) else getattr(row, name, "")


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing `site/templates/icons/<name>.svg`, inline and hidden from screen readers.

    Raises TemplateDoesNotExist for a name without a drawing, so that a slip is seen in tests.
    """
    return _icon(name)


@register.simple_tag
def site_css() -> SafeString:
    """The links of the style sheet.

    The single file that `manage.py build_assets` made, with the typefaces in it; while developing (DEBUG), or
    before that command has run, the sources themselves, which the browser follows by `@import`.
    """
    built = Path(settings.BUILD_DIR, "static")
    if not settings.DEBUG and (built / "build" / "site.css").exists():
        sheets = ["build/site.css"]
    else:
        sheets = ["fonts/fonts.css"] if (built / "fonts" / "fonts.css").exists() else []
        sheets.append("css/site.css")
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in sheets))


@register.inclusion_tag("components/status_chip.html")
def status_chip(state: str, label: str = "") -> dict[str, object]:
    """A chip of shape, word and colour.

    `state`: a key of STATES, with or without underscores (`under_way` is `underway`); any other means no information.
    """
    plain = state.replace("_", "")
    known = plain if plain in STATES else "noinfo"
    return {"state": known, "label": label or STATES[known]}


@register.simple_tag
def page_numbers(page_obj: Page) -> list[dict[str, object]]:
    """Numbers around the current page for the pager: `{"number": int | None, "current": bool}`, None is a gap."""
    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return [{"number": None if n == Paginator.ELLIPSIS else n, "current": n == page_obj.number} for n in numbers]
