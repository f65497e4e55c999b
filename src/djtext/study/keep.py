"""Putting documents with all their rows into a study, and taking them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from djtext.errors import InputError
from djtext.lang import t
from djtext.read import Found
from djtext.study.identity import context_of, fingerprint
from djtext.study.load import LoadOptions
from djtext.study.pack import (
    KINDS,
    Entry,
    Packed,
    analyse,
    digest,
    pack,
    plain,
    read_header,
)
from djtext.study.parcel import PASSING
from djtext.study.phrases import bigrams
from djtext.study.places import (
    Place,
)
from djtext.study.run import Result
from djtext.study.schema import OF_DOCUMENT, SPAN
from djtext.study.store import (
    book_digest,
    read_packed,
)
from djtext.study.writer import Writer
from djtext.types import Codebook, Document, Outcome


@dataclass(slots=True)
class Added:
    """What a run of `add` did, in documents; `gone` counts inputs that are no longer on the disk."""

    analysed: int = 0
    taken_over: int = 0  # read again, found equal in title and text
    unchanged: int = 0
    removed: int = 0  # records that a changed file no longer has
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """What a run of `add` works with: the codebook, the ids and places of its themes, and how files are read."""

    book: Codebook
    options: LoadOptions
    wanted: str
    themes: tuple[int, ...]
    places: dict[str, int]


def themes_in(out: Writer, book: Codebook) -> tuple[int, ...]:
    """The ids of the codebook's themes by place; the codebook is entered where it is new."""
    mark = book_digest(book)
    row = out.run("SELECT id FROM codebook WHERE digest = ?", mark).fetchone()
    if row is None:
        number = out.run(
            "INSERT INTO codebook (name, version, digest) VALUES (?, ?, ?)", plain(book.name), plain(book.version), mark
        ).lastrowid
        out.many(
            "INSERT INTO theme (codebook_id, place, key, label, label_en, kind, definition) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, n, x.key, plain(x.label), plain(x.label_en), x.kind, plain(x.definition))
                for n, x in enumerate(book.themes)
            ],
        )
    else:
        number = row[0]
    return tuple(x for (x,) in out.run("SELECT id FROM theme WHERE codebook_id = ? ORDER BY place", number))


def keep_input(
    out: Writer,
    item: Found | Outcome,
    place: Place,
    results: Iterator[Result[Entry]],
    work: Work,
    added: Added,
    on_outcome: Callable[[Outcome], None] | None,
) -> None:
    """Put one input with all its documents in the place of what the study had of it."""
    row = out.run("SELECT id FROM input WHERE key = ?", place.key).fetchone()
    if row is None:
        number = out.run(
            "INSERT INTO input (source_id, place, key, path, name, digest, context, settings) VALUES (?, ?, ?, ?, ?, '', '', '')",
            place.source, place.place, place.key, place.path, place.name,
        ).lastrowid  # fmt: skip
    else:
        number = row[0]
    old = dict(out.run("SELECT member, id FROM document WHERE input_id = ? ORDER BY n DESC", number).fetchall())
    out.run("DELETE FROM outcome WHERE input_id = ?", number)
    mark = ""
    told_before = item.id if isinstance(item, Found) else ""
    kept_old = False
    n = 0
    for result in results:
        n += 1
        outcome = result.outcome
        member = outcome.doc[len(told_before) :]
        outcome = replace(outcome, doc=place.name + member if outcome.doc else "")
        document: int | None = None
        if result.doc is not None and result.value is not None:
            mark = result.doc.digest or mark
            doc = replace(result.doc, id=outcome.doc)
            document = keep_document(out, int(number or 0), n, member, doc, result, old.pop(member, None), work, added)
        elif outcome.code in PASSING:
            kept_old = True  # what could not be read just now is no reason to drop what was read before
        keep_outcome(out, int(number or 0), n, document, outcome)
        if on_outcome is not None:
            on_outcome(outcome)
    if kept_old and old:
        n = _keep_old(out, int(number or 0), n, old)
    else:
        for gone in old.values():
            drop_document(out, gone)
            added.removed += 1
    if isinstance(item, Found):
        mark = mark or place.digest or fingerprint(item, work.options)
        out.run(
            "UPDATE input SET digest = ?, context = ?, settings = ?, gone = 0 WHERE id = ?",
            mark, place.context or context_of(item, work.options), work.wanted, number,
        )  # fmt: skip
    else:
        out.run("UPDATE input SET settings = ? WHERE id = ?", work.wanted, number)


