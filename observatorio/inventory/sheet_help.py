"""What the admin's import shows of the inventory besides its columns: the allowed terms, and what a batch wrote."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from acervo.base.states import STATES
from acervo.tabular.models import Batch
from observatorio.models import Monument
from observatorio.models.terms import (
    Certainty,
    Classification,
    Condition,
    HeritageZone,
    Ownership,
    StreetType,
    UseCategory,
)

#: Column → its closed vocabulary, as people read it.
ALLOWED_TERMS: dict[str, Sequence[Any]] = {
    "clasificacion": Classification.labels,
    "clase_uso": UseCategory.labels,
    "certeza": Certainty.labels,
    "tipo_vialidad": StreetType.labels,
    "entidad": [name for _key, name in STATES[1:]],
    "zona_sitio": HeritageZone.labels,
    "regimen_propiedad": Ownership.labels,
    "estado_conservacion": Condition.labels,
}


def written_by(batch: Batch) -> QuerySet[Monument]:
    """The monuments that the sheet says something of: made, changed, or only mentioned. Empty once it is undone."""
    return Monument.objects.filter(source_records__batch=batch).distinct().order_by("code")
