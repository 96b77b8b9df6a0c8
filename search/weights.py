"""How much each sign of relevance counts. One place, so that an office can reason about its ranking.

The base is BM25 of the query's words in the whole text of a record; both engines use the same weights. What they do to
real queries is measured by the golden queries (tests/golden): change a number here only with those figures in sight.
"""

# A word of the title says what the record is about; in the text it may be said in passing. Records and pages share one
# index, so the average title is very short there and BM25 counts a real one as long: on the 70 laws a title word scores
# 0.5 where the same word scores 5 in the text. Six makes it worth more than half of a word in the text.
TITLE = 6.0
# … and in the very form that was typed: «orgánica» and «órganos» have one stem, but who asks for one wants it first.
TITLE_AS_WRITTEN = 1.0
# The query as typed, word after word, in the title: almost surely the very record somebody is looking for.
TITLE_EXACT = 6.0
# … in the text: better than the same words scattered, but a citation of a law repeats its name as well.
TEXT_EXACT = 1.5
# Of two records that answer equally well the newer one comes first: it is more often the one in force. At 0.1 % a
# year this reorders near-ties only. (At 0.3 % the Constitution of 1917 lost a quarter of its score to laws that cite it.)
RECENCY_SPAN_YEARS = 100
RECENCY_MAX = 0.10
RECENCY_UNDATED = 0.05


# The thing itself comes before what tells of it or only leads to it: a document before the meeting that presented it
# and before the collection that holds it, a building before the works on it, the site's own page before that of a
# section. What tells has a short text and a title that repeats the thing's name, which BM25 takes for the better answer.
# Never below 1: the embedded engine multiplies by no less.
THING = 1.6
TELLS = 1.0
# Sources (the first half of an entry's id) that tell or lead; every other one brings things.
TELLING = frozenset(
    {
        "event", "intervention", "collection", "agenda", "newsindex", "contactpage",
        # Sections of the pages of a state or the observatory: a heading over things that are found themselves.
        "commitmentspage", "coursespage", "documentspage", "evidencepage", "planspage", "secretariatpage", "stepspage",
        "librarypage", "museumspage", "opendatapage", "otherpage", "progresspage", "regulationspage",
    }
)  # fmt: skip


def standing(id: str) -> float:
    """The factor of an entry for what it is; `id` is «<source>:<pk>»."""
    return TELLS if id.partition(":")[0] in TELLING else THING


def prior(id: str, year: int | None) -> float:
    """The factor of an entry before anything is asked, at least 1: what it is, and how new."""
    return standing(id) * recency(year)


def recency(year: int | None) -> float:
    """The factor for a record of that year: 1.0 a century before 2030 or earlier, 1.1 from 2030 on.

    It depends on the year alone, not on today, so that an index never has to be rewritten because time passes.
    """
    if year is None:
        return 1 + RECENCY_UNDATED
    share = (year - (2030 - RECENCY_SPAN_YEARS)) / RECENCY_SPAN_YEARS
    return 1 + RECENCY_MAX * min(1.0, max(0.0, share))
