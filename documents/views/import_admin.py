"""Importing from the admin: upload, trial, batch with its progress, undoing. The work is in `services.imports`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Locale

from documents.models import BatchState, CollectionPage, ImportBatch, RowOutcome
from documents.services.imports.history import field_changes
from documents.services.imports.jobs import check_upload, write_upload
from documents.services.imports.lock import ImportBusy, is_import_running
from documents.services.imports.permissions import may_import
from documents.services.imports.report import report_csv, report_path, rows_of_batch
from documents.services.imports.run import open_batch
from documents.services.imports.sample import sample_manifest
from documents.services.imports.staging import Phase, Staging, Status, of_batch, stage
from documents.services.imports.undo import UndoRefused, obstacles, undo
from documents.views.import_admin_form import ImportForm

REFRESH_SECONDS = 2
ROWS_PER_PAGE = 100


def _allowed(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    context = {"page_title": title, "header_title": title, "header_icon": "download", **context}
    return TemplateResponse(request, f"documents/admin/{template}.html", context)


def _refreshing(response: HttpResponse, going_on: bool) -> HttpResponse:
    if going_on:
        response["Refresh"] = str(REFRESH_SECONDS)  # asks again without JavaScript
    return response


@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """All batches, the newest first."""
    _allowed(request)
    rows = ImportBatch.objects.select_related("created_by", "collection").annotate(done=Count("rows")).order_by("-pk")
    page = Paginator(rows, 50).get_page(request.GET.get("p"))
    return _page(request, "import_list", _("Importaciones"), batches=page)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The upload. It is always tried first; writing it is a second step."""
    _allowed(request)
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        status = Status(
            user=int(request.user.pk or 0),
            name=data["archive"].name[:200],
            collection=data["collection"].slug if data["collection"] else "",
            publish=data["publish"],
        )
        staging = stage(data["archive"], data["manifest"], status)
        check_upload.enqueue(token=staging.token)
        return redirect("acervo_imports:trial", token=staging.token)
    return _page(request, "import_form", _("Importar documentos"), form=form)


@require_GET
def sample(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    return _csv(sample_manifest(), "lista-de-ejemplo.csv")


def _staging(request: HttpRequest, token: str) -> tuple[Staging, Status]:
    """The upload, for who uploaded it."""
    _allowed(request)
    try:
        staging = Staging(token)
        status = staging.read()
    except FileNotFoundError as error:
        raise Http404(_("Este ensayo ya no existe. Suba el ZIP de nuevo.")) from error
    if status.user != request.user.pk and not request.user.is_superuser:
        raise PermissionDenied
    return staging, status


@require_GET
def trial(request: HttpRequest, token: str) -> HttpResponse:
    """What would become of each row; nothing has been written."""
    staging, status = _staging(request, token)
    if status.batch:
        return redirect("acervo_imports:batch", batch_id=status.batch)
    context: dict[str, Any] = {"status": status, "token": token}
    if status.phase == Phase.CHECKED:
        plan = staging.read_plan()
        labels = dict(RowOutcome.choices)
        rows = plan["rows"]
        wanted = request.GET.get("resultado", "")
        if wanted in labels:
            rows = [row for row in rows if row["outcome"] == wanted]
        page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("p"))
        for row in page:
            row["label"] = labels[row["outcome"]]
        context |= {
            "counts": _counts(plan["counts"]),
            "warnings": plan["warnings"],
            "rows": page,
            "wanted": wanted,
            "nothing_to_do": not (plan["counts"]["created"] or plan["counts"]["updated"]),
        }
    going_on = status.phase in (Phase.WAITING, Phase.UNPACKING, Phase.CHECKING)
    return _refreshing(_page(request, "import_trial", _("Ensayo de la importación"), **context), going_on)


