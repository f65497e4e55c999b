"""One document's whole analysis as rows of numbers and short texts, and back.

What a row says of the text it says by offsets, so that a worker sends the text once and a study stores it once.
`unpack` of what `pack` made is the value again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from djtext.study.phrases import bigrams
from djtext.themes.count import DocThemes, Example, SentenceHit, ThemeCount, count_themes
from djtext.themes.find import compile_book
from djtext.types import Codebook, Document, Hit, Kind, Labelled, Link, Passage, Sentence, Stance

Row = tuple[Any, ...]
KINDS = ("sentences", "passages", "links", "hits", "counts")


@dataclass(frozen=True, slots=True)
class Analysed:
    """All that djtext stores about the content of one document."""

    themes: DocThemes
    hits: tuple[SentenceHit, ...]
    labels: tuple[Labelled, ...]
    passages: tuple[Passage, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """An Analysed as rows. Places count from 0 within the document, themes by their place in the codebook."""

    chars: int
    hanzi: int
    sentences: tuple[Row, ...] = ()  # passage or None, para, n, start, end, kind, level, section, role, confidence, …
    passages: tuple[Row, ...] = ()  # start, end, role, section, confidence, themes, concreteness
    links: tuple[Row, ...] = ()  # problem, remedy, rule, score
    hits: tuple[Row, ...] = ()  # theme, pattern, start, end, stance, sentence start, sentence end, heading
    counts: tuple[Row, ...] = ()  # theme, hits, as problem, as remedy, score, example start, end, mark start, end


@dataclass(frozen=True, slots=True)
class Entry:
    """What a worker gives back for one document; `packed` is None where an equal text is known already."""

    text: str
    text_sha256: str
    packed: Packed | None
    bigrams: str = ""


def plain(text: str) -> str:
    """A text that UTF-8 can hold: halves of characters become U+FFFD, one for one.

    >>> plain("a\\ud800b")
    'a\ufffdb'
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text.replace("\0", "\ufffd") if "\0" in text else text


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def content_key(doc: Document) -> str:
    """What the analysis of a document depends on besides the settings: its text and its title."""
    return sha256(f"{len(doc.title)} {plain(doc.title)}{doc.text}")


def analyse(doc: Document, book: Codebook) -> Analysed:
    """The whole analysis of one document."""
    from djtext.roles.classify import classify  # a study that is read needs none of them
    from djtext.roles.hits import role_hits
    from djtext.roles.link import links
    from djtext.roles.passages import passages

    matcher = compile_book(book)
    hits = role_hits(doc, matcher)
    labels = classify(doc, matcher)
    found = passages(labels, doc.text)
    counted = count_themes(doc, matcher, finder=lambda _doc, _matcher: hits)
    return Analysed(counted, hits, labels, found, links(found))


def entry_job(book: Codebook, known: frozenset[str] = frozenset()) -> Callable[[Document], Entry]:
    """The function of one document that a study is made of; texts that are `known` are not analysed again."""
    compile_book(book)
    places = {theme.key: n for n, theme in enumerate(book.themes)}

    def entry(doc: Document) -> Entry:
        text = plain(doc.text)
        doc = replace(doc, text=text)
        if content_key(doc) in known:
            return Entry(text, sha256(text), None)
        return Entry(text, sha256(text), pack(analyse(doc, book), places), bigrams(text))

    return entry


def _json(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: float) -> float:
    """A number as SQLite gives it back: it knows no negative zero."""
    return float(value) + 0.0


