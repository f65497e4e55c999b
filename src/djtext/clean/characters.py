"""Characters that are not what they look like, or not there at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from djtext.clean.draft import Span
from djtext.text.codes import BRACKET, DIGIT, HIDDEN, LATIN, MARKUP, RADICAL, SPACE, SQUARE, TONED, codes
from djtext.text.fold import KANGXI, RADICALS
from djtext.text.script import is_traditional
from djtext.text.sieve import at_places

_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0e\ufeff]+"
)
_BRACKETED = re.compile(
    f"(?<=[\u4e00-\u9fff])(?:[(（]\\s*[a-zü{TONED}]{{1,7}}[1-5]?\\s*[)）]|[\\[［【〔{{]\\s*[a-zü{TONED}]{{1,7}}[1-5]?\\s*[\\]］】〕}}])"
)
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ü|üe|ue|üan|ün|er|v|ve)"
)
_REFERENCE = re.compile(
    r"(?<=[\u4e00-\u9fff。，、；：！？”’》）%\d])[\[［【〔]\s*\d{1,3}(?:\s*[-–—~,，、]\s*\d{1,3})*\s*[\]］】〕]"
)


def unified(text: str) -> tuple[str, int]:
    """Radical look-alikes and compatibility ideographs as the characters they stand for, and how many there were.

    One for one, so that offsets hold.

    >>> unified("⼯作作⻛")
    ('工作作风', 2)
    """
    if not codes(text).here & RADICAL:
        return text, 0
    signs = set(_RADICAL.findall(text))
    traditional = is_traditional(text)
    table = {}
    for char in signs:
        form = RADICALS.get(char) if char in RADICALS else unicodedata.normalize("NFKC", char)
        if char in KANGXI and not traditional:
            form = KANGXI[char]
        if form and len(form) == 1 and form != char:
            table[char] = form
    number = sum(text.count(char) for char in table)
    for char, form in table.items():
        text = text.replace(char, form)
    return text, number


def invisible(text: str) -> Iterator[Span]:
    """Zero-width and direction marks, soft hyphens, byte-order marks inside the text."""
    for match in at_places(_INVISIBLE, text, codes(text).places(HIDDEN)):
        yield match.start(), match.end(), "invisible"


_TAG = re.compile(
    r"<(script|style)\b[^<>]{0,300}>.{0,3000}?</\1\s*>|<!--.{0,3000}?-->"
    r"|</?(?:a|b|i|u|p|br|hr|em|li|ol|td|th|tr|ul|h[1-6]|div|img|pre|sub|sup|span|font|strong|center|table|tbody|input|iframe)\b[^<>\n]{0,500}>"
    r"|&(?:nbsp|ensp|emsp|zwnj|ldquo|rdquo|hellip|middot|amp|lt|gt|quot|#\d{2,6});",
    re.IGNORECASE | re.DOTALL,
)
_MARGIN = re.compile(r"^[ \t]*(?:[>|│┃][ \t]*)+", re.MULTILINE)


def markup(text: str) -> Iterator[Span]:
    """Tags and entities that were copied as text, and the margin signs of quoted mail where most lines have one."""
    signs = codes(text).places(MARKUP)
    for match in at_places(_TAG, text, signs):
        yield match.start(), match.end(), "markup"
    margins = list(_MARGIN.finditer(text)) if len(signs) >= 4 else []
    if len(margins) >= 4 and 2 * len(margins) > len([line for line in text.split("\n") if line.strip()]):
        for match in margins:
            yield match.start(), match.end(), "margin"


def bracketed_forms(text: str) -> Iterator[Span]:
    """A reading in brackets behind a character, 現(xiàn)代: with a tone mark, or one of at least three."""
    known = codes(text)
    if not known.here & BRACKET or not known.here & LATIN:
        return
    found = list(at_places(_BRACKETED, text, known.before(BRACKET, SPACE | LATIN)))
    toned = [match for match in found if any(char in TONED for char in match.group())]
    plain = [match for match in found if _SYLLABLE.fullmatch(match.group()[1:-1].strip().rstrip("12345"))]
    if not toned and len(plain) >= 5:  # readings without tones, too many to be abbreviations
        found = plain
    for match in found if (len(found) >= 3 and toned) or len(plain) >= 5 else toned:
        yield match.start(), match.end(), "bracketed-form"


def reference_marks(text: str) -> Iterator[Span]:
    """Numbers in square brackets behind words, [1], where a text has two or more, or a list of references."""
    known = codes(text)
    if not known.here & SQUARE or not known.here & DIGIT:
        return
    found = list(at_places(_REFERENCE, text, known.before(SQUARE, SPACE | DIGIT)))
    if not found:
        return
    listed = re.search(
        r"^[ \t\u3000]*(?:参考文献|注释|引文|参考资料)[ \t]*[:：]?[ \t]*$|^[ \t\u3000]*[\[［]1[\]］]",
        text,
        re.MULTILINE,
    )
    if len(found) >= 2 or (found and listed):
        for match in found:
            yield match.start(), match.end(), "reference-mark"
