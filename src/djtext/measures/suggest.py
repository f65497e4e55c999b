"""Patterns that a theme lacks: what its sentences say in other words, with what each pattern would gain and risk.

The candidates are strings that recur in sentences of the theme that no pattern of it finds, pairs of such strings with
a bounded gap between, and alternatives of strings that share a beginning or an end. All are patterns of the codebook's
own language, and are matched by its own rules: overlaps, not_patterns, and the other themes in their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from djtext.lang import t
from djtext.measures.keyness import g2
from djtext.text.fold import fold
from djtext.themes.find import compile_book, every_match, find
from djtext.themes.patterns import rows
from djtext.themes.phrases import is_phrase, on_words, repeats
from djtext.types import Cell, Codebook, Column, Labelled, Table, Theme

Side = Literal["coded", "near", "other", "open"]
KEYNESS = "G² (4-cell, sentences)"
COUNTER_EXAMPLE = "(counter_example)"
_UNITS = 400  # strings that gapped pairs are made of
_PAIR_GAP = 12
_END = re.compile("[。！？!?；;\n]")
_SIGNS = re.compile(r"([()|\[\]{}…\\（）｜［］｛｝])")

COLUMNS = (
    Column("theme", "text", "主题", "theme", "key of the theme"),
    Column("pattern", "text", "规则", "pattern", "the pattern, as a codebook writes it"),
    Column("kind", "text", "类", "kind", "literal, alternatives or gap"),
    Column(
        "source", "text", "来源", "source",
        "coded: from sentences with the theme; inferred: from those that the model gives it; context: from those near hits",
    ),
    Column("gain", "int", "新得", "gain", "sentences of the theme that it would newly find"),
    Column("docs", "int", "篇数", "docs", "documents in which these stand"),
    Column("new", "int", "净增", "new", "those of the gain that no suggestion above finds"),
    Column("risk", "int", "误中", "risk", "sentences without the theme (for context: not near a hit) that it would newly hit"),
    Column(
        "precision", "float", "准确", "precision",
        "gain ÷ (gain + risk), 0 to 1; sentences whose theme is open count neither way; empty for context", 3,
    ),
    Column("g2", "float", "G²", "G²", f"{KEYNESS}: sentences of the theme without a hit against all others without one"),
    Column("near", "int", "近处", "near", "sentences near hits of the theme that it would newly hit"),
    Column("takes", "int", "夺去", "takes", "hits of other themes that it would take the place of"),
    Column("folded", "text", "并入", "folded", "patterns that say no more than this one, spaces between"),
    Column("example", "text", "例句", "example", "a sentence that it would newly find"),
    Column("example_doc", "text", "出处", "example doc", "document of the example"),
    Column("risk_example", "text", "误例", "risk example", "a sentence that it would hit by mistake"),
    Column("risk_doc", "text", "误例出处", "risk doc", "document of that sentence"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that a theme's patterns do not find.

    `side` is `coded` where the sentence has the theme, `near` where it stands near a hit of it, `other` where it has
    not, `open` where nobody knows.
    """

    doc: str
    text: str
    side: Side


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pattern with the cases, by number, in which it would newly hit; `takes` counts hits of other themes lost."""

    pattern: str
    kind: Literal["literal", "alternatives", "gap"]
    gain: frozenset[int]
    near: frozenset[int]
    risk: frozenset[int]
    takes: int
    keyness: float
    context: bool = False
    folded: tuple[str, ...] = ()

    @property
    def precision(self) -> float | None:
        """Gain of all that could be judged; None where nothing could, and where only context speaks for the pattern."""
        if self.context:
            return None
        judged = len(self.gain) + len(self.risk)
        return len(self.gain) / judged if judged else None


@dataclass
class _Desk:
    """The cases, and how candidates are weighed on them."""

    cases: Sequence[Case]
    theme: Theme
    book: Codebook
    least: int
    sides: dict[Side, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for side in ("coded", "near", "other", "open"):
            self.sides[side] = frozenset(n for n, case in enumerate(self.cases) if case.side == side)

    @cached_property
    def others(self) -> list[list[tuple[int, int, int]]]:
        """The hits of all themes in each case, in its folded text: start, end, place of the theme in the codebook."""
        matcher = compile_book(self.book)
        order = {theme.key: n for n, theme in enumerate(self.book.themes)}
        return [[(hit.start, hit.end, order[hit.theme]) for hit in find(text, matcher).hits] for text in self.texts]

    @cached_property
    def texts(self) -> list[str]:
        """The cases as they are matched."""
        return [fold(case.text).text for case in self.cases]

    def weigh(self, patterns: dict[str, str]) -> list[Suggestion]:
        """What each pattern, given with its kind, would newly hit: in one pass over the cases."""
        if not patterns:
            return []
        place = self.book.keys().index(self.theme.key)
        trial = Codebook("trial", "1", (replace(self.theme, patterns=tuple(patterns)),))
        matcher = compile_book(trial)
        reached: dict[str, set[int]] = {pattern: set() for pattern in patterns}
        taken: dict[str, int] = dict.fromkeys(patterns, 0)
        for n, text in enumerate(self.texts):
            found = every_match(text, matcher)
            voids = [match for match in found if matcher.patterns[match[2]][2]]
            counted: set[tuple[str, int]] = set()
            for start, end, owner in found:
                _, pattern, negative = matcher.patterns[owner]
                if negative or any(a < end and start < b for a, b, _ in voids):
                    continue
                blocked = False
                for a, b, other in self.others[n]:
                    if a < start < b or (a == start and (b > end or (b == end and other <= place))):
                        blocked = True
                        break
                if blocked:
                    continue
                reached[pattern].add(n)
                for a, _, other in self.others[n]:
                    if other != place and start <= a < end and (pattern, a) not in counted:
                        counted.add((pattern, a))
                        taken[pattern] += 1
        return [
            self.judged(pattern, kind, frozenset(reached[pattern]), taken[pattern])
            for pattern, kind in patterns.items()
        ]

    def judged(self, pattern: str, kind: str, reached: frozenset[int], takes: int) -> Suggestion:
        """A suggestion with its cases sorted by side, and its keyness."""
        gain, near = reached & self.sides["coded"], reached & self.sides["near"]
        context = len(gain) < self.least <= len(near)
        positive, negative = self.sides["near" if context else "coded"], self.sides["other"]
        if context:
            negative |= self.sides["open"]
        risk = reached & negative
        value = g2(len(near if context else gain), len(positive), len(risk), len(negative))
        return Suggestion(pattern, kind, gain, near, risk, takes, value or 0.0, context)  # type: ignore[arg-type]


def cases_of(key: str, labels: Sequence[Labelled], *, judged: bool) -> Iterator[Case]:
    """The sentences of one document, as classified, that no pattern of a theme hits.

    With `judged`, a sentence about the theme by its words (as the model infers it) is `coded`, and what is not near a hit
    is `other`; without, that is `open`. Near is a neighbour of a hit in its paragraph, and what stands below a heading
    with a hit.
    """
    hit = [key in item.mentions or (key in item.themes and key not in item.inferred) for item in labels]
    level = 0  # of the innermost heading with a hit that governs here
    for n, item in enumerate(labels):
        unit = item.sentence
        if unit.kind == "heading":
            level = unit.level if hit[n] else 0 if level and unit.level <= level else level
        if hit[n] or unit.kind == "title":
            continue
        beside = any(0 <= m < len(labels) and hit[m] and labels[m].sentence.para == unit.para for m in (n - 1, n + 1))
        side: Side = "near" if beside or (level and unit.kind == "sentence") else "other" if judged else "open"
        yield Case(unit.doc, unit.text, "coded" if judged and key in item.inferred else side)


def escaped(text: str) -> str:
    """A text as a pattern that matches it and nothing else.

    >>> escaped("党建(试行)")
    '党建\\\\(试行\\\\)'
    """
    return _SIGNS.sub(r"\\\1", text)


def suggest(
    cases: Iterable[Case],
    book: Codebook,
    key: str,
    *,
    least: int = 2,
    precision: float = 0.5,
    docs: int = 2,
    limit: int = 40,
    trial: Sequence[str] = (),
) -> tuple[tuple[Case, ...], tuple[Suggestion, ...]]:
    """Patterns that the theme `key` lacks, most telling first, with the cases that their numbers mean.

    Cases that the theme's patterns hit already are left out. A suggestion finds at least `least` sentences of the theme
    (or, from context alone, twice as many sentences near its hits) in at least `docs` documents, is right in at least `precision` of the sentences
    that can be judged, and is commoner in the theme's sentences than elsewhere (G² over 0). One that says no more than
    another, and no more surely, is folded into it. The order is by keyness, then gain, then the pattern.

    The theme's own counter-examples count as cases without it. With `trial`, these patterns are weighed in place of the
    ones found, in the order given, whatever they are worth.

    >>> from djtext.themes.codebook import load
    >>> said = ["干部躲进小楼。", "有人躲进小楼，不见群众。", "天晴了。", "小楼新刷了墙。"]
    >>> cases = [Case(str(n), text, "coded" if n < 2 else "other") for n, text in enumerate(said)]
    >>> [(s.pattern, len(s.gain), len(s.risk)) for s in suggest(cases, load(), "guanliaozhuyi")[1]]
    [('躲进小楼', 2, 0)]

    Raises KeyError where the codebook has no such theme, PatternError where a pattern of `trial` cannot be read.
    """
    theme = next((one for one in book.themes if one.key == key), None)
    if theme is None:
        raise KeyError(key)
    matcher = compile_book(book)
    against = (Case(COUNTER_EXAMPLE, text, "other") for text in theme.counter_examples)
    open_cases = tuple(
        case for case in (*cases, *against) if not any(hit.theme == key for hit in find(case.text, matcher).hits)
    )
    desk = _Desk(open_cases, theme, book, least)
    if trial:
        return open_cases, tuple(desk.weigh({pattern: _kind(pattern) for pattern in trial}))
    wanted = sorted(desk.sides["coded"] | desk.sides["near"])
    texts = [desk.texts[n] for n in wanted]
    sides = [open_cases[n].side for n in wanted]
    literals = _literals(texts, sides, least)
    literals = on_words(literals, texts)
    weighed = desk.weigh({escaped(gram): "literal" for gram in literals})
    units = sorted((s for s in weighed if s.keyness > 0), key=_rank)[:_UNITS]
    gaps = _gaps(texts, sides, [re.sub(r"\\(.)", r"\1", unit.pattern) for unit in units], least)
    weighed += desk.weigh(dict.fromkeys(gaps, "gap"))
    good = [s for s in weighed if _is_good(desk, s, precision, docs)]
    kept = _fold(sorted(good, key=_rank))
    merged = desk.weigh(_alternatives([s for s in kept if s.kind == "literal"]))
    kept = _fold(sorted([*kept, *(s for s in merged if _is_good(desk, s, precision, docs))], key=_rank))
    return open_cases, tuple(kept[:limit])


def _kind(pattern: str) -> str:
    """What sort of pattern it is, as the column says it."""
    made = rows(pattern)
    if any(row.gaps for row in made):
        return "gap"
    return "alternatives" if sum(len(row.slots[0]) for row in made) > 1 else "literal"


def _rank(one: Suggestion) -> tuple[bool, float, int, int, str]:
    return one.context, -round(one.keyness, 6), -len(one.gain), len(one.pattern), one.pattern


def _is_good(desk: _Desk, one: Suggestion, precision: float, docs: int) -> bool:
    reached = one.near if one.context else one.gain
    if one.keyness <= 0 or len({desk.cases[n].doc for n in reached}) < docs:
        return False
    if one.context:
        return len(one.near) >= 2 * desk.least and len(one.near) / (len(one.near) + len(one.risk)) >= precision
    return (one.precision or 0.0) >= precision


def _enough(places: Iterable[int], sides: Sequence[Side], least: int) -> bool:
    coded = near = 0
    for n in places:
        coded += sides[n] == "coded"
        near += sides[n] == "near"
    return coded >= least or near >= 2 * least


def _literals(texts: Sequence[str], sides: Sequence[Side], least: int) -> list[str]:
    """Strings in enough sentences that no longer string stands for: it would stand in the same sentences."""
    found = repeats(texts, least=least)
    longer: set[str] = set()
    for gram, places in found.items():
        for part in (gram[1:], gram[:-1]):
            if part in found and set(found[part]) == set(places):
                longer.add(part)
    return [
        gram
        for gram, places in found.items()
        if gram not in longer and is_phrase(gram) and _enough(places, sides, least)
    ]


def _gaps(texts: Sequence[str], sides: Sequence[Side], units: Sequence[str], least: int) -> list[str]:
    """Pairs of strings in one order within one sentence, with the widest gap seen as the bound."""
    pairs: dict[tuple[str, str], dict[int, int]] = {}
    if not units:
        return []
    matcher = compile_book(Codebook("units", "1", (Theme("u", "u", "value", "", tuple(map(escaped, units))),)))
    for n, text in enumerate(texts):
        places = sorted((start, units[owner]) for start, _, owner in every_match(text, matcher))
        for i, (start, first) in enumerate(places):
            behind = start + len(first)
            for at, second in places[i + 1 :]:
                gap = at - behind
                if gap > _PAIR_GAP:
                    break
                if gap < 1 or second == first or _END.search(text, behind, at):
                    continue
                seen = pairs.setdefault((first, second), {})
                seen[n] = min(gap, seen.get(n, gap))
    return [
        f"{escaped(first)}…{{0,{max(seen.values())}}}{escaped(second)}"
        for (first, second), seen in pairs.items()
        if _enough(seen, sides, least)
    ]


def _fold(ranked: Sequence[Suggestion]) -> list[Suggestion]:
    """Leave out what says no more than a better one: a part or an extension of it that finds no other sentence."""
    kept: list[Suggestion] = []
    for one in ranked:
        for n, other in enumerate(kept):
            if one.gain | one.near <= other.gain | other.near and _related(one.pattern, other.pattern):
                if one.pattern not in other.folded:
                    kept[n] = replace(other, folded=(*other.folded, one.pattern, *one.folded))
                break
        else:
            kept.append(one)
    return kept


def _related(one: str, other: str) -> bool:
    """Do two patterns share a string, so that one is a part, an extension or a variant of the other?"""
    parts = [re.split(r"…\{\d+,\d+\}|[()|]", pattern) for pattern in (one, other)]
    return any(a and b and (a in b or b in a or _common(a, b) >= 2) for a in parts[0] for b in parts[1])


def _common(one: str, other: str) -> int:
    """The length of the longest string in both."""
    best = 0
    for start in range(len(one)):
        while one[start : start + best + 1] in other and start + best < len(one):
            best += 1
    return best


def _alternatives(kept: Sequence[Suggestion]) -> dict[str, str]:
    """Alternatives of literals that share a beginning or an end of at least two characters and differ in one to three."""
    made: dict[str, str] = {}
    for at_end in (True, False):
        groups: dict[str, list[str]] = {}
        for one in kept:
            text = one.pattern
            if "\\" in text:
                continue
            for size in (1, 2, 3):
                if len(text) - size >= 2:
                    groups.setdefault(text[size:] if at_end else text[:-size], []).append(
                        text[:size] if at_end else text[-size:]
                    )
        for shared, varied in groups.items():
            if 2 <= len(varied) <= 8:
                inner = f"({'|'.join(sorted(varied))})"
                made[inner + shared if at_end else shared + inner] = "alternatives"
    return made


def table(
    cases: Sequence[Case],
    found: Sequence[Suggestion],
    key: str,
    *,
    source: str = "coded",
    made_by: str = "",
    notes: tuple[str, ...] = (),
) -> Table:
    """One row a suggestion, in their order. `source` says where the sentences with the theme come from."""
    rows: list[tuple[Cell, ...]] = []
    seen: set[int] = set()
    for one in found:
        reached = one.near if one.context else one.gain
        example = _shortest(cases, reached)
        risk = _shortest(cases, one.risk)
        precision = one.precision
        rows.append(
            (
                key, one.pattern, one.kind, "context" if one.context else source, len(one.gain),
                len({cases[n].doc for n in reached}), len(one.gain - seen), len(one.risk),
                None if precision is None else round(precision, 4), round(one.keyness, 4), len(one.near), one.takes,
                " ".join(one.folded), example.text if example else "", example.doc if example else "",
                risk.text if risk else "", risk.doc if risk else "",
            )
        )  # fmt: skip
        seen |= one.gain
    return Table(t("建议的规则", "Suggested patterns"), COLUMNS, tuple(rows), notes, made_by, "suggest")


def _shortest(cases: Sequence[Case], numbers: frozenset[int]) -> Case | None:
    """The clearest of some cases: the shortest whole sentence, then the first."""
    return min(
        (cases[n] for n in sorted(numbers)), key=lambda case: (len(case.text) < 12, len(case.text)), default=None
    )


def toml_lines(cases: Sequence[Case], found: Sequence[Suggestion]) -> tuple[str, ...]:
    """Lines to paste into the `patterns` of a codebook: each with its figures and an example as a comment."""
    lines = []
    for one in found:
        example = _shortest(cases, one.near if one.context else one.gain)
        precision = one.precision
        said = f"gain {len(one.gain)}, risk {len(one.risk)}" + (
            f", precision {precision:.2f}" if precision is not None else ""
        )
        if one.context:
            said += f", near {len(one.near)}"
        comment = re.sub(
            r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
            " ",
            example.text if example else "",
        )
        lines.append(
            f'  "{one.pattern.replace(chr(92), chr(92) * 2)}",  # {said}, G² {one.keyness:.1f}: {comment[:60]}'
        )
    return tuple(lines)
