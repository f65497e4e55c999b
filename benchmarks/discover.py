"""Time and memory of `djtext discover` on synthetic collections of growing size, each in a process of its own.

    python benchmarks/discover.py ../shared 1000 3000 10000 --chars 4000

Documents are made by shuffling paragraphs of real texts and changing one character in thirty, in a temporary folder that
is removed at the end; so paragraphs recur, but seldom as copies.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path


def paragraphs(shared: Path) -> list[str]:
    """Paragraphs of 60 characters or more of the essays and commentaries."""
    found = []
    for folder in ("essays", "commentary", "party"):
        for path in sorted((shared / "data" / folder).glob("*")):
            if path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                found += [line.strip() for line in text.split("\n") if len(line.strip()) >= 60]
    return found


def document(pool: Sequence[str], chars: int, rng: random.Random) -> str:
    """A text of so many characters from shuffled paragraphs, one character in thirty changed for another of the pool."""
    parts: list[str] = []
    size = 0
    while size < chars:
        text = list(rng.choice(pool))
        for n in range(0, len(text), 30):
            at = n + rng.randrange(30)
            if at < len(text) and "\u4e00" <= text[at] <= "\u9fff":
                text[at] = rng.choice(rng.choice(pool))
        parts.append("".join(text))
        size += len(text)
    return "\n".join(parts)


def measure(file: Path, out: Path) -> tuple[float, float, int]:
    """Seconds, megabytes at the peak, and rows, of one run on one core."""
    began = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "djtext",
        "discover",
        str(file),
        "--jobs",
        "1",
        "--duplicates",
        "keep",
        "-q",
        "-o",
        str(out),
    ]
    process = subprocess.Popen([*command, "--force"], env={**os.environ, "OMP_NUM_THREADS": "1"})
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {status}")
    rows = len(out.read_text(encoding="utf-8-sig").splitlines()) - 1
    return time.perf_counter() - began, used.ru_maxrss / 1024, rows


def main(argv: Sequence[str]) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--chars", type=int, default=4000)
    given = parser.parse_args(argv)
    if not (given.shared / "data").is_dir():
        print(f"skipped: {given.shared} is absent")
        return
    pool = paragraphs(given.shared)
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            rng = random.Random(size)
            file = Path(folder) / f"{size}.jsonl"
            with file.open("w", encoding="utf-8") as lines:
                for n in range(size):
                    row = {"id": f"d{n}", "date": f"{2000 + n % 24}-05", "text": document(pool, given.chars, rng)}
                    lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            seconds, megabytes, rows = measure(file, Path(folder) / "out.csv")
            cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(
                f"{size:>6} documents  {seconds:7.1f} s  {megabytes:7.0f} MB  {rows} phrases  (all runs so far {cpu.ru_utime:.0f} s of CPU)",
                flush=True,
            )
            file.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
