"""Recurring phrases that nobody listed, found on characters: what recurs, holds together and stands freely, ranked.

Candidates are recurring runs of characters (`ngrams`) and phrases marked by their form (`marked`). They are judged by
their words, folded into the phrase that explains them, counted exactly, and ranked by one score (`score`).
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from djtext.themes import marked
from djtext.themes.edges import (
    BAD_FIRST,
    BAD_LAST,
    ENDS_WELL,
    LEAD_SET,
    LEADS,
    MEETING,
    NAME_END,
    NO_END,
    NO_START,
    STATISTIC,
    TAIL_SET,
    TAILS,
    WEAK_END,
    WEAK_START,
    is_lead,
    only_leads,
    trails,
)
from djtext.themes.find import compile_book, find
from djtext.themes.general import General, general
from djtext.themes.marked import Kind
from djtext.themes.ngrams import LONGEST, Run, Runs, c_value, runs
from djtext.themes.stream import CLOSED, COPIED, JOINER, OPENED, Source, Stream, sources, stream, symbols
from djtext.types import Codebook, Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SENTENCE_ENDS = "。！？；\n"
_MOST = 20_000  # candidates that are counted place by place
_MANY = 2000  # documents; in more, memory is spared
_TRIES = 6  # documents looked at for an example
_SMALL = 20  # documents; in fewer, a marked phrase counts from its first place


@dataclass(frozen=True, slots=True)
class Options:
    """How to discover. `min_hits` and `min_docs` of None are chosen by the number of documents (`thresholds`)."""

    min_hits: int | None = None
    min_docs: int | None = None
    longest: int = LONGEST
    copied: int | None = COPIED


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in which a phrase stands: the document's number, offsets in its text, the sentence and the place in it."""

    doc: int
    start: int
    end: int
    sentence: str
    at: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A recurring phrase with its figures.

    `cohesion` and `entropy` (the lesser of
    left and right) are in bits, and None for a phrase that only its form marks; `general` is how often general Chinese of
    60 million words would have it. `quoted` and `free` are shares of its places. `first` is the earliest date.
    """

    text: str
    kind: Kind
    hits: int
    docs: int
    cohesion: float | None
    entropy: float | None
    free: float
    quoted: float
    c_value: float
    general: float
    score: float
    packed: bytes = b""  # documents and hits, 32 bits each
    first: str = ""
    last: str = ""
    example: Example | None = None
    expansion: str = ""
    other: int | None = None  # hits in the reference

    @property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """The numbers of the documents that have it, in order, with its hits there."""
        numbers = struct.unpack(f"<{len(self.packed) // 4}I", self.packed)
        return tuple(zip(numbers[::2], numbers[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Folding:
    """A phrase that is not listed, because another one explains it."""

    phrase: Phrase
    into: str


@dataclass(frozen=True, slots=True)
class Discovered:
    """The phrases, best first, and what they were found in. `folded` are phrases that another one explains."""

    phrases: tuple[Phrase, ...]
    sources: tuple[Source, ...]
    symbols: int
    copied: int
    min_hits: int
    min_docs: int
    folded: tuple[Folding, ...] = ()
    reference: tuple[int, int] | None = None  # documents and symbols of the texts compared with
    sizes: tuple[int, ...] = ()  # symbols of each document, without what is copied

    @property
    def docs(self) -> int:
        """How many documents were searched."""
        return len(self.sources)


def thresholds(docs: int, options: Options) -> tuple[int, int]:
    """Least hits and least documents of an unmarked phrase: 3 and 2, and more where there are very many documents.

    >>> thresholds(72, Options()), thresholds(10_000, Options()), thresholds(1, Options()), thresholds(72, Options(min_hits=9))
    ((3, 2), (20, 20), (3, 1), (9, 2))
    """
    grown = docs // 500
    min_docs = options.min_docs if options.min_docs is not None else max(min(2, docs), grown)
    return (options.min_hits if options.min_hits is not None else max(3, grown)), max(1, min_docs)


def discover(
    docs: Iterable[Document],
    options: Options | None = None,
    *,
    background: General | None = None,
    reference: Iterable[Document] | None = None,
) -> Discovered:
    """The recurring phrases of some documents, best first.

    `reference` are other texts of the kind: what is as common in them counts for less, and `Phrase.other` is how often they
    have it. Without it, phrases are held against general Chinese alone.

    >>> text = "支部建在项目上，三会一课要开出味道。{}三会一课不能走过场。开好三会一课，党员才坐得住。"
    >>> docs = [Document(str(n), text.format(extra)) for n, extra in enumerate(("老赵说得好，", "有人不信，", "县里在看，"))]
    >>> [(p.text, p.kind, p.hits, p.docs) for p in discover(docs, Options(copied=None)).phrases][:1]
    [('三会一课', 'numeral', 9, 3)]
    """
    options = options or Options()
    background = background or general()
    given = sources(list(docs), copied=options.copied)
    min_hits, min_docs = thresholds(len(given), options)
    made = stream(given, leads=LEADS, tails=TAILS)
    total = made.size
    marks = _marks(given)
    small = len(given) <= _SMALL
    marked_hits = options.min_hits if options.min_hits is not None else 1 if small else 2
    marked_docs = options.min_docs if options.min_docs is not None else 1 if small else min_docs
    found = runs(made, min_hits=min_hits, min_docs=min_docs, longest=options.longest, most=2 * _MOST)
    drafts = _drafts(found, marks, background, marked_hits, marked_docs)
    drafts = _folded_away(drafts)
    drafts.sort(key=lambda draft: (-_worth(draft, total, background), draft.text))
    drafts = drafts[:_MOST]
    counted = _counted(made, drafts, marks)
    sizes = made.sizes()
    del made
    other, compared = None, None
    if reference is not None:
        beside = stream(sources(list(reference), copied=options.copied))
        tally = _counted(beside, drafts, _marks(beside.sources))
        other = {text: int(tally.of(text)[1].sum()) for text in tally.number}
        compared = (len(beside.sources), beside.size)
        del beside
    least = (min_hits, min_docs, marked_hits, marked_docs)
    phrases, folded = _ranked(counted, drafts, given, total, background, least, other, compared)
    copied = sum(b - a for each in given for a, b in each.skipped)
    return Discovered(tuple(phrases), given, total, copied, min_hits, min_docs, tuple(folded), compared, sizes)


@dataclass(slots=True)
class _Draft:
    """A candidate on its way."""

    text: str
    kind: Kind
    hits: int
    docs: int
    run: Run | None = None
    words: tuple[str, ...] = ()
    chance: float = 0.0  # log2
    holders: int = 0
    inside: int = 0
    parent: str = ""
    quality: float = 1.0
    quotes: int = 0


@dataclass(slots=True, eq=False)
class _Tally:
    """The places of all candidates, counted: for candidate n the documents and hits from `bounds[n]` to `bounds[n + 1]`."""

    number: dict[str, int]
    bounds: NDArray[Any]
    docs: NDArray[Any]
    counts: NDArray[Any]
    quotes: NDArray[Any]
    best: list[tuple[float, int, int, int] | None]  # score of the example, document, place in its folded text

    def of(self, text: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The documents that have a candidate, in order, and its hits in each."""
        n = self.number[text]
        return self.docs[self.bounds[n] : self.bounds[n + 1]], self.counts[self.bounds[n] : self.bounds[n + 1]]


