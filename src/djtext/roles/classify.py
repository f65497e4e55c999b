"""The role and the themes of every sentence and heading of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from djtext.roles import grams, model
from djtext.roles.cues import GROUPS, ROLES
from djtext.roles.features import governing
from djtext.roles.rules import Rule
from djtext.text.fold import fold
from djtext.text.outline import outline
from djtext.themes.find import Matcher, find
from djtext.types import Document, Hit, Labelled, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SECOND = 0.25  # a second role is named from this share on


@dataclass(frozen=True, slots=True)
class Hits:
    """A document's hits, each with the place of its unit."""

    hits: tuple[tuple[int, Hit], ...]
    lost: tuple[tuple[int, str], ...]


def hits_of(doc: Document, units: Sequence[Sentence], matcher: Matcher) -> Hits:
    """The codebook's hits, placed among the units of the document."""
    from bisect import bisect_right

    found = find(doc.text, matcher, doc=doc.id, folded=fold(doc.text))
    starts = [unit.start for unit in units]

    def place(start: int) -> int:
        return max(0, bisect_right(starts, start) - 1)

    return Hits(
        tuple((place(hit.start), hit) for hit in found.hits),
        tuple((place(lost.hit.start), lost.hit.theme) for lost in found.lost if lost.reason == "overlap"),
    )


def counts(found: Hits, units: int, themes: tuple[str, ...]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Hits and lost matches of the model's themes by unit, and hits of all other themes."""
    import numpy as np

    column = {key: n for n, key in enumerate(themes)}
    hits, lost, other = np.zeros((units, len(themes))), np.zeros((units, len(themes))), np.zeros(units)
    for at, hit in found.hits:
        if hit.theme in column:
            hits[at, column[hit.theme]] += 1
        else:
            other[at] += 1
    for at, key in found.lost:
        if key in column:
            lost[at, column[key]] += 1
    return hits, lost, other


def classify(
    doc: Document, matcher: Matcher | None = None, *, weights: model.Model | None = None
) -> tuple[Labelled, ...]:
    """Role, confidence, second role and themes of each unit of a document, in order.

    `confidence` is the model's share of the role, 0 to 1. `second` is the next role where its share is 0.25 or more.
    With a compiled codebook, `themes` are those that the unit is about: for the model's own themes as judged by the
    model from hits and words (those without a hit are also in `inferred`), for all others by hits alone. `mentions`
    are themes with a hit that the unit is not judged to be about.

    >>> doc = Document("a", "学习调查\\n一、存在的问题\\n有的干部说一套做一套。\\n二、对策\\n要健全制度。", title="学习调查")
    >>> [unit.role for unit in classify(doc)][1:]
    ['problem', 'problem', 'remedy', 'remedy']
    """
    units = outline(doc)
    if not units:
        return ()
    weights = weights or model.load()
    if matcher is None:
        shares = model.role_shares(units, weights)
        return tuple(_labelled(unit, row) for unit, row in zip(units, shares.tolist(), strict=True))
    found = hits_of(doc, units, matcher)
    known = tuple(key for key in weights.themes) if _same_themes(matcher, weights) else ()
    hits, lost, other = counts(found, len(units), weights.themes)
    shares, about = model.predict(units, weights, hits=hits, lost=lost, other=other)
    by_unit: dict[int, dict[str, None]] = {}
    for at, hit in found.hits:
        by_unit.setdefault(at, {})[hit.theme] = None
    result = []
    for at, (unit, row) in enumerate(zip(units, shares.tolist(), strict=True)):
        named = tuple(by_unit.get(at, ()))
        judged = {key for key, value in zip(weights.themes, about[at], strict=True) if value >= weights.threshold}
        judged &= set(known)
        themes = tuple(key for key in named if key not in known or key in judged)
        inferred = tuple(key for key in known if key in judged and key not in named)
        mentions = tuple(key for key in named if key in known and key not in judged)
        result.append(_labelled(unit, row, themes + inferred, inferred, mentions))
    return tuple(result)


def _same_themes(matcher: Matcher, weights: model.Model) -> bool:
    """Was the model fitted to this codebook's themes? With another codebook, hits alone decide."""
    return matcher.book.name == weights.about.get("codebook")


def _labelled(
    unit: Sentence, row: list[float], themes: tuple[str, ...] = (), inferred: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
) -> Labelled:  # fmt: skip
    order = sorted(range(len(ROLES)), key=lambda n: (-row[n], n))
    second = ROLES[order[1]] if row[order[1]] >= _SECOND else ""
    return Labelled(unit, ROLES[order[0]], round(row[order[0]], 3), second, themes, inferred, mentions)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a unit has its role: shares from its own words, shares in context, what speaks for the role.

    `rules` are the wordings of `roles.rules` that moved it.
    """

    labelled: Labelled
    own: tuple[tuple[str, float], ...]
    shares: tuple[tuple[str, float], ...]
    words: tuple[tuple[str, float], ...]
    cues: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    above: tuple[str, ...]
    before: str
    after: str


def explain(doc: Document, place: int, matcher: Matcher | None = None) -> Evidence:
    """The evidence for the unit at `place` (from 0) of a document.

    `words` are the n-grams that say most for the role against the mean of the others, with their weights.

    Raises IndexError where the document has no such unit.
    """
    import numpy as np

    labels = classify(doc, matcher)
    units = [item.sentence for item in labels]
    weights = model.load()
    text = grams.plain(units[place].text)
    own = np.exp(model.first_look([text], weights.words).roles[0] * 3)
    all_shares, rules = model.role_evidence(units, weights)
    strongest = sorted(
        _strings(text, weights.words, ROLES.index(labels[place].role)).items(), key=lambda item: (-item[1], item[0])
    )[:12]
    return Evidence(
        labels[place],
        tuple((name, round(float(value), 3)) for name, value in zip(ROLES, own, strict=True)),
        tuple((name, round(float(value), 3)) for name, value in zip(ROLES, all_shares[place], strict=True)),
        tuple(
            (letters.strip("\x02\x03"), round(value, 3)) for letters, value in strongest if letters.strip("\x02\x03")
        ),
        tuple((name, word) for name, group in GROUPS.items() for word in group if word in text),
        tuple(rule for at, rule in rules if at == place),
        tuple(units[n].text for n in governing(units)[place]),
        units[place - 1].text if place else "",
        units[place + 1].text if place + 1 < len(units) else "",
    )


def _strings(text: str, words: model.Words, role: int) -> dict[str, float]:
    """What each n-gram of a text adds to a role, against the mean of the others: by the hidden units that it moves."""
    import numpy as np

    found, _ = grams.keys([text])
    rows = grams.rows_of(found, words.table)
    awake = grams.sums([text], words.table).by_text()[0] + words.table.bias > 0
    step = 1.0 if words.table.step is None else words.table.step
    out = words.out.reshape(-1, len(ROLES)) / len(words.out)  # of all units of all networks
    toward = out[:, role] - (out.sum(axis=1) - out[:, role]) / (len(ROLES) - 1)
    length = float(np.sqrt(words.table.squares[rows[rows >= 0]].sum())) or 1.0
    said: dict[str, float] = {}
    for number, row in zip(found.tolist(), rows.tolist(), strict=True):
        if row >= 0:
            letters = "".join(chr(number >> shift & 0x1FFFFF) for shift in (0, 21, 42) if number >> shift & 0x1FFFFF)
            worth = float((words.table.weights[row] * step * awake) @ toward)
            said[letters] = said.get(letters, 0.0) + worth / length
    return said
