"""One phrase folded into another: parts into the longer phrase that explains them, wordings with a verb into the term.

It is done twice: among candidates before their places are counted (`without_parts`), and among ranked phrases, where
the one that stands higher explains (`explained`, then `settled` for lists and their members).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from djtext.themes.discover.candidates import Draft
from djtext.themes.discover.found import Folding, Phrase
from djtext.themes.edges import ENDS_WELL, TAIL_SET, is_lead, only_leads, trails
from djtext.themes.stream import JOINER


def without_parts(drafts: list[Draft]) -> list[Draft]:
    """Candidates with what longer ones explain of them; those that one longer phrase explains are left out."""
    by_text = {draft.text: draft for draft in drafts}
    for draft in drafts:
        if draft.run is None:
            continue
        text = draft.text
        inner = {text[a:b] for a in range(len(text)) for b in range(a + 2, len(text) + 1)} - {text}
        for part in inner:
            other = by_text.get(part)
            if other is not None and other.run is not None:
                if not _is_core(other, text, draft.hits):
                    other.holders += 1
                    other.inside += draft.hits
                if draft.hits > 0.75 * other.hits and draft.quality >= 0.5 and not _is_core(other, text, draft.hits):
                    held = by_text.get(other.parent)
                    if held is None or held.hits < draft.hits:
                        other.parent = text
    return [draft for draft in drafts if not draft.parent]


def _is_core(part: Draft, text: str, hits: int) -> bool:
    """Does a longer text only add to a part what may be left out? A part with quotation marks of its own is always one."""
    if part.run is not None and part.run.quoted >= 0.3:
        return True
    if len(part.text) < 4:
        return False
    at = text.find(part.text)
    before, behind = text[:at], text[at + len(part.text) :]
    return (
        before not in ENDS_WELL and is_lead(before) and (not behind or (part.hits > 1.15 * hits and (trails(behind))))
    )


def explained(phrases: Sequence[Phrase]) -> tuple[list[Phrase], list[Folding]]:
    """Phrases in order, those left out that one ranked higher explains.

    A part goes where most of its hits lie in the longer phrase; a longer phrase goes where nothing but leads stands
    around the part.
    """
    kept: list[Phrase] = []
    folded: list[Folding] = []
    known: dict[str, Phrase] = {}
    grams: dict[str, list[Phrase]] = {}  # pair of characters → phrases kept that hold it
    for phrase in phrases:
        other = _explains(phrase, known, grams)
        if other is not None:
            folded.append(Folding(phrase, other.text))
            continue
        kept.append(phrase)
        known[phrase.text] = phrase
        for pair in {phrase.text[n : n + 2] for n in range(len(phrase.text) - 1)}:
            grams.setdefault(pair, []).append(phrase)
    return kept, folded


def _explains(phrase: Phrase, known: dict[str, Phrase], grams: dict[str, list[Phrase]]) -> Phrase | None:
    text = phrase.text
    if phrase.kind in {"name", "series"} or JOINER in text:
        return None
    for size in range(len(text) - 1, 1, -1):
        for start in range(len(text) - size + 1):
            part = known.get(text[start : start + size])
            if part is None:
                continue
            before, behind = text[:start], text[start + size :]
            if not is_lead(before):
                continue
            if (not behind or (trails(behind) and behind not in TAIL_SET)) and (
                phrase.hits < 0.6 * part.hits or len(part.text) >= 4
            ):
                return part
            if behind in TAIL_SET and (part.quoted >= 0.3 or (part.kind == "numeral" and len(part.text) >= 4)):
                return part
    rarest = min((grams.get(text[n : n + 2], []) for n in range(len(text) - 1)), key=len)
    for longer in rarest:
        at = longer.text.find(text)
        if (
            at < 0
            or longer.hits <= (0.5 if phrase.quoted < 0.3 else 0.85) * phrase.hits
            or len(longer.text) == len(text)
        ):
            continue
        if not (len(text) >= 4 and is_lead(longer.text[:at]) and longer.text.endswith(text)):
            return longer
    return None


def settled(phrases: Sequence[Phrase], folded: list[Folding]) -> list[Phrase]:
    """Of a list and its members only those that explain the others: members that seldom stand alone go, or else the list.

    What stays takes the best score of what goes.
    """
    by_text = {phrase.text: phrase for phrase in phrases}
    gone: dict[str, str] = {}
    best: dict[str, float] = {}
    for phrase in phrases:
        text = phrase.text
        for size in range(1, len(text) - 3):  # 构建 + 人类命运共同体: the term, not the verb with it
            core = by_text.get(text[size:])
            if core is not None and phrase.hits >= 0.6 * core.hits and only_leads(text[:size]) and text not in gone:
                gone[text] = core.text
                best[core.text] = max(best.get(core.text, core.score), phrase.score)
        if JOINER not in phrase.text:
            continue
        parts = [part for part in phrase.text.split(JOINER) if part in by_text]
        alone = [part for part in parts if by_text[part].hits >= 1.5 * phrase.hits]
        if len(alone) == phrase.text.count(JOINER) + 1:
            gone[phrase.text] = alone[0]
            continue
        for part in parts:
            if part not in alone and part not in gone and phrase.text not in gone:
                gone[part] = phrase.text
                best[phrase.text] = max(best.get(phrase.text, phrase.score), by_text[part].score)
    folded += [Folding(by_text[text], into) for text, into in sorted(gone.items())]
    kept = [replace(each, score=best.get(each.text, each.score)) for each in phrases if each.text not in gone]
    return sorted(kept, key=lambda phrase: (-phrase.score, phrase.text))
