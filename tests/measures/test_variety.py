from __future__ import annotations

import pytest

from djtext.measures.diversity import formulaicity
from djtext.measures.variety import COLUMNS, DocVariety, variety
from djtext.types import Document

NAMES = [column.name for column in COLUMNS]


def value(text: str) -> DocVariety:
    return (len(text), len(set(text)), 0.5, None if len(text) < 10 else 0.7, 12.5, text)


TEXTS = ["坚持以人民为中心的发展思想", "要以人民为中心开展工作", "今天天气很好"]


def test_rows_and_shares() -> None:
    made = variety([(Document(f"{n}", "", title="t"), value(text)) for n, text in enumerate(TEXTS)], n=5)
    rows = [dict(zip(NAMES, row, strict=True)) for row in made.table.rows]
    whole = formulaicity(TEXTS, n=5)
    assert [row["formulaicity"] for row in rows] == [round(share, 4) for share in whole.by_text if share is not None]
    assert made.share == pytest.approx(whole.share) and made.docs == 3 and made.short == 1
    assert rows[2]["mattr"] is None and rows[0]["mattr"] == 0.7 and rows[0]["chars"] == 13


def test_one_document_has_no_formulaicity() -> None:
    made = variety([(Document("a", ""), value(TEXTS[0]))])
    assert made.share is None and next(iter(made.table.rows))[-1] is None
    assert variety([]).docs == 0
