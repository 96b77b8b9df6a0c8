"""The form of a milestone: what was said of it is added to, not changed; what proves it keeps its fingerprint."""

from typing import Any

from .forms import StateForm
from .models import Evidence
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

    def save(self, commit: bool = True) -> Any:
        records = dict(Evidence.objects.filter(milestone=self.instance.pk).values_list("pk", "record"))
        if "evidence" in self.formsets:
            for form in self.formsets["evidence"].forms:
                fingerprint(form.instance, before=records.get(form.instance.pk))
        return super().save(commit=commit)
