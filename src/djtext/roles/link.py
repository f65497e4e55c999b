"""Which remedy answers which problem or cause of the same document.

Every pair of a problem (or cause) passage and a remedy passage is described by a few figures: equal numbers in
parallel sections, one paragraph or item, shared words and themes, 针对… and 否则…, how near they stand. A logistic
model weighs them (`tools/train_links.py`); each remedy keeps its best problem, and others that come close.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from djtext import resources
from djtext.roles.cues import HEADINGS
from djtext.roles.grams import plain
from djtext.text.outline import SEPARATOR, mark
from djtext.types import Link, Passage

FEATURES = (
    "bias", "number", "number_section", "same_number_count", "paragraph", "item", "section", "terms", "heading_terms",
    "themes", "named", "averted", "near", "after", "next", "cause", "rank", "only", "problem_length", "rival",
)  # fmt: skip
_TARGET = re.compile(
    "(?:针对|为(?:了)?(?:解决|克服|破解|纠正|改变|扭转)|解决(?:好)?|破解|克服|纠正|整治)([^，。；：]{2,30})"
)
_REACH = 300  # passages; essays and speeches have fewer
_BESIDE = 0.45  # further links of a remedy score so much of its best at least
_ELSE = re.compile("否则|不然|长此以往|如果不|若不|以免|避免|防止")
# what a sentence ends in that only says what comes: 主要有以下几个方面的问题。 究竟有哪些问题呢？
_SIGNPOST = re.compile(
    "(?:哪些[^，。]{0,6}(?:问题|不足|困难|原因|矛盾|差距)|(?:以下|如下|下列|下面|上述)[^，。]{0,6}(?:几|[一二两三四五六七八九]|方面|问题|不足|原因|措施|对策|建议|意见|工作)[^，。；]{0,12}"
    "|几个?(?:方面|点|条|环节)[^，。；]{0,10})呢?[。：:？?]?$"
)
_SHORT = 60  # characters of a sign-post at most
_COMMON = re.compile("[的了和与及是在有要不也就都而把被将对从以为等一个我们他们这那其，。；：、！？“”（）]")


@dataclass(frozen=True, slots=True)
class _Side:
    """A passage as the linker sees it."""

    passage: Passage
    place: int
    grams: frozenset[str]
    heading: frozenset[str]
    number: int
    rank: int
    parent: str
    parent_kind: str
    siblings: int
    targets: frozenset[str]
    para: tuple[int, int]


@lru_cache(maxsize=1)
def _weights() -> tuple[dict[str, float], float]:
    found = json.loads(resources.data("links.json").read_text(encoding="utf-8"))
    return found["weights"], float(found["threshold"])


def _grams(text: str) -> frozenset[str]:
    """Pairs of characters that may carry meaning."""
    words = _COMMON.sub(" ", plain(text))
    return frozenset(words[n : n + 2] for n in range(len(words) - 1) if " " not in words[n : n + 2])


def _sides(passages: Sequence[Passage]) -> list[_Side]:
    items: dict[str, set[str]] = {}
    for passage in passages:
        parent, _, own = passage.section.rpartition(SEPARATOR)
        items.setdefault(parent, set()).add(own)
    result = []
    for place, passage in enumerate(passages):
        parent, _, own = passage.section.rpartition(SEPARATOR)
        found = mark(own)
        top = passage.section.partition(SEPARATOR)[0]
        kind = next((name for name, words in HEADINGS.items() if words.search(parent or top)), "")
        targets = frozenset().union(*(_grams(match) for match in _TARGET.findall(passage.text[:120])))
        result.append(
            _Side(
                passage, place, _grams(passage.text), _grams(own[found.end :] if found else own),
                found.number if found else 0, found.rank if found else -1, parent, kind, len(items[parent]), targets,
                (passage.sentences[0].para, passage.sentences[-1].para),
            )
        )  # fmt: skip
    return result


def signpost(passage: Passage) -> bool:
    """Does a passage only say what comes? Such a one asks for no remedy, and is none."""
    texts = [sentence.text.strip() for sentence in passage.sentences]
    return all(len(text) <= _SHORT and _SIGNPOST.search(text) for text in texts)


def features(problem: _Side, remedy: _Side, rarity: dict[str, float], far: int) -> dict[str, float]:
    """The figures of one pair, all about 0 to 1."""
    shared = sum(rarity[g] for g in problem.grams & remedy.grams)
    least = min(sum(rarity[g] for g in problem.grams), sum(rarity[g] for g in remedy.grams)) or 1.0
    named = sum(rarity.get(g, 1.0) for g in remedy.targets & (problem.heading | problem.grams))
    target = sum(rarity.get(g, 1.0) for g in remedy.targets) or 1.0
    in_heading = sum(rarity.get(g, 1.0) for g in remedy.heading & (problem.heading or problem.grams))
    heading = sum(rarity.get(g, 1.0) for g in remedy.heading) or 1.0
    themes = set(problem.passage.themes), set(remedy.passage.themes)
    distance = remedy.place - problem.place
    parallel = (
        problem.number > 0 and problem.number == remedy.number and problem.passage.section != remedy.passage.section
    )
    return {
        "bias": 1.0,
        "number": float(parallel and problem.rank == remedy.rank),
        "number_section": float(parallel and problem.parent != remedy.parent and problem.parent_kind in {"problem", "cause"}
                                and remedy.parent_kind == "remedy"),
        "same_number_count": float(parallel and problem.siblings == remedy.siblings and problem.parent != remedy.parent),
        "paragraph": float(problem.para[0] <= remedy.para[1] and remedy.para[0] <= problem.para[1]),
        "item": float(bool(problem.passage.section) and problem.passage.section == remedy.passage.section),
        "section": float(bool(problem.parent) and problem.parent == remedy.parent),
        "terms": shared / least,
        "heading_terms": in_heading / heading,
        "themes": len(themes[0] & themes[1]) / (len(themes[0] | themes[1]) or 1),
        "named": named / target if remedy.targets else 0.0,
        "averted": float(abs(distance) == 1 and bool(_ELSE.search(problem.passage.text[:8]))),
        "near": 1 / (1 + abs(distance)),
        "after": float(distance > 0),
        "next": float(distance == 1),
        "cause": float(problem.passage.role == "cause"),
        "rank": abs(problem.place / max(1, far) - remedy.place / max(1, far)),
        "problem_length": min(1.0, math.log(1 + len(problem.passage.text)) / 7),
    }  # fmt: skip


def describe(passages: Sequence[Passage]) -> Iterator[tuple[_Side, list[tuple[_Side, dict[str, float]]]]]:
    """Each remedy passage with every problem or cause passage and the figures of that pair.

    Passages that only say what comes are left out. In a book, with the problems no more than 300 passages away: time and
    memory stay linear in its length.
    """
    sides = _sides(passages)
    linked = [
        side for side in sides if side.passage.role in {"problem", "cause", "remedy"} and not signpost(side.passage)
    ]
    problems = [side for side in linked if side.passage.role != "remedy"]
    remedies = [side for side in linked if side.passage.role == "remedy"]
    stands = Counter(gram for side in problems + remedies for gram in side.grams)
    total = len(problems) + len(remedies)
    rarity = {gram: math.log((1 + total) / count) for gram, count in stands.items()}
    places = [problem.place for problem in problems]
    for remedy in remedies:
        near = problems[bisect_left(places, remedy.place - _REACH) : bisect_right(places, remedy.place + _REACH)]
        pairs = [(problem, features(problem, remedy, rarity, len(sides))) for problem in near]
        best = max((figures["terms"] for _, figures in pairs), default=0.0)
        for _, figures in pairs:
            figures["only"] = float(len(problems) == 1)
            figures["rival"] = best - figures["terms"]
        yield remedy, pairs


def score(figures: dict[str, float], weights: dict[str, float]) -> float:
    """Probability that the remedy answers the problem, 0 to 1."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in figures.items())))


