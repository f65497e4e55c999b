"""What the reader of RTF keeps while it reads: the state of a group, and the lines that are being filled."""

from __future__ import annotations

from dataclasses import dataclass, field

from djtext.read.flow import Line, table_row


@dataclass(slots=True)
class State:
    """What a group inherits: where its text goes, the font, and how many fallback characters follow each \\u."""

    to: str = "text"  # text, soft or hard (skipped), fonts, info:NAME, time
    uc: int = 1
    font: int = -1
    hidden: bool = False
    deleted: bool = False
    listed: bool = False
    table: bool = False
    owns: bool = False  # this group opened a sink of its own
    outer: str = "text"  # where text went before \\upr


@dataclass(slots=True)
class Sink:
    """Lines of the body, of a text box or of a note, and the row of a table that is being filled."""

    lines: list[Line] = field(default_factory=list)
    parts: Line = field(default_factory=list)
    cell: list[Line] = field(default_factory=list)
    row: list[list[Line]] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    def end_paragraph(self, *, in_table: bool) -> None:
        """A paragraph ends; within a table it is a line of its cell."""
        if in_table:
            self.cell.append(self.parts)
        else:
            self.end_row()
            self.lines.append(self.parts)
            self.lines += self.after
            self.after = []
        self.parts = []

    def end_cell(self) -> None:
        """A cell ends."""
        self.cell.append(self.parts)
        self.row.append(self.cell)
        self.parts, self.cell = [], []

    def end_row(self) -> None:
        """A row ends, or the table without it."""
        if self.cell:
            self.row.append(self.cell)
        if self.row:
            self.lines += table_row(self.row) + self.after
            self.after = []
        self.row, self.cell = [], []

    def close(self) -> list[Line]:
        """All lines, the unfinished ones too."""
        self.end_row()
        if self.parts or self.after:
            self.end_paragraph(in_table=False)
        return self.lines
