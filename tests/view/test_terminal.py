from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from djtext.types import Column, Table
from djtext.view.escape import terminal
from djtext.view.terminal import bar, crop, show_table, show_themes

NAMES = (
    "theme",
    "label",
    "hits",
    "docs",
    "doc_share",
    "per_10k",
    "dp",
    "as_problem",
    "as_remedy",
    "first",
    "last",
    "example",
    "example_doc",
)
ROWS = (
    (
        "a",
        "两张皮",
        12,
        3,
        0.3,
        5.5,
        0.4,
        8,
        4,
        "2014",
        "2019-05",
        "这就是我们常说的“两张皮”，党建是党建，业务是业务，各干各的。",
        "a.txt",
    ),
    ("b", "形式主义和官僚主义", 3, 1, 0.05, 1.2, 0.9, 1, 1, "", "", "\x1b[31m形式[bold]主义\u202e", "b.txt"),
)
TABLE = Table("t", tuple(Column(name) for name in NAMES), ROWS, ("脚注",))


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_columns_align_and_lines_fit(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    show_themes(TABLE, [(9, 12), (0, 9)], out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert "\x1b" not in out.getvalue() and "\u202e" not in out.getvalue()
    if width >= 80:
        assert all(cell_len(line) <= width for line in lines)
        place = [cell_len(line[: line.index(word)]) for line, word in zip(lines[1:3], ("12 ", " 3 "), strict=True)]
        assert place[0] == place[1]
        assert "两张皮" in lines[1].split("8/4")[-1] if "8/4" in lines[1] else True


@given(st.text(alphabet="党建两张皮工作abc，。", min_size=1, max_size=80), st.data())
def test_crop_keeps_the_hit_within_the_width(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 5)))
    columns = data.draw(st.integers(16, 60))
    cut, a, b = crop(text, start, end, columns)
    assert cut[a:b] == text[start:end]
    assert cell_len(cut) <= columns
    assert cut.strip("…") in text


@given(st.floats(0, 1), st.integers(1, 12))
def test_bar_width(share: float, width: int) -> None:
    assert len(bar(share, width)) == width


@given(st.text(max_size=60))
def test_nothing_steers_the_terminal(text: str) -> None:
    shown = terminal(text)
    assert not any(
        char < " " or "\x7f" <= char <= "\x9f" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
        for char in shown
    )
    shown.encode("utf-8")


def test_any_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = io.StringIO()
    show_table(TABLE, out)
    assert "脚注" in out.getvalue() and "\x1b" not in out.getvalue()
