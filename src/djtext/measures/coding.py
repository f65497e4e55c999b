"""The sheet for coders: rows of a sample, with blank columns for what the coder says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from djtext.measures.sampling import Drawn, draw
from djtext.types import Cell, Column

NO_THEME = "(none)"


class Placed(Protocol):
    """What is asked about: a stretch of a document with what stands around it."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102
    @property
    def section(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def confidence(self) -> float | None: ...  # noqa: D102
    @property
    def themes(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit that may be drawn, with the document it stands in."""

    doc: str
    title: str
    date: str
    unit: Placed


BLANK = ("role", "second", "themes", "note", "done")
_FRONT = (
    Column("n", "int", "序号", "n", "number of the row"),
    Column("before", "text", "上文", "before", "what stands before; ¶ is the end of a paragraph"),
    Column("text", "text", "原文", "text", "the unit to be coded; do not change it"),
    Column("after", "text", "下文", "after", "what stands behind"),
    Column("role", "text", "角色", "role", "for the coder: one role"),
    Column("second", "text", "次选", "second", "for the coder: another role that could be defended, or nothing"),
    Column("themes", "text", "主题", "themes", "for the coder: themes, keys or labels, ; between; 无 or none for none"),
    Column("note", "text", "备注", "note", "for the coder: anything"),
    Column(
        "done", "text", "完成", "done", "for the coder: 是 or yes; then a blank role is other, blank themes are none"
    ),
)
_MACHINE = (
    Column("machine_role", "text", "机器角色", "machine role", "role that the machine gives"),
    Column("machine_confidence", "float", "机器把握", "machine confidence", "its share of that role, 0 to 1"),
    Column("machine_themes", "text", "机器主题", "machine themes", "themes that the machine gives"),
)
_BACK = (
    Column("title", "text", "标题", "title", "title of the document"),
    Column("date", "date", "日期", "date", "its date"),
    Column("section", "text", "章节", "section", "headings above"),
    Column("doc", "text", "文档", "doc", "document id"),
    Column("start", "int", "起", "start", "offset of the first character (code points, from 0)"),
    Column("end", "int", "止", "end", "offset behind the last character"),
    Column("id", "text", "编号", "id", "the unit's name; the same unit has the same in every sample"),
    Column(
        "stratum", "text", "层", "stratum", "stratum it was drawn from; blank where it would tell what the machine says"
    ),
    Column("probability", "float", "入样概率", "probability", "share of its stratum that was drawn", 6),
    Column("weight", "float", "权重", "weight", "1 / probability: how many units of all it stands for", 4),
    Column("part", "text", "部分", "part", "shared: all coders have it; own: this coder alone"),
)


def columns(*, machine: bool) -> tuple[Column, ...]:
    """The columns of a sheet; with `machine` those that say what the machine would."""
    return (*_FRONT, *(_MACHINE if machine else ()), *_BACK)


def rows(
    hand: Sequence[tuple[Drawn[Asked], bool]], *, seed: int, machine: bool, strata: bool
) -> tuple[tuple[Cell, ...], ...]:
    """One row a unit, in a random order that the seed fixes, so that neighbours do not colour each other."""
    ordered = sorted(hand, key=lambda pair: draw(pair[0].identity, seed, purpose="order"))
    made: list[tuple[Cell, ...]] = []
    for n, (one, shared) in enumerate(ordered, start=1):
        item, unit = one.item, one.item.unit
        said: tuple[Cell, ...] = (unit.role, unit.confidence, " ".join(unit.themes)) if machine else ()
        made.append(
            (
                n, unit.before, unit.text, unit.after, *("" for _ in BLANK), *said, item.title, item.date, unit.section,
                item.doc, unit.start, unit.end, one.identity, one.stratum if strata or machine else "",
                round(one.probability, 9), round(one.weight, 9), "shared" if shared else "own",
            )
        )  # fmt: skip
    return tuple(made)


def rarest(themes: tuple[str, ...], totals: Counter[str], order: dict[str, int]) -> str:
    """The stratum of a unit by theme: its theme that fewest units have, `(none)` where it has no theme.

    >>> rarest(("a", "b"), Counter(a=9, b=2), {"a": 0, "b": 1})
    'b'
    """
    return min(themes, key=lambda key: (totals[key], order.get(key, len(order)), key), default=NO_THEME)
