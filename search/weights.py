"""How much each sign of relevance counts. One place, so that an office can reason about its ranking.

The base is BM25 of the query's words in the whole text of a record. On real collections of laws and minutes:
"""

# A word of the title says what the record is about; in the text it may be said in passing. BM25 of a short title
# is already high, so a factor beyond 3 would let one title word outweigh two words that the text is really about.
TITLE = 3.0
# … and in the very form that was typed: «orgánica» and «organismos» have one stem, but who asks for one wants it first.
TITLE_AS_WRITTEN = 1.0
# The query as typed, word after word, in the title: almost surely the very record somebody is looking for.
TITLE_EXACT = 6.0
# … in the text: better than the same words scattered, but a citation of a law repeats its name as well.
TEXT_EXACT = 1.5
# Of two records that answer equally well the newer one comes first: it is more often the one in force. At 0.3 % a
# year this reorders near-ties only, never a clearly better answer.
RECENCY_SPAN_YEARS = 100
RECENCY_MAX = 0.30
RECENCY_UNDATED = 0.15


def recency(year: int | None) -> float:
    """The factor for a record of that year: 1.0 a century before 2030 or earlier, 1.3 from 2030 on.

    It depends on the year alone, not on today, so that an index never has to be rewritten because time passes.
    """
    if year is None:
        return 1 + RECENCY_UNDATED
    share = (year - (2030 - RECENCY_SPAN_YEARS)) / RECENCY_SPAN_YEARS
    return 1 + RECENCY_MAX * min(1.0, max(0.0, share))
