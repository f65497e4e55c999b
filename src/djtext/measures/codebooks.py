"""Tables about codebooks: how they fare on their examples, how two differ, and what that changes in texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from djtext.lang import t
from djtext.themes.difference import Change, DocDifference, Moved, same_themes
from djtext.themes.trial import Trial
from djtext.types import Cell, Codebook, Column, Document, Table

TRIALS = (
    Column("theme", "text", "主题键", "theme", "key"),
    Column("label", "text", "主题", "label", "name"),
    Column("examples", "int", "例句", "examples", "sentences in which the theme must be found"),
    Column("passed", "int", "通过", "passed", "those in which it is found"),
    Column("counter_examples", "int", "反例", "counter-examples", "sentences in which it must not be found"),
    Column("counter_passed", "int", "通过", "passed", "those in which it is not found"),
)
FAILURES = (
    Column("file", "text", "文件", "file", "the codebook"),
    Column("line", "int", "行", "line", "line of the sentence, from 1; 0 where it was not found"),
    Column("theme", "text", "主题键", "theme", "key"),
    Column("kind", "text", "类", "kind", "example or counter_example"),
    Column("text", "text", "句子", "text", "the sentence that failed"),
    Column("found", "text", "实际命中", "found", "what matched instead"),
)
CHANGES = (
    Column("change", "text", "变动", "change", "added, removed, renamed or changed"),
    Column("theme", "text", "主题键", "theme", "key; empty for the codebook as a whole"),
    Column("field", "text", "字段", "field", "what changed; empty for a whole theme"),
    Column("before", "text", "原来", "before", "what the first codebook has"),
    Column("after", "text", "现在", "after", "what the second one has"),
)
IMPACT = (
    Column("theme", "text", "主题键", "theme", "key, that of the second codebook"),
    Column("label", "text", "主题", "label", "name"),
    Column("change", "text", "变动", "change", "added, removed or renamed; else empty"),
    Column("hits_before", "int", "原命中", "hits before", "hits under the first codebook"),
    Column("hits_after", "int", "现命中", "hits after", "hits under the second: before + gained − lost"),
    Column("gained", "int", "新增", "gained", "hits that only the second gives"),
    Column("lost", "int", "失去", "lost", "hits that only the first gives"),
    Column("docs_before", "int", "原篇数", "docs before", "documents with a hit under the first codebook"),
    Column("docs_after", "int", "现篇数", "docs after", "documents with a hit under the second"),
)
HITS = (
    Column("change", "text", "变动", "change", "gained or lost"),
    Column("theme", "text", "主题键", "theme", "key"),
    Column("doc", "text", "文档", "doc", "document id"),
    Column("start", "int", "起", "start", "offset of the first character"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("pattern", "text", "规则", "pattern", "the pattern that gives the hit"),
    Column("text", "text", "命中", "text", "the text of the hit"),
    Column("instead", "text", "另一本", "instead", "theme that the other codebook has in its place; empty for none"),
    Column("sentence", "text", "句子", "sentence", "the sentence"),
)


def trial_table(found: Sequence[Trial], *, path: str = "", made_by: str = "") -> Table:
    """One row a theme; the failures go along as a further table."""
    rows = tuple(
        (one.theme, one.label, one.examples, one.passed, one.counter_examples, one.counter_passed) for one in found
    )
    failures = tuple(
        (path, failure.line, failure.theme, failure.kind, failure.text, failure.found)
        for one in found
        for failure in one.failures
    )
    more = (Table(t("不合的例句", "Failures"), FAILURES, failures, name="failures"),)
    return Table(t("例句检验", "Examples on trial"), TRIALS, rows, (), made_by, "trial", more)


def change_table(found: Iterable[Change], *, made_by: str = "", notes: tuple[str, ...] = ()) -> Table:
    """One row a difference between two codebooks."""
    rows = tuple((one.change, one.theme, one.field, one.before, one.after) for one in found)
    return Table(t("编码本的变动", "Changes of the codebook"), CHANGES, rows, notes, made_by, "changes")


@dataclass(slots=True)
class _Count:
    hits: list[int] = field(default_factory=lambda: [0, 0])
    docs: list[int] = field(default_factory=lambda: [0, 0])
    moved: list[int] = field(default_factory=lambda: [0, 0])  # gained, lost


@dataclass(frozen=True, slots=True)
class Impact:
    """What changes over some documents: counts by theme, and the hits that differ."""

    counts: dict[str, _Count]
    moved: tuple[tuple[str, Moved], ...]
    documents: int
    touched: int


def impact(found: Iterable[tuple[Document, DocDifference]], *, keep: bool = True) -> Impact:
    """Add up what changes in each document; without `keep` the hits themselves are not held."""
    counts: dict[str, _Count] = {}
    moved: list[tuple[str, Moved]] = []
    documents = touched = 0
    for doc, one in found:
        documents += 1
        touched += bool(one.moved)
        for side, pairs in enumerate((one.before, one.after)):
            for key, hits in pairs:
                count = counts.setdefault(key, _Count())
                count.hits[side] += hits
                count.docs[side] += 1
        for change in one.moved:
            counts[change.theme].moved[change.change == "lost"] += 1
        if keep:
            moved += [(doc.id, change) for change in one.moved]
    return Impact(counts, tuple(moved), documents, touched)


def impact_table(
    found: Impact,
    a: Codebook,
    b: Codebook,
    *,
    made_by: str = "",
    notes: tuple[str, ...] = (),
    more: tuple[Table, ...] = (),
) -> Table:
    """One row a theme of which hits or documents change, those with most changes first."""
    same = same_themes(a, b)
    back = {new: old for old, new in same.items()}
    kept = set(b.keys())
    labels = {theme.key: theme.label for theme in (*a.themes, *b.themes)}
    rows: list[tuple[Cell, ...]] = []
    for key, count in sorted(found.counts.items(), key=lambda entry: (-sum(entry[1].moved), entry[0])):
        if not sum(count.moved):
            continue
        kind = "removed" if key not in kept else "added" if key not in back else "renamed" if back[key] != key else ""
        rows.append((key, labels[key], kind, *count.hits, *count.moved, *count.docs))
    said = t(
        f"{found.documents} 篇中 {found.touched} 篇有变动；列出 {len(rows)} 个有变动的主题",
        f"documents that change: {found.touched} of {found.documents}; themes: {len(rows)}",
    )
    return Table(
        t("对语料的影响", "What changes in the texts"), IMPACT, tuple(rows), (said, *notes), made_by, "impact", more
    )


def hits_table(found: Impact, *, made_by: str = "", notes: tuple[str, ...] = ()) -> Table:
    """One row a hit that only one of the codebooks gives, by document and place."""
    rows = tuple(
        (one.change, one.theme, doc, one.found.hit.start, one.found.hit.end, one.found.hit.pattern, one.found.hit.text,
         one.instead, one.found.sentence)
        for doc, one in found.moved
    )  # fmt: skip
    return Table(t("增减的命中", "Hits gained and lost"), HITS, rows, notes, made_by, "moved")
