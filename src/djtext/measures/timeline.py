"""Themes and phrases through time: rates by period, their trend, their bursts, and who took them up when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from djtext.errors import UsageError
from djtext.lang import t
from djtext.measures.counts import Corpus, Unit
from djtext.measures.grouping import ByPeriod
from djtext.measures.groups import Groups
from djtext.measures.intervals import Interval, bootstrap_rates, rate, wilson
from djtext.measures.keyness import bh
from djtext.measures.trend import MannKendall, PeriodBurst, Sen, batched_bursts, mann_kendall, sen_slope
from djtext.types import Cell, Column, Table

RESAMPLES = 999


@dataclass(frozen=True, slots=True)
class Options:
    """How trends are measured: bootstrap, bursts (Kleinberg's s and γ), and the field that names adopters."""

    resamples: int = RESAMPLES
    seed: int = 1
    s: float = 2.0
    gamma: float = 1.0
    adopters: str = "issuer"


@dataclass(frozen=True, slots=True)
class Course:
    """One thing through time; lists have one entry a period.

    `rates` are per 10,000, with bootstrap intervals over documents; `shares` the Wilson intervals of the share of
    documents. `adopters` and `issuers` count the documents, and the different issuers, that have it so far.
    """

    key: str
    hits: tuple[int, ...]
    docs: tuple[int, ...]
    rates: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...]
    shares: tuple[Interval | None, ...]
    slope: Sen | None
    test: MannKendall | None
    q: float | None
    bursts: tuple[PeriodBurst, ...]
    first: str
    last: str
    adopters: tuple[int, ...]
    issuers: tuple[int, ...]

    def burst(self, period: int) -> PeriodBurst | None:
        """The burst that a period belongs to."""
        return next((burst for burst in self.bursts if burst.start <= period <= burst.end), None)


@dataclass(frozen=True, slots=True)
class Timeline:
    """All courses over the same periods, those without documents among them."""

    courses: tuple[Course, ...]
    periods: tuple[str, ...]
    texts: tuple[int, ...]  # documents of each period
    sizes: tuple[int, ...]  # hanzi of each period
    groups: Groups
    unit: Unit
    options: Options
    notes: tuple[str, ...]
    named: bool = False  # do documents name their issuers?


def timeline(
    corpus: Corpus,
    groups: Groups,
    period: ByPeriod,
    *,
    keys: Sequence[str] = (),
    min_docs: int = 1,
    options: Options | None = None,
) -> Timeline:
    """Follow things through periods; all that stand in `min_docs` documents, or those named by `keys`.

    Mann–Kendall and Sen's slope take the rates of the periods that have text; the slope is per year. Bursts take hits of
    hanzi by period. `q` adjusts the p of all courses (Benjamini & Hochberg). Rates of periods without text are None.

    Source: Mann (1945), Kendall (1975), Sen (1968), Kleinberg (2003), Wilson (1927), Efron (1979).
    """
    options = options or Options()
    periods = period.through(groups.names)
    place = {name: n for n, name in enumerate(periods)}
    member = [place[groups.groups[m].name] if m >= 0 else -1 for m in groups.member]
    texts, sizes = [0] * len(periods), [0] * len(periods)
    for group in groups.groups:
        texts[place[group.name]], sizes[place[group.name]] = group.docs, group.size
    found: dict[int, list[tuple[int, int]]] = {}
    for at, number, hits in zip(corpus.at, corpus.key, corpus.hits, strict=True):
        if member[at] >= 0:
            found.setdefault(number, []).append((at, hits))
    chosen = _chosen(corpus, found, keys, min_docs)
    intervals = _intervals(corpus, member, len(periods), chosen, options)
    odd: list[str] = []
    times = [period.time(name) for name in periods]
    courses = [
        _course(corpus, number, found.get(number, []), member, texts, sizes, times, options, intervals[n], odd)
        for n, number in enumerate(chosen)
    ]
    p_values = [course.test.p if course.test and any(course.hits) else None for course in courses]
    courses = [_with_q(course, q) for course, q in zip(courses, bh(p_values), strict=True)]
    named = any(course.issuers[-1] for course in courses if course.issuers)
    notes = tuple(_notes(courses, texts, options, odd, named=named))
    return Timeline(
        tuple(courses), tuple(periods), tuple(texts), tuple(sizes), groups, corpus.unit, options, notes, named
    )


