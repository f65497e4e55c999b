from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from djtext.text.fold import fold, fold_pattern

MIXED = st.text(
    alphabet="机关党建形式主义ＡＢ１２ab，,;： \t\u3000\u200b\u202e\ufeff⻔⼯⻓機關黨。“”\n𠀀豈", max_size=60
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("机关党建", "机关党建"),
        ("机 关\u3000党\u200b建", "机关党建"),
        ("ＡＢＣ１２３", "ABC123"),
        ("⻔难进，⼯作作⻛", "门难进，工作作风"),
        ("⼾籍", "户籍"),
        ("党建,业务(脱节)", "党建，业务（脱节）"),
        ("2019, ok", "2019， ok"),
        ("形\u202e式主义", "形式主义"),
        ("這個機關黨建與業務", "这个机关党建与业务"),
        ("新形勢下机关党建的问题", "新形勢下机关党建的问题"),  # one traditional form does not make a text traditional
        ("机关\n党建", "机关\n党建"),
    ],
)
def test_folded(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(MIXED)
def test_offsets_lead_back_to_the_text(text: str) -> None:
    folded = fold(text)
    previous = 0
    for place in range(len(folded.text)):
        start, end = folded.start(place), folded.end(place + 1)
        assert previous <= start < end <= len(text)
        assert end == start + 1
        previous = end


@given(st.text(alphabet="机关党建ＡＢ１２ab，,;：\n⻔⼯⻓。“”豈", max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(max_size=80))
def test_any_text_folds(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) + (folded.shifts[-1] if folded.shifts else 0) == len(text)


def test_patterns_fold_as_texts_do() -> None:
    assert fold_pattern("⻔难进１") == "门难进1"
