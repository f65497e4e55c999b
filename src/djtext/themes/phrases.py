"""Recurrent phrases of some texts: maximal repeated strings of characters whose surroundings vary.

A small finder for the work on codebooks. `recurrent` is the one door: texts in, phrases out. It is not `discover`,
which asks another question: what is worth a slogan-hunter's time, held against general Chinese. Coverage asks what
explains most of a few thousand sentences, wants the numbers of these sentences and entropies in nats (a column of its
table), and lets words decide the edges. On the sentences of the sample corpus that no theme covers, `discover` took half as
long again and listed fifteen times as many, marked phrases that stand a few times and cut ones (年冬天, 委组织部) among them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from djtext.text.fold import fold
from djtext.text.words import cutter

LONGEST = 12
_RUN = re.compile("[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
# Words of one character that join phrases rather than begin or end one.
_JOINS = frozenset(
    "的了着过们和与及或而且但则其之等地得者性化吗呢吧啊也都就又还才只更很于以为上中下里内后前所被将给由并个种些项次条级月日年把不这那每从向对是在有最该各此使让令未没一二两三某第如因若我你他它她人去来说到"
)
_COUNT = re.compile("[一二三四五六七八九十两几0-9]+[个件次年天位名种些条点月分张]")  # a number of things is no phrase
_NO_END = frozenset(
    "的了着们和与及或而且但则其之以从向把被将对由为是在有不很更最就也都又还才只要能会可所这那每各该此于给让使没未一二两三某个第并如因若"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A string that recurs: how often, in how many texts' documents, how freely its surroundings vary.

    `entropy` is the smaller of the entropies of the characters before and behind it, in nats, 0 or more: the higher,
    the freer it stands. A place at a mark or at an end counts as a character of its own. `places` are the numbers of
    the texts that hold it, in order.
    """

    text: str
    hits: int
    docs: int
    entropy: float
    places: tuple[int, ...]


def runs(text: str) -> list[str]:
    """The stretches of a folded text between its marks.

    >>> runs("要走出机关，服务 群众。")
    ['要走出机关', '服务群众']
    """
    return _RUN.findall(fold(text).text)


def repeats(texts: Sequence[str], *, least: int = 2, longest: int = LONGEST) -> dict[str, Counter[int]]:
    """Every string of 2 to `longest` characters that stands in at least `least` texts, with its count in each.

    Grown character by character: a string can only recur if what it begins and ends with does. No string reaches over
    a mark. In the order of length, then of first place.
    """
    cut = [(n, run) for n, text in enumerate(texts) for run in runs(text) if len(run) > 1]
    found: dict[str, Counter[int]] = {}
    known: set[str] | None = None
    for size in range(2, longest + 1):
        level: dict[str, Counter[int]] = {}
        for n, run in cut:
            for at in range(len(run) - size + 1):
                gram = run[at : at + size]
                if known is None or (gram[1:] in known and gram[:-1] in known):
                    level.setdefault(gram, Counter())[n] += 1
        level = {gram: places for gram, places in level.items() if len(places) >= least}
        if not level:
            break
        found.update(level)
        known = set(level)
        cut = [(n, run) for n, run in cut if len(run) > size]
    return found