@dataclass(slots=True)
class _Marked:
    """The places of one marked phrase."""

    kinds: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, int, int]] = field(default_factory=list)  # document, start, end in the folded text


def _marks(given: Sequence[Source]) -> dict[str, _Marked]:
    """Marked phrases with their places; in a large collection those that stand once are forgotten at once."""
    often: set[int] | None = None
    if len(given) > _MANY:
        import numpy as np

        keys = np.fromiter((_key(mark.text) for each in given for mark in _marks_of(each)), np.int64)
        values, counts = np.unique(keys, return_counts=True)
        often = set(values[counts > 1].tolist())
    made: dict[str, _Marked] = {}
    for n, each in enumerate(given):
        for mark in _marks_of(each):
            if often is None or _key(mark.text) in often:
                entry = made.setdefault(mark.text, _Marked())
                entry.kinds[mark.kind] += 1
                entry.places.append((n, mark.start, mark.end))
    return made


def _key(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) << 16 | len(text)


def _marks_of(source: Source) -> Iterator[marked.Mark]:
    """The marked phrases of a source, those in copied text left out."""
    for mark in marked.marks(source.folded.text):
        if not (source.skipped and source.is_copied(mark.start, mark.end)):
            yield mark


def _plain(text: str) -> bool:
    """Can a text be found in a stream of symbols as it is written?"""
    return all("\u3400" <= char <= "\u9fff" or char == JOINER or (char.isascii() and char.isalpha()) for char in text)


