"""Codings of several coders put side by side, and the tables made of them.

Units are matched by id where every row has one, else by document and text. What cannot be matched or has changed is
told as a `Problem`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from djtext.lang import t
from djtext.measures import agreement as a
from djtext.measures.agreement import Level
from djtext.measures.labels import ROLE_NAMES
from djtext.read.coded import Codes, Coding, Problem, codes_of
from djtext.text.anchor import bare, find_again
from djtext.types import Cell, Codebook, Column, Document, Labelled, Table

MACHINE = "machine"
ALL, MACRO = "(all)", "(macro)"
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with what each coder says of it, None where a coder has no such row."""

    id: str
    doc: str
    start: int | None
    end: int | None
    text: str
    codings: tuple[Coding | None, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Coders and units. Where `machine`, the last coder is the machine."""

    coders: tuple[str, ...]
    units: tuple[Unit, ...]
    machine: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        """The places of the coders who are no machine."""
        return tuple(range(len(self.coders) - self.machine))


def align(found: Sequence[Coding], problems: list[Problem]) -> Panel:
    """The codings of all coders by unit, units in order of document and place.

    Rows of one id whose texts differ by more than white space are told and left out, all but the first coder's.
    """
    coders = tuple(dict.fromkeys(item.coder for item in found))
    place = {name: n for n, name in enumerate(coders)}
    with_ids = {item.coder for item in found if item.id}
    by_id = len(with_ids) == len(coders)
    seen: Counter[tuple[str, str, str]] = Counter()
    held: dict[object, list[Coding | None]] = {}
    for item in found:
        key: object
        if by_id and not item.id:
            problems.append(Problem(item.where, "no-id", t("没有编号，此行不计", "a row without an id; left out")))
            continue
        if by_id:
            key = item.id
        else:
            text = (item.coder, item.doc, bare(item.text))
            key = (*text[1:], seen[text])
            seen[text] += 1
        row = held.setdefault(key, [None] * len(coders))
        first = next((other for other in row if other is not None), None)
        if first is not None and _changed(first, item):
            problems.append(
                Problem(
                    item.where,
                    "text-changed",
                    t(
                        f"与 {first.where} 编号相同而原文或文档不同，此行不计",
                        f"has the id of {first.where}, but another text or document; left out",
                    ),
                )
            )
            continue
        row[place[item.coder]] = item
    units = []
    for row in held.values():
        first = next(item for item in row if item is not None)
        units.append(Unit(first.id, first.doc, first.start, first.end, first.text, tuple(row)))
    units.sort(key=lambda unit: (unit.doc, -1 if unit.start is None else unit.start))
    return Panel(coders, tuple(units))


def _changed(first: Coding, item: Coding) -> bool:
    if first.doc and item.doc and first.doc != item.doc:
        return True
    return bool(first.text and item.text) and bare(first.text) != bare(item.text)


def with_machine(
    panel: Panel, labelled: Iterable[tuple[Document, Sequence[Labelled]]], problems: list[Problem]
) -> Panel:
    """The panel with the machine as its last coder: what it says of the sentences on which a unit lies.

    A unit is looked for in the document of its name, or of the same last part of the name where that is the only one; at
    its offsets, then by its text. The role is the one that covers most of the unit, themes are those of all its
    sentences. Units that are not found are told.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for n, unit in enumerate(panel.units):
        wanted[unit.doc].append(n)
    by_name: dict[str, list[str]] = defaultdict(list)
    for name in wanted:
        by_name[_last(name)].append(name)
    told: dict[int, Coding] = {}
    met: set[int] = set()
    for doc, labels in labelled:
        name = doc.id if doc.id in wanted else ""
        if not name and len(by_name[_last(doc.id)]) == 1:
            name = by_name[_last(doc.id)][0]
        cursor = 0
        for n in wanted.get(name, ()):
            unit = panel.units[n]
            met.add(n)
            at = _place(doc.text, unit, cursor)
            if n in told or at is None:
                continue
            cursor = at[1]
            coding = _machine_says(unit, at, labels)
            if coding is not None:
                told[n] = coding
    units = []
    for n, unit in enumerate(panel.units):
        if n not in told:
            where = next(item.where for item in unit.codings if item is not None)
            text = (
                t("原文已改，机器所读的文本里找不到", "this text is not in the document as the machine reads it")
                if n in met
                else t(
                    f"--machine 里没有“{unit.doc or '（空）'}”这篇",
                    f"--machine has no document '{unit.doc or '(empty)'}'",
                )
            )
            problems.append(Problem(where, "text-changed" if n in met else "other-text", text))
        units.append(replace(unit, codings=(*unit.codings, told.get(n))))
    name = MACHINE if MACHINE not in panel.coders else f"{MACHINE} (djtext)"
    return Panel((*panel.coders, name), tuple(units), machine=True)


def codes(book: Codebook) -> Codes:
    """The roles and the themes of a codebook under all names that a coder may write: key, Chinese, English, P C R S O.

    >>> from djtext.themes.codebook import load
    >>> made = codes(load())
    >>> made.roles["对策"], made.roles["r"], made.themes["两张皮"]
    ('remedy', 'remedy', 'liangzhangpi')
    """
    return codes_of(
        ((key, *names, key[0]) for key, names in ROLE_NAMES.items()),
        ((theme.key, theme.label, theme.label_en) for theme in book.themes),
    )


def _last(doc: str) -> str:
    return doc.replace("\\", "/").rpartition("/")[2]


def _place(text: str, unit: Unit, cursor: int) -> tuple[int, int] | None:
    if unit.start is None:
        ahead = text.find(unit.text, cursor) if unit.text else -1
        return (ahead, ahead + len(unit.text)) if ahead >= 0 else find_again(text, unit.text, cursor)
    return find_again(text, unit.text, unit.start)


def _machine_says(unit: Unit, at: tuple[int, int], labels: Sequence[Labelled]) -> Coding | None:
    cover: dict[str, int] = {}
    best: tuple[int, Labelled] | None = None
    themes: set[str] = set()
    for item in labels:
        common = min(at[1], item.sentence.end) - max(at[0], item.sentence.start)
        if common <= 0:
            continue
        cover[item.role] = cover.get(item.role, 0) + common
        themes |= set(item.themes)
        if best is None or common > best[0]:
            best = (common, item)
    if best is None:
        return None
    role = min(cover, key=lambda name: (-cover[name], name != best[1].role, name))
    confidence = best[1].confidence if best[1].role == role else None
    second = (best[1].second,) if best[1].second else ()
    return Coding(
        where=MACHINE, coder=MACHINE, id=unit.id, doc=unit.doc, text=unit.text, role=role, second=second,
        themes=tuple(sorted(themes)), confidence=confidence,
    )  # fmt: skip


def only_themes(panel: Panel, keys: Iterable[str] | None = None) -> tuple[Panel, tuple[str, ...]]:
    """The panel with the themes that people used (or `keys`), and the themes that the machine gave beside them."""
    chosen = set(keys) if keys is not None else {
        key for unit in panel.units for n in panel.people for key in _themes(unit.codings[n]) or ()
    }  # fmt: skip
    aside: set[str] = set()
    units = []
    for unit in panel.units:
        row: list[Coding | None] = []
        for item in unit.codings:
            if item is not None and item.themes is not None:
                aside |= set(item.themes) - chosen
                item = replace(item, themes=tuple(key for key in item.themes if key in chosen))
            row.append(item)
        units.append(replace(unit, codings=tuple(row)))
    return replace(panel, units=tuple(units)), tuple(sorted(aside))


def _role(item: Coding | None) -> str | None:
    return item.role if item is not None else None


def _themes(item: Coding | None) -> frozenset[str] | None:
    return frozenset(item.themes) if item is not None and item.themes is not None else None


def _value(item: Coding | None) -> str | None:
    return item.value if item is not None else None


AGREEMENT = (
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
SCORES = (
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
CONFUSION = (
    Column("coder_a", "text", "甲", "coder a", "one coder"),
    Column("coder_b", "text", "乙", "coder b", "another"),
    Column("what", "text", "对象", "what", "role, or the column that was asked for"),
    Column("code_a", "text", "甲的编码", "code a", "what the one gave"),
    Column("code_b", "text", "乙的编码", "code b", "what the other gave"),
    Column("units", "int", "单位", "units", "units so coded"),
    Column("share", "share", "占甲", "share of a", "of the units to which coder a gave code a"),
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How agreement is computed: order of codes in tables, resamples and seed of the intervals, a further column."""

    roles: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    resamples: int = 999
    seed: int = 1
    column: str = ""
    level: Level = "nominal"
    weighted: bool = False


def agreement(panel: Panel, recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    """Rows of `AGREEMENT`: all people together, each code, then pairs of coders and the machine with each."""
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


def _taken(
    panel: Panel, group: Sequence[int], read: Callable[[Coding | None], Any]
) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Codings of a group and their documents, of the units that two or more of them have coded."""
    units, docs = [], []
    for unit in panel.units:
        row = tuple(read(unit.codings[n]) for n in group)
        if sum(value is not None for value in row) >= 2:
            units.append(row)
            docs.append(unit.doc)
    return units, docs


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
    agreed = a.percent_agreement(units, times=times)
    kappa = a.cohen_kappa(units, times=times) if nominal and len(group) == 2 else None
    fleiss = a.fleiss_kappa(units, times=times) if nominal else None
    alpha = a.krippendorff_alpha(units, level=level, distance=distance, times=times)
    interval = a.bootstrap_alpha(
        units, docs, level=level, distance=distance, times=times, resamples=recipe.resamples, seed=recipe.seed
    )
    ac1 = a.gwet_ac1(units, categories=categories, times=times) if nominal else None
    f1 = a.specific_agreement(units, times=times) if what[2] == "yes/no" else None
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
    units, docs = _taken(panel, group, _role)
    if units or not _taken(panel, group, _themes)[0]:
        yield _row(
            panel, group, recipe, ("role", ALL, "nominal"), units, docs, categories=len(recipe.roles),
            lenient=_lenient(panel, group),
        )  # fmt: skip
    units, docs = _taken(panel, group, _themes)
    if units:
        for measure, distance in (("MASI", a.masi_distance), ("Jaccard", a.jaccard_distance)):
            yield _row(panel, group, recipe, ("themes", ALL, measure), units, docs, distance=distance)
        pooled = _pooled(units, docs, _keys(units, recipe.themes))
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
    units, docs = _taken(panel, group, _role)
    for role in _ordered({v for unit in units for v in unit if v is not None}, recipe.roles):
        binary = [tuple(None if v is None else v == role for v in unit) for unit in units]
        yield _row(panel, group, recipe, ("role", role, "yes/no"), binary, docs, categories=2)
    units, docs = _taken(panel, group, _themes)
    for key in _keys(units, recipe.themes):
        binary = [tuple(None if v is None else key in v for v in unit) for unit in units]
        yield _row(panel, group, recipe, ("themes", key, "yes/no"), binary, docs, categories=2)


def _keys(units: Iterable[Sequence[frozenset[str] | None]], order: Sequence[str]) -> list[str]:
    return _ordered({key for unit in units for value in unit if value for key in value}, order)


def _ordered(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    rank = {code: n for n, code in enumerate(order)}
    return sorted(codes, key=lambda code: (rank.get(code, len(rank)), code))


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
    read: Callable[[Coding | None], Any] = _value
    if recipe.level != "nominal":

        def read(item: Coding | None) -> Any:
            return None if item is None or item.value is None else float(item.value)

    units, docs = _taken(panel, group, read)
    yield _row(panel, group, recipe, (recipe.column, ALL, recipe.level), units, docs, level=recipe.level)


def scores(panel: Panel, recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    """Rows of `SCORES`: the machine against each of the people, pooled, on average, and by code."""
    if not panel.machine:
        return
    last = len(panel.coders) - 1
    for n in panel.people:
        for what, read, order in (("role", _as_set, recipe.roles), ("themes", _themes, recipe.themes)):
            units, docs = _taken(panel, (n, last), read)
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
    codes = _keys(units, order)
    names = sorted(set(docs))
    row = {name: n for n, name in enumerate(names)}
    column = {code: n for n, code in enumerate(codes)}
    counts = [[[0.0, 0.0, 0.0] for _ in codes] for _ in names]
    for (gold, found), doc, weight in zip(units, docs, weights, strict=True):
        for code in gold | found:
            kind = 0 if code in gold and code in found else 1 if code in found else 2
            counts[row[doc]][column[code]][kind] += weight
    pooled = [[[sum(cell[k] for cell in line) for k in range(3)]] for line in counts]
    made, macro = a.bootstrap_scores(counts, resamples=recipe.resamples, seed=recipe.seed)
    (whole,), _ = a.bootstrap_scores(pooled, resamples=recipe.resamples, seed=recipe.seed)
    totals = [a.score(*(sum(line[n][k] for line in counts) for k in range(3))) for n in range(len(codes))]
    total = a.score(*(sum(line[0][k] for line in pooled) for k in range(3)))
    yield _score_row(coder, what, ALL, len(units), total, whole)
    means = [s.f1 for s in totals if s.f1 is not None]
    empty: tuple[Cell, ...] = (None,) * 6
    yield (
        coder, what, MACRO, len(units), None, None, None, *empty, sum(means) / len(means) if means else None,
        macro.low if macro else None, macro.high if macro else None, "",
    )  # fmt: skip
    for code, s, intervals in zip(codes, totals, made, strict=True):
        yield _score_row(coder, what, code, len(units), s, intervals)


def _score_row(
    coder: str, what: str, code: str, units: int, s: a.Score, intervals: a.ScoreIntervals
) -> tuple[Cell, ...]:
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


def confusion(panel: Panel, recipe: Recipe) -> Iterator[tuple[Cell, ...]]:
    """Rows of `CONFUSION`, for each pair of coders, codes in the order of the guide."""
    read = _value if recipe.column else _role
    for first, second in combinations(range(len(panel.coders)), 2):
        units, _ = _taken(panel, (first, second), read)
        cells = Counter(units)
        margins = Counter(unit[0] for unit in units)
        codes = _ordered({code for unit in units for code in unit}, recipe.roles)
        for one in codes:
            for other in codes:
                if number := cells[one, other]:
                    yield (
                        panel.coders[first], panel.coders[second], recipe.column or "role", one, other, number,
                        number / margins[one],
                    )  # fmt: skip


def disagreement_columns(panel: Panel) -> tuple[Column, ...]:
    """Columns of the list of disagreements; `role_1` and `themes_1` are of the first coder, and so on."""
    each: list[Column] = []
    for n, name in enumerate(panel.coders):
        tail = MACHINE if panel.machine and n == len(panel.coders) - 1 else str(n + 1)
        each.append(Column(f"role_{tail}", "text", f"角色 {name}", f"role {name}", f"role given by {name}"))
        each.append(Column(f"themes_{tail}", "text", f"主题 {name}", f"themes {name}", f"themes given by {name}"))
    return (
        Column(
            "rank", "int", "次序", "rank", "from 1: furthest apart, then where the machine is surest, then commonest"
        ),
        Column("distance", "float", "相距", "distance", "mean over pairs of coders: roles 0 or 1, themes MASI; 0 to 1"),
        Column("doc", "text", "文档", "doc", "document id"),
        Column("start", "int", "起", "start", "offset of the first character, where known"),
        Column("end", "int", "止", "end", "offset behind the last character, where known"),
        *each,
        Column("confidence", "float", "把握", "confidence", "the machine's share of its role, 0 to 1"),
        Column("kind_units", "int", "同类", "same kind", "units with the same set of roles given"),
        Column("text", "text", "原文", "text", "the unit"),
        Column("id", "text", "编号", "id", "id of the unit"),
    )


def disagreements(panel: Panel) -> list[tuple[Cell, ...]]:
    """Units on which not all codings are equal: furthest apart first, then where the machine is surest, then those whose
    roles are confused most often, then by document and place."""
    found = []
    kinds: Counter[frozenset[str]] = Counter()
    for unit in panel.units:
        apart = _apart(unit)
        if not apart:
            continue
        kind = frozenset(role for item in unit.codings if (role := _role(item)) is not None)
        kinds[kind] += 1
        machine = unit.codings[-1] if panel.machine else None
        sure = machine.confidence if machine is not None and machine.confidence is not None else 0.0
        found.append((apart, sure, kind, unit, machine))
    found.sort(key=lambda f: (-round(f[0], 9), -f[1], -kinds[f[2]], f[3].doc, f[3].start or 0, f[3].text))
    rows: list[tuple[Cell, ...]] = []
    for rank, (apart, _, kind, unit, machine) in enumerate(found, start=1):
        each: list[Cell] = []
        for item in unit.codings:
            themes = _themes(item)
            each += [_role(item) or "", "" if themes is None else " ".join(sorted(themes)) or "-"]
        rows.append(
            (
                rank, round(apart, 6), unit.doc, unit.start, unit.end, *each,
                machine.confidence if machine is not None else None, kinds[kind], unit.text, unit.id,
            )
        )  # fmt: skip
    return rows


def _apart(unit: Unit) -> float:
    """Mean distance of the pairs of codings, over what both have coded."""
    distances = []
    for one, other in combinations([item for item in unit.codings if item is not None], 2):
        parts = []
        if one.role is not None and other.role is not None:
            parts.append(float(one.role != other.role))
        first, second = _themes(one), _themes(other)
        if first is not None and second is not None:
            parts.append(a.masi_distance(first, second))
        if parts:
            distances.append(sum(parts) / len(parts))
    return sum(distances) / len(distances) if distances else 0.0


def counts_note(panel: Panel) -> str:
    """How many units there are, and how many coders have coded each."""
    sizes: Counter[int] = Counter()
    for unit in panel.units:
        sizes[sum(item is not None and item.coded for n, item in enumerate(unit.codings) if n in panel.people)] += 1
    told = "，".join(f"{sizes[n]} 个由 {n} 人编" for n in sorted(sizes, reverse=True))
    said = ", ".join(f"{sizes[n]} coded by {n}" for n in sorted(sizes, reverse=True))
    return t(f"{len(panel.units)} 个单位：{told}", f"{len(panel.units)} units: {said}")


def table(
    name: str, title: tuple[str, str], columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]], made_by: str = ""
) -> Table:
    """A table of one of the kinds above, its rows held."""
    return Table(t(*title), columns, tuple(rows), (), made_by, name)


def labels_of(names: Mapping[str, str], keys: str) -> str:
    """Keys, with spaces between, as people call them."""
    return " ".join(names.get(key, key) for key in keys.split())
