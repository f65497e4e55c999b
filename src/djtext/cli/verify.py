"""`djtext verify`: make an output again from the record of its run, and compare it byte for byte."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from djtext.cli import options as o
from djtext.errors import DjtextError, UsageError
from djtext.lang import current, t, use
from djtext.types import Codebook

EXAMPLES = t(
    "例：djtext themes 讲话/ -o 主题.csv --manifest    djtext verify 主题.csv.run.json    一致退出码 0，不一致 1，不是运行记录 2",
    "Examples: djtext themes speeches/ -o themes.csv --manifest    djtext verify themes.csv.run.json    "
    "exit 0: the same, 1: different, 2: no record of a run",
)
_LARGEST = 500_000_000
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record, read and found to name nothing but a command of djtext with options that only decide its output."""

    path: Path
    command: str
    options: dict[str, Any]
    arguments: list[str]
    paths: list[str]
    named: list[str]
    folder: str
    elsewhere: dict[str, str]
    inputs: dict[str, str | None]
    settings: dict[str, Any]
    book: dict[str, Any] | None
    lists: list[tuple[str, str, str]]  # kind, path, SHA-256
    versions: dict[str, Any]
    output: str
    files: dict[str, str]

    @property
    def home(self) -> Path:
        """The folder that its paths are seen from."""
        return self.path.parent.absolute()


def verify_command(
    manifest: Annotated[
        Path, typer.Argument(metavar="FILE.run.json", show_default=False, help=t("运行记录", "the record of a run"))
    ],
    inputs_only: Annotated[
        bool, typer.Option("--inputs-only", help=t("只核对输入，不重做", "look at the inputs only, run nothing"))
    ] = False,
    remote: Annotated[
        bool,
        typer.Option(
            "--remote",
            help=t(
                "允许读取记录里写的网址（只用于信得过的记录）",
                "read the URLs that the record names (for records you trust)",
            ),
        ),
    ] = False,
    lang: o.Lang = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = 0,
) -> None:
    """Make an output again from its record and compare."""
    from djtext.cli.common import settings_from
    from djtext.view.escape import terminal

    settings_from(lang=lang)
    record = read(manifest)
    if not remote:
        _no_urls(record)
    told: list[str] = []
    wrong = list(_inputs(record, verbose=bool(verbose)))
    other = list(_versions(record))
    if not inputs_only:
        with _in(record):
            wrong += _again(record)
    told += [*wrong, *other]
    if not quiet:
        for line in told:
            sys.stdout.write(terminal(line) + "\n")
        sys.stdout.write(terminal(_verdict(record, bool(wrong), inputs_only)) + "\n")
    if wrong:
        raise typer.Exit(1)


def _no_urls(record: Recorded) -> None:
    """A record may come from a stranger: it must not send this machine to an address of the stranger's choice."""
    from djtext.cli.record import SAMPLE
    from djtext.read.remote import is_remote

    values = (item for value in record.options.values() for item in (value if isinstance(value, list) else [value]))
    lists = (
        record.settings.get("codebook"),
        *record.settings.get("userdict", ()),
        *record.settings.get("stopwords", ()),
    )
    words = (
        *record.arguments, *record.paths, *record.named, *record.inputs, *record.elsewhere.values(), record.folder,
        *(path for _, path, _ in record.lists), *values, *lists,
    )  # fmt: skip
    for word in words:
        if isinstance(word, str) and not word.startswith(SAMPLE) and is_remote(word):
            raise UsageError(
                t(f"{record.path}：记录里写有网址 {word}", f"{record.path}: the record names a URL, {word}"),
                hint=t("信得过这份记录，就加 --remote", "add --remote if you trust the record"),
            )


