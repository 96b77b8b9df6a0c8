"""Writing planned rows of commitments: through the models, so that drafts, logs and the search know; history by hand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import log

from acervo.base.drafts import pending_revisions, rewrite
from acervo.history import services as history
from acervo.tabular.models import Outcome
from acervo.tabular.table import Row
from estados.models import Commitment
from estados.services import creas, progress

from .shared import attribution, keep_made
from .values import LISTS

if TYPE_CHECKING:
    from .commitments import CommitmentJob


class Writer:
    def __init__(self, job: "CommitmentJob") -> None:
        self.job, self.user = job, job.batch.created_by

    def write(self, rows: Sequence[Row]) -> None:
        made = []
        with transaction.atomic():
            for row in rows:
                if row.outcome == Outcome.CREATED:
                    row.target = self._create(row)
                    made.append(row.target)
                elif row.outcome == Outcome.CHANGED:
                    self._change(row)
            keep_made(self.job.batch, made=made, bodies=self.job.bodies.created)

    def _settled(self, values: dict[str, Any]) -> dict[str, Any]:
        """With keys instead of institutions that are to be made."""
        find = self.job.bodies.key_of
        found = dict(values)
        for name in ("lead_id", "counterpart_id"):
            if found.get(name) is not None:
                found[name] = find(found[name])
        if "supporting" in found:
            found["supporting"] = sorted({find(item) for item in found["supporting"]})
        return found

    def _create(self, row: Row) -> int:
        plan, values, _before = row.plan
        commitment = Commitment(plan=plan, live=False)
        settled = self._settled(values)
        lists = {name: settled.pop(name) for name in LISTS if name in settled}
        self.job.apply(commitment, settled)
        if commitment.progress_set is not None:
            progress.stamp(commitment, by=self.user)
        with history.silent():
            commitment.save()
            if lists:  # relations need the key of the row
                self.job.apply(commitment, lists)
                commitment.save()
            revision = commitment.save_revision(user=self.user, changed=True)
            log(commitment, "wagtail.create", user=self.user, revision=revision, content_changed=True)
            if self.job.publishes and not creas.unexplained(commitment):
                revision.publish(user=self.user)
        return commitment.pk

    def _change(self, row: Row) -> None:
        _plan, changed, before = row.plan
        values = self._settled(changed)
        commitment = Commitment.objects.get(pk=row.target)
        set_values(commitment, values, apply=self.job.apply, user=self.user)
        history.record(
            commitment, {name: (before[name], value) for name, value in values.items()}, **attribution(self.job.batch)
        )


def set_values(commitment: Commitment, values: dict[str, Any], *, apply: Any, user: Any) -> None:
    """Put `values` into the row and into what waits to be published over it; a published one stays so, with a revision."""
    stamped = bool({"progress_set", "progress_reason"} & set(values))

    def change(target: Commitment) -> None:
        apply(target, values)
        if stamped:
            progress.stamp(target, by=user)

    pending = pending_revisions(commitment)
    drafts = [(revision, revision.as_object()) for revision in pending]
    if not commitment.live and commitment.latest_revision and not drafts:
        drafts = [(commitment.latest_revision, commitment.latest_revision.as_object())]
    change(commitment)
    with history.silent():
        commitment.save()
        if not drafts:
            revision = commitment.save_revision(user=user, log_action=True)
            if commitment.live:
                revision.publish(user=user)
        for revision, draft in drafts:
            change(draft)
            rewrite(revision, draft)