def _keep_old(out: Writer, number: int, n: int, old: dict[str, int]) -> int:
    """Documents that an input had and that cannot be read now: they stay, with an outcome of their own."""
    for document in sorted(old.values()):
        n += 1
        doc, chars = out.run("SELECT doc, chars FROM document WHERE id = ?", document).fetchone()
        out.run("UPDATE document SET n = ? WHERE id = ?", n, document)
        detail = t("现在读不了，保留上次的内容", "cannot be read now; kept as it was")
        keep_outcome(out, number, n, document, Outcome("", "partial", doc, "kept", detail, chars_kept=chars))
    return n


def keep_outcome(out: Writer, number: int, n: int, document: int | None, outcome: Outcome) -> None:
    """The n-th outcome of an input, and the number of its document where there is one."""
    out.run(
        "INSERT INTO outcome (id, input_id, n, document_id, doc, status, code, detail, format, encoding, replaced, "
        "chars_read, chars_kept, policy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        number * SPAN + n, number, n, document, plain(outcome.doc), outcome.status, outcome.code, plain(outcome.detail),
        outcome.format, outcome.encoding, outcome.replaced, outcome.chars_read, outcome.chars_kept, int(outcome.policy),
    )  # fmt: skip


def keep_document(
    out: Writer,
    number: int,
    n: int,
    member: str,
    doc: Document,
    result: Result[Entry],
    old: int | None,
    work: Work,
    added: Added,
) -> int:
    """A document with its rows, in the place of `old` where there is one; its number in the study."""
    entry = result.value
    if entry is None:
        raise RuntimeError("a document without its analysis")
    packed = entry.packed
    header = read_header(doc, member, entry.text_sha256, result.marks)
    if packed is None:  # an equal text was known: take its rows, if it has not been replaced meanwhile
        packed = _equal(out, doc.title, entry.text_sha256, work.wanted)
        added.taken_over += packed is not None
        words = bigrams(entry.text)
        if packed is None:
            packed = pack(analyse(replace(doc, text=entry.text), work.book), work.places)
            added.analysed += 1
    else:
        added.analysed += 1
        words = entry.bigrams
    values = (
        number, n, plain(doc.id), *header[:-1], packed.chars, packed.hanzi, digest(header, packed), entry.text_sha256,
        entry.text,
    )  # fmt: skip
    names = (
        "input_id, n, doc, member, title, date, source, author, meta, flags, digest, marks, chars, hanzi, rows_sha256, "
        "text_sha256, text"
    )
    holes = ", ".join("?" * len(values))
    if old is None:
        document = int(out.run(f"INSERT INTO document ({names}) VALUES ({holes})", *values).lastrowid or 0)  # noqa: S608
    else:
        document = old
        drop_rows(out, document)
        out.run(f"UPDATE document SET ({names}) = ({holes}) WHERE id = ?", *values, document)  # noqa: S608
    keep_rows(out, document, packed, words, work.themes)
    out.documents += 1
    return document


def _equal(out: Writer, title: str, text_sha256: str, wanted: str) -> Packed | None:
    """The rows of a document with that title and text, analysed under the settings wanted."""
    row = out.run(
        "SELECT d.id FROM document d JOIN input i ON i.id = d.input_id "
        "WHERE d.text_sha256 = ? AND d.title = ? AND i.settings = ? LIMIT 1",
        text_sha256, plain(title), wanted,
    ).fetchone()  # fmt: skip
    return None if row is None else read_packed(_Reader(out), row[0], KINDS)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Reader:
    """The writer's own connection, as a study is read."""

    out: Writer

    def rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        return iter(self.out.run(sql, *values).fetchall())

    def row(self, sql: str, *values: Any) -> tuple[Any, ...]:
        """The one row of a query."""
        return tuple(self.out.run(sql, *values).fetchone())


