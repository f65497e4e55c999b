from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from djtext.measures import reuse as tables
from djtext.reuse.differences import similarity
from djtext.reuse.find import Reuse, find
from djtext.types import Document
from djtext.view.reuse import middle, show_list, show_pairs, side_by_side

TWENTY_FIVE = "切实为基层减负松绑持续整治形式主义官僚主义突出问题"
SHORT = st.text(alphabet="党建工，。 \n\x1b\u202eab“", max_size=40)


@pytest.fixture
def found() -> Reuse:
    return find(
        [
            Document(
                "2019-01-02-很长很长很长很长很长很长的文件名.txt", TWENTY_FIVE + "，这是通知要求的。", date="2019-01-02"
            ),
            Document("b\x1b[31m.txt", TWENTY_FIVE[:12] + "地" + TWENTY_FIVE[12:] + "\x1b[2J", date="2020"),
        ]
    )


@given(SHORT, SHORT, st.integers(10, 50))
def test_lines_are_even_on_both_sides(a: str, b: str, columns: int) -> None:
    lines = list(side_by_side(a, b, columns))
    for one, other in lines:
        left, right = ("".join(char for char, _ in side) for side in (one, other))
        assert cell_len(left) == cell_len(right) <= columns
        assert "\x1b" not in left + right
        assert "\u202e" not in left + right
        assert len(one) == len(other)
    marked = any(differs for one, other in lines for _, differs in (*one, *other))
    assert marked == (similarity(a, b) < 1)


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_lists_fit(width: int, found: Reuse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    show_list(found, found.passages, tables.passages(found), out)
    lines = out.getvalue().splitlines()
    assert "\x1b" not in out.getvalue()
    if width >= 80:
        assert all(cell_len(line) <= width for line in lines[:2])
        assert cell_len(lines[0][: lines[0].index("乙")]) == cell_len(lines[1][: lines[1].index("b\\x1b")])
    assert "→" in lines[1]


@pytest.mark.parametrize("width", [24, 60, 80, 120])
def test_pairs_stand_over_against_each_other(width: int, found: Reuse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    show_pairs(found, found.passages, tables.passages(found), out)
    text = out.getvalue()
    assert "\x1b" not in text
    assert "甲早于乙" in text
    bars = {cell_len(line[: line.index("│")]) for line in text.splitlines() if "│" in line}
    assert len(bars) == 1
    caret = next(line for line in text.splitlines() if "^" in line)
    below = next(line for line, after in zip(text.splitlines(), text.splitlines()[1:], strict=False) if after == caret)
    place = caret.index("^^")
    at = 0
    for char in below:
        if at == place:
            assert char == "地"
            break
        at += cell_len(char)


def test_colour_in_place_of_carets(found: Reuse, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    out = Terminal()
    show_pairs(found, found.passages, tables.passages(found), out)
    assert "^" not in out.getvalue()
    assert re.search("\x1b\\[1;31m地", out.getvalue())
    assert "\x1b[2J" not in out.getvalue()


def test_nothing_found_is_said() -> None:
    found = find([Document("a", "党建。"), Document("b", "业务。")])
    for show in (show_list, show_pairs):
        out = io.StringIO()
        show(found, (), tables.passages(found), out)
        assert "0 处" in out.getvalue()


@given(st.text(alphabet="党建ab。", max_size=40), st.integers(3, 30))
def test_names_are_cut_in_their_middle(text: str, columns: int) -> None:
    made = middle(text, columns)
    assert cell_len(made) <= max(columns, 3)
    assert made == text or (cell_len(text) > columns and "…" in made)
