"""A corpus as counts: how often each theme, phrase or word stands in each document, and where it is shown best.

What is counted is a `Unit`. A unit comes with a job that turns one document into `DocCounts` (`djtext.study.units`);
everything that compares groups or follows time works on these alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from djtext.lang import current, t
from djtext.measures.grouping import Grouping, Placed
from djtext.measures.groups import MOST, Groups, arrange
from djtext.themes.count import Example
from djtext.types import Document, Stance

if TYPE_CHECKING:
    from numpy.typing import NDArray

Base = Literal["hanzi", "words", "sentences"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, and in what its rates are counted.

    `column` is the name of the first column of tables, theme or term. `labels` gives names in Chinese and English for
    keys that are no names themselves. `listed` are keys in their order, and `always` says that each of them has a row
    even where it stands nowhere, because someone asked for it.
    """

    name: str
    column: Literal["theme", "term"]
    base: Base = "hanzi"
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    always: bool = False

    def label(self, key: str) -> str:
        """The name of a key in Chinese, or the key."""
        return self.labels.get(key, (key, key))[0] or key

    def shown(self, key: str) -> str:
        """The name of a key in the language in force."""
        zh, en = self.labels.get(key, (key, key))
        return (zh if current() == "zh" else en) or zh or key

    @property
    def per(self) -> str:
        """The unit of rates, for people."""
        if self.base == "sentences":
            return t("每万句", "per 10k sentences")
        return t("每万词", "per 10k words") if self.base == "words" else t("每万字", "per 10k")

    @property
    def per_help(self) -> str:
        """The unit of rates, in full."""
        if self.base == "sentences":
            return t("每 10,000 句（含标题）的句数", "sentences of the role per 10,000 sentences and headings")
        if self.base == "words":
            return t(
                "每 10,000 词的命中数（含汉字或字母的词）", "hits per 10,000 words (tokens with a hanzi or a letter)"
            )
        return t("每 10,000 汉字的命中数", "hits per 10,000 hanzi")


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a thing stands; `doc.text[start:end] == text`. `para` and `n` count from 1."""

    key: str
    para: int
    n: int
    start: int
    end: int
    text: str
    stance: Stance
    sentence: str
    sentence_start: int


@dataclass(frozen=True, slots=True)
class DocCounts:
    """One document: its size, its counts, and the places that were asked for. `size` is in the unit's base.

    `counts` are pairs of key and hits. `examples` say, for each of them, which of the `sentences` shows it best, and
    where in it; each sentence comes with its score, the lowest best. All are plain tuples: hundreds of words of each of
    thousands of documents travel between processes.
    """

    chars: int
    hanzi: int
    size: int
    counts: tuple[tuple[str, int], ...]
    examples: tuple[tuple[int, int, int], ...]
    sentences: tuple[tuple[float, str], ...]
    places: tuple[Place, ...] = ()


def doc_counts(
    chars: int, hanzi: int, size: int, found: Iterable[tuple[str, int, Example]], places: Iterable[Place] = ()
) -> DocCounts:
    """The counts of a document from key, hits and example of each thing."""
    counts, examples = [], []
    sentences: dict[tuple[float, str], int] = {}
    for key, hits, example in found:
        counts.append((key, hits))
        number = sentences.setdefault((example.score, example.text), len(sentences))
        examples.append((number, example.start, example.end))
    return DocCounts(chars, hanzi, size, tuple(counts), tuple(examples), tuple(sentences), tuple(places))


@dataclass(frozen=True, slots=True)
class Sample:
    """An example with its document; of several the one with the lowest score is best."""

    score: float
    text: str
    start: int
    end: int
    doc: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents counted. The counts are held sparse: entry i says that document `at[i]` has `hits[i]` of key `key[i]`."""

    unit: Unit
    grouping: Grouping
    docs: tuple[Document, ...]
    placed: tuple[Placed, ...]
    chars: Sequence[int]
    hanzi: Sequence[int]
    sizes: Sequence[int]
    keys: tuple[str, ...]
    at: Sequence[int]
    key: Sequence[int]
    hits: Sequence[int]
    samples: Mapping[tuple[str, str], Sample]
    places: tuple[tuple[int, Place], ...]

    def groups(self, *, min_docs: int = 1, most: int = MOST) -> Groups:
        """The groups of its documents; raises UsageError as `arrange`."""
        return arrange(
            self.docs, self.placed, self.chars, self.hanzi, self.sizes, self.grouping, min_docs=min_docs, most=most
        )

    def entries(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Document, key and hits of every entry, as arrays."""
        import numpy as np

        return tuple(np.asarray(part, dtype=np.int64) for part in (self.at, self.key, self.hits))  # type: ignore[return-value]

    def matrix(self, docs: Sequence[int], keys: Sequence[int]) -> NDArray[Any]:
        """Hits as a table, a row for each of some documents, a column for each of some keys."""
        import numpy as np

        at, key, hits = self.entries()
        row = np.full(len(self.docs), -1, dtype=np.int64)
        row[list(docs)] = np.arange(len(docs))
        column = np.full(len(self.keys), -1, dtype=np.int64)
        column[list(keys)] = np.arange(len(keys))
        made = np.zeros((len(docs), len(keys)))
        kept = (row[at] >= 0) & (column[key] >= 0)
        made[row[at[kept]], column[key[kept]]] = hits[kept]
        return made


def collect(counted: Iterable[tuple[Document, DocCounts]], unit: Unit, grouping: Grouping) -> Corpus:
    """The counts of all documents, read once, with the best example of each thing in each group.

    Of equally good examples the one of the document whose id comes first is taken, so order changes nothing.
    """
    docs: list[Document] = []
    placed: list[Placed] = []
    chars, hanzi, sizes = array("q"), array("q"), array("q")
    at, key, hits = array("q"), array("q"), array("q")
    numbers = {name: n for n, name in enumerate(unit.listed)}
    best: dict[tuple[str, str], Sample] = {}
    places: list[tuple[int, Place]] = []
    for doc, value in counted:
        group = grouping.of(doc)
        for (name, number), (sentence, start, end) in zip(value.counts, value.examples, strict=True):
            at.append(len(docs))
            key.append(numbers.setdefault(name, len(numbers)))
            hits.append(number)
            if group.group:
                score, text = value.sentences[sentence]
                known = best.get((group.group, name))
                if known is None or (score, doc.id) < (known.score, known.doc):
                    best[group.group, name] = Sample(score, text, start, end, doc.id)
        places += [(len(docs), place) for place in value.places]
        docs.append(doc)
        placed.append(group)
        chars.append(value.chars)
        hanzi.append(value.hanzi)
        sizes.append(value.size)
    return Corpus(
        unit, grouping, tuple(docs), tuple(placed), chars, hanzi, sizes, tuple(numbers), at, key, hits, best, tuple(places)
    )  # fmt: skip


def places_of(
    corpus: Corpus, groups: Groups, keys: Iterable[str], *, group: str = ""
) -> list[tuple[Document, str, Place]]:
    """The places of some keys, in the order of the documents; in one group, or in all."""
    wanted = set(keys)
    rows = []
    for number, place in corpus.places:
        member = groups.member[number]
        if member < 0 or place.key not in wanted:
            continue
        name = groups.groups[member].name
        if not group or group == name:
            rows.append((corpus.docs[number], name, place))
    return rows
