"""Mexico as 32 equal tiles: a layout of our own, near enough to the map to find a state, with no state too small to touch.

Eight columns, so that a tile is 44 px wide on a screen of 390. The place of each tile is a class of the style sheet
(`static/estados/national.css`); a test holds the two equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from acervo.base.states import STATE_ABBREVIATIONS, STATES

COLUMNS = 8
_ROWS = (
    "BCN SON CHH COA NLE TAM --- ---",
    "BCS SIN DUR ZAC SLP --- --- ---",
    "--- NAY JAL AGS GUA QUE HID ---",
    "--- --- COL MIC MEX CMX TLA ---",
    "--- --- --- GRO MOR PUE VER YUC",
    "--- --- --- --- OAX TAB CAM ROO",
    "--- --- --- --- --- CHP --- ---",
)
_PLACES = {
    name: (row, column)
    for row, line in enumerate(_ROWS, 1)
    for column, name in enumerate(line.split(), 1)
    if name != "---"
}
#: INEGI key → (row, column), from 1.
PLACES = {key: _PLACES[STATE_ABBREVIATIONS[key]] for key, _name in STATES[1:]}


@dataclass(frozen=True, slots=True)
class Tile:
    """`words`: what a screen reader says after the name. `tone`: class of its colour; `shape`: icon; `mark`: a letter;
    `step`: the number of the step beside the letter."""

    state: str
    name: str
    abbreviation: str
    url: str
    tone: str
    shape: str
    mark: str
    words: str
    step: str = ""


def in_reading_order(tiles: Iterable[Tile]) -> list[Tile]:
    """From west to east and from north to south, as the tab key goes through them."""
    return sorted(tiles, key=lambda tile: PLACES[tile.state])
