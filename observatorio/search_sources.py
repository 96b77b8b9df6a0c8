"""The observatory in the public search: its pages, the monuments and the works on them."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from acervo.base.publicity import public
from documents.search_sources import PageSource, plain
from search.registry import Entry, Source

from .exports.stream import public_monuments
from .models import FieldRestriction, Intervention, Monument, ObservatoryPage
from .services.public_version import PublicMonument

logger = logging.getLogger(__name__)

#: The language of the inventory; its words are indexed in it whoever looks.
LANGUAGE = "es-mx"
THUMBNAIL = "fill-240x240|format-webp"


class ObservatorySource(PageSource):
    name = "observatory"
    model = ObservatoryPage
    kind = "observatorio"

    def text(self, page: ObservatoryPage) -> str:
        return plain(page.body.render_as_block()) if page.body else ""


def restrictions_ended(since: dt.datetime, until: dt.datetime) -> QuerySet[FieldRestriction]:
    """Those whose last day ended in since < t <= until: a reservation ends with its last day, by the site's clock."""
    first, last = timezone.localdate(since), timezone.localdate(until) - dt.timedelta(days=1)
    return FieldRestriction.objects.filter(until__gte=first, until__lte=last)


class MonumentSource(Source):
    """Monuments, by everything that the public may see of them and by nothing else."""

    name = "monument"
    model = Monument
    kind = "inmueble"

    def ids(self) -> Iterable[int]:
        return public(Monument.objects.all()).order_by("pk").values_list("pk", flat=True)

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        with override(LANGUAGE):
            found = [self._entry(monument) for monument in public_monuments(Monument.objects.filter(pk__in=list(pks)))]
        yield from found

    def due(self, since: dt.datetime, until: dt.datetime) -> Iterable[int]:
        """Monuments with a field whose reservation ended. Expiry is compared when somebody asks."""
        return restrictions_ended(since, until).values_list("monument_id", flat=True).distinct()

    def _entry(self, monument: PublicMonument) -> Entry:
        return Entry(
            id=f"{self.name}:{monument.pk}",
            kind=self.kind,
            title=monument.name,
            url=monument.get_absolute_url(),
            summary=monument.description or _facts(monument),
            text="\n".join(filter(None, _words(monument))),
            date_label=_("siglo %(century)s") % {"century": monument.century_label} if monument.century_label else "",
            state=monument.get_state_display(),
            language="es",
            facets={"state": (monument.state,)},
            visible_until=monument.expire_at,
            thumbnail=_thumbnail(monument),
        )


def _facts(monument: PublicMonument) -> str:
    """What stands under the title of a monument that nobody has described yet."""
    return ". ".join(filter(None, [str(monument.get_classification_display()), monument.street_line, monument.place]))


def _words(monument: PublicMonument) -> list[str]:
    site = monument.heritage_site
    return [
        monument.code, monument.inah_key, monument.inbal_key, monument.junta_key, monument.real_folio,
        monument.cadastral_key, monument.wikidata,
        monument.original_name, *monument.other_names,
        str(monument.get_classification_display()), monument.monument_type,
        monument.original_use, *monument.current_uses, str(monument.get_use_category_display()),
        monument.street_line, monument.interior_number, monument.settlement, monument.postal_code,
        monument.between_streets, monument.address_note, monument.locality, monument.place,
        monument.style, *monument.authors, monument.dating,
        *(f"{phase.date} {phase.description} {phase.authors}" for phase in monument.phases),
        *(f"{item.element} {item.material} {item.technique}" for item in monument.fabric),
        *(str(item) for item in monument.protections),
        *(f"{institution.abbreviation} {institution.name}" for institution in monument.institutions),
        f"{site.name} {site.reference or ''}" if site else "", str(monument.get_heritage_zone_display()),
        str(monument.get_ownership_display()), monument.owner_name, monument.interior,
        str(monument.get_condition_display()), monument.condition_note, monument.description,
        *(item.text for item in monument.bibliography),
        *(f"{photo.caption} {photo.alt_text}" for photo in monument.photos),
    ]  # fmt: skip


def _thumbnail(monument: PublicMonument) -> str:
    photos = monument.photos
    if not photos:
        return ""
    try:
        return photos[0].image.get_rendition(THUMBNAIL).url
    except (OSError, ValueError) as error:  # a lost or broken file: the monument is found without its picture
        logger.warning("search: no thumbnail of %s: %s", monument.code, error)
        return ""


class InterventionSource(Source):
    """Works on monuments, from their request on."""

    name = "intervention"
    model = Intervention
    kind = "intervencion"

    def ids(self) -> Iterable[int]:
        return public(Intervention.objects.all()).order_by("pk").values_list("pk", flat=True)

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        works = list(public(Intervention.objects.filter(pk__in=list(pks))).select_related("monument", "authority"))
        with override(LANGUAGE):
            monuments = Monument.objects.filter(pk__in={work.monument_id for work in works})
            places = {monument.pk: monument for monument in public_monuments(monuments)}
            found = [self._entry(work, places[work.monument_id]) for work in works if work.monument_id in places]
        yield from found

    def due(self, since: dt.datetime, until: dt.datetime) -> Iterable[int]:
        """Works on monuments with a field that became public by date."""
        monuments = restrictions_ended(since, until).values("monument_id")
        return Intervention.objects.filter(monument__in=monuments).values_list("pk", flat=True)

    def _entry(self, work: Intervention, monument: PublicMonument) -> Entry:
        state = str(work.get_state_display())
        words: list[Any] = [
            work.description, state, work.authorisation, work.responsible, monument.name, *monument.other_names,
            monument.code, monument.street_line, monument.settlement, monument.place,
        ]  # fmt: skip
        if work.authority:
            words += [work.authority.abbreviation, work.authority.name]
        return Entry(
            id=f"{self.name}:{work.pk}",
            kind=self.kind,
            title=work.title,
            url=work.get_absolute_url(),
            summary=work.description or f"{state}. {monument.name}, {monument.place}",
            text="\n".join(filter(None, words)),
            date=work.requested_on,
            state=monument.get_state_display(),
            language="es",
            facets={"state": (monument.state,)},
            visible_until=monument.expire_at,
            thumbnail=_thumbnail(monument),
        )
