"""Exports of annotation programs as codings: Label Studio (JSON) and Doccano (JSONL); `qdpx` has REFI-QDA projects.

These programs count in a browser, where a character beyond U+FFFF counts twice and a line end may count once or twice.
So a span is found again by its text where the program keeps it (Label Studio), else by the way of counting under which
more spans begin and end at sentences (Doccano); a span that is not found is told, not guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t
from djtext.read.coded import Codes, Coding, Problem, Row
from djtext.read.coded.cells import whole_number
from djtext.read.coded.checks import unchanged, without_twins
from djtext.read.coded.files import rows_of
from djtext.read.coded.names import cut, fold_name
from djtext.read.coded.rows import codings
from djtext.text.anchor import find_again, from_utf16, unit_id
from djtext.text.outline import sentences
from djtext.types import Document

_SPANS = {"labels": "labels", "hypertextlabels": "hypertextlabels", "paragraphlabels": "paragraphlabels"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text with the codes given to it."""

    start: int
    end: int
    labels: tuple[str, ...]


def load(
    path: str | Path, codes: Codes, problems: list[Problem], *, done: bool = False, column: str = ""
) -> list[Coding]:
    """What a coded file says: a table (csv, tsv, xlsx, jsonl, json), an export of Label Studio or Doccano, a .qdpx.

    The coder is called as the file is, or as the file says. Whole documents with spans are cut into sentences: a
    sentence has the role that covers most of it, at least half, and every theme that touches it. Raises UsageError where
    the file cannot be read as any of these.
    """
    name = Path(path).stem
    if Path(path).suffix.lower() == ".qdpx":
        from djtext.read.qdpx import projects

        return without_twins(projects(path, codes, problems, coder=name, done=done), problems)
    rows = rows_of(path, problems)
    if not rows:
        problems.append(Problem(Path(path).name, "empty", t("没有数据行", "no rows in it")))
        return []
    if any("annotation_id" in row.fields and "annotator" in row.fields for row in rows[:20]):
        raise UsageError(
            t(f"{path}：这是 Label Studio 的 JSON-MIN", f"{path}: this is Label Studio's JSON-MIN"),
            hint=t("在 Label Studio 里导出为 JSON", "export from Label Studio as JSON"),
        )
    if any(_is_task(row) for row in rows[:20]):
        found = list(_label_studio(rows, codes, problems, coder=name, done=done))
    elif any(_is_doccano(row) for row in rows[:20]):
        found = list(_doccano(rows, codes, problems, coder=name, done=done))
    else:
        found = codings(rows, codes, problems, coder=name, done=done, column=column)
    return without_twins(unchanged(found, problems), problems)


def _is_task(row: Row) -> bool:
    return isinstance(row.fields.get("data"), dict)


def _is_doccano(row: Row) -> bool:
    fields = row.fields
    if any(fields.get(name) for name in ("role", "roles", "themes")) or not isinstance(fields.get("text"), str):
        return False
    return any(isinstance(fields.get(name), list) for name in ("label", "labels", "entities", "cats"))


def _label_studio(
    rows: Sequence[Row], codes: Codes, problems: list[Problem], *, coder: str, done: bool
) -> Iterator[Coding]:
    people = {_who(made) for row in rows for made in _made(row) if isinstance(made, dict)}
    for row in rows:
        data = row.fields.get("data")
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            problems.append(Problem(row.where, "bad-item", t("任务没有 data.text", "a task without data.text")))
            continue
        made = _made(row)
        if not made:
            yield from spans_to_units(row.where, data, [], codes, problems, coder=coder, done=False)
        for one in made:
            if not isinstance(one, dict) or not isinstance(one.get("result"), list):
                problems.append(Problem(row.where, "bad-item", t("看不懂这份标注", "an annotation without a result")))
                continue
            if one.get("was_cancelled"):
                continue
            who = _who(one)
            name = f"{coder}:{who}" if len(people) > 1 and who else coder
            yield from _task(row.where, data, one["result"], codes, problems, coder=name, done=done)


def _made(row: Row) -> list[Any]:
    """The annotations of a task; what the program itself predicted is none."""
    for name in ("annotations", "completions"):
        made = row.fields.get(name)
        if isinstance(made, list):
            return made
    return []


def _who(made: dict[str, Any]) -> str:
    who = made.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return "" if who is None else str(who)


