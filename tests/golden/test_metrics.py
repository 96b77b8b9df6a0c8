"""The figures of the golden queries, checked by hand."""

from math import log2

import pytest

from search.golden import Golden, read
from search.golden_metrics import dcg, mean, ndcg, reciprocal_rank
from search.golden_report import Outcome, Report


def test_gain_is_the_grade_and_is_discounted_by_the_logarithm_of_the_rank():
    assert dcg([3]) == 3
    assert dcg([0, 3]) == pytest.approx(3 / log2(3))
    assert dcg([3, 2, 3, 0, 1, 2]) == pytest.approx(3 + 1.2619 + 1.5 + 0 + 0.3869 + 0.7124, abs=1e-4)


def test_what_comes_after_the_tenth_gains_nothing():
    assert dcg([0] * 10 + [3]) == 0
    assert dcg([1, 1, 1], depth=2) == pytest.approx(1 + 1 / log2(3))


def test_ndcg_is_the_share_of_the_best_order_of_all_judged_records():
    # A known worked example: six results of grades 3 2 3 0 1 2, and two more judged records of grades 3 and 2.
    grades = {"a": 3, "b": 2, "c": 3, "d": 0, "e": 1, "f": 2, "g": 3, "h": 2}
    assert ndcg(["a", "b", "c", "d", "e", "f"], grades, depth=6) == pytest.approx(6.861 / 8.740, abs=1e-3)


def test_ndcg_of_the_best_order_is_one_and_of_nothing_zero():
    grades = {"a": 3, "b": 1}
    assert ndcg(["a", "b", "x"], grades) == 1
    assert ndcg(["b", "a"], grades) == pytest.approx((1 + 3 / log2(3)) / (3 + 1 / log2(3)))
    assert ndcg([], grades) == 0
    assert ndcg(["x"], {}) == 1


def test_a_stranger_in_front_takes_the_place_of_a_better_one():
    assert ndcg(["x", "a"], {"a": 3}) == pytest.approx(1 / log2(3))


def test_the_reciprocal_rank_is_that_of_the_first_record_that_was_looked_for():
    assert reciprocal_rank(["x", "b", "a"], {"a", "b"}) == 0.5
    assert reciprocal_rank(["x"], {"a"}) == 0


def test_the_mean_of_nothing_is_no_number():
    assert mean([]) is None
    assert mean([1, 0.5]) == 0.75


def outcome(found: dict[str, tuple[int, ...]], **line: object) -> Outcome:
    fields = {"query": "q", "grades": {}, "exact": True, "line": 2} | line
    return Outcome(Golden(**fields), found)


def test_figures_are_taken_only_of_lines_that_have_them():
    graded = outcome({"b": (), "a": (4, 7)}, grades={"a": 3, "b": 1}, first_pages={"a": frozenset({7, 9})}, kind="x")
    equal = outcome({"a": (), "b": ()}, grades={"a": 1, "b": 1}, kind="y")
    report = Report((graded, equal))
    assert equal.ndcg is None, "any order is as good"
    assert report.ndcg == graded.ndcg < 1
    assert report.mean_reciprocal_rank == 0.5
    assert report.first_page_precision == 0, "the page shown first is 4"
    assert [*report.by_kind()] == ["x", "y"]
    assert report.by_kind()["y"].ndcg is None


def test_a_query_shows_the_best_page_when_each_record_with_one_shows_it_first():
    pages = {"a": frozenset({4}), "b": frozenset({2, 3})}
    assert outcome({"a": (4,), "b": (3, 1)}, grades={"a": 1, "b": 1}, first_pages=pages).first_page == 1
    assert outcome({"a": (4,), "b": (1, 3)}, grades={"a": 1, "b": 1}, first_pages=pages).first_page == 0
    assert outcome({"a": (4,)}, grades={"a": 1, "b": 1}, first_pages=pages).first_page == 0


def test_the_table_names_what_went_wrong_and_has_a_line_for_each_kind():
    wrong = outcome({"x": ()}, grades={"a": 3}, kind="palabra", suggestion="", facets={("type", "ley"): 2})
    text = Report((wrong, outcome({}, kind="frase"))).table()
    assert "missing: a" in text
    assert "wrong: x" in text
    assert "facets: ('type', 'ley')" in text
    assert [line.split()[0] for line in text.splitlines()[-3:]] == ["palabra", "frase", "all"]


def test_a_line_is_read_with_grades_pages_filters_counts_and_suggestion(tmp_path):
    file = tmp_path / "golden.csv"
    file.write_text(
        "query,kind,records,best,pages,not_records,filters,facets,suggestion,note\n"
        "plutnio,errata,* a=2 b c,c b:4|5,b:4,z,year=1985|1947 from=1974-01-01,year:1985=1,plutonio,read\n",
        "utf-8",
    )
    (line,) = read(file)
    assert line.grades == {"a": 2, "b": 1, "c": 3}
    assert (line.exact, line.kind, line.suggestion) == (False, "errata", "plutonio")
    assert line.first_pages == {"b": frozenset({4, 5})}
    assert line.pages == {("b", 4)}
    assert line.never == {"z"}
    assert line.filters == {"year": ("1985", "1947")}
    assert str(line.date_from) == "1974-01-01"
    assert line.facets == {("year", "1985"): 1}


@pytest.mark.parametrize(
    "row", ["q,a=x,,,", "q,a,b,,", "q,a,a:x,,", "q,a,,a:b,", "q,a,,,type", "q,a,,,:"], ids=lambda row: row
)
def test_a_slip_names_its_line(tmp_path, row):
    file = tmp_path / "golden.csv"
    file.write_text(f"query,records,best,pages,facets\n{row}\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read(file)
