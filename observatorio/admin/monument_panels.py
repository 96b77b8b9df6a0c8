"""The form of a monument in tabs, by the groups of `observatorio.inventory.fields`."""

from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from observatorio.admin.monument_form import MonumentForm
from observatorio.admin.source_panel import SourcesPanel
from observatorio.inventory.fields import (
    ABOUT,
    ADDRESS,
    BY_NAME,
    DATING,
    FIELDS,
    KEYS,
    MAKING,
    MEDIA,
    NAMES,
    PLACE,
    PROPERTY,
    PROTECTION,
    STATE,
    USE,
)


class ListComparison(FieldComparison):
    """Two revisions of a field that holds a list of texts."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a: str = "; ".join(field.value_from_object(obj_a) or [])
        self.val_b: str = "; ".join(field.value_from_object(obj_b) or [])


class ListPanel(FieldPanel):
    """A JSON list, written one per line."""

    def get_comparison_class(self) -> type[FieldComparison]:
        return ListComparison


def restrictable_choices() -> list[tuple[str, str]]:
    """Fields whose access may differ from the usual: all but those without which a monument has no page."""
    return [("", "---------"), *((field.name, str(field.label)) for field in FIELDS if not field.fixed)]


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def children(name: str, *panels: Panel) -> InlinePanel:
    """Rows of a child table, under the name and with the standard of the inventory's field."""
    field = BY_NAME[name]
    return InlinePanel(name, panels=list(panels), heading=field.label, help_text=field.standard)


def edit_handler() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("name", required_on_save=True),
                            FieldPanel("original_name"),
                            ListPanel("other_names"),
                        ],
                        heading=NAMES,
                    ),
                    MultiFieldPanel(
                        [
                            row("code", "inah_key"),
                            row("real_folio", "inbal_key"),
                            row("junta_key", "cadastral_key"),
                            FieldPanel("wikidata"),
                            FieldPanel("part_of"),
                        ],
                        heading=KEYS,
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("classification", required_on_save=True),
                            FieldPanel("monument_type"),
                            FieldPanel("original_use"),
                            ListPanel("current_uses"),
                            FieldPanel("use_category"),
                        ],
                        heading=USE,
                    ),
                ],
                heading=_("Identificación"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [
                                    FieldPanel("state", required_on_save=True),
                                    FieldPanel("municipality", required_on_save=True),
                                    FieldPanel("municipality_key"),
                                ]
                            ),
                            row("locality", "locality_key"),
                            row("street_type", "street"),
                            row("exterior_number", "interior_number"),
                            row("settlement", "postal_code"),
                            FieldPanel("between_streets"),
                            FieldPanel("address_note"),
                        ],
                        heading=ADDRESS,
                    ),
                    MultiFieldPanel(
                        [row("latitude", "longitude"), row("accuracy_m", "coordinates_source")], heading=PLACE
                    ),
                ],
                heading=_("Domicilio y ubicación"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [row("century_from", "century_to"), row("dating", "certainty")],
                        heading=DATING,
                    ),
                    children("phases", FieldPanel("date"), FieldPanel("description"), FieldPanel("authors")),
                    MultiFieldPanel([FieldPanel("style"), ListPanel("authors")], heading=MAKING),
                    children("fabric", FieldPanel("element"), FieldPanel("material"), FieldPanel("technique")),
                ],
                heading=_("Fechamiento y hechura"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("heritage_site", widget=forms.Select),
                            FieldPanel("heritage_zone"),
                            FieldPanel("institutions"),
                        ],
                        heading=PROTECTION,
                    ),
                    children(
                        "protections", FieldPanel("kind"), FieldPanel("name"),
                        FieldPanel("authority", widget=forms.Select), FieldPanel("date"), FieldPanel("gazette"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("ownership"), FieldPanel("owner_name"), FieldPanel("interior")], heading=PROPERTY
                    ),
                ],
                heading=_("Protección y propiedad"),
            ),
            ObjectList(
                [
                    MultiFieldPanel([row("condition", "condition_note")], heading=STATE),
                    MultiFieldPanel([FieldPanel("description")], heading=ABOUT),
                    children("bibliography", FieldPanel("text"), FieldPanel("url")),
                    children("records", FieldPanel("record"), FieldPanel("note")),
                ],
                heading=_("Conservación y descripción"),
            ),
            ObjectList(
                [
                    children(
                        "photos", FieldPanel("image"), FieldPanel("alt_text"), FieldPanel("caption"),
                        row("author", "taken"), row("holder", "licence"), FieldPanel("is_public"),
                    ),
                ],
                heading=MEDIA,
            ),
            ObjectList(
                [
                    InlinePanel(
                        "restrictions",
                        panels=[
                            FieldPanel("field", widget=forms.Select(choices=CallableChoiceIterator(restrictable_choices))),
                            FieldPanel("level"), FieldPanel("ground"), FieldPanel("until"),
                        ],
                        heading=_("Acceso por campo"),
                        help_text=_(
                            "Cada campo tiene un acceso de costumbre; el propietario, el interior y la clave catastral "
                            "son confidenciales. Agregue aquí solo lo que sea distinto en este inmueble. Norma: LGTAIP."
                        ),
                    ),
                    PublishingPanel(),
                ],
                heading=_("Acceso y publicación"),
            ),
            ObjectList([SourcesPanel(heading=_("Lo que dicen las fuentes"))], heading=_("Fuentes")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("history_source"), FieldPanel("history_reason")],
                        heading=_("De dónde sale y por qué cambia"),
                    )
                ],
                heading=_("Motivo del cambio"),
            ),
        ],
        base_form_class=MonumentForm,
    )  # fmt: skip