def _drafts(
    found: Runs, marks: dict[str, _Marked], background: General, marked_hits: int, marked_docs: int
) -> list[_Draft]:
    """Recurring runs that could be phrases by their words, and marked phrases that recur."""
    made: dict[str, _Draft] = {}
    for run in found.kept:
        text = run.text
        mark = marks.get(text)
        words, chance = background.cut(text)
        is_quoted = run.quoted >= 0.2 and mark is not None and mark.kinds["quoted"] >= 2
        draft = _Draft(text, "phrase", run.hits, run.docs, run, words, chance)
        draft.kind = _kind(text, is_quoted=is_quoted, is_idiom=background.tag(text) in {"i", "l", "m"}, mark=mark)
        draft.quality = _quality(draft, background, found)
        if draft.quality > 0:
            made[text] = draft
    for text, mark in marks.items():
        docs = len({n for n, _, _ in mark.places})
        hits = len(mark.places)
        if text in made or hits < marked_hits or docs < marked_docs:
            continue
        kind: Any = marked.most(mark.kinds)
        words, chance = background.cut(text.strip("《》"))
        draft = _Draft(
            text, "numeral" if marked.is_numeral(text) and kind == "quoted" else kind, hits, docs, None, words, chance
        )
        if kind == "quoted" and draft.kind == "quoted":
            draft.quality = 0.9 if len(text) <= 10 else 0.6
        made[text] = draft
    return sorted(made.values(), key=lambda draft: draft.text)


def _kind(text: str, *, is_quoted: bool, is_idiom: bool, mark: _Marked | None) -> Kind:
    if marked.is_numeral(text) and (is_quoted or (len(text) > 3 and not is_idiom and marked.is_abbreviation(text))):
        return "numeral"
    if MEETING.match(text) or (len(text) >= 5 and NAME_END.search(text)):
        return "name"
    if mark is not None and mark.kinds["series"] > mark.kinds["quoted"]:
        return "series"
    if is_quoted:
        return "quoted"
    if JOINER in text:
        parts = text.split(JOINER)
        if (
            len({len(part) for part in parts}) == 1
            and len(parts[0]) >= 3
            and any(len(set(c)) == 1 for c in zip(*parts, strict=True))
        ):
            return "series"
    return "phrase"


