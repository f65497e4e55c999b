"""Words: jieba's segmentation at rjieba's speed, token for token the same.

rjieba differs from jieba in these places only, all with the HMM on: letters and digits joined by `-`, `_` or a
non-decimal `.`; hanzi outside U+4E00–9FD5; and where two paths of the HMM tie, which the two break differently: at
hanzi that jieba's HMM has no figures for, and where hanzi are doubled and doubled again (机机机, 工工形形). Blocks that hold any of these are cut along jieba's own path (rjieba's HMM-off
route, then `jieba.finalseg`). jieba itself is the reference and the fallback.

No segmenter here is process-wide: each dictionary has its own, and no cache file of jieba's is read or written.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from djtext import resources
from djtext.errors import UsageError
from djtext.lang import t
from djtext.types import Token

Engine = Literal["rjieba", "jieba"]
ENGINES: tuple[Engine, ...] = ("rjieba", "jieba")
Word = tuple[str, int | None, str]  # word, frequency or None, tag

_ENTRY = re.compile(r"^(.+?)( [0-9]+)?( [a-z]+)?$")  # jieba's own expression
_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
# Hanzi that jieba gives one by one.
_APART_RANGES = ((0x3400, 0x4DBF), (0x9FD6, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_ODD = re.compile("([" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _APART_RANGES) + "]+)")
_JOINED = re.compile(r"[a-zA-Z0-9+#&%._\-][-_]|[-_][a-zA-Z0-9+#&%.]|[a-zA-Z0-9+#&%.]\.|\.[a-zA-Z0-9+#&%]")
_HAN = "[\u4e00-\u9fd5]"
_DOUBLED = re.compile(rf"({_HAN}{{1,2}}?)\1(?:\1|{_HAN}{{0,12}}?({_HAN}{{1,2}}?)\2)")
_END_OF_BLOCK = re.compile(r"[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]")
_DECIMAL = re.compile(r"(?<![a-zA-Z0-9.+#&%_\-])\d+\.\d+(?![a-zA-Z0-9.+#&_\-])")
_ALNUM = re.compile(r"[a-zA-Z0-9]+\Z")


def parse_userdict(text: str, *, name: str) -> tuple[Word, ...]:
    """Words of a user dictionary in jieba's format: `word frequency tag`, the last two optional; # begins a comment.

    >>> parse_userdict("三会一课 n\\n灯下黑 20", name="d")
    (('三会一课', None, 'n'), ('灯下黑', 20, ''))

    Raises UsageError naming file and line where a line cannot be read.
    """
    words: list[Word] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _ENTRY.match(line)
        if match is None:  # pragma: no cover - the expression takes any line that is not empty
            continue
        word, frequency, tag = match.groups()
        count = int(frequency) if frequency else None
        if count == 0:
            raise UsageError(
                t(f"{name}:{number}：词频不能为 0（{word}）", f"{name}:{number}: frequency 0 ({word})"),
                hint=t("删去这一行，或写一个大于 0 的词频", "remove the line or give a frequency above 0"),
            )
        words.append((word, count, (tag or "").strip()))
    return tuple(words)


def read_userdict(path: Path) -> tuple[Word, ...]:
    """Words of a user dictionary file (UTF-8)."""
    try:
        return parse_userdict(path.read_text(encoding="utf-8-sig"), name=str(path))
    except UnicodeDecodeError:
        raise UsageError(
            t(f"{path}：用户词典不是 UTF-8 编码", f"{path}: the user dictionary is not UTF-8"),
            hint=t("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
        ) from None
    except OSError as error:
        raise UsageError(
            t(
                f"{path}：无法读取用户词典（{error.strerror}）",
                f"{path}: cannot read the user dictionary ({error.strerror})",
            ),
            hint=t("检查 --userdict 的路径", "check the path given to --userdict"),
        ) from None


@lru_cache(maxsize=1)
def _unknown_to_hmm() -> re.Pattern[str]:
    """Hanzi that jieba's HMM has no emission for; the list is made from jieba's tables, and a test compares them."""
    return re.compile(f"[{resources.no_emission().read_text(encoding='utf-8')}]")


@lru_cache(maxsize=1)
def domain_words() -> tuple[Word, ...]:
    """The packaged words of the field (三会一课, 两张皮 …)."""
    return read_userdict(resources.userdict())


@lru_cache(maxsize=4)
def cutter(words: tuple[Word, ...] = (), *, engine: Engine = "rjieba", hmm: bool = True) -> Callable[[str], list[str]]:
    """A function from text to words, with its own dictionary. Falls back to jieba where rjieba is missing.

    >>> cutter()("走出机关，2011-2020")
    ['走出', '机关', '，', '2011', '-', '2020']
    """
    if engine == "rjieba":
        try:
            return _rjieba(words, hmm)
        except ImportError:
            pass
    return _jieba(words, hmm)


def describe(engine: Engine = "rjieba") -> str:
    """Name and version of the engine in use, for the line under a table."""
    for name in (engine, "jieba"):
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return "-"  # pragma: no cover


def _jieba(words: tuple[Word, ...], hmm: bool) -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    tokenizer = jieba.Tokenizer()
    # jieba would read a cache file from the shared temporary folder; build from the dictionary instead.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, frequency, tag in words:
        tokenizer.add_word(word, frequency, tag or None)

    def cut(text: str) -> list[str]:
        return list(tokenizer.cut(text, HMM=hmm))

    return cut


def _rjieba(words: tuple[Word, ...], hmm: bool) -> Callable[[str], list[str]]:
    import rjieba

    engine = rjieba.Jieba()
    for word, frequency, tag in words:
        engine.add_word(word, frequency, tag or None)

    tied = (_unknown_to_hmm(), _DOUBLED)

    def plain(text: str) -> list[str]:
        found: list[str] = engine.cut(text, hmm)
        return found

    def guarded(text: str, suspects: list[tuple[int, int]]) -> list[str]:
        """Cut block by block where a block holds what the two treat differently."""
        found: list[str] = []
        done = 0
        for start, end in suspects:
            piece = text[start:end]
            if any(sign.search(piece) for sign in tied) or _JOINED.search(_DECIMAL.sub("0", piece)):
                if start > done:
                    found += plain(text[done:start])
                found += _as_jieba(piece, engine)
                done = end
        if not done:
            return plain(text)
        if done < len(text):
            found += plain(text[done:])
        return found

    def cut(text: str) -> list[str]:
        if not text:
            return []
        if not hmm:
            return plain(text)
        apart, suspects = _suspects(text)
        if not apart:
            return guarded(text, suspects)
        found: list[str] = []
        for place, piece in enumerate(_ODD.split(text)):
            if place % 2:
                found += piece  # jieba gives each such character alone
            elif piece:
                found += guarded(piece, _suspects(piece)[1])
        return found

    return cut


def _suspects(text: str) -> tuple[bool, list[tuple[int, int]]]:
    """Are there hanzi that jieba never joins, and the blocks in which else the two engines may differ, in order.

    One pass over the characters as numbers finds the few places where it is worth asking an expression.
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    signs = _signs()[codes]
    places = np.flatnonzero(signs & _UNKNOWN).tolist()
    for at in np.flatnonzero(signs & _JOINT).tolist():
        places += [at - n for n in (0, 1) if n <= at and _JOINED.match(text, at - n)]
    # All that _DOUBLED finds begins with a character, or a pair of them, that stands twice running.
    twice = np.append(codes[1:] == codes[:-1], False)
    again = codes[2:] == codes[:-2]
    twice[:-3] |= again[:-1] & again[1:]
    places += [at for at in np.flatnonzero(twice).tolist() if _DOUBLED.match(text, at)]
    return bool((signs & _APART).any()), _blocks(text, places)


