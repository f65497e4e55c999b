from __future__ import annotations

import random

import pytest

from djtext.reuse.find import find, passages_in
from djtext.reuse.index import Index
from djtext.reuse.shingles import Fingerprint, Plan, fingerprint
from djtext.types import Document

HANZI = "".join(chr(code) for code in range(0x5000, 0x5000 + 2500))


def essay(rng: random.Random, size: int) -> str:
    return "".join(rng.choice(HANZI) + ("，" if rng.random() < 0.1 else "") for _ in range(size))


def indexed(docs: list[Document]) -> Index:
    return Index((doc.id, Fingerprint.from_bytes(fingerprint(doc.text).to_bytes())) for doc in docs)


@pytest.fixture
def old() -> list[Document]:
    rng = random.Random(1)
    return [Document(f"old{n:03d}", essay(rng, 400), date=f"20{10 + n % 10}") for n in range(120)]


def test_an_index_finds_what_a_comparison_of_all_finds(old: list[Document]) -> None:
    rng = random.Random(2)
    new = []
    for n in range(30):
        source = old[rng.randrange(120)].text
        start = rng.randrange(300)
        passage = source[start : start + rng.randint(30, 90)]
        new.append(Document(f"new{n:02d}", essay(rng, 60) + passage + essay(rng, 60), date="2024"))
    index = indexed(old)
    assert len(index) == 120
    expected = find(new, against=old)
    assert len(expected.passages) == 30
    by_id = {doc.id: doc for doc in old}
    for doc in new:
        mine = {
            (
                row.start_a,
                row.end_a,
                expected.docs[row.b].id,
                row.start_b,
                row.end_b,
                row.length,
                row.similarity,
                row.kind,
                row.direction,
            )
            for row in expected.passages
            if expected.docs[row.a].id == doc.id
        }
        made = passages_in(doc, index, by_id.__getitem__)
        assert {
            (
                row.start_a,
                row.end_a,
                made.docs[row.b].id,
                row.start_b,
                row.end_b,
                row.length,
                row.similarity,
                row.kind,
                row.direction,
            )
            for row in made.passages
        } == mine


def test_candidates_alone_are_close(old: list[Document]) -> None:
    source = old[7].text
    new = "前言。" + source[100:180] + "后记。"
    (made,) = indexed(old).candidates(fingerprint(new))
    assert made.doc == "old007"
    assert abs(made.start - 3) <= 6
    assert abs(made.end - 83) <= 6
    assert abs(made.other_start - 100) <= 6
    assert abs(made.other_end - 180) <= 6
    assert made.docs == 1


def test_a_changed_word_is_bridged(old: list[Document]) -> None:
    source = old[9].text
    new = source[50:90] + "党建" + source[92:140]
    (made,) = indexed(old).candidates(fingerprint(new))
    assert (made.start, made.doc) == (0, "old009")
    assert made.end >= len(new) - 6


def test_only_documents_with_something_in_common_are_read(old: list[Document]) -> None:
    index = indexed(old)
    read = []

    def reader(name: str) -> Document:
        read.append(name)
        return next(doc for doc in old if doc.id == name)

    assert passages_in(Document("n", essay(random.Random(5), 500)), index, reader).passages == ()
    assert read == []
    passages_in(Document("n", old[3].text[:80]), index, reader)
    assert read == ["old003"]


def test_what_stands_in_many_indexed_documents_is_boilerplate() -> None:
    rng = random.Random(3)
    formula = "现将有关情况报告如下，不妥之处请批评指正，以便进一步改进我们的工作。"
    docs = [Document(f"{n:03d}", essay(rng, 100) + formula) for n in range(80)]
    index = indexed(docs)
    candidates = index.candidates(fingerprint(formula))
    assert len({each.doc for each in candidates}) == 50  # capped
    assert {each.docs for each in candidates} == {80}
    made = passages_in(Document("new", essay(rng, 50) + formula), index, {doc.id: doc for doc in docs}.__getitem__)
    assert {row.kind for row in made.passages} == {"boilerplate"}


def test_an_empty_index_and_empty_texts() -> None:
    assert Index([]).candidates(fingerprint("坚持走出机关服务群众不搞形式主义")) == ()
    index = Index([("a", fingerprint("")), ("b", fingerprint("党" * 1000))])
    assert index.candidates(fingerprint("")) == ()
    assert [each.doc for each in index.candidates(fingerprint("党" * 500), shortest=9)] == ["b"]


def test_fingerprints_of_other_plans_are_refused() -> None:
    short = fingerprint("坚持走出机关服务群众不搞形式主义", Plan.of(10))
    with pytest.raises(ValueError, match="plans"):
        Index([("a", short)]).candidates(fingerprint("坚持走出机关"))
    with pytest.raises(ValueError, match="plans"):
        Index([("a", short), ("b", fingerprint("坚持走出机关"))])
