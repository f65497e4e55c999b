"""What a search need not ask every document of a study for, in one row of its table `study`, made when the study is sealed.

Which documents repeat another; and in which documents folding brings two hanzi together that do not stand together in
the text as it is written, so that the full-text index, which has texts as they are written, does not know them. It is
good with the checksum over inputs and outcomes that it was made with, and with its own; else it is as if it were not there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from djtext.study.duplicates import Seen
from djtext.study.phrases import query
from djtext.text.fold import fold
from djtext.text.script import is_traditional
from djtext.themes.patterns import rows
from djtext.types import Codebook

NAME = "overview"
_VERSION = 1
_LOT = 256
_LITERAL = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")  # what is looked up: no sign in it that folding makes
_OTHER = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")  # radicals and compatibility forms, which folding makes hanzi
_ORDER = (
    "FROM outcome o JOIN input i ON i.id = o.input_id JOIN document d ON d.id = o.document_id "
    "ORDER BY i.source_id, i.place, o.n"
)
Execute = Callable[..., Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Overview:
    """What is known of the documents of a study together; documents by their numbers.

    `seen` is, of each document that was looked at for `odd` and `pairs`, the beginning of its text's checksum.
    """

    twins: tuple[tuple[int, int, float], ...] = ()
    odd: frozenset[int] = frozenset()
    pairs: dict[str, list[int]] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)


def made(execute: Execute, before: Overview) -> Overview:
    """The overview of a study as it is now; what `before` says of texts that did not change is taken over."""
    seen, numbers = Seen(), list[int]()
    twins: list[tuple[int, int, float]] = []
    stream = iter(execute(f"SELECT d.id, d.marks {_ORDER}"))
    while lot := list(islice(stream, _LOT)):
        found = seen.twins([(str(number), json.loads(marks)) for number, marks in lot])
        twins += [(row[0], int(twin), share) for row, (twin, share) in zip(lot, found, strict=True) if twin]
        numbers += [row[0] for row in lot]
    sums = {number: str(mark)[:12] for number, mark in execute("SELECT id, text_sha256 FROM document")}
    same = {number for number, mark in before.seen.items() if sums.get(number) == mark}
    odd = set(before.odd & same)
    pairs = {pair: kept for pair, held in before.pairs.items() if (kept := [n for n in held if n in same])}
    for number in sorted(sums.keys() - same):
        ((text,),) = execute("SELECT text FROM document WHERE id = ?", (number,))
        joined = joints(text)
        if joined is None:
            odd.add(number)
        for pair in joined or ():
            pairs.setdefault(pair, []).append(number)
    return Overview(tuple(twins), frozenset(odd), {pair: sorted(pairs[pair]) for pair in sorted(pairs)}, sums)


def joints(text: str) -> set[str] | None:
    """Pairs of hanzi between which folding takes something out; None where it changes hanzi themselves.

    >>> sorted(joints("形 式主义，形式\\u200b主义")), joints("⻔难进")
    (['式主', '形式'], None)
    """
    if is_traditional(text) or _OTHER.search(text):
        return None
    folded = fold(text)
    found = {folded.text[place - 1 : place + 1] for place in folded.places if place}
    return {pair for pair in found if _LITERAL.fullmatch(pair)}


def dumped(overview: Overview, ledger: str) -> str:
    """An overview as it is stored."""
    seen = [[number, mark] for number, mark in sorted(overview.seen.items())]
    parts = [_VERSION, ledger, overview.twins, sorted(overview.odd), overview.pairs, seen]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() + text


def loaded(text: str, ledger: str | None = None) -> Overview | None:
    """The overview in a row; None where it is damaged or, if a `ledger` is given, of another one."""
    try:
        if hashlib.sha256(text[64:].encode("utf-8", "surrogatepass")).hexdigest() != text[:64]:
            return None
        version, had, twins, odd, pairs, seen = json.loads(text[64:])
        if version != _VERSION or (ledger is not None and had != ledger):
            return None
        return Overview(tuple((a, b, share) for a, b, share in twins), frozenset(odd), pairs, dict(seen))
    except (ValueError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Literals of which a text must have one, if a theme stands in it; `bare` if the codebook has nothing but literals of
    hanzi, so that where folding joins none of them a text may be searched as it is written."""

    literals: tuple[str, ...]
    bare: bool


def wanted(book: Codebook, theme: str) -> Wanted | None:
    """What to look up for a theme; None where some pattern has no literal to look up."""
    found: dict[str, None] = {}
    bare = True
    for entry in book.themes:
        for pattern in (*entry.patterns, *entry.not_patterns):
            for row in rows(pattern):
                slots = [slot for slot in row.slots if all(map(_LITERAL.fullmatch, slot))]
                bare = bare and not row.gaps and len(slots) == 1
                if entry.key != theme or pattern not in entry.patterns:
                    continue
                if not slots:
                    return None
                best = max(slots, key=lambda slot: (min(map(len, slot)), -len(slot)))
                found.update(dict.fromkeys(best))
    return Wanted(tuple(found), bare)


def candidates(execute: Execute, overview: Overview, literals: Sequence[str]) -> tuple[set[int], set[int]]:
    """The documents in which one of some literals may stand: after folding only, and as they are written."""
    folded, written = set(overview.odd), set[int]()
    for literal in literals:
        for pair in {literal[n : n + 2] for n in range(len(literal) - 1)}:
            folded.update(overview.pairs.get(pair, ()))
        sql = "SELECT rowid FROM document_fts WHERE document_fts MATCH ?"
        written.update(number for (number,) in execute(sql, (query(literal),)))
    return folded, written - folded


def names(execute: Execute, twins: Iterable[tuple[int, int, float]]) -> Iterator[tuple[str, str, float]]:
    """Copies by the ids of their documents."""
    known: dict[int, str] = dict(execute("SELECT id, doc FROM document"))
    for doc, twin, share in twins:
        yield known[doc], known[twin], share