def _chosen(corpus: Corpus, found: dict[int, list[tuple[int, int]]], keys: Sequence[str], min_docs: int) -> list[int]:
    """The keys that were asked for in their order; else all, the most frequent first."""
    numbers = {key: n for n, key in enumerate(corpus.keys)}
    if keys:
        return [numbers[key] for key in keys if key in numbers]
    enough = [
        n
        for n in range(len(corpus.keys))
        if len(found.get(n, ())) >= min_docs or (corpus.unit.always and min_docs == 1)
    ]
    totals = {n: sum(hits for _, hits in found.get(n, ())) for n in enough}
    return sorted(enough, key=lambda n: (-totals[n], -len(found.get(n, ())), n))


def _intervals(
    corpus: Corpus, member: Sequence[int], periods: int, keys: list[int], options: Options
) -> list[list[Interval | None]]:
    """Bootstrap intervals of all rates: a list of periods for each key."""
    made: list[list[Interval | None]] = [[] for _ in keys]
    for n in range(periods):
        docs = [d for d, m in enumerate(member) if m == n]
        if len(docs) < 2 or not keys:
            ends: Sequence[Interval | None] = [None] * len(keys)
        else:
            ends = bootstrap_rates(
                corpus.matrix(docs, keys), [corpus.sizes[d] for d in docs], ids=[corpus.docs[d].id for d in docs],
                resamples=options.resamples, seed=options.seed,
            )  # fmt: skip
        for course, end in zip(made, ends, strict=True):
            course.append(end)
    return made


def _course(
    corpus: Corpus,
    number: int,
    entries: list[tuple[int, int]],
    member: Sequence[int],
    texts: Sequence[int],
    sizes: Sequence[int],
    times: Sequence[float],
    options: Options,
    intervals: list[Interval | None],
    odd: list[str],
) -> Course:
    hits, docs = [0] * len(texts), [0] * len(texts)
    issuers: list[set[str]] = [set() for _ in texts]
    for at, count in entries:
        hits[member[at]] += count
        docs[member[at]] += 1
        issuers[member[at]].add(corpus.docs[at].get(options.adopters))
    rates = tuple(rate(count, size) for count, size in zip(hits, sizes, strict=True))
    known = [(time, value) for time, value in zip(times, rates, strict=True) if value is not None]
    values = [value for _, value in known]
    possible = all(count <= size for count, size in zip(hits, sizes, strict=True))
    if not possible:
        odd.append(corpus.keys[number])
    dates = sorted(corpus.docs[at].date for at, _ in entries)
    so_far: set[str] = set()
    adopters, names, total = [], [], 0
    for n in range(len(texts)):
        total += docs[n]
        so_far |= issuers[n] - {""}
        adopters.append(total)
        names.append(len(so_far))
    return Course(
        corpus.keys[number],
        tuple(hits),
        tuple(docs),
        rates,
        tuple(intervals),
        tuple(wilson(have, of) for have, of in zip(docs, texts, strict=True)),
        sen_slope(values, [time for time, _ in known]),
        mann_kendall(values) if len(values) > 1 else None,
        None,
        batched_bursts(hits, sizes, s=options.s, gamma=options.gamma) if possible else (),
        dates[0] if dates else "",
        dates[-1] if dates else "",
        tuple(adopters),
        tuple(names),
    )


def _with_q(course: Course, q: float | None) -> Course:
    from dataclasses import replace

    return replace(course, q=q)


