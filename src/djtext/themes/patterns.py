"""The pattern language of codebooks.

    走出机关              these characters
    (深|扎|走)入基层       one of several
    [真正]走出机关         may stand or not
    党建…业务…脱节         in this order in one sentence, at most 12 characters between
    重…{1,6}轻            in this order, 1 to 6 characters between

The signs may be written full-width, （｜）［］｛｝. A sign meant literally follows a backslash. No regular expressions,
no backtracking: a pattern is expanded into plain variants, each a row of literals with bounded gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

from djtext.lang import t
from djtext.text.fold import fold_pattern

GAP = 12
MAX_GAP = 60
MAX_VARIANTS = 2_000

_FULL_SIGNS = str.maketrans("（）｜［］｛｝＼", "()|[]{}\\")
_SIGNS = "()|[]{}…"


class PatternError(ValueError):
    """A pattern cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Literals in order; `gaps[i]` bounds the characters between literal i and i + 1."""

    literals: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...] = ()


Part = str | tuple[int, int]  # a literal, or a gap


def variants(pattern: str) -> tuple[Variant, ...]:
    """Expand a pattern into its variants, in a fixed order, without repeats.

    >>> [v.literals for v in variants("(深|走)入[了]基层")]
    [('深入了基层',), ('深入基层',), ('走入了基层',), ('走入基层',)]
    >>> variants("重…{1,6}轻")
    (Variant(literals=('重', '轻'), gaps=((1, 6),)),)

    Raises PatternError where the pattern is empty, unbalanced, may match nothing, or grows beyond 2,000 variants.
    """
    reader = _Reader(pattern)
    rows = reader.choice(0)
    if reader.place < len(reader.items):
        raise PatternError(
            t("多了一个 )、] 或 |，请删去或在前面加 \\", "a ), ] or | too many: remove it or put \\ before")
        )
    found: dict[Variant, None] = {}
    for row in rows:
        found[_variant(row)] = None
    return tuple(found)


def _variant(row: tuple[Part, ...]) -> Variant:
    """Join neighbouring literals and check that gaps stand between literals."""
    literals: list[str] = []
    gaps: list[tuple[int, int]] = []
    text = ""
    for part in row:
        if isinstance(part, str):
            text += part
            continue
        if not text:
            raise PatternError(
                t("… 前面没有字；… 只能放在两段文字之间", "nothing before …: a gap stands between two literals")
            )
        literals.append(text)
        gaps.append(part)
        text = ""
    if not text:
        if gaps:
            raise PatternError(
                t("… 后面没有字；… 只能放在两段文字之间", "nothing after …: a gap stands between two literals")
            )
        raise PatternError(
            t("可能什么也不匹配；至少写一个必须出现的字", "may match nothing: write at least one character")
        )
    literals.append(text)
    return Variant(tuple(literals), tuple(gaps))


class _Reader:
    """Recursive descent over the characters of one pattern."""

    def __init__(self, pattern: str) -> None:
        self.items = self._items(pattern.strip())
        self.place = 0

    @staticmethod
    def _items(pattern: str) -> list[tuple[str, bool]]:
        """Characters with whether they are signs. `...` and `……` count as one …"""
        pattern = pattern.translate(_FULL_SIGNS)
        items: list[tuple[str, bool]] = []
        place = 0
        while place < len(pattern):
            char = pattern[place]
            if char == "\\":
                if place + 1 == len(pattern):
                    raise PatternError(t("末尾的 \\ 后面缺一个字", "a \\ at the end: a character must follow"))
                items.append((fold_pattern(pattern[place + 1]), False))
                place += 2
                continue
            if pattern.startswith("...", place):
                items.append(("…", True))
                place += 3
                continue
            if char in _SIGNS:
                if not (char == "…" and items and items[-1] == ("…", True)):
                    items.append((char, True))
            else:
                items.append((fold_pattern(char), False))
            place += 1
        return items

    def sign(self) -> str:
        """The sign at this place, or the empty string."""
        if self.place < len(self.items) and self.items[self.place][1]:
            return self.items[self.place][0]
        return ""

    def choice(self, depth: int) -> list[tuple[Part, ...]]:
        """Alternatives separated by |."""
        if depth > 20:
            raise PatternError(t("括号嵌套太深", "brackets nested too deep"))
        if depth == 0:
            return self.sequence(depth)
        rows = self.sequence(depth)
        while self.sign() == "|":
            self.place += 1
            rows = rows + self.sequence(depth)
        return rows

    def sequence(self, depth: int) -> list[tuple[Part, ...]]:
        """Characters, groups, optional parts and gaps, one after the other."""
        rows: list[tuple[Part, ...]] = [()]
        while self.place < len(self.items):
            sign = self.sign()
            if sign in {"|", ")", "]"}:
                break
            if sign in {"(", "["}:
                self.place += 1
                inner = self.choice(depth + 1)
                closing = ")" if sign == "(" else "]"
                if self.sign() != closing:
                    raise PatternError(t(f"{sign} 没有配对的 {closing}", f"{sign} without {closing}"))
                self.place += 1
                if sign == "(" and not all(inner):
                    raise PatternError(
                        t(
                            "(|) 里有空的一项；可有可无的部分写成 [ ]",
                            "an empty alternative in (|): write an optional part as [ ]",
                        )
                    )
                if sign == "[":
                    inner = [*inner, ()]
            elif sign == "…":
                self.place += 1
                inner = [(self.bounds(),)]
            elif sign:
                raise PatternError(t(f"{sign} 只能跟在 … 后面", f"{sign} may stand behind … only"))
            else:
                inner = [(self.items[self.place][0],)]
                self.place += 1
            rows = [left + right for left in rows for right in inner]
            if len(rows) > MAX_VARIANTS:
                raise PatternError(
                    t(
                        f"展开后超过 {MAX_VARIANTS} 种写法；请拆成几条",
                        f"more than {MAX_VARIANTS} variants: split it into several",
                    )
                )
        return rows

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
