"""The form of a record in the admin: what the fields alone cannot tell."""

from django.db.models import Count
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class RecordForm(WagtailAdminPageForm):
    """Offers the collection's usual type to a new record, and refuses a relation of a record with itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent_page is not None and "record_type" in self.fields:
            self.initial["record_type"] = self.initial.get("record_type") or self._usual_type()

    def _usual_type(self) -> int | None:
        """The type that most records of the collection have; None in an empty one."""
        from documents.models import RecordPage

        records = RecordPage.objects.child_of(self.parent_page).exclude(record_type=None).order_by()
        usual = records.values("record_type").annotate(n=Count("pk")).order_by("-n").first()
        return usual["record_type"] if usual else None

    def is_valid(self) -> bool:
        valid = super().is_valid()
        relations = self.formsets.get("relations")
        for form in relations.forms if relations is not None and self.instance.pk else ():
            target = getattr(form, "cleaned_data", {}).get("target")
            if target is not None and target.pk == self.instance.pk and not form.cleaned_data.get("DELETE"):
                form.add_error("target", _("Un registro no puede relacionarse consigo mismo. Elija otro registro."))
                valid = False
        return valid
