"""Codebooks on trial: is each theme found in its examples, and in none of its counter-examples?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from djtext.lang import t
from djtext.themes.codebook import Lines
from djtext.themes.find import Found, compile_book, find
from djtext.types import Codebook, Theme


@dataclass(frozen=True, slots=True)
class Failure:
    """An example without the theme, or a counter-example with it; `found` says what matched there."""

    line: int
    theme: str
    kind: Literal["example", "counter_example"]
    text: str
    found: str


@dataclass(frozen=True, slots=True)
class Trial:
    """How one theme fared: its examples and counter-examples, and how many of each are as they should be."""

    theme: str
    label: str
    examples: int
    passed: int
    counter_examples: int
    counter_passed: int
    failures: tuple[Failure, ...] = ()


def trials(book: Codebook, source: str = "") -> tuple[Trial, ...]:
    """Every theme of a codebook tried on its examples, in the order of the file.

    `source` is the text of the file, for the line numbers (0 where it is not given). All themes are matched together, as
    in an analysis, so a theme can fail because another takes the place; `found` then says which.

    >>> from djtext.types import Theme
    >>> book = Codebook("b", "1", (Theme("a", "甲", "problem", "", ("走过场",), examples=("念完散会。", "走过场。")),))
    >>> [(one.passed, one.examples, [f.text for f in one.failures]) for one in trials(book)]
    [(1, 2, ['念完散会。'])]
    """
    matcher = compile_book(book)
    lines = Lines(source)
    result = []
    for place, theme in enumerate(book.themes):
        failures: list[Failure] = []
        for kind, texts in (("example", theme.examples), ("counter_example", theme.counter_examples)):
            for text in texts:
                found = find(text, matcher)
                has = any(hit.theme == theme.key for hit in found.hits)
                if has != (kind == "example"):
                    line = lines.of(place, text) if source else 0
                    failures.append(Failure(line, theme.key, kind, text, _instead(found, theme, kind == "example")))  # type: ignore[arg-type]
        wrong = sum(failure.kind == "example" for failure in failures)
        result.append(
            Trial(
                theme.key, theme.label, len(theme.examples), len(theme.examples) - wrong, len(theme.counter_examples),
                len(theme.counter_examples) - (len(failures) - wrong), tuple(failures),
            )
        )  # fmt: skip
    return tuple(result)


def _instead(found: Found, theme: Theme, wanted: bool) -> str:
    """What matched in a text in which the theme is missing, or is and should not be."""
    if not wanted:
        own = [hit for hit in found.hits if hit.theme == theme.key]
        return t("；", "; ").join(f"“{hit.pattern}” → {hit.text}" for hit in own)
    said = []
    for lost in found.lost:
        if lost.hit.theme == theme.key:
            how = (
                t(f"被排除规则“{lost.winner}”作废", f"void by not_pattern “{lost.winner}”")
                if lost.reason == "not_pattern"
                else t(f"让位给主题 {lost.winner}", f"its place went to {lost.winner}")
            )
            said.append(f"“{lost.hit.pattern}” → {lost.hit.text}（{how}）")
    said += [f"{hit.theme} “{hit.pattern}” → {hit.text}" for hit in found.hits]
    return t("；", "; ").join(said) or t("没有任何命中", "nothing matched")
