"""The work on an upload, off the request: unpacking and checking it, then writing it."""

import logging
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from documents.models import BatchState, ImportBatch

from .lock import ImportBusy
from .manifest import ManifestError, read_manifest
from .plan import Plan, PlanError, make_plan
from .run import run
from .staging import Phase, Staging, Status
from .unzip import BadZip, unpack

logger = logging.getLogger(__name__)
LANGUAGE = "es-mx"  # of the sentences kept in plan.json and in the batch


@task()
def check_upload(token: str) -> None:
    """Unpack an upload and plan it; the trial's page shows the outcome."""
    staging = Staging(token)
    try:
        status = staging.read()
    except FileNotFoundError:
        return  # discarded while it waited
    with override(LANGUAGE):
        try:
            _unpack(staging, status)
            plan = plan_of(staging, status)
        except (BadZip, PlanError, ManifestError) as error:
            _fail(staging, status, str(error))
        except Exception:
            _fail(staging, status, _("Algo falló al revisar el ZIP. Avise a quien administra el sitio."))
            raise
        else:
            status.manifest_sha256, status.phase = plan.manifest.sha256, Phase.CHECKED
            status.total = len(plan.rows)
            staging.write_plan(as_json(plan))
            staging.write(status)


@task()
def write_upload(token: str, batch_id: int) -> None:
    """Write a checked upload as the batch that was made for it."""
    staging = Staging(token)
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    try:
        status = staging.read()
    except FileNotFoundError:
        return
    if batch is None or batch.state in (BatchState.DONE, BatchState.UNDONE):
        return
    with override(LANGUAGE):
        try:
            plan = plan_of(staging, status)
            status.phase = Phase.WRITING
            staging.write(status)
            run(plan, source=status.name, user=batch.created_by, batch=batch)
        except (PlanError, ManifestError) as error:
            _interrupt(batch)
            _fail(staging, status, str(error))
        except ImportBusy:
            _interrupt(batch)
            _fail(staging, status, _("Otra importación está en curso. Espere a que termine y reanude esta."))
        except Exception:
            _interrupt(batch)
            _fail(staging, status, _("La importación se interrumpió. Puede reanudarla."))
            raise
        else:
            status.phase = Phase.DONE
            staging.write(status)
            staging.discard_files()


def plan_of(staging: Staging, status: Status) -> Plan:
    """The plan of an unpacked upload, on behalf of who uploaded it."""
    folder = top_of(staging.files)
    manifest = staging.list_path if staging.list_path.exists() else manifest_inside(folder)
    user = get_user_model().objects.get(pk=status.user)
    return make_plan(folder, manifest=manifest, collection=status.collection, publish=status.publish, user=user)


def top_of(folder: Path) -> Path:
    """The folder itself, or the only one in it: people compress the folder, or what is in it."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def manifest_inside(folder: Path) -> Path | None:
    """The list that came within the ZIP, when there is just one."""
    found = []
    for path in sorted(folder.glob("*.[cC][sS][vV]")):
        try:
            read_manifest(path.read_bytes())
        except ManifestError:
            continue
        found.append(path)
    return found[0] if len(found) == 1 else None


def as_json(plan: Plan) -> dict[str, Any]:
    """What the trial's page shows."""
    return {
        "counts": plan.counts,
        "warnings": plan.warnings,
        "rows": [
            {
                "number": row.number,
                "title": row.title,
                "file": row.row.values.get("file", ""),
                "outcome": row.outcome.value,
                "summary": row.summary,
            }
            for row in plan.rows
        ],
    }


def _unpack(staging: Staging, status: Status) -> None:
    status.phase = Phase.UNPACKING
    staging.write(status)
    if not staging.files.exists():
        unpack(staging.zip_path, staging.files)
    status.phase = Phase.CHECKING
    staging.write(status)


def _fail(staging: Staging, status: Status, error: str) -> None:
    status.phase, status.error = Phase.FAILED, error
    staging.write(status)


def _interrupt(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).update(state=BatchState.INTERRUPTED)
