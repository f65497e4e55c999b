"""Files that people have coded: what each row says, and what is wrong with it, with file and line.

A row that nobody has coded is not in the sample. A blank cell says nothing, unless the coder says that the row is done:
then a blank role is `other` and blank themes are none. Nothing is left out without a word: every row becomes a `Coding`
or a `Problem`. `files` gives the rows of a file, `rows` what they say, cell by cell (`cells`) and with the code that a
name stands for (`names`); `checks` finds rows that changed or repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that may be given: every name of a role or theme, folded, with its key."""

    roles: Mapping[str, str]
    themes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a coded file: `where` is file:line, `code` a stable word, `text` says it for people."""

    where: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder says of one unit. None, of role or themes, is: not coded; no themes at all is the empty tuple.

    `value` is the cell of the column that the user asked for; `where` is file:line.
    """

    where: str
    coder: str
    id: str
    doc: str
    text: str
    start: int | None = None
    end: int | None = None
    role: str | None = None
    second: tuple[str, ...] = ()
    themes: tuple[str, ...] | None = None
    value: str | None = None
    confidence: float | None = None
    weight: float | None = None

    @property
    def coded(self) -> bool:
        """Whether it says anything."""
        return self.role is not None or self.themes is not None or self.value is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file has it: its line (of a workbook the row, of a JSON array the item) and its cells by column."""

    where: str
    fields: Mapping[str, Any]
