"""Codes that survive being read from paper and typed."""

from hypothesis import given
from hypothesis import strategies as st

from acervo.links import codes

drawn = st.text(alphabet=codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH)


def test_the_alphabet_has_nothing_ambiguous_and_no_vowels():
    assert not set("0oO1lLiI") & set(codes.ALPHABET)
    assert not set("aeiouyAEIOUY") & set(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)


def test_draws_have_the_length_use_every_character_and_differ():
    draws = {codes.new_code() for _ in range(2000)}
    assert len(draws) == 2000
    assert {len(code) for code in draws} == {codes.LENGTH}
    assert codes.LENGTH >= 6
    assert set("".join(draws)) == set(codes.ALPHABET)


@given(drawn)
def test_a_code_typed_in_any_case_with_spaces_around_is_itself(code):
    assert codes.normalise(code) == code
    assert codes.normalise(f" {code.upper()} ") == code


@given(drawn)
def test_letters_that_mimic_a_digit_are_read_as_the_digit(code):
    typed = code.translate(str.maketrans("2589", "zSbQ"))
    assert codes.normalise(typed) == code
