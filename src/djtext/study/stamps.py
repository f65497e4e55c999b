"""What tells that a file is as it was when it was read, without reading it: size, dates, number. As git's index does.

A stamp is worth something only where a later change must change it. So a file is not remembered while its dates are less
than two seconds old (git's "racy" rule; dates of some disks count in steps of two seconds), nor where it changed while it
was read. The date at which a file's entry changed cannot be set, so a file whose date was set back is read anew; on
Windows there is no such date, and a file of the same size with its old date set again would be taken for the old one.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import time

from djtext.read import Found, remote

_FORM = struct.Struct("<QqqQQ")
_ALL = 0xFFFFFFFFFFFFFFFF
_SETTLED = 2_000_000_000  # nanoseconds


def file_key(item: Found) -> bytes:
    """The key under which a file is remembered: a hash of its path, so that names of folders are nowhere stored."""
    path = item.path if os.path.isabs(item.path) else f"{os.getcwd()}\0{item.path}"  # noqa: PTH109, PTH117
    return hashlib.blake2b(os.fsencode(path), digest_size=16).digest()


def stamp_of(item: Found) -> bytes:
    """The stamp of a file as it is now; empty for what is no regular file of this machine."""
    if item.data is not None or item.path == "-" or remote.is_remote(item.path):
        return b""
    try:
        found = os.stat(item.path)  # noqa: PTH116
    except (OSError, ValueError):
        return b""
    if not stat.S_ISREG(found.st_mode):
        return b""
    return _FORM.pack(
        found.st_size & _ALL, found.st_mtime_ns, found.st_ctime_ns, found.st_ino & _ALL, found.st_dev & _ALL
    )


def is_settled(stamp: bytes, now: int | None = None) -> bool:
    """Is a stamp old enough that any later change shows? `now` is in nanoseconds since 1970.

    >>> is_settled(_FORM.pack(1, 5_000_000_000, 6_000_000_000, 1, 1), 8_000_000_000)
    False
    >>> is_settled(_FORM.pack(1, 5_000_000_000, 6_000_000_000, 1, 1), 8_000_000_001)
    True
    """
    if not stamp:
        return False
    _, changed, entered, _, _ = _FORM.unpack(stamp)
    return int(max(changed, entered)) + _SETTLED < (time.time_ns() if now is None else now)