def pack(value: Analysed, places: dict[str, int]) -> Packed:
    """An analysis as rows; `places` gives each theme's place in the codebook."""
    from djtext.roles.concreteness import concreteness

    of_sentence = {s.n: place for place, passage in enumerate(value.passages) for s in passage.sentences}
    of_passage = {(p.start, p.end): place for place, p in enumerate(value.passages)}
    first: dict[tuple[str, int], int] = {}  # where in the text an example stands, by its hits
    for item in value.hits:
        first.setdefault((item.sentence, item.hit.start - item.sentence_start), item.sentence_start)
    counts = []
    for count in value.themes.counts:
        example = count.example
        start = first[example.text, example.start]
        counts.append(
            (
                count.theme, count.hits, count.as_problem, count.as_remedy, _number(example.score),
                start, start + len(example.text), example.start, example.end,
            )
        )  # fmt: skip
    return Packed(
        value.themes.chars,
        value.themes.hanzi,
        tuple(
            (
                of_sentence.get(s.n), s.para, s.n, s.start, s.end, s.kind, s.level, plain(s.section), item.role,
                _number(item.confidence), item.second, _json(item.themes), _json(item.inferred), _json(item.mentions),
            )
            for item in value.labels
            for s in (item.sentence,)
        ),
        tuple(
            (
                p.start, p.end, p.role, plain(p.section), _number(p.confidence), _json(p.themes),
                _number(concreteness(p.text).score) if p.role == "remedy" else None,
            )
            for p in value.passages
        ),
        tuple(
            (
                of_passage[link.problem.start, link.problem.end], of_passage[link.remedy.start, link.remedy.end],
                link.rule, _number(link.score),
            )
            for link in value.links
        ),
        tuple(
            (
                places[item.hit.theme], item.hit.pattern, item.hit.start, item.hit.end, item.hit.stance,
                item.sentence_start, item.sentence_start + len(item.sentence), int(item.heading),
            )
            for item in value.hits
        ),
        tuple(counts),
    )  # fmt: skip


def read_header(doc: Document, member: str, text_sha256: str, marks: Sequence[int]) -> tuple[str, ...]:
    """What is stored about a document besides its id, its text and its rows, in the order of the columns."""
    return (
        plain(member), plain(doc.title), plain(doc.date), plain(doc.source), plain(doc.author),
        json.dumps({plain(a): plain(b) for a, b in doc.meta}, ensure_ascii=False), _json(doc.flags), doc.digest,
        _json(marks), text_sha256,
    )  # fmt: skip


def digest(header: Sequence[Any], packed: Packed) -> str:
    """SHA-256 over all that is stored about a document besides its text and its id."""
    return sha256(_json([list(header), packed.chars, packed.hanzi, *(getattr(packed, kind) for kind in KINDS)]))


def unpack_counts(text: str, packed: Packed) -> DocThemes:
    """The counts of themes."""
    return DocThemes(
        packed.chars,
        packed.hanzi,
        tuple(
            ThemeCount(theme, hits, problem, remedy, Example(score, text[start:end], mark, mark_end))
            for theme, hits, problem, remedy, score, start, end, mark, mark_end in packed.counts
        ),
    )


def unpack_hits(doc: str, text: str, packed: Packed, keys: Sequence[str]) -> tuple[SentenceHit, ...]:
    """The hits; `keys` are the themes' keys by place."""
    return tuple(
        SentenceHit(
            Hit(doc, keys[theme], pattern, start, end, text[start:end], cast(Stance, stance)), text[left:right], left,
            bool(heading),
        )
        for theme, pattern, start, end, stance, left, right, heading in packed.hits
    )  # fmt: skip


def _keys(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def unpack_labels(doc: str, text: str, packed: Packed) -> tuple[Labelled, ...]:
    """The labelled sentences."""
    return tuple(
        Labelled(
            Sentence(doc, para, n, start, end, cast(Kind, kind), level, section, text[start:end]), role, confidence,
            second, _keys(themes), _keys(inferred), _keys(mentions),
        )
        for _, para, n, start, end, kind, level, section, role, confidence, second, themes, inferred, mentions
        in packed.sentences
    )  # fmt: skip


def unpack_passages(doc: str, text: str, packed: Packed) -> tuple[Passage, ...]:
    """The passages, with their sentences."""
    inside: list[list[Sentence]] = [[] for _ in packed.passages]
    for row, item in zip(packed.sentences, unpack_labels(doc, text, packed), strict=True):
        if row[0] is not None:
            inside[row[0]].append(item.sentence)
    return tuple(
        Passage(doc, start, end, role, tuple(inside[n]), text[start:end], section, confidence, _keys(themes))
        for n, (start, end, role, section, confidence, themes, _) in enumerate(packed.passages)
    )


def unpack_links(doc: str, found: Sequence[Passage], packed: Packed) -> tuple[Link, ...]:
    """The links between passages that were unpacked before."""
    return tuple(Link(doc, found[a], found[b], rule, score) for a, b, rule, score in packed.links)


def unpack(doc: str, text: str, packed: Packed, keys: Sequence[str]) -> Analysed:
    """The analysis that was packed."""
    found = unpack_passages(doc, text, packed)
    return Analysed(
        unpack_counts(text, packed),
        unpack_hits(doc, text, packed, keys),
        unpack_labels(doc, text, packed),
        found,
        unpack_links(doc, found, packed),
    )
