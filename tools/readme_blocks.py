"""Run the blocks of the documents and put what they print in its place.

    python tools/readme_blocks.py             rewrite README.md, README.zh-CN.md and docs/*.md in place
    python tools/readme_blocks.py --check     change nothing; exit 1 where a block shows something else

What counts as a block that runs:

- ```console: every line that begins with `$ djtext` or `$ grep` is run, the lines below it are its standard output
  (standard error too where the line ends in `2>&1`);
- ```python: run as it stands; a ```text block that follows at once is what it prints;
- any block below a comment `<!-- file: NAME -->` is first written to a file of that name.

Each document runs from top to bottom in a folder of its own that holds a copy of `corpus/`, 100 columns wide, without
colour, with a cache of this run alone, which changes no output but spares half the work, and with no other DJTEXT_* set.
"""

from __future__ import annotations

import argparse
import atexit
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
MERGE = " 2>&1"
_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n+)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$(?:\n+^```text\n(?P<shown>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
_ENGINE = re.compile(r"\br?jieba \d[\w.]*")


def documents() -> list[Path]:
    """The documents whose blocks run."""
    return [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]


@cache
def _cache() -> str:
    """A folder for the cache, gone when the run ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return folder.name


def environment() -> dict[str, str]:
    """The surroundings of every block: nothing of djtext's own set, a fixed width, no colour."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJTEXT_")}
    return {**kept, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1", "DJTEXT_CACHE_DIR": _cache()}


_said: dict[tuple[str, ...], str] = {}


def run(command: list[str], folder: Path, *, merged: bool = False) -> str:
    """What a command prints, without white space at the ends of lines.

    Commands over the sample corpus alone print the same in every document and are run once.
    """
    alone = "corpus/" in command and not merged and not {"-o", "--codebook", "--userdict"} & set(command)
    if alone and tuple(command) in _said:
        return _said[tuple(command)]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if done.stderr and "Traceback" in done.stderr:
        raise RuntimeError(f"{shlex.join(command)}\n{done.stderr}")
    printed = "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())
    if alone:
        _said[tuple(command)] = printed
    return printed


def console(body: str, folder: Path) -> str:
    """A console block with its outputs made anew."""
    shown: list[str] = []
    for line in body.splitlines():
        if not line.startswith("$ "):
            continue
        given = line[2:].removesuffix(MERGE)
        words = shlex.split(given)
        if words[0] == "djtext":
            command = [sys.executable, "-m", "djtext", *words[1:]]
        elif words[0] == "grep" and shutil.which("grep"):
            command = words
        else:
            raise RuntimeError(f"a console block may run djtext and grep, not: {line}")
        shown += [line + "\n", run(command, folder, merged=line.endswith(MERGE))]
    return "".join(shown)


def refreshed(text: str, folder: Path) -> str:
    """A document with the output of every block made anew; `folder` is where they run."""
    if not (folder / "corpus").exists():
        shutil.copytree(ROOT / "corpus", folder / "corpus")

    def block(match: re.Match[str]) -> str:
        whole, body = match.group(), match["body"]
        if match["file"]:
            path = folder / match["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif match["kind"] == "console":
            return whole.replace(body, console(body, folder), 1)
        elif match["kind"] == "python":
            printed = run([sys.executable, "-c", body], folder)
            if match["shown"] is not None:
                start = match.start("shown") - match.start()
                return whole[:start] + printed + whole[start + len(match["shown"]) :]
            if printed:
                raise RuntimeError(f"prints, but no ```text block follows to show it:\n{body}")
        return whole

    return _BLOCK.sub(block, text)


def alike(text: str) -> str:
    """A document without what may differ between two right runs: the version of the segmenter."""
    return _ENGINE.sub("jieba", text)


def refreshed_document(path: Path) -> str:
    """A document of the project, its blocks run in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        return refreshed(path.read_text(encoding="utf-8"), Path(folder))


def main() -> int:
    """Rewrite, or check, all documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a block is out of date")
    given = parser.parse_args()
    paths = documents()
    with ThreadPoolExecutor() as pool:
        texts = list(pool.map(refreshed_document, paths))
    stale = [p for p, new in zip(paths, texts, strict=True) if alike(new) != alike(p.read_text(encoding="utf-8"))]
    for path, new in zip(paths, texts, strict=True):
        if path in stale:
            print(f"{path.relative_to(ROOT)}: {'out of date' if given.check else 'rewritten'}")
            if not given.check:
                path.write_text(new, encoding="utf-8")
    return 1 if given.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
