"""Text reuse as tables: the passages, what each document has of its own, and groups of near duplicates."""

from __future__ import annotations

from dataclasses import replace

from djtext.lang import t
from djtext.reuse.find import Reuse, Shared
from djtext.reuse.groups import union
from djtext.reuse.kinds import KINDS, Kind
from djtext.reuse.shingles import bare
from djtext.types import Cell, Column, Table

PASSAGE_COLUMNS = (
    Column("doc_a", "text", "甲", "doc a", "document id; the earlier one where dates tell, the new one with --against"),
    Column("start_a", "int", "甲起", "start a", "offset of the passage in doc_a (code points, from 0)"),
    Column("end_a", "int", "甲止", "end a", "offset behind its last character"),
    Column("doc_b", "text", "乙", "doc b", "document id of the other"),
    Column("start_b", "int", "乙起", "start b", "offset of the passage in doc_b"),
    Column("end_b", "int", "乙止", "end b", "offset behind its last character"),
    Column("length", "int", "字数", "length", "characters of the longer of the two, marks and spaces included"),
    Column(
        "similarity",
        "float",
        "相似度",
        "similarity",
        "1 − edits ÷ length of the longer, without marks and spaces, width and script made one; 1 is the same text",
    ),
    Column(
        "kind",
        "text",
        "类别",
        "kind",
        "duplicate: both documents are copies of one text; quote: given as another's words in one of them; "
        "boilerplate: stands in many documents; copy: none of these",
    ),
    Column("text_a", "text", "甲文", "text a", "the passage as it stands in doc_a"),
    Column("text_b", "text", "乙文", "text b", "the passage as it stands in doc_b"),
    Column(
        "direction",
        "text",
        "方向",
        "direction",
        "a_to_b: doc_a has the earlier date; b_to_a: doc_b has; unknown: dates do not tell",
    ),
    Column("date_a", "date", "甲日期", "date a", "date of doc_a, where known"),
    Column("date_b", "date", "乙日期", "date b", "date of doc_b, where known"),
    Column("title_a", "text", "甲题", "title a", "title of doc_a"),
    Column("title_b", "text", "乙题", "title b", "title of doc_b"),
    Column(
        "docs",
        "int",
        "篇数",
        "docs",
        "in how many documents the middle of the passage stands, near duplicates counted once",
    ),
    Column("quoted_from", "text", "引自", "quoted from", "the person or document that a quotation names"),
)
SUMMARY_COLUMNS = (
    Column("doc", "text", "文档", "doc", "document id"),
    Column("title", "text", "题目", "title", "title"),
    Column("date", "date", "日期", "date", "date, where known"),
    Column("chars", "int", "字数", "chars", "hanzi, letters and digits; the shares below are of these"),
    Column(
        "own_share",
        "share",
        "自写",
        "own",
        "share that stands in no other document, or only in later ones; 1 is all its own",
    ),
    Column("copy_share", "share", "雷同", "copy", "share in passages of kind copy"),
    Column("quote_share", "share", "引用", "quote", "share in passages of kind quote"),
    Column("boilerplate_share", "share", "套话", "boilerplate", "share in passages of kind boilerplate"),
    Column("duplicate_share", "share", "重篇", "duplicate", "share in passages of kind duplicate"),
    Column("passages", "int", "处数", "passages", "passages counted in these shares"),
    Column(
        "most_from", "text", "最多来自", "most from", "the document with which most of it is shared, boilerplate aside"
    ),
    Column("most_chars", "int", "来自字数", "chars from", "characters shared with that document"),
)
GROUP_COLUMNS = (
    Column("group", "int", "组", "group", "number of the group, the largest first"),
    Column("docs", "int", "篇数", "docs", "documents in the group"),
    Column("doc", "text", "文档", "doc", "document id; in the order of dates and ids"),
    Column("title", "text", "题目", "title", "title"),
    Column("date", "date", "日期", "date", "date, where known"),
    Column("chars", "int", "字数", "chars", "hanzi, letters and digits"),
    Column("shared", "share", "重合", "shared", "share of the document that stands in others of its group"),
)


def label(kind: Kind) -> str:
    """What people read for a kind."""
    return {
        "copy": t("雷同", "copy"),
        "quote": t("引用", "quote"),
        "boilerplate": t("套话", "boilerplate"),
        "duplicate": t("重篇", "duplicate"),
    }[kind]


def only(found: Reuse, kinds: tuple[Kind, ...]) -> Reuse:
    """The same with passages of some kinds only; of all where none is named."""
    if not kinds:
        return found
    return replace(found, passages=tuple(row for row in found.passages if row.kind in kinds))


def row_of(found: Reuse, shared: Shared) -> tuple[Cell, ...]:
    """One passage as a row of the table."""
    a, b = found.docs[shared.a], found.docs[shared.b]
    return (
        a.id, shared.start_a, shared.end_a, b.id, shared.start_b, shared.end_b, shared.length, round(shared.similarity, 4), shared.kind,
        a.text[shared.start_a : shared.end_a], b.text[shared.start_b : shared.end_b], shared.direction, a.date, b.date,
        a.title, b.title, shared.docs, shared.whom,
    )  # fmt: skip


def passages(found: Reuse) -> Table:
    """Every passage that stands in two documents, the longest first."""
    rows = (row_of(found, shared) for shared in found.passages)
    return Table(t("重复的文字", "Text reuse"), PASSAGE_COLUMNS, rows, notes=notes(found), name="reuse")


