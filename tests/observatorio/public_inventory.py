"""A small inventory for the tests of its public side: every monument differs from the others in what matters."""

import datetime as dt
from typing import Any

from observatorio.models import FieldRestriction, HeritageSite, Institution, Monument, Protection

GROUND = "LGTAIP, art. 113"


def institution(code: str, abbreviation: str = "") -> Institution:
    return Institution.objects.get_or_create(code=code, defaults={"abbreviation": abbreviation or code.upper(), "name": code})[0]  # fmt: skip


def site() -> HeritageSite:
    return HeritageSite.objects.get_or_create(
        reference="676", defaults={"name": "Centro Histórico de Zacatecas", "slug": "zacatecas"}
    )[0]


def monument(name: str = "Templo de prueba", *, institutions: tuple[str, ...] = (), protections: tuple[str, ...] = (),
             **fields: Any) -> Monument:  # fmt: skip
    """A published monument; `live=False` makes a draft."""
    values = {"classification": "religiosa", "state": "32", "municipality": "Zacatecas", "live": True} | fields
    made = Monument(name=name, **values)
    made.save()
    if institutions:
        made.institutions.set([institution(code) for code in institutions])
        made.save()
    for kind in protections:
        Protection.objects.create(monument=made, kind=kind)
    return made


def restrict(target: Monument, field: str, *, level: str = "reservado", until: dt.date | None = None) -> None:
    FieldRestriction.objects.create(monument=target, field=field, level=level, ground=GROUND, until=until)


def some() -> dict[str, Monument]:
    """Four public monuments and a draft."""
    return {
        "cathedral": monument(
            "Catedral Basílica", other_names=["Parroquia Mayor de la Compañía"], street_type="avenida", street="Hidalgo",
            century_from=18, century_to=18, use_category="culto", condition="bueno", heritage_site=site(),
            institutions=("inah", "unesco"), protections=("ley-federal", "patrimonio-mundial"),
            latitude=22.7756, longitude=-102.5721,
        ),
        "convent": monument(
            "Convento de Nuestra Señora de Guadalupe", municipality="Guadalupe", century_from=16, century_to=18,
            use_category="cultura", condition="regular", institutions=("inah",), protections=("ley-federal",),
            street_type="jardin", street="Juárez", latitude=22.7469, longitude=-102.5186,
        ),
        "market": monument(
            "Mercado González Ortega", classification="comercial", century_from=19, use_category="comercio",
            condition="malo", institutions=("inbal",), protections=("artistico",), heritage_site=site(),
        ),
        "house": monument("Ágora del Obispo", classification="cultura", condition=""),
        "draft": monument("Casa sin publicar", live=False, condition="ruinoso"),
    }  # fmt: skip


def picture(title: str = "Fachada") -> Any:
    """A small public image."""
    import io

    from django.core.files.base import ContentFile
    from PIL import Image

    from documents.models import ArchiveImage

    out = io.BytesIO()
    Image.new("RGB", (1600, 1200), (201, 141, 128)).save(out, "JPEG")
    file = ContentFile(out.getvalue(), name="fachada.jpg")
    return ArchiveImage.objects.create(title=title, file=file, width=1600, height=1200)


def cold() -> None:
    """Forget what is remembered for some seconds (locales, private paths, sites), so that queries can be counted."""
    from django.core.cache import cache

    from acervo.base import per_request

    cache.clear()
    per_request.clear()