def _notes(
    courses: list[Course], texts: Sequence[int], options: Options, odd: list[str], *, named: bool
) -> Iterator[str]:
    filled = sum(1 for number in texts if number)
    if not courses:
        yield t("没有符合条件的行", "no row meets the conditions")
        return
    if filled < 2:
        yield t("只有一个时期，看不出趋势：slope、p 为空", "one period only: slope and p are empty")
    elif filled < 8:
        yield t(
            f"只有 {filled} 个时期，Mann–Kendall 的 p 只是粗略的近似",
            f"{filled} periods only: the p of Mann–Kendall is a rough approximation",
        )
    level = [course.key for course in courses if filled > 1 and course.test and course.test.p is None]
    if level:
        yield t(f"各期相等，p 为空：{'、'.join(level)}", f"the same in all periods, p is empty: {', '.join(level)}")
    if filled < len(texts):
        yield t(
            f"{len(texts)} 个时期中有 {len(texts) - filled} 个没有文档，比率留空",
            f"{len(texts) - filled} of {len(texts)} periods have no documents: their rates are empty",
        )
    if any(number == 1 for number in texts):
        yield t("只有一篇文档的时期没有 bootstrap 区间", "periods with one document have no bootstrap interval")
    if odd:
        yield t(f"命中多于字数，不查突发：{'、'.join(odd)}", f"more hits than hanzi, no bursts: {', '.join(odd)}")
    if not named:
        yield t(
            f"没有文档写明 {options.adopters}，issuers 列为空",
            f"no document names its {options.adopters}: the column issuers is empty",
        )


def columns(unit: Unit, options: Options) -> tuple[Column, ...]:
    """The columns of trends."""
    theme = unit.column == "theme"
    word = t("主题键", "theme") if theme else t("词语", "term")
    meaning = t("编码本中的主题键", "key of the theme in the codebook") if theme else t("短语", "the phrase")
    field = options.adopters
    return (
        Column(unit.column, "text", word, word, meaning),
        Column("period", "date", "时期", "period", t("年、若干年或月", "year, run of years or month")),
        Column("hits", "int", "命中", "hits", t("本期的命中数", "places where it stands, in the period")),
        Column("docs", "int", "篇数", "docs", t("本期有它的文档数", "documents of the period that have it")),
        Column("per_10k", "float", "每万字", "per 10k", t("本期每 10,000 汉字的命中数；没有文本的时期为空", "hits per 10,000 hanzi of the period; empty where it has no text")),
        Column("slope", "float", "Sen 斜率（每年）", "Sen's slope (per year)", t("per_10k 每年变化的中位数（Sen 1968），取有文本的各期", "median change of per_10k per year (Sen 1968), over all periods with text"), digits=4),
        Column("p", "p", "p（Mann–Kendall）", "p (Mann–Kendall)", t("持续上升或下降的检验（Mann 1945、Kendall 1975），正态近似，含结校正和连续性校正", "of a steady rise or fall (Mann 1945, Kendall 1975), normal approximation, with ties and continuity correction")),
        Column("first", "date", "首次出现", "first", t("最早有它的文档的日期", "date of the earliest document with it")),
        Column("label", "text", "名称", "label", t("主题名称，或短语本身", "name of the theme, or the phrase itself")),
        Column("q", "p", "q（BH）", "q (BH)", t("p 按表中全部项校正（Benjamini & Hochberg 1995）", "p adjusted over all that was tested (Benjamini & Hochberg 1995)")),
        Column("tau", "float", "τ（Kendall）", "τ (Kendall)", t("频率与时间的一致程度，−1 到 1", "agreement of rates with time, −1 to 1")),
        Column("slope_low", "float", "斜率下限", "slope low", t("斜率 95% 区间下限", "lower end of the 95 % interval of the slope"), digits=4),
        Column("slope_high", "float", "斜率上限", "slope high", t("斜率 95% 区间上限", "upper end of the 95 % interval of the slope"), digits=4),
        Column("last", "date", "末次出现", "last", t("最晚有它的文档的日期", "date of the latest document with it")),
        Column("texts", "int", "本期篇数", "documents", t("本期的文档数", "documents of the period")),
        Column("hanzi", "int", "本期汉字", "hanzi", t("本期的汉字数", "hanzi of the period")),
        Column("rate_low", "float", "每万字下限", "rate low", t("per_10k 的 95% bootstrap 区间下限，以篇为单位（Efron 1979）；不足两篇为空", "lower end of the 95 % bootstrap interval of per_10k over documents (Efron 1979); empty below two documents")),
        Column("rate_high", "float", "每万字上限", "rate high", t("同上，上限", "upper end of the same")),
        Column("doc_share", "share", "篇占比", "doc share", t("docs 除以本期文档数", "docs divided by the documents of the period")),
        Column("share_low", "share", "篇占比下限", "share low", t("95% Wilson 区间下限（Wilson 1927）", "lower end of its 95 % Wilson interval (Wilson 1927)")),
        Column("share_high", "share", "篇占比上限", "share high", t("同上，上限", "upper end of the same")),
        Column("burst", "float", "突发", "burst", t("本期所在突发期的权重（Kleinberg 2003，分批两状态），单位奈特；不在突发期为空", "weight of the burst the period belongs to (Kleinberg 2003, batched, two states), in nats; empty outside bursts")),
        Column("adopters", "int", "累计篇数", "adopters", t("到本期为止有它的文档数", "documents that have it so far")),
        Column("issuers", "int", "累计采用者", "issuers", t(f"到本期为止有它的不同 {field} 数（--adopters）", f"different values of {field} (--adopters) that have it so far")),
    )  # fmt: skip


