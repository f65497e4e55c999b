"""Copied passages, against MinHash with LSH (datasketch), on documents with planted passages."""

from __future__ import annotations

import sys

from benchmarks.measure import run as measured
from benchmarks.setting import Section, Setting


def run(setting: Setting) -> list[Section]:
    """See `planted`: both methods in one process, in turn."""
    size = "1500" if setting.quick else "10000"
    taken = measured(
        [sys.executable, "-m", "benchmarks.subjects.planted", "--documents", size, "--repeats", "1" if setting.quick else "3",
         "--each", "100" if setting.quick else "200"],
        limit=480,
    )  # fmt: skip
    if taken.code:
        raise RuntimeError(taken.output[-2000:])
    lines = taken.output.splitlines()
    table = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| ")]
    notes = [line for line in lines if not line.startswith("|")] + [
        f"Peak memory of all together: {taken.largest:.0f} MB."
    ]
    return [Section("Copied passages", table[0], table[1:], notes)]
