"""Kill `djtext index add` again and again, run it once more, and compare the study with one that was never interrupted.

    python tools/kill_sweep.py [--points 200] [--seed 1] [FOLDER]

Each point is a SIGKILL to the whole command after a random time of its run, or, where strace is installed, at the n-th
call of a random system call that changes files. Without a FOLDER, the sample corpus. Exit code 1 at the first difference.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "ftruncate")


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a study."""
    with closing(sqlite3.connect(path)) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        names = [name for name in names if not name.startswith("document_fts")]
        found = {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names}
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'document_fts', 'instance')")
        found["words"] = connection.execute('SELECT term, doc, "offset" FROM temp.words ORDER BY 1, 2, 3').fetchall()
    return found


def command(folder: Path, study: Path) -> list[str]:
    return [sys.executable, "-m", "djtext", "index", "add", str(folder), "-o", str(study), "-v"]


def kept(errors: str) -> int:
    """How many documents the run had said are kept."""
    return max(
        (int(n) for n in re.findall(r"(?:已存入 |^)(\d+) (?:篇|documents kept)", errors, re.MULTILINE)), default=0
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[1] / "corpus")
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    strace = shutil.which("strace")
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        folder = here / "texts"
        shutil.copytree(options.folder, folder)
        whole = here / "whole.djtext"
        began = time.monotonic()
        subprocess.run(command(folder, whole), check=False, capture_output=True)
        usual = time.monotonic() - began
        wanted = content(whole)
        struck = 0
        for point in range(options.points):
            study = here / f"s{point}.djtext"
            run = command(folder, study)
            if strace and point % 2:
                call = chance.choice(CALLS)
                when = chance.randint(1, 4 if call in {"rename", "unlink", "ftruncate"} else 40)
                what = f"{call} number {when}"
                inject = f"inject={call}:signal=SIGKILL:when={when}"
                run = [
                    strace,
                    "-f",
                    "-qq",
                    "-o",
                    os.devnull,
                    "-P",
                    str(study),
                    "-P",
                    f"{study}-wal",
                    "-e",
                    inject,
                    *run,
                ]
                delay = None
            else:
                delay = chance.uniform(0, usual)
                what = f"after {delay:.2f} s"
            process = subprocess.Popen(
                run, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
            )
            try:
                _, errors = process.communicate(timeout=delay)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                _, errors = process.communicate()
            struck += process.returncode != 0
            if study.exists():
                with closing(sqlite3.connect(study)) as connection:
                    has = connection.execute("SELECT count(*) FROM document").fetchone()[0]
                if has < kept(errors):
                    print(f"point {point} ({what}): said {kept(errors)} kept, has {has}")
                    return 1
            subprocess.run(command(folder, study), check=False, capture_output=True)
            if content(study) != wanted:
                print(f"point {point} ({what}): the study is another one")
                return 1
            study.unlink()
    print(f"{options.points} points, {struck} of them killed: the same study each time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
