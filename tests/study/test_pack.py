from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.study import pack
from djtext.study.check import check
from djtext.study.keep import Work, keep_document
from djtext.study.load import LoadOptions
from djtext.study.pack import Analysed
from djtext.study.run import Result
from djtext.study.store import Study, settings_hash, settings_of
from djtext.study.stored import analysed
from djtext.study.writer import writer
from djtext.themes import codebook
from djtext.themes.count import DocThemes, Example, SentenceHit, ThemeCount
from djtext.types import Document, Hit, Labelled, Link, Outcome, Passage, Sentence

BOOK = codebook.load()
KEYS = BOOK.keys()
PLACES = {key: n for n, key in enumerate(KEYS)}
ROLES = st.sampled_from(["problem", "cause", "remedy", "significance", "other"])
SHARE = st.floats(0, 1)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
SOME_KEYS = st.lists(st.sampled_from(KEYS[:6]), max_size=3, unique=True).map(tuple)


@st.composite
def values(draw: st.DrawFn) -> tuple[Document, Analysed]:
    """Any analysis that keeps to the laws of its types: texts are what stands at their offsets."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=120))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)) | {0, len(text)})
    sentences = [
        Sentence("d", draw(st.integers(1, 9)), n, a, b, draw(st.sampled_from(["title", "heading", "sentence"])),
                 draw(st.integers(0, 4)), draw(WORDS), text[a:b])
        for n, (a, b) in enumerate(zip(cuts, cuts[1:], strict=False), start=1)
    ]  # fmt: skip
    labels = tuple(
        Labelled(s, draw(ROLES), draw(SHARE), draw(st.sampled_from(["", "remedy"])), draw(SOME_KEYS), draw(SOME_KEYS),
                 draw(SOME_KEYS))
        for s in sentences
    )  # fmt: skip
    found = []
    for s in sentences:
        if draw(st.booleans()):
            found.append(
                Passage("d", s.start, s.end, draw(ROLES), (s,), s.text, draw(WORDS), draw(SHARE), draw(SOME_KEYS))
            )
    links = tuple(
        Link("d", draw(st.sampled_from(found)), draw(st.sampled_from(found)), draw(WORDS), draw(SHARE))
        for _ in range(draw(st.integers(0, 3)) if found else 0)
    )
    hits = []
    for s in sentences:
        a = draw(st.integers(s.start, s.end - 1))
        b = draw(st.integers(a + 1, s.end))
        stance = draw(st.sampled_from(["problem", "remedy", ""]))
        hit = Hit("d", draw(st.sampled_from(KEYS)), draw(WORDS), a, b, text[a:b], stance)
        hits.append(SentenceHit(hit, s.text, s.start, draw(st.booleans())))
    counts = []
    for place, h in enumerate(hits):
        at = h.hit.start - h.sentence_start
        example = Example(draw(st.floats(-100, 100)), h.sentence, at, at + len(h.hit.text))
        counts.append(ThemeCount(place, draw(st.integers(1, 99)), 0, draw(st.integers(0, 9)), example))
    doc = Document("d", text, "d", draw(WORDS), meta=(("genre", draw(WORDS)),), digest="0" * 64)
    themes = DocThemes(len(text), draw(st.integers(0, 99)), tuple(counts))
    return doc, Analysed(themes, tuple(hits), labels, tuple(found), links)


@given(values())
def test_what_is_unpacked_was_packed(value: tuple[Document, Analysed]) -> None:
    doc, full = value
    packed = pack.pack(full, PLACES)
    assert pack.unpack("d", doc.text, packed, KEYS) == full
    assert json.loads(json.dumps(packed.counts)) == [list(row) for row in packed.counts]


@settings(max_examples=25)
@given(st.lists(values(), min_size=1, max_size=3))
def test_a_study_gives_back_what_was_put_in(items: list[tuple[Document, Analysed]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.djtext"
        put(path, items)
        assert [(stored.doc.text, stored.doc.title, stored.doc.meta, full) for stored, full in analysed(path)] == [
            (doc.text, doc.title, doc.meta, full) for doc, full in items
        ]
        assert check(path, read_data=True) == len(items)


def put(path: Path, items: list[tuple[Document, Analysed]]) -> None:
    from djtext.study.keep import keep_outcome, themes_in
    from djtext.study.places import sources_in

    wanted = settings_of(BOOK, LoadOptions())
    with writer(path, wait=0, settings=wanted) as out:
        work = Work(BOOK, LoadOptions(), settings_hash(wanted), themes_in(out, BOOK), PLACES)
        source = sources_in(out, ["."])["."]
        for n, (doc, full) in enumerate(items, start=1):
            out.run(
                "INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                n, source, n, f"k{n}", "d", "d", "", "", work.wanted,
            )  # fmt: skip
            entry = pack.Entry(doc.text, pack.sha256(doc.text), pack.pack(full, PLACES), pack.bigrams(doc.text))
            result = Result(Outcome("d", "ok", "d"), doc, entry)
            from djtext.study.keep import Added

            number = keep_document(out, n, 1, "", doc, result, None, work, Added())
            keep_outcome(out, n, 1, number, result.outcome)


def test_halves_of_characters_are_stored_as_replacement(tmp_path: Path) -> None:
    doc = Document("d", "两张皮\ud800突出。", title="\udcff题")
    entry = pack.entry_job(BOOK)(doc)
    assert entry.text == "两张皮\ufffd突出。" and entry.packed is not None
    full = pack.analyse(Document("d", entry.text, title=doc.title), BOOK)
    put(tmp_path / "s.djtext", [(Document("d", entry.text, title=doc.title), full)])
    with Study(tmp_path / "s.djtext") as study:
        (stored,) = study.outcomes()
    assert stored.doc.title == "\ufffd题"


def test_sqlite_keeps_offsets_in_code_points() -> None:
    text = "𠮷党建\U0001f600两张皮"
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute("SELECT substr(?, 5, 3)", (text,)).fetchone() == (text[4:7],)
