"""Phrases of any length in a study, by an index of overlapping pairs of characters.

Words of two characters are the rule in Chinese, which full-text tokenizers for three characters cannot find and those
for words cannot cut. Every run of characters without white space is indexed as its overlapping pairs, and its last
character alone; a phrase is looked up as the sequence of its pairs, and what is found is compared with the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from djtext.study.store import Study


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a phrase stands: document, offsets (code points), and the sentence around it.

    `n` is the number of the sentence within the document, from 1; 0 where it stands in none.
    """

    doc: str
    start: int
    end: int
    n: int
    sentence: str


def bigrams(text: str) -> str:
    """The overlapping pairs of a text, with spaces between.

    >>> bigrams("党的建设 好")
    '党的 的建 建设 设 好'
    """
    found: list[str] = []
    for run in text.split():
        found += [run[n : n + 2] for n in range(len(run))]
    return " ".join(found)


def query(phrase: str) -> str:
    """The full-text query that finds every text with a phrase (and perhaps others); empty where none can.

    >>> query("党的建设"), query("党"), query("党 建")
    ('"党的 的建 建设"', '"党" *', '"党" * AND "建" *')
    """
    parts = []
    for run in phrase.split():
        pairs = [run[n : n + 2] for n in range(len(run) - 1)]
        words = " ".join(pairs or [run]).replace('"', '""')
        if any(char.isalnum() or char > "\x7f" for char in run):
            parts.append(f'"{words}"' if pairs else f'"{words}" *')
    return " AND ".join(parts)


def phrase_search(study: Study, phrase: str) -> Iterator[Place]:
    """Every place where a phrase stands in the texts of a study, document by document in the study's order.

    The phrase is matched as it is written, character by character; it may have any length from one. Places do not
    overlap. Nothing is found for the empty phrase.
    """
    if not phrase.strip():
        return
    for stored in study.matching(query(phrase), phrase):
        text = stored.doc.text
        sentences = iter(stored.spans())
        span = next(sentences, None)
        at = text.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            while span is not None and span[2] <= at:
                span = next(sentences, None)
            if span is not None and span[1] <= at:
                yield Place(stored.doc.id, at, end, span[0], text[span[1] : span[2]])
            else:
                yield Place(stored.doc.id, at, end, 0, "")
            at = text.find(phrase, end)