def _task(
    where: str,
    data: dict[str, Any],
    result: list[Any],
    codes: Codes,
    problems: list[Problem],
    *,
    coder: str,
    done: bool,
) -> Iterator[Coding]:
    text = str(data["text"])
    spans: list[Span] = []
    whole: list[str] = []
    seen_region = False
    for item in result:
        value = item.get("value") if isinstance(item, dict) else None
        if not isinstance(value, dict):
            problems.append(Problem(where, "bad-item", t("看不懂这条标注", "a result without a value")))
            continue
        kind = str(item.get("type", "")).lower()
        labels = _labels(value, kind)
        if labels is None:
            continue  # notes, ratings, relations: nothing that is a code
        if "start" not in value:
            whole += labels
            continue
        seen_region = True
        span = _anchored(text, value, labels)
        if span is None:
            said = cut(str(value.get("text", "")))
            problems.append(
                Problem(where, "no-anchor", t(f"原文里找不到“{said}”", f"'{said}' does not stand in the text"))
            )
        else:
            spans.append(span)
    if seen_region or not whole:
        yield from spans_to_units(where, data, spans, codes, problems, coder=coder, done=done)
    if whole or not (seen_region or _is_document(data)):
        yield _one_unit(where, data, whole, codes, problems, coder=coder, done=done)


def _labels(value: dict[str, Any], kind: str) -> list[str] | None:
    found = value.get(_SPANS.get(kind, kind))
    if kind == "taxonomy" and isinstance(found, list):
        return [str(path[-1]) for path in found if isinstance(path, list) and path]
    if kind in {*_SPANS, "choices"} and isinstance(found, list):
        return [str(label) for label in found if isinstance(label, (str, int, float))]
    return None


def _anchored(text: str, value: dict[str, Any], labels: list[str]) -> Span | None:
    """A span of Label Studio: its text decides, its offsets say which of several places is meant."""
    offsets = value.get("globalOffsets")
    start, end = (
        (offsets.get("start"), offsets.get("end"))
        if isinstance(offsets, dict)
        else (value.get("start"), value.get("end"))
    )
    first, last = whole_number(start), whole_number(end)
    piece = value.get("text")
    if isinstance(piece, str) and piece.strip():
        piece = piece.replace("\\n", "\n") if "\\n" in piece and piece not in text else piece
        guesses = [] if first is None else [first, from_utf16(text, first)]
        for guess in guesses:
            if text.startswith(piece, guess):
                return Span(guess, guess + len(piece), tuple(labels))
        found = find_again(text, piece, guesses[-1] if guesses else None)
        return Span(*found, tuple(labels)) if found else None
    if first is None or last is None:
        return None
    first, last = from_utf16(text, first), from_utf16(text, last)
    return Span(first, last, tuple(labels)) if first < last <= len(text) else None


def _is_document(data: dict[str, Any]) -> bool:
    """Whether a task is a whole document, and no unit of a sample."""
    return whole_number(data.get("start")) is None


def _one_unit(
    where: str,
    data: dict[str, Any],
    labels: Iterable[str],
    codes: Codes,
    problems: list[Problem],
    *,
    coder: str,
    done: bool,
) -> Coding:
    """A task that is one sentence or passage, with the codes given to it as a whole."""
    role, themes = _sorted(labels, codes, problems, where)
    doc, start, text = str(data.get("doc") or ""), whole_number(data.get("start")), str(data["text"])
    return Coding(
        where=where,
        coder=coder,
        id=str(data.get("uid") or (unit_id(doc, start, text) if doc and start is not None else "")),
        doc=doc,
        text=text,
        start=start,
        end=whole_number(data.get("end")),
        role=role[0] if role else "other" if done else None,
        second=tuple(role[1:]),
        themes=tuple(sorted(themes)) if themes or done else None,
    )


def _sorted(labels: Iterable[str], codes: Codes, problems: list[Problem], where: str) -> tuple[list[str], set[str]]:
    """Labels told apart into roles and themes."""
    roles: list[str] = []
    themes: set[str] = set()
    for label in labels:
        name = fold_name(label)
        if name in codes.roles:
            if codes.roles[name] not in roles:
                roles.append(codes.roles[name])
        elif name in codes.themes:
            themes.add(codes.themes[name])
        else:
            problems.append(
                Problem(
                    where,
                    "bad-code",
                    t(
                        f"“{cut(label)}”既不是角色也不是主题，不计",
                        f"'{cut(label)}' is neither role nor theme; left out",
                    ),
                )
            )
    return roles, themes


