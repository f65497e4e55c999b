"""Hits of a codebook with the side they stand on, told from the role of their sentence.

反对形式主义 is not 形式主义突出: a hit in a sentence that states a problem or its cause is on the problem's side, one in
a sentence that prescribes or describes a measure on the remedy's; elsewhere on neither.
"""

from __future__ import annotations

from dataclasses import replace

from djtext.roles import model
from djtext.roles.classify import hits_of
from djtext.roles.cues import ROLES
from djtext.text.outline import outline
from djtext.themes.count import SentenceHit
from djtext.themes.find import Matcher
from djtext.types import Document, Stance

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
    found = hits_of(doc, units, matcher).hits
    if not found:
        return ()
    sides = [ROLES[int(n)] for n in model.role_shares(units, model.load()).argmax(axis=1)]
    return tuple(
        SentenceHit(
            replace(hit, stance=STANCES.get(sides[at], "")), units[at].text, units[at].start,
            units[at].kind != "sentence",
        )
        for at, hit in found
    )  # fmt: skip
