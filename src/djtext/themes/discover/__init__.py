"""Recurring phrases that nobody listed, found on characters: what recurs, holds together and stands freely, ranked.

Candidates are recurring runs of characters (`ngrams`) and phrases marked by their form (`marked`). They are judged by
their words (`candidates`), folded into the phrase that explains them (`folding`), counted exactly (`counting`), and
ranked by one score (`ranking`). `hits` leads back to their places.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from djtext.themes.discover.candidates import gathered, marks_in
from djtext.themes.discover.counting import counted
from djtext.themes.discover.folding import without_parts
from djtext.themes.discover.found import Discovered
from djtext.themes.discover.hits import places
from djtext.themes.discover.ranking import ranked, worth
from djtext.themes.edges import LEADS, TAILS
from djtext.themes.general import General, general
from djtext.themes.ngrams import LONGEST, runs
from djtext.themes.stream import COPIED, sources, stream
from djtext.types import Document

__all__ = ["Options", "discover", "places", "thresholds"]

_MOST = 20_000  # candidates that are counted place by place
_SMALL = 20  # documents; in fewer, a marked phrase counts from its first place


@dataclass(frozen=True, slots=True)
class Options:
    """How to discover. `min_hits` and `min_docs` of None are chosen by the number of documents (`thresholds`)."""

    min_hits: int | None = None
    min_docs: int | None = None
    longest: int = LONGEST
    copied: int | None = COPIED


def thresholds(docs: int, options: Options) -> tuple[int, int]:
    """Least hits and least documents of an unmarked phrase: 3 and 2, and more where there are very many documents.

    >>> thresholds(72, Options()), thresholds(10_000, Options()), thresholds(1, Options()), thresholds(72, Options(min_hits=9))
    ((3, 2), (20, 20), (3, 1), (9, 2))
    """
    grown = docs // 500
    min_docs = options.min_docs if options.min_docs is not None else max(min(2, docs), grown)
    return (options.min_hits if options.min_hits is not None else max(3, grown)), max(1, min_docs)


def discover(
    docs: Iterable[Document],
    options: Options | None = None,
    *,
    background: General | None = None,
    reference: Iterable[Document] | None = None,
) -> Discovered:
    """The recurring phrases of some documents, best first.

    `reference` are other texts of the kind: what is as common in them counts for less, and `Phrase.other` is how often they
    have it. Without it, phrases are held against general Chinese alone.

    >>> text = "支部建在项目上，三会一课要开出味道。{}三会一课不能走过场。开好三会一课，党员才坐得住。"
    >>> docs = [Document(str(n), text.format(extra)) for n, extra in enumerate(("老赵说得好，", "有人不信，", "县里在看，"))]
    >>> [(p.text, p.kind, p.hits, p.docs) for p in discover(docs, Options(copied=None)).phrases][:1]
    [('三会一课', 'numeral', 9, 3)]
    """
    options = options or Options()
    background = background or general()
    given = sources(list(docs), copied=options.copied)
    min_hits, min_docs = thresholds(len(given), options)
    made = stream(given, leads=LEADS, tails=TAILS)
    total = made.size
    marks = marks_in(given)
    small = len(given) <= _SMALL
    marked_hits = options.min_hits if options.min_hits is not None else 1 if small else 2
    marked_docs = options.min_docs if options.min_docs is not None else 1 if small else min_docs
    found = runs(made, min_hits=min_hits, min_docs=min_docs, longest=options.longest, most=2 * _MOST)
    drafts = gathered(found, marks, background, marked_hits, marked_docs)
    drafts = without_parts(drafts)
    drafts.sort(key=lambda draft: (-worth(draft, total, background), draft.text))
    drafts = drafts[:_MOST]
    tally = counted(made, drafts, marks)
    sizes = made.sizes()
    del made
    other, compared = None, None
    if reference is not None:
        beside = stream(sources(list(reference), copied=options.copied))
        there = counted(beside, drafts, marks_in(beside.sources))
        other = {text: int(there.of(text)[1].sum()) for text in there.number}
        compared = (len(beside.sources), beside.size)
        del beside
    least = (min_hits, min_docs, marked_hits, marked_docs)
    phrases, folded = ranked(tally, drafts, given, total, background, least, other, compared)
    copied = sum(b - a for each in given for a, b in each.skipped)
    return Discovered(tuple(phrases), given, total, copied, min_hits, min_docs, tuple(folded), compared, sizes)
