"""Texts in lines that fit: a Chinese character takes two columns, and marks stay with what they close or open."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef、。《》〈〉「」『』【】“”‘’…—"
_PIECE = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")
_NOT_FIRST = frozenset("、。，；：！？）》〉」』】”’…—％)]},.;:!?")
_NOT_LAST = frozenset("（《〈「『【“‘([{")


def wrap(text: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns; Chinese breaks between any two characters, but for marks.

    Blanks at a break are gone; a word longer than a line is cut.

    >>> wrap("列出每一处命中，另写 ledger.jsonl", 14)
    ['列出每一处命', '中，另写', 'ledger.jsonl']
    """
    from rich.cells import cell_len

    lines: list[str] = []
    line, used = "", 0
    for run in _unbroken(text):
        size = cell_len(run)
        if used and used + cell_len(run.rstrip()) > columns:
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0
            run = run.lstrip()
            size = cell_len(run)
        while size > columns and used == 0:
            at = _fitting(run, columns)
            if run[:at].strip():
                lines.append(run[:at].rstrip())
            run = run[at:].lstrip()
            size = cell_len(run)
        line += run
        used += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fitting(text: str, columns: int) -> int:
    """How many characters fit, one at least."""
    from rich.cells import cell_len

    used = 0
    for at, character in enumerate(text):
        used += cell_len(character)
        if used > columns and at:
            return at
    return len(text)


def _unbroken(text: str) -> Iterator[str]:
    """The pieces of a text between which a line may end."""
    held = ""
    for piece in _PIECE.findall(text):
        if held and not piece.isspace() and held[-1] not in _NOT_LAST and piece[0] not in _NOT_FIRST:
            yield held
            held = ""
        held += piece
    if held:
        yield held