_RULES = (
    ("averted", "averted"), ("named", "targeted"), ("number_section", "numbering"), ("same_number_count", "numbering"),
    ("paragraph", "paragraph"), ("item", "paragraph"), ("heading_terms", "terms"), ("terms", "terms"), ("themes", "theme"),
)  # fmt: skip


def rule(figures: dict[str, float], weights: dict[str, float]) -> str:
    """The evidence that weighs most: averted, targeted, numbering, paragraph, terms, theme or near."""
    said = [(weights.get(name, 0.0) * figures.get(name, 0.0), label) for name, label in _RULES if figures.get(name)]
    weight, label = max(said, default=(0.0, "near"))
    return label if weight > 0 else "near"


def links(passages: Sequence[Passage], *, threshold: float | None = None) -> tuple[Link, ...]:
    """Links between the passages of one document, in order of the remedies; a remedy may have none, one or several.

    `score` is a probability, 0 to 1; pairs at `threshold` or above are kept, and of one remedy's only those at 45 % of
    its best or more.
    """
    weights, usual = _weights()
    least = usual if threshold is None else threshold
    result = []
    for remedy, pairs in describe(passages):
        scored = [(score(figures, weights), problem, figures) for problem, figures in pairs]
        best = max((value for value, _, _ in scored), default=0.0)
        kept = [entry for entry in scored if entry[0] >= least and entry[0] >= _BESIDE * best]
        kept.sort(key=lambda entry: (-entry[0], entry[1].place))
        result += [
            Link(remedy.passage.doc, problem.passage, remedy.passage, rule(figures, weights), round(value, 3))
            for value, problem, figures in kept[:3]
        ]
    return tuple(result)
