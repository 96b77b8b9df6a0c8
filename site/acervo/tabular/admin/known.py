"""The columns of a table as its help page and its empty template tell them."""

from dataclasses import dataclass

from acervo.tabular.table import Table


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """`needed`: every sheet must have it; `terms`: the allowed values as people read them, empty when it is free."""

    header: str
    label: str
    help: str
    synonyms: tuple[str, ...]
    needed: bool
    sample: str
    terms: tuple[str, ...]


def known_columns(table: Table) -> list[KnownColumn]:
    return [
        KnownColumn(
            header=column.header,
            label=str(column.label),
            help=str(column.help),
            synonyms=tuple(synonym.replace("_", " ") for synonym in column.synonyms),
            needed=column.needed or column.filled,
            sample=column.sample,
            terms=tuple(map(str, table.terms.get(column.name, ()))),
        )
        for column in table.columns
    ]
