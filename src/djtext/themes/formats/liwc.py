"""LIWC dictionaries (.dic): numbered categories between two lines of %, then words with the numbers of theirs."""

from __future__ import annotations

import re

from djtext.lang import t
from djtext.themes.formats.assemble import Entry, Incoming, Outgoing, assemble, beyond_words, literal, words, wrong
from djtext.types import Codebook

_CATEGORY = re.compile(r"(\d+)\s+(.+)")


def write(book: Codebook) -> Outgoing:
    """A codebook as a LIWC dictionary: its keys as categories, the words that its patterns come to below."""
    lines = ["%", *(f"{n}\t{theme.key}" for n, theme in enumerate(book.themes, start=1)), "%"]
    taken: dict[str, str] = {}
    gapped = 0
    for n, theme in enumerate(book.themes, start=1):
        own, without = words(theme, taken)
        gapped += without
        lines += [f"{word}\t{n}" for word in own if not re.search(r"[\t\n\r]", word)]
    return Outgoing(("\n".join(lines) + "\n").encode("utf-8", "replace"), beyond_words(book, gapped))


def read(data: bytes, name: str) -> Incoming:
    """A codebook from a LIWC dictionary. A * at the end of a word is dropped: characters match within longer words.

    Raises CodebookError, with the line, where the file is no such dictionary.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise wrong(name, data[: error.start].count(b"\n") + 1, t("不是 UTF-8 编码", "not UTF-8")) from None
    marks = [n for n, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2 or any(line.strip() for line in lines[: marks[0]]):
        raise wrong(
            name,
            1,
            t("不是 LIWC 词典：开头应有两行 % 夹着类别", "no LIWC dictionary: categories stand between two lines of %"),
        )
    entries: dict[str, Entry] = {}
    for n, line in enumerate(lines[marks[0] + 1 : marks[1]], start=marks[0] + 2):
        if not line.strip():
            continue
        found = _CATEGORY.match(line.strip())
        if not found or found[1] in entries:
            raise wrong(
                name, n, t("类别应写成：编号 名称，编号不重复", "a category is a number and a name, each number once")
            )
        entries[found[1]] = Entry(found[2].split("\t")[0].strip())
    notes = []
    for n, line in enumerate(lines[marks[1] + 1 :], start=marks[1] + 2):
        cells = [cell for cell in re.split(r"\t+", line.strip()) if cell]
        if not cells:
            continue
        if len(cells) == 1:
            cells = line.split()
        word, numbers = cells[0].strip(), [number for cell in cells[1:] for number in cell.split()]
        unknown = [number for number in numbers if number not in entries]
        if not numbers or unknown:
            said = (
                t(f"没有类别 {unknown[0]}", f"no category {unknown[0]}")
                if unknown
                else t("没有类别编号", "no category number")
            )
            raise wrong(name, n, f"“{word[:20]}”{t('：', ': ')}{said}")
        bare = word.rstrip("*")
        if not bare or "*" in bare:
            notes.append(
                t(f"第 {n} 行“{word[:20]}”：中间有 *，略去", f"line {n}, “{word[:20]}”: * within a word; left out")
            )
            continue
        for number in numbers:
            entries[number].patterns.append((n, literal(bare)))
    incoming = assemble(name, entries.values())
    return Incoming(incoming.book, (*notes, *incoming.notes))
