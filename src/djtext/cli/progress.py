"""A bar that shows how far a run has come, for someone who waits at a terminal."""

from __future__ import annotations

import sys
import time
from typing import Any

from djtext.lang import t


class Progress:
    """A bar on stderr after two seconds, in a terminal only."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self.total = total
        self.done = 0
        self.chars = 0
        self.began = time.monotonic()
        self.shown = not quiet and sys.stderr.isatty()
        self.bar: Any = None
        self.task: Any = None

    def step(self, chars: int, *, new: bool = True) -> None:
        """One more document is done, and with it, if `new`, one more input."""
        self.done += new
        self.chars += chars
        if not self.shown:
            return
        if self.bar is None:
            if time.monotonic() - self.began < 2.0:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self.bar.start()
            self.task = self.bar.add_task("", total=self.total, rate="")
        millions = self.chars / 1e6
        rate = millions / max(0.1, time.monotonic() - self.began)
        told = t(f"{millions:.1f} 百万字，每秒 {rate:.2f} 百万", f"{millions:.1f} M characters, {rate:.2f} M a second")
        self.bar.update(self.task, completed=self.done, rate=told)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()
