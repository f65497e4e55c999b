"""The frozen values that every part of djtext passes to the next.

Standard library only. Containers are tuples, so that a value can be hashed, compared and sent to another process.
All offsets are Unicode code points in the document's text, start inclusive, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Self

Status = Literal["ok", "partial", "empty", "skipped", "failed"]
Kind = Literal["title", "heading", "sentence"]
ThemeKind = Literal["problem", "remedy", "value", "institution"]
Stance = Literal["problem", "remedy", ""]
ColumnType = Literal["text", "int", "float", "share", "p", "date"]
Cell = str | int | float | None


class Sent:
    """What crosses between processes by the thousand: pickled as its class and its fields, which takes a third of the
    time of a frozen dataclass's own way, field by field and name by name."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()  # a dataclass names its fields here

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), tuple([getattr(self, name) for name in self.__match_args__])


STATUSES: tuple[Status, ...] = ("ok", "partial", "empty", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Document(Sent):
    """One text and what is known about it.

    `text` never changes after cleaning. `digest` is the SHA-256 of the bytes that were read. `meta` holds further
    fields (issuer, genre, region …) as pairs; `flags` says what a reader of the text should know (`traditional`,
    `replaced`, …). Dates are ISO and may be partial: `2019`, `2019-05`, `2019-05-06`; unknown is the empty string.

    >>> doc = Document(id="a.txt", text="走出机关", date="2019-05", meta=(("issuer", "市委办"),))
    >>> doc.get("issuer"), doc.get("year"), doc.get("region")
    ('市委办', '2019', '')
    """

    id: str
    text: str
    path: str = ""
    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    flags: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """The value of one metadata field, or the empty string. `year` and `month` are parts of the date."""
        if name in {"id", "doc"}:
            return self.id
        if name in {"path", "title", "date", "source", "author"}:
            return str(getattr(self, name))
        if name == "year":
            return self.date[:4]
        if name == "month":
            return self.date[:7] if len(self.date) >= 7 else ""
        return dict(self.meta).get(name, "")


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch of the text that was read and is not in the cleaned text, with the rule that took it out."""

    doc: str
    rule: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Outcome(Sent):
    """What became of one input: exactly one of these for every file, archive member or record that was found.

    `code` is a stable word for scripts (`corrupt`, `binary`, `permission` …); `detail` says it for people.
    """

    path: str
    status: Status
    doc: str = ""
    code: str = ""
    detail: str = ""
    format: str = ""
    encoding: str = ""
    replaced: int = 0
    chars_read: int = 0
    chars_kept: int = 0
    policy: bool = False  # left out by rule, not by fault: does not change the exit code


@dataclass(frozen=True, slots=True)
class Sentence(Sent):
    """One sentence; `doc.text[start:end] == text`. `para` and `n` count from 1 within the document."""

    doc: str
    para: int
    n: int
    start: int
    end: int
    kind: Kind
    level: int
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Token(Sent):
    """One word as segmented; the tokens of a text, joined, are the text."""

    text: str
    start: int
    end: int
    pos: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """One code of a codebook. `kind` is problem, remedy, value or institution."""

    key: str
    label: str
    kind: ThemeKind
    definition: str
    patterns: tuple[str, ...]
    not_patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    when: str = ""
    when_not: str = ""
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A named, versioned list of themes with unique keys."""

    name: str
    version: str
    themes: tuple[Theme, ...]
    path: str = ""

    @property
    def title(self) -> str:
        """Name and version, as printed under every table."""
        return f"{self.name} {self.version}"

    def keys(self) -> tuple[str, ...]:
        """The keys of all themes, in the order of the file."""
        return tuple(theme.key for theme in self.themes)


@dataclass(frozen=True, slots=True)
class Hit(Sent):
    """One place where a theme's pattern stands; `doc.text[start:end] == text`.

    `stance` is `problem` where the sentence states the thing as a failing, `remedy` where it demands, forbids or
    does something about it, and empty where neither can be told.
    """

    doc: str
    theme: str
    pattern: str
    start: int
    end: int
    text: str
    stance: Stance = ""


@dataclass(frozen=True, slots=True)
class Lost(Sent):
    """A match that did not become a hit: `winner` is the theme whose longer or earlier match, or the
    not_pattern, that took its place."""

    hit: Hit
    reason: Literal["overlap", "not_pattern"]
    winner: str


@dataclass(frozen=True, slots=True)
class Labelled(Sent):
    """A sentence or heading with its role and themes.

    `role` is problem, cause, remedy, significance or other; `confidence` its share, 0 to 1; `second` the next role
    where it is close. `themes` are what the sentence is about; those of them that no pattern names are also in
    `inferred`. `mentions` are themes that a pattern names although the sentence is about something else.
    """

    sentence: Sentence
    role: str
    confidence: float
    second: str = ""
    themes: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage(Sent):
    """A run of neighbouring sentences of one role within one outline item.

    `section` is the path of the headings above, `confidence` the mean over the sentences, 0 to 1.
    """

    doc: str
    start: int
    end: int
    role: str
    sentences: tuple[Sentence, ...]
    text: str = ""
    section: str = ""
    confidence: float = 0.0
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link(Sent):
    """A remedy that answers a problem; both ends are passages of one document."""

    doc: str
    problem: Passage
    remedy: Passage
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `name` is fixed for scripts, `zh` and `en` are what people read, `help` what it means.

    `digits` is how many decimals people are shown of a float; files for programs hold it whole.
    """

    name: str
    type: ColumnType = "text"
    zh: str = ""
    en: str = ""
    help: str = ""
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, with the notes that stand below and the record of what made it.

    `rows` is read once: a tuple, or a stream where the table is too long to hold. `more` are tables that go along as
    further sheets of a workbook; other formats hold one table and leave them out.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()
    made_by: str = ""
    name: str = field(default="table")
    more: tuple[Table, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)
