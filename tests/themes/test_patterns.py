from __future__ import annotations

import pytest

from djtext.themes.patterns import PatternError, Row, rows


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("走出机关", [("走出机关",)]),
        ("(深|走)入基层", [("深入基层", "走入基层")]),
        ("[真正]走出机关", [("真正走出机关", "走出机关")]),
        ("走(出(机关|大院)|进)", [("走出机关", "走出大院", "走进")]),
        ("（深｜走）入基层", [("深入基层", "走入基层")]),
        ("党建…业务…脱节", [("党建",), ("业务",), ("脱节",)]),
        ("党建……业务", [("党建",), ("业务",)]),
        ("党建...业务", [("党建",), ("业务",)]),
        (r"a\(b\)", [("a（b）",)]),
    ],
)
def test_slots(pattern: str, expected: list[tuple[str, ...]]) -> None:
    (row,) = rows(pattern)
    assert list(row.slots) == expected


def test_gaps() -> None:
    assert rows("重…{1,6}轻") == (Row((("重",), ("轻",)), ((1, 6),)),)
    assert rows("甲…乙")[0].gaps == ((0, 12),)
    assert rows("甲…｛2，3｝乙")[0].gaps == ((2, 3),)


def test_an_alternative_with_a_gap_is_a_row_of_its_own() -> None:
    assert rows("(甲|乙|丙…丁)戊") == (Row((("甲戊", "乙戊"),)), Row((("丙",), ("丁戊",)), ((0, 12),)))


@pytest.mark.parametrize(
    "pattern",
    ["", "  ", "(甲|乙", "甲)", "甲|乙", "…甲", "甲…", "[甲]", "(甲|)", "甲{1,2}乙", "甲…{3,1}乙", "甲…{1,99}乙", "甲…{a,b}乙", "甲\\", "[甲]…[乙]",
     "(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)(一|二)", "((((((((((((((((((((((甲))))))))))))))))))))))"],
)  # fmt: skip
def test_mistakes_are_told(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        rows(pattern)
    assert len(str(caught.value)) > 5
