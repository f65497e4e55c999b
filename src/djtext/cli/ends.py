"""What a command opened and must let go of, however it ends."""

from __future__ import annotations

import weakref
from typing import Protocol


class Opened(Protocol):
    """What can be closed; closed twice it stays closed."""

    def close(self) -> None:
        """Let go."""


# weakly: what a long-lived command is done with goes by itself
OPENED: weakref.WeakSet[Opened] = weakref.WeakSet()


def let_go() -> None:
    """Close what is still open."""
    for one in tuple(OPENED):
        one.close()
    OPENED.clear()