def notes(found: Reuse) -> tuple[str, ...]:
    """What was found, and what was capped."""
    if len(found.docs) < 2:
        return (t("只有一篇文章，没有可对照的", "there is one document only, and nothing to compare it with"),)
    counts = {kind: sum(row.kind == kind for row in found.passages) for kind in KINDS}
    told = t("，", ", ").join(f"{label(kind)} {count:,}" for kind, count in counts.items())
    chars = sum(len(doc.text) for doc in found.docs)
    made = [
        t(
            f"{len(found.docs):,} 篇，{chars:,} 字 · {len(found.passages):,} 处：{told} · {len(found.groups)} 组近似重复的文章",
            f"documents {len(found.docs):,}, characters {chars:,} · passages {len(found.passages):,}: {told} · "
            f"groups of near-duplicate documents {len(found.groups):,}",
        )
    ]
    if found.dropped:
        made.append(
            t(
                f"见于多篇的文字每篇只列一次，与其中第一篇（按日期、编号）成对；另有 {found.dropped:,} 对未列",
                f"what stands in many documents is listed once a document, with the first by date and id; {found.dropped:,} further pairs are not",
            )
        )
    if found.capped:
        made.append(
            t(
                f"有 {found.capped:,} 处措辞见于 {found.cap} 篇以上，每篇只与其中第一篇对照",
                f"{found.capped:,} wordings stand in more than {found.cap} documents; each of these is compared with the first only",
            )
        )
    return tuple(made)


def summary(found: Reuse) -> Table:
    """What each document has of its own, the least first. The five shares add up to 1.

    A character counts as the document's own unless it is in a passage that also stands in an earlier document, or in one
    whose date does not tell. Where it is in passages of several kinds, the first of duplicate, copy, quote, boilerplate counts.
    With `against`, the new documents only.
    """
    theirs: dict[int, list[tuple[Shared, bool]]] = {}
    for row in found.passages:
        if row.direction != "b_to_a":
            theirs.setdefault(row.b, []).append((row, False))
        if row.direction != "a_to_b":
            theirs.setdefault(row.a, []).append((row, True))
    rows = [_summed(found, number, theirs.get(number, [])) for number in range(len(found.docs)) if found.new[number]]
    rows.sort(key=lambda row: (float(row[4] or 0), str(row[0])))
    return Table(
        t("各篇自写的比例", "Each document's own words"),
        SUMMARY_COLUMNS,
        tuple(rows),
        notes=notes(found),
        name="reuse-summary",
    )


_ORDER: tuple[Kind, ...] = ("duplicate", "copy", "quote", "boilerplate")


def _summed(found: Reuse, number: int, rows: list[tuple[Shared, bool]]) -> tuple[Cell, ...]:
    doc, size = found.docs[number], found.sizes[number]
    spans: dict[Kind, list[tuple[int, int]]] = {kind: [] for kind in _ORDER}
    by_doc: dict[int, list[tuple[int, int]]] = {}
    if rows:
        places = bare([doc.text]).places
        for row, as_a in rows:
            start, end = (row.start_a, row.end_a) if as_a else (row.start_b, row.end_b)
            first, last = places.searchsorted([start, end]).tolist()
            spans[row.kind].append((first, last))
            if row.kind != "boilerplate":
                by_doc.setdefault(row.b if as_a else row.a, []).append((first, last))
    shares: dict[Kind, float] = {}
    sofar: list[tuple[int, int]] = []
    covered = 0
    for kind in _ORDER:
        sofar += spans[kind]
        now = union(sofar)
        shares[kind] = (now - covered) / size if size else 0.0
        covered = now
    chars_from = {other: union(parts) for other, parts in by_doc.items()}
    most = min(chars_from, key=lambda other: (-chars_from[other], other), default=-1)
    own = (size - covered) / size if size else 1.0
    return (
        doc.id, doc.title, doc.date, size, round(own, 4), *(round(shares[kind], 4) for kind in ("copy", "quote", "boilerplate", "duplicate")),
        len(rows), found.docs[most].id if most >= 0 else "", chars_from.get(most, 0),
    )  # fmt: skip


def groups(found: Reuse) -> Table:
    """Documents that are copies of one text: see `djtext.reuse.groups.near_duplicates`."""
    member = {number: n for n, group in enumerate(found.groups) for number in group}
    spans: dict[int, list[tuple[int, int]]] = {number: [] for number in member}
    for row in found.passages:
        if row.a in member and member[row.a] == member.get(row.b):
            spans[row.a].append((row.start_a, row.end_a))
            spans[row.b].append((row.start_b, row.end_b))
    rows: list[tuple[Cell, ...]] = []
    ordered = sorted(found.groups, key=lambda group: (-len(group), group))
    for n, group in enumerate(ordered, start=1):
        for number in group:
            doc, size = found.docs[number], found.sizes[number]
            places = bare([doc.text]).places
            inner = [tuple(places.searchsorted(span).tolist()) for span in spans[number]]
            share = union((start, end) for start, end in inner) / size if size else 0.0
            rows.append((n, len(group), doc.id, doc.title, doc.date, size, round(share, 4)))
    under = t(
        f"{len(found.docs):,} 篇中 {len(member):,} 篇属于 {len(found.groups):,} 组；组内按日期、编号排列",
        f"documents {len(found.docs):,}, of these {len(member):,} in groups; each in the order of dates and ids",
    )
    return Table(
        t("近似重复的文章", "Near-duplicate documents"), GROUP_COLUMNS, tuple(rows), notes=(under,), name="reuse-groups"
    )
