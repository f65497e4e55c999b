"""What the commands over words and patterns share: how texts are cut, what a pattern is, choices among names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Codebook, Theme

if TYPE_CHECKING:
    from djtext.cli.command import Given
    from djtext.settings import Settings
    from djtext.text.words import Engine, Word

NoDomain = Annotated[
    bool,
    typer.Option(
        "--no-domain-words",
        help=t("不用自带的党建词典（与 jieba 原样一致）", "without the packaged words of the field (as jieba alone)"),
    ),
]
NoHmm = Annotated[
    bool,
    typer.Option(
        "--no-hmm", help=t("不用新词发现（jieba 的 HMM=False）", "without new-word discovery (jieba's HMM=False)")
    ),
]
MinDocs = Annotated[
    int,
    typer.Option("--min-docs", min=1, metavar="N", help=t("至少出现在 N 篇中的词", "words in at least N documents")),
]
Name = TypeVar("Name", bound=str)
ON_SCREEN = 50  # rows, unless --limit says otherwise


@dataclass(frozen=True, slots=True)
class Cutting:
    """How texts are cut into words, and which words have no row."""

    words: tuple[Word, ...]
    engine: Engine
    hmm: bool
    stop: frozenset[str]
    lists: tuple[str, ...]

    @property
    def by(self) -> str:
        """Engine and dictionary, for the record of what made a table."""
        from djtext.text.words import describe

        hmm = "" if self.hmm else t("，不用新词发现", ", no new words")
        return t(f"{describe(self.engine)}，用户词 {len(self.words)} 个{hmm}",
                 f"{describe(self.engine)}, {len(self.words)} user words{hmm}")  # fmt: skip

    @property
    def stopped(self) -> str:
        """The stop word lists in use, or the empty string."""
        names = [Path(name).name for name in self.lists]
        return t(f"停用词表：{'、'.join(names)}", f"stop words: {', '.join(names)}") if names else ""


def cutting(given: Given, settings: Settings, *, no_domain: bool, no_hmm: bool) -> Cutting:
    """How the user wants texts cut."""
    from djtext.text import stopwords as lists
    from djtext.text.words import domain_words, read_userdict

    words = (() if no_domain else domain_words()) + tuple(
        word for name in settings.userdict for word in read_userdict(Path(name))
    )
    named = () if given.no_stopwords else settings.stopwords
    engine: Engine = "jieba" if settings.segmenter == "jieba" else "rjieba"
    return Cutting(words, engine, not no_hmm, lists.union(named), named)


def one_of(option: str, value: str, known: Iterable[Name]) -> Name:
    """The name that was given, if it is among those known.

    Raises UsageError, listing them, where it is not.
    """
    names = list(known)
    for name in names:
        if name == value:
            return name
    raise UsageError(
        t(f"{option} 不能是“{value}”", f"{option} cannot be '{value}'"),
        hint=t(f"可用：{'、'.join(names)}", f"known: {', '.join(names)}"),
    )


def pattern_book(pattern: str) -> Codebook:
    """A codebook of one theme with one pattern; its key is `pattern`.

    Raises UsageError where the pattern cannot be read.
    """
    from djtext.themes.patterns import PatternError, rows

    try:
        rows(pattern)
    except PatternError as error:
        raise UsageError(
            t(f"“{pattern}”：{error}", f"'{pattern}': {error}"),
            hint=t(
                "写法：形式主义、(深|扎)入基层、党建…业务…脱节；见 docs/codebook.md",
                "as in 形式主义, (深|扎)入基层, 党建…业务…脱节; see docs/codebook.md",
            ),
        ) from None
    return Codebook("-", "", (Theme("pattern", pattern, "problem", "", (pattern,)),))


def is_path(name: str) -> bool:
    """Does a word name a file or folder that exists?"""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def what_to_find(command: str, pattern: str | None, given: Given) -> str:
    """What the user wants found.

    Raises UsageError where a command line names nothing, or nothing but a path.
    """
    alone = not given.paths and not given.files_from
    if pattern is not None and not (alone and is_path(pattern)):
        return pattern
    raise UsageError(
        t("没有说要找什么", "nothing to find is given")
        if pattern is None
        else t(f"“{pattern}”是一个路径，没有说要找什么", f"'{pattern}' is a path: nothing to find is given"),
        hint=t(f"djtext {command} 形式主义 {pattern or '文集/'}", f"djtext {command} 形式主义 {pattern or 'texts/'}"),
    )
