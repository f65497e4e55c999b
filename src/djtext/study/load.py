"""One input to its documents: read, cleaned, described."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from djtext.lang import t
from djtext.read import Found, ReadOptions, document, read_raw
from djtext.types import Document, Outcome

if TYPE_CHECKING:
    from djtext.clean import Cleaned
    from djtext.study.cache import Cache


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How inputs become documents: how they are read, and whether they are cleaned.

    `shared` holds, for each folder, the lines that stand in many of its documents.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    raw: bool = False
    normalise: bool = False
    shared: tuple[tuple[str, frozenset[str]], ...] = ()

    def shared_in(self, path: str) -> frozenset[str]:
        """The shared lines of the folder that a file lies in."""
        folder = path.rpartition("/")[0]
        return next((lines for name, lines in self.shared if name == folder), frozenset())


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, with what cleaning took out of it; where there is none, the outcome alone."""

    outcome: Outcome
    doc: Document | None = None
    cleaned: Cleaned | None = None


def load(found: Found, options: LoadOptions | None = None) -> Iterator[Loaded]:
    """The documents of one input."""
    options = options or LoadOptions()
    for raw, outcome, digest in read_raw(found, options.read):
        if raw is None:
            yield Loaded(outcome)
            continue
        if options.raw:
            text = raw.text.replace("\f", "\n")
            yield Loaded(outcome, document(found, raw, outcome, digest, text=text))
            continue
        from djtext.clean import clean  # its many patterns take time to make, and a study needs none

        cleaned = clean(raw.text, doc=outcome.doc, dropped=raw.dropped, shared=options.shared_in(found.path))
        if outcome.chars_kept != len(cleaned.text):
            outcome = replace(outcome, chars_kept=len(cleaned.text))
        if not cleaned.text.strip():
            detail = t("除网页杂项外没有正文", "nothing but the page's furniture")
            yield Loaded(replace(outcome, status="empty", code="furniture", detail=detail), None, cleaned)
            continue
        text = normalised(cleaned.text) if options.normalise else cleaned.text
        doc = document(found, raw, outcome, digest, text=text, told=cleaned.fields, flags=cleaned.flags)
        yield Loaded(outcome, doc, cleaned)


_FULL = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})


def normalised(text: str) -> str:
    """Half-width marks behind hanzi as full-width ones; for `--normalise` only.

    >>> normalised("党建,业务(3.5%): ok")
    '党建，业务（3.5%）: ok'
    """
    import re

    text = re.sub("(?<=[\u4e00-\u9fff”’）》])[,;:?!]", lambda m: m.group().translate(_FULL), text)
    return re.sub(
        "(?<=[\u4e00-\u9fff])\\(([^()\\n]{0,200})\\)|\\(([^()\\n]{0,200}[\u4e00-\u9fff][^()\\n]{0,200})\\)",
        lambda m: f"（{m.group(1) if m.group(1) is not None else m.group(2)}）",
        text,
    )


def shared_by_folder(
    inputs: Iterable[Found | Outcome], cache: Cache | None = None
) -> tuple[tuple[str, frozenset[str]], ...]:
    """Shared lines of each folder of text files, for `LoadOptions.shared`. A `cache` knows those of files that look as they did."""
    from djtext.read import ENDINGS, PLAIN
    from djtext.read.shared import FEWEST, of_folder, sampled

    plain = {ending for ending, kind in ENDINGS.items() if kind in PLAIN}
    folders: dict[str, list[str]] = {}
    for item in inputs:
        if isinstance(item, Found) and _ending(item.path) in plain:
            folders.setdefault(item.path.rpartition("/")[0], []).append(item.path)
    found = []
    for folder, paths in folders.items():
        if len(paths) < FEWEST:
            continue
        some = sampled(paths)
        lines = cache.shared_lines(folder, some) if cache is not None else None
        if lines is None:
            seen = cache.look_at(some) if cache is not None else b""
            lines = of_folder(paths)
            if cache is not None:
                cache.keep_shared_lines(folder, some, seen, lines)
        if lines:
            found.append((folder, lines))
    return tuple(found)


def _ending(path: str) -> str:
    """The ending of a file's name, small, with its dot."""
    name = os.path.basename(path)  # noqa: PTH119 - for a hundred thousand paths
    at = name.rfind(".")
    return name[at:].lower() if 0 < at < len(name) - 1 else ""
