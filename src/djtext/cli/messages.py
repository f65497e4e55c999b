"""Lines on stderr."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """A line on stderr, with whatever could steer a terminal shown as an escape."""
    from djtext.view.escape import terminal

    sys.stderr.write(terminal(text) + "\n")