def _verdict(record: Recorded, wrong: bool, inputs_only: bool) -> str:
    number = len(record.inputs)
    if wrong:
        return t(f"不一致：{record.output}", f"different: {record.output}")
    if inputs_only:
        return t(f"输入一致：{number} 份", f"inputs the same: {number}")
    return t(f"一致：{record.output}（{number} 份输入，逐字节相同）", f"the same: {record.output} ({number} inputs, byte for byte)")  # fmt: skip


def _no_record(path: Path, why: str) -> NoReturn:
    raise UsageError(
        t(f"{path}：不是 djtext 的运行记录（{why}）", f"{path}: no record of a run ({why})"),
        hint=t("运行记录由 -o 文件 --manifest 写出，名为 文件.run.json", "-o FILE --manifest writes one, called FILE.run.json"),
    )  # fmt: skip


def read(path: Path) -> Recorded:
    """Read a record. Raises UsageError for what is none, and for what would do more than make an output again."""
    from djtext.cli.record import FORMAT

    try:
        if path.stat().st_size > _LARGEST or not path.is_file():
            _no_record(path, t("不是文件，或太大", "no file, or too large"))
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        _no_record(path, t("没有这个文件", "there is no such file"))
    except OSError as error:
        _no_record(path, os.strerror(error.errno or 0))
    except (ValueError, RecursionError):
        _no_record(path, t("不是 JSON", "it is not JSON"))
    number = found.get("djtext_run") if isinstance(found, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        _no_record(path, t("没有 djtext_run", "there is no djtext_run"))
    if number > FORMAT:
        _no_record(path, t("由更新的 djtext 写成", "written by a newer djtext"))
    try:
        return _read(path, found)
    except (KeyError, TypeError, ValueError) as error:
        _no_record(path, str(error))


def _read(path: Path, found: dict[str, Any]) -> Recorded:
    from djtext.cli.record import allowed

    command = _text(found["command"])
    known = allowed(command)
    if not known:
        raise ValueError(t(f"不能重做的命令 {command!r}", f"no command that can be made again: {command!r}"))
    options = found["options"]
    for name, value in dict(options).items():
        if name not in known:
            raise ValueError(t(f"{command} 不能带 --{name}", f"{command} may not have --{name}"))
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, (str, int, float)):
                raise TypeError(f"--{name}")
    words = [_text(word) for word in (*found["arguments"], *found["paths"])]
    if "-" in words:
        raise ValueError(t("不读标准输入", "standard input is not read"))
    output = found["output"]
    name = _text(output["path"])
    if not name or name != os.path.basename(name) or name in {".", ".."}:  # noqa: PTH119
        raise ValueError(t("输出的名字不对", "the name of the output is wrong"))
    files = output["files"] if "files" in output else {name: output["sha256"]}
    lists = [(kind, _text(x["path"]), _text(x["sha256"])) for kind in ("userdict", "stopwords") for x in found[kind]]
    return Recorded(
        path, command, dict(options), [_text(x) for x in found["arguments"]], [_text(x) for x in found["paths"]],
        [_text(x) for x in found["named"]],
        _text(found["folder"]), {_text(a): _text(b) for a, b in dict(found["elsewhere"]).items()},
        {_text(x["path"]): x["sha256"] for x in found["inputs"]}, dict(found["settings"]),
        None if found["codebook"] is None else dict(found["codebook"]), lists, dict(found["versions"]), name,
        {_text(a): _text(b) for a, b in dict(files).items()},
    )  # fmt: skip


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(repr(value))
    return value


@contextlib.contextmanager
def _in(record: Recorded) -> Iterator[None]:
    """Be in the folder that the run was started in, as seen from the record."""
    from djtext.cli.record import back

    here = Path.cwd()
    folder = Path(back(record.folder, record.home))
    if not folder.is_dir():
        raise UsageError(
            t(f"没有文件夹 {folder}", f"there is no folder {folder}"),
            hint=t("运行记录要和输入一起搬动", "move the record together with its inputs"),
        )
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


