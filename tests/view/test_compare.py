from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from djtext import lang
from djtext.cli.compare import evidence_columns
from djtext.measures import contrast, resonance, timeline
from djtext.measures.counts import DocCounts, Unit, collect
from djtext.measures.grouping import ByField, ByPeriod
from djtext.types import Document, Table
from djtext.view.compare import certainty, show_comparison, show_evidence, sparkline
from djtext.view.trends import merged, show_novelty, show_trends

UNIT = Unit(
    "theme",
    "theme",
    labels={"x": ("形式主义", "formalism"), "y": ("坏\x1b[31m名[b]\u202e", "")},
    listed=("x", "y", "z"),
)


def counted(n: int, group: str, **hits: int) -> tuple[Document, DocCounts]:
    sentence = f"{'很长的一句话' * 9}说的是形式主义\x1b[2J的问题[/b]\u202e第{n}篇。"
    at = sentence.index("形式主义")
    found = tuple((key, number) for key, number in hits.items() if number)
    value = DocCounts(500, 400, 400, found, tuple((0, at, at + 4) for _ in found), ((1.0, sentence),) if found else ())
    return Document(
        f"{n}\x1b.txt", "", path=f"{n}", date=f"{2000 + n}", title=f"题[b]{n}\x1b", meta=(("g", group),)
    ), value


DOCS = [counted(n, "甲" if n % 2 else "乙", x=9 if n % 2 else 2, y=n % 3) for n in range(8)]
THREE = [*DOCS, *(counted(n, "丙\x1b", x=1) for n in range(8, 12))]


def shown(docs: list[tuple[Document, DocCounts]]) -> str:
    whole = collect(docs, UNIT, ByField("g"))
    made = contrast.contrast(whole, whole.groups(), permutations=99)
    out = io.StringIO()
    show_comparison(contrast.table(made), made, ("脚注\x1b",), out)
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("docs", [DOCS, THREE], ids=["two", "three"])
def test_lines_fit_align_and_steer_nothing(
    width: int, docs: list[tuple[Document, DocCounts]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = shown(docs)
    assert "\x1b" not in text and "\u202e" not in text and ("[/b]" in text or width < 80)
    lines = text.splitlines()
    if width >= 120:
        assert all(cell_len(line) <= width for line in lines if line[:5] == "     ")
    examples = [line for line in lines if line.startswith("     ") and "形式主义" in line]
    assert examples and all("甲" in line or "乙" in line or "丙" in line or "其余" in line for line in examples)


def test_direction_size_certainty_range_and_examples() -> None:
    text = shown(DOCS)
    assert "“甲”中更常见" in text
    row = next(line for line in text.splitlines() if "形式主义" in line and "×" in line)
    assert (
        row.split() == ["◐", "形式主义", "×4.5", "225.00", "50.00", "22.00", "<0.001", "0.060", "4/4", "4/4"]
        or "×4.5" in row
    )
    assert "● 按命中、按篇都显著" in text and "甲     4  2,000  1,600" in text
    lang.use("en")
    assert "commoner in 甲" in shown(DOCS) and "formalism" in shown(DOCS) and "G² (4-cell)" in shown(DOCS)


def test_many_groups_have_a_course_and_say_which_stands_out() -> None:
    text = shown(THREE)
    row = next(line for line in text.splitlines() if "形式主义" in line and "×" in line)
    assert "甲" in row and "█" in row and "↓ 少于其余" in text


@pytest.mark.parametrize(
    ("q", "q_docs", "mark"),
    [(0.05, 0.05, "●"), (0.05, 0.051, "◐"), (0.051, 0.001, "○"), (0.01, None, "◐"), (None, None, "○")],
)
def test_certainty(q: float | None, q_docs: float | None, mark: str) -> None:
    assert certainty(q, q_docs) == mark


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=80))
def test_a_sparkline_is_as_long_as_its_values(values: list[float | None]) -> None:
    line = sparkline(values)
    assert len(line) == len(values) == cell_len(line)
    for sign, value in zip(line, values, strict=True):
        assert (sign == "·") == (value is None) and (sign == " ") == (value == 0)
    known = [value for value in values if value]
    assert not known or line[values.index(max(known))] == "█"


def test_evidence_keeps_the_hit_in_view() -> None:
    doc, value = DOCS[1]
    sentence, at = value.sentences[0][1], value.examples[0][1]
    row = (doc.id, doc.title, doc.date, "甲", "x", 3, 7, 100 + at, 104 + at, "形式主义", "problem", sentence, 100)
    out = io.StringIO()
    show_evidence(Table("例证", evidence_columns(), (row,), ("1 处",)), out)
    lines = out.getvalue().splitlines()
    assert "形式主义" in lines[1] and "\x1b" not in out.getvalue() and cell_len(lines[1]) <= 120 and lines[2] == "1 处"
    show_evidence(Table("例证", evidence_columns(), ()), out)


def test_trends_and_novelty(monkeypatch: pytest.MonkeyPatch) -> None:
    period = ByPeriod(1)
    whole = collect(DOCS, UNIT, period)
    made = timeline.timeline(whole, whole.groups(), period)
    for width in (60, 100, 160):
        monkeypatch.setenv("COLUMNS", str(width))
        out = io.StringIO()
        show_trends(timeline.table(made), made, ("脚注",), out)
        text = out.getvalue()
        assert "形式主义" in text and "█" in text and "2000–2007" in text and "\x1b" not in text and "脚注" in text
    values, step = merged(made, made.courses[0], 4)
    assert step == 2 and len(values) == 4 and values[0] == pytest.approx(11 / 800 * 10_000)
    found = resonance.resonance(whole, window=1)
    out = io.StringIO()
    show_novelty(resonance.table(found, by="novelty"), found, out)
    assert "新颖度 2000–2007" in out.getvalue() and "\x1b" not in out.getvalue()
    empty = resonance.resonance(collect([], UNIT, period))
    show_novelty(resonance.table(empty), empty, out)
    nothing = timeline.timeline(collect(DOCS, UNIT, period), whole.groups(), period, min_docs=99)
    show_trends(timeline.table(nothing), nothing, (), out)
    assert "没有符合条件的行" in out.getvalue()
