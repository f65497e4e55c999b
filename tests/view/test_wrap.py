"""Texts in lines that fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from djtext.view.wrap import wrap


def test_punctuation_stays_with_what_it_closes_or_opens() -> None:
    assert wrap("写入文件（见说明）。再写", 10) == ["写入文件", "（见说", "明）。再写"]


def test_numbers_and_words_are_not_cut_where_they_fit() -> None:
    assert wrap("，要 +0.76  ，并把 +0.23  党务干 +0.19", 14) == ["，要 +0.76  ，", "并把 +0.23  党", "务干 +0.19"]


@given(st.text(st.sampled_from("党建，。（）「」 ab-x"), max_size=60), st.integers(2, 40))
def test_nothing_is_lost_and_every_line_fits(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= columns for line in lines)
    assert lines
