"""What every subject is given, and what it gives back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import corpora
from benchmarks.measure import Measured


@dataclass(frozen=True, slots=True)
class Setting:
    """`folder` is where corpora and outputs lie, `sizes` the numbers of documents, `repeats` how often each is run."""

    folder: Path
    quick: bool
    sizes: tuple[int, ...]
    repeats: int

    def files(self, count: int) -> Path:
        """A corpus of so many text files in one folder; 72 are the work reports."""
        path = self.folder / f"files-{count}"
        if not (path / ".whole").is_file():
            print(f"making {count:,} documents", file=sys.stderr)
            if count == 72:
                corpora.write_reports(path)
            else:
                corpora.write_files(path, count)
            (path / ".whole").touch()
        return path

    def times(self, count: int) -> int:
        """How often to run on so many documents: long runs less often."""
        return self.repeats if count <= 1_000 else max(1, min(self.repeats, 2)) if count <= 10_000 else 1


@dataclass(slots=True)
class Section:
    """A table of the report with the lines below it."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """As Markdown."""
        lines = [f"## {self.title}", "", "| " + " | ".join(self.head) + " |", "|---" * len(self.head) + "|"]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join([*lines, "", *self.notes, ""])


HEAD = ("what", "seconds (each run)", "median", "processor s", "MB a process", "× faster by the clock", "× less work")


def rows(measured: list[Measured], against: Measured | None = None) -> list[tuple[str, ...]]:
    """A row for each alternative; the last columns compare it with `against`: by the clock, and by processor time."""
    return [
        (
            each.name,
            ", ".join(f"{taken.seconds:.2f}" for taken in each.runs),
            f"{each.seconds:.2f}",
            f"{each.processors:.2f}",
            f"{each.largest:.0f}",
            *(
                ("", "")
                if against is None or each is against
                else (f"{against.seconds / each.seconds:.1f}", f"{against.processors / each.processors:.1f}")
            ),
        )
        for each in measured
    ]


Subject = Callable[[Setting], list[Section]]
