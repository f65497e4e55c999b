"""The ledger of cleaning: a row a document, and one document with what was removed struck out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from djtext.clean import Cleaned
from djtext.lang import t
from djtext.types import Outcome
from djtext.view.escape import terminal

_BAD = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|^\.+|[. ]+$')
_QUIET = {"layout", "line-break"}
_LONGEST = 180  # bytes of a file name, so that every file system takes it


def row(result: Any, file: str) -> dict[str, Any]:
    """One row of `ledger.jsonl`, from a result of `study.run` with its ledger.

    `removals` lists rule, start, end and text of every stretch that was taken out, with offsets in the text as read;
    kept and removed account for every character: chars_read = chars_kept + the lengths of all removals.
    """
    outcome, doc, cleaned = result.outcome, result.doc, result.cleaned
    removals = cleaned.removals if cleaned is not None else ()
    return {
        "doc": outcome.doc,
        "path": outcome.path,
        "status": outcome.status,
        "code": outcome.code,
        "detail": outcome.detail,
        "format": outcome.format,
        "encoding": outcome.encoding,
        "title": doc.title if doc else "",
        "date": doc.date if doc else "",
        "source": doc.source if doc else "",
        "author": doc.author if doc else "",
        "flags": list(doc.flags) if doc else [],
        "chars_read": outcome.chars_read,
        "chars_kept": outcome.chars_kept if doc else 0,
        "unified": cleaned.unified if cleaned is not None else 0,
        "file": file,
        "inferred": doc.get("inferred") if doc else "",
        "genre": doc.get("genre") if doc else "",
        "digest": doc.digest if doc else "",
        "removals": [{"rule": item.rule, "start": item.start, "end": item.end, "text": item.text} for item in removals],
    }


def file_names() -> Callable[[str], str]:
    """A namer of output files: from a document's id to a name that is safe and used once."""
    used: set[str] = set()

    def name(doc: str) -> str:
        parts = [_BAD.sub("_", part) or "_" for part in re.split(r"[/#]", doc) if part not in {"", ".", ".."}] or ["_"]
        stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", parts[-1]) or "_"
        base = "__".join([*(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", part) for part in parts[:-1]), stem])
        while len(base.encode("utf-8", "replace")) > _LONGEST:
            base = base[:-1]
        candidate, number = f"{base}.txt", 2
        while candidate.lower() in used:
            candidate, number = f"{base}-{number}.txt", number + 1
        used.add(candidate.lower())
        return candidate

    return name


def explained(outcome: Outcome, cleaned: Cleaned, *, colour: bool) -> Iterator[str]:
    """The lines of a document as read: what was removed struck out (or in ⟦…⟧ without colour), with its rule."""
    yield f"{terminal(outcome.doc or outcome.path)}  {t('读入', 'read')} {outcome.chars_read}  {t('保留', 'kept')} {outcome.chars_kept}"
    on, off = ("\x1b[9;31m", "\x1b[0m") if colour else ("⟦", "⟧")
    pieces = []
    at = 0
    counts: dict[str, list[int]] = {}
    for item in cleaned.removals:
        counts.setdefault(item.rule, []).append(len(item.text))
        pieces.append(_shown(cleaned.read[at : item.start]))
        if item.rule in _QUIET:
            if "\n" in item.text and item.rule == "layout":
                pieces.append("\n")
        else:
            lines = _shown(item.text).split("\n")
            pieces.append("\n".join(f"{on}{line}{off}" if line.strip() else line for line in lines) + f"[{item.rule}]")
        at = item.end
    pieces.append(_shown(cleaned.read[at:]))
    yield from re.sub(r"\n{2,}", "\n", "".join(pieces)).strip("\n").split("\n")
    for rule, sizes in sorted(counts.items()):
        yield f"  {rule}: {len(sizes)} × , {sum(sizes)} {t('字', 'characters')}"


def _shown(text: str) -> str:
    return "\n".join(terminal(line) for line in text.replace("\f", "\n").split("\n"))