def _placed(record: Recorded, word: str) -> str:
    """A path as it was named, or, where it no longer is there, by its place as seen from the record."""
    from djtext.cli.record import SAMPLE, back

    if word.startswith(SAMPLE) or (word in record.elsewhere and not os.path.exists(word)):  # noqa: PTH110
        return back(record.elsewhere.get(word, word), record.home)
    return word


def _inputs(record: Recorded, *, verbose: bool) -> Iterator[str]:
    """Inputs that changed, are gone, or are new in a folder that was named."""
    from djtext.cli.record import back, files_of, relative, sha256_of

    states: dict[str, list[str]] = {"changed": [], "gone": [], "new": []}
    for name, digest in record.inputs.items():
        path = back(name, record.home)
        found = sha256_of(path)[1]
        if found != digest:
            states["changed" if os.path.exists(path) else "gone"].append(name)  # noqa: PTH110
    with _in(record):
        for path in files_of(
            [_placed(record, word) for word in record.named], follow=bool(record.options.get("follow"))
        ):
            name = relative(path, record.home)
            if name not in record.inputs:
                states["new"].append(name)
    words = {
        "changed": t("输入已改动", "input changed"), "gone": t("输入不在了", "input gone"),
        "new": t("新的输入", "new input"),
    }  # fmt: skip
    for state, names in states.items():
        for name in names if verbose else names[:_SHOWN]:
            yield f"{words[state]}: {name}"
        if len(names) > _SHOWN and not verbose:
            rest = len(names) - _SHOWN
            yield t(f"{words[state]}: 另有 {rest} 份（-v 全部列出）", f"{words[state]}: {rest} more (-v lists them)")


def _versions(record: Recorded) -> Iterator[str]:
    """What is installed otherwise than it was."""
    from djtext.cli.record import versions

    now = versions()
    for name in ("djtext", "python", "system"):
        if record.versions.get(name) != now[name]:
            yield t(
                f"版本不同: {name} {record.versions.get(name)} → {now[name]}",
                f"other version: {name} {record.versions.get(name)} → {now[name]}",
            )
    had = {str(x).partition("-")[0]: str(x) for x in record.versions.get("libraries") or []}
    have = {x.partition("-")[0]: x for x in now["libraries"]}
    for name in sorted({*had, *have}):
        if had.get(name) != have.get(name):
            yield t(
                f"版本不同: {had.get(name, '无')} → {have.get(name, '无')}",
                f"other version: {had.get(name, 'none')} → {have.get(name, 'none')}",
            )


def _again(record: Recorded) -> Iterator[str]:
    """Run the command into a temporary place, and compare; not with other lists, nor on a study that it would change."""
    lists = [*_lists(record), *_old_studies(record)]
    if lists:
        yield from lists
        yield t("没有重做", "not run again")
        return
    with tempfile.TemporaryDirectory(prefix="djtext-verify-") as folder:
        target = Path(folder) / record.output
        code, said = run(record, target)
        if code not in {0, 3} or not target.exists():
            yield t(f"重做失败，退出码 {code}", f"running it again failed, exit code {code}")
            yield from (f"  {line}" for line in said.splitlines()[-5:])
            return
        yield from _compared(record, target)


def _lists(record: Recorded) -> Iterator[str]:
    """Codebook, dictionaries and stop words that are no longer what they were."""
    from djtext.cli.record import back, book, sha256_of, stop_words
    from djtext.themes import codebook

    if record.book is not None:
        path = back(_text(record.settings.get("codebook") or ""), record.home)
        found: Codebook | None = None
        if not path or os.path.isfile(path):  # noqa: PTH113
            with contextlib.suppress(DjtextError, OSError):
                found = codebook.load(path or None)
        now = book(found)
        if now is None or now["sha256"] != record.book.get("sha256"):
            had = f"{record.book.get('name')} {record.book.get('version')}"
            yield t(f"编码本不同: {had}", f"other codebook: {had}")
    for kind, path, digest in record.lists:
        here = back(path, record.home) if kind == "userdict" else _list_here(path, record.home)
        same = False
        if os.path.exists(here) and not os.path.isfile(here):  # noqa: PTH110, PTH113
            yield t(f"词表不是文件: {path}", f"no file: {path}")
            continue
        with contextlib.suppress(DjtextError, OSError):
            same = digest == (
                sha256_of(here)[1] if kind == "userdict" else stop_words([here], record.home)[0]["sha256"]
            )
        if not same:
            yield t(f"词表不同: {path}", f"other list of words: {path}")


