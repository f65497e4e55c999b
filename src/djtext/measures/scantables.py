"""A scan as tables and records, and the conditions that scripts put to it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t
from djtext.measures.scan import Scanned
from djtext.types import Cell, Codebook, Column

TABLES = ("docs", "themes", "phrases", "passages", "pairs")
_IN_ROW = 5


def columns() -> tuple[Column, ...]:
    """One row a document; the first twelve are the contract."""
    return (
        Column("doc", "text", "文档", "doc", t("文档编号", "document id")),
        Column("title", "text", "标题", "title", t("标题", "title")),
        Column("date", "date", "日期", "date", t("ISO 日期，可不完整", "ISO date, may be partial")),
        Column("status", "text", "状态", "status", t("ok、partial；known 表示基准里已有", "ok or partial; known where the baseline has it")),
        Column("chars", "int", "字数", "chars", t("字符数", "characters")),
        Column("top_themes", "text", "主要主题", "top themes", t("命中最多的五个主题：键:命中", "the five themes with most hits, as key:hits")),
        Column("unusual", "text", "异常主题", "unusual", t("q ≤ 0.05 的主题：键:strong（偏多）、weak（偏少）或 absent（缺席）:率比", "themes with q ≤ 0.05, as key:strong, weak or absent:rate ratio")),
        Column("new_phrases", "text", "新提法", "new phrases", t("基准里从未出现的短语，最多列五个；known 的文档为空", "phrases that the baseline nowhere has, at most five; empty where the document is known")),
        Column("reuse_share", "share", "照搬", "reused", t("与基准雷同或重篇的字数比例，引用和套话不计", "share in passages copied from the baseline, quotations and boilerplate aside")),
        Column("nearest", "text", "最近", "nearest", t("最像的三篇：编号 余弦", "the three documents most like it, as id and cosine")),
        Column("problems", "int", "问题", "problems", t("说问题的段落数", "passages that state problems")),
        Column("remedies", "int", "对策", "remedies", t("说对策的段落数", "passages that state remedies")),
        Column("pairs", "int", "配对", "pairs", t("问题与对策的配对数", "links between problems and remedies")),
        Column("own_share", "share", "自写", "own", t("基准里没有、或只在更晚的文档里有的字数比例", "share that stands in no document of the baseline, or in later ones only")),
        Column("novelty", "float", "新颖度（比特）", "novelty (bits)", t("主题分布相对于基准各篇的平均 KL 散度（Barron et al. 2018）", "mean KL divergence of its themes from each document of the baseline (Barron et al. 2018)")),
        Column("novelty_rank", "share", "新颖位次", "novelty rank", t("篇幅相近的基准文档中新颖度更低的比例", "share of comparable documents of the baseline with less novelty")),
        Column("score", "float", "异常分", "score", t("0 到 1：异常主题、新颖位次、与最近一篇的距离、新提法密度四项的平均", "0 to 1: mean of unusual themes, novelty rank, distance from the nearest document and density of new phrases")),
        Column("unusual_themes", "int", "异常主题数", "unusual themes", t("q ≤ 0.05 的主题个数", "number of themes with q ≤ 0.05")),
        Column("phrases", "int", "新提法数", "phrases", t("新短语的个数（最多 100）", "number of new phrases (at most 100)")),
        Column("compared", "int", "对照篇数", "compared", t("主题所对照的、篇幅相近的基准文档数", "documents of the baseline, of like length, that themes are compared with")),
        Column("hanzi", "int", "汉字", "hanzi", t("汉字数", "hanzi")),
        Column("source", "text", "来源", "source", t("来源或发文单位", "source or issuer")),
        Column("known", "text", "已在基准", "known", t("基准里与它相同的文档", "documents of the baseline that are the same")),
    )  # fmt: skip


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def _ratio(value: float | None) -> str:
    return "new" if value is None else f"{value:.2f}"


def row(found: Scanned) -> tuple[Cell, ...]:
    """One document as a row."""
    phrases = found.phrases
    return (
        found.doc, found.title, found.date, "known" if found.known else found.status, found.chars,
        " ".join(f"{theme.key}:{theme.figure.hits}" for theme in found.top),
        " ".join(f"{theme.key}:{theme.figure.side}:{_ratio(theme.figure.ratio)}" for theme in found.claimed),
        None if phrases is None else " ".join(phrase.text for phrase in phrases[:_IN_ROW]),
        _rounded(found.reuse_share),
        "; ".join(f"{near.doc} {near.cosine:.2f}" for near in found.nearest),
        len(found.problems), len(found.remedies), len(found.links), _rounded(found.own_share),
        _rounded(found.novelty.bits), _rounded(found.novelty.rank), found.score, len(found.claimed),
        None if phrases is None else len(phrases), found.compared, found.hanzi, found.source, "; ".join(found.known),
    )  # fmt: skip


def theme_columns() -> tuple[Column, ...]:
    """One row a theme of a document."""
    return (
        Column("doc", "text", "文档", "doc", t("文档编号", "document id")),
        Column("theme", "text", "主题键", "theme", t("主题的键", "key of the theme")),
        Column("hits", "int", "命中", "hits", t("本文命中", "hits in the document")),
        Column("per_10k", "float", "每万字", "per 10k", t("每万汉字命中", "hits per 10,000 hanzi")),
        Column("expected", "float", "期望", "expected", t("按对照文档的率，本文应有的命中", "hits that it would have at the rate of the documents compared with")),
        Column("ratio", "float", "率比", "ratio", t("本文的率除以对照文档的率；对照文档没有则空", "its rate divided by theirs; empty where they have none")),
        Column("as_extreme", "int", "同样极端", "as extreme", t("率至少同样高（或低）的对照文档数", "documents whose rate is at least as high (or as low)")),
        Column("compared", "int", "对照篇数", "compared", t("对照文档数", "documents compared with")),
        Column("p", "p", "p", "p", t("双侧 2(b+1)/(m+1)；未检验为空", "two-sided, 2(b+1)/(m+1); empty where not tested")),
        Column("q", "p", "q", "q", t("Benjamini–Hochberg，在本文受检主题之内", "Benjamini–Hochberg, within the tested themes of the document")),
        Column("side", "text", "判断", "side", t("strong 偏多、weak 偏少、absent 缺席；空为不作判断", "strong, weak or absent; empty where nothing is claimed")),
        Column("example", "text", "例句", "example", t("一句含此主题的话", "a sentence with the theme")),
    )  # fmt: skip


def theme_rows(found: Scanned) -> list[tuple[Cell, ...]]:
    """The themes of a document as rows."""
    return [
        (
            found.doc, theme.key, f.hits, round(f.per_10k, 4), round(f.expected, 4), _rounded(f.ratio), f.as_extreme,
            f.compared, _rounded(f.p, 6), _rounded(f.q, 6), f.side, theme.example,
        )
        for theme in found.themes
        for f in (theme.figure,)
    ]  # fmt: skip


def phrase_columns() -> tuple[Column, ...]:
    """One row a new phrase."""
    return (
        Column("doc", "text", "文档", "doc", t("文档编号", "document id")),
        Column(
            "phrase", "text", "新提法", "phrase", t("基准里从未出现的短语", "a phrase that the baseline nowhere has")
        ),
        Column("hits", "int", "处数", "hits", t("各不相同的上下文中的处数", "places, each in surroundings of its own")),
        Column("quoted", "int", "引号", "quoted", t("1：作者加了引号", "1 where the writer set it in quotation marks")),
        Column(
            "shared", "int", "另有新文", "shared", t("1：同批另有新文也有", "1 where other new documents have it too")
        ),
        Column("start", "int", "起", "start", t("第一处的起点", "where the first place begins")),
        Column("end", "int", "止", "end", t("第一处的终点", "where it ends")),
        Column("sentence", "text", "上下文", "context", t("第一处的上下文", "what stands around the first place")),
    )


def phrase_rows(found: Scanned) -> list[tuple[Cell, ...]]:
    """The new phrases of a document as rows."""
    return [
        (found.doc, p.text, p.hits, int(p.quoted), int(p.shared), p.start, p.end, sentence)
        for p, sentence in zip(found.phrases or (), found.sentences, strict=True)
    ]


def passage_columns() -> tuple[Column, ...]:
    """One row a passage that the baseline has."""
    return (
        Column("doc", "text", "文档", "doc", t("新文档", "the new document")),
        Column("start", "int", "起", "start", t("起点", "offset of the passage")),
        Column("end", "int", "止", "end", t("终点", "offset behind it")),
        Column("from_doc", "text", "出处", "from", t("基准文档", "document of the baseline")),
        Column("from_start", "int", "出处起", "from start", t("出处中的起点", "offset there")),
        Column("from_end", "int", "出处止", "from end", t("出处中的终点", "offset behind it")),
        Column("length", "int", "字数", "length", t("新文中的字符数", "characters in the new document")),
        Column("similarity", "float", "相似度", "similarity", t("1 − 改动 ÷ 长度，不计标点空白", "1 − edits ÷ length, without marks and spaces")),
        Column("kind", "text", "类别", "kind", t("copy 雷同、quote 引用、boilerplate 套话、duplicate 重篇", "copy, quote, boilerplate or duplicate")),
        Column("direction", "text", "先后", "direction", t("b_to_a：出处在先；a_to_b：新文在先；unknown：不明", "b_to_a: the baseline's is the earlier; a_to_b: the new one is; unknown")),
        Column("docs", "int", "篇数", "docs", t("见于多少篇（含新文）", "in how many documents it stands, the new one counted")),
        Column("from_date", "date", "出处日期", "from date", t("出处的日期", "date of the source")),
        Column("from_title", "text", "出处标题", "from title", t("出处的标题", "title of the source")),
        Column("quoted_from", "text", "引自", "quoted from", t("引文所指的人或文件", "the person or document that a quotation names")),
        Column("text", "text", "文字", "text", t("新文中的文字", "the passage in the new document")),
        Column("from_text", "text", "出处文字", "from text", t("出处中的文字", "the passage in the source")),
    )  # fmt: skip


def passage_rows(found: Scanned) -> list[tuple[Cell, ...]]:
    """The copied passages of a document as rows."""
    return [
        (
            found.doc, c.start, c.end, c.doc, c.other_start, c.other_end, c.end - c.start, c.similarity, c.kind,
            c.direction, c.docs, c.date, c.title, c.whom, c.text, c.other_text,
        )
        for c in found.copied
    ]  # fmt: skip


def pair_columns() -> tuple[Column, ...]:
    """One row a problem with a remedy; those that stand alone too."""
    return (
        Column("doc", "text", "文档", "doc", t("文档编号", "document id")),
        Column("problem", "text", "问题", "problem", t("问题段落；空：对策没有配上问题", "the problem; empty where a remedy answers none")),
        Column("problem_start", "int", "问题起", "problem start", t("起点", "offset")),
        Column("problem_end", "int", "问题止", "problem end", t("终点", "offset behind it")),
        Column("remedy", "text", "对策", "remedy", t("对策段落；空：问题没有对策", "the remedy; empty where the problem has none")),
        Column("remedy_start", "int", "对策起", "remedy start", t("起点", "offset")),
        Column("remedy_end", "int", "对策止", "remedy end", t("终点", "offset behind it")),
        Column("rule", "text", "依据", "rule", t("配对的依据", "the evidence for the link")),
        Column("score", "float", "得分", "score", t("0 到 1", "0 to 1")),
    )  # fmt: skip


def pair_rows(found: Scanned) -> list[tuple[Cell, ...]]:
    """Links, then problems and remedies that are in none, each in the order of the text."""
    linked = {(link.problem.start, link.problem.end) for link in found.links} | {
        (link.remedy.start, link.remedy.end) for link in found.links
    }
    made: list[tuple[Cell, ...]] = [
        (
            found.doc, link.problem.text, link.problem.start, link.problem.end, link.remedy.text, link.remedy.start,
            link.remedy.end, link.rule, link.score,
        )
        for link in found.links
    ]  # fmt: skip
    made += [
        (found.doc, p.text, p.start, p.end, "", None, None, "", None)
        for p in found.problems
        if (p.start, p.end) not in linked
    ]
    made += [
        (found.doc, "", None, None, p.text, p.start, p.end, "", None)
        for p in found.remedies
        if (p.start, p.end) not in linked
    ]
    return made


Rows = Callable[[Scanned], Iterable[tuple[Cell, ...]]]


def shape(name: str) -> tuple[tuple[Column, ...], Rows]:
    """The columns of one of `TABLES`, and what makes its rows of a document."""
    made = {
        "docs": columns, "themes": theme_columns, "phrases": phrase_columns, "passages": passage_columns,
        "pairs": pair_columns,
    }  # fmt: skip
    return made[name](), _ROWS[name]


_ROWS: dict[str, Rows] = {
    "docs": lambda found: [row(found)],
    "themes": theme_rows,
    "phrases": phrase_rows,
    "passages": passage_rows,
    "pairs": pair_rows,
}


def record(found: Scanned) -> dict[str, Any]:
    """One document with everything, for a line of JSON: the columns of its row, and a list under each other table's name.

    The count of new phrases is `phrase_count` there, and `pair_count` that of links, so that the lists keep the tables' names.
    """
    made: dict[str, Any] = dict(zip((column.name for column in columns()), row(found), strict=True))
    made["phrase_count"] = made.pop("phrases")
    made["pair_count"] = made.pop("pairs")
    for name in TABLES[1:]:
        names = [column.name for column in shape(name)[0]][1:]
        made[name] = [dict(zip(names, cells[1:], strict=True)) for cells in _ROWS[name](found)]
    return made


_CONDITION = re.compile(r"\s*(theme:([\w\-]+)|[a-z_]+)\s*(>=|<=|!=|==|=|>|<)\s*([0-9]+(?:\.[0-9]+)?)\s*\Z")
_FIGURES: dict[str, Callable[[Scanned], float | None]] = {
    "reuse": lambda found: found.reuse_share,
    "own": lambda found: found.own_share,
    "unusual": lambda found: len(found.claimed),
    "phrases": lambda found: None if found.phrases is None else len(found.phrases),
    "novelty": lambda found: found.novelty.bits,
    "novelty_rank": lambda found: found.novelty.rank,
    "score": lambda found: found.score,
    "problems": lambda found: len(found.problems),
    "remedies": lambda found: len(found.remedies),
    "pairs": lambda found: len(found.links),
    "chars": lambda found: found.chars,
    "known": lambda found: len(found.known),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A figure compared with a number: `theme` is a theme's key, or empty where `figure` names another."""

    text: str
    figure: str
    theme: str
    operator: str
    value: float

    def holds(self, found: Scanned) -> bool:
        """Whether it holds of a document; a figure that cannot be given meets nothing."""
        if self.theme:
            have: float | None = sum(x.figure.hits for x in found.themes if x.key == self.theme)
        else:
            have = _FIGURES[self.figure](found)
        if have is None:
            return False
        return {
            ">": have > self.value, ">=": have >= self.value, "<": have < self.value, "<=": have <= self.value,
            "=": have == self.value, "==": have == self.value, "!=": have != self.value,
        }[self.operator]  # fmt: skip


