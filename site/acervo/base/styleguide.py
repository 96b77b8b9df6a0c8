"""The living style page (/estilo/, only with DEBUG): every component with realistic content, for whoever draws it."""

from datetime import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import mark_safe

PARTS = ("inicio", "busqueda", "ficha", "lector", "guia", "piezas")
SHA = "9f2c41d0a7be35186c0d4f7715e2a98b30cc61f24b8d7e05a1936f58bd204c7e"


class _Form(forms.Form):
    title = forms.CharField(label="Título", help_text="Como aparece en la portada.")
    issued = forms.CharField(label="Fecha de publicación", required=False, help_text="Ejemplo: 2016-12")
    consent = forms.BooleanField(label="El documento no contiene datos personales")


def _versions() -> list[dict]:
    return [
        {
            "number": 2,
            "url": "#v2",
            "date": datetime(2020, 11, 10),
            "size": 1_258_291,
            "sha256": SHA,
            "note": "Se corrige el artículo 14",
            "current": True,
        },
        {
            "number": 1,
            "url": "#v1",
            "date": datetime(2016, 12, 3),
            "size": 1_204_224,
            "sha256": SHA[::-1],
            "note": "",
            "current": False,
        },
    ]


def _hit(number: int, snippet: str) -> dict:
    return {"number": number, "url": f"?parte=lector&p={number}", "snippet": mark_safe(snippet)}  # noqa: S308


def context(request: HttpRequest) -> dict:
    """Everything that styleguide.html shows; no database."""
    thumbnail = static("img/sample-page.svg")
    pages = [
        _hit(
            14,
            "… el <mark>municipio</mark> publicará el <mark>presupuesto</mark> de egresos dentro de los quince días …",
        ),
        _hit(
            38, "… la iniciativa de <mark>presupuesto</mark> que presente el Ayuntamiento del <mark>municipio</mark> …"
        ),
    ]
    law = {
        "title": "Ley Orgánica del Municipio del Estado de Zacatecas",
        "url": "#",
        "kind_label": "Periódico Oficial",
        "date_label": "3 de diciembre de 2016",
        "date_iso": "2016-12-03",
        "state": "Zacatecas",
        "collection": "Gacetas",
        "pages_total": 96,
        "thumbnail": thumbnail,
        "summary": "Suplemento 2 al número 97 del tomo CXXVI. Organiza el gobierno de los municipios del estado.",
        "pages": pages,
        "more_url": "#",
    }
    guide = law | {
        "title": "ABC de Gobierno Abierto: conceptos, pasos y experiencias para la ciudadanía y las instituciones",
        "kind_label": "Guía",
        "date_label": "20 de octubre de 2020",
        "state": "Nacional",
        "collection": "Guías",
        "pages_total": 42,
        "thumbnail": "",
        "summary": "Qué es el gobierno abierto, cómo se instala un secretariado técnico local y cómo se sigue un plan.",
        "pages": [],
        "more_url": "",
    }
    facet_values = [
        {"value": "ley", "label": "Ley", "count": 54, "url": "#", "selected": True},
        {"value": "guia", "label": "Guía", "count": 3, "url": "#", "selected": False},
        {
            "value": "acta",
            "label": "Acta de sesión de la Comisión de Gobierno Abierto",
            "count": 5,
            "url": "#",
            "selected": False,
        },
    ]
    bound = _Form({"title": "", "issued": "2016-12"})
    bound.is_valid()
    return {
        "parts": PARTS,
        "part": request.GET.get("parte", "inicio"),
        "site_name": "Acervo",
        "home_url": "?parte=inicio",
        "contact_email": "contacto@acervo.example",
        "main_menu": [
            {"title": title, "url": "#", "current": title == "Acervo"}
            for title in ("Acervo", "Observatorio", "Estados", "Agenda")
        ],
        "language_links": [
            {"code": "es-mx", "label": "Español", "url": "#", "current": True},
            {"code": "en", "label": "English", "url": "#", "current": False},
        ],
        "footer_links": [
            {"title": title, "url": "#"}
            for title in ("Acerca del acervo", "Datos abiertos", "Declaración de accesibilidad", "Aviso de privacidad")
        ],
        "crumbs": [{"title": t, "url": "#"} for t in ("Inicio", "Acervo", "Periódico Oficial", law["title"])],
        "law": law,
        "rows": [law, guide],
        "results": [law, guide],
        "facets": [
            {"name": "type", "label": "Tipo", "values": facet_values},
            {
                "name": "year",
                "label": "Año",
                "values": [{"label": "2020", "count": 12, "url": "#"}, {"label": "2016", "count": 4, "url": "#"}],
            },
        ],
        "page_obj": Paginator(range(200), 20).page(4),
        "files": [
            {
                "title": "Suplemento 2 al número 97",
                "url": "#",
                "read_url": "?parte=lector",
                "type_label": "PDF",
                "role_label": "Texto íntegro",
                "language_label": "Español",
                "size": 1_258_291,
                "pages": 96,
                "accessible": True,
                "sha256": SHA,
                "versions": _versions(),
            },
            {"title": "Anexo estadístico", "url": "#", "type_label": "XLSX", "role_label": "Anexo", "size": 48_211},
        ],
        "versions": _versions(),
        "metadata": [
            {"label": "Autoridad", "values": [{"label": "Gobierno del Estado de Zacatecas", "url": "#"}]},
            {"label": "Publicado", "value": "3 de diciembre de 2016"},
            {"label": "Órgano", "value": "Periódico Oficial, tomo CXXVI, número 97, suplemento 2"},
            {
                "label": "Temas",
                "values": [{"label": "Municipios", "url": "#"}, {"label": "Administración pública", "url": "#"}],
            },
            {"label": "Identificador", "value": "DOC-008"},
        ],
        "form": bound,
        "states": ("done", "underway", "declared", "late", "notstarted", "noinfo"),
        "thumbs": range(12, 25),
    }


def view(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", context(request))