def _quality(draft: _Draft, background: General, found: Runs) -> float:
    """How well a run is formed, 0 (no phrase) to 1, by its characters, words and parts of speech."""
    text, run = draft.text, draft.run
    assert run is not None  # noqa: S101
    worth = 1.0
    if draft.kind == "numeral" and run.quoted >= 0.2:
        return worth
    words = draft.words
    if words[0] in NO_START or words[-1] in NO_END:
        return 0.0
    if text.isascii() and run.quoted < 0.2:
        return 0.3 if text.isupper() else 0.0
    if words[0] in WEAK_START and len(text) > 2:
        rest = found.hits(text[1:])
        if rest > 2 * run.hits:
            return 0.0
        if rest > 1.5 * run.hits:
            worth *= 0.7
    if words[-1] in WEAK_END and len(text) > 2:
        rest = found.hits(text[:-1])
        if rest > 2 * run.hits:
            return 0.0
        if rest > 1.3 * run.hits:
            worth *= 0.6
    if draft.kind == "numeral":  # 三个党员 is a quantity, where nothing says otherwise
        return worth * 0.3 if len(text) <= 4 and text[1] == "个" and run.quoted < 0.05 else worth
    if re.match(f"[{marked._DIGIT}]", text) and (marked._MEASURED.match(text) or marked._UNIT.search(text)):
        return 0.0
    if STATISTIC.search(text):
        worth *= 0.25
    if len(words) == 1:
        tag = background.tag(text)
        if len(text) <= 3 and tag[0] in "drcpufmqyz":
            worth *= 0.1
        if tag == "i":
            worth *= 0.6
        if is_lead(text):
            worth *= 0.2
        return max(worth, 0.9) if run.quoted >= 0.3 else worth
    first, last = words[0], words[-1]
    # a word at the edge counts against a phrase where the rest stands often without it
    if found.hits(text[len(first) :]) > 1.2 * run.hits or len(words) == 2:
        if first in LEAD_SET or background.tag(first) in BAD_FIRST:
            worth *= 0.5
        elif len(text) > 6 and background.tag(first) in {"v", "vd"}:
            worth *= 0.7
    if last in LEAD_SET and last not in ENDS_WELL:
        worth *= 0.5
    elif background.tag(last) in BAD_LAST and found.hits(text[: -len(last)]) > 1.2 * run.hits:
        worth *= 0.4
    if is_lead(text):
        worth *= 0.2
    elif all(word in LEAD_SET or background.tag(word)[0] in "dpcuy" for word in words):
        worth *= 0.5
    if run.quoted >= 0.3:
        worth = max(worth, 0.9)
    return worth


def _folded_away(drafts: list[_Draft]) -> list[_Draft]:
    """Candidates with what longer ones explain of them; those that one longer phrase explains are left out."""
    by_text = {draft.text: draft for draft in drafts}
    for draft in drafts:
        if draft.run is None:
            continue
        text = draft.text
        inner = {text[a:b] for a in range(len(text)) for b in range(a + 2, len(text) + 1)} - {text}
        for part in inner:
            other = by_text.get(part)
            if other is not None and other.run is not None:
                if not _is_core(other, text, draft.hits):
                    other.holders += 1
                    other.inside += draft.hits
                if draft.hits > 0.75 * other.hits and draft.quality >= 0.5 and not _is_core(other, text, draft.hits):
                    held = by_text.get(other.parent)
                    if held is None or held.hits < draft.hits:
                        other.parent = text
    return [draft for draft in drafts if not draft.parent]


def _is_core(part: _Draft, text: str, hits: int) -> bool:
    """Does a longer text only add to a part what may be left out? A part with quotation marks of its own is always one."""
    if part.run is not None and part.run.quoted >= 0.3:
        return True
    if len(part.text) < 4:
        return False
    at = text.find(part.text)
    before, behind = text[:at], text[at + len(part.text) :]
    return (
        before not in ENDS_WELL and is_lead(before) and (not behind or (part.hits > 1.15 * hits and (trails(behind))))
    )


def _worth(draft: _Draft, total: int, background: General) -> float:
    """The score without what only places tell."""
    return score(
        draft.hits, draft.docs, len(draft.text.replace(JOINER, "")), cohesion=draft.run.cohesion if draft.run else None,
        entropy=min(draft.run.left, draft.run.right) if draft.run else None, free=draft.run.free if draft.run else 0.0,
        quoted=draft.run.quoted if draft.run else 0.0, keyness=_keyness(draft, total, background), quality=draft.quality,
        kind=draft.kind, own=1 - draft.inside / max(1, draft.holders) / draft.hits if draft.holders else 1.0,
    )  # fmt: skip


def _expected(draft: _Draft, background: General) -> float:
    """How often general Chinese would have a candidate, by its own frequency or by chance."""
    known = background.words.get(draft.text)
    return float(known[0]) if known else background.total * 2**draft.chance


