"""Discovered phrases and slogan families as tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from djtext.lang import t
from djtext.measures.dispersion import dp_among
from djtext.measures.keyness import g2, log_ratio
from djtext.themes.discover.found import Discovered, Phrase
from djtext.themes.discover.hits import Hit
from djtext.themes.families import Family, Use
from djtext.themes.general import HANZI_A_WORD, general
from djtext.types import Cell, Column, Document, Table

KIND_NAMES: dict[str, tuple[str, str]] = {
    "quoted": ("引号语", "quoted"),
    "numeral": ("数字缩略", "numeral"),
    "series": ("排比", "series"),
    "phrase": ("固定语", "phrase"),
    "name": ("名称", "name"),
}
PHRASE_COLUMNS = (
    Column("phrase", "text", "提法", "phrase", "the phrase, without quotation marks inside"),
    Column(
        "kind",
        "text",
        "类别",
        "kind",
        "quoted: within quotation marks; numeral: a numeral abbreviation; series: parallel members or a construction; "
        "name: of a document or a meeting; phrase: any other fixed phrase",
    ),
    Column("hits", "int", "次数", "hits", "places that count: copied text counts once"),
    Column("docs", "int", "篇数", "docs", "documents with a place that counts"),
    Column(
        "cohesion",
        "float",
        "凝固度",
        "cohesion",
        "least pointwise mutual information over all splits in two, bits; empty where only its form marks the phrase",
        digits=1,
    ),
    Column(
        "entropy",
        "float",
        "自由度",
        "entropy",
        "the lesser of left and right branching entropy, bits; a mark or the edge of a text is always a new neighbour",
        digits=1,
    ),
    Column("first", "date", "首见", "first", "earliest date of a document that has it"),
    Column("example", "text", "例句", "example", "a sentence that has it"),
    Column(
        "family", "text", "同族", "family", "the canonical form of its family of wordings; itself where it is alone"
    ),
    Column("score", "float", "得分", "score", "by which the rows are ranked; no unit (docs/discover.md)"),
    Column("c_value", "float", "C 值", "C-value", "hits that no longer phrase explains, weighted by length", digits=1),
    Column("dp", "float", "DP", "DP", "deviation of proportions over documents: 0 even, 1 all in one"),
    Column(
        "keyness",
        "float",
        "关键性 G²",
        "keyness G²",
        "signed log-likelihood ratio against the reference, or against general Chinese; positive: commoner here",
        digits=1,
    ),
    Column(
        "log_ratio", "float", "对数比", "log ratio", "how many times commoner than there, as a power of two", digits=1
    ),
    Column("quoted", "share", "引号内", "in quotes", "share of its places that stand in quotation marks of their own"),
    Column("last", "date", "末见", "last", "latest date of a document that has it"),
    Column("expansion", "text", "全称", "stands for", "what a numeral abbreviation stands for, where a text says so"),
    Column("example_doc", "text", "例句文档", "example doc", "document of the example"),
    Column(
        "example_start", "int", "例起", "example start", "offset of the phrase in that document (code points, from 0)"
    ),
    Column("example_end", "int", "例止", "example end", "offset behind it"),
    Column("forms", "int", "写法数", "wordings", "wordings of the family that stand in these texts"),
)
HIT_COLUMNS = (
    Column("phrase", "text", "提法", "phrase", "the phrase"),
    Column("doc", "text", "文档", "doc", "document id"),
    Column("date", "date", "日期", "date", "date of the document"),
    Column("start", "int", "起", "start", "offset of the first character (code points, from 0)"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("text", "text", "原文", "text", "the phrase as it stands, with marks and spaces inside"),
    Column("sentence", "text", "句子", "sentence", "the sentence it stands in"),
)
FAMILY_COLUMNS = (
    Column("family", "text", "提法族", "family", "the canonical form"),
    Column("form", "text", "写法", "form", "a wording; each place counts under the longest that stands there"),
    Column("rule", "text", "规则", "rule", "how it differs from the canonical form; empty for that form itself"),
    Column("hits", "int", "次数", "hits", "places"),
    Column("docs", "int", "篇数", "docs", "documents"),
    Column("share", "share", "占比", "share", "of the places of the family"),
    Column("first", "date", "首见", "first", "earliest date"),
    Column("last", "date", "末见", "last", "latest date"),
    Column("first_doc", "text", "首见文档", "first doc", "the earliest document that has it"),
    Column("example", "text", "例句", "example", "the sentence in that document"),
    Column(
        "pattern",
        "text",
        "规则式",
        "pattern",
        "the family in the pattern language: for compare --unit phrase and codebooks",
    ),
)
RULE_NAMES = {
    "": ("", ""),
    "marks": ("标点、连接词", "marks"),
    "particle": ("的", "particle"),
    "order": ("次序", "order"),
    "tail": ("后缀", "tail"),
    "lead": ("前加", "lead"),
    "modifier": ("插入修饰", "modifier"),
    "character": ("换字", "character"),
    "members": ("增减成员", "members"),
}
LOG_COLUMNS = (
    Column("family", "text", "提法族", "family", "the canonical form"),
    Column("date", "date", "日期", "date", "date of the document; a year for leads"),
    Column(
        "event",
        "text",
        "变化",
        "event",
        "first: the family appears; new: a wording appears; leads: a wording is commoner in this year than the one before it",
    ),
    Column("form", "text", "写法", "form", "the wording"),
    Column("before", "text", "此前", "before", "the wording that led until then"),
)


def phrases(found: Discovered, chosen: Sequence[Phrase], families: Sequence[Family] = ()) -> Table:
    """Phrases as a table, in the order given. `families` give the family of each."""
    of = {form.text: family for family in families for form in family.forms}
    total = sum(found.sizes)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for phrase in chosen:
            sizes = [found.sizes[n] for n, _ in phrase.counts]
            spread = dp_among([count for _, count in phrase.counts], sizes, total) if total else None
            sure, much = keyness(found, phrase)
            shown = phrase.example
            family = of.get(phrase.text)
            yield (
                phrase.text, phrase.kind, phrase.hits, phrase.docs, phrase.cohesion, phrase.entropy, phrase.first,
                shown.sentence if shown else "", family.canonical if family else phrase.text, phrase.score, phrase.c_value,
                spread, sure, much, phrase.quoted, phrase.last, phrase.expansion,
                found.sources[shown.doc].doc.id if shown else "", shown.start if shown else None,
                shown.end if shown else None, len(family.forms) if family else 1,
            )  # fmt: skip

    return Table(t("反复出现的提法", "Recurring phrases"), PHRASE_COLUMNS, rows(), notes=notes(found), name="phrases")


def notes(found: Discovered) -> tuple[str, ...]:
    """What was counted, and how."""
    basis = (
        t("一般汉语（jieba 词典的词频）", "general Chinese (jieba's dictionary)")
        if found.reference is None
        else t(f"参照文本 {found.reference[0]} 篇", f"{found.reference[0]} reference documents")
    )
    made = [
        t(
            f"{found.docs} 篇，{found.symbols:,} 字；至少 {found.min_hits} 次、{found.min_docs} 篇（有引号、数字缩略等形式标志的从宽）；对照 {basis}",
            f"{found.docs} documents, {found.symbols:,} characters; at least {found.min_hits} hits in {found.min_docs} documents "
            f"(fewer for what its form marks); held against {basis}",
        )
    ]
    if found.copied:
        made.append(
            t(
                f"雷同文字 {found.copied:,} 字只在最早的一篇中计数（--copied 0 则都计）",
                f"{found.copied:,} characters of copied text count in the earliest document only (--copied 0 counts all)",
            )
        )
    return tuple(made)


def keyness(found: Discovered, phrase: Phrase) -> tuple[float | None, float | None]:
    """G² and log ratio of a phrase against the reference, or against general Chinese."""
    if found.reference is not None and phrase.other is not None:
        here, there, other = float(found.symbols), float(found.reference[1]), float(phrase.other)
    else:
        here, there, other = found.symbols / HANZI_A_WORD, float(general().total), phrase.general
    hits = min(float(phrase.hits), here)
    if here <= 0 or there <= 0:
        return None, None
    sure = g2(hits, here, min(other, there), there)
    much = log_ratio(hits, here, max(min(other, there), 1e-9 if found.reference is None else 0.0), there)
    return sure, much if much is None or math.isfinite(much) else None


def hits(found: Iterable[Hit]) -> Table:
    """Every place of some phrases, one row each, in the order of the documents."""
    rows = ((hit.phrase, hit.doc.id, hit.doc.date, hit.start, hit.end, hit.text, hit.sentence) for hit in found)
    return Table(t("提法出处", "Places of phrases"), HIT_COLUMNS, rows, name="hits")


def families(found: Discovered, chosen: Sequence[Family]) -> Table:
    """Families, one row a wording, the canonical one first; the log of changes goes along as a further sheet."""
    rows: list[tuple[Cell, ...]] = [
        (
            family.canonical, form.text, form.rule, form.hits, form.docs, form.hits / family.hits, form.first, form.last,
            form.first_doc, form.example.sentence if form.example else "", family.pattern,
        )
        for family in chosen
        for form in family.forms
    ]  # fmt: skip
    return Table(
        t("提法族", "Slogan families"),
        FAMILY_COLUMNS,
        tuple(rows),
        notes=notes(found),
        name="families",
        more=(log(chosen),),
    )


def log(chosen: Sequence[Family]) -> Table:
    """What changed when: first uses, new wordings, and wordings that took the lead; dated documents only."""
    rows: list[tuple[Cell, ...]] = [
        (family.canonical, change.date, change.event, change.form, change.before)
        for family in chosen
        for change in family.log
    ]
    return Table(t("措辞变化", "Changes of wording"), LOG_COLUMNS, tuple(rows), name="changes")


def by_period(found: Discovered, chosen: Sequence[Family], period: Callable[[Document], str], name: str) -> Table:
    """Families through time: one row for each wording in each period that has it."""
    columns = (
        FAMILY_COLUMNS[0],
        Column(name, "text", {"year": "年份", "month": "月份"}.get(name, name), name, "the period"),
        FAMILY_COLUMNS[1],
        FAMILY_COLUMNS[3],
        FAMILY_COLUMNS[4],
        Column("share", "share", "占比", "share", "of the places of the family in this period"),
        Column(
            "event",
            "text",
            "变化",
            "event",
            "first: the family appears; new: this wording appears; leads: it overtakes another",
        ),
    )
    rows: list[tuple[Cell, ...]] = []
    for family in chosen:
        events: dict[tuple[str, str], str] = {}
        for change in family.log:
            key = (change.date[:4] if name == "year" else change.date[:7], change.form)
            events[key] = events.get(key, "") or change.event
        used: dict[str, Counter[str]] = {}
        docs: dict[tuple[str, str], set[int]] = {}
        for use in family.uses:
            when = period(found.sources[use.doc].doc)
            if when:
                used.setdefault(when, Counter())[use.form] += 1
                docs.setdefault((when, use.form), set()).add(use.doc)
        for when in sorted(used):
            total = sum(used[when].values())
            for form, count in sorted(used[when].items(), key=lambda item: (-item[1], item[0])):
                rows.append(
                    (
                        family.canonical,
                        when,
                        form,
                        count,
                        len(docs[when, form]),
                        count / total,
                        events.get((when, form), ""),
                    )
                )
    return Table(t("提法族的使用", "Families through time"), columns, tuple(rows), notes=notes(found), name="families")


def adopters(found: Discovered, chosen: Sequence[Family], field: str) -> Table:
    """Who took up a slogan when: one row for each group that uses a family, the earliest first."""
    columns = (
        FAMILY_COLUMNS[0],
        Column(field, "text", field, field, "the group"),
        Column("order", "int", "次序", "order", "1 for the first to use it; equal dates have equal numbers"),
        FAMILY_COLUMNS[6],
        Column(
            "lag",
            "float",
            "滞后（年）",
            "lag (years)",
            "years behind the first use by any group; partial dates count from their beginning",
        ),
        FAMILY_COLUMNS[3],
        FAMILY_COLUMNS[4],
        Column("form", "text", "最初写法", "first form", "the wording of the first use in this group"),
        Column("first_doc", "text", "首见文档", "first doc", "the earliest document of the group that has it"),
    )
    rows: list[tuple[Cell, ...]] = []
    for family in chosen:
        groups: dict[str, list[Use]] = {}
        for use in family.uses:
            groups.setdefault(found.sources[use.doc].doc.get(field), []).append(use)
        dated: list[tuple[str, str, Use, list[Use]]] = []
        for group, uses in groups.items():
            if not group:
                continue
            earliest = min(uses, key=lambda use: (found.sources[use.doc].doc.date or "9", use.doc, use.start))
            dated.append((found.sources[earliest.doc].doc.date, group, earliest, uses))
        dated.sort(key=lambda row: (row[0] or "9", row[1]))
        known = [row[0] for row in dated if row[0]]
        for date, group, earliest, uses in dated:
            place = 1 + sum(other < date for other in known) if date else None
            lag = round(_years(date) - _years(known[0]), 2) if date else None
            rows.append(
                (family.canonical, group, place, date, lag, len(uses), len({use.doc for use in uses}), earliest.form,
                 found.sources[earliest.doc].doc.id)
            )  # fmt: skip
    return Table(t("提法的采用", "Who took up a slogan"), columns, tuple(rows), notes=notes(found), name="adopters")


def _years(date: str) -> float:
    """A date, perhaps partial, as years.

    >>> _years("2019"), _years("2019-07")
    (2019.0, 2019.5)
    """
    parts = [int(part) for part in date.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    day = parts[2] if len(parts) > 2 else 1
    return parts[0] + (month - 1) / 12 + (day - 1) / 372


def labels(names: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Names of kinds or rules in the language of the reader."""
    return {key: t(zh, en) for key, (zh, en) in names.items()}
