"""How much of what texts call problems and remedies the themes of a codebook cover, and what is said where none does."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from djtext.lang import t
from djtext.roles.passages import passages
from djtext.themes.count import count_hanzi
from djtext.themes.phrases import Phrase, recurrent
from djtext.types import Cell, Column, Document, Labelled, Table

ROLES = ("problem", "remedy")
COLUMNS = (
    Column("role", "text", "角色", "role", "problem, cause, remedy or significance; all: these together"),
    Column("passages", "int", "段落", "passages", "passages of the role"),
    Column("passages_uncovered", "int", "未覆盖段", "uncovered", "passages without any hit"),
    Column("passages_share", "share", "段落占比", "share", "of the passages"),
    Column("sentences", "int", "句", "sentences", "sentences and headings in them"),
    Column("sentences_uncovered", "int", "未覆盖句", "uncovered", "sentences without any hit"),
    Column("sentences_share", "share", "句占比", "share", "of the sentences"),
    Column("chars", "int", "汉字", "hanzi", "hanzi in them"),
    Column("chars_uncovered", "int", "未覆盖字", "uncovered", "hanzi in sentences without any hit"),
    Column("chars_share", "share", "字占比", "share", "of the hanzi"),
    Column("inferred", "int", "可推断", "inferred", "uncovered sentences whose theme the model infers from their words"),
)  # fmt: skip
PHRASES = (
    Column("phrase", "text", "短语", "phrase", "a string that recurs in uncovered sentences"),
    Column("hits", "int", "次数", "hits", "places where it stands"),
    Column("docs", "int", "篇数", "docs", "documents in which it stands"),
    Column("problem", "int", "问题", "problem", "uncovered sentences of problem passages with it"),
    Column("remedy", "int", "对策", "remedy", "uncovered sentences of remedy passages with it"),
    Column("entropy", "float", "边界熵", "entropy", "the smaller of the entropies of what stands before and behind, nats"),
    Column("example", "text", "例句", "example", "an uncovered sentence with it"),
    Column("example_doc", "text", "出处", "example doc", "document of the example"),
    Column("start", "int", "起", "start", "offset of the example in the document"),
    Column("end", "int", "止", "end", "offset behind the example"),
)  # fmt: skip
SENTENCES = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("para", "int", "段", "para", "paragraph, from 1"),
    Column("n", "int", "句", "n", "sentence within the document, from 1"),
    Column("start", "int", "起", "start", "offset of the first character"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("role", "text", "角色", "role", "role of the passage"),
    Column("section", "text", "章节", "section", "path of the headings above"),
    Column("text", "text", "原文", "text", "the sentence as it stands"),
    Column("inferred", "text", "推断主题", "inferred", "themes that the model infers from its words, spaces between"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a passage; `passage` numbers the passages of its document, `covered` says if a theme hits it."""

    role: str
    passage: int
    covered: bool
    labelled: Labelled


def pieces(doc: Document, labels: Sequence[Labelled]) -> Iterator[Piece]:
    """The sentences of a document's passages, as classified, in order."""
    by_start = {item.sentence.start: item for item in labels}
    for number, passage in enumerate(passages(labels, doc.text)):
        for sentence in passage.sentences:
            item = by_start[sentence.start]
            covered = bool(item.mentions) or len(item.themes) > len(item.inferred)
            yield Piece(passage.role, number, covered, item)


