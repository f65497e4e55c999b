"""`djtext` and `python -m djtext`."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType


class Terminated(BaseException):
    """SIGTERM came; unwinds like Ctrl-C, so that nothing half-written is left."""


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def main() -> None:
    """Run the command line."""
    gc.set_threshold(
        50_000, 20, 20
    )  # values that are frozen make no cycles: to look for them took a twentieth of a run
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 whatever the locale where nobody looks; in a terminal its own encoding, with escapes for the rest.
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from djtext.cli.app import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Terminated:
        sys.exit(143)


if __name__ == "__main__":
    main()