def keep_rows(out: Writer, document: int, packed: Packed, words: str, themes: tuple[int, ...]) -> None:
    """The rows below a document, and its full-text entry."""
    base = document * SPAN
    for kind in KINDS:
        if len(getattr(packed, kind)) >= SPAN:
            raise InputError(t("文档过长", "the document is too long"), code="limit")
    out.many(
        'INSERT INTO passage (id, document_id, start, "end", role, section, confidence, themes, concreteness) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(base + n, document, *row) for n, row in enumerate(packed.passages)],
    )
    out.many(
        'INSERT INTO sentence (id, document_id, passage_id, para, n, start, "end", kind, level, section, role, confidence, '
        "second, themes, inferred, mentions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (base + n, document, None if row[0] is None else base + row[0], *row[1:])
            for n, row in enumerate(packed.sentences)
        ],
    )
    out.many(
        "INSERT INTO link (id, document_id, problem_id, remedy_id, rule, score) VALUES (?, ?, ?, ?, ?, ?)",
        [(base + n, document, base + a, base + b, *rest) for n, (a, b, *rest) in enumerate(packed.links)],
    )
    out.many(
        'INSERT INTO hit (id, document_id, theme_id, pattern, start, "end", stance, sentence_start, sentence_end, heading) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(base + n, document, themes[theme], *rest) for n, (theme, *rest) in enumerate(packed.hits)],
    )
    out.many(
        "INSERT INTO theme_count (id, document_id, theme_id, hits, as_problem, as_remedy, example_score, example_start, "
        "example_end, mark_start, mark_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(base + n, document, themes[theme], *rest) for n, (theme, *rest) in enumerate(packed.counts)],
    )
    out.run("INSERT INTO document_fts (rowid, bigrams) VALUES (?, ?)", document, words)


def drop_rows(out: Writer, document: int) -> None:
    """The rows below a document."""
    (text,) = out.run("SELECT text FROM document WHERE id = ?", document).fetchone()
    out.run("INSERT INTO document_fts (document_fts, rowid, bigrams) VALUES ('delete', ?, ?)", document, bigrams(text))
    for table in OF_DOCUMENT:
        out.run(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", document * SPAN, document * SPAN + SPAN - 1)  # noqa: S608


def drop_document(out: Writer, document: int) -> None:
    """A document with its rows and its outcome."""
    drop_rows(out, document)
    out.run("DELETE FROM outcome WHERE document_id = ?", document)
    out.run("DELETE FROM document WHERE id = ?", document)


def catch_up(out: Writer, work: Work, added: Added) -> None:
    """Analyse anew, from the texts in the study, what other settings gave: inputs that were not looked at or are gone."""
    late = out.run("SELECT id FROM input WHERE settings <> ? ORDER BY id", work.wanted).fetchall()
    for (number,) in late:
        rows = out.run(
            "SELECT id, member, title, date, source, author, meta, flags, digest, marks, text_sha256, text FROM document "
            "WHERE input_id = ? ORDER BY n",
            number,
        ).fetchall()
        for document, *header, text_sha256, text in rows:
            packed = pack(analyse(Document("", text, title=header[1]), work.book), work.places)
            drop_rows(out, document)
            out.run(
                "UPDATE document SET chars = ?, hanzi = ?, rows_sha256 = ? WHERE id = ?",
                packed.chars, packed.hanzi, digest([*header, text_sha256], packed), document,
            )  # fmt: skip
            keep_rows(out, document, packed, bigrams(text), work.themes)
            added.analysed += 1
            out.documents += 1
        out.run("UPDATE input SET settings = ? WHERE id = ?", work.wanted, number)
        out.boundary()
