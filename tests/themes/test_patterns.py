from __future__ import annotations

import pytest

from djtext.themes.patterns import PatternError, Variant, variants


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("走出机关", [("走出机关",)]),
        ("(深|走)入基层", [("深入基层",), ("走入基层",)]),
        ("[真正]走出机关", [("真正走出机关",), ("走出机关",)]),
        ("走(出(机关|大院)|进)", [("走出机关",), ("走出大院",), ("走进",)]),
        ("（深｜走）入基层", [("深入基层",), ("走入基层",)]),
        ("党建…业务…脱节", [("党建", "业务", "脱节")]),
        ("党建……业务", [("党建", "业务")]),
        ("党建...业务", [("党建", "业务")]),
        (r"a\(b\)", [("a(b)",)]),
    ],
)
def test_variants(pattern: str, expected: list[tuple[str, ...]]) -> None:
    assert [variant.literals for variant in variants(pattern)] == expected


def test_gaps() -> None:
    assert variants("重…{1,6}轻") == (Variant(("重", "轻"), ((1, 6),)),)
    assert variants("甲…乙")[0].gaps == ((0, 12),)
    assert variants("甲…｛2，3｝乙")[0].gaps == ((2, 3),)


@pytest.mark.parametrize(
    "pattern",
    ["", "  ", "(甲|乙", "甲)", "甲|乙", "…甲", "甲…", "[甲]", "(甲|)", "甲{1,2}乙", "甲…{3,1}乙", "甲…{1,99}乙", "甲…{a,b}乙", "甲\\", "[甲]…[乙]",
     "(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)", "((((((((((((((((((((((甲))))))))))))))))))))))"],
)  # fmt: skip
def test_mistakes_are_told(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        variants(pattern)
    assert len(str(caught.value)) > 5
