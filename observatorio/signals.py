"""What changes in the inventory reaches the public index: plain handlers, connected in `apps.py`.

Work in bulk sends no signals and calls `search.indexing.touch` itself.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save

from search.indexing import touch

from .models import (
    Citation,
    Fabric,
    FieldRestriction,
    HeritageSite,
    Institution,
    Intervention,
    Monument,
    Phase,
    Photo,
    Protection,
)  # fmt: skip

#: Child rows whose words are among those a monument is found by; records are found by themselves.
CHILDREN: tuple[type[Model], ...] = (Phase, Fabric, Protection, Photo, Citation, FieldRestriction)


def connect() -> None:
    """Called by the app's `ready()`."""
    _on_change(monument_changed, Monument)
    for child in CHILDREN:
        _on_change(child_changed, child)
    _on_change(term_changed, Institution, HeritageSite)
    _on_change(intervention_changed, Intervention)
    m2m_changed.connect(institutions_changed, sender=Monument.institutions.through)


def _on_change(handler: Any, *models: type[Model]) -> None:
    for model in models:
        post_save.connect(handler, sender=model)
        post_delete.connect(handler, sender=model)


def touch_monuments(pks: Iterable[int]) -> None:
    """These monuments, and the works on them, which are found by the name and street of their monument."""
    pks = list(pks)
    touch("monument", pks)
    touch("intervention", Intervention.objects.filter(monument__in=pks).values_list("pk", flat=True))


def monument_changed(sender: Any, instance: Monument, **kwargs: Any) -> None:
    """Saved, published, unpublished or deleted."""
    touch_monuments([instance.pk])


def child_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, FieldRestriction):
        touch_monuments([instance.monument_id])
    else:
        touch("monument", [instance.monument_id])


def institutions_changed(sender: Any, instance: Model, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if isinstance(instance, Monument):
        touch("monument", [instance.pk])
    elif pk_set:  # said from the side of the institution
        touch("monument", sorted(pk_set))


def term_changed(sender: Any, instance: Institution | HeritageSite, **kwargs: Any) -> None:
    """A new name of an institution or of a site is among the words that its monuments and works are found by."""
    monuments: QuerySet[Monument] = Monument.objects.all()
    if isinstance(instance, HeritageSite):
        touch("monument", monuments.filter(heritage_site=instance.pk).values_list("pk", flat=True))
        return
    touch("monument", monuments.filter(institutions=instance.pk).values_list("pk", flat=True))
    touch("monument", Protection.objects.filter(authority=instance.pk).values_list("monument_id", flat=True))
    touch("intervention", Intervention.objects.filter(authority=instance.pk).values_list("pk", flat=True))


def intervention_changed(sender: Any, instance: Intervention, **kwargs: Any) -> None:
    touch("intervention", [instance.pk])
