"""Find and make the canonical short links of objects and outside sources."""

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Page

from .. import codes
from ..models.short_link import SUFFIX_PATTERN, ShortLink, unused_code

# An object of the site, or a complete http(s) address.
Target = Model | str
ATTEMPTS = 8


def find(code: str) -> ShortLink | None:
    """The link with that code, typed in any case; None if there is none."""
    return ShortLink.objects.filter(code=codes.normalise(code)).first()


def link_for(target: Target, *, suffix: str = "", label: str = "", user: Any = None) -> ShortLink:
    """The canonical link to `target` + `suffix`; made on first demand, also when two ask at once.

    `label` and `user` count only for a link that is made now. Raises ValueError for an unsaved object, an
    address that is not http(s), and a suffix that is not a relative path.
    """
    key = _key(target, suffix)
    defaults = {"code": unused_code, "label": label[:200], "created_by": user}
    link, _created = ShortLink.objects.get_or_create(**_columns(key), is_canonical=True, defaults=defaults)
    return link


def links_for(targets: Sequence[tuple[Target, str]]) -> dict[tuple[Target, str], ShortLink]:
    """The canonical links to many `(target, suffix)` pairs, keyed by the pair as given.

    One query if all exist (and one more for each model met for the first time in this process); missing
    ones are made in bulk, in two queries more (SQLite splits an insert of more than a hundred). Raises as
    `link_for` does.
    """
    keys = {(target, suffix): _key(target, suffix) for target, suffix in targets}
    if not keys:
        return {}
    wanted = set(keys.values())
    found = _existing(wanted)
    # A new code that is taken, or somebody else making the same link now, drops a row in silence: look again.
    for _attempt in range(ATTEMPTS):
        missing = wanted - found.keys()
        if not missing:
            return {pair: found[key] for pair, key in keys.items()}
        ShortLink.objects.bulk_create(
            [ShortLink(code=codes.new_code(), is_canonical=True, **_columns(key)) for key in missing],
            ignore_conflicts=True,
        )
        found |= _existing(missing)
    raise RuntimeError(f"{len(wanted)} short links could not be made in {ATTEMPTS} attempts.")


# --- Keys: (content type id, object id, suffix) or the outside address ---------------------------------
def _key(target: Target, suffix: str) -> Hashable:
    if isinstance(target, str):
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https") or not parts.netloc or suffix or len(target) > 1000:
            raise ValueError(f"{target!r}: a short link needs a complete http(s) address, without a suffix.")
        return target
    if target.pk is None:
        raise ValueError(f"{target!r} has not been saved yet, so nothing can link to it.")
    if len(suffix) > 200 or not re.match(SUFFIX_PATTERN, suffix):
        raise ValueError(f"{suffix!r} is not a relative path such as 'pagina/3/'.")
    model = Page if isinstance(target, Page) else type(target)
    return (ContentType.objects.get_for_model(model).pk, target.pk, suffix)


def _columns(key: Any) -> dict[str, Any]:
    if isinstance(key, str):
        return {"external_url": key}
    return {"target_type_id": key[0], "target_id": key[1], "suffix": key[2], "external_url": ""}


def _existing(keys: Iterable[Any]) -> dict[Any, ShortLink]:
    """Wide filter, exact choice: one condition for each type instead of one for each pair."""
    condition = Q(external_url__in=[key for key in keys if isinstance(key, str)])
    inside = [key for key in keys if not isinstance(key, str)]
    for type_id in {key[0] for key in inside}:
        ids = {key[1] for key in inside if key[0] == type_id}
        suffixes = {key[2] for key in inside if key[0] == type_id}
        condition |= Q(target_type=type_id, target_id__in=ids, suffix__in=suffixes)
    found = {
        link.external_url or (link.target_type_id, link.target_id, link.suffix): link
        for link in ShortLink.objects.filter(condition, is_canonical=True)
    }
    return {key: found[key] for key in keys if key in found}
