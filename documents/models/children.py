"""What the lists inside a record have in common: an order, and a version of each item in each language."""

from wagtail.models import Orderable, TranslatableMixin


class RecordItem(TranslatableMixin, Orderable):
    """An item of a list of a record (`page`), translated with it; its language is the record's."""

    locale_id: int | None

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def save(self, *args, **kwargs):
        if self.locale_id is None:
            self.locale_id = self.page.locale_id
        super().save(*args, **kwargs)

    def get_default_locale(self):
        return self.page.locale
