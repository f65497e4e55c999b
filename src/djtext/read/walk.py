"""From what the user names to a stable list of inputs: files, folders, globs, lists of files, standard input.

Left out without a word: hidden files, office lock files, README and LICENSE files, `metadata.csv`, `ledger.jsonl`,
records of runs (`*.run.json`), and what a `.djtextignore` names. Everything else that is found ends in the account as one Outcome.
"""

from __future__ import annotations

import fnmatch
import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from djtext.lang import t
from djtext.read import remote
from djtext.types import Outcome

IGNORE_FILE = ".djtextignore"
_ASIDE = re.compile(
    r"(readme|licen[cs]e|copying|changelog)(\.[\w-]+)*\Z|metadata\.csv\Z|ledger\.jsonl\Z|.+\.run\.json\Z|~\$.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One input: where it is, the id its document will have, and whether the user named it outright.

    `data` holds what came over standard input.
    """

    path: str
    id: str
    explicit: bool = False
    data: bytes | None = None
    size: int = 0


_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def shown(path: str) -> str:
    """A path fit to be shown and stored: bytes that are no UTF-8, and what could steer a terminal, as escapes.

    >>> shown("a\\udcffb\\x1b[31m")
    'a\\\\xffb\\\\x1b[31m'
    """
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _STEERING.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


def discover(paths: Iterable[str], *, follow: bool = False) -> Iterator[Found | Outcome]:
    """Every input under these paths, in a fixed order: the paths as given, each folder by name.

    A document's id is its path within the folder that was named; where several folders were named, with that
    folder's name before it; for a file named outright, its name. Ids that would be the same are told apart by
    longer paths.
    """
    named = list(dict.fromkeys(paths))
    expanded: list[str] = []
    for name in named:
        if remote.is_remote(name):
            expanded += remote.expanded(name)
            continue
        if name != "-" and not os.path.lexists(name) and glob.has_magic(name):
            matches = sorted(glob.glob(name, recursive=True))
            if matches:
                expanded += matches
                continue
        expanded.append(name)
    if len(expanded) > 1:  # corpus/* names the README and the metadata too, and means neither
        expanded = [name for name in expanded if not _ASIDE.match(os.path.basename(name))]
    folders = [name for name in expanded if name != "-" and _is_folder(name)]
    # Within one folder names differ, unless what could not be shown was written with a backslash.
    alone = len(expanded) == 1 and not follow and os.sep == "/" and not remote.is_remote(expanded[0])
    seen_ids: set[str] = set()
    seen_files: set[str] = set()
    for name in expanded:
        for item in _under(name, several=len(folders) > 1, follow=follow):
            if len(expanded) > 1 or follow:  # else none can come twice
                real = item.path if item.path == "-" or remote.is_remote(item.path) else os.path.abspath(item.path)
                if real in seen_files:
                    continue
                seen_files.add(real)
            if isinstance(item, Outcome):
                yield item
                continue
            identity = item.id
            if alone and "\\" not in identity:
                yield item
                continue
            parents = Path(item.path).parts[:-1]
            depth = identity.count("/") + 1
            while identity in seen_ids and depth <= len(parents):
                identity = "/".join([*parents[len(parents) - depth :], Path(item.path).name])
                depth += 1
            number = 2
            base = identity
            while identity in seen_ids:
                identity = f"{base}#{number}"
                number += 1
            seen_ids.add(identity)
            yield item if identity == item.id else Found(item.path, identity, item.explicit, item.data, item.size)


def _is_folder(name: str) -> bool:
    if not remote.is_remote(name):
        return os.path.isdir(name)
    try:
        return remote.is_folder(name)
    except OSError:
        return False


def _elsewhere(name: str, *, several: bool) -> Iterator[Found | Outcome]:
    """The inputs under a URL, as those under a path would be."""
    try:
        if not remote.is_folder(name):
            yield Found(name, shown(name.rpartition("/")[2]), explicit=True, size=remote.size(name))
            return
        prefix = f"{name.rstrip('/').rpartition('/')[2]}/" if several else ""
        listed = list(remote.files(name))
    except OSError as error:
        yield _failed(name, error, explicit=True)
        return
    rules: list[tuple[str, str]] = []
    for url, inside, _ in listed:
        if inside.rpartition("/")[2] == IGNORE_FILE:
            before = prefix + inside[: -len(IGNORE_FILE)]
            text = remote.head(url, 1_000_000).decode("utf-8", "replace")
            rules += [(before, rule) for rule in _rules(text)]
    for url, inside, size in listed:
        parts = inside.split("/")
        if any(
            part.startswith(".")
            or _ASIDE.match(part)
            or _ignored(prefix + "/".join(parts[: n + 1]), part, tuple(rules))
            for n, part in enumerate(parts)
        ):
            continue
        yield Found(url, shown(prefix + inside), size=size)


def _under(name: str, *, several: bool, follow: bool) -> Iterator[Found | Outcome]:
    if name == "-":
        yield Found("-", "stdin", explicit=True)
        return
    if remote.is_remote(name):
        yield from _elsewhere(name, several=several)
        return
    try:
        status = os.stat(name)
    except OSError as error:
        yield _failed(name, error, explicit=True)
        return
    if not stat.S_ISDIR(status.st_mode):
        yield from _file(name, os.path.basename(name), status, explicit=True)
        return
    root = os.path.basename(os.path.abspath(name))
    prefix = f"{root}/" if several else ""
    real = os.path.realpath(name)
    yield from _folder(name, prefix, follow=follow, visited={real}, rules=())


def _folder(
    top: str, prefix: str, *, follow: bool, visited: set[str], rules: tuple[tuple[str, str], ...]
) -> Iterator[Found | Outcome]:
    """A folder's inputs in order of name; an explicit stack, so that depth is no limit."""
    stack: list[tuple[str, str, tuple[tuple[str, str], ...]] | Found | Outcome] = [(top, prefix, rules)]
    while stack:
        item = stack.pop()
        if isinstance(item, (Found, Outcome)):
            yield item
            continue
        folder, before, rules = item
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            yield _failed(folder, error)
            continue
        if IGNORE_FILE in names:
            rules = rules + tuple((before, rule) for rule in _ignore_rules(os.path.join(folder, IGNORE_FILE)))
        level: list[tuple[str, str, tuple[tuple[str, str], ...]] | Found | Outcome] = []
        for name in names:
            if name.startswith(".") or _ASIDE.match(name):
                continue
            path = os.path.join(folder, name)
            inside = before + name
            if _ignored(inside, name, rules):
                continue
            try:
                status = os.lstat(path)
                if stat.S_ISLNK(status.st_mode):
                    if not follow:
                        level.append(
                            Outcome(
                                shown(path),
                                "skipped",
                                code="symlink",
                                policy=True,
                                detail=t("符号链接；用 --follow 读取", "a symbolic link; --follow reads it"),
                            )
                        )
                        continue
                    status = os.stat(path)
                    real = os.path.realpath(path)
                    if real in visited:
                        continue
                    visited.add(real)
            except OSError as error:
                level.append(_failed(path, error))
                continue
            if stat.S_ISDIR(status.st_mode):
                level.append((path, f"{inside}/", rules))
            else:
                level += _file(path, inside, status)
        stack += reversed(level)


def _ignore_rules(path: str) -> list[str]:
    try:
        return _rules(Path(path).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return []


def _rules(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _ignored(inside: str, name: str, rules: tuple[tuple[str, str], ...]) -> bool:
    return any(
        fnmatch.fnmatchcase(name, rule.rstrip("/")) or fnmatch.fnmatchcase(inside, before + rule.rstrip("/"))
        for before, rule in rules
        if inside.startswith(before)
    )


def _file(path: str, identity: str, status: os.stat_result, *, explicit: bool = False) -> list[Found | Outcome]:
    if not stat.S_ISREG(status.st_mode):
        return [
            Outcome(
                shown(path),
                "skipped",
                code="not-regular",
                policy=not explicit,
                detail=t("不是普通文件（管道、设备或套接字）", "not a regular file (pipe, device or socket)"),
            )
        ]
    return [Found(path, shown(identity).replace(os.sep, "/"), explicit, size=status.st_size)]


def _failed(path: str, error: OSError, *, explicit: bool = False) -> Outcome:
    if isinstance(error, FileNotFoundError):
        code = "missing" if explicit else "vanished"
        detail = t("没有这个文件或文件夹", "no such file or folder")
    elif isinstance(error, PermissionError):
        code, detail = "permission", t("没有读取权限", "no permission to read it")
    else:
        code, detail = "io-error", os.strerror(error.errno) if error.errno else str(error)
    return Outcome(shown(path), "failed", code=code, detail=detail)