def _counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Each outcome with its name and number, for the summary and the filter."""
    return [
        {"value": outcome.value, "label": outcome.label, "count": counts.get(outcome.value, 0)}
        for outcome in RowOutcome
        if counts.get(outcome.value, 0) or outcome != RowOutcome.UNDONE
    ]


@require_POST
def write(request: HttpRequest, token: str) -> HttpResponse:
    """Write what was tried."""
    staging, status = _staging(request, token)
    if status.phase != Phase.CHECKED:
        return redirect("acervo_imports:trial", token=token)
    collection = CollectionPage.objects.filter(slug=status.collection, locale=Locale.get_default()).first()
    batch = open_batch(
        source=status.name,
        manifest_sha256=status.manifest_sha256,
        collection=collection if status.collection else None,
        publish=status.publish,
        total=status.total,
        user=request.user,
    )
    status.phase, status.batch = Phase.QUEUED, batch.pk
    staging.write(status)
    write_upload.enqueue(token=token, batch_id=batch.pk)
    return redirect("acervo_imports:batch", batch_id=batch.pk)


@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: its progress while it is written, then its rows."""
    _allowed(request)
    found = get_object_or_404(ImportBatch.objects.select_related("created_by", "collection"), pk=batch_id)
    rows = found.rows.select_related("page")
    counts = dict(rows.order_by().values_list("outcome").annotate(Count("pk")))
    wanted = request.GET.get("resultado", "")
    if wanted in RowOutcome.values:
        rows = rows.filter(outcome=wanted)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("p"))
    for row in page:
        row.what_changed = field_changes(row)  # type: ignore[attr-defined]
    staging = of_batch(found.pk)
    status = staging.read() if staging else None
    queued = status is not None and status.phase == Phase.QUEUED
    running = found.state == BatchState.RUNNING and (queued or is_import_running())
    stopped = not running and found.state in (BatchState.RUNNING, BatchState.INTERRUPTED)
    context = {
        "batch": found,
        "rows": page,
        "counts": _counts(counts),
        "done": sum(counts.values()),
        "wanted": wanted,
        "running": running,
        "stopped": stopped,
        "can_resume": (stopped or queued) and staging is not None and staging.files.exists(),
        "error": status.error if status and status.phase == Phase.FAILED else "",
        "can_undo": not running and found.state != BatchState.UNDONE and _may_undo(request.user, found),
    }
    title = _("Importación %(number)d") % {"number": found.pk}
    return _refreshing(_page(request, "import_batch", title, **context), running)


@require_POST
def resume(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Go on with an upload whose import stopped."""
    _allowed(request)
    found = get_object_or_404(ImportBatch, pk=batch_id)
    staging = of_batch(found.pk)
    if staging is None or not staging.files.exists():
        messages.error(request, _("Los archivos de esta importación ya no están. Suba el ZIP de nuevo y continuará."))
    elif is_import_running():
        messages.warning(request, _("Una importación está en curso. Espere a que termine."))
    else:
        _staging(request, staging.token)  # only who uploaded it
        status = staging.read()
        status.phase, status.error = Phase.QUEUED, ""
        staging.write(status)
        write_upload.enqueue(token=staging.token, batch_id=found.pk)
    return redirect("acervo_imports:batch", batch_id=found.pk)


@require_GET
def report(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The report of a batch as CSV."""
    _allowed(request)
    found = get_object_or_404(ImportBatch, pk=batch_id)
    path = report_path(found)
    text = path.read_text(encoding="utf-8") if path.exists() else report_csv(rows_of_batch(found))
    return _csv(text, f"importacion-{found.pk}.csv")


def _csv(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _may_undo(user: Any, found: ImportBatch) -> bool:
    """Whoever may write (and, if it was published, publish) in the collection of the batch."""
    if user.is_superuser:
        return True
    if found.collection is None:
        return found.created_by_id == user.pk
    tester = found.collection.permissions_for_user(user)
    return tester.can_add_subpage() and (not found.publish or tester.can_publish_subpage())


@require_http_methods(["GET", "POST"])
def undo_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Ask, then undo; what is in the way is listed first."""
    _allowed(request)
    found = get_object_or_404(ImportBatch.objects.select_related("collection"), pk=batch_id)
    if not _may_undo(request.user, found):
        raise PermissionDenied
    in_the_way = obstacles(found)
    if request.method == "POST":
        try:
            done = undo(found, user=request.user, force=request.POST.get("force") == "1" and bool(in_the_way))
        except UndoRefused as refused:
            in_the_way = refused.obstacles
        except ImportBusy:
            messages.warning(request, _("Una importación está en curso. Espere a que termine."))
        else:
            messages.success(
                request,
                ngettext("Se borró %(count)d registro", "Se borraron %(count)d registros", done.deleted)
                % {"count": done.deleted}
                + _(" y %(restored)d volvieron a como estaban.") % {"restored": done.restored},
            )
            for sentence in done.kept:
                messages.warning(request, sentence)
            return redirect("acervo_imports:batch", batch_id=found.pk)
    counts = dict(found.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return _page(
        request,
        "import_undo",
        _("Deshacer la importación %(number)d") % {"number": found.pk},
        batch=found,
        obstacles=in_the_way,
        created=counts.get(RowOutcome.CREATED, 0),
        updated=counts.get(RowOutcome.UPDATED, 0),
        back_url=reverse("acervo_imports:batch", args=[found.pk]),
    )
