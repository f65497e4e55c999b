"""Dictionaries of quanteda as YAML: keys with lists of words, keys may be nested.

Anchors and aliases are refused, so that a small file cannot become a large one; every value is read as text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from djtext.lang import t
from djtext.themes.formats.assemble import Entry, Incoming, Outgoing, assemble, beyond_words, literal, words, wrong
from djtext.types import Codebook

_DEPTH = 20


def write(book: Codebook) -> Outgoing:
    """A codebook as a quanteda dictionary: its keys, with the words that its patterns come to."""
    lines = []
    taken: dict[str, str] = {}
    gapped = 0
    for theme in book.themes:
        own, without = words(theme, taken)
        gapped += without
        lines.append(f"{theme.key}:" + ("" if own else " []"))
        lines += [f"- {json.dumps(word, ensure_ascii=False)}" for word in own]
    return Outgoing(("\n".join(lines) + "\n").encode("utf-8", "replace"), beyond_words(book, gapped))


def read(data: bytes, name: str) -> Incoming:
    """A codebook from a quanteda dictionary. `?` within a word stands for one character, `*` for a gap.

    Nested keys are joined with _. Raises CodebookError where the file is no such dictionary.
    """
    content = _content(data, name)
    entries: list[Entry] = []
    if not isinstance(content, dict):
        raise wrong(
            name, 1, t("不是 quanteda 词典：应是 键: [词, 词]", "no quanteda dictionary: write key: [word, word]")
        )
    _walk(content, (), entries, name)
    return assemble(name, entries)


def _content(data: bytes, name: str) -> Any:
    import yaml

    base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        depth = 0
        for event in yaml.parse(data, Loader=base):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise wrong(
                    name,
                    event.start_mark.line + 1,
                    t("不读 YAML 的锚点和别名（& *）", "anchors and aliases (& *) are not read"),
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH:
                raise wrong(name, event.start_mark.line + 1, t("嵌套太深", "nested too deep"))
        return yaml.load(data, Loader=base)  # noqa: S506 - the base loader makes nothing but text, lists and mappings
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or t("无法读取", "cannot be read")
        raise wrong(name, mark.line + 1 if mark else 0, f"YAML: {what}") from None


def _walk(content: dict[Any, Any], above: tuple[str, ...], entries: list[Entry], name: str) -> None:
    for key, value in content.items():
        path = (*above, str(key))
        if isinstance(value, dict):
            _walk(value, path, entries, name)
            continue
        values = value if isinstance(value, list) else [value]
        if any(isinstance(inner, list) for inner in values):
            raise wrong(name, 0, t(f"{path[-1]} 里的列表套着列表", f"a list within a list under {path[-1]}"))
        for inner in values:
            if isinstance(inner, dict):
                _walk(inner, path, entries, name)
        found = [inner for inner in values if isinstance(inner, str) and inner.strip()]
        if found or not any(isinstance(inner, dict) for inner in values):
            entries.append(Entry("_".join(path), " / ".join(path), patterns=[(0, _pattern(word)) for word in found]))


def _pattern(word: str) -> str:
    """A glob of quanteda as a pattern.

    >>> _pattern("*党建*"), _pattern("重?轻"), _pattern("党建*脱节")
    ('党建', '重…{1,1}轻', '党建…脱节')
    """
    parts = re.split(r"([*?]+)", word.strip().strip("*?"))
    made = ""
    for part in parts:
        if not re.fullmatch(r"[*?]+", part):
            made += literal(part)
        else:
            made += "…" if "*" in part else f"…{{{len(part)},{len(part)}}}"
    return made
