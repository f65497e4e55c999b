"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from djtext.read.decode import Decoded, decode
from djtext.read.raw import Raw, ReadOptions

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MARKDOWN = (
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"^[ \t]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE), ""),
)


def flags_of(decoded: Decoded) -> tuple[str, ...]:
    """What a reader of the text should know of its bytes."""
    flags = []
    if decoded.replaced:
        flags.append("replaced")
    if decoded.private:
        flags.append("private-use")
    return tuple(flags)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Fields between two `---` lines at the very top, and the text behind them.

    All values are strings as written (`007` stays `007`); what is no plain field is left in the text.

    >>> front_matter("---\\ntitle: 走出机关\\ndate: 2019-05-06\\n---\\n正文")
    ({'title': '走出机关', 'date': '2019-05-06'}, '正文')
    """
    match = _FRONT.match(text)
    if match is None or len(match.group(1)) > 20_000:
        return {}, text
    import yaml

    try:
        fields = yaml.load(match.group(1), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only
    except (yaml.YAMLError, RecursionError):
        return {}, text
    if not isinstance(fields, dict) or not all(isinstance(name, str) for name in fields):
        return {}, text
    found = {}
    for name, value in fields.items():
        if isinstance(value, str):
            found[name.strip().lower()] = value.strip()
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[name.strip().lower()] = "；".join(value)
    return found, text[match.end() :]


def read_text(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from a text file, with its front matter if it has any."""
    decoded = decode(data, encoding=options.encoding)
    fields, body = front_matter(decoded.text)
    yield Raw(body, decoded.encoding, decoded.replaced, meta=tuple(fields.items()), flags=flags_of(decoded))


def read_markdown(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from a Markdown file: its signs are taken off, its words stay."""
    for raw in read_text(data, options):
        text = raw.text
        for expression, plain in _MARKDOWN:
            text = expression.sub(plain, text)
        yield Raw(text, raw.encoding, raw.replaced, meta=raw.meta, flags=raw.flags)
