"""One tree of errors. Each carries a message (where and what), a hint (what to do) and an exit code.

    DjtextError               1  failed
    ├── UsageError            2  the command line, settings or a filter is wrong
    │   └── CodebookError     2  a codebook is wrong; lists every mistake
    ├── InputError            3  one input could not be analysed (caught per document, never stops a run)
    ├── NothingToRead         1  no document was found at all
    ├── NoSuchStudy          10  there is no study file of that name
    ├── StudyLocked          11  another process writes to the study
    ├── StudyDamaged         12  the file is damaged, or no study at all
    ├── NewerFormat          13  the study was written by a newer djtext
    ├── OutputRefused        14  the output exists or cannot be written
    └── NoSpace              15  the disk is full

Exit code 4 is no error: a condition of `djtext scan --fail-on` holds.

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


class NoSuchStudy(DjtextError):
    """There is no study file of that name."""

    exit_code = 10


class StudyLocked(DjtextError):
    """Another process writes to the study."""

    exit_code = 11


class StudyDamaged(DjtextError):
    """The file is damaged, or is no study. `problems` lists what was found."""

    exit_code = 12

    def __init__(self, message: str, *, hint: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


class NewerFormat(DjtextError):
    """The study was written by a newer djtext."""

    exit_code = 13


class OutputRefused(DjtextError):
    """The output exists already, or its folder cannot be written to."""

    exit_code = 14


class NoSpace(DjtextError):
    """The disk that was written to is full."""

    exit_code = 15
