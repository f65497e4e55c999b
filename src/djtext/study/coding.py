"""The units of a document that a person may be asked to code: sentences, paragraphs or passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from djtext.roles.classify import classify
from djtext.roles.passages import passages
from djtext.text.outline import sentences
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document, Labelled, Sentence

Unit = Literal["sentence", "paragraph", "passage"]
CONTEXT = 80  # characters shown before and behind a unit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit with what stands around it, and what the machine says of it where that was asked for."""

    start: int
    end: int
    text: str
    before: str
    after: str
    section: str
    role: str = ""
    confidence: float | None = None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A document's text with its units, for programs in which people go on coding."""

    text: str
    units: tuple[Candidate, ...]


def marked_job(book: Codebook, *, unit: Unit = "sentence", machine: bool = True) -> Callable[[Document], Marked]:
    """The text of a document with its units, headings too; without `machine` with none."""
    find = candidates_job(book, unit=unit, headings=unit == "sentence") if machine else None
    return lambda doc: Marked(doc.text, find(doc) if find is not None else ())


def candidates_job(
    book: Codebook, *, unit: Unit = "sentence", headings: bool = False, machine: bool = True
) -> Callable[[Document], tuple[Candidate, ...]]:
    """Finder of the units of a document; without `machine` no role or theme is judged (passages always need roles).

    Titles are never units, headings are with `headings`, among sentences.
    """
    matcher = compile_book(book) if machine or unit == "passage" else None

    def units(doc: Document) -> tuple[Candidate, ...]:
        if matcher is None:
            runs = _runs([Labelled(s, "", 0.0) for s in sentences(doc)], unit, headings)
        else:
            labels = classify(doc, matcher)
            if unit == "passage":
                return tuple(
                    _candidate(doc.text, p.start, p.end, p.section, p.role, p.confidence, p.themes)
                    for p in passages(labels, doc.text)
                )
            runs = _runs(labels, unit, headings)
        return tuple(_judged(doc.text, run, machine) for run in runs)

    return units


def _runs(labels: Sequence[Labelled], unit: Unit, headings: bool) -> Iterator[list[Labelled]]:
    if unit == "paragraph":
        for _, run in groupby(
            (item for item in labels if item.sentence.kind != "title"), key=lambda x: x.sentence.para
        ):
            found = list(run)
            if any(item.sentence.kind == "sentence" for item in found):
                yield found
        return
    for item in labels:
        if item.sentence.kind == "sentence" or (headings and item.sentence.kind == "heading"):
            yield [item]


def _judged(text: str, run: Sequence[Labelled], machine: bool) -> Candidate:
    """A run of sentences; its role is the one that covers most of it."""
    first, last = run[0].sentence, run[-1].sentence
    if not machine:
        return _candidate(text, first.start, last.end, first.section)
    cover: dict[str, int] = {}
    for item in run:
        cover[item.role] = cover.get(item.role, 0) + _length(item.sentence)
    role = max(cover, key=lambda name: (cover[name], name))
    sure = [item.confidence for item in run if item.role == role]
    themes = tuple(dict.fromkeys(key for item in run for key in item.themes))
    return _candidate(text, first.start, last.end, first.section, role, round(sum(sure) / len(sure), 3), themes)


def _length(sentence: Sentence) -> int:
    return sentence.end - sentence.start


def _candidate(
    text: str, start: int, end: int, section: str, role: str = "", confidence: float | None = None,
    themes: tuple[str, ...] = (),
) -> Candidate:  # fmt: skip
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Candidate(
        start, end, text[start:end], _shown(before, start > CONTEXT, False),
        _shown(after, False, end + CONTEXT < len(text)), section, role, confidence, themes,
    )  # fmt: skip


def _shown(text: str, cut_left: bool, cut_right: bool) -> str:
    """Context on one line, ¶ for the ends of paragraphs, … where it goes on."""
    lines = " ¶ ".join(line.strip() for line in text.split("\n"))
    return ("…" if cut_left else "") + lines.strip() + ("…" if cut_right else "")
