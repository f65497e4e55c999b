from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from djtext.measures.kwic import COLUMNS, Row
from djtext.types import Table
from djtext.view.escape import terminal
from djtext.view.kwic import fitted, show_kwic

ROWS: list[Row] = [
    ("一篇名字很长很长的文档，讲的是机关党建.txt", "2019-05-06", "前面有 ABC 和一段中文，说的是", "形式主义", "后面的话 3.5% 还很长" * 5, 30, 34),
    ("b.txt", "2019", "", "形式主义", "", 0, 4),
    ("c.txt", "", "很长的前文" * 20 + "x", "形式主义", "。", 101, 105),
    ("\x1b[31m\u202e.txt", "", "左\x1b]0;t\x07", "党建与业务严重脱节", "右[/red]\u202e", 9, 18),
]  # fmt: skip


def shown(rows: list[Row], width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    show_kwic(Table("t", COLUMNS, iter(rows), ("脚注",)), out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [30, 45, 60, 80, 121, 200])
def test_matches_stand_under_each_other(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(ROWS, width, monkeypatch)
    assert len(lines) == len(ROWS) + 2 and lines[-1] == "脚注"
    assert not set("".join(lines)) & {"\x1b", "\x07", "\u202e"}
    starts = {cell_len(line[: line.index("形式主义")]) for line in lines[1:4]}
    assert len(starts) == 1
    assert cell_len(lines[0][: lines[0].index("命中")]) in starts
    assert all(cell_len(line) <= width for line in lines[:-1])
    assert all(line.endswith("形式主义") for line in lines[2:3])


def test_what_does_not_fit_is_left_out_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "2019-05-06" in shown(ROWS, 100, monkeypatch)[1]
    narrow = shown(ROWS, 70, monkeypatch)
    assert "2019" not in "".join(narrow) and "b.txt" in narrow[2]
    assert "b.txt" not in "".join(shown(ROWS, 50, monkeypatch))


def test_dates_and_heads_only_where_there_are_any(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "日期" not in shown(ROWS[2:], 120, monkeypatch)[0]
    assert shown([], 120, monkeypatch) == ["脚注"]


def test_a_long_stream_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(ROWS[1:2] * 1_000, 80, monkeypatch)
    assert len(lines) == 1_002


@given(st.text("党建ab ，“𠀀é", max_size=30), st.integers(1, 30), st.sampled_from(["start", "end", "both"]))
def test_fitted_fits_and_takes_no_less_than_it_could(text: str, columns: int, keep: str) -> None:
    made = fitted(text, columns, keep=keep)
    assert cell_len(made) <= columns and terminal(made) == made
    if cell_len(text) <= columns:
        assert made == text
    elif keep == "start":
        assert text.startswith(made) and cell_len(made) >= columns - 1
    elif keep == "end":
        assert text.endswith(made) and cell_len(made) >= columns - 1
    else:
        assert "…" in made
