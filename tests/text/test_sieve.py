"""A sieve never hides a match."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.clean import characters, flags, furniture, layout, watermarks
from djtext.clean.draft import lines_of
from djtext.text import fold
from djtext.text.codes import (
    BLANK,
    BRACKET,
    DIGIT,
    FOLDED,
    HIDDEN,
    LATIN,
    MARKUP,
    MASKED,
    MOJIBAKE,
    SPACE,
    SQUARE,
    Codes,
    codes,
)  # fmt: skip
from djtext.text.sieve import Sieve, at_places, literals, openings

PIECES = [
    "下载", "QQ", "：", "12345678", "第", "3", "页", "更多", "首页", ">", "来源", "作者", "———", "***", "2019-05-06", " ",
    "　", "，", "。", "党建", "业务", "a", ".doc", "www.", "VIP", "責任", "责任编辑", "?", "ㄒ", "某某", "xx", "〔…〕", "(zhōng)",
    "[1]", "\u200b", "ＡＢ", "\n", "K", "ſ", "İd", "Id:", "上一篇:", "下一篇:", "/", "|", "<br>", "&nbsp;", "\t", "\u2003", "\ufe0f", "[ 1，2 ]", "免费阅读", "公众号", "关注", "阅读全文", "投稿须知：", "著作权", "网络",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PATTERNS = [value for value in vars(furniture).values() if isinstance(value, re.Pattern)] + [watermarks.DOMAIN]


@given(texts)
def test_what_matches_holds_one_of_the_literals(text: str) -> None:
    for pattern in PATTERNS:
        wanted = literals(pattern)
        if wanted is not None and pattern.search(text):
            assert any(literal in text for literal in wanted), pattern.pattern


@given(texts)
def test_matches_begin_with_openings_or_hold_a_literal(text: str) -> None:
    for pattern in (furniture.SELF, furniture.ACTION, watermarks.SITE):
        begin, inside = openings(pattern)
        for match in pattern.finditer(text):
            assert text.startswith(tuple(begin), match.start()) or any(each in match.group() for each in inside)


@given(texts)
def test_signs_are_where_the_strings_stand(text: str) -> None:
    strings = ["下载", "载", "VIP", "\n", "页更多"]
    expected = [(at, 1) for string in strings for at in range(len(text)) if text.startswith(string, at)]
    assert sorted(Sieve(strings).signs(text)) == sorted(expected)


def test_signs_beside_half_a_surrogate_pair() -> None:
    assert Sieve(["党"], ["建", "党"]).signs("\ud800党建") == [(1, 3), (2, 2)]


@given(texts)
def test_what_a_line_tells_is_what_the_expressions_find(text: str) -> None:
    lines = [line for line in lines_of(text) if line.bare]
    told = furniture._told(text, lines, [line.start for line in lines])
    for n, line in enumerate(lines):
        own = len({match.group() for match in furniture.SELF.finditer(line.bare)})
        asks = len({match.group() for match in furniture.ACTION.finditer(line.bare)})
        each = told.get(n, furniture.Told(line.bare))
        assert (each.own, each.asks, each.whole) == (own, asks, furniture._whole_line(line.bare))
    assert furniture.says_preview(text) == bool(furniture.PREVIEW.search(text))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("下载|上传", {"下载", "上传"}),
        ("本(?:站|店)(?!主)", {"本站", "本店"}),
        (r"\d+页", {"页"}),
        ("[ab]{2}c?", {"aa", "ab", "ba", "bb"}),
        ("(?i:a)b*", None),
        ("a|b*", None),
        (".", None),
    ],
)
def test_literals_of_a_pattern(pattern: str, expected: set[str] | None) -> None:
    found = literals(re.compile(pattern))
    assert found is None if expected is None else found == expected


def test_case_does_not_hide_a_match() -> None:
    wanted = literals(re.compile("kids:", re.IGNORECASE))
    assert wanted and {"KIDS:", "kids:", "\u212aid\u017f:"} <= wanted


PLACES: list[tuple[re.Pattern[str], Callable[[Codes], list[int]]]] = [
    (fold._FOLDABLE, lambda known: known.places(BLANK | HIDDEN | FOLDED)),
    (flags._MASKED, lambda known: known.places(MASKED)),
    (flags._MOJIBAKE, lambda known: known.places(MOJIBAKE)),
    (characters._INVISIBLE, lambda known: known.places(HIDDEN)),
    (characters._TAG, lambda known: known.places(MARKUP)),
    (characters._BRACKETED, lambda known: known.before(BRACKET, SPACE | LATIN)),
    (characters._REFERENCE, lambda known: known.before(SQUARE, SPACE | DIGIT)),
    (layout._BEFORE_MARK, lambda known: known.behind(SPACE, BLANK)),
    (layout._BETWEEN, lambda known: known.behind(SPACE, BLANK)),
]


@given(texts)
def test_at_places_is_finditer(text: str) -> None:
    for pattern, places in PLACES:
        found = [m.span() for m in at_places(pattern, text, places(codes(text)))]
        assert found == [m.span() for m in pattern.finditer(text)], pattern.pattern
