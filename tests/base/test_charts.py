"""Charts: scales that cover their data, words that fit, drawings that need no style of their own."""

import itertools
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acervo.base import assets
from acervo.base.charts import Bar, Series, bars, lines, number, stacked, ticks
from acervo.base.charts.text import places, width, wrap

SVG = "{http://www.w3.org/2000/svg}"
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=4)
MAGNITUDES = st.builds(
    lambda digits, power: Decimal(digits).scaleb(power), st.integers(-999_999, 999_999), st.integers(-12, 24)
)


def drawings(html: str) -> list[ElementTree.Element]:
    """The wide and the narrow drawing; being read as XML they are well formed."""
    found = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    return [ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')) for svg in found]


def words(svg: ElementTree.Element) -> list[str]:
    return [" ".join("".join(text.itertext()).split()) for text in svg.iter(f"{SVG}text")]


@given(st.lists(AMOUNTS | MAGNITUDES, max_size=30))
def test_ticks_cover_zero_and_all_values_in_even_round_steps(values):
    found = ticks(values)
    assert found[0] <= min([Decimal(0), *values])
    assert found[-1] >= max([Decimal(0), *values])
    assert 0 in found
    assert 2 <= len(found) <= 7
    steps = {b - a for a, b in itertools.pairwise(found)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}


@given(st.lists(st.integers(0, 10**6), max_size=10))
def test_ticks_of_things_that_are_counted_are_whole(values):
    assert all(tick == int(tick) for tick in ticks(values, whole=True))


def test_ticks_of_zeros_alone_still_make_a_scale():
    assert ticks([0, 0]) == ticks([]) == [Decimal(n) / 5 for n in range(6)]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="cannot show"):
        ticks([value])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1234.5"), "1,234.5"), (1234567, "1,234,567"), (Decimal("-0.04"), "−0.04"), (0, "0"), (2.5, "2.5"),
        (Decimal("0.00012345"), "0.00012"), (Decimal("999.95"), "1,000.0"), (Decimal(10) ** 25, "10,000,000,000,000,000,000,000,000"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_in_mexico(value, written):
    assert number(value) == written


def test_a_number_that_rounds_to_zero_has_no_sign():
    assert number(Decimal("-0.04"), decimals=1) == "0.0"


def test_all_values_of_a_chart_have_the_same_decimals():
    assert places([Decimal("1.5"), Decimal("1234.567")]) == 1
    assert places([3, 4]) == 0
    assert places([Decimal("0.0123")]) == 3


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=200), st.integers(40, 400))
def test_wrapped_lines_fit_and_lose_no_letter(text, room):
    found = wrap(text, room=room, size=14)
    assert found
    assert all(width(line, 14) <= room or len(line) == 1 for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_each_chart_has_its_words_for_screen_readers_in_both_widths():
    html = bars([Bar("Uno", 1)], title="Créditos & más", description="Uno solo.")
    wide, narrow = drawings(html)
    for svg in (wide, narrow):
        assert svg.get("role") == "img"
        assert svg.find(f"{SVG}title").text == "Créditos & más"
        assert svg.find(f"{SVG}desc").text == "Uno solo."
    assert int(wide.get("width")) > int(narrow.get("width"))


CHARTS = [
    bars([Bar("<b>Uno</b>", Decimal("10.5"), note="al cierre"), Bar("Dos", None), Bar("Tres", -4)], title="B", unit="mdp"),
    stacked([Bar("Público", 3), Bar("Social", 4), Bar("Academia", 0), Bar("Privado", 1), Bar("Otro", 1)], title="S"),
    lines([Series("a", [(2002, Decimal(1)), (2003, None), (2004, Decimal(3))])], title="L", unit="mdp", sample=True),
    lines([Series("a", [(2002, 1), (2004, 3)]), Series("b", [(2003, 2)])], title="L2", sample=True),
]  # fmt: skip


@pytest.mark.parametrize("html", CHARTS)
def test_no_chart_carries_a_style_or_a_script(html):
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|<b>", html)
    assert len(drawings(html)) == 2


@pytest.mark.parametrize("html", CHARTS)
def test_no_mark_has_a_negative_size_or_falls_off_the_drawing(html):
    for svg in drawings(html):
        across = float(svg.get("width"))
        for rect in svg.iter(f"{SVG}rect"):
            assert 0 <= float(rect.get("width")) <= across
            assert -0.1 <= float(rect.get("x")) <= across + 0.1
        for text in svg.iter(f"{SVG}text"):
            if text.get("class") == "chart__watermark":
                continue
            spans = list(text.iter(f"{SVG}tspan")) or [text]
            for span in spans:
                x, size = float(span.get("x")), width(span.text, float(text.get("font-size")))
                shift = {"end": -size, "middle": -size / 2}.get(text.get("text-anchor"), 0)
                assert x + shift >= -2, span.text
                assert x + shift + size <= across + 2, span.text


def test_ids_of_two_charts_of_a_page_differ():
    ids = re.findall(r' id="([^"]+)"', "".join(CHARTS))
    assert len(ids) == len(set(ids)) >= 6


def test_the_same_chart_is_drawn_the_same_each_time():
    assert stacked([Bar("a", 1), Bar("b", 2)], title="S") == stacked([Bar("a", 1), Bar("b", 2)], title="S")


def test_a_bar_without_data_says_so_and_is_not_drawn_as_zero():
    (wide, _narrow) = drawings(bars([Bar("Uno", None), Bar("Dos", 0)], title="B"))
    assert "sin dato" in words(wide)
    assert len(list(wide.iter(f"{SVG}rect"))) == 1


def test_bars_are_as_long_as_their_values():
    for svg in drawings(bars([Bar("Uno", 10), Bar("Dos", 5), Bar("Tres", 0)], title="B")):
        one, two, three = (float(rect.get("width")) for rect in svg.iter(f"{SVG}rect"))
        assert one == pytest.approx(2 * two, abs=0.2)
        assert three == 0


def test_negative_bars_grow_to_the_left_of_zero():
    for svg in drawings(bars([Bar("Uno", 10), Bar("Dos", -5)], title="B")):
        one, two = svg.iter(f"{SVG}rect")
        assert float(two.get("x")) + float(two.get("width")) == pytest.approx(float(one.get("x")), abs=0.2)
        assert "−5" in words(svg)


def test_the_parts_of_a_whole_name_themselves_with_their_share():
    for svg in drawings(CHARTS[1]):
        text = " ".join(words(svg))
        assert "Público 3 (33 %)" in text.replace("\u00a0", " ")
        assert "Ninguno: Academia" in text


def test_parts_differ_by_texture_and_not_by_colour_alone():
    for svg in drawings(stacked([Bar(str(n), 1) for n in range(6)], title="S")):
        assert len({rect.get("fill") for rect in svg.iter(f"{SVG}rect")}) == 6  # none and five textures


def test_a_negative_part_of_a_whole_is_refused():
    with pytest.raises(ValueError, match="negative"):
        stacked([Bar("a", -1)], title="S")


def test_a_whole_of_nothing_and_lines_without_data_draw_nothing():
    assert stacked([Bar("a", 0)], title="S") == ""
    assert lines([Series("a", [(2002, None)])], title="L") == ""
    assert bars([], title="B") == ""


def test_a_line_breaks_where_a_year_is_missing_and_says_so():
    points = [(2002, 1), (2003, 2), *((year, None) for year in range(2004, 2012)), (2012, 3), (2013, 4)]
    for svg in drawings(lines([Series("a", points)], title="L")):
        pieces = [path for path in svg.iter(f"{SVG}path") if "chart__line " in path.get("class", "")]
        assert len(pieces) == 2
        assert "sin dato" in words(svg)


def test_one_year_without_data_is_named_where_its_words_fit_one_below_the_other():
    points = [(year, None if year == 2011 else 1) for year in range(2008, 2017)]
    for svg in drawings(lines([Series("a", points)], title="L")):
        spans = {span.text for span in svg.iter(f"{SVG}tspan")}
        assert "sin dato" in words(svg) or {"sin", "dato"} <= spans
    crowded = [(year, None if year == 2000 else 1) for year in range(1980, 2017)]
    _wide, narrow = drawings(lines([Series("a", crowded)], title="L"))
    assert not any(span.text == "dato" for span in narrow.iter(f"{SVG}tspan"))


def test_a_single_year_is_one_mark_with_its_value():
    for svg in drawings(lines([Series("a", [(2016, Decimal("1234.5"))])], title="L", unit="mdp")):
        assert {"1,234.5", "2016", "mdp"} <= set(words(svg))
        assert len([path for path in svg.iter(f"{SVG}path") if "chart__mark " in path.get("class", "")]) == 1


@given(st.lists(st.tuples(st.integers(1990, 2030), st.none() | AMOUNTS), max_size=20, unique_by=lambda point: point[0]))
def test_any_line_is_drawn_inside_its_frame(points):
    html = lines([Series("a", points)], title="L")
    for svg in drawings(html):
        tall = float(svg.get("height"))
        for path in svg.iter(f"{SVG}path"):
            if "chart__line " in path.get("class", ""):
                numbers = [float(part) for part in re.findall(r"-?\d+\.\d", path.get("d"))]
                assert all(0 <= y <= tall for y in numbers[1::2])
                assert all(0 <= x <= int(svg.get("width")) for x in numbers[0::2])


def test_names_of_lines_that_end_together_do_not_meet():
    series = [Series(f"Línea número {n}", [(2015, 1), (2016, 2)]) for n in range(4)]
    for svg in drawings(lines(series, title="L")):
        heights = []
        for text in svg.iter(f"{SVG}text"):
            if "chart__name" in text.get("class", ""):
                heights += [float(span.get("y")) for span in (list(text.iter(f"{SVG}tspan")) or [text])]
        assert all(b - a >= 17.9 for a, b in itertools.pairwise(sorted(heights)))


@pytest.mark.parametrize("html", CHARTS[2:])
def test_a_sample_says_in_the_drawing_itself_that_it_is_one(html):
    for svg in drawings(html):
        assert "(cifras de muestra)" in svg.find(f"{SVG}title").text
        assert {"MUESTRA", "Cifras de muestra: no son reales"} <= set(words(svg))


def test_what_is_no_sample_says_nothing_of_samples():
    assert "muestra" not in "".join(CHARTS[:2]).lower()


def test_the_mark_of_a_sample_is_drawn_in_a_colour_that_both_schemes_can_read():
    """tests/base/test_design.py measures the token: 3:1 on every ground of both schemes."""
    css = (assets.STATIC_DIR / "css/components/chart.css").read_text(encoding="utf-8")
    rule = re.search(r"^\.chart__watermark \{([^}]*)\}", css, re.M)[1]
    assert "stroke: var(--line-strong)" in rule
    assert "stroke-opacity" not in rule
    assert float(re.search(r"fill-opacity: ([\d.]+)", rule)[1]) <= 0.3  # what lies over it stays readable
