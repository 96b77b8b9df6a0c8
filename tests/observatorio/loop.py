"""Monuments, visits, works and reports to test the inspection loop with."""

import datetime as dt
import io
import itertools
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from PIL import Image

from documents.services.image_metadata import CleanFile, clean_file
from observatorio.models import CitizenReport, Inspection, Intervention, Monument
from observatorio.services import citizen_reports

_numbers = itertools.count(9001)
TODAY = dt.date.today()


def monument(name: str = "Templo de Santo Domingo", **fields: Any) -> Monument:
    """A published monument on a street of Zacatecas."""
    values = {
        "code": f"ZAC-{next(_numbers)}", "classification": "religiosa", "state": "32", "municipality": "Zacatecas",
        "street_type": "calle", "street": "Genaro Codina", "exterior_number": "227", "condition": "regular",
        "live": True,
    }  # fmt: skip
    return Monument.objects.create(name=name, **(values | fields))


def inspection(of: Monument | None = None, *, days_ago: int = 30, **fields: Any) -> Inspection:
    values = {
        "date": TODAY - dt.timedelta(days=days_ago), "inspector": "Ana Ruiz", "access": "completo",
        "occupancy": "ocupado", "condition": "regular", "risk": "bajo",
        "observations": "Palabra reservada: grietas en la sacristía.", "recommendation": "Recomendación reservada.",
    }  # fmt: skip
    return Inspection.objects.create(monument=of or monument(), **(values | fields))


def work(on: Monument | None = None, **fields: Any) -> Intervention:
    values = {"title": "Consolidación de la bóveda", "requested_on": dt.date(2026, 3, 2)}
    return Intervention.objects.create(monument=on or monument(), **(values | fields))


def report(on: Monument | None = None, *, photo: CleanFile | None = None, **fields: Any) -> CitizenReport:
    values = {
        "kind": "dano",
        "text": "Se cayó parte de la cornisa.",
        "name": "Juana Pérez",
        "email": "juana@ejemplo.mx",
    }
    return citizen_reports.receive(on or monument(), photo=photo, **(values | fields))


def jpeg(*, size: tuple[int, int] = (64, 40), colour: str = "#a05040") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def clean(content: bytes | None = None) -> CleanFile:
    return clean_file(content or jpeg(), name="foto.jpg")


def user(*permissions: str, name: str = "inspectora", **fields: Any):
    """A user of the admin with those permissions of the observatory."""
    made = get_user_model().objects.create_user(name, password="x" * 12, **fields)
    made.user_permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__app_label="observatorio", codename__in=permissions),
    )
    return made
