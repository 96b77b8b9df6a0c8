"""The page of an event's tasks in the admin: plain forms, which a script turns into a list shared live."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from agenda.enums import TaskState
from agenda.models import ChecklistItem, EventPage
from agenda.services import checklist


class TaskForm(forms.ModelForm):
    """One task; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    class Meta:
        model = ChecklistItem
        fields = checklist.FIELDS
        widgets = {
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in checklist.FIELDS}


class ChecklistMenuItem(PageMenuItem):
    """The button of the list on an event's listing and header."""

    label = gettext_lazy("Preparativos")
    icon_name = "list-ul"
    url_name = "agenda_admin:checklist"

    def is_shown(self, user: Any) -> bool:
        if not issubclass(self.page.specific_class or type(self.page), EventPage):
            return False
        return self.page.permissions_for_user(user).can_edit()


class _EventView(View):
    """The event of the address, for those who may edit it."""

    @cached_property
    def page(self) -> EventPage:
        return get_object_or_404(EventPage, pk=self.kwargs["page_id"])

    @cached_property
    def event(self) -> EventPage:
        return checklist.owner_of(self.page)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ChecklistView(WagtailAdminTemplateMixin, _EventView):
    """GET: the list. POST without an item: a new task; with one: changes or deletes it (`action=delete`)."""

    template_name = "agenda/admin/checklist.html"
    page_title = gettext_lazy("Preparativos")
    header_icon = "list-ul"

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        here = {"url": "", "label": str(self.page_title), "sublabel": ""}
        return [*super().get_breadcrumbs_items(), {"url": edit, "label": self.get_page_subtitle()}, here]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        pk = self.kwargs.get("item_id")
        try:
            if pk and request.POST.get("action") == "delete":
                checklist.delete(self.event, pk, version=self._version(), user=request.user)
                return self._done(_("La tarea se quitó."))
            form = TaskForm(request.POST, prefix=_prefix(pk))
            if not form.is_valid():
                return self._refused(pk, form, [str(error) for errors in form.errors.values() for error in errors], 400)
            if pk:
                checklist.change(self.event, pk, form.values, version=self._version(), user=request.user)
                return self._done(_("La tarea se guardó."))
            checklist.add(self.event, form.values, user=request.user)
            return self._done(_("La tarea se agregó."))
        except checklist.Conflict as conflict:
            return self._conflict(pk, conflict)

    # --- Answers --------------------------------------------------------------------------------------
    def _version(self) -> int:
        text = self.request.POST.get(f"{_prefix(self.kwargs.get('item_id'))}-version", "")
        return int(text) if text.isascii() and text.isdigit() else 0

    def _wants_json(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    def _done(self, text: str) -> HttpResponse:
        if self._wants_json():
            return JsonResponse({"message": text, **state_of(self.event)})
        messages.success(self.request, text)
        return HttpResponseRedirect(reverse("agenda_admin:checklist", args=[self.page.pk]))

    def _conflict(self, pk: int | None, conflict: checklist.Conflict) -> HttpResponse:
        """Nothing was saved and nothing is lost: what was typed stays in the form, over the version of now."""
        text = _(
            "No se guardó, porque la tarea cambió mientras usted la editaba. Lo que escribió sigue en el formulario."
        )
        if self._wants_json():
            return JsonResponse({"error": text, "changes": conflict.sentences(), **state_of(self.event)}, status=409)
        data = self.request.POST.copy()
        form: TaskForm | None
        if conflict.item is None:  # deleted: what was typed may become a new task
            new = {key.replace(_prefix(pk), _prefix(None), 1): value for key, value in data.items()}
            return self._page(
                status=409, adding=TaskForm(new, prefix=_prefix(None)), told=[text, *conflict.sentences()]
            )
        data[f"{_prefix(pk)}-version"] = str(conflict.item.version)
        form = TaskForm(data, prefix=_prefix(pk))
        return self._page(status=409, edited={pk: form}, told=[text, *conflict.sentences()])

    def _refused(self, pk: int | None, form: TaskForm, errors: list[str], status: int) -> HttpResponse:
        if self._wants_json():
            return JsonResponse({"error": " ".join(errors), "changes": [], **state_of(self.event)}, status=status)
        if pk:
            return self._page(status=status, edited={pk: form})
        return self._page(status=status, adding=form)

    def _page(
        self,
        *,
        status: int = 200,
        edited: dict[int | None, TaskForm] | None = None,
        adding: TaskForm | None = None,
        told: list[str] | None = None,
    ) -> HttpResponse:
        items = checklist.items_of(self.event)
        edited = edited or {}
        rows = []
        for item in items:
            form = edited.get(item.pk) or TaskForm(
                instance=item, prefix=_prefix(item.pk), initial={"version": item.version}
            )
            rows.append({"item": item, "form": form, "by": checklist.name_of(item.changed_by)})
        context = self.get_context_data(
            event_page=self.page,
            rows=rows,
            adding=adding or TaskForm(prefix=_prefix(None)),
            told=told or [],
            done=sum(item.state == TaskState.READY for item in items),
            token=checklist.token_of(items),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            state_url=reverse("agenda_admin:checklist_state", args=[self.page.pk]),
            log=[
                {"at": change.at, "task": change.task, "text": checklist.sentence_of(change)}
                for change in self.event.checklist_changes.select_related("user")[:20]
            ],
        )
        return self.render_to_response(context, status=status)


class ChecklistStateView(_EventView):
    """The list as JSON, for the pages that are open; 304 while nothing changed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        state = state_of(self.event)
        if request.GET.get("token") == state["token"] and "token" in request.GET:
            return HttpResponse(status=304)
        response = JsonResponse(state)
        response["Cache-Control"] = "no-store"
        return response


def state_of(event: EventPage) -> dict[str, Any]:
    items = checklist.items_of(event)
    return {
        "token": checklist.token_of(items),
        "items": [
            {
                "id": item.pk,
                "version": item.version,
                "task": item.task,
                "responsible": item.responsible,
                "state": item.state,
                "due": item.due.isoformat() if item.due else "",
                "note": item.note,
                "by": checklist.name_of(item.changed_by),
                "at": f"{timezone.localtime(item.changed_at):%H:%M}",
            }
            for item in items
        ],
    }


def _prefix(pk: int | None) -> str:
    return f"t{pk}" if pk else "nueva"
