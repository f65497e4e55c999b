"""A sieve never hides a match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.clean import characters, flags, furniture, layout, watermarks
from djtext.text import fold
from djtext.text.sieve import Sieve, literals, sparse

PIECES = [
    "下载", "QQ", "：", "12345678", "第", "3", "页", "更多", "首页", ">", "来源", "作者", "———", "***", "2019-05-06", " ",
    "　", "，", "。", "党建", "业务", "a", ".doc", "www.", "VIP", "責任", "责任编辑", "?", "ㄒ", "某某", "xx", "〔…〕", "(zhōng)",
    "[1]", "\u200b", "ＡＢ", "\n", "K", "ſ", "İd", "Id:", "上一篇:", "下一篇:", "/", "|",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PATTERNS = [value for value in vars(furniture).values() if isinstance(value, re.Pattern)] + [watermarks._DOMAIN]


@given(texts)
def test_what_matches_holds_one_of_the_literals(text: str) -> None:
    for pattern in PATTERNS:
        wanted = literals(pattern)
        if wanted is not None and pattern.search(text):
            assert any(literal in text for literal in wanted), pattern.pattern


@given(texts)
def test_a_sieve_lets_every_match_pass(text: str) -> None:
    for patterns in ((furniture._SELF, furniture._ACTION), (watermarks._DOMAIN,)):
        if any(pattern.search(text) for pattern in patterns):
            assert Sieve(patterns).may_match(text)


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
    sieve = Sieve([re.compile("kids:", re.IGNORECASE)])
    assert all(sieve.may_match(text) for text in ("KIDS:", "kids:", "\u212aid\u017f:"))
    assert not sieve.may_match("kid")


SPARSE = [
    (fold._FOLDABLE, fold._FIRST),
    (flags._MASKED, flags._MASKED_SIGN),
    (flags._MOJIBAKE, flags._MOJIBAKE_SIGN),
    (characters._BRACKETED, characters._BRACKET),
    (characters._REFERENCE, characters._NUMBERED),
    (layout._BEFORE_MARK, layout._GAP),
]


@given(texts)
def test_sparse_is_finditer(text: str) -> None:
    for pattern, first in SPARSE:
        assert [m.span() for m in sparse(pattern, first, text)] == [m.span() for m in pattern.finditer(text)]
