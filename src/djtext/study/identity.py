"""What a result depends on, as short keys: the bytes of an input and what lies around it, the job, this installation.

No key of an input has a date in it. The installation is told by versions and, so that someone who changes djtext's
own files never sees what they gave before, by the size and age of these.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from djtext import __version__
from djtext.errors import InputError
from djtext.read import Found
from djtext.read import load_bytes as read_bytes
from djtext.read.header import folder_table, from_folder
from djtext.study.load import LoadOptions
from djtext.study.pack import sha256
from djtext.study.store import book_digest
from djtext.types import Codebook

# Libraries that decide what is read, cut or matched.
LIBRARIES = (
    "charset_normalizer", "courlan", "daachorse", "htmldate", "jieba", "justext", "lxml", "lxml_html_clean", "msdoc2docx",
    "numpy", "olefile", "onnxruntime", "opencc", "pypdfium2",
    "python_calamine", "pyyaml", "rapidocr", "rjieba", "scikit_learn", "scipy", "trafilatura",
)  # fmt: skip
_SHOWS_ONLY = {"view", "cli"}  # parts of djtext that decide no value
_HOME = "djtext.study."  # where jobs live whose values can be kept


def fingerprint(item: Found, options: LoadOptions) -> str:
    """SHA-256 of an input's bytes; empty where they cannot be read."""
    try:
        return hashlib.sha256(read_bytes(item, options.read)).hexdigest()
    except InputError:
        return ""


def context_of(item: Found, options: LoadOptions) -> str:
    """What lies around a file and goes into its document: its row of metadata.csv, the lines that its folder shares."""
    lines = () if options.raw else sorted(options.shared_in(item.path))
    return sha256(json.dumps([from_folder(item.path), lines], ensure_ascii=False, sort_keys=True))[:32]


class Surroundings:
    """`context_of` for many files: what they have in common is looked at once a folder."""

    def __init__(self, options: LoadOptions) -> None:
        self._options = options
        self._common: dict[str, str | None] = {}

    def of(self, item: Found) -> str:
        """The context of a file."""
        folder = item.path.rpartition("/")[0]
        if folder not in self._common:
            tables = [folder_table(str(parent)) for parent in list(Path(item.path).parents)[:3]]
            self._common[folder] = None if any(tables) else context_of(item, self._options)
        return self._common[folder] or context_of(item, self._options)


@lru_cache(maxsize=1)
def libraries() -> tuple[str, ...]:
    """The libraries that decide results, each as name-version, as they are installed here.

    Read off the names of their folders, which takes a hundredth of the time of asking for them.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - the fastest there is
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info"):
                library = name.partition("-")[0].lower().replace("-", "_")
                if library in LIBRARIES:
                    found.setdefault(library, name.removesuffix(".dist-info"))
    return tuple(found[name] for name in sorted(found))


@lru_cache(maxsize=1)
def installation() -> str:
    """One key for all that is installed and decides results."""
    parts: list[Any] = [__version__, sys.version, platform.machine(), sys.platform, libraries()]
    root = Path(__file__).parents[1]
    for folder, inside, names in os.walk(root):
        inside[:] = sorted(x for x in inside if x != "__pycache__" and not (folder == str(root) and x in _SHOWS_ONLY))
        for name in sorted(names):
            try:
                status = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118
            except OSError:
                continue
            parts.append((os.path.relpath(folder, root), name, status.st_size, status.st_mtime_ns))
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def job_name(make_job: Any) -> str:
    """The stable name of a job, as `analyse.themes_job`; the empty string where it is none of djtext's own."""
    maker = make_job.func if isinstance(make_job, partial) else make_job
    module, name = getattr(maker, "__module__", ""), getattr(maker, "__qualname__", "")
    return f"{module.removeprefix(_HOME)}.{name}" if module.startswith(_HOME) and name.isidentifier() else ""


def job_key(make_job: Any, options: LoadOptions) -> str:
    """One key for a job with its settings, how texts are read, and this installation.

    Raises TypeError where the job has a setting whose meaning cannot be told by its value.
    """
    maker, given, named = (
        (make_job.func, make_job.args, make_job.keywords) if isinstance(make_job, partial) else (make_job, (), {})
    )
    bound = inspect.signature(maker).bind(*given, **named)
    bound.apply_defaults()
    parts = [
        installation(), job_name(make_job), told(bound.arguments), told(asdict(replace(options, shared=())))
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def told(value: Any) -> Any:
    """A setting as JSON has it, the same for equal settings. Raises TypeError for what has no plain form."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, Codebook):
        return ["codebook", book_digest(value)]
    if isinstance(value, (frozenset, set)):
        return ["set", sorted(json.dumps(told(item), ensure_ascii=False) for item in value)]
    if isinstance(value, (tuple, list)):
        return [told(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): told(value[name]) for name in sorted(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, {field.name: told(getattr(value, field.name)) for field in fields(value)}]
    raise TypeError(type(value))


MakeJob = Callable[[], Callable[..., Any]]
