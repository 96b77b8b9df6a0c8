"""Filling in the forms of the inventory's admin as a browser does."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from observatorio.models import Monument

EDITOR = "w-editor-form"


def monument_url(name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_observatorio_monument:{name}", args=args)


def page_url(name: str, *args: Any) -> str:
    return reverse(f"observatorio_admin:{name}", args=args)


def filled(page: HttpResponse, form_id: str = EDITOR, **typed: Any) -> dict[str, Any]:
    """What the browser would send from a form of the page, with what the person typed; underscores are hyphens in
    the names of formsets: pass those as `**{"phases-0-date": …}`."""
    data = querydict_from_html(page.text, form_id=form_id)
    sent: dict[str, Any] = {name: data.getlist(name) for name in data}
    return {**sent, **typed}


def save(client: Any, monument: Monument, *, action: str = "", **typed: Any) -> HttpResponse:
    """Open the form of the monument, type and press a button: «action-publish», «action-submit», or save a draft."""
    address = monument_url("edit", monument.pk)
    data = filled(client.get(address), **typed)
    if action:
        data[action] = "1"
    return client.post(address, data)


def errors(response: HttpResponse) -> dict[str, Any]:
    form = response.context["form"]
    return {**form.errors, **{name: formset.errors for name, formset in form.formsets.items() if any(formset.errors)}}


def add_child(data: dict[str, Any], formset: str, **values: Any) -> None:
    """One more row of an inline panel."""
    index = int(data[f"{formset}-TOTAL_FORMS"][0])
    data[f"{formset}-TOTAL_FORMS"] = str(index + 1)
    row = {"ORDER": str(index + 1), "id": "", "DELETE": "", **values}
    data.update({f"{formset}-{index}-{name}": value for name, value in row.items()})


def fresh(monument: Monument) -> Monument:
    return Monument.objects.get(pk=monument.pk)
