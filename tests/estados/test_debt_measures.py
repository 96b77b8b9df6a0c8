"""The arithmetic of the debt and the words about it, by properties and by cases."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from estados.services.debt import plain
from estados.services.debt.measures import constant_pesos, measures, per_person, share
from estados.services.debt.money import short
from estados.services.debt.years import in_words, runs

AMOUNTS = st.decimals(min_value=0, max_value=10**16, places=2)
DIVISORS = st.decimals(min_value="0.0001", max_value=10**12, places=4)
YEARS = st.integers(1990, 2030)
TINY = Decimal("1e-9")


def close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= TINY * max(abs(one), abs(other), Decimal(1))


@given(AMOUNTS, DIVISORS)
def test_pesos_of_the_base_year_stay_as_they_are(amount, prices):
    assert close(constant_pesos(amount, prices=prices, base=prices), amount)


@given(AMOUNTS, DIVISORS, DIVISORS, DIVISORS)
def test_constant_pesos_do_not_depend_on_the_way(amount, first, second, third):
    there = constant_pesos(amount, prices=first, base=second)
    assert close(constant_pesos(there, prices=second, base=third), constant_pesos(amount, prices=first, base=third))


@given(AMOUNTS, DIVISORS, DIVISORS)
def test_an_old_debt_is_worth_more_when_prices_rose(amount, one, other):
    assume(one != other and amount > 0)
    low, high = sorted((one, other))
    assert constant_pesos(amount, prices=low, base=high) > amount > constant_pesos(amount, prices=high, base=low)


@given(AMOUNTS, AMOUNTS, DIVISORS)
def test_constant_pesos_of_a_year_add_up(one, other, prices):
    base = Decimal("123.4567")
    parts = constant_pesos(one, prices=prices, base=base) + constant_pesos(other, prices=prices, base=base)
    assert close(parts, constant_pesos(one + other, prices=prices, base=base))


@given(AMOUNTS, st.integers(1, 10**8))
def test_what_each_person_would_owe_makes_up_the_whole(amount, people):
    assert close(per_person(amount, people=Decimal(people)) * people, amount)


@given(AMOUNTS, DIVISORS)
def test_a_share_of_the_product_is_in_per_cent(amount, product):
    assert close(share(amount, product=product) * product, amount * 100)
    assert share(product, product=product) == 100


@given(
    st.dictionaries(YEARS, AMOUNTS, max_size=12), st.dictionaries(YEARS, DIVISORS, max_size=12),
    st.dictionaries(YEARS, DIVISORS, max_size=12), st.dictionaries(YEARS, DIVISORS, max_size=12), st.lists(YEARS, max_size=2),
)  # fmt: skip
def test_nothing_is_measured_without_its_denominator_and_nothing_is_left_out_in_silence(amounts, prices, people, product, years):  # fmt: skip
    divisors = {"inpc": prices, "poblacion": people, "pib": product}
    found = measures(amounts, divisors, years)
    if not amounts:
        assert found.lines == ()
        return
    nominal = found.lines[0]
    assert dict(nominal.known) == amounts
    shown = {line.divisor: line for line in found.lines[1:]}
    for kind, known in divisors.items():
        usable = set(amounts) & set(known)
        assert (kind in shown) == bool(usable)
        if usable:
            assert {year for year, _value in shown[kind].known} == usable
    assert len(found.missing) == sum(bool(set(amounts) - set(known)) for known in divisors.values())
    for line in found.lines:
        span = [year for year, _value in line.points]
        assert span == list(range(min([*amounts, *years]), max([*amounts, *years]) + 1))


def test_the_base_year_is_the_last_one_with_a_price_and_a_debt():
    found = measures({2014: Decimal(80), 2015: Decimal(90)}, {"inpc": {2014: Decimal(80), 2015: Decimal(100), 2016: Decimal(110)}})  # fmt: skip
    line = next(line for line in found.lines if line.divisor == "inpc")
    assert line.base_year == 2015
    assert dict(line.known) == {2014: Decimal(100), 2015: Decimal(90)}
    assert "2015" in line.title


def say(value: Decimal) -> str:
    return f"{value} pesos"


def told(*values: str | None, start: int = 2010) -> str:
    points = [(start + n, None if value is None else Decimal(value)) for n, value in enumerate(values)]
    return " ".join(plain.sentences(points, say)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "No hay ninguna cifra publicada."),
        ([None, None], "No hay ninguna cifra publicada."),
        (["5"], "Solo se conoce la cifra de 2010: 5 pesos."),
        (["100", "150"], "De 2010 a 2011 subió de 100 pesos a 150 pesos: 50 % más."),
        (["100", "75"], "De 2010 a 2011 bajó de 100 pesos a 75 pesos: 25 % menos."),
        (["100", "300"], "De 2010 a 2011 subió de 100 pesos a 300 pesos: es 3 veces la de 2010."),
        (["100", "100"], "En 2011 era la misma que en 2010: 100 pesos."),
        (["100", "100.2"], "De 2010 a 2011 casi no cambió: pasó de 100 pesos a 100.2 pesos."),
        (["0", "7"], "De 2010 a 2011 subió de 0 pesos a 7 pesos."),
        (["7", "0"], "De 2010 a 2011 bajó de 7 pesos a 0 pesos."),
        (["1", "9", "1"], "En 2012 era la misma que en 2010: 1 pesos. El punto más alto fue 2011, con 9 pesos."),
        (["1", "9", "9", "1"], "En 2013 era la misma que en 2010: 1 pesos. La cifra más alta, 9 pesos, se repite en 2011 y 2012."),
        (["100", "110", "120"], "De 2010 a 2012 subió de 100 pesos a 120 pesos: 20 % más. 2012 es el año con la cifra más alta."),
        (["120", "110", "60"], "De 2010 a 2012 bajó de 120 pesos a 60 pesos: 50 % menos. 2010 es el año con la cifra más alta."),
        ([None, "5", None, None, None, "10"], "De 2011 a 2015 subió de 5 pesos a 10 pesos: es 2 veces la de 2011. No hay cifra de 2010 y 2012 a 2014."),
    ],
)  # fmt: skip
def test_a_line_in_words(values, words):
    assert told(*values) == words


def test_of_shares_nobody_says_that_they_rose_by_a_share():
    points = [(2010, Decimal("1.9")), (2011, Decimal("2.2"))]
    assert plain.sentences(points, lambda value: f"{value} %", relative=False) == [
        "De 2010 a 2011 subió de 1.9 % a 2.2 %."
    ]
    falling = [(2010, Decimal("2.2")), (2011, Decimal("1.9"))]
    assert plain.sentences(falling, lambda value: f"{value} %", relative=False) == [
        "De 2010 a 2011 bajó de 2.2 % a 1.9 %."
    ]


@given(st.lists(st.none() | AMOUNTS, min_size=1, max_size=20))
def test_the_words_of_any_line_say_its_first_and_last_figures(values):
    points = list(enumerate(values, start=2000))
    text = " ".join(plain.sentences(points, say))
    known = [(year, value) for year, value in points if value is not None]
    for year, value in (known[:1] + known[-1:]) if known else []:
        assert say(value) in text
        assert str(year) in text
    if len(known) > 1:
        first, last = known[0][1], known[-1][1]
        assert ("subió" in text) <= (last > first)
        assert ("bajó" in text) <= (last < first)


@pytest.mark.parametrize(
    ("years", "words"),
    [([], ""), ([2003], "2003"), ([2003, 2004], "2003 y 2004"), ([2009, 2006, 2007, 2008, 2012], "2006 a 2009 y 2012"),
     ([2001, 2003, 2005], "2001, 2003 y 2005")],
)  # fmt: skip
def test_years_in_words(years, words):
    assert in_words(years) == words


@given(st.sets(YEARS))
def test_stretches_of_years_are_the_years(years):
    assert {year for first, last in runs(years) for year in range(first, last + 1)} == years


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0", "0 pesos"), ("512300", "512,300 pesos"), ("12.5", "12.50 pesos"), ("1000000", "1 millón de pesos"),
     ("2300000000", "2,300 millones de pesos"), ("7512345678.90", "7,512.3 millones de pesos")],
)  # fmt: skip
def test_amounts_say_their_unit(amount, words):
    assert short(Decimal(amount)) == words
