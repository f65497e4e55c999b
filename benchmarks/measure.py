"""One command, run as a whole process: seconds by the clock, seconds of processors, peak memory, output."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_EVERY = 0.05  # seconds between two looks at memory


@dataclass(slots=True)
class Taken:
    """What one run took. `largest` is the peak of the largest process in MB, `curve` that of all, by the second."""

    seconds: float = 0.0
    processors: float = 0.0
    largest: float = 0.0
    together: float = 0.0
    curve: list[tuple[float, float]] = field(default_factory=list)
    code: int = 0
    output: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way to do something: its name, and the command."""

    name: str
    command: Sequence[str]
    output: Path | None = None  # the file it writes, to be compared
    env: Mapping[str, str] | None = None


def djtext(*arguments: str | Path, python: str = sys.executable) -> list[str]:
    """The command line of djtext as it stands in this checkout, without its cache."""
    return [python, "-m", "djtext", *map(str, arguments)]


def _resident(pid: int) -> tuple[int, int]:
    """Resident memory of a process now and at its peak, in kB; 0 where it is gone or cannot be seen."""
    now = peak = 0
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            for line in file:
                if line.startswith("VmHWM:"):
                    peak = int(line.split()[1])
                elif line.startswith("VmRSS:"):
                    now = int(line.split()[1])
    except OSError:
        pass
    return now, peak


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            for task in os.listdir(f"/proc/{parent}/task"):  # noqa: PTH208
                children = Path(f"/proc/{parent}/task/{task}/children").read_text(encoding="ascii")
                found += map(int, children.split())
        except OSError:
            continue
    return found


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, limit: float = 600.0) -> Taken:
    """Run a command to its end, looking at the memory of it and all it starts."""
    taken = Taken()
    began = time.monotonic()
    process = subprocess.Popen(
        list(command),
        env={**os.environ, "DJTEXT_NO_CACHE": "1", "DJTEXT_LANG": "en", "OMP_NUM_THREADS": "1", **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_EVERY):
            seen = [_resident(pid) for pid in _family(process.pid)]
            together = sum(now for now, _ in seen) / 1024
            taken.largest = max(taken.largest, max((peak for _, peak in seen), default=0) / 1024)
            taken.together = max(taken.together, together)
            at = time.monotonic() - began
            if not taken.curve or at - taken.curve[-1][0] >= 1.0:
                taken.curve.append((round(at, 1), round(together, 1)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    before = os.times()
    try:
        output, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.terminate()
        output, errors = process.communicate()
        errors += f"\nstopped after {limit:.0f} s"
    after = os.times()
    taken.seconds = time.monotonic() - began
    taken.processors = after.children_user + after.children_system - before.children_user - before.children_system
    over.set()
    watcher.join()
    taken.code, taken.output = process.returncode, output + errors
    return taken


@dataclass(slots=True)
class Measured:
    """All runs of one alternative."""

    name: str
    runs: list[Taken] = field(default_factory=list)
    digest: str = ""

    @property
    def seconds(self) -> float:
        """Median by the clock."""
        return median(taken.seconds for taken in self.runs)

    @property
    def processors(self) -> float:
        """Median of processor time."""
        return median(taken.processors for taken in self.runs)

    @property
    def largest(self) -> float:
        """Peak of the largest process in MB, over all runs."""
        return max(taken.largest for taken in self.runs)


def interleaved(alternatives: Sequence[Alternative], repeats: int, *, limit: float = 600.0) -> list[Measured]:
    """Every alternative in turn, so many times over, so that what else the machine does falls on all of them."""
    measured = [Measured(alternative.name) for alternative in alternatives]
    for _ in range(repeats):
        for alternative, found in zip(alternatives, measured, strict=True):
            taken = run(alternative.command, env=alternative.env, limit=limit)
            if taken.code not in {0, 3}:
                raise RuntimeError(f"{alternative.name}: exit code {taken.code}\n{taken.output[-2000:]}")
            found.runs.append(taken)
            if alternative.output is not None:
                found.digest = hashlib.sha256(alternative.output.read_bytes()).hexdigest()
            print(f"  {alternative.name}: {taken.seconds:.2f} s, {taken.largest:.0f} MB", file=sys.stderr)
    return measured
