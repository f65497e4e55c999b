from __future__ import annotations

import pytest

from djtext.errors import UsageError
from djtext.measures import resonance as values
from djtext.measures.counts import DocCounts, Unit, collect
from djtext.measures.grouping import ByPeriod
from djtext.measures.novelty import novelty
from djtext.types import Document

UNIT = Unit("theme", "theme", listed=("a", "b", "c"))


def counted(identity: str, date: str, **hits: int) -> tuple[Document, DocCounts]:
    found = tuple((key, number) for key, number in hits.items() if number)
    value = DocCounts(100, 100, 100, found, tuple((0, 0, 1) for _ in found), ((1.0, "例"),) if found else ())
    return Document(identity, "", path=identity, date=date, title=f"题{identity}"), value


DOCS = [
    counted("4", "2004", a=25, b=50, c=25),
    counted("1", "2001", a=8, b=1, c=1),
    counted("3", "2003", a=1, b=7, c=2),
    counted("2", "2002", a=1, b=8, c=1),
    counted("5", "2005", a=1, b=1, c=2),
    counted("6", ""),
    counted("7", "2006"),
]
ROWS = [[8, 1, 1], [1, 8, 1], [1, 7, 2], [25, 50, 25], [1, 1, 2]]


def made(**options: float) -> values.Resonance:
    return values.resonance(collect(DOCS, UNIT, ByPeriod(1)), **options)  # type: ignore[arg-type]


def test_the_rows_of_barron_in_the_order_of_time() -> None:
    found = made(window=1, smoothing=0)
    assert [doc.id for doc in found.docs] == ["1", "2", "3", "4", "5"]
    assert found.values == novelty(ROWS, w=1)
    second = found.values[1]
    assert (second.novelty, second.transience) == pytest.approx((2.1, 0.054116), abs=1e-6)
    assert any("1 篇没有日期" in note for note in found.notes) and any(
        "1 篇没有任何主题" in note for note in found.notes
    )


def test_smoothing_is_named() -> None:
    found = made(window=2, smoothing=0.5)
    assert found.values == novelty(ROWS, w=2, smoothing=0.5)
    assert "3 个主题的命中数各加 0.5 平滑" in found.notes[0]


def test_too_few_documents_are_said() -> None:
    found = made(window=5)
    assert all(value.resonance is None for value in found.values) and any("--window" in note for note in found.notes)
    zeros = [counted("1", "2001", a=1), counted("2", "2002", b=1), counted("3", "2003", a=1)]
    bare = values.resonance(collect(zeros, UNIT, ByPeriod(1)), window=1, smoothing=0)
    assert bare.values[1].novelty is None and any("无穷大" in note for note in bare.notes)
    assert values.resonance(collect([], UNIT, ByPeriod(1))).docs == ()


def test_table() -> None:
    found = made(window=1)
    table = values.table(found)
    assert table.names() == ("doc", "title", "date", "novelty", "transience", "resonance", "hits", "themes", "hanzi")
    assert [row[2] for row in table.rows] == ["2001", "2002", "2003", "2004", "2005"]
    best = tuple(values.table(found, by="novelty", top=2).rows)
    assert len(best) == 2 and best[0][0] == "2" and next(iter(table.rows))[3] is None
    with pytest.raises(UsageError):
        values.table(found, by="hits")
    for window, smoothing in ((0, 0.5), (1, -1.0), (1, float("nan"))):
        with pytest.raises(UsageError):
            made(window=window, smoothing=smoothing)
