"""Measure, and write docs/benchmarks.md.

python -m benchmarks                     everything, up to 10,000 documents: hours on a busy machine
python -m benchmarks --quick             small corpora, one repetition: minutes
python -m benchmarks --only themes       one subject (may be repeated); the others keep their sections
python -m benchmarks --sizes 1000 10000 100000
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.setting import Section, Setting, Subject
from benchmarks.subjects import cluster, growth, memory, reuse, roles, segmentation, startup, study, themes, workers

SUBJECTS: dict[str, Subject] = {
    "startup": startup.run,
    "segmentation": segmentation.run,
    "roles": roles.run,
    "themes": themes.run,
    "workers": workers.run,
    "memory": memory.run,
    "growth": growth.run,
    "study": study.run,
    "reuse": reuse.run,
    "cluster": cluster.run,
}
LIBRARIES = ("rjieba", "jieba", "daachorse", "numpy", "scikit-learn", "pandas", "distributed", "datasketch", "typer")
HEAD = """\
# Benchmarks

Written by `python -m benchmarks` ([benchmarks/](../benchmarks)); each section says when and on what it was measured.
Whole processes, by the clock, alternatives in turn within one run; processor seconds are those of a process and all it
starts. Figures of one machine: the ratios carry over, the seconds do not. What the figures mean for large collections
stands in [scale.md](scale.md).
"""


def machine() -> str:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError, IndexError):
        model = re.findall("model name\\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))[0]
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores of {model}, Python {platform.python_version()}, {', '.join(found)}"


def written(path: Path, name: str, sections: Sequence[Section], how: str) -> None:
    """Put the sections of a subject into the page, in the place of those it had."""
    old = path.read_text(encoding="utf-8") if path.is_file() else HEAD
    kept = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end -->\n", old, re.DOTALL))
    kept[name] = "\n".join(section.text() for section in sections) + f"\n{how}\n\n"
    text = HEAD + "".join(f"\n<!-- {key} -->\n{kept[key]}<!-- end -->\n" for key in SUBJECTS if key in kept)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Run the subjects and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=tuple(SUBJECTS), default=[])
    parser.add_argument("--sizes", type=int, nargs="+", default=[])
    parser.add_argument("--repeats", type=int, default=0, help="default 5, or 1 with --quick")
    parser.add_argument("--folder", type=Path, help="where corpora are made and kept; otherwise a temporary folder")
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/benchmarks.md"))
    given = parser.parse_args()
    sizes = tuple(given.sizes) or ((1_000,) if given.quick else (1_000, 10_000))
    repeats = given.repeats or (1 if given.quick else 5)
    with tempfile.TemporaryDirectory(prefix="djtext-bench-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        setting = Setting(folder, given.quick, sizes, repeats)
        for name in given.only or SUBJECTS:
            print(name, file=sys.stderr)
            sections = SUBJECTS[name](setting)
            load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
            how = (
                f"{datetime.now(UTC):%Y-%m-%d}, {machine()}; load of the machine at the end {load:.1f}"
                f"{'; --quick' if given.quick else ''}."
            )
            written(given.output, name, sections, how)
            print("\n".join(section.text() for section in sections))


if __name__ == "__main__":
    main()
