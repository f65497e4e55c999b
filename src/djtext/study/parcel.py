"""All that one input gave under one job, as bytes with a checksum, and back.

What depends on where the input lies (its path, the id that its documents have) is left out and filled in again, so that
a folder may be moved or renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from djtext.lang import current
from djtext.read import Found
from djtext.read.walk import shown
from djtext.study.codec import Codec
from djtext.study.result import Result
from djtext.types import Document, Outcome

Where = Callable[[Document], bool]
PLACE = 16  # bytes of a key
_SUM = 16
_PLAIN, _PACKED = b"\0", b"\1"
_SMALL = 16_000  # bytes below which taking apart what is packed would cost more than it saves
_LEVEL = 1  # of compression: the fastest, and two thirds of what the slowest saves
# Reasons that may be gone next time: such outcomes are not kept.
PASSING = frozenset({"permission", "vanished", "io-error", "crash", "timeout", "oom", "missing"})


@dataclass(frozen=True, slots=True)
class Parcels:
    """How the results of inputs are put into bytes under one job. `key` goes into every checksum."""

    key: bytes
    codec: Codec

    def pack(self, item: Found, place: bytes, results: Sequence[Result[Any]]) -> bytes:
        """The results of one input; empty where they may be otherwise next time."""
        rows = []
        digest = next((result.doc.digest for result in results if result.doc is not None), "")
        for result in results:
            outcome = result.outcome
            if outcome.code in PASSING:
                return b""
            rows.append(
                (
                    outcome.status, outcome.doc[len(item.id) :] if outcome.doc else None, outcome.code, outcome.detail,
                    outcome.format, outcome.encoding, outcome.replaced, outcome.chars_read, outcome.chars_kept,
                    int(outcome.policy), _header(result.doc), result.marks,
                    None if result.left_out or result.doc is None else (self.codec.encode(result.value),),
                )
            )  # fmt: skip
        language = current() if any(result.outcome.detail for result in results) else ""
        text = json.dumps((language, digest, rows), ensure_ascii=False, separators=(",", ":"))
        data = text.encode("utf-8", "surrogatepass")
        body = _PLAIN + data if len(data) < _SMALL else _PACKED + zlib.compress(data, _LEVEL)
        return self._sum(place, body) + body

    def unpack(self, item: Found, place: bytes, parcel: bytes, where: Where | None) -> list[Result[Any]] | None:
        """The results again; None where the bytes are not what was put in, or say too little for what is wanted."""
        body = parcel[_SUM:]
        if parcel[:_SUM] != self._sum(place, body):
            return None
        try:
            data = body[1:] if body[:1] == _PLAIN else zlib.decompress(body[1:])
            language, digest, rows = json.loads(data.decode("utf-8", "surrogatepass"))
            if language not in {"", current()}:
                return None
            return self._results(item, rows, digest, where)
        except (ValueError, TypeError, IndexError, zlib.error):
            return None

    def _results(self, item: Found, rows: list[Any], digest: str, where: Where | None) -> list[Result[Any]] | None:
        path = shown(item.path)
        found: list[Result[Any]] = []
        for status, member, *rest, policy, header, marks, value in rows:
            outcome = Outcome(path, status, "" if member is None else item.id + member, *rest, bool(policy))  # type: ignore[call-arg]
            if header is None:
                found.append(Result(outcome))
                continue
            title, date, source, author, meta, flags = header
            doc = Document(
                outcome.doc, "", path, title, date, source, author, tuple([(a, b) for a, b in meta]), digest, tuple(flags)
            )  # fmt: skip
            if where is not None and not where(doc):
                found.append(Result(outcome, doc, left_out=True))
            elif value is None:
                return None
            else:
                found.append(Result(outcome, doc, self.codec.decode(value[0], doc.id), marks=tuple(marks)))
        return found

    def _sum(self, place: bytes, body: bytes) -> bytes:
        return hashlib.blake2b(self.key + place + body, digest_size=_SUM).digest()


def _header(doc: Document | None) -> tuple[Any, ...] | None:
    """What is known of a document besides its text and its place."""
    return None if doc is None else (doc.title, doc.date, doc.source, doc.author, doc.meta, doc.flags)


def place_of(digest: str, item: Found, context: str, *, whole: bool = True) -> bytes:
    """The key of an input: its bytes, its name without its folder, what lies around it, and whether it was named.

    What a filter left values out of is kept under a key of its own (not `whole`).
    """
    name = b"/" if item.path == "-" else os.fsencode(os.path.basename(item.path))  # noqa: PTH119
    told = b"\0".join(
        (digest.encode(), name, context.encode(), b"1" if item.explicit else b"0", b"1" if whole else b"0")
    )
    return hashlib.blake2b(told, digest_size=PLACE).digest()