def _keyness(draft: _Draft, total: int, background: General) -> float:
    """log₂ of how many times commoner a phrase is here than general Chinese would have it."""
    from djtext.themes.general import HANZI_A_WORD

    known = background.words.get(draft.text)
    expected = math.log2(max(known[0], 0.5) / background.total) if known else draft.chance
    return math.log2(draft.hits * HANZI_A_WORD / max(1, total)) - expected


def score(
    hits: int, docs: int, length: int, *, cohesion: float | None, entropy: float | None, free: float, quoted: float,
    keyness: float, quality: float, kind: str, own: float = 1.0, burst: float = 0.0,
) -> float:  # fmt: skip
    """What a phrase is worth to someone who looks for slogans; no unit, larger is better, 0 is none.

    Range (documents and hits) times form: cohesion, freedom, keyness against general Chinese, length, quotation, quality of
    its edges, the share of its hits that no longer phrase explains, and how suddenly it came up (`burst`, 0 to 1).
    """
    spread = math.log2(1 + docs) + 0.5 * math.log2(1 + hits)
    held = 0.6 if cohesion is None else max(0.0, cohesion) / (max(0.0, cohesion) + 5)
    apart = 0.6 if entropy is None else entropy / (entropy + 1.5)
    fresh = 1 / (1 + math.exp(-(keyness - (1 if length >= 4 else 4)) / 2))
    if quoted >= 0.3 or kind == "numeral":
        fresh = max(fresh, 0.8)
    size = {1: 0.0, 2: 0.25, 3: 0.7, 4: 0.95}.get(length, 1.0 if length <= 12 else 0.8)
    if kind in {"quoted", "numeral"}:
        size = max(size, 0.85)
    shown = 1 + 0.9 * math.sqrt(quoted) + 0.15 * free + {"numeral": 0.5, "series": 0.2, "name": -0.2}.get(kind, 0.0)
    return spread * held * apart * fresh * size * shown * quality * (0.3 + 0.7 * max(0.0, own)) * (1 + 2.5 * burst)


def _in_stream(draft: _Draft) -> bool:
    """Is a candidate counted wherever its characters stand, or only where its form marks it?"""
    return draft.run is not None or (_plain(draft.text) and draft.kind not in {"series", "name"})


def _counted(made: Stream, drafts: Sequence[_Draft], marks: dict[str, _Marked]) -> _Tally:
    """Every place of every candidate, counted in one pass."""
    import daachorse
    import numpy as np

    number = {draft.text: n for n, draft in enumerate(drafts)}
    best: list[tuple[float, int, int, int] | None] = [None] * len(drafts)
    quotes = np.zeros(len(drafts), np.int64)
    owners, docs, counts = [], [], []
    for draft in drafts:
        if _in_stream(draft) or draft.text not in marks:
            continue
        n = number[draft.text]
        known = marks[draft.text].places
        each = Counter(doc for doc, _, _ in known)
        owners.append(np.full(len(each), n, np.int32))
        docs.append(np.array(sorted(each), np.int32))
        counts.append(np.array([each[doc] for doc in sorted(each)], np.int32))
        quotes[n] = len(known) if draft.kind == "quoted" else 0
        for doc, start, end in known[:20]:
            best[n] = _better(best[n], made.sources[doc].folded.text, doc, start, end)
    plain = [draft.text for draft in drafts if _in_stream(draft)]
    if plain:
        automaton = daachorse.CharwiseDoubleArrayAhoCorasick(plain)
        owner = np.array([number[text] for text in plain], np.int32)
        tries = np.zeros(len(drafts), np.int32)
        for n, source in enumerate(made.sources):
            a, b = int(made.starts[n]), int(made.starts[n + 1]) - 1
            codes, marks_here = made.symbols[a:b], made.quotes[a:b]
            text = codes.tobytes().decode("utf-16-le", "surrogatepass")
            spans: NDArray[Any] = np.array(automaton.find_overlapping(text), np.int32).reshape(-1, 3)
            if not len(spans):
                continue
            whose = owner[spans[:, 2]]
            own = (marks_here[spans[:, 0]] & OPENED > 0) & (marks_here[spans[:, 1] - 1] & CLOSED > 0)
            np.add.at(quotes, whose[own], 1)
            found, firsts, times = np.unique(whose, return_index=True, return_counts=True)
            owners.append(found)
            docs.append(np.full(len(found), n, np.int32))
            counts.append(times.astype(np.int32))
            wanting = tries[found] < _TRIES
            tries[found] += 1
            if wanting.any():
                _, _, places = symbols(source.folded.text)
                for one, place in zip(found[wanting].tolist(), firsts[wanting].tolist(), strict=True):
                    start, end = int(places[spans[place, 0]]), int(places[spans[place, 1] - 1]) + 1
                    best[one] = _better(best[one], source.folded.text, n, start, end)
    none = np.zeros(0, np.int32)
    whose, where = np.concatenate([none, *owners]), np.concatenate([none, *docs])
    order = np.lexsort((where, whose))
    bounds_ = np.searchsorted(whose[order], np.arange(len(drafts) + 1))
    return _Tally(number, bounds_, where[order], np.concatenate([none, *counts])[order], quotes, best)


