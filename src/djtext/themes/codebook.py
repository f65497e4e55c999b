"""Read codebooks (TOML) and report every mistake in one go, as `file:line: theme: what, and what to do`.

A codebook holds data only: no code, no regular expressions.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from djtext import resources
from djtext.errors import CodebookError, UsageError
from djtext.lang import t
from djtext.themes.patterns import PatternError, rows
from djtext.types import Codebook, Theme, ThemeKind

_TEXTS = ("key", "label", "label_en", "kind", "definition", "when", "when_not")
_LISTS = ("patterns", "not_patterns", "examples", "counter_examples")
_NEEDED = ("key", "label", "kind", "definition", "patterns")
_TOP = ("name", "version", "description", "licence", "theme")
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
_MAX_BYTES = 8_000_000


def load(path: str | Path | None = None) -> Codebook:
    """The codebook in a file, or the packaged one.

    Raises CodebookError (exit code 2) with all mistakes listed.

    >>> book = load()
    >>> {"liangzhangpi", "xingshizhuyi", "zouchujiguan"} <= set(book.keys())
    True
    """
    if path is None:
        return _packaged()
    path = Path(path)
    return parse(_text_of(path), name=str(path))


@lru_cache(maxsize=1)
def _packaged() -> Codebook:
    """The packaged codebook is checked by the tests, so here it is only built."""
    path = resources.codebook()
    return _build(tomllib.loads(path.read_text(encoding="utf-8")), path.name)


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else None
    except FileNotFoundError:
        raise CodebookError(
            t(f"{path}：没有这个编码本", f"{path}: no such codebook"), hint=t("检查路径是否写对", "check the path")
        ) from None
    except OSError as error:
        raise CodebookError(
            t(f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})")
        ) from None
    if data is None:
        raise CodebookError(t(f"{path}：文件过大，不像编码本", f"{path}: too large for a codebook"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CodebookError(
            t(f"{path}:{line}：不是 UTF-8 编码", f"{path}:{line}: not UTF-8"),
            hint=t("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
        ) from None


def parse(text: str, *, name: str = "codebook.toml") -> Codebook:
    """Read a codebook from TOML text; `name` stands in the messages.

    Raises CodebookError with every mistake in `problems`.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        place = f"{name}:{at.group(1)}" if at else name
        raise CodebookError(
            t(f"{place}：TOML 语法错误：{error}", f"{place}: not valid TOML: {error}"),
            hint=t("引号、括号、逗号是否成对？示例见 djtext codebook show", "check quotes, brackets and commas"),
        ) from None
    problems = _problems(data, text, name)
    if problems:
        raise CodebookError(
            t(f"{name}：编码本有 {len(problems)} 处错误", f"{name}: {len(problems)} mistakes in the codebook"),
            problems=tuple(problems),
            hint=t(
                "逐条改正后再运行；格式说明见 docs/codebook.md",
                "mend them and run again; docs/codebook.md has the format",
            ),
        )
    return _build(data, name)


def _build(data: dict[str, Any], name: str) -> Codebook:
    return Codebook(str(data["name"]), str(data["version"]), tuple(_theme(entry) for entry in data["theme"]), name)


def _theme(entry: dict[str, Any]) -> Theme:
    lists = {field: tuple(entry.get(field, ())) for field in _LISTS}
    return Theme(
        key=entry["key"],
        label=entry["label"],
        kind=entry["kind"],
        definition=entry["definition"],
        when=entry.get("when", ""),
        when_not=entry.get("when_not", ""),
        label_en=entry.get("label_en", ""),
        patterns=lists["patterns"],
        not_patterns=lists["not_patterns"],
        examples=lists["examples"],
        counter_examples=lists["counter_examples"],
    )


