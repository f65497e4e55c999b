"""Character folding: what may differ in print must not hide a theme.

Full-width letters and digits, Kangxi and CJK radicals, compatibility ideographs, half-width marks after hanzi,
zero-width and bidirectional marks, spaces between hanzi and, in a text that is traditional as a whole, traditional
forms are folded before matching. Offsets found in the folded text lead back to the text as shown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from djtext.text.codes import BLANK, BLANKS, FOLDED, HIDDEN, HIDDEN_MARKS, SETS, codes
from djtext.text.script import has_traditional, is_traditional, simplified
from djtext.text.sieve import at_places

# U+2E80–2EFF has almost no NFKC mapping; pairs after Unicode's EquivalentUnifiedIdeograph (Unicode 15), with the
# forms that stand for a whole character in Chinese text.
_RADICALS = "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
_UNIFIED = "厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁冗𦉫羊羊羊耂肀聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟龟"
# Kangxi radicals whose NFKC form is the traditional or Japanese one; a simplified text means the simplified one.
KANGXI = {"⼾": "户", "⿓": "龙", "⿔": "龟", "⾨": "门", "⻑": "长"}

_HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u2e80-\u2fdf\U00020000-\U0003ffff"
_HALF_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}

_INNER = f"(?<=[{_HANZI}“”])[{BLANKS}{HIDDEN_MARKS}]+(?=[{_HANZI}“”])"
_FOLDABLE = re.compile(f"(?P<inner>{_INNER})|(?P<hidden>[{HIDDEN_MARKS}])|[{SETS['folded']}]")


def _single(char: str) -> str:
    """The folded form of one character: one character, or none."""
    if char in _MARKS:
        return _MARKS[char]
    if char < "\u2e80":
        return char
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


RADICALS = dict(zip(_RADICALS, _UNIFIED, strict=True))
_MARKS: dict[str, str] = {
    **RADICALS,
    **KANGXI,
    **_HALF_MARKS,
    "\u3000": " ",
    "\u2500": "—",
    "\u2501": "—",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made ready for matching, with the way back.

    `places[i]` is where, in the folded text, a deletion stands and `shifts[i]` how many characters have been deleted
    up to there; both are empty for the many texts in which nothing was deleted.
    """

    text: str
    places: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def start(self, place: int) -> int:
        """Offset in the original of the character that stands at `place` in the folded text."""
        index = bisect_right(self.places, place)
        return place + self.shifts[index - 1] if index else place

    def end(self, place: int) -> int:
        """Offset in the original just behind the character that ends at `place` in the folded text."""
        return self.start(place - 1) + 1 if place else 0


def fold(text: str) -> Folded:
    """Fold a text for matching.

    >>> folded = fold("机 关党\u200b建")
    >>> folded.text, folded.start(1), folded.end(4)
    ('机关党建', 2, 6)
    >>> fold("⻔难进，工⽤ＡＢ１２").text
    '门难进，工用AB12'
    """
    if is_traditional(text):
        text = simplified(text)
    found = list(at_places(_FOLDABLE, text, codes(text).places(BLANK | HIDDEN | FOLDED)))
    if not found:
        return Folded(text)
    parts: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    done = 0  # up to here in the text
    length = 0  # of the folded text so far
    shift = 0
    for match in found:
        start, end = match.span()
        parts.append(text[done:start])
        length += start - done
        done = end
        if match.lastgroup:  # inner space or hidden mark: out
            shift += end - start
            if places and places[-1] == length:
                shifts[-1] = shift
            else:
                places.append(length)
                shifts.append(shift)
        else:
            parts.append(_single(match.group()))
            length += 1
    parts.append(text[done:])
    return Folded("".join(parts), tuple(places), tuple(shifts))


def fold_pattern(text: str) -> str:
    """Fold a codebook pattern as `fold` would fold the text it is to match; traditional forms become simplified.

    >>> fold_pattern("ＡＢ⻔ 难,機關")
    'AB门难，机关'
    """
    if has_traditional(text):
        text = simplified(text)
    return fold(text).text if _FOLDABLE.search(text) else text
