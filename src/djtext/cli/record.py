"""The record of a run, `FILE.run.json`: all that decides an output, so that it can be made again and compared.

It names a command and options that are listed here, and nothing else: whoever verifies a stranger's record runs no more
than a command of djtext that reads its inputs and writes to a temporary place.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from typer.models import ArgumentInfo, OptionInfo

from djtext import __version__, resources
from djtext.errors import OutputRefused, UsageError
from djtext.lang import current, t

if TYPE_CHECKING:
    from djtext.cli.run import Run
    from djtext.settings import Settings
    from djtext.types import Codebook

FORMAT = 1
SUFFIX = ".run.json"
_CHUNK = 1 << 20
# Options that all these commands take and that decide an output. Codebook, dictionaries, stop words, segmenter, seed and
# language stand among the settings; how many processes, the cache and what is said on the way decide nothing.
_COMMON = frozenset({
    "format", "where", "limit", "encoding", "follow", "raw", "normalise", "duplicates", "text-column", "title-column",
    "date-column", "id-column", "no-stopwords",
})  # fmt: skip
# The commands that can be recorded, with their own options. An option that writes anywhere must never stand here.
OPTIONS: dict[str, frozenset[str]] = {
    name: frozenset(own.split())
    for name, own in {
        "themes": "by hits min-docs no-roles cooccur methods",
        "discover": "kind min-hits min-docs new-only reference hits families by log copied sample top",
        "passages": "unit role",
        "pairs": "unanswered vague threshold",
        "cluster": "k remedy-k seeded matrix members",
        "words": "by target reference diversity sort min-hits min-docs top window no-domain-words no-hmm",
        "collocates": "span min-hits min-docs sort whole-words no-domain-words no-hmm",
        "kwic": "theme context sort sample",
        "compare": "by target reference unit phrase sort min-docs min-group top permutations evidence group methods",
        "trends": "by theme phrase min-docs top sort adopters resamples burst-s burst-gamma novelty window smoothing methods",
        "segment": "no-domain-words no-hmm pos",
        "reuse": "against min-length kind boilerplate summary groups",
        "clean": "",
    }.items()
}
_LEFT_OUT = frozenset({
    "output", "force", "manifest", "jobs", "no-cache", "quiet", "verbose", "files-from", "codebook", "userdict",
    "stopwords", "segmenter", "seed", "lang", "engine", "scheduler",
})  # fmt: skip


def allowed(command: str) -> frozenset[str]:
    """The options of a command that a record may name; empty where the command cannot be recorded."""
    return OPTIONS[command] | _COMMON if command in OPTIONS else frozenset()


@dataclass(slots=True)
class Record:
    """What is noted while a command runs with `--manifest`."""

    command: str
    options: dict[str, Any]
    arguments: list[str]  # those that are no paths
    paths: list[str]
    listed: bool
    output: Path
    settings: Settings | None = None
    book: Codebook | None = None
    runs: list[Run] = field(default_factory=list)

    @property
    def target(self) -> Path:
        """The file that the record is written to."""
        return self.output.with_name(self.output.name + SUFFIX)


def begin(command: str, parameters: Iterable[inspect.Parameter], values: Mapping[str, Any]) -> Record:
    """Start the record of a call. `parameters` are those of the command, `values` what they were given.

    Raises UsageError where there is no output, or where the call cannot be recorded; OutputRefused where the record
    exists.
    """
    output = values.get("output")
    if output is None or str(output) == "-":
        raise UsageError(
            t("--manifest 要和 -o 一起用", "--manifest goes with -o"),
            hint=t("写 -o 文件：记录写在它旁边", "give -o FILE: the record is written beside it"),
        )
    options: dict[str, Any] = {}
    arguments: list[str] = []
    for parameter in parameters:
        value = values[parameter.name]
        info = next((x for x in getattr(parameter.annotation, "__metadata__", ()) if isinstance(x, (ArgumentInfo, OptionInfo))), None)  # fmt: skip
        if isinstance(info, ArgumentInfo):
            if parameter.name != "paths" and value is not None:
                arguments.append(str(value))
        elif isinstance(info, OptionInfo) and value != parameter.default and value not in (None, [], ()):
            # typer takes the first name of an annotated option for a default
            names = [str(name) for name in (info.default, *(info.param_decls or ()))]
            name = next(name for name in names if name.startswith("--")).removeprefix("--")
            if name not in _LEFT_OUT:
                options[name] = value
    for name in options:
        if name not in allowed(command):
            raise UsageError(
                t(f"--manifest 不能和 --{name} 一起用", f"--manifest cannot be used with --{name}"),
                hint=t("去掉一个", "leave one out"),
            )
    if command not in OPTIONS:
        raise UsageError(
            t(f"{command} 还不能用 --manifest", f"{command} does not take --manifest"),
            hint=t(f"可用于：{'、'.join(OPTIONS)}", f"it is for: {', '.join(OPTIONS)}"),
        )
    made = Record(command, options, arguments, list(values.get("paths") or ()), bool(values.get("files_from")), output)
    if "-" in made.paths:
        raise UsageError(
            t("标准输入不能重读，不能用 --manifest", "standard input cannot be read again: no --manifest"),
            hint=t("先存成文件", "save it as a file first"),
        )
    if made.target.exists() and not values.get("force"):
        raise OutputRefused(
            t(f"{made.target} 已经存在", f"{made.target} exists already"),
            hint=t("加 --force 覆盖", "add --force to replace it"),
        )
    return made


def write(record: Record) -> None:
    """Write the record beside its output. Raises UsageError where the command wrote no output."""
    from djtext.view.files import write_whole

    if not record.output.exists():
        raise UsageError(
            t(
                f"{record.output}：没有写出，所以没有运行记录",
                f"{record.output}: was not written, so there is no record",
            ),
            hint=t("去掉 --manifest", "leave --manifest out"),
        )
    made = content(record)
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:  # names that are no UTF-8
        data = (json.dumps(made, indent=1) + "\n").encode("ascii")

    def fill(out: BinaryIO) -> None:
        out.write(data)

    write_whole(record.target, fill)


def content(record: Record) -> dict[str, Any]:
    """The record as JSON has it."""
    from djtext.text import words

    settings = record.settings
    if settings is None:
        raise RuntimeError("a run without settings")
    home = record.target.parent.absolute()
    paths = record.runs[0].paths if record.listed and record.runs else record.paths
    # Stop words and dictionaries by where they lie seen from the record; names of packaged lists as they are.
    told = asdict(settings)
    told["lang"] = current()
    told["codebook"] = relative(settings.codebook, home)
    told["userdict"] = [relative(name, home) for name in settings.userdict]
    told["stopwords"] = [relative(name, home) if _is_file(name) else name for name in settings.stopwords]
    for name in ("jobs", "cache", "cache_mb"):
        del told[name]
    named = [path for run in record.runs for path in _named(run)]
    return {
        "djtext_run": FORMAT,
        "command": record.command,
        "options": record.options,
        "arguments": record.arguments,
        "paths": paths,
        "named": [SAMPLE if path == str(resources.corpus()) else path for path in named],
        "folder": relative(".", home),
        "elsewhere": {path: relative(path, home) for path in [*named, *_strings(record.options)] if _away(path)},
        "inputs": inputs(record.runs, home, aside=(record.output, record.target)),
        "settings": told,
        "codebook": book(record.book),
        "userdict": [_file(name, home) for name in settings.userdict],
        "stopwords": stop_words(settings.stopwords, home),
        "segmenter": words.describe("jieba" if settings.segmenter == "jieba" else "rjieba"),
        "versions": versions(),
        "ledger": {
            **{status: number for run in record.runs for status, number in sorted(run.outcomes.items())},
            "left_out": sum(run.left_out for run in record.runs),
        },
        "output": output(record.output),
    }


def versions() -> dict[str, Any]:
    """What decides results and is installed here."""
    import platform

    from djtext.study.identity import libraries

    return {
        "djtext": __version__, "python": platform.python_version(), "system": f"{sys.platform} {platform.machine()}",
        "libraries": list(libraries()),
    }  # fmt: skip


def book(codebook: Codebook | None) -> dict[str, Any] | None:
    """A codebook by name, version and the SHA-256 of what it says."""
    from djtext.study.store import book_digest

    if codebook is None:
        return None
    return {"name": codebook.name, "version": codebook.version, "sha256": book_digest(codebook)}


def stop_words(names: Sequence[str], home: Path) -> list[dict[str, Any]]:
    """Lists of stop words with the SHA-256 of their words."""
    from djtext.text import stopwords

    found = []
    for name in names:
        text = "\n".join(sorted(stopwords.load(name)))
        path = relative(name, home) if _is_file(name) else name
        found.append({"path": path, "sha256": hashlib.sha256(text.encode()).hexdigest()})
    return found


def inputs(runs: Iterable[Run], home: Path, *, aside: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """Every input of some runs with its size and SHA-256, and the tables of metadata beside them.

    `aside` are files that were not there when the inputs were read.
    """
    found: dict[str, dict[str, Any]] = {}
    made = {str(path.absolute()) for path in aside}
    for run in runs:
        for path in files_of(_named(run), follow=run.follow):
            if os.path.abspath(path) in made:  # noqa: PTH100
                continue
            entry = _file(path, home)
            seen = (run.digests or {}).get(path, "")
            if seen and seen != entry["sha256"]:  # it was changed after it was read
                entry["sha256"], entry["bytes"] = seen, None
            found.setdefault(entry["path"], entry)
    return list(found.values())


def files_of(named: Sequence[str], *, follow: bool) -> Iterator[str]:
    """The files that are read where these paths are named, in their order, tables of metadata last."""
    from djtext.read import discover
    from djtext.study.store import is_study

    folders: dict[str, None] = {}
    for item in discover([name for name in named if not is_study(name)], follow=follow):
        yield item.path
        for folder in list(Path(item.path).parents)[:3]:
            folders[str(folder)] = None
    yield from (name for name in named if is_study(name))
    yield from (path for folder in folders if _is_file(path := os.path.join(folder, "metadata.csv")))  # noqa: PTH118


def _named(run: Run) -> list[str]:
    return [str(run.study.path)] if run.study is not None else list(run.paths)


def _file(path: str, home: Path) -> dict[str, Any]:
    size, digest = sha256_of(path)
    return {"path": relative(path, home), "bytes": size, "sha256": digest}


def sha256_of(path: str | Path) -> tuple[int | None, str | None]:
    """Size and SHA-256 of a file; None where it cannot be read."""
    found = hashlib.sha256()
    size = 0
    try:
        if not Path(path).is_file():
            return None, None
        with Path(path).open("rb") as file:
            while block := file.read(_CHUNK):
                found.update(block)
                size += len(block)
    except OSError:
        return None, None
    return size, found.hexdigest()


def output(path: Path) -> dict[str, Any]:
    """What was written: a file, or the files of a folder."""
    if path.is_dir():
        names = sorted(p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file())
        return {"path": path.name, "files": {name: sha256_of(path / name)[1] for name in names}}
    size, digest = sha256_of(path)
    return {"path": path.name, "bytes": size, "sha256": digest}


SAMPLE = "sample://"  # the packaged corpus, wherever it lies


def relative(path: str, home: Path) -> str:
    """A path as seen from a folder, with `/`; files of the sample corpus by their name there; empty stays empty."""
    if not path:
        return ""
    absolute = os.path.abspath(path)  # noqa: PTH100 - names that are no UTF-8
    sample = str(resources.corpus())
    if absolute == sample or absolute.startswith(sample + os.sep):
        return SAMPLE + absolute[len(sample) :].replace(os.sep, "/").lstrip("/")
    try:
        return os.path.relpath(absolute, home).replace(os.sep, "/")
    except ValueError:  # another drive
        return absolute.replace(os.sep, "/")


def back(path: str, home: Path) -> str:
    """The path that `relative` made a name of."""
    if path.startswith(SAMPLE):
        return os.path.join(str(resources.corpus()), path.removeprefix(SAMPLE))  # noqa: PTH118
    return os.path.normpath(os.path.join(str(home), path)) if path else ""  # noqa: PTH118


def _away(path: str) -> bool:
    return os.path.isabs(path) and os.path.exists(path) and not path.startswith(str(resources.corpus()))  # noqa: PTH110, PTH117


def _strings(options: Mapping[str, Any]) -> Iterator[str]:
    for value in options.values():
        for item in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(item, str):
                yield item


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