@dataclass(slots=True)
class Tally:
    """Counts of one role: of all, and of what no theme covers."""

    passages: int = 0
    bare_passages: int = 0
    sentences: int = 0
    bare_sentences: int = 0
    chars: int = 0
    bare_chars: int = 0
    inferred: int = 0

    def add(self, found: Sequence[Piece]) -> None:
        """Count one passage."""
        bare = [piece for piece in found if not piece.covered]
        self.passages += 1
        self.bare_passages += len(bare) == len(found)
        self.sentences += len(found)
        self.bare_sentences += len(bare)
        self.chars += sum(count_hanzi(piece.labelled.sentence.text) for piece in found)
        self.bare_chars += sum(count_hanzi(piece.labelled.sentence.text) for piece in bare)
        self.inferred += sum(bool(piece.labelled.inferred) for piece in bare)

    def row(self, role: str) -> tuple[Cell, ...]:
        """The row of the table."""
        cells: list[Cell] = [role]
        for bare, total in (
            (self.bare_passages, self.passages), (self.bare_sentences, self.sentences), (self.bare_chars, self.chars),
        ):  # fmt: skip
            cells += [total, bare, bare / total if total else None]
        return (*cells, self.inferred)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was counted of each role, in their order, and the pieces that no theme covers."""

    tallies: tuple[tuple[str, Tally], ...]
    bare: tuple[Piece, ...]


def cover(classified: Iterable[tuple[Document, Sequence[Labelled]]], roles: Sequence[str] = ROLES) -> Coverage:
    """Count what a codebook covers of the passages of some roles.

    A sentence is covered where a pattern of any theme hits it, a passage where one of its sentences is. Holds the
    uncovered sentences of all documents.
    """
    tallies = {role: Tally() for role in roles}
    total = Tally()
    bare: list[Piece] = []
    for doc, labels in classified:
        run: list[Piece] = []
        for piece in [*pieces(doc, labels), None]:
            if run and (piece is None or piece.passage != run[-1].passage):
                if run[-1].role in tallies:
                    tallies[run[-1].role].add(run)
                    total.add(run)
                    bare += [one for one in run if not one.covered]
                run = []
            if piece is not None:
                run.append(piece)
    return Coverage((*tallies.items(), ("all", total)), tuple(bare))


def shares(found: Coverage, *, made_by: str = "", notes: tuple[str, ...] = (), more: tuple[Table, ...] = ()) -> Table:
    """One row a role, and one for all together."""
    rows = tuple(tally.row(role) for role, tally in found.tallies)
    return Table(t("编码本的覆盖", "Coverage"), COLUMNS, rows, notes, made_by, "coverage", more)


def phrases(found: Coverage, *, least: int = 3, made_by: str = "", notes: tuple[str, ...] = ()) -> Table:
    """The recurrent phrases of what is not covered, those that explain most first."""
    said = [(piece.labelled.sentence.doc, piece.labelled.sentence.text) for piece in found.bare]
    entropy = min(0.9, 0.8 * math.log(least))  # two places cannot have more than 0.69
    rows = tuple(_phrase_row(phrase, found.bare) for phrase in recurrent(said, least=least, entropy=entropy))
    return Table(t("未覆盖处的短语", "Phrases not covered"), PHRASES, rows, notes, made_by, "phrases")


def _phrase_row(phrase: Phrase, bare: Sequence[Piece]) -> tuple[Cell, ...]:
    here = [bare[n] for n in phrase.places]
    example = min(
        (piece.labelled.sentence for piece in here), key=lambda one: (abs(len(one.text) - 30), one.doc, one.n)
    )
    return (
        phrase.text, phrase.hits, phrase.docs, sum(piece.role == "problem" for piece in here),
        sum(piece.role == "remedy" for piece in here), phrase.entropy, example.text, example.doc, example.start,
        example.end,
    )  # fmt: skip


def sentences(found: Coverage, *, made_by: str = "", notes: tuple[str, ...] = ()) -> Table:
    """One row a sentence that no theme covers, in order."""
    rows = []
    for piece in found.bare:
        one = piece.labelled.sentence
        rows.append((one.doc, one.para, one.n, one.start, one.end, piece.role, one.section, one.text, " ".join(piece.labelled.inferred)))  # fmt: skip
    return Table(t("未覆盖的句子", "Sentences not covered"), SENTENCES, tuple(rows), notes, made_by, "uncovered")