_Best = tuple[float, int, int, int]


def _better(known: _Best | None, text: str, n: int, start: int, end: int) -> _Best:
    """The better example of two: a whole sentence of middling length."""
    first, last = bounds(text, start, end)
    length = last - first
    value = abs(length - 40) / 10 if length >= 15 else 10 + (15 - length)
    return (value, n, start, end) if known is None or value < known[0] else known


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, as offsets, without white space around it."""
    first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
    ends = [at for at in (text.find(mark, max(start, end - 1)) for mark in _SENTENCE_ENDS) if at >= 0]
    last = min(ends) if ends else len(text)
    if last < len(text) and text[last] != "\n":
        last += 1
        while last < len(text) and text[last] in "”’」』）)":
            last += 1
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def _ranked(
    tally: _Tally, drafts: Sequence[_Draft], given: Sequence[Source], total: int, background: General,
    least: tuple[int, int, int, int], other: dict[str, int] | None, compared: tuple[int, int] | None,
) -> tuple[list[Phrase], list[Folding]]:  # fmt: skip
    import numpy as np

    min_hits, min_docs, marked_hits, marked_docs = least
    dates = [each.doc.date for each in given]
    years = sorted({date[:4] for date in dates if date})
    made = []
    for draft in drafts:
        where, times = tally.of(draft.text)
        hits, docs = int(times.sum()), len(where)
        marks_alone = draft.run is None or draft.kind in {"numeral", "quoted", "series", "name"}
        if hits < (marked_hits if marks_alone else min_hits) or docs < (marked_docs if marks_alone else min_docs):
            continue
        draft.hits, draft.docs = hits, docs
        when = sorted(dates[n] for n in where.tolist() if dates[n])
        quoted = int(tally.quotes[tally.number[draft.text]]) / hits
        own = 1 - draft.inside / max(1, draft.holders) / hits if draft.holders else 1.0
        run = draft.run
        entropy = min(run.left, run.right) if run else None
        keyness = _keyness(draft, total, background)
        value = score(
            hits, docs, len(draft.text.replace(JOINER, "")), cohesion=run.cohesion if run else None, entropy=entropy,
            free=run.free if run else 0.0, quoted=quoted, keyness=keyness, quality=draft.quality, kind=draft.kind, own=own,
            burst=_burst([date[:4] for date in when], years),
        )  # fmt: skip
        elsewhere = None
        if other is not None and compared is not None:
            elsewhere = other.get(draft.text, 0)
            ratio = (hits + 0.5) / max(1, total) / ((elsewhere + 0.5) / max(1, compared[1]))
            value *= 2 * ratio / (ratio + 2)
        made.append(
            Phrase(
                draft.text, draft.kind, hits, docs, run.cohesion if run else None, entropy, run.free if run else 0.0,
                quoted, c_value(draft.text, hits, draft.holders, draft.inside), _expected(draft, background),
                value, np.stack([where, times], axis=1).astype("<u4").tobytes(), when[0] if when else "", when[-1] if when else "",
                None, "", elsewhere,
            )
        )  # fmt: skip
    made.sort(key=lambda phrase: (-phrase.score, phrase.text))
    kept, folded = _explained(made)
    kept = _settled(kept, folded)
    return [_told(phrase, given, tally.best[tally.number[phrase.text]]) for phrase in kept], folded


def _burst(of: Sequence[str], years: Sequence[str]) -> float:
    """How suddenly a phrase came up: 0 where it is spread over all years, towards 1 where it came late and then stayed.

    >>> years = [str(year) for year in range(1999, 2019)]
    >>> round(_burst(["2016", "2017", "2018"], years), 2), _burst(["1999", "2018"], years)
    (0.51, 0.0)
    """
    if len(years) < 5 or not of:
        return 0.0
    first, last = min(of), max(of)
    since = [year for year in years if first <= year <= last]
    dense = len(set(of)) / len(since)
    absent = 1 - len(since) / len(years)
    return absent * min(1.0, 1.5 * dense) * len(set(of)) / (len(set(of)) + 2)


def example(given: Sequence[Source], n: int, start: int, end: int) -> Example:
    """The sentence around a place in the folded text of a source, with offsets in the text as it stands."""
    folded, text = given[n].folded, given[n].doc.text
    first, last = bounds(folded.text, start, end)
    a, b = folded.start(first), folded.end(last)
    x, y = folded.start(start), folded.end(end)
    return Example(n, x, y, text[a:b], x - a)


def _told(phrase: Phrase, given: Sequence[Source], best: _Best | None) -> Phrase:
    """A phrase with its example; a numeral abbreviation with what it stands for, from the first document that says so."""
    if best is not None:
        phrase = replace(phrase, example=example(given, *best[1:]))
    if phrase.kind != "numeral":
        return phrase
    order = sorted((given[n].doc.date or "9", n) for n, _ in phrase.counts)
    for _, n in order[:200]:
        text = given[n].folded.text
        at = text.find(phrase.text)
        while at >= 0:
            found = marked.expansion(phrase.text, text, at)
            if found:
                return replace(phrase, expansion=found)
            at = text.find(phrase.text, at + 1)
    return phrase


def _explained(phrases: Sequence[Phrase]) -> tuple[list[Phrase], list[Folding]]:
    """Phrases in order, those left out that one ranked higher explains.

    A part goes where most of its hits lie in the longer phrase; a longer phrase goes where nothing but leads stands
    around the part.
    """
    kept: list[Phrase] = []
    folded: list[Folding] = []
    known: dict[str, Phrase] = {}
    grams: dict[str, list[Phrase]] = {}  # pair of characters → phrases kept that hold it
    for phrase in phrases:
        other = _explains(phrase, known, grams)
        if other is not None:
            folded.append(Folding(phrase, other.text))
            continue
        kept.append(phrase)
        known[phrase.text] = phrase
        for pair in {phrase.text[n : n + 2] for n in range(len(phrase.text) - 1)}:
            grams.setdefault(pair, []).append(phrase)
    return kept, folded


def _settled(phrases: Sequence[Phrase], folded: list[Folding]) -> list[Phrase]:
    """Of a list and its members only those that explain the others: members that seldom stand alone go, or else the list.

    What stays takes the best score of what goes.
    """
    by_text = {phrase.text: phrase for phrase in phrases}
    gone: dict[str, str] = {}
    best: dict[str, float] = {}
    for phrase in phrases:
        text = phrase.text
        for size in range(1, len(text) - 3):  # 构建 + 人类命运共同体: the term, not the verb with it
            core = by_text.get(text[size:])
            if core is not None and phrase.hits >= 0.6 * core.hits and only_leads(text[:size]) and text not in gone:
                gone[text] = core.text
                best[core.text] = max(best.get(core.text, core.score), phrase.score)
        if JOINER not in phrase.text:
            continue
        parts = [part for part in phrase.text.split(JOINER) if part in by_text]
        alone = [part for part in parts if by_text[part].hits >= 1.5 * phrase.hits]
        if len(alone) == phrase.text.count(JOINER) + 1:
            gone[phrase.text] = alone[0]
            continue
        for part in parts:
            if part not in alone and part not in gone and phrase.text not in gone:
                gone[part] = phrase.text
                best[phrase.text] = max(best.get(phrase.text, phrase.score), by_text[part].score)
    folded += [Folding(by_text[text], into) for text, into in sorted(gone.items())]
    kept = [replace(each, score=best.get(each.text, each.score)) for each in phrases if each.text not in gone]
    return sorted(kept, key=lambda phrase: (-phrase.score, phrase.text))


def _explains(phrase: Phrase, known: dict[str, Phrase], grams: dict[str, list[Phrase]]) -> Phrase | None:
    text = phrase.text
    if phrase.kind in {"name", "series"} or JOINER in text:
        return None
    for size in range(len(text) - 1, 1, -1):
        for start in range(len(text) - size + 1):
            part = known.get(text[start : start + size])
            if part is None:
                continue
            before, behind = text[:start], text[start + size :]
            if not is_lead(before):
                continue
            if (not behind or (trails(behind) and behind not in TAIL_SET)) and (
                phrase.hits < 0.6 * part.hits or len(part.text) >= 4
            ):
                return part
            if behind in TAIL_SET and (part.quoted >= 0.3 or (part.kind == "numeral" and len(part.text) >= 4)):
                return part
    rarest = min((grams.get(text[n : n + 2], []) for n in range(len(text) - 1)), key=len)
    for longer in rarest:
        at = longer.text.find(text)
        if (
            at < 0
            or longer.hits <= (0.5 if phrase.quoted < 0.3 else 0.85) * phrase.hits
            or len(longer.text) == len(text)
        ):
            continue
        if not (len(text) >= 4 and is_lead(longer.text[:at]) and longer.text.endswith(text)):
            return longer
    return None


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a phrase: `doc.text[start:end]` is the phrase as it stands, with marks and spaces inside.

    `copied` says that it lies in text that an earlier document has, and was not counted.
    """

    doc: Document
    phrase: str
    start: int
    end: int
    text: str
    sentence: str
    copied: bool


