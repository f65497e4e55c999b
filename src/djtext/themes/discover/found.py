"""What discovery gives back: phrases with their figures and examples, and which phrases another one explains."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from djtext.themes.marked import Kind
from djtext.themes.stream import Source


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
