"""Monuments, institutions and people to test the inventory's administration with."""

from typing import Any

from django.contrib.auth.models import Group, User

from acervo.history import services as history
from observatorio.models import Institution, Monument, SourceRecord


def institution(code: str = "inah", **fields: Any) -> Institution:
    made, _new = Institution.objects.get_or_create(
        code=code, defaults={"abbreviation": code.upper(), "name": f"Instituto {code}", **fields}
    )
    return made


def monument(name: str = "Templo de Santo Domingo", **fields: Any) -> Monument:
    """A published monument; `live=False` makes a draft without revision."""
    defaults = {"classification": "religiosa", "state": "32", "municipality": "Zacatecas", "condition": "bueno"}
    many = fields.pop("institutions", None)
    made = Monument(name=name, **{**defaults, **fields})
    made.save()
    if many is not None:
        made.institutions.set(many)
        with history.silent():
            made.save()
    return made


def statement(about: Monument, code: str = "inah", **values: Any) -> SourceRecord:
    return SourceRecord.objects.create(monument=about, institution=institution(code), key=f"{code}-1", values=values)


def draft_of(about: Monument, **fields: Any) -> Monument:
    """A draft saved over the live row, as the form does it."""
    draft = Monument.objects.get(pk=about.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    return draft


def user(name: str, *groups: str, **fields: Any) -> User:
    made = User.objects.create_user(name, f"{name}@example.org", "secreto-9-largo", **fields)
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def image(title: str = "Fachada") -> Any:
    """A small image of the archive."""
    from wagtail.images.tests.utils import get_test_image_file

    from documents.models import ArchiveImage

    return ArchiveImage.objects.create(title=title, file=get_test_image_file(filename="fachada.png"))