def places(found: Discovered, phrases: Sequence[Phrase], *, copied: bool = False) -> Iterator[Hit]:
    """Every place of some phrases that was counted, in the order of the documents; with `copied` those that were not too."""
    import daachorse

    by_form = {p.text for p in phrases if not _plain(p.text) or (p.cohesion is None and p.kind in {"series", "name"})}
    plain = [p.text for p in phrases if p.text not in by_form]
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(plain) if plain else None
    for source in found.sources:
        text = source.folded.text
        spans: list[tuple[int, int, str]] = []
        if automaton is not None:
            codes, _, kept = symbols(text)
            for start, end, number in automaton.find_overlapping(codes.tobytes().decode("utf-16-le", "surrogatepass")):
                spans.append((int(kept[start]), int(kept[end - 1]) + 1, plain[number]))
        if by_form:
            spans += [(m.start, m.end, m.text) for m in marked.marks(text) if m.text in by_form]
        for start, end, phrase in sorted(spans):
            again = bool(source.skipped) and source.is_copied(start, end)
            if again and not copied:
                continue
            first, last = bounds(text, start, end)
            x, y = source.folded.start(start), source.folded.end(end)
            a, b = source.folded.start(first), source.folded.end(last)
            yield Hit(source.doc, phrase, x, y, source.doc.text[x:y], source.doc.text[a:b], again)


def covered(text: str, book: Codebook) -> bool:
    """Has a codebook this phrase: do its patterns match more than half of its characters?

    >>> from djtext.types import Theme
    >>> book = Codebook("b", "1", (Theme("a", "甲", "problem", "", ("形式主义", "官僚主义")),))
    >>> covered("形式主义、官僚主义", book), covered("反对形式主义的若干措施", book)
    (True, False)
    """
    hits = find(text, compile_book(book)).hits
    return 2 * sum(hit.end - hit.start for hit in hits) > sum(char.isalnum() for char in text)
