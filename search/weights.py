"""How much each sign of relevance counts. One place, so that an office can reason about its ranking.

The base is BM25 of the query's words in the whole text of a record. On real collections of laws and minutes:
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


def recency(year: int | None) -> float:
    """The factor for a record of that year: 1.0 a century before 2030 or earlier, 1.1 from 2030 on.

    It depends on the year alone, not on today, so that an index never has to be rewritten because time passes.
    """
    if year is None:
        return 1 + RECENCY_UNDATED
    share = (year - (2030 - RECENCY_SPAN_YEARS)) / RECENCY_SPAN_YEARS
    return 1 + RECENCY_MAX * min(1.0, max(0.0, share))
