from __future__ import annotations

import math
import random

import pytest

from djtext.measures import association
from djtext.measures.cooccurrence import DocPairs, Within, cooccurrence
from djtext.study.together import together_job
from djtext.types import Codebook, Document, Theme


def rows(
    docs: list[tuple[Document, DocPairs]], book: Codebook, within: Within = "sentence", **options: int
) -> dict[tuple[str, str], dict[str, object]]:
    table = cooccurrence(docs, book, within=within, **options)
    return {(str(row[0]), str(row[1])): dict(zip(table.names(), row, strict=True)) for row in table.rows}


def counted(texts: list[str], book: Codebook, within: Within) -> list[tuple[Document, DocPairs]]:
    job = together_job(book, within)
    docs = [Document(f"{n}.txt", text) for n, text in enumerate(texts)]
    return [(doc, job(doc)) for doc in docs]


TEXTS = [
    # s1 both, s2 xingshi; s3 jiguan / p1, p2
    "走过场要靠走出机关来治。形式主义走过场害人。\n走出机关服务群众。",
    # s4 nothing, s5 both: 5 sentences, 4 paragraphs in all with the next
    "天气很好。\n走出机关，反对形式主义。",
]


def test_sentences_by_hand(book: Codebook) -> None:
    found = rows(counted(TEXTS, book, "sentence"), book)
    row = found["xingshi", "jiguan"]
    assert (row["together"], row["units"], row["units_other"], row["units_all"], row["docs"]) == (2, 3, 3, 5, 2)
    assert row["expected"] == pytest.approx(9 / 5) and row["pmi"] == pytest.approx(math.log2(2 / 1.8), abs=1e-4)
    assert row["jaccard"] == 0.5 and row["g2"] == pytest.approx(association.g2(2, 3, 3, 5), abs=1e-4)
    assert row["example_doc"] == "0.txt" or row["example"] == "走出机关，反对形式主义。"


def test_passages_and_documents(book: Codebook) -> None:
    passages = rows(counted(TEXTS, book, "passage"), book, "passage")["xingshi", "jiguan"]
    assert (passages["together"], passages["units"], passages["units_other"], passages["units_all"]) == (2, 2, 3, 4)
    whole = cooccurrence(counted(TEXTS, book, "document"), book, within="document")
    row = dict(zip(whole.names(), next(iter(whole.rows)), strict=True))
    assert (row["together"], row["units_all"], row["g2"], row["example"]) == (2, 2, None, "")
    assert any("没有 G²" in note for note in whole.notes)
    assert any("自然段" in note for note in cooccurrence(counted(TEXTS, book, "passage"), book, within="passage").notes)


def test_pairs_that_are_never_together_where_they_might_be(book: Codebook) -> None:
    def doc(n: int, *themes: int) -> tuple[Document, DocPairs]:
        return Document(f"{n}", ""), DocPairs(1, (themes,) if themes else (), ("x",) if themes else ())

    docs = [doc(n, 0) for n in range(10)] + [doc(n + 10, 1) for n in range(10)]
    table = cooccurrence(docs, book, within="sentence")
    row = dict(zip(table.names(), next(iter(table.rows)), strict=True))
    assert (row["together"], row["expected"], row["pmi"], row["example"]) == (0, 5.0, None, "")
    assert row["g2"] < 0 and any("从不同现" in note for note in table.notes)
    assert cooccurrence(docs, book, within="sentence", min_docs=2).rows == ()


def test_nothing_and_one_document(book: Codebook) -> None:
    assert cooccurrence([], book, within="sentence").rows == ()
    assert rows(counted(["天气很好。"], book, "sentence"), book) == {}
    assert len(rows(counted(TEXTS[:1], book, "sentence"), book)) == 1


def test_order_changes_nothing(book: Codebook) -> None:
    texts = [f"走出机关{n}，反对形式主义。脱节、走过场{'很' * n}。" for n in range(9)]
    docs = counted(texts, book, "sentence")
    again = list(docs)
    random.Random(3).shuffle(again)
    assert cooccurrence(docs, book, within="sentence") == cooccurrence(again, book, within="sentence")


def test_a_theme_counts_once_in_a_unit() -> None:
    book = Codebook("b", "1", (Theme("a", "甲", "problem", "", ("甲甲",)), Theme("b", "乙", "problem", "", ("乙乙",))))
    row = rows(counted(["甲甲甲甲乙乙乙乙。"], book, "sentence"), book)["a", "b"]
    assert (row["together"], row["units"], row["units_all"]) == (1, 1, 1)
