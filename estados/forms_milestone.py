"""The form of a milestone: what was said of it is added to, not changed; what proves it keeps its fingerprint."""

from typing import Any

from django.utils.translation import gettext as _

from .forms import StateForm
from .models import Evidence
from .services import aging
from .services.fingerprints import fingerprint


class MilestoneForm(StateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commitments = self.fields["commitment"].queryset
        self.fields["commitment"].queryset = commitments.select_related("plan")
        if self.instance.pk:
            self.fields["commitment"].disabled = True
        if "reports" in self.formsets:
            for report in self.formsets["reports"].initial_forms:
                for name in ("status", "on", "note"):
                    report.fields[name].disabled = True

    def is_valid(self) -> bool:
        """Also asks the new reports, which know their state only once the commitment is chosen."""
        valid = super().is_valid()
        return self._days_have_come() and valid

    def _days_have_come(self) -> bool:
        """Tells each new report whose day has not come in the state; earlier ones cannot be mended here."""
        commitment = getattr(self, "cleaned_data", {}).get("commitment")
        if commitment is None or "reports" not in self.formsets:
            return True
        today = aging.today_of(commitment.plan.state)
        reports = self.formsets["reports"]
        late = [
            form
            for form in reports.extra_forms
            if not reports._should_delete_form(form) and (day := form.cleaned_data.get("on")) and day > today
        ]
        for form in late:
            form.add_error("on", _("La fecha del informe aún no llega: escriba hoy o un día anterior."))
        return not late

    def save(self, commit: bool = True) -> Any:
        records = dict(Evidence.objects.filter(milestone=self.instance.pk).values_list("pk", "record"))
        if "evidence" in self.formsets:
            for form in self.formsets["evidence"].forms:
                fingerprint(form.instance, before=records.get(form.instance.pk))
        return super().save(commit=commit)