def _old_studies(record: Recorded) -> Iterator[str]:
    """Studies of an older format: reading them would bring them to this one."""
    from djtext.study.store import is_old, is_study

    for name in record.named:
        path = _placed(record, name)
        if is_study(path) and is_old(path):
            yield t(f"研究文件格式较旧: {name}", f"a study of an older format: {name}")


def _list_here(name: str, home: Path) -> str:
    """A list of stop words: the name of a packaged one, or a file as seen from the record."""
    from djtext.cli.record import back
    from djtext.text import stopwords

    return name if name in stopwords.names() else back(name, home)


def run(record: Recorded, target: Path) -> tuple[int, str]:
    """The recorded command with its output at `target`; its exit code, and what it said."""
    from djtext.cli.app import app
    from djtext.cli.record import back
    from djtext.settings import Settings, pinned

    had = record.settings
    settings = Settings(
        codebook=back(_text(had.get("codebook", "")), record.home),
        userdict=tuple(back(_text(name), record.home) for name in had.get("userdict", ())),
        stopwords=tuple(_list_here(_text(name), record.home) for name in had.get("stopwords", ())),
        segmenter=_text(had.get("segmenter", "rjieba")), lang=_text(had.get("lang", "zh")), seed=int(had.get("seed", 1)),
        cache=False,
    )  # fmt: skip
    words = [record.command, f"--output={target}", "--no-cache"]
    for name, value in record.options.items():
        for item in value if isinstance(value, list) else [value]:
            if item is True:
                words.append(f"--{name}")
            elif item is not False:
                words.append(f"--{name}={_placed(record, item) if isinstance(item, str) else item}")
    words += ["--", *record.arguments, *(_placed(record, path) for path in record.paths)]
    said = io.StringIO()
    language = current()
    try:
        with pinned(settings), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            code = app(words, prog_name="djtext", standalone_mode=False)
    except Exception as error:
        if not type(error).__module__.startswith(("typer", "click")):
            raise
        return int(getattr(error, "exit_code", 2)), said.getvalue() + str(error)
    finally:
        use(language)
    return int(code or 0), said.getvalue()


def _compared(record: Recorded, target: Path) -> Iterator[str]:
    """What is not byte for byte as it was."""
    from djtext.cli.record import output

    made = output(target)
    now = made["files"] if "files" in made else {record.output: made["sha256"]}
    for name in sorted({*record.files, *now}):
        if record.files.get(name) == now.get(name):
            continue
        if name not in now or name not in record.files:
            yield t(f"文件只在一边: {name}", f"only on one side: {name}")
            continue
        original = record.path.with_name(record.output)
        old, new = (original / name, target / name) if target.is_dir() else (original, target)
        yield t(f"内容不同: {name}", f"other bytes: {name}") + _where(old, new, record.files[name])


def _where(old: Path, new: Path, digest: str) -> str:
    """The first line in which two files differ, where the old one is still there."""
    from djtext.cli.record import sha256_of

    if sha256_of(old)[1] != digest:
        return t("（原输出已不在，或已改动）", " (the first output is gone, or was changed)")
    one, other = old.read_bytes(), new.read_bytes()
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    line = len(re.findall(b"\n", one[:at])) + 1
    return t(f"（第 {line} 行，第 {at + 1} 字节起）", f" (from line {line}, byte {at + 1})")
