"""One tree of errors. Each carries a message (where and what), a hint (what to do) and an exit code.

    DjtextError               1  failed
    ├── UsageError            2  the command line, settings or a filter is wrong
    │   └── CodebookError     2  a codebook is wrong; lists every mistake
    ├── InputError            3  one input could not be analysed (caught per document, never stops a run)
    ├── NothingToRead         1  no document was found at all
    ├── OutputRefused        14  the output exists or cannot be written
    └── NoSpace              15  the disk is full

Library code raises these; `djtext.cli` turns them into one or two lines on stderr.
"""

from __future__ import annotations


class DjtextError(Exception):
    """Base of every error that djtext raises on purpose."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DjtextError):
    """The command line, a setting or a filter cannot be understood."""

    exit_code = 2


class CodebookError(UsageError):
    """A codebook has mistakes; `problems` lists all of them as `file:line: theme: what, and what to do`."""

    def __init__(self, message: str, *, problems: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


class InputError(DjtextError):
    """One input cannot be analysed. `code` is a stable word for scripts."""

    exit_code = 3

    def __init__(self, message: str, *, code: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class NothingToRead(DjtextError):
    """No document was found."""

    exit_code = 1


class OutputRefused(DjtextError):
    """The output exists already, or its folder cannot be written to."""

    exit_code = 14


class NoSpace(DjtextError):
    """The disk that was written to is full."""

    exit_code = 15
