"""The one score by which phrases are ranked, what goes into it, and the ranked phrases themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from djtext.themes import marked
from djtext.themes.discover.candidates import Draft
from djtext.themes.discover.counting import Tally
from djtext.themes.discover.examples import Best, example
from djtext.themes.discover.folding import explained, settled
from djtext.themes.discover.found import Folding, Phrase
from djtext.themes.general import HANZI_A_WORD, General
from djtext.themes.ngrams import c_value
from djtext.themes.stream import JOINER, Source


def score(
    hits: int, docs: int, length: int, *, cohesion: float | None, entropy: float | None, free: float, quoted: float,
    keyness: float, quality: float, kind: str, own: float = 1.0, burst: float = 0.0,
) -> float:  # fmt: skip
    """What a phrase is worth to someone who looks for slogans; no unit, larger is better, 0 is none.

    Range (documents and hits) times form: cohesion, freedom, keyness against general Chinese, length, quotation, quality of
    its edges, the share of its hits that no longer phrase explains, and how suddenly it came up (`burst`, 0 to 1).
    """
    spread = math.log2(1 + docs) + 0.5 * math.log2(1 + hits)
    held = 0.6 if cohesion is None else max(0.0, cohesion) / (max(0.0, cohesion) + 5)
    apart = 0.6 if entropy is None else entropy / (entropy + 1.5)
    fresh = 1 / (1 + math.exp(-(keyness - (1 if length >= 4 else 4)) / 2))
    if quoted >= 0.3 or kind == "numeral":
        fresh = max(fresh, 0.8)
    size = {1: 0.0, 2: 0.25, 3: 0.7, 4: 0.95}.get(length, 1.0 if length <= 12 else 0.8)
    if kind in {"quoted", "numeral"}:
        size = max(size, 0.85)
    shown = 1 + 0.9 * math.sqrt(quoted) + 0.15 * free + {"numeral": 0.5, "series": 0.2, "name": -0.2}.get(kind, 0.0)
    return spread * held * apart * fresh * size * shown * quality * (0.3 + 0.7 * max(0.0, own)) * (1 + 2.5 * burst)


def worth(draft: Draft, total: int, background: General) -> float:
    """The score without what only places tell."""
    return score(
        draft.hits, draft.docs, len(draft.text.replace(JOINER, "")), cohesion=draft.run.cohesion if draft.run else None,
        entropy=min(draft.run.left, draft.run.right) if draft.run else None, free=draft.run.free if draft.run else 0.0,
        quoted=draft.run.quoted if draft.run else 0.0, keyness=_keyness(draft, total, background), quality=draft.quality,
        kind=draft.kind, own=1 - draft.inside / max(1, draft.holders) / draft.hits if draft.holders else 1.0,
    )  # fmt: skip


def _expected(draft: Draft, background: General) -> float:
    """How often general Chinese would have a candidate, by its own frequency or by chance."""
    known = background.words.get(draft.text)
    return float(known[0]) if known else background.total * 2**draft.chance


def _keyness(draft: Draft, total: int, background: General) -> float:
    """log₂ of how many times commoner a phrase is here than general Chinese would have it."""
    known = background.words.get(draft.text)
    expected = math.log2(max(known[0], 0.5) / background.total) if known else draft.chance
    return math.log2(draft.hits * HANZI_A_WORD / max(1, total)) - expected


def _burst(of: Sequence[str], years: Sequence[str]) -> float:
    """How suddenly a phrase came up: 0 where it is spread over all years, towards 1 where it came late and then stayed.

    >>> years = [str(year) for year in range(1999, 2019)]
    >>> round(_burst(["2016", "2017", "2018"], years), 2), _burst(["1999", "2018"], years)
    (0.51, 0.0)
    """
    if len(years) < 5 or not of:
        return 0.0
    first, last = min(of), max(of)
    since = [year for year in years if first <= year <= last]
    dense = len(set(of)) / len(since)
    absent = 1 - len(since) / len(years)
    return absent * min(1.0, 1.5 * dense) * len(set(of)) / (len(set(of)) + 2)


def ranked(
    tally: Tally, drafts: Sequence[Draft], given: Sequence[Source], total: int, background: General,
    least: tuple[int, int, int, int], other: dict[str, int] | None, compared: tuple[int, int] | None,
) -> tuple[list[Phrase], list[Folding]]:  # fmt: skip
    """The candidates that recur often enough as phrases, best first, and those that another one explains.

    `least` are hits and documents of an unmarked phrase, then of one that only its form marks; `other` its hits in the
    reference, `compared` the documents and symbols of that.
    """
    import numpy as np

    min_hits, min_docs, marked_hits, marked_docs = least
    dates = [each.doc.date for each in given]
    years = sorted({date[:4] for date in dates if date})
    made = []
    for draft in drafts:
        where, times = tally.of(draft.text)
        hits, docs = int(times.sum()), len(where)
        marks_alone = draft.run is None or draft.kind in {"numeral", "quoted", "series", "name"}
        if hits < (marked_hits if marks_alone else min_hits) or docs < (marked_docs if marks_alone else min_docs):
            continue
        draft.hits, draft.docs = hits, docs
        when = sorted(dates[n] for n in where.tolist() if dates[n])
        quoted = int(tally.quotes[tally.number[draft.text]]) / hits
        own = 1 - draft.inside / max(1, draft.holders) / hits if draft.holders else 1.0
        run = draft.run
        entropy = min(run.left, run.right) if run else None
        keyness = _keyness(draft, total, background)
        value = score(
            hits, docs, len(draft.text.replace(JOINER, "")), cohesion=run.cohesion if run else None, entropy=entropy,
            free=run.free if run else 0.0, quoted=quoted, keyness=keyness, quality=draft.quality, kind=draft.kind, own=own,
            burst=_burst([date[:4] for date in when], years),
        )  # fmt: skip
        elsewhere = None
        if other is not None and compared is not None:
            elsewhere = other.get(draft.text, 0)
            ratio = (hits + 0.5) / max(1, total) / ((elsewhere + 0.5) / max(1, compared[1]))
            value *= 2 * ratio / (ratio + 2)
        made.append(
            Phrase(
                draft.text, draft.kind, hits, docs, run.cohesion if run else None, entropy, run.free if run else 0.0,
                quoted, c_value(draft.text, hits, draft.holders, draft.inside), _expected(draft, background),
                value, np.stack([where, times], axis=1).astype("<u4").tobytes(), when[0] if when else "", when[-1] if when else "",
                None, "", elsewhere,
            )
        )  # fmt: skip
    made.sort(key=lambda phrase: (-phrase.score, phrase.text))
    kept, folded = explained(made)
    kept = settled(kept, folded)
    return [_told(phrase, given, tally.best[tally.number[phrase.text]]) for phrase in kept], folded


def _told(phrase: Phrase, given: Sequence[Source], best: Best | None) -> Phrase:
    """A phrase with its example; a numeral abbreviation with what it stands for, from the first document that says so."""
    if best is not None:
        phrase = replace(phrase, example=example(given, *best[1:]))
    if phrase.kind != "numeral":
        return phrase
    order = sorted((given[n].doc.date or "9", n) for n, _ in phrase.counts)
    for _, n in order[:200]:
        text = given[n].folded.text
        at = text.find(phrase.text)
        while at >= 0:
            found = marked.expansion(phrase.text, text, at)
            if found:
                return replace(phrase, expansion=found)
            at = text.find(phrase.text, at + 1)
    return phrase
