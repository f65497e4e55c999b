"""Counts done by hand on the three essays of conftest."""

from __future__ import annotations

import random

import pytest

from djtext.measures.frequency import by_document, themes
from djtext.study.analyse import themes_job
from djtext.types import Codebook, Document


def counted(essays: tuple[Document, ...], book: Codebook) -> list[tuple[Document, object]]:
    job = themes_job(book, roles=False)  # by hand: the words of the sentence decide
    return [(doc, job(doc)) for doc in essays]


def rows(essays: tuple[Document, ...], book: Codebook, **options: int) -> dict[str, dict[str, object]]:
    made = themes(counted(essays, book), book, **options)  # type: ignore[arg-type]
    return {str(row[0]): dict(zip(made.table.names(), row, strict=True)) for row in made.table.rows}


def test_counts_by_hand(essays: tuple[Document, ...], book: Codebook) -> None:
    made = themes(counted(essays, book), book)  # type: ignore[arg-type]
    assert made.docs == 3
    sizes = [4 + 15 + 9, 11 + 8, 6]
    assert made.hanzi == sum(sizes)
    table = rows(essays, book)
    assert list(table) == ["tuojie", "xingshi", "jiguan"]
    first = table["tuojie"]
    assert (first["hits"], first["docs"], first["doc_share"]) == (2, 2, 0.6667)
    assert first["per_10k"] == pytest.approx(2 * 10_000 / sum(sizes), abs=1e-4)
    share = [size / sum(sizes) for size in sizes]
    assert first["dp"] == pytest.approx((abs(0.5 - share[0]) + abs(0.5 - share[1]) + share[2]) / 2, abs=1e-4)
    assert (first["as_problem"], first["as_remedy"]) == (2, 0)
    assert (first["first"], first["last"]) == ("2014-05", "2019")
    assert (table["xingshi"]["as_problem"], table["xingshi"]["as_remedy"]) == (0, 1)
    assert (table["jiguan"]["as_problem"], table["jiguan"]["as_remedy"]) == (0, 1)
    assert table["jiguan"]["example"] == "要走出机关服务群众。"
    assert table["jiguan"]["example_doc"] == "a.txt"


def test_marks_show_the_hit(essays: tuple[Document, ...], book: Codebook) -> None:
    made = themes(counted(essays, book), book)  # type: ignore[arg-type]
    shown = [str(row[11])[start:end] for row, (start, end) in zip(made.table.rows, made.marks, strict=True)]
    assert shown[1:] == ["形式主义", "走出机关"]
    assert shown[0] in {"两张皮", "党建和业务工作严重脱节"}


def test_min_docs(essays: tuple[Document, ...], book: Codebook) -> None:
    assert list(rows(essays, book, min_docs=2)) == ["tuojie"]


def test_order_of_documents_changes_no_number(essays: tuple[Document, ...], book: Codebook) -> None:
    numbers = {
        key: [v for k, v in row.items() if k not in {"example", "example_doc"}]
        for key, row in rows(essays, book).items()
    }
    shuffled = list(essays)
    random.Random(1).shuffle(shuffled)
    again = {
        key: [v for k, v in row.items() if k not in {"example", "example_doc"}]
        for key, row in rows(tuple(shuffled), book).items()
    }
    assert again == numbers


def test_doubling_the_corpus_leaves_rates(essays: tuple[Document, ...], book: Codebook) -> None:
    once, twice = rows(essays, book), rows(essays + essays, book)
    for key, row in once.items():
        for name in ("doc_share", "per_10k", "dp"):
            assert twice[key][name] == pytest.approx(row[name], abs=1e-4)
        assert twice[key]["hits"] == 2 * row["hits"]  # type: ignore[operator]


def test_by_document(essays: tuple[Document, ...], book: Codebook) -> None:
    table = by_document(counted(essays, book), book)  # type: ignore[arg-type]
    assert table.names() == ("doc", "title", "date", "tuojie", "xingshi", "jiguan")
    assert list(table.rows) == [
        ("a.txt", "机关党建", "2014-05", 1, 0, 1),
        ("b.txt", "b", "2019", 1, 1, 0),
        ("c.txt", "c", "", 0, 0, 0),
    ]


def test_no_hanzi_no_division() -> None:
    book = Codebook("b", "1", ())
    assert themes([], book).table.rows == ()
