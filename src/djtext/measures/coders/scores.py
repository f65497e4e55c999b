"""The machine scored against each coder: precision, recall and F1, pooled, on average over the codes, and by code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from djtext.lang import t
from djtext.measures.agreement.scores import Score, ScoreIntervals, bootstrap_scores, score
from djtext.measures.coders.panel import Panel, taken, themes_of
from djtext.measures.coders.recipe import ALL, MACRO, Recipe, keys_in
from djtext.read.coded import Coding
from djtext.types import Cell, Column, Table

COLUMNS = (
    Column("coder", "text", "编码者", "coder", "against whose codings the machine is scored"),
    Column("what", "text", "对象", "what", "role or themes"),
    Column("code", "text", "编码", "code", "a code; (all) pools all decisions, (macro) is the mean over the codes"),
    Column("units", "int", "单位", "units", "units that both have coded"),
    Column("coded", "int", "人工", "coded", "units to which the coder gave the code"),
    Column("found", "int", "机器", "found", "units to which the machine gave it"),
    Column("both", "int", "相同", "both", "units to which both gave it"),
    *(
        Column(f"{name}{end}", "float", f"{zh}{zh_end}", f"{name}{en_end}", f"{help_}{help_end}", 3)
        for name, zh, help_ in (
            ("precision", "精确率", "both / found"),
            ("recall", "召回率", "both / coded"),
            ("f1", "F1", "harmonic mean of precision and recall"),
        )
        for end, zh_end, en_end, help_end in (
            ("", "", "", ""),
            ("_low", "下限", " low", "; 95 % percentile bootstrap over documents"),
            ("_high", "上限", " high", "; 95 % percentile bootstrap over documents"),
        )
    ),
    Column("note", "text", "说明", "note", "why a cell is empty"),
)


def rows(panel: Panel, recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    """Rows of `COLUMNS`: the machine against each of the people, pooled, on average, and by code."""
    if not panel.machine:
        return
    last = len(panel.coders) - 1
    for n in panel.people:
        for what, read, order in (("role", _as_set, recipe.roles), ("themes", themes_of, recipe.themes)):
            units, docs = taken(panel, (n, last), read)
            weights = _weights(panel, n, last, read) if recipe.weighted else [1.0] * len(units)
            if units:
                yield from _scored(panel.coders[n], what, units, docs, weights, order, recipe)


def _weights(panel: Panel, n: int, last: int, read: Callable[[Coding | None], Any]) -> list[float]:
    """How many units each row of a sample stands for."""
    return [
        item.weight if item is not None and item.weight is not None else 1.0
        for unit in panel.units
        if read(item := unit.codings[n]) is not None and read(unit.codings[last]) is not None
    ]


def _as_set(item: Coding | None) -> frozenset[str] | None:
    return frozenset({item.role}) if item is not None and item.role is not None else None


def _scored(
    coder: str,
    what: str,
    units: Sequence[tuple[Any, ...]],
    docs: Sequence[str],
    weights: Sequence[float],
    order: Sequence[str],
    recipe: Recipe,
) -> Iterator[tuple[Cell, ...]]:
    codes = keys_in(units, order)
    names = sorted(set(docs))
    row = {name: n for n, name in enumerate(names)}
    column = {code: n for n, code in enumerate(codes)}
    counts = [[[0.0, 0.0, 0.0] for _ in codes] for _ in names]
    for (gold, found), doc, weight in zip(units, docs, weights, strict=True):
        for code in gold | found:
            kind = 0 if code in gold and code in found else 1 if code in found else 2
            counts[row[doc]][column[code]][kind] += weight
    pooled = [[[sum(cell[k] for cell in line) for k in range(3)]] for line in counts]
    made, macro = bootstrap_scores(counts, resamples=recipe.resamples, seed=recipe.seed)
    (whole,), _ = bootstrap_scores(pooled, resamples=recipe.resamples, seed=recipe.seed)
    totals = [score(*(sum(line[n][k] for line in counts) for k in range(3))) for n in range(len(codes))]
    total = score(*(sum(line[0][k] for line in pooled) for k in range(3)))
    yield _score_row(coder, what, ALL, len(units), total, whole)
    means = [s.f1 for s in totals if s.f1 is not None]
    empty: tuple[Cell, ...] = (None,) * 6
    yield (
        coder, what, MACRO, len(units), None, None, None, *empty, sum(means) / len(means) if means else None,
        macro.low if macro else None, macro.high if macro else None, "",
    )  # fmt: skip
    for code, s, intervals in zip(codes, totals, made, strict=True):
        yield _score_row(coder, what, code, len(units), s, intervals)


def _score_row(coder: str, what: str, code: str, units: int, s: Score, intervals: ScoreIntervals) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for value, interval in ((s.precision, intervals.precision), (s.recall, intervals.recall), (s.f1, intervals.f1)):
        known = interval is not None and value is not None
        cells += [value, interval.low if known and interval else None, interval.high if known and interval else None]
    note = ""
    if s.precision is None:
        note = t("机器一次也没给", "the machine never gives it")
    elif s.recall is None:
        note = t("编码者一次也没给", "the coder never gives it")
    elif intervals.f1 is None:
        note = t("文档太少，没有区间", "too few documents for an interval")
    counts = (_tidy(s.tp + s.fn), _tidy(s.tp + s.fp), _tidy(s.tp))
    return (coder, what, code, units, *counts, *cells, note)


def _tidy(count: float) -> int | float:
    """A count whole where it is whole; sums of weights are not."""
    return int(count) if float(count).is_integer() else round(count, 2)


def table(panel: Panel, recipe: Recipe, made_by: str = "") -> Table:
    """The rows as a table, held."""
    return Table(t("机器与人", "Machine against coders"), COLUMNS, tuple(rows(panel, recipe)), (), made_by, "scores")
