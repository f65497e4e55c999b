"""A new document against a baseline: what it is about, what is unusual, new, copied and near."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from djtext.measures.newphrases import NewPhrase, new_phrases
from djtext.measures.profile.baseline import Baseline, Meeting
from djtext.measures.profile.keys import bigrams, date_key, hanzi_codes
from djtext.measures.unusual import FEWEST_DOCS, Mixture, ThemeFigure, comparable, mixture, unusual
from djtext.reuse.find import Reuse, Shared, find
from djtext.reuse.groups import union
from djtext.reuse.kinds import FORMULA, Kind
from djtext.reuse.shingles import LENGTH, Plan, bare, fingerprint
from djtext.text.fold import fold
from djtext.themes.count import DocThemes
from djtext.types import Codebook, Document, Link, Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOURCES = 30  # documents of the baseline whose texts are read to find what one new document shares with them
_ROUNDS = 3
_LEAST = 10  # characters that a stretch of fingerprints in common covers at least
NEAREST = 3
MANY_THEMES = 5
MANY_PHRASES = 25.0  # per 1,000 hanzi

Read = Callable[[int], Document]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a document: its key, its figures against the baseline, and where its best example stands."""

    key: str
    figure: ThemeFigure
    as_problem: int = 0
    as_remedy: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """A passage of the new document that a document of the baseline has too; offsets are into either text.

    `docs` is in how many documents it stands, the new one counted; `whom` the person or document that a quotation names.
    """

    start: int
    end: int
    text: str
    doc: str
    title: str
    date: str
    other_start: int
    other_end: int
    other_text: str
    similarity: float
    kind: Kind
    direction: str
    whom: str
    docs: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """A document of the baseline that is like the new one; `cosine` from 0 to 1."""

    doc: str
    title: str
    date: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan says of one document. `known` are the documents of the baseline that are the same.

    Shares are of the hanzi, letters and digits. `compared` is how many documents the themes are compared with. A figure that cannot
    be given is None.
    """

    doc: str
    title: str
    date: str
    source: str
    chars: int
    hanzi: int
    known: tuple[str, ...]
    compared: int
    themes: tuple[Theme, ...]
    phrases: tuple[NewPhrase, ...] | None
    sentences: tuple[str, ...]
    copied: tuple[Copied, ...]
    own_share: float | None
    reuse_share: float | None
    quote_share: float | None
    boilerplate_share: float | None
    nearest: tuple[Nearest, ...]
    novelty: Mixture
    problems: tuple[Passage, ...]
    remedies: tuple[Passage, ...]
    links: tuple[Link, ...]
    status: str = "ok"

    @property
    def claimed(self) -> tuple[Theme, ...]:
        """The themes that are claimed to be unusual."""
        return tuple(theme for theme in self.themes if theme.figure.side)

    @property
    def top(self) -> tuple[Theme, ...]:
        """The five themes with most hits."""
        held = [theme for theme in self.themes if theme.figure.hits]
        return tuple(sorted(held, key=lambda theme: (-theme.figure.hits, theme.figure.theme))[:5])

    @property
    def score(self) -> float:
        """How unusual the document is, 0 to 1: the mean of those of its four parts that can be given; see docs/scan.md.

        Unusual themes ÷ 5 (at most 1); rank of the mixture of themes; 1 − cosine of the nearest document; new phrases per
        1,000 hanzi ÷ 25 (at most 1). 0 for a document that the baseline has.
        """
        if self.known:
            return 0.0
        parts = [min(1.0, len(self.claimed) / MANY_THEMES)] if self.compared >= FEWEST_DOCS else []
        if self.novelty.rank is not None:
            parts.append(self.novelty.rank)
        if self.nearest:
            parts.append(1 - self.nearest[0].cosine)
        if self.phrases is not None and self.hanzi:
            parts.append(min(1.0, len(self.phrases) * 1000 / self.hanzi / MANY_PHRASES))
        return round(sum(parts) / len(parts), 4) if parts else 0.0


def scan(
    doc: Document,
    base: Baseline,
    read: Read,
    book: Codebook,
    counts: DocThemes,
    passages: Sequence[Passage],
    links: Sequence[Link],
    *,
    shared: NDArray[Any] | None = None,
    min_length: int = LENGTH,
) -> Scanned:
    """Compare one document with a baseline. `read` gives a document of the baseline by its number.

    `counts`, `passages` and `links` are the document's own analysis; `shared` hashes of runs of four hanzi that other new
    documents have as well (see `new_phrases`). A document that the baseline has is compared with all others of it; whether its phrases
    are new cannot be said then.
    """
    member = doc.id.partition("#")[2]
    known = base.known(doc.text, doc.digest, member)
    own = tuple((count.theme, count.hits) for count in counts.counts)
    rows = comparable(base, counts.hanzi, without=known)
    by_place = {count.theme: count for count in counts.counts}
    themes = []
    for figure in unusual(base, own, counts.hanzi, rows):
        count = by_place.get(figure.theme)
        themes.append(
            Theme(
                book.themes[figure.theme].key, figure, count.as_problem if count else 0,
                count.as_remedy if count else 0, count.example.text if count else "",
            )
        )  # fmt: skip
    found = None if known else new_phrases(doc.text, base, shared=shared, title=doc.title)
    near = []
    for each in base.nearest(bigrams(hanzi_codes(fold(doc.text).text))[0], without=known, most=NEAREST):
        other = read(each.number)
        near.append(Nearest(other.id, other.title, other.date, each.cosine))
    reused = sources(doc, base, read, without=known, min_length=min_length)
    shares = _shares(reused, doc) if len(base) > len(known) else None
    return Scanned(
        doc.id, doc.title, doc.date, doc.source, len(doc.text), counts.hanzi,
        tuple(read(int(base.ids[row])).id for row in known), len(rows), tuple(themes), found,
        tuple(_around(doc.text, phrase) for phrase in found or ()), _listed(reused),
        shares[0] if shares else None, shares[1] if shares else None, shares[2] if shares else None,
        shares[3] if shares else None, tuple(near), mixture(base, own, rows, without=known),
        tuple(p for p in passages if p.role == "problem"), tuple(p for p in passages if p.role == "remedy"), tuple(links),
    )  # fmt: skip


def _around(text: str, phrase: NewPhrase) -> str:
    """The clause or two around a phrase."""
    left = max(text.rfind(mark, 0, phrase.start) for mark in "。！？\n") + 1
    ends = [at for at in (text.find(mark, phrase.end) for mark in "。！？\n") if at >= 0]
    right = min(ends, default=len(text) - 1) + 1
    return text[max(left, phrase.start - 40) : min(right, phrase.end + 40)].strip()


def sources(
    doc: Document, base: Baseline, read: Read, *, without: Sequence[int] = (), min_length: int = LENGTH
) -> Reuse:
    """What a document shares with the baseline.

    The texts that are read are chosen one by one, each the one that seems to have most of what no other has (of equals the
    earlier); what does not hold when read is looked for elsewhere; texts that are later than the document come last. At most 30
    are read.
    """
    new = fingerprint(doc.text)
    met = base.meeting(new, without=without)
    size = new.length
    chosen: list[int] = []
    texts: list[Document] = []
    reused = find([doc], against=[], min_length=min_length)
    later = (base.dates > date_key(doc.date)) & (base.dates < date_key(""))
    for allowed in (~later, later):
        for _ in range(_ROUNDS):
            added = _cover(base, met, _covered(reused, doc, size), chosen, allowed)
            if not added:
                break
            chosen += added
            texts += [read(int(base.ids[row])) for row in added]
            reused = find([doc], against=texts, min_length=min_length)
    return _with_docs(reused, doc, new.at, met.docs, new.plan)


def _cover(
    base: Baseline, met: Meeting, covered: NDArray[Any], chosen: Sequence[int], allowed: NDArray[Any]
) -> list[int]:
    """The rows, of those allowed, that cover most of what is not covered yet, one after the other."""
    import numpy as np

    kept = (met.end - met.start >= _LEAST) & allowed[met.row]
    if len(chosen):
        kept &= ~np.isin(met.row, np.array(chosen))
    row, start, end = met.row[kept], met.start[kept], met.end[kept]
    added: list[int] = []
    rows, back = np.unique(row, return_inverse=True)
    while len(rows) and len(chosen) + len(added) < SOURCES:
        free = np.concatenate(([0], np.cumsum(~covered)))
        gain = free[end] - free[start]
        gain = np.where(gain >= _LEAST, gain, 0)
        total = np.bincount(back, weights=gain, minlength=len(rows))
        most = total.max()
        if most < _LEAST:
            break
        best = np.flatnonzero(total == most)
        one = int(best[np.lexsort((base.ids[rows[best]], base.dates[rows[best]]))[0]])
        added.append(int(rows[one]))
        for n in np.flatnonzero(back == one).tolist():
            covered[start[n] : end[n]] = True
    return added


def _spans(reused: Reuse, doc: Document) -> list[tuple[Shared, int, int]]:
    """The passages with their extent in the bare text of the new document."""
    if not reused.passages:
        return []
    places = bare([doc.text]).places
    return [
        (row, int(places.searchsorted(row.start_a)), int(places.searchsorted(row.end_a))) for row in reused.passages
    ]


def _covered(reused: Reuse, doc: Document, size: int) -> NDArray[Any]:
    import numpy as np

    made = np.zeros(size, bool)
    for _, start, end in _spans(reused, doc):
        made[start:end] = True
    return made


def _shares(reused: Reuse, doc: Document) -> tuple[float, float, float, float]:
    """Own, reused (copies and parts of near duplicates), quoted and boilerplate shares of a document.

    What the baseline has from a later date only is the document's own. A character in passages of several kinds counts for the
    first of duplicate, copy, quote, boilerplate.
    """
    spans = [(row, start, end) for row, start, end in _spans(reused, doc) if row.direction != "a_to_b"]
    size = len(bare([doc.text]).codes)
    sofar: list[tuple[int, int]] = []
    shares, before = [], 0
    for kinds in (("duplicate", "copy"), ("quote",), ("boilerplate",)):
        sofar += [(start, end) for row, start, end in spans if row.kind in kinds]
        now = union(sofar)
        shares.append((now - before) / size if size else 0.0)
        before = now
    return 1 - before / size if size else 1.0, shares[0], shares[1], shares[2]


def _listed(reused: Reuse) -> tuple[Copied, ...]:
    """Each passage with one source, the longest first; one that lies within another by four fifths is left out."""
    kept: list[tuple[int, int]] = []
    made = []
    for row in reused.passages:
        length = row.end_a - row.start_a
        if any(min(end, row.end_a) - max(start, row.start_a) >= 0.8 * length for start, end in kept):
            continue
        kept.append((row.start_a, row.end_a))
        one, other = reused.docs[row.a], reused.docs[row.b]
        made.append(
            Copied(
                row.start_a, row.end_a, one.text[row.start_a : row.end_a], other.id, other.title, other.date,
                row.start_b, row.end_b, other.text[row.start_b : row.end_b], round(row.similarity, 4), row.kind,
                row.direction, row.whom, row.docs,
            )
        )  # fmt: skip
    return tuple(made)


def _with_docs(reused: Reuse, doc: Document, at: NDArray[Any], docs: NDArray[Any], plan: Plan) -> Reuse:
    """The passages with the number of documents they stand in, by the fingerprints of the whole baseline."""
    import numpy as np

    rows = []
    for row, start, end in _spans(reused, doc):
        first = int(np.searchsorted(at, start))
        inside = docs[first : np.searchsorted(at, end - plan.wide, side="right")]  # what is judged lies within it
        some = inside if len(inside) else docs[first : np.searchsorted(at, end)]
        count = max(row.docs, (int(np.median(some)) if len(some) else 0) + 1)
        kind: Kind = "boilerplate" if row.kind == "copy" and count >= FORMULA else row.kind
        rows.append(replace(row, docs=count, kind=kind))
    return replace(reused, passages=tuple(rows))
