"""How long a command takes that does nothing."""

from __future__ import annotations

import sys

from benchmarks.measure import Alternative, djtext, interleaved
from benchmarks.setting import HEAD, Section, Setting, rows


def run(setting: Setting) -> list[Section]:
    """--help, and the sample corpus."""
    measured = interleaved(
        [
            Alternative("python -c pass", [sys.executable, "-c", "pass"]),
            Alternative("djtext --help", djtext("--help")),
            Alternative("djtext themes --help", djtext("themes", "--help")),
            Alternative("djtext themes corpus/ --no-roles", djtext("themes", "corpus", "--no-roles", "-q")),
        ],
        max(5, setting.repeats),
    )
    return [Section("Start", HEAD, rows(measured))]