def spans_to_units(
    where: str,
    data: dict[str, Any],
    spans: Sequence[Span],
    codes: Codes,
    problems: list[Problem],
    *,
    coder: str,
    done: bool,
) -> Iterator[Coding]:
    """The sentences of a document with what the spans say of them; of one unit, the unit."""
    told = [(span, *_sorted(span.labels, codes, problems, where)) for span in spans]
    if not _is_document(data):
        if told:
            labels = [label for span in spans for label in span.labels]
            yield _one_unit(where, data, labels, codes, [], coder=coder, done=done)
        return
    text, places = _one_line_end(str(data["text"]))
    doc = str(data.get("doc") or data.get("uid") or where.partition("#")[2] or where)
    title = str(data.get("title") or "")
    found = list(sentences(Document(doc, text, title=title)))
    ends = [sentence.end for sentence in found]
    cover: list[dict[str, int]] = [{} for _ in found]
    about: list[set[str]] = [set() for _ in found]
    for span, roles, keys in told:
        start, end = places(span.start), places(span.end)
        for n in range(bisect_right(ends, start), len(found)):
            if found[n].start >= end:
                break
            about[n] |= keys
            common = min(end, found[n].end) - max(start, found[n].start)
            for role in roles:
                cover[n][role] = cover[n].get(role, 0) + common
    for sentence, share, themes in zip(found, cover, about, strict=True):
        half = (sentence.end - sentence.start) / 2
        ranked = sorted((role for role in share if share[role] >= half), key=lambda role: (-share[role], role))
        yield Coding(
            where=where,
            coder=coder,
            id=unit_id(doc, sentence.start, sentence.text),
            doc=doc,
            text=sentence.text,
            start=sentence.start,
            end=sentence.end,
            role=ranked[0] if ranked else "other" if done else None,
            second=tuple(ranked[1:]),
            themes=tuple(sorted(themes)) if themes or done else None,
        )


def _one_line_end(text: str) -> tuple[str, Callable[[int], int]]:
    """A text with LF line ends, and where a place of the text as given lies in it."""
    if "\r" not in text:
        return text, lambda place: place
    return text.replace("\r\n", "\n").replace("\r", "\n"), lambda place: place - text.count("\r\n", 0, place)


def _doccano(rows: Sequence[Row], codes: Codes, problems: list[Problem], *, coder: str, done: bool) -> Iterator[Coding]:
    for row in rows:
        text = row.fields.get("text")
        if not isinstance(text, str):
            problems.append(Problem(row.where, "bad-item", t("没有 text", "no text in it")))
            continue
        name = next((n for n in ("label", "labels", "entities", "cats") if isinstance(row.fields.get(n), list)), "")
        given: list[Any] = list(row.fields.get(name) or [])
        data = {key: value for key, value in row.fields.items() if key not in {"id", name}}
        whole = [item for item in given if isinstance(item, str)]
        marked = [item for item in given if not isinstance(item, str)]
        spans = _doccano_spans(row.where, text, marked, problems)
        if _is_document(data):
            yield from spans_to_units(row.where, data, spans, codes, problems, coder=coder, done=done)
        else:
            labels = [*whole, *(label for span in spans for label in span.labels)]
            yield _one_unit(row.where, data, labels, codes, problems, coder=coder, done=done)


def _doccano_spans(where: str, text: str, marked: list[Any], problems: list[Problem]) -> list[Span]:
    """The spans of a line of Doccano."""
    raw: list[tuple[int, int, str]] = []
    for item in marked:
        if isinstance(item, dict):
            parts = [
                item.get("start_offset", item.get("start")),
                item.get("end_offset", item.get("end")),
                item.get("label"),
            ]
        else:
            parts = list(item) if isinstance(item, list) else []
        start, end = (whole_number(parts[0]), whole_number(parts[1])) if len(parts) == 3 else (None, None)
        if start is None or end is None or start >= end or not isinstance(parts[2], str):
            problems.append(Problem(where, "bad-item", t("看不懂这条标注", "a label that is not [start, end, code]")))
        else:
            raw.append((start, end, parts[2]))
    return placed(where, text, raw, problems)


def placed(where: str, text: str, raw: Sequence[tuple[int, int, str]], problems: list[Problem]) -> list[Span]:
    """Spans of start, end and code, told by offset alone: counted as characters or as UTF-16 units, whichever puts more
    of their ends at the ends of sentences. What lies beyond the text is told.
    """
    edges = {edge for s in sentences(Document("", _one_line_end(text)[0])) for edge in (s.start, s.end)}
    place = _one_line_end(text)[1]

    def fits(count: Callable[[int], int]) -> int:
        return sum((place(count(start)) in edges) + (place(count(end)) in edges) for start, end, _ in raw)

    def points(offset: int) -> int:
        return offset

    def units(offset: int) -> int:
        return from_utf16(text, offset)

    count = units if fits(units) > fits(points) else points
    spans = []
    for start, end, label in raw:
        first, last = count(start), count(end)
        if last > len(text) or first >= last:
            problems.append(
                Problem(where, "no-anchor", t(f"{start}–{end} 超出原文", f"{start}–{end} lies beyond the text"))
            )
        else:
            spans.append(Span(first, last, (label,)))
    return spans