class Lines:
    """Where in the file a theme and its strings stand: TOML readers do not say."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.starts = [n for n, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*theme\s*\]\]", line)]

    def of(self, theme: int, wanted: str = "") -> int:
        """Line (from 1) of the nth theme, or within it of the first line that has `wanted`."""
        if theme >= len(self.starts):
            return 1
        start = self.starts[theme]
        end = self.starts[theme + 1] if theme + 1 < len(self.starts) else len(self.lines)
        if wanted:
            for n in range(start, end):
                if wanted in self.lines[n]:
                    return n + 1
        return start + 1

    def top(self, wanted: str) -> int:
        """Line of a key outside the themes."""
        for n, line in enumerate(self.lines):
            if re.match(rf"\s*\"?{re.escape(wanted)}\"?\s*[=.\]]|\s*\[+\s*{re.escape(wanted)}", line):
                return n + 1
        return 1


def _meant(word: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return (
        t(f"；是不是 {close[0]}？", f"; did you mean {close[0]}?")
        if close
        else t(f"；可用：{'、'.join(known)}", f"; known: {', '.join(known)}")
    )


def _problems(data: dict[str, Any], text: str, name: str) -> list[str]:
    """Every mistake, in the order of the file."""
    lines = Lines(text)
    found: list[tuple[int, str]] = []

    def say(line: int, theme: str, what: str) -> None:
        found.append((line, f"{name}:{line}: {theme}: {what}"))

    for field in data:
        if field not in _TOP:
            say(lines.top(field), "-", t(f"不认识的字段 {field}", f"unknown field {field}") + _meant(field, _TOP))
    for field in ("name", "version"):
        if not isinstance(data.get(field), str) or not data[field].strip():
            say(1, "-", t(f'缺少 {field}；在文件开头写 {field} = "…"', f'no {field}: write {field} = "…" at the top'))
    entries = data.get("theme")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        say(1, "-", t("没有主题；至少写一个 [[theme]]", "no themes: write at least one [[theme]]"))
        entries = []
    keys: dict[str, int] = {}
    owners: dict[str, str] = {}
    for place, entry in enumerate(entries):
        key = entry.get("key")
        shown = key if isinstance(key, str) and key else f"#{place + 1}"
        for field in entry:
            if field not in _TEXTS + _LISTS:
                say(
                    lines.of(place, field),
                    shown,
                    t(f"不认识的字段 {field}", f"unknown field {field}") + _meant(field, _TEXTS + _LISTS),
                )
        for field in _NEEDED:
            if not entry.get(field):
                say(lines.of(place), shown, _missing(field))
        for field in _TEXTS:
            if field in entry and not isinstance(entry[field], str):
                say(lines.of(place, field), shown, t(f"{field} 应是一段文字", f"{field} must be a string"))
        if isinstance(key, str) and key:
            if not _KEY.match(key):
                say(
                    lines.of(place, "key"),
                    shown,
                    t("key 只用小写字母、数字和下划线", "a key has small letters, digits and _ only"),
                )
            if key in keys:
                first = lines.of(keys[key], "key")
                say(
                    lines.of(place, "key"),
                    shown,
                    t(f"key 与第 {first} 行重复；换一个", f"key stands in line {first} too: choose another"),
                )
            keys.setdefault(key, place)
        kind = entry.get("kind")
        if isinstance(kind, str) and kind and kind not in get_args(ThemeKind):
            say(
                lines.of(place, "kind"),
                shown,
                t(f"kind 不能是 {kind}", f"kind cannot be {kind}") + _meant(kind, get_args(ThemeKind)),
            )
        for field in _LISTS:
            values = entry.get(field, [])
            if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
                say(
                    lines.of(place, field),
                    shown,
                    t(f'{field} 应是文字的列表：["…", "…"]', f'{field} must be a list of strings: ["…", "…"]'),
                )
                continue
            if field in {"patterns", "not_patterns"}:
                for line, what in _bad_patterns(values, field, place, shown, lines, owners):
                    say(line, shown, what)
    return [what for _, what in sorted(found, key=lambda item: item[0])]


def _missing(field: str) -> str:
    if field == "patterns":
        return t('没有 patterns；写 patterns = ["乡村振兴"]', 'no patterns: write patterns = ["乡村振兴"]')
    return t(f"缺少 {field}", f"no {field}: add it")


def _bad_patterns(
    values: list[str], field: str, place: int, theme: str, lines: Lines, owners: dict[str, str]
) -> list[tuple[int, str]]:
    found = []
    seen: set[str] = set()
    for pattern in values:
        line = lines.of(place, f'"{pattern}"')
        if pattern in seen:
            found.append((line, t(f"“{pattern}”写了两次；删去一个", f"“{pattern}” stands twice: remove one")))
            continue
        seen.add(pattern)
        try:
            made = rows(pattern)
        except PatternError as error:
            found.append((line, t(f"“{pattern}”：{error}", f"“{pattern}”: {error}")))
            continue
        if field == "patterns":
            if any(sum(min(map(len, slot)) for slot in row.slots) < 2 for row in made):
                found.append(
                    (
                        line,
                        t(
                            f"“{pattern}”只有一个字，会到处命中；写长一些",
                            f"“{pattern}” may match a single character: make it longer",
                        ),
                    )
                )
            # Of two themes that have one wording the first takes it; a pattern that is left with nothing is a mistake.
            taken = [
                owners.setdefault(wording, theme)
                for row in made
                for wording in ((repr(row),) if row.gaps else row.slots[0])
            ]
            if theme not in taken:
                found.append(
                    (
                        line,
                        t(
                            f"“{pattern}”已全在主题 {taken[0]} 里，不会再命中；删去一个",
                            f"“{pattern}” stands in theme {taken[0]} already and can never count: remove one",
                        ),
                    )
                )
    return found


def theme_named(book: Codebook, name: str) -> Theme:
    """The theme of a key or label.

    >>> theme_named(load(), "形式主义").key
    'xingshizhuyi'

    Raises UsageError naming those that are close.
    """
    for theme in book.themes:
        if name in {theme.key, theme.label}:
            return theme
    close = [theme.label for theme in book.themes if name in theme.label][:3]
    close += difflib.get_close_matches(name, book.keys(), n=3)
    raise UsageError(
        t(f"编码本里没有主题“{name}”", f"no theme '{name}' in the codebook"),
        hint=t(f"是不是 {'、'.join(close)}？", f"did you mean {', '.join(close)}?")
        if close
        else t("用 djtext codebook list 看全部", "djtext codebook list shows all"),
    )


def check_examples(book: Codebook, source: str = "") -> tuple[str, ...]:
    """Examples in which the theme is not found, and counter-examples in which it is: one line each.

    `source` is the text of the file, for the line numbers.
    """
    from djtext.themes.find import compile_book, find

    matcher = compile_book(book)
    said = []
    lines = Lines(source)
    for place, theme in enumerate(book.themes):
        for text in theme.examples:
            if theme.key not in {hit.theme for hit in find(text, matcher).hits}:
                what = t(f"例句没有命中：{text}", f"not found in its example: {text}")
                said.append(f"{book.path}:{lines.of(place, text)}: {theme.key}: {what}")
        for text in theme.counter_examples:
            hits = [hit for hit in find(text, matcher).hits if hit.theme == theme.key]
            if hits:
                what = t(
                    f"反例命中了“{hits[0].pattern}”：{text}", f"“{hits[0].pattern}” hits its counter-example: {text}"
                )
                said.append(f"{book.path}:{lines.of(place, text)}: {theme.key}: {what}")
    return tuple(said)