def recurrent(
    texts: Sequence[tuple[str, str]],
    *,
    least: int = 3,
    docs: int = 2,
    shortest: int = 3,
    longest: int = LONGEST,
    entropy: float = 0.9,
) -> tuple[Phrase, ...]:
    """The recurrent phrases of some texts, given as (document, text); those that explain most first.

    A phrase stands in at least `least` texts and `docs` documents, cannot be made longer without becoming rarer, and
    begins and ends where words do, and has an entropy of at least `entropy` nats on both sides. One that stands mostly (four fifths) within a longer phrase
    of the list is left out. The order is by length-weighted count, log2(length) × (hits − hits within longer ones), as
    the C-value of Frantzi, Ananiadou & Mima (2000); then by the phrase.

    >>> one = "要落实谈心谈话制度。"; other = "把谈心谈话做细。"; third = "有人怕谈心谈话！"
    >>> [(p.text, p.hits, p.docs) for p in recurrent([("a", one), ("b", other), ("c", third)])]
    [('谈心谈话', 3, 3)]
    """
    found = repeats([text for _, text in texts], least=least, longest=longest)
    wanted = {
        gram: places
        for gram, places in found.items()
        if len(gram) >= shortest and is_phrase(gram) and len({texts[n][0] for n in places}) >= docs
    }
    plain = [fold(text).text for _, text in texts]
    whole = set(on_words(list(wanted), plain))
    wanted = {gram: places for gram, places in wanted.items() if gram in whole}
    free = _entropies(plain, wanted)
    kept = {gram: places for gram, places in wanted.items() if free[gram] >= entropy}
    inside = _within(kept)
    ranked = []
    for gram, places in kept.items():
        hits = sum(places.values())
        alone = hits - inside.get(gram, 0)
        if alone * 5 < hits:
            continue
        phrase = Phrase(gram, hits, len({texts[n][0] for n in places}), round(free[gram], 3), tuple(sorted(places)))
        ranked.append((-math.log2(len(gram)) * alone, gram, phrase))
    return tuple(phrase for _, _, phrase in sorted(ranked, key=lambda entry: entry[:2]))


def is_phrase(gram: str) -> bool:
    """May a string be a phrase at all? Not letters and digits alone, nor a number with its measure word in front.

    >>> is_phrase("谈心谈话"), is_phrase("三个支部"), is_phrase("2019")
    (True, False, False)
    """
    return not gram.isascii() and not _COUNT.match(gram)


def on_words(grams: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Those strings that in half of their places or more begin and end where a word does, and not with a joining word.

    >>> on_words(["发展", "业发展", "发展就"], ["农业发展就要快。"])
    ['发展']
    """
    cut = cutter()
    fit = dict.fromkeys(grams, 0)
    seen = dict.fromkeys(grams, 0)
    sizes = sorted({len(gram) for gram in grams})
    for text in texts:
        starts: set[int] = set()
        ends: set[int] = set()
        at = 0
        for word in cut(text):
            if word not in _JOINS:
                starts.add(at)
                ends.add(at + len(word))
            at += len(word)
        for start in range(len(text)):
            for size in sizes:
                gram = text[start : start + size]
                if gram in seen:
                    seen[gram] += 1
                    fit[gram] += start in starts and start + size in ends
    return [gram for gram in grams if fit[gram] * 2 >= seen[gram]]


def _entropies(texts: Sequence[str], wanted: dict[str, Counter[int]]) -> dict[str, float]:
    """The smaller boundary entropy of each string, in nats."""
    sizes = sorted({len(gram) for gram in wanted})
    left: dict[str, Counter[str]] = {gram: Counter() for gram in wanted}
    right: dict[str, Counter[str]] = {gram: Counter() for gram in wanted}
    edge = 0
    for text in texts:
        for run in runs(text):
            for size in sizes:
                for at in range(len(run) - size + 1):
                    gram = run[at : at + size]
                    if gram in wanted:
                        edge += 1
                        left[gram][run[at - 1] if at else f"<{edge}"] += 1
                        right[gram][run[at + size] if at + size < len(run) else f">{edge}"] += 1
    return {gram: min(_entropy(left[gram]), _entropy(right[gram])) for gram in wanted}


def _entropy(counts: Counter[str]) -> float:
    total = sum(counts.values())
    return max(0.0, -math.fsum(n / total * math.log(n / total) for n in counts.values()))


def _within(kept: dict[str, Counter[int]]) -> dict[str, int]:
    """For each string the most places that it has within one longer string of the list."""
    most: dict[str, int] = {}
    for gram, places in kept.items():
        hits = sum(places.values())
        for size in range(2, len(gram)):
            for at in range(len(gram) - size + 1):
                part = gram[at : at + size]
                if part in kept:
                    most[part] = max(most.get(part, 0), hits)
    return most
