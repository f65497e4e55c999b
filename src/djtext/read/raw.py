"""What a reader hands on: the text of one document, before cleaning, and what the file itself said about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of one document as its format gave it, with LF line ends.

    `member` names the record or archive member where one file holds several documents. `meta` holds what the file
    said outright (front matter, document properties). `partial` says, as (code, detail), what could not be read.
    """

    text: str
    encoding: str = ""
    replaced: int = 0
    member: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    partial: tuple[str, str] = ("", "")
    dropped: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: a forced encoding, the limits, and which columns of a table hold what.

    `max_bytes` is the largest file that is taken; `seconds` and `memory` (bytes) what one input may use while its
    format is taken apart; `max_produced` how many bytes an archive may unpack to.
    """

    encoding: str = ""
    max_bytes: int = 256 * 1024 * 1024
    seconds: float = 60.0
    memory: int = 2 * 1024**3
    max_produced: int = 1024**3
    text_column: str = ""
    title_column: str = ""
    date_column: str = ""
    id_column: str = ""