def conditions(given: Sequence[str], book: Codebook) -> tuple[Condition, ...]:
    """Conditions as written: `theme:KEY>5`, `reuse>0.3`, `unusual>2`, `novelty>1.5` and so on.

    >>> conditions(["reuse>0.3"], Codebook("b", "1", ()))[0].value
    0.3

    Raises UsageError where one cannot be read, or names a theme that the codebook does not have.
    """
    made = []
    for text in given:
        match = _CONDITION.match(text)
        if match is None:
            raise UsageError(
                t(f"--fail-on 看不懂“{text}”", f"--fail-on: cannot read '{text}'"),
                hint=t("写成 名称 比较 数，如 'theme:xingshizhuyi>5'、'reuse>0.3'", "write NAME OP NUMBER, as 'theme:xingshizhuyi>5' or 'reuse>0.3'"),
            )  # fmt: skip
        name, theme, operator, value = match.groups()
        known = book.keys() if theme else tuple(_FIGURES)
        word = theme or name
        if word not in known:
            close = difflib.get_close_matches(word, known, n=1)
            raise UsageError(
                t(f"--fail-on：没有“{word}”", f"--fail-on: there is no '{word}'"),
                hint=t(f"是不是 {close[0]}？", f"did you mean {close[0]}?")
                if close
                else t(f"可用：theme:键、{'、'.join(_FIGURES)}", f"known: theme:KEY, {', '.join(_FIGURES)}"),
            )
        made.append(Condition(text.strip(), "" if theme else name, theme or "", operator, float(value)))
    return tuple(made)
