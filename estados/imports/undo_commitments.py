"""Taking back a sheet of commitments."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from wagtail.models import Locale

from documents.models import Theme
from estados.models import Commitment

from .commitments import label_of
from .undo import Undo
from .values import put, values_of
from .write import set_values


class CommitmentUndo(Undo):
    model = Commitment

    def read(self, pks: Iterable[int]) -> dict[int, tuple[str, dict[str, Any]]]:
        found = Commitment.objects.filter(pk__in=list(pks)).select_related("plan", "latest_revision")
        read = {}
        for commitment in found.prefetch_related("themes", "supporting", "targets"):
            said = commitment
            if not commitment.live and commitment.latest_revision:
                said = commitment.latest_revision.as_object()
            read[commitment.pk] = (commitment.title, values_of(said))
        return read

    def restore(self, pk: int, values: dict[str, Any], *, user: Any) -> None:
        themes = {theme.code: theme for theme in Theme.objects.filter(locale=Locale.get_default())}
        commitment = Commitment.objects.select_related("plan").get(pk=pk)
        set_values(commitment, values, apply=lambda target, said: put(target, said, themes=themes), user=user)

    def in_the_way(self, pks: list[int]) -> dict[int, str]:
        counted = Commitment.objects.filter(pk__in=pks).annotate(
            milestone_count=Count("milestones", distinct=True), report_count=Count("verdicts", distinct=True),
            question_count=Count("questions", distinct=True),
        )  # fmt: skip
        found = {}
        for commitment in counted:
            if commitment.milestone_count:
                found[commitment.pk] = _("tiene hitos")
            elif commitment.report_count:
                found[commitment.pk] = _("tiene informes")
            elif commitment.question_count:
                found[commitment.pk] = _("tiene preguntas ciudadanas")
            elif self._was_edited(commitment):
                found[commitment.pk] = _("alguien lo editó después")
        return found

    def _was_edited(self, commitment: Commitment) -> bool:
        """The sheet made one revision; another one is somebody's."""
        return commitment.revisions.count() > 1 or commitment.revisions.filter(~Q(user=self.batch.created_by)).exists()

    def label_of(self, field: str) -> str:
        return label_of(field)