_APART, _UNKNOWN, _JOINT = 1, 2, 4


@lru_cache(maxsize=1)
def _signs() -> Any:
    """What each character is a sign of, by its number."""
    import numpy as np

    signs = np.zeros(0x110000, dtype=np.uint8)
    for first, last in _APART_RANGES:
        signs[first : last + 1] |= _APART
    signs[[ord(char) for char in resources.no_emission().read_text(encoding="utf-8")]] |= _UNKNOWN
    signs[[ord(char) for char in "-_."]] |= _JOINT
    return signs


def _blocks(text: str, places: list[int]) -> list[tuple[int, int]]:
    """The blocks, as jieba cuts text into them, in which these places lie, in order."""
    blocks: list[tuple[int, int]] = []
    for place in sorted(places):
        if blocks and place < blocks[-1][1]:
            continue
        start = place
        while start and not _END_OF_BLOCK.match(text, start - 1):
            start -= 1
        stop = _END_OF_BLOCK.search(text, place)
        blocks.append((start, stop.start() if stop else len(text)))
    return blocks


@lru_cache(maxsize=1)
def _finalseg() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.finalseg
    return jieba.finalseg


def _as_jieba(block: str, engine: Any) -> Iterator[str]:
    """One block along jieba's own path: the dictionary's route, and what it leaves single goes to finalseg."""
    waiting = ""
    for word in [*engine.cut(block, False), ""]:
        if word and (len(word) == 1 or (_ALNUM.match(word) and not engine.has_word(word))):
            waiting += word
            continue
        if len(waiting) == 1:
            yield waiting
        elif waiting:
            if engine.has_word(waiting):
                yield from waiting
            else:
                yield from _finalseg().cut(waiting)
        waiting = ""
        if word:
            yield word


def tokens(text: str, *, cut: Callable[[str], list[str]] | None = None) -> Iterator[Token]:
    """The words of a text with offsets; joined, they are the text.

    >>> [(token.text, token.start, token.end) for token in tokens("两张皮问题", cut=cutter(domain_words()))]
    [('两张皮', 0, 3), ('问题', 3, 5)]
    """
    at = 0
    for word in (cut or cutter())(text):
        yield Token(word, at, at + len(word))
        at += len(word)


def is_word(token: str) -> bool:
    """Does a token count as a word: has it a hanzi, a letter or a digit? Marks and white space do not.

    >>> [token for token in ("两张皮", "，", "2019", "——", " ", "3%") if is_word(token)]
    ['两张皮', '2019', '3%']
    """
    return any(char.isalnum() for char in token)


def tagger(words: tuple[Word, ...] = ()) -> Callable[[str], str]:
    """A function from a word to its tag in the dictionary (jieba's tag set), `x` for a word that is not in it."""
    tags = dict(_dictionary_tags())
    tags.update((word, tag) for word, _, tag in words if tag)
    return lambda word: tags.get(word, "m" if word.isdigit() else "eng" if word.isascii() and word.isalnum() else "x")


@lru_cache(maxsize=1)
def _dictionary_tags() -> dict[str, str]:
    from importlib.util import find_spec

    spec = find_spec("jieba")
    if spec is None or spec.origin is None:  # pragma: no cover - jieba is a dependency
        return {}
    with (Path(spec.origin).parent / "dict.txt").open(encoding="utf-8") as lines:
        rows: Iterator[Sequence[str]] = (line.split() for line in lines)
        return {row[0]: row[2] for row in rows if len(row) == 3}
