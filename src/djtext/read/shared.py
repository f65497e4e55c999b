"""Lines that stand in many documents of one folder: furniture by that alone, where their place fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from djtext.errors import InputError
from djtext.read import remote
from djtext.read.decode import decode
from djtext.text.sentences import heading_level

SAMPLE = 60  # documents looked at in a folder, evenly spread: enough to see what recurs
FEWEST = 5  # a folder of fewer shows nothing
_SHORTEST, _LONGEST = 6, 80
_MAX_BYTES = 1_000_000


def shared_lines(texts: Iterable[str]) -> frozenset[str]:
    """Lines that stand in at least three, and in a fifth, of these texts; headings and sentences of weight left out.

    >>> sorted(shared_lines(["本页由某某站提供\\n" + body for body in "甲乙丙丁戊"]))
    ['本页由某某站提供']
    """
    tally: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        lines = {line.strip() for line in text.split("\n")}
        tally.update(line for line in lines if _SHORTEST <= len(line) <= _LONGEST and not heading_level(line))
    least = max(3, number / 5)
    return frozenset(line for line, count in tally.items() if count >= least) if number >= FEWEST else frozenset()


def sampled(paths: Sequence[str]) -> list[str]:
    """Evenly spread members of a list, the same every time."""
    if len(paths) <= SAMPLE:
        return list(paths)
    return [paths[n * len(paths) // SAMPLE] for n in range(SAMPLE)]


def of_folder(paths: Sequence[str]) -> frozenset[str]:
    """Shared lines of the text files of one folder."""
    if len(paths) < FEWEST:
        return frozenset()
    return shared_lines(text for path in sampled(paths) if (text := _text(path)))


def _text(path: str) -> str:
    try:
        if remote.is_remote(path):
            return decode(remote.head(path, _MAX_BYTES)).text
        with Path(path).open("rb") as file:
            return decode(file.read(_MAX_BYTES)).text
    except (OSError, InputError):
        return ""
