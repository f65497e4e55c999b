"""`djtext.toml`, then DJTEXT_* in the environment, then flags, into one frozen Settings; the later wins.

`djtext.toml` is looked for in the current folder and upwards. It holds data only:

    codebook = "my-themes.toml"     # paths are relative to the file
    userdict = ["words.txt"]
    stopwords = ["function-words"]
    segmenter = "rjieba"
    lang = "zh"
    jobs = 2
    cache = false                   # keep no results between runs
    cache_mb = 500                  # or at most so many million bytes
"""

from __future__ import annotations

import contextlib
import difflib
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t

FILE = "djtext.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that changes a result, or how it is shown."""

    codebook: str = ""
    userdict: tuple[str, ...] = ()
    stopwords: tuple[str, ...] = ()
    segmenter: str = "rjieba"
    lang: str = ""
    jobs: int = 0
    seed: int = 1
    engine: str = ""
    scheduler: str = ""
    cache: bool = True
    cache_mb: int = 2000


_LISTS = ("userdict", "stopwords")
_PATHS = ("codebook", "userdict")
_NUMBERS = ("jobs", "seed", "cache_mb")
_SWITCHES = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}


def find_file(start: Path | None = None) -> Path | None:
    """The nearest `djtext.toml` in a folder or above it."""
    folder = (start or Path.cwd()).absolute()
    for here in (folder, *folder.parents):
        path = here / FILE
        if path.is_file():
            return path
    return None


_pinned: list[Settings] = []


@contextlib.contextmanager
def pinned(settings: Settings) -> Iterator[None]:
    """Settings that hold whatever file and environment say: those of a run that is made again."""
    _pinned.append(settings)
    try:
        yield
    finally:
        _pinned.pop()


def load(start: Path | None = None) -> Settings:
    """Settings from file and environment.

    Raises UsageError naming file, field and what to write instead.
    """
    if _pinned:
        return _pinned[-1]
    found: dict[str, Any] = {}
    path = find_file(start)
    if path is not None:
        found.update(_from_file(path))
    for field in fields(Settings):
        value = os.environ.get(f"DJTEXT_{field.name.upper()}", "")
        if value:
            found[field.name] = _typed(field.name, value, f"DJTEXT_{field.name.upper()}")
    return Settings(**found)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise UsageError(
            t(f"{path}：读不了设置文件：{error}", f"{path}: cannot be read: {error}"),
            hint=t("改正或移走这个文件", "mend the file or move it away"),
        ) from None
    known = tuple(field.name for field in fields(Settings))
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = (
                t(f"是不是 {close[0]}？", f"did you mean {close[0]}?")
                if close
                else t(f"可用：{'、'.join(known)}", f"known: {', '.join(known)}")
            )
            raise UsageError(t(f"{path}：不认识的设置 {name}", f"{path}: unknown setting {name}"), hint=hint)
        value = _typed(name, value, f"{path}: {name}")
        if name in _PATHS:
            value = _relative(value, path.parent, name)
        elif name == "stopwords":  # names of packaged lists, or files beside the settings
            value = tuple(str(path.parent / item) if (path.parent / item).is_file() else item for item in value)
        found[name] = value
    return found


def _relative(value: Any, folder: Path, name: str) -> Any:
    if name in _LISTS:
        return tuple(str(folder / item) for item in value)
    return str(folder / value) if value else value


def _typed(name: str, value: Any, where: str) -> Any:
    """The value in the field's type."""
    if name in _LISTS:
        if isinstance(value, str):
            return tuple(item.strip() for item in value.split(",") if item.strip())
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
    elif name in _NUMBERS:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lstrip("-").isdigit():
            return int(value)
    elif name == "cache":
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in _SWITCHES:
            return _SWITCHES[value.lower()]
    elif isinstance(value, str):
        return value
    raise UsageError(
        t(f"{where}：值 {value!r} 的类型不对", f"{where}: {value!r} is of the wrong type"),
        hint=t("写法见 djtext.toml 的说明（README）", "the README shows how to write it"),
    )


def merge(settings: Settings, **given: Any) -> Settings:
    """Settings with the flags that were given; None and empty tuples were not."""
    return replace(settings, **{name: value for name, value in given.items() if value not in (None, ())})
