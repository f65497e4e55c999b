"""How far coders agree: of all people together, of each code, of each pair, and of the machine with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

from djtext.lang import t
from djtext.measures.agreement.alpha import Level, bootstrap_alpha, krippendorff_alpha
from djtext.measures.agreement.coefficients import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    specific_agreement,
)
from djtext.measures.agreement.distances import jaccard_distance, masi_distance
from djtext.measures.coders.panel import Panel, role_of, taken, themes_of, value_of
from djtext.measures.coders.recipe import ALL, Recipe, keys_in, ordered
from djtext.read.coded import Coding
from djtext.types import Cell, Column, Table

COLUMNS = (
    Column("what", "text", "对象", "what", "role, themes, or the column that was asked for"),
    Column(
        "code",
        "text",
        "编码",
        "code",
        "one code, taken as given or not given; (all): role whole, themes as sets or all decisions pooled",
    ),
    Column("measure", "text", "尺度", "scale", "nominal, ordinal, interval, MASI, Jaccard or yes/no"),
    Column("coders", "text", "编码者", "coders", "whose codings are compared"),
    Column("units", "int", "单位", "units", "units that two or more of them have coded"),
    Column("agreement", "share", "一致率", "agreement", "mean share of pairs of codings that are equal"),
    Column(
        "lenient", "share", "含次选", "with second", "of roles: share of pairs that agree if second roles are allowed"
    ),
    Column("kappa", "float", "Cohen κ", "Cohen's κ", "Cohen (1960), unweighted; two coders only", 3),
    Column("fleiss", "float", "Fleiss κ", "Fleiss' κ", "Fleiss (1971), over units that all have coded", 3),
    Column("alpha", "float", "Krippendorff α", "Krippendorff's α", "Krippendorff (2004), with the measure named", 3),
    Column("alpha_low", "float", "α 下限", "α low", "95 % percentile bootstrap over documents", 3),
    Column("alpha_high", "float", "α 上限", "α high", "95 % percentile bootstrap over documents", 3),
    Column("ac1", "float", "Gwet AC1", "Gwet's AC1", "Gwet (2008)", 3),
    Column(
        "f1", "float", "F1", "F1", "of yes/no: agreement on where the code applies (Dice); (all) pools all themes", 3
    ),
    Column("note", "text", "说明", "note", "why a cell is empty"),
)


def rows(panel: Panel, recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    """Rows of `COLUMNS`: all people together, each code, then pairs of coders and the machine with each."""
    people = panel.people
    groups = [people] if len(people) > 1 else []
    pairs = list(combinations(people, 2)) if len(people) > 2 else []
    if panel.machine:
        pairs += [(n, len(panel.coders) - 1) for n in people]
    if recipe.column:
        for group in [*groups, *pairs]:
            yield from _column_rows(panel, group, recipe)
        return
    for group in groups:
        yield from _whole(panel, group, recipe)
        yield from _by_code(panel, group, recipe)
    for group in pairs:
        yield from _whole(panel, group, recipe)


def _named(panel: Panel, group: Sequence[int]) -> str:
    return " × ".join(panel.coders[n] for n in group)


def _row(
    panel: Panel,
    group: Sequence[int],
    recipe: Recipe,
    what: tuple[str, str, str],
    units: Sequence[tuple[Any, ...]],
    docs: Sequence[str],
    *,
    level: Level = "nominal",
    distance: Any = None,
    categories: int = 0,
    lenient: float | None = None,
    times: Sequence[int] | None = None,
) -> tuple[Cell, ...]:
    nominal = distance is None and level == "nominal"
    agreed = percent_agreement(units, times=times)
    kappa = cohen_kappa(units, times=times) if nominal and len(group) == 2 else None
    fleiss = fleiss_kappa(units, times=times) if nominal else None
    alpha = krippendorff_alpha(units, level=level, distance=distance, times=times)
    interval = bootstrap_alpha(
        units, docs, level=level, distance=distance, times=times, resamples=recipe.resamples, seed=recipe.seed
    )
    ac1 = gwet_ac1(units, categories=categories, times=times) if nominal else None
    f1 = specific_agreement(units, times=times) if what[2] == "yes/no" else None
    number = len(units) if times is None else sum(times)
    note = ""
    if not units:
        note = t("没有两人都编的单位", "no unit that two have coded")
    elif alpha is None:
        note = t(
            "只出现一种编码，机会校正系数无定义", "one code only: coefficients corrected for chance are not defined"
        )
    elif interval is None:
        note = t("文档太少，没有区间", "too few documents for an interval")
    return (
        *what, _named(panel, group), number, agreed, lenient, kappa, fleiss, alpha,
        interval.low if interval and alpha is not None else None,
        interval.high if interval and alpha is not None else None, ac1, f1, note,
    )  # fmt: skip


def _whole(panel: Panel, group: Sequence[int], recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    units, docs = taken(panel, group, role_of)
    if units or not taken(panel, group, themes_of)[0]:
        yield _row(
            panel, group, recipe, ("role", ALL, "nominal"), units, docs, categories=len(recipe.roles),
            lenient=_lenient(panel, group),
        )  # fmt: skip
    units, docs = taken(panel, group, themes_of)
    if units:
        for measure, distance in (("MASI", masi_distance), ("Jaccard", jaccard_distance)):
            yield _row(panel, group, recipe, ("themes", ALL, measure), units, docs, distance=distance)
        pooled = _pooled(units, docs, keys_in(units, recipe.themes))
        yield _row(
            panel, group, recipe, ("themes", ALL, "yes/no"), [unit for _, unit in pooled], [doc for doc, _ in pooled],
            categories=2, times=list(pooled.values()),
        )  # fmt: skip


def _pooled(
    units: Sequence[tuple[Any, ...]], docs: Sequence[str], keys: Sequence[str]
) -> Counter[tuple[str, tuple[bool | None, ...]]]:
    """Every decision on every theme, given or not given, by document."""
    made: Counter[tuple[str, tuple[bool | None, ...]]] = Counter()
    for doc, unit in zip(docs, units, strict=True):
        named = {key for value in unit if value is not None for key in value}
        for key in named:
            made[doc, tuple(None if value is None else key in value for value in unit)] += 1
        if len(named) < len(keys):
            made[doc, tuple(None if value is None else False for value in unit)] += len(keys) - len(named)
    return made


def _by_code(panel: Panel, group: Sequence[int], recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    units, docs = taken(panel, group, role_of)
    for role in ordered({v for unit in units for v in unit if v is not None}, recipe.roles):
        binary = [tuple(None if v is None else v == role for v in unit) for unit in units]
        yield _row(panel, group, recipe, ("role", role, "yes/no"), binary, docs, categories=2)
    units, docs = taken(panel, group, themes_of)
    for key in keys_in(units, recipe.themes):
        binary = [tuple(None if v is None else key in v for v in unit) for unit in units]
        yield _row(panel, group, recipe, ("themes", key, "yes/no"), binary, docs, categories=2)


def _lenient(panel: Panel, group: Sequence[int]) -> float | None:
    """Share of pairs of codings in which a role of the one, second ones included, is a role of the other."""
    shares = []
    seconds = False
    for unit in panel.units:
        sets = []
        for n in group:
            item = unit.codings[n]
            if item is not None and item.role is not None:
                sets.append({item.role, *item.second})
                seconds |= bool(item.second)
        if len(sets) >= 2:
            met = [bool(one & other) for one, other in combinations(sets, 2)]
            shares.append(sum(met) / len(met))
    return sum(shares) / len(shares) if shares and seconds else None


def _column_rows(panel: Panel, group: Sequence[int], recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    read: Callable[[Coding | None], Any] = value_of
    if recipe.level != "nominal":

        def read(item: Coding | None) -> Any:
            return None if item is None or item.value is None else float(item.value)

    units, docs = taken(panel, group, read)
    yield _row(panel, group, recipe, (recipe.column, ALL, recipe.level), units, docs, level=recipe.level)


def table(panel: Panel, recipe: Recipe, made_by: str = "") -> Table:
    """The rows as a table, held."""
    return Table(t("编码一致性", "Agreement"), COLUMNS, tuple(rows(panel, recipe)), (), made_by, "agreement")
