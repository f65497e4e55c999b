"""Where can regular expressions match a text at all? Told in one pass, by literals that every match must hold.

Long lists of alternatives are slow to look for, and most lines of an essay hold none of them. `literals` reads off a
pattern some strings of which one at least stands in whatever it matches, `openings` those that it begins with; a
`Sieve` looks for those of many patterns at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import daachorse

_MOST = 400  # strings that one part of a pattern may stand for
_SURROGATE = re.compile("[\ud800-\udfff]")
_parser: Any = re._parser  # type: ignore[attr-defined]


def literals(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Strings of which one at least stands in every text that the pattern matches; None where there are none such.

    >>> sorted(literals(re.compile("第?[一二]页|下载(?=全文)|\\\\d+(?:次|回)")))
    ['一页', '下载', '二页', '回', '次']
    >>> literals(re.compile("a*")) is None
    True
    """
    found = _needed(list(_parser.parse(pattern.pattern, pattern.flags)))
    if found is not None and pattern.flags & re.IGNORECASE:
        if any(not char.isascii() and char.lower() != char.upper() for text in found for char in text):
            return None
        found = frozenset("".join(chars) for text in found for chars in product(*map(_cases, text)))
    return found


def openings(pattern: re.Pattern[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Strings with one of which a match begins; and, for those alternatives that begin with nothing certain, or with
    less than they hold, strings of which one stands in the match. ValueError where there are none such.

    >>> [sorted(strings) for strings in openings(re.compile("本(?:站|店)|文秘网|\\\\d+页|关注.*公众号"))]
    [['文秘网', '本店', '本站'], ['公众号', '页']]
    """
    parts = list(_parser.parse(pattern.pattern, pattern.flags))
    begin: set[str] = set()
    inside: set[str] = set()
    for way in parts[0][1][1] if len(parts) == 1 and str(parts[0][0]) == "BRANCH" else [parts]:
        opening, held = _opening(list(way)), _needed(list(way))
        if pattern.flags & re.IGNORECASE or held is None:
            raise ValueError(f"nothing need stand in what this matches: {pattern.pattern}")
        if opening is not None and min(map(len, opening)) >= min(map(len, held)):
            begin |= opening
        else:
            inside |= held
    return frozenset(begin), frozenset(inside)


def _opening(parts: list[Any]) -> frozenset[str] | None:
    """Strings that a sequence begins with, where they are few."""
    run: frozenset[str] = frozenset({""})
    for part in parts:
        whole = _exact([part])
        if whole is None or len(run) * len(whole) > _MOST:
            inner = (
                _opening(list(part[1][3])) if str(part[0]) == "SUBPATTERN" and not part[1][1] & re.IGNORECASE else None
            )
            if inner is not None and len(run) * len(inner) <= _MOST:
                return frozenset(a + b for a in run for b in inner)
            run = _lengthened(run, part)
            break
        run = frozenset(a + b for a in run for b in whole)
    return run if all(run) else None


def _cases(char: str) -> set[str]:
    """What a letter matches where case does not count."""
    return {char.lower(), char.upper(), *{"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}.get(char.lower(), "")}


def _needed(parts: list[Any]) -> frozenset[str] | None:
    """The best of the sets that a sequence offers: the longest strings, then the fewest."""
    offers: list[frozenset[str]] = []
    run: frozenset[str] = frozenset({""})
    for part in parts:
        whole = _exact([part])
        if whole is not None and len(run) * len(whole) <= _MOST:
            run = frozenset(a + b for a in run for b in whole)
            continue
        offers.append(_lengthened(run, part))
        run = frozenset({""}) if whole is None else whole
        if whole is None:
            inner = _inside(part)
            if inner is not None:
                offers.append(inner)
    offers.append(run)
    offers = [offer for offer in offers if all(offer)]
    return max(offers, key=lambda offer: (min(map(len, offer)), -len(offer)), default=None)


def _lengthened(run: frozenset[str], part: Any) -> frozenset[str]:
    """Strings with as many of a repeated part behind them as there must be, and as are few."""
    if str(part[0]) in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        whole = _exact(list(part[1][2]))
        for _ in range(min(part[1][0], 8) if whole else 0):
            if whole is None or len(run) * len(whole) > _MOST:
                break
            run = frozenset(a + b for a in run for b in whole)
    return run


def _inside(part: Any) -> frozenset[str] | None:
    """What one part of a sequence, of no fixed wording, must hold."""
    name, value = str(part[0]), part[1]
    if name == "SUBPATTERN":
        return None if value[1] & re.IGNORECASE else _needed(list(value[3]))
    if name == "ATOMIC_GROUP":
        return _needed(list(value))
    if name == "BRANCH":
        found = [_needed(list(branch)) for branch in value[1]]
        return None if None in found else frozenset().union(*(each for each in found if each is not None))
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] >= 1:
        return _needed(list(value[2]))
    return None


def _exact(parts: list[Any]) -> frozenset[str] | None:
    """All strings that a sequence matches, where they are few; None otherwise."""
    run: frozenset[str] = frozenset({""})
    for part in parts:
        name, value = str(part[0]), part[1]
        step: frozenset[str] | None = None
        if name == "LITERAL":
            step = frozenset({chr(value)})
        elif name == "IN":
            if all(str(kind) == "LITERAL" for kind, _ in value):
                step = frozenset(chr(code) for _, code in value)
        elif name == "SUBPATTERN":
            step = None if value[1] & re.IGNORECASE else _exact(list(value[3]))
        elif name == "BRANCH":
            found = [_exact(list(branch)) for branch in value[1]]
            if None not in found:
                step = frozenset().union(*(each for each in found if each is not None))
        elif name in {"AT", "ASSERT", "ASSERT_NOT"}:  # what stands around is asked for by the pattern itself
            step = frozenset({""})
        if step is None or len(run) * len(step) > _MOST:
            return None
        run = frozenset(a + b for a in run for b in step)
    return run


def at_places(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches of a pattern, as `finditer` gives them, tried only at these rising places, at one of which every match
    begins. For patterns that begin with alternatives or look back, while few characters can be their first (`codes`).

    >>> [m.group() for m in at_places(re.compile("(?<=党)[ab]+|b"), "党ab bc党a", [1, 2, 4, 7])]
    ['ab', 'b', 'a']
    """
    reached = 0
    for place in places:
        if place >= reached and (match := pattern.match(text, place)) is not None:
            yield match
            reached = max(match.end(), place + 1)


class Sieve:
    """Tells in one pass where strings of several groups stand: those of `literals` and `openings`."""

    def __init__(self, *groups: Iterable[str]) -> None:
        bits: dict[str, int] = {}
        for place, strings in enumerate(groups):
            for string in strings:
                bits[string] = bits.get(string, 0) | 1 << place
        self._bits = [bits[string] for string in sorted(bits)]
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(sorted(bits))

    def signs(self, text: str) -> list[tuple[int, int]]:
        """Where the strings stand, by their ends, and of which groups they are: the first has 1, the second 2, then 4 …

        >>> Sieve(["下载"], ["全文", "载全"]).signs("下载全文")
        [(0, 1), (1, 2), (2, 2)]
        """
        return [(start, self._bits[n]) for start, _, n in self._found(self._automaton.find_overlapping, text)]

    @staticmethod
    def _found(search: Callable[[str], list[tuple[int, int, int]]], text: str) -> list[tuple[int, int, int]]:
        try:
            return search(text)
        except UnicodeEncodeError:  # halves of surrogate pairs, which the automaton does not take
            return search(_SURROGATE.sub("\ufffd", text))