def _number(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def table(made: Timeline, *, notes: Sequence[str] = (), made_by: str = "") -> Table:
    """A row for each thing and period."""
    rows: list[tuple[Cell, ...]] = []
    for course in made.courses:
        slope, test = course.slope, course.test
        p = test.p if test and any(course.hits) else None
        for n, period in enumerate(made.periods):
            share, interval, burst = course.shares[n], course.intervals[n], course.burst(n)
            rows.append(
                (
                    course.key,
                    period,
                    course.hits[n],
                    course.docs[n],
                    _number(course.rates[n]),
                    _number(slope.slope, 6) if slope else None,
                    None if p is None else float(f"{p:.4g}"),
                    course.first,
                    made.unit.label(course.key),
                    None if course.q is None else float(f"{course.q:.4g}"),
                    _number(test.tau) if test else None,
                    _number(slope.low, 6) if slope else None,
                    _number(slope.high, 6) if slope else None,
                    course.last,
                    made.texts[n],
                    made.sizes[n],
                    _number(interval.low) if interval else None,
                    _number(interval.high) if interval else None,
                    _number(course.docs[n] / made.texts[n]) if made.texts[n] else None,
                    _number(share.low) if share else None,
                    _number(share.high) if share else None,
                    _number(burst.weight) if burst else None,
                    course.adopters[n],
                    course.issuers[n] if made.named else None,
                )
            )
    heads = columns(made.unit, made.options)
    return Table(t("趋势", "Trends"), heads, tuple(rows), (*notes, *made.notes), made_by, "trends")


def paper(made: Timeline, *, notes: Sequence[str] = (), made_by: str = "") -> Table:
    """A row for each thing and a column for each period, for Markdown, LaTeX and HTML."""
    name = t("主题", "theme") if made.unit.column == "theme" else t("词语", "term")
    kinds = {column.name: column for column in columns(made.unit, made.options)}
    heads = (
        Column(made.unit.column, "text", name, name),
        *(Column(period, "float", period, period, "hits per 10,000 hanzi") for period in made.periods),
        *(kinds[column] for column in ("slope", "p", "q", "first", "last")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            made.unit.shown(course.key),
            *(_number(value) for value in course.rates),
            _number(course.slope.slope, 6) if course.slope else None,
            course.test.p if course.test and any(course.hits) else None,
            course.q,
            course.first,
            course.last,
        )
        for course in made.courses
    ]
    return Table(t("趋势", "Trends"), heads, tuple(rows), (*notes, *made.notes), made_by, "trends")


SORTS = ("hits", "slope", "p", "first")


def ordered(made: Timeline, *, by: str = "", top: int | None = None) -> Timeline:
    """The courses by hits (falling), slope (steepest first), p (rising) or first appearance; the first `top` of them.

    Raises UsageError for another word.
    """
    from dataclasses import replace

    courses = list(made.courses)
    if by and by not in SORTS:
        raise UsageError(
            t(f"--sort 不能是“{by}”", f"--sort cannot be '{by}'"),
            hint=t(f"可用：{'、'.join(SORTS)}", f"known: {', '.join(SORTS)}"),
        )
    if by == "hits":
        courses.sort(key=lambda course: -sum(course.hits))
    elif by == "slope":
        courses.sort(key=lambda course: -abs(course.slope.slope) if course.slope else 0.0)
    elif by == "p":
        courses.sort(key=lambda course: course.test.p if course.test and course.test.p is not None else 2.0)
    elif by == "first":
        courses.sort(key=lambda course: course.first or "9999")
    return replace(made, courses=tuple(courses[:top]))
