"""Tables of labelled sentences, passages and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from djtext.lang import t
from djtext.roles.concreteness import concreteness
from djtext.roles.link import signpost
from djtext.text.outline import SEPARATOR
from djtext.types import Cell, Column, Document, Labelled, Link, Passage, Table

ROLE_NAMES = {
    "problem": ("问题", "problem"),
    "cause": ("原因", "cause"),
    "remedy": ("对策", "remedy"),
    "significance": ("意义", "significance"),
    "other": ("其他", "other"),
}

_PLACE = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("para", "int", "段", "para", "paragraph, from 1; of a passage the first"),
    Column("n", "int", "句", "n", "sentence within the document, from 1; of a passage the first"),
    Column("start", "int", "起", "start", "offset of the first character (code points, from 0)"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("kind", "text", "类", "kind", "title, heading, sentence or passage"),
    Column("level", "int", "级", "level", "level of a heading, 1 highest; 0 elsewhere"),
    Column("section", "text", "章节", "section", "path of the headings above"),
    Column("text", "text", "原文", "text", "the text as it stands"),
    Column("role", "text", "角色", "role", "problem, cause, remedy, significance or other"),
    Column("confidence", "float", "把握", "confidence", "the model's share of the role, 0 to 1; of a passage the mean"),
    Column("second", "text", "次选", "second", "the next role where its share is 0.25 or more"),
    Column("themes", "text", "主题", "themes", "keys of the themes it is about, spaces between"),
)
SENTENCES = (
    *_PLACE,
    Column("inferred", "text", "推断主题", "inferred", "those of the themes that no pattern of the codebook names"),
    Column(
        "mentions", "text", "提及主题", "mentions", "themes that a pattern names although it is about something else"
    ),
)
PASSAGES = (
    *_PLACE,
    Column("sentences", "int", "句数", "sentences", "sentences and headings in the passage"),
    Column(
        "concreteness",
        "float",
        "具体度",
        "concreteness",
        "of a remedy: share of actor, deadline, quantity, act that it names; 0 is vague",
    ),
)
PAIRS = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("problem", "text", "问题", "problem", "the problem or cause passage"),
    Column("problem_start", "int", "问题起", "problem start", "offset of its first character"),
    Column("problem_end", "int", "问题止", "problem end", "offset behind its last character"),
    Column("remedy", "text", "对策", "remedy", "the remedy passage that answers it"),
    Column("remedy_start", "int", "对策起", "remedy start", "offset of its first character"),
    Column("remedy_end", "int", "对策止", "remedy end", "offset behind its last character"),
    Column(
        "rule",
        "text",
        "依据",
        "rule",
        "evidence that weighs most: numbering, paragraph, terms, theme, targeted, averted or near",
    ),
    Column("score", "float", "得分", "score", "probability that the remedy answers the problem, 0 to 1"),
    Column("problem_role", "text", "问题角色", "problem role", "problem or cause"),
    Column(
        "concreteness",
        "float",
        "具体度",
        "concreteness",
        "share of actor, deadline, quantity, act that the remedy names",
    ),
)
UNANSWERED = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("role", "text", "角色", "role", "problem, cause or remedy"),
    Column("section", "text", "章节", "section", "path of the headings above"),
    Column("text", "text", "原文", "text", "a problem that no remedy answers, or a remedy that answers no stated problem"),
    Column("start", "int", "起", "start", "offset of the first character"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("concreteness", "float", "具体度", "concreteness", "of a remedy: share of actor, deadline, quantity, act"),
)  # fmt: skip


def sentence_rows(
    labelled: Iterable[tuple[Document, Sequence[Labelled]]], roles: Sequence[str] = ()
) -> Iterator[tuple[Cell, ...]]:
    """One row a sentence or heading."""
    for _, labels in labelled:
        for item in labels:
            if roles and item.role not in roles:
                continue
            s = item.sentence
            yield (
                s.doc, s.para, s.n, s.start, s.end, s.kind, s.level, s.section, s.text, item.role, item.confidence,
                item.second, " ".join(item.themes), " ".join(item.inferred), " ".join(item.mentions),
            )  # fmt: skip


def passage_rows(
    found: Iterable[tuple[Document, Sequence[Passage]]], roles: Sequence[str] = ()
) -> Iterator[tuple[Cell, ...]]:
    """One row a passage."""
    for _, passages in found:
        for passage in passages:
            if roles and passage.role not in roles:
                continue
            first = passage.sentences[0]
            concrete = concreteness(passage.text).score if passage.role == "remedy" else None
            yield (
                passage.doc, first.para, first.n, passage.start, passage.end, "passage", first.level, passage.section,
                passage.text, passage.role, passage.confidence, "", " ".join(passage.themes), len(passage.sentences),
                concrete,
            )  # fmt: skip


def pair_rows(found: Iterable[tuple[Document, Sequence[Link]]]) -> Iterator[tuple[Cell, ...]]:
    """One row a link."""
    for _, links in found:
        for link in links:
            yield (
                link.doc, link.problem.text, link.problem.start, link.problem.end, link.remedy.text, link.remedy.start,
                link.remedy.end, link.rule, link.score, link.problem.role, concreteness(link.remedy.text).score,
            )  # fmt: skip


def unanswered(passages: Sequence[Passage], links: Sequence[Link]) -> tuple[Passage, ...]:
    """Problem passages that no remedy answers and remedy passages that answer no problem, in order.

    Those that only say what comes (主要有以下几个问题。) are left out, and headings (二、存在的问题) whose parts are passages of
    their own.
    """
    answered = {link.problem.start for link in links} | {link.remedy.start for link in links}
    return tuple(
        passage
        for place, passage in enumerate(passages)
        if passage.role in _SIDES
        and passage.start not in answered
        and not signpost(passage)
        and not _has_parts(passages, place)
    )


_SIDES = {"problem": "problem", "cause": "problem", "remedy": "remedy"}


def _has_parts(passages: Sequence[Passage], place: int) -> bool:
    """Is a passage headings alone, with passages of its side in their section?"""
    heading = passages[place]
    if any(sentence.kind != "heading" for sentence in heading.sentences):
        return False
    for n in range(place + 1, len(passages)):
        if not f"{passages[n].section}{SEPARATOR}".startswith(f"{heading.section}{SEPARATOR}"):
            return False
        if _SIDES.get(passages[n].role) == _SIDES[heading.role]:
            return True
    return False


def unanswered_rows(
    found: Iterable[tuple[Document, tuple[Sequence[Passage], Sequence[Link]]]],
) -> Iterator[tuple[Cell, ...]]:
    """One row a passage without an answer."""
    for _, (passages, links) in found:
        for passage in unanswered(passages, links):
            concrete = concreteness(passage.text).score if passage.role == "remedy" else None
            yield (passage.doc, passage.role, passage.section, passage.text, passage.start, passage.end, concrete)


def table(
    title: tuple[str, str],
    columns: tuple[Column, ...],
    rows: Iterable[tuple[Cell, ...]],
    *,
    name: str,
    made_by: str = "",
    notes: tuple[str, ...] = (),
) -> Table:
    """A table of one of the kinds above."""
    return Table(t(*title), columns, rows, notes, made_by, name)
