"""Which codes two coders give where: how often the one gave this code and the other that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from djtext.lang import t
from djtext.measures.coders.panel import Panel, role_of, taken, value_of
from djtext.measures.coders.recipe import Recipe, ordered
from djtext.types import Cell, Column, Table

COLUMNS = (
    Column("coder_a", "text", "甲", "coder a", "one coder"),
    Column("coder_b", "text", "乙", "coder b", "another"),
    Column("what", "text", "对象", "what", "role, or the column that was asked for"),
    Column("code_a", "text", "甲的编码", "code a", "what the one gave"),
    Column("code_b", "text", "乙的编码", "code b", "what the other gave"),
    Column("units", "int", "单位", "units", "units so coded"),
    Column("share", "share", "占甲", "share of a", "of the units to which coder a gave code a"),
)


def rows(panel: Panel, recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    """Rows of `COLUMNS`, for each pair of coders, codes in the order of the guide."""
    read = value_of if recipe.column else role_of
    for first, second in combinations(range(len(panel.coders)), 2):
        units, _ = taken(panel, (first, second), read)
        cells = Counter(units)
        margins = Counter(unit[0] for unit in units)
        codes = ordered({code for unit in units for code in unit}, recipe.roles)
        for one in codes:
            for other in codes:
                if number := cells[one, other]:
                    yield (
                        panel.coders[first], panel.coders[second], recipe.column or "role", one, other, number,
                        number / margins[one],
                    )  # fmt: skip


def table(panel: Panel, recipe: Recipe, made_by: str = "") -> Table:
    """The rows as a table, held."""
    return Table(t("混淆", "Confusion"), COLUMNS, tuple(rows(panel, recipe)), (), made_by, "confusion")
