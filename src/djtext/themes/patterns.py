"""The pattern language of codebooks.

    走出机关              these characters
    (深|扎|走)入基层       one of several
    [真正]走出机关         may stand or not
    党建…业务…脱节         in this order in one sentence, at most 12 characters between
    重…{1,6}轻            in this order, 1 to 6 characters between

The signs may be written full-width, （｜）［］｛｝. A sign meant literally follows a backslash. No regular expressions,
no backtracking: a pattern becomes rows of slots with bounded gaps between, each slot a set of literals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from djtext.lang import t
from djtext.text.fold import fold_pattern

GAP = 12
MAX_GAP = 60
MAX_VARIANTS = 2_000

_FULL_SIGN = re.compile("[（）｜［］｛｝＼]")
_FULL_SIGNS = str.maketrans("（）｜［］｛｝＼", "()|[]{}\\")
_SIGNS = "()|[]{}…"
_SIGN = re.compile(r"[()|\[\]{}…,]")
_ITEM = re.compile(r"\.\.\.|[()|\[\]{}…\ue000]|[^()|\[\]{}….\ue000]+|\.")
_ENDS = {("|", True), (")", True), ("]", True)}  # of an alternative
_ESCAPED = re.compile(r"\\(.)")
_LAST_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


class PatternError(ValueError):
    """A pattern cannot be read; the message says what to do."""


Slot = tuple[str, ...]
Gap = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """Slots in order, any literal of each; `gaps[i]` bounds the characters between slot i and slot i + 1."""

    slots: tuple[Slot, ...]
    gaps: tuple[Gap, ...] = ()


_Parts = tuple[Slot | Gap, ...]  # slots (of strings) and gaps (of numbers), as they were met


def rows(pattern: str) -> tuple[Row, ...]:
    """What a pattern may match, in a fixed order.

    >>> rows("(深|走)入[了]基层")
    (Row(slots=(('深入了基层', '深入基层', '走入了基层', '走入基层'),), gaps=()),)
    >>> rows("重(业务|中心)…{1,6}轻")
    (Row(slots=(('重业务', '重中心'), ('轻',)), gaps=((1, 6),)),)

    Raises PatternError where the pattern is empty, unbalanced, may match nothing, or has more than 2,000 variants in
    one slot.
    """
    reader = _Reader(pattern)
    found = reader.choice(0)
    if reader.place < len(reader.items):
        raise PatternError(
            t("多了一个 )、] 或 |，请删去或在前面加 \\", "a ), ] or | too many: remove it or put \\ before")
        )
    made = [_row(parts) for parts in found]
    return tuple(made) if len(made) == 1 else tuple(dict.fromkeys(made))


def _is_gap(part: Slot | Gap) -> bool:
    return isinstance(part[0], int)


def _row(parts: _Parts) -> Row:
    """Check that gaps stand between literals, and sort parts into slots and gaps."""
    slots: list[Slot] = []
    gaps: list[Gap] = []
    open_end = True
    for part in parts:
        if _is_gap(part):
            if open_end:
                raise PatternError(
                    t("… 前面没有字；… 只能放在两段文字之间", "nothing before …: a gap stands between two literals")
                )
            gaps.append((int(part[0]), int(part[1])))
            open_end = True
        else:
            slots.append(cast("Slot", part))
            open_end = False
    if not slots or any("" in slot for slot in slots):
        raise PatternError(
            t("可能什么也不匹配；至少写一个必须出现的字", "may match nothing: write at least one character")
        )
    if open_end:
        raise PatternError(
            t("… 后面没有字；… 只能放在两段文字之间", "nothing after …: a gap stands between two literals")
        )
    return Row(tuple(slots), tuple(gaps))


def _product(left: _Parts, right: _Parts) -> _Parts:
    """One after the other; two slots that meet become one."""
    if not left or not right or _is_gap(left[-1]) or _is_gap(right[0]):
        return left + right
    size = len(left[-1]) * len(right[0])
    if size > MAX_VARIANTS:
        raise PatternError(
            t(
                f"展开后超过 {MAX_VARIANTS} 种写法；请拆成几条",
                f"more than {MAX_VARIANTS} variants: split it into several",
            )
        )
    befores, behinds = cast("Slot", left[-1]), cast("Slot", right[0])
    joined = tuple(dict.fromkeys([a + b for a in befores for b in behinds]))
    return (*left[:-1], joined, *right[1:])


def _merged(found: list[_Parts]) -> list[_Parts]:
    """Rows without gaps become one slot; the others stay as they are."""
    plain = [parts[0] for parts in found if len(parts) == 1 and not _is_gap(parts[0])]
    if len(plain) < 2:
        return found
    slot = tuple(dict.fromkeys([text for part in plain for text in cast("Slot", part)]))
    return [(slot,), *(parts for parts in found if len(parts) != 1 or _is_gap(parts[0]))]


class _Reader:
    """Recursive descent over the characters of one pattern."""

    def __init__(self, pattern: str) -> None:
        self.items = self._items(pattern.strip())
        self.place = 0

    @staticmethod
    def _items(pattern: str) -> list[tuple[str, bool]]:
        """Signs and the literals between them, with whether they are signs. `...` and `……` count as one …"""
        if _FULL_SIGN.search(pattern):
            pattern = pattern.translate(_FULL_SIGNS)
        escaped: list[str] = []
        if "\\" in pattern:  # what follows a backslash is put aside, so that folding cannot make a sign of it
            if _LAST_BACKSLASH.search(pattern):
                raise PatternError(t("末尾的 \\ 后面缺一个字", "a \\ at the end: a character must follow"))
            escaped = _ESCAPED.findall(pattern)
            pattern = _ESCAPED.sub("\ue000", pattern)
        bare = _SIGN.sub("\ue001", pattern)  # signs are not to be folded
        plain = fold_pattern(bare)
        if plain != bare:
            signs = (*_SIGN.findall(pattern), "")
            pattern = "".join([part for pair in zip(plain.split("\ue001"), signs, strict=True) for part in pair])
        literal = iter(escaped)
        items: list[tuple[str, bool]] = []
        depth = 0
        for item in _ITEM.findall(pattern):
            if item == "...":
                items.append(("…", True))
            elif item == "\ue000":
                items.append((fold_pattern(next(literal)), False))
            elif item in _SIGNS:
                depth += (item == "{") - (item == "}")
                if not (item == "…" and items and items[-1] == ("…", True)):
                    items.append((item, True))
            else:
                # A comma is a sign within {1,6} only; elsewhere it is the mark that texts fold to.
                items.append((item if depth else item.replace(",", "，"), False))
        return items

    def sign(self) -> str:
        """The sign at this place, or the empty string."""
        if self.place < len(self.items) and self.items[self.place][1]:
            return self.items[self.place][0]
        return ""

    def choice(self, depth: int) -> list[_Parts]:
        """Alternatives separated by |."""
        if depth > 20:
            raise PatternError(t("括号嵌套太深", "brackets nested too deep"))
        words = self.words() if depth else []
        found: list[_Parts] = [(tuple(dict.fromkeys(words)),)] if words else []
        if words and self.sign() != "|":
            return found
        self.place += bool(words)
        found += self.sequence(depth)
        while depth and self.sign() == "|":
            self.place += 1
            found += self.sequence(depth)
        return _merged(found)

    def words(self) -> list[str]:
        """The alternatives from here on that are nothing but literals, as most are."""
        items = self.items
        at = self.place
        words: list[str] = []
        while at + 1 < len(items) and not items[at][1] and items[at + 1] in _ENDS:
            words.append(items[at][0])
            self.place = at + 1
            if items[at + 1][0] != "|":
                break
            at += 2
        return words

    def sequence(self, depth: int) -> list[_Parts]:
        """Characters, groups, optional parts and gaps, one after the other."""
        found: list[_Parts] = [()]
        while self.place < len(self.items):
            sign = self.sign()
            inner: list[_Parts]
            if sign in {"|", ")", "]"}:
                break
            if sign in {"(", "["}:
                self.place += 1
                inner = self.choice(depth + 1)
                closing = ")" if sign == "(" else "]"
                if self.sign() != closing:
                    raise PatternError(t(f"{sign} 没有配对的 {closing}", f"{sign} without {closing}"))
                self.place += 1
                if not all(inner):
                    raise PatternError(
                        t(
                            "括号里有空的一项；可有可无的部分写成 [ ]",
                            "an empty alternative: write an optional part as [ ]",
                        )
                    )
                if sign == "[":
                    inner = _merged([*inner, (("",),)])
            elif sign == "…":
                self.place += 1
                inner = [(self.bounds(),)]
            elif sign:
                raise PatternError(t(f"{sign} 只能跟在 … 后面", f"{sign} may stand behind … only"))
            else:
                text = ""
                while self.place < len(self.items) and not self.sign():
                    text += self.items[self.place][0]
                    self.place += 1
                inner = [((text,),)]
            found = [_product(left, right) for left in found for right in inner] if any(found) else inner
            if len(found) > MAX_VARIANTS:
                raise PatternError(
                    t(
                        f"展开后超过 {MAX_VARIANTS} 种写法；请拆成几条",
                        f"more than {MAX_VARIANTS} variants: split it into several",
                    )
                )
        return found

    def bounds(self) -> tuple[int, int]:
        """`{m,n}` behind a gap, or the default."""
        if self.sign() != "{":
            return 0, GAP
        self.place += 1
        inside = ""
        while self.place < len(self.items) and self.sign() != "}":
            inside += self.items[self.place][0]
            self.place += 1
        if self.place == len(self.items):
            raise PatternError(t("{ 没有配对的 }", "{ without }"))
        self.place += 1
        numbers = inside.replace("，", ",").split(",")
        if len(numbers) != 2 or not all(n.strip().isascii() and n.strip().isdigit() for n in numbers):
            raise PatternError(
                t(f"间隔写成 {{1,6}}，不是 {{{inside}}}", f"write a gap's bounds as {{1,6}}, not {{{inside}}}")
            )
        low, high = int(numbers[0]), int(numbers[1])
        if low > high or high > MAX_GAP:
            raise PatternError(
                t(
                    f"间隔 {{{inside}}} 应从小到大，且不超过 {MAX_GAP}",
                    f"bounds {{{inside}}} must rise and not exceed {MAX_GAP}",
                )
            )
        return low, high
