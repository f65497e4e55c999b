"""What commands over counts share: the unit, themes by name, how things were matched, tables for people, methods."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from djtext.cli.command import Given
from djtext.cli.messages import say
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Codebook, Table

if TYPE_CHECKING:
    from djtext.measures.counts import Unit
    from djtext.settings import Settings
    from djtext.study.units import Counting, UnitOptions
    from djtext.view.methods import Source

PEOPLE = {"md", "markdown", "tex", "latex", "html", "htm"}  # formats that are read, not computed with

Phrase = Annotated[
    list[str] | None,
    typer.Option(
        "--phrase",
        metavar="PATTERN",
        help=t("短语，写法同编码本的规则；可写多次", "a phrase, in the pattern language of codebooks; may be repeated"),
    ),
]
Methods = Annotated[
    bool,
    typer.Option(
        "--methods",
        help=t(
            "输出方法段落：各统计量、变体、出处、编码本和版本（表另用 -o 写出）",
            "print a paragraph for the methods section: measures, variants, sources, codebook, version (-o writes the table)",
        ),
    ),
]
Top = Annotated[int | None, typer.Option("--top", min=1, metavar="N", help=t("只要前 N 行", "the first N rows"))]


@dataclass(frozen=True, slots=True)
class Counted:
    """The unit of a call, with what is said of it."""

    counting: Counting
    how: str  # for the methods paragraph
    source: str  # for made_by

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self.counting.unit


def check_seed(settings: Settings) -> None:
    """Raise UsageError for a seed that no generator takes."""
    if settings.seed < 0:
        raise UsageError(
            t(f"--seed 不能是负数：{settings.seed}", f"--seed cannot be negative: {settings.seed}"),
            hint=t("写 0 或正整数", "write 0 or more"),
        )


def counted_by(
    given: Given, settings: Settings, name: str, *, phrases: Sequence[str] = (), evidence: Iterable[str] = ()
) -> Counted:
    """The unit that was asked for. Raises UsageError for another name, and for phrases beside another unit."""
    from djtext.study.units import UNITS, UnitOptions
    from djtext.text import stopwords as lists
    from djtext.text.words import Engine, describe, domain_words, read_userdict
    from djtext.view import methods

    if name not in UNITS:
        raise UsageError(
            t(f"--unit 不能是“{name}”", f"--unit cannot be '{name}'"),
            hint=t(f"可用：{'、'.join(UNITS)}", f"known: {', '.join(UNITS)}"),
        )
    if phrases and name != "phrase":
        raise UsageError(
            t(f"--phrase 和 --unit {name} 不能同时用", f"--phrase and --unit {name} exclude each other"),
            hint=t("去掉一个", "leave one out"),
        )
    book = given.book(settings) if name not in {"word", "phrase"} else Codebook("", "", ())
    options = UnitOptions(book, phrases=tuple(phrases))
    if name == "word":
        engine: Engine = "jieba" if settings.segmenter == "jieba" else "rjieba"
        user = domain_words() + tuple(word for file in settings.userdict for word in read_userdict(Path(file)))
        stop = frozenset() if given.no_stopwords else lists.union(settings.stopwords)
        options = UnitOptions(book, words=user, engine=engine, stop=stop)
        how, source = methods.by_words(describe(engine), len(stop)), describe(engine)
    elif name == "phrase":
        how, source = methods.by_phrases(options.phrases), t("短语 ", "phrases ") + " ".join(options.phrases)
    else:
        how = methods.by_codebook(book.title, len(book.themes))
        source = t("编码本 ", "codebook ") + book.title
    return Counted(_made(name, options, tuple(evidence)), how, source)


def _made(name: str, options: UnitOptions, evidence: tuple[str, ...]) -> Counting:
    from dataclasses import replace

    from djtext.study.units import UNITS

    made = UNITS[name](options)
    if not evidence:
        return made
    return UNITS[name](replace(options, evidence=frozenset(resolved(made.unit, evidence))))


def resolved(unit: Unit, wanted: Sequence[str]) -> list[str]:
    """Keys for what someone wrote: a key, or a name in Chinese or English; `all` for all of a list.

    Raises UsageError with what comes close.
    """
    found: list[str] = []
    for word in wanted:
        if word == "all" and unit.listed:
            found += unit.listed
        elif not unit.listed or word in unit.listed:
            found.append(word)
        else:
            keys = [key for key in unit.listed if word in unit.labels.get(key, ())]
            if not keys:
                _unknown(unit, word)
            found += keys[:1]
    return list(dict.fromkeys(found))


def _unknown(unit: Unit, word: str) -> None:
    names = {key: unit.label(key) for key in unit.listed}
    close = [
        f"{label}（{key}）" if label != key else key for key, label in names.items() if word in label or word in key
    ]
    close = close[:5] or [
        f"{names[key]}（{key}）" if names[key] != key else key for key in difflib.get_close_matches(word, names, n=3)
    ]
    raise UsageError(
        t(f"没有“{word}”", f"there is no '{word}'"),
        hint=t(f"是不是 {'、'.join(close)}？", f"did you mean {', '.join(close)}?")
        if close
        else t("用 djtext codebook list 看全部主题", "djtext codebook list shows all themes"),
    )


def source_of(given: Given, counted: Counted, docs: int) -> Source:
    """What the methods paragraph says of the texts."""
    from djtext.view.methods import Source

    return Source(docs, counted.how, given.raw, given.duplicates or "report", tuple(given.where or ()))


def treated(given: Given) -> str:
    """What was done to the choice of texts, for made_by; the empty string where nothing was."""
    parts = [f"--where {condition}" for condition in given.where or ()]
    parts += ["--raw"] * given.raw + [f"--duplicates {given.duplicates}"] * (given.duplicates == "first")
    return " ".join(parts)


def for_people(given: Given) -> bool:
    """Does the output go into a format that is read, not computed with?"""
    name = given.format_ if given.format_ not in {None, "table"} else ""
    if not name and given.output is not None:
        name = given.output.suffix
    return (name or "").lower().lstrip(".") in PEOPLE


def holds_sheets(given: Given) -> bool:
    """Does the output go into a workbook?"""
    name = given.format_ if given.format_ not in {None, "table"} else ""
    if not name and given.output is not None:
        name = given.output.suffix
    return (name or "").lower().lstrip(".") in {"xlsx", "xlsm"}


def tell(given: Given, notes: Iterable[str]) -> None:
    """The notes of a table on stderr, where the format of the table has no place for them."""
    if given.quiet or given.on_screen or for_people(given) or holds_sheets(given):
        return
    for note in notes:
        say(note)


def print_methods(paragraph: str) -> None:
    """The paragraph on stdout."""
    from djtext.view.escape import terminal

    for line in paragraph.splitlines():
        sys.stdout.write(terminal(line) + "\n")


def with_methods(table: Table, paragraph: str) -> Table:
    """A table whose notes hold the paragraph."""
    from dataclasses import replace

    return replace(table, notes=(*table.notes, *(line for line in paragraph.splitlines() if line)))
