"""The indices of a site: two for each generation, records and pages, which readers know by two aliases.

`<prefix>-records-<stamp>` and `<prefix>-pages-<stamp>`; the aliases `<prefix>-records` and `<prefix>-pages` are moved
to a new generation in one call. Their templates are the JSON files beside this module.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from elasticsearch import Elasticsearch

from search.engines import analysed
from search.engines.base import IndexMissing, IndexOutdated

LEVELS = ("records", "pages")
STAMP = re.compile(r"\d{14}-[0-9a-f]{6}\Z")


@dataclass(frozen=True, slots=True)
class Generation:
    """The two indices of one build, and when it was put to use (ISO, or "")."""

    records: str
    pages: str
    built: str = ""

    @property
    def names(self) -> tuple[str, str]:
        return self.records, self.pages


class Indices:
    """Makes, names, switches and removes them. Every method calls the server and may raise what the client raises."""

    def __init__(self, client: Elasticsearch, prefix: str, *, shards: int, replicas: int) -> None:
        self._client = client
        self.prefix = prefix
        self._shards = shards
        self._replicas = replicas

    def alias(self, level: str) -> str:
        return f"{self.prefix}-{level}"

    def current(self) -> Generation:
        """What the aliases lead to. Raises IndexMissing, or IndexOutdated if it was built for other fields."""
        found = self._client.options(ignore_status=404).indices.get_alias(name=[self.alias(x) for x in LEVELS])
        owner = {alias: index for index, about in found.body.items() if _is_index(about) for alias in about["aliases"]}
        if not all(self.alias(level) in owner for level in LEVELS):
            raise IndexMissing(f"there is no search index named {self.alias('records')}: run search_rebuild")
        records, pages = (owner[self.alias(level)] for level in LEVELS)
        mapping = self._client.indices.get_mapping(index=records)
        meta = mapping[records]["mappings"].get("_meta", {})
        if meta.get("signature") != signature():
            raise IndexOutdated("the search index was built with other fields: run search_rebuild")
        return Generation(records, pages, meta.get("built", ""))

    def create(self) -> Generation:
        """A new, empty generation beside the one in use; it is made for a bulk load, see `switch`."""
        for level in LEVELS:
            self._client.indices.put_index_template(
                name=self.alias(level),
                index_patterns=[f"{self.alias(level)}-*"],
                template=self._template(level),
                allow_auto_create=False,  # a document that comes too late must not bring a removed index back
            )
        stamp = f"{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
        made = Generation(*(f"{self.alias(level)}-{stamp}" for level in LEVELS))
        for name in made.names:
            # No refresh and no copies while it is filled: nobody searches it yet.
            quiet = {"index": {"refresh_interval": "-1", "number_of_replicas": 0}}
            self._client.indices.create(index=name, settings=quiet, mappings={"_meta": {"signature": signature()}})
        return made

    def finish(self, made: Generation) -> None:
        """Make what was written searchable, and give the indices their everyday settings."""
        usual = {"index": {"refresh_interval": "1s", "number_of_replicas": self._replicas}}
        self._client.indices.put_settings(index=list(made.names), settings=usual)
        self._client.indices.refresh(index=list(made.names))

    def switch(self, made: Generation) -> None:
        """From now on the aliases lead to `made`: one call, so that a reader sees the old pair or the new one."""
        built = timezone.now().isoformat(timespec="seconds")
        self._client.indices.put_mapping(
            index=list(made.names), meta={"signature": signature(), "built": built}, properties={}
        )
        actions: list[dict[str, Any]] = []
        for level, name in zip(LEVELS, made.names, strict=True):
            actions.append(
                {"remove": {"index": f"{self.alias(level)}-*", "alias": self.alias(level), "must_exist": False}}
            )
            actions.append({"add": {"index": name, "alias": self.alias(level)}})
        self._client.indices.update_aliases(actions=actions)

    def unused(self) -> list[str]:
        """Indices of ours that no alias leads to: those before a switch, and what killed rebuilds left."""
        patterns = [f"{self.alias(level)}-*" for level in LEVELS]
        found = self._client.indices.get_alias(index=patterns, allow_no_indices=True, expand_wildcards="all")
        return sorted(
            name
            for name, about in found.body.items()
            if not about["aliases"] and any(STAMP.match(name.removeprefix(f"{self.alias(x)}-")) for x in LEVELS)
        )

    def remove(self, names: list[str]) -> None:
        for name in names:
            self._client.options(ignore_status=404).indices.delete(index=name)

    def _template(self, level: str) -> dict[str, Any]:
        template = json.loads(json.dumps(_file(level)))
        template["settings"]["index"]["number_of_shards"] = self._shards
        return template


def signature() -> str:
    """What an index was built with: the analysis, and the templates. Another one is refused, not misread."""
    return f"{analysed.signature()}-{_templates()}"


@cache
def _templates() -> str:
    """A short digest of all templates."""
    text = json.dumps([_file(level) for level in LEVELS], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _is_index(about: object) -> bool:
    return isinstance(about, dict) and "aliases" in about


@cache
def _file(level: str) -> Any:
    return json.loads((Path(__file__).parent / "templates" / f"{level}.json").read_text("utf-8"))
