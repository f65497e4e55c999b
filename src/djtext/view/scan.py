"""A scan for a reader at a terminal: a line a document, or a page a document."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from djtext.lang import t
from djtext.measures.reuse import label as kind_label
from djtext.measures.scan import Copied, Scanned, Theme
from djtext.measures.unusual import FEWEST_DOCS
from djtext.types import Cell, Column, Table
from djtext.view.escape import terminal as safe
from djtext.view.terminal import console, show_table, width_of, write_line
from djtext.view.wrap import wrap

if TYPE_CHECKING:
    from rich.console import Console

_PHRASES, _PASSAGES, _PAIRS = 12, 8, 12  # on a page; the tables have all
_LONG = 200  # characters of a passage that a page quotes

Labels = Mapping[str, str]


def line(found: Scanned, labels: Labels) -> tuple[Cell, ...]:
    """The figures of a document as a line of the summary has them."""
    if found.known:
        unusual = t("基准已有：", "in the baseline: ") + found.known[0]
    else:
        unusual = t("、", ", ").join(_brief(theme, labels) for theme in found.claimed[:3])
        if len(found.claimed) > 3:
            unusual += t(f" 等 {len(found.claimed)} 个", f" and {len(found.claimed) - 3} more")
    near = found.nearest[0] if found.nearest else None
    return (
        found.score, found.title or found.doc, found.date,
        unusual, "" if found.phrases is None else t("、", ", ").join(p.text for p in found.phrases[:2]),
        found.reuse_share, f"{near.cosine:.2f} {near.title or near.doc}" if near else "",
    )  # fmt: skip


def one_line(found: Scanned, labels: Labels) -> str:
    """A document in one line, for a stream of them."""
    score, title, date, unusual, phrases, reused, nearest = line(found, labels)
    parts = [f"{score:.2f}", str(title), str(date), str(unusual), str(phrases)]
    if isinstance(reused, float) and reused:
        parts.append(t(f"照搬 {reused:.1%}", f"reused {reused:.1%}"))
    return safe("  ".join(part for part in [*parts, str(nearest)] if part))


def _brief(theme: Theme, labels: Labels) -> str:
    sign = {"strong": "↑", "weak": "↓", "absent": "∅"}[theme.figure.side]
    return f"{labels.get(theme.key, theme.key)}{sign}"


def summary_columns() -> tuple[Column, ...]:
    """The columns of the summary."""
    return (
        Column("score", "float", "异常分", "score"),
        Column("title", "text", "标题", "title"),
        Column("date", "date", "日期", "date"),
        Column("unusual", "text", "异常主题", "unusual"),
        Column("new_phrases", "text", "新提法", "new phrases"),
        Column("reuse_share", "share", "照搬", "reused"),
        Column("nearest", "text", "最近", "nearest"),
    )


def show_summary(
    lines: Sequence[tuple[Cell, ...]], notes: Sequence[str], made_by: str, stream: TextIO | None = None
) -> None:
    """A line a document, the most unusual first."""
    table = Table(t("新文扫描", "Scan"), summary_columns(), tuple(lines), tuple(notes), made_by, "scan")
    show_table(table, stream)


def show_page(found: Scanned, labels: Labels, stream: TextIO | None = None) -> None:
    """All that a scan says of one document, with quotations and their places (offsets in the text, from 0)."""
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    head = "  ".join(part for part in (found.title, found.date, found.source) if part)
    write_line(out, Text("━" * min(width, 100), style="dim"))
    write_line(out, Text(safe(head or found.doc), style="bold"))
    _item(out, width, t("文档", "document"), [found.doc])
    _item(out, width, t("篇幅", "size"), [t(f"{found.chars:,} 字，汉字 {found.hanzi:,}", f"{found.chars:,} characters, {found.hanzi:,} hanzi")])  # fmt: skip
    if found.known:
        _item(out, width, t("已在基准", "known"), [t("与此相同，不与自己比较：", "the same document, not compared with itself: ") + t("、", ", ").join(found.known)])  # fmt: skip
    _item(out, width, t("异常分", "score"), [f"{found.score:.2f}"])
    _item(out, width, t("新颖度", "novelty"), [_novelty(found)])
    _item(out, width, t("自写", "own"), [_shares(found)])
    top = t("、", ", ").join(f"{labels.get(x.key, x.key)} {x.figure.hits}" for x in found.top)
    _item(out, width, t("主要主题", "themes"), [top or t("没有命中", "none")])
    _item(out, width, t("异常主题", "unusual"), _themes(found, labels))
    _item(out, width, t("新提法", "new phrases"), _phrases(found))
    _item(out, width, t("与基准相同", "shared"), _copied(found))
    near = [
        f"{each.cosine:.2f}  {each.doc}" + (f"  {each.title}" if each.title and each.title not in each.doc else "")
        + (f"  {each.date}" if each.date and each.date not in each.doc else "")
        for each in found.nearest
    ]  # fmt: skip
    _item(out, width, t("最近", "nearest"), near or [t("没有", "none")])
    _item(out, width, t("问题与对策", "problems"), _pairs(found))
    write_line(out, Text(""))


def _item(out: Console, width: int, label: str, lines: Sequence[str]) -> None:
    """A label, and beside it lines that hang."""
    from rich.cells import cell_len
    from rich.text import Text

    indent = 14
    first = True
    for text in lines:
        inner = len(text) - len(text.lstrip(" "))
        room = max(20, width - indent - inner)
        for n, piece in enumerate(wrap(safe(text.strip()), room - (2 if inner else 0))):
            shown = Text("  ")
            head = label if first else ""
            shown.append(head + " " * max(1, indent - 2 - cell_len(head)), style="cyan")
            shown.append(" " * (inner + (2 if inner and n else 0)) + piece)
            write_line(out, shown)
            first = False


def _novelty(found: Scanned) -> str:
    if found.novelty.bits is None:
        return t(
            "给不出：没有主题命中，或基准没有", "cannot be given: no theme in the document, or none in the baseline"
        )
    said = t(f"{found.novelty.bits:.2f} 比特", f"{found.novelty.bits:.2f} bits")
    if found.novelty.rank is None:
        return said
    return said + t(
        f"，高于篇幅相近的 {found.compared} 篇中的 {found.novelty.rank:.0%}",
        f", above {found.novelty.rank:.0%} of {found.compared} documents of like length",
    )


def _shares(found: Scanned) -> str:
    if found.own_share is None:
        return t("基准里没有别的文档", "the baseline has no other document")
    parts = [
        f"{found.own_share:.1%}",
        t(f"照搬 {found.reuse_share:.1%}", f"reused {found.reuse_share:.1%}"),
        t(f"引用 {found.quote_share:.1%}", f"quoted {found.quote_share:.1%}"),
        t(f"套话 {found.boilerplate_share:.1%}", f"boilerplate {found.boilerplate_share:.1%}"),
    ]
    return t("，", ", ").join(parts)


def _themes(found: Scanned, labels: Labels) -> list[str]:
    if found.compared < FEWEST_DOCS:
        return [
            t(
                f"不作判断：篇幅相近的只有 {found.compared} 篇，不足 {FEWEST_DOCS} 篇",
                f"nothing is claimed: {found.compared} documents of like length, fewer than {FEWEST_DOCS}",
            )
        ]
    if not found.claimed:
        tested = sum(theme.figure.p is not None for theme in found.themes)
        return [
            t(
                f"没有（检验了 {tested} 个主题，对照 {found.compared} 篇；q 都大于 0.05）",
                f"none ({tested} themes tested against {found.compared} documents; every q is above 0.05)",
            )
        ]
    made = []
    for theme in found.claimed:
        f = theme.figure
        word = {"strong": t("偏多", "strong"), "weak": t("偏少", "weak"), "absent": t("缺席", "absent")}[f.side]
        ratio = t("对照没有", "none there") if f.ratio is None else f"×{f.ratio:.2f}" if f.ratio < 100 else "×100+"
        expected = f"{f.expected:.1f}" if f.expected >= 0.1 or not f.expected else "<0.1"
        more = f.hits >= f.expected
        made.append(
            f"{labels.get(theme.key, theme.key)} {word}  "
            + t(
                f"{f.hits} 处，按对照应有 {expected}（{ratio}）；{f.compared} 篇中 {f.as_extreme} 篇率{'不低于' if more else '不高于'}它；q {f.q:.3f}",
                f"{f.hits} hits where {expected} are expected ({ratio}); {f.as_extreme} of {f.compared} documents have a rate as {'high' if more else 'low'}; q {f.q:.3f}",
            )
        )
        if theme.example:
            made.append("  " + t("例：", "e.g. ") + _short(theme.example))
    return made


def _phrases(found: Scanned) -> list[str]:
    if found.phrases is None:
        return [t("文档已在基准里，不能判断", "the document is in the baseline: cannot be said")]
    made = []
    for phrase, sentence in zip(found.phrases[:_PHRASES], found.sentences, strict=False):
        marks = [f"×{phrase.hits}"] if phrase.hits > 1 else []
        marks += [t("加引号", "in quotation marks")] if phrase.quoted else []
        marks += [t("另有新文也有", "in other new documents too")] if phrase.shared else []
        made.append(f"{phrase.text}  {t('，', ', ').join(marks)}  @{phrase.start}")
        made.append("  " + _short(sentence))
    rest = len(found.phrases) - _PHRASES
    if rest > 0:
        made.append(t(f"另有 {rest} 个", f"{rest} more"))
    return made or [t("没有", "none")]


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _LONG else text[:_LONG] + "…"


def _copied(found: Scanned) -> list[str]:
    made = []
    for each in found.copied[:_PASSAGES]:
        facts = [
            f"@{each.start}–{each.end}",
            t(f"{each.end - each.start} 字", f"{each.end - each.start} characters"),
            t(f"相似 {each.similarity:.1%}", f"{each.similarity:.1%} alike"),
            kind_label(each.kind),
        ]
        if each.whom:
            facts.append(t(f"引自 {each.whom}", f"from {each.whom}"))
        made.append(t("，", ", ").join(facts) + t("：", ": ") + _short(each.text))
        made.append("  " + _source(each))
        if each.similarity < 1:
            made.append("  " + t("出处作：", "there: ") + _short(each.other_text))
    rest = len(found.copied) - _PASSAGES
    if rest > 0:
        made.append(t(f"另有 {rest} 处", f"{rest} more"))
    return made or [t("没有 20 字以上相同的文字", "no passage of 20 characters or more")]


def _source(each: Copied) -> str:
    named = each.doc
    if each.title and each.title not in named:
        named += f" {each.title}"
    if each.date and each.date not in named:
        named += f" {each.date}"
    order = {
        "b_to_a": t("出处在先", "the earlier"),
        "a_to_b": t("出处在后", "the later"),
        "unknown": t("先后不明", "order unknown"),
    }[each.direction]
    told = t(f"见于 {each.docs} 篇", f"in {each.docs} documents")
    return f"← {named} @{each.other_start}–{each.other_end}（{order}，{told}）"


def _pairs(found: Scanned) -> list[str]:
    counted = t(
        f"问题 {len(found.problems)} 段，对策 {len(found.remedies)} 段，配对 {len(found.links)} 对",
        f"{len(found.problems)} problem passages, {len(found.remedies)} remedy passages, {len(found.links)} links",
    )
    made = [counted]
    shown: dict[tuple[int, int], list[Any]] = {}
    for link in found.links:
        shown.setdefault((link.problem.start, link.problem.end), []).append(link)
    for (start, _), links in sorted(shown.items())[:_PAIRS]:
        made.append(f"@{start} " + _short(links[0].problem.text))
        made += [
            f"  → @{link.remedy.start} {_short(link.remedy.text)}（{link.rule} {link.score:.2f}）" for link in links
        ]
    return made
