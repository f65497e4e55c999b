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


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: a forced encoding, and the largest file that is taken (bytes)."""

    encoding: str = ""
    max_bytes: int = 256 * 1024 * 1024
