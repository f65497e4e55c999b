"""What the readers of codebooks share: entries as they come, put together to a codebook that checks clean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import get_args

from djtext.errors import CodebookError
from djtext.lang import t
from djtext.themes.patterns import PatternError, Row, rows
from djtext.types import Codebook, Theme, ThemeKind

MAX_PATTERNS = 100_000
SIGNS = re.compile(r"([()|\[\]{}…\\（）｜［］｛｝＼])")
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A codebook that was read, and what had to be left out or made up."""

    book: Codebook
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A codebook as bytes, and what the format cannot hold."""

    data: bytes
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """A theme as a file gives it; `patterns` come with their lines."""

    key: str
    label: str = ""
    label_en: str = ""
    kind: str = ""
    definition: str = ""
    when: str = ""
    when_not: str = ""
    patterns: list[tuple[int, str]] = field(default_factory=list)
    not_patterns: list[tuple[int, str]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    counter_examples: list[str] = field(default_factory=list)


def wrong(name: str, line: int, what: str, hint: str = "") -> CodebookError:
    """A file that cannot be read as a codebook; `line` 0 means the file as a whole."""
    place = f"{name}:{line}" if line else name
    return CodebookError(
        f"{place}{t('：', ': ')}{what}",
        hint=hint or t("格式说明见 docs/codebook.md", "docs/codebook.md describes the formats"),
    )


def literal(word: str) -> str:
    """A word as a pattern that matches it and nothing else.

    >>> literal("党建(试行)")
    '党建\\\\(试行\\\\)'
    """
    return SIGNS.sub(r"\\\1", word)


def words(theme: Theme, taken: dict[str, str]) -> tuple[list[str], int]:
    """The words that a theme's patterns come to, and how many patterns have gaps and come to none.

    `taken` holds the words of the themes before: a word counts for the first theme that has it, as in matching.
    """
    found: dict[str, None] = {}
    gapped = 0
    for pattern in theme.patterns:
        made: Sequence[Row] = rows(pattern)
        gapped += any(row.gaps for row in made)
        for row in made:
            if not row.gaps:
                found.update(dict.fromkeys(row.slots[0]))
    own = [word for word in found if taken.setdefault(word, theme.key) == theme.key]
    return own, gapped


def beyond_words(book: Codebook, gapped: int) -> tuple[str, ...]:
    """What a list of words cannot hold of a codebook."""
    lost = []
    if gapped:
        lost.append(t(f"{gapped} 条有间隔（…）的规则", f"{gapped} patterns with a gap (…)"))
    negative = sum(len(theme.not_patterns) for theme in book.themes)
    if negative:
        lost.append(t(f"{negative} 条排除规则", f"{negative} not_patterns"))
    lost.append(
        t(
            "名称、版本、标签、类别、定义、何时编码、例句、反例",
            "name, version, labels, kinds, definitions, when, examples, counter-examples",
        )
    )
    return tuple(lost)


def assemble(name: str, entries: Iterable[Entry]) -> Incoming:
    """Entries as a codebook: keys made valid, patterns checked, what cannot stand left out and said.

    Raises CodebookError, with every pattern that cannot be read, or where no theme is left.
    """
    notes: list[str] = []
    problems: list[str] = []
    themes: list[Theme] = []
    keys: set[str] = set()
    owners: dict[str, str] = {}
    guessed: list[str] = []
    entries = list(entries)
    if sum(len(entry.patterns) for entry in entries) > MAX_PATTERNS:
        raise wrong(name, 0, t(f"规则超过 {MAX_PATTERNS:,} 条", f"more than {MAX_PATTERNS:,} patterns"))
    for number, entry in enumerate(entries, start=1):
        key = _key(entry.key, number, keys)
        if key != entry.key:
            notes.append(t(f"“{entry.key}”的键写作 {key}", f"'{entry.key}' has the key {key}"))
        keys.add(key)
        patterns: dict[str, None] = {}
        for line, pattern in dict.fromkeys(entry.patterns):
            said = _left_out(pattern, key, owners)
            if isinstance(said, PatternError):
                problems.append(
                    f"{name}:{line}: {key}: “{pattern}”{t('：', ': ')}{said}"
                    if line
                    else f"{name}: {key}: “{pattern}”: {said}"
                )
            elif said:
                notes.append(f"{key}: {said}")
            else:
                patterns[pattern] = None
        negative = []
        for line, pattern in dict.fromkeys(entry.not_patterns):
            try:
                rows(pattern)
            except PatternError as error:
                problems.append(f"{name}:{line}: {key}: “{pattern}”: {error}")
            else:
                negative.append(pattern)
        if not patterns:
            if not problems:
                notes.append(t(f"主题 {key} 没有规则，略去", f"theme {key} has no patterns and is left out"))
            continue
        kind = entry.kind
        if kind not in get_args(ThemeKind):
            guessed.append(key)
            kind = "value"
        label = entry.label or entry.key
        themes.append(
            Theme(
                key, label, kind, entry.definition or label, tuple(patterns), tuple(dict.fromkeys(negative)),  # type: ignore[arg-type]
                tuple(dict.fromkeys(entry.examples)), tuple(dict.fromkeys(entry.counter_examples)), entry.when,
                entry.when_not, entry.label_en,
            )
        )  # fmt: skip
    if problems:
        raise CodebookError(
            t(f"{name}：{len(problems)} 条规则有错", f"{name}: {len(problems)} patterns are wrong"),
            problems=tuple(problems),
            hint=t("规则的写法见 docs/codebook.md", "docs/codebook.md shows how patterns are written"),
        )
    if not themes:
        raise wrong(name, 0, t("里面没有主题", "no themes in it"))
    if guessed:
        notes.append(
            t(
                f"{len(guessed)} 个主题没有类别，暂作 value：{'、'.join(guessed[:5])}{'…' if len(guessed) > 5 else ''}",
                f"{len(guessed)} themes have no kind and are taken as value: {', '.join(guessed[:5])}{'…' if len(guessed) > 5 else ''}",
            )
        )
    stem = PurePath(name).stem or "codebook"
    return Incoming(Codebook(stem, "1", tuple(themes)), tuple(notes))


def _key(given: str, number: int, keys: set[str]) -> str:
    """The key itself where it is valid and free; else one made of its ASCII letters, or of its number."""
    key = given if _KEY.match(given) else re.sub(r"[^a-z0-9]+", "_", given.lower()).strip("_")
    if not _KEY.match(key):
        key = f"theme_{number}"
    free, again = key, 2
    while free in keys:
        free, again = f"{key}_{again}", again + 1
    return free


def _left_out(pattern: str, theme: str, owners: dict[str, str]) -> str | PatternError:
    """Why a pattern cannot stand; empty where it can. A wording counts for the first theme that has it."""
    try:
        made = rows(pattern)
    except PatternError as error:
        return error
    if any(sum(min(map(len, slot)) for slot in row.slots) < 2 for row in made):
        return t(f"“{pattern}”只有一个字，略去", f"“{pattern}” has one character only and is left out")
    taken = [
        owners.setdefault(wording, theme) for row in made for wording in ((repr(row),) if row.gaps else row.slots[0])
    ]
    if theme not in taken:
        return t(
            f"“{pattern}”已在主题 {taken[0]} 里，略去",
            f"“{pattern}” stands in theme {taken[0]} already and is left out",
        )
    return ""
