"""Inputs that are named by URL: `s3://bucket/speeches/`, `file:///data/`, whatever fsspec opens.

A folder there is listed in the order in which one here would be, ids are made in the same way, and the digest is of the
bytes. Who may read is settled where fsspec looks for it (environment, the provider's own files), never here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from djtext.errors import InputError, UsageError
from djtext.lang import t

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+://.")
_EXTRA = "pip install 'djtext[remote]'"


def is_remote(path: str) -> bool:
    """Does a path name something by URL?

    >>> is_remote("s3://bucket/a.txt"), is_remote("a/b.txt"), is_remote("C:/a.txt")
    (True, False, False)
    """
    return _URL.match(path) is not None


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it. Raises UsageError where there is no library for it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError(
            t(f"{url}：按网址读取需要 fsspec，没有安装", f"{url}: reading by URL needs fsspec, which is not installed"),
            hint=_EXTRA,
        ) from None
    try:
        found: tuple[Any, str] = url_to_fs(url)
    except ImportError as error:
        raise UsageError(
            t(f"{url}：缺少读取它的库（{error}）", f"{url}: a library is missing ({error})"), hint=_EXTRA
        ) from None
    except ValueError as error:
        raise UsageError(
            t(f"{url}：打不开这种网址（{error}）", f"{url}: no such kind of URL ({error})"),
            hint=t("可用 s3://、file:// 等 fsspec 支持的协议", "use s3://, file:// or another protocol of fsspec"),
        ) from None
    return found


def expanded(url: str) -> list[str]:
    """What a URL with wildcards stands for, in order; the URL itself where it has none or stands for nothing."""
    if not re.search(r"[*?\[]", url):
        return [url]
    fs, path = _opened(url)
    return sorted(str(fs.unstrip_protocol(match)) for match in fs.glob(path)) or [url]


def is_folder(url: str) -> bool:
    """Is it a folder? Raises OSError where it cannot be looked at."""
    fs, path = _opened(url)
    return bool(fs.info(path)["type"] == "directory")


def files(url: str) -> Iterator[tuple[str, str, int]]:
    """URL, path within the folder and size of every file below a folder, in order of name, level by level."""
    fs, path = _opened(url)
    top = path.rstrip("/") + "/"
    found = fs.find(path, detail=True)
    for name in sorted(found, key=lambda name: name[len(top) :].split("/")):
        yield str(fs.unstrip_protocol(name)), name[len(top) :], int(found[name].get("size") or 0)


def size(url: str) -> int:
    """Size of a file in bytes."""
    fs, path = _opened(url)
    return int(fs.info(path).get("size") or 0)


def head(url: str, most: int) -> bytes:
    """The first bytes of a file. Raises OSError."""
    fs, path = _opened(url)
    data: bytes = fs.cat_file(path, start=0, end=most)
    return data


def content(url: str, most: int) -> bytes:
    """All bytes of a file. Raises InputError with the codes of files on a disk."""
    try:
        fs, path = _opened(url)
        length = int(fs.info(path).get("size") or 0)
        if length > most:
            raise InputError(
                t(f"文件过大（{length // 1_000_000} MB）", f"too large ({length // 1_000_000} MB)"), code="too-large"
            )
        data: bytes = fs.cat_file(path)
    except FileNotFoundError:
        raise InputError(t("读取时文件已不在", "gone before it could be read"), code="vanished") from None
    except PermissionError:
        raise InputError(t("没有读取权限", "no permission to read it"), code="permission") from None
    except OSError as error:
        detail = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(detail or type(error).__name__, code="io-error") from None
    return data


def folders_above(path: str) -> list[str]:
    """The folders that a file lies in, the nearest first.

    >>> folders_above("s3://bucket/a/b.txt")
    ['s3://bucket/a', 's3://bucket']
    """
    scheme, _, rest = path.partition("://")
    parts = rest.split("/")[:-1]
    return [f"{scheme}://{'/'.join(parts[:n])}" for n in range(len(parts), 0, -1)]
