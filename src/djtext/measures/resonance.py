"""Which documents said something new, and was it kept? A table over the documents of a corpus in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from djtext.errors import UsageError
from djtext.lang import t
from djtext.measures.counts import Corpus
from djtext.measures.novelty import Novelty, novelty
from djtext.types import Cell, Column, Document, Table

WINDOW = 5
SMOOTHING = 0.5


def columns() -> tuple[Column, ...]:
    """The columns of the table."""
    return (
        Column("doc", "text", "文档", "doc", t("文档编号", "document id")),
        Column("title", "text", "标题", "title", t("文档标题", "title of the document")),
        Column("date", "date", "日期", "date", t("ISO 日期，可不完整", "ISO date, may be partial")),
        Column("novelty", "float", "新颖度（比特）", "novelty (bits)", t("相对于之前各篇的平均 KL 散度（Barron et al. 2018）；最前几篇为空", "mean KL divergence from each of the documents before (Barron et al. 2018); empty for the first ones")),
        Column("transience", "float", "消逝度（比特）", "transience (bits)", t("相对于之后各篇的平均 KL 散度；最后几篇为空", "mean KL divergence from each of the documents after; empty for the last ones")),
        Column("resonance", "float", "共鸣度（比特）", "resonance (bits)", t("新颖度减消逝度：正值表示新意被保留", "novelty minus transience: positive where what was new was kept")),
        Column("hits", "int", "命中", "hits", t("全部主题的命中数：越少，平滑的影响越大", "hits of all themes: the fewer, the more smoothing weighs")),
        Column("themes", "int", "主题数", "themes", t("不同主题的个数", "different themes")),
        Column("hanzi", "int", "汉字", "hanzi", t("文档的汉字数", "hanzi of the document")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resonance:
    """Every dated document with a theme, in the order of time, with its values."""

    docs: tuple[Document, ...]
    values: tuple[Novelty, ...]
    hits: tuple[int, ...]
    themes: tuple[int, ...]
    hanzi: tuple[int, ...]
    window: int
    smoothing: float
    notes: tuple[str, ...]


def resonance(corpus: Corpus, *, window: int = WINDOW, smoothing: float = SMOOTHING) -> Resonance:
    """Novelty, transience and resonance of documents over their theme counts, `window` documents to each side.

    Documents stand in the order of their dates, those of one date in the order of their ids. `smoothing` is added to the
    count of every theme that stands anywhere in the corpus. Documents without a date or without a theme are left out and
    counted. Raises UsageError where window is below 1 or smoothing negative.

    Source: Barron, Huang, Spang & DeDeo (2018).
    """
    if window < 1 or not 0 <= smoothing < 1e9:
        raise UsageError(
            t("--window 至少为 1，--smoothing 不能为负", "--window is at least 1, --smoothing not negative"),
            hint=t(f"默认 {WINDOW} 和 {SMOOTHING}", f"the defaults are {WINDOW} and {SMOOTHING}"),
        )
    hits = [0] * len(corpus.docs)
    kinds = [0] * len(corpus.docs)
    for at, count in zip(corpus.at, corpus.hits, strict=True):
        hits[at] += count
        kinds[at] += 1
    dated = [d for d, place in enumerate(corpus.placed) if place.group]
    kept = sorted((d for d in dated if hits[d]), key=lambda d: (corpus.docs[d].date, corpus.docs[d].id))
    inside = set(kept)
    used = sorted({key for at, key in zip(corpus.at, corpus.key, strict=True) if at in inside})
    values = novelty(corpus.matrix(kept, used).tolist(), w=window, smoothing=smoothing) if kept else ()
    notes = [
        t(
            f"以各篇的主题分布计算，前后各 {window} 篇，KL 散度以 2 为底；{len(used)} 个主题的命中数各加 {smoothing:g} 平滑",
            f"over the theme counts of documents, {window} to each side, KL divergence in bits; {smoothing:g} added to the "
            f"count of each of {len(used)} themes",
        ),
        t(
            "篇幅短、命中少的文档受平滑影响大，显得不新颖；同日的文档按编号排列",
            "short documents with few hits look less novel, because smoothing weighs more; documents of one date are in the "
            "order of their ids",
        ),
    ]
    if len(dated) < len(corpus.docs):
        notes.append(
            t(
                f"{len(corpus.docs) - len(dated)} 篇没有日期，未计入",
                f"{len(corpus.docs) - len(dated)} documents without a date are left out",
            )
        )
    if len(kept) < len(dated):
        notes.append(
            t(
                f"{len(dated) - len(kept)} 篇没有任何主题，未计入",
                f"{len(dated) - len(kept)} documents without any theme are left out",
            )
        )
    if len(kept) <= 2 * window:
        notes.append(
            t(
                f"只有 {len(kept)} 篇，前后不够 {window} 篇，没有一篇有共鸣度；可以减小 --window",
                f"{len(kept)} documents only: none has {window} on both sides, so none has a resonance; lower --window",
            )
        )
    if not smoothing and any(v.novelty is None for v in values[window:]):
        notes.append(
            t(
                "未平滑，零格使散度无穷大，相应的值为空",
                "without smoothing a zero makes a divergence infinite: those are empty",
            )
        )
    return Resonance(
        tuple(corpus.docs[d] for d in kept),
        tuple(values),
        tuple(hits[d] for d in kept),
        tuple(kinds[d] for d in kept),
        tuple(corpus.hanzi[d] for d in kept),
        window,
        smoothing,
        tuple(notes),
    )


SORTS = ("date", "novelty", "transience", "resonance")


def table(
    made: Resonance, *, by: str = "date", top: int | None = None, notes: Sequence[str] = (), made_by: str = ""
) -> Table:
    """The documents in the order of time, or the highest values of a column first. Raises UsageError for another word."""
    if by not in SORTS:
        raise UsageError(
            t(f"--sort 不能是“{by}”", f"--sort cannot be '{by}'"),
            hint=t(f"可用：{'、'.join(SORTS)}", f"known: {', '.join(SORTS)}"),
        )
    rows: list[tuple[Cell, ...]] = []
    for n, (doc, value) in enumerate(zip(made.docs, made.values, strict=True)):
        figures = (value.novelty, value.transience, value.resonance)
        rows.append(
            (
                doc.id,
                doc.title,
                doc.date,
                *(None if figure is None else round(figure, 4) for figure in figures),
                made.hits[n],
                made.themes[n],
                made.hanzi[n],
            )
        )
    if by != "date":
        place = [column.name for column in columns()].index(by)
        rows.sort(key=lambda row: (row[place] is None, -float(row[place] or 0)))
    return Table(
        t("新颖度与共鸣度", "Novelty and resonance"),
        columns(),
        tuple(rows[:top]),
        (*notes, *made.notes),
        made_by,
        "novelty",
    )
