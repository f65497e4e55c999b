"""Hits of a codebook with the side they stand on, told from the role of their sentence.

反对形式主义 is not 形式主义突出: a hit in a sentence that states a problem or its cause is on the problem's side, one in
a sentence that prescribes or describes a measure on the remedy's; elsewhere on neither.
"""

from __future__ import annotations

from bisect import bisect_right

from djtext.roles import model
from djtext.roles.cues import ROLES
from djtext.text.outline import outline
from djtext.themes.count import SentenceHit
from djtext.themes.find import Matcher, find
from djtext.types import Document, Hit, Stance

STANCES: dict[str, Stance] = {"problem": "problem", "cause": "problem", "remedy": "remedy"}


def role_hits(doc: Document, matcher: Matcher) -> tuple[SentenceHit, ...]:
    """All hits of a document in order, each with its sentence and the stance of that sentence's role.

    >>> from djtext.themes import codebook
    >>> from djtext.themes.find import compile_book
    >>> doc = Document("a", "一些单位形式主义突出，群众有意见。\\n要坚决反对形式主义，把会议压下来。")
    >>> [(h.hit.text, h.hit.stance) for h in role_hits(doc, compile_book(codebook.load())) if h.hit.theme == "xingshizhuyi"]
    [('形式主义', 'problem'), ('形式主义', 'remedy')]
    """
    units = outline(doc)
    if not units:
        return ()
    found = find(doc.text, matcher, doc=doc.id, record=False).hits
    if not found:
        return ()
    sides = [STANCES.get(ROLES[int(n)], "") for n in model.role_shares(units, model.load()).argmax(axis=1)]
    starts = [unit.start for unit in units]
    result = []
    for hit in found:
        at = max(0, bisect_right(starts, hit.start) - 1)
        unit = units[at]
        hit = Hit(hit.doc, hit.theme, hit.pattern, hit.start, hit.end, hit.text, sides[at])
        result.append(SentenceHit(hit, unit.text, unit.start, unit.kind != "sentence"))
    return tuple(result)
