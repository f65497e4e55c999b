"""Bytes to text: the encoding ladder.

BOM, then strict UTF-8, then the best of UTF-8, GB18030 and Big5 (and UTF-16 without BOM where NUL bytes suggest it)
by a score over common characters. No library of the kind survives bytes that scraping has damaged; this does.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from djtext.errors import InputError
from djtext.lang import t
from djtext.text.codes import LARGE, UNUSUAL, codes

# The 500 commonest characters of modern political prose, and the traditional forms of those that have one.
_COMMON = frozenset(
    "的是一不人中要在国有和会大发了为我们党文作这民生主个以化能实对展政题现业力就工来地上社年经出成新方行全时理到进于家分重论问建同也动义面用多好自产法之部学体制而定公提可过关事治高开度更得考务点本"
    "心当加性下意正员设如强改从济应代革导共与市决些众平合创思保明利解领结想十教等所各活种才立必内三后基前都者农说群求干持需第还规其战资他信城任起系情因机坚着育量章路长最策把总无然但精入九子让向区做"
    "此使式级命样道推变科造日放统确相反通管志习四观风二小目去特没很军央服看权组技府形申只水识深争村质传期间须处写范态次调步标环安表程严么指增比果数外效难线取委少己位根神场整议则将护五并引责给条真织"
    "境完天打两善网源企常联世际益构品认界近言见斗那物由及件历或知东先原八月族话局美律讲切断容色流准今专身老转极别费头运术层价注书消证势具团集办华据纪升队史何优职试至门受快够里已乡落手段积视接错广料"
    "阶报供收项象康清又德万仅格复误百感失备念记该监依搞带什选健达验支型名养类施续越况障西走批执医节存互功充毛七例较克口础影略材评助每缺值足研单响几气青商参六富被示土划字兴息非再致破交模素许直远台举"
    "往守防马显维查山稳速语低句计泽空包告金究"
    "國會發爲們黨這個實對題現業來經時進於論問動義產學體過關開務點當員設強從濟應導與決衆創領結種內後農說羣幹還規戰資機堅長總無讓區級樣變統確習觀風沒軍權組識爭質傳間須處寫範態調標環嚴麼數難線場議則將"
    "護並責給條織兩網聯際構認見鬥歷東話講斷準專轉極別費頭運術層價書證勢團辦華據紀隊優職試門夠裏鄉積視錯廣階報項萬僅復誤備記該監帶選達驗養類續況執醫節較礎評單響幾氣參劃興許遠臺舉馬顯維穩語計澤"
)
_CJK_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～　％")
_NO_TEXT = -0.7  # random bytes score below −1, badly damaged prose above −0.4
_HEAD = 65_536  # bytes that are scored
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "cp950", "big5hkscs": "cp950"}
# GB18030 bytes that Python maps to the private use area, as browsers map them.
_PRIVATE = {0xE5E5: "\u3000", 0xE7C7: "\u1e3f", 0xE7C8: "\u01f9"}
_LINE_ENDS = {0x0D: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}


_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with LF line ends, the encoding it was in, and how many characters were replaced, dropped or private.

    `replaced` counts U+FFFD, `dropped` NUL and other control characters taken out, `private` characters of the
    private use area that stay in the text. `sure` is False where the encoding was chosen by score.
    """

    text: str
    encoding: str
    replaced: int = 0
    dropped: int = 0
    private: int = 0
    sure: bool = True


def decode(data: bytes, *, encoding: str = "") -> Decoded:
    """Turn bytes into text; `encoding` forces one.

    Raises InputError (`binary`) for bytes that are no text in any of the encodings.

    >>> decode("走出机关".encode("gb18030")).encoding
    'gb18030'
    >>> decode("形式主义".encode()[:-1]).text
    '形式主\ufffd'
    """
    if encoding:
        name = _ALIASES.get(encoding.lower().replace("_", "-"), encoding)
        return _finish(data.decode(name, errors="replace"), name)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _finish(data[len(bom) :].decode(name, errors="replace"), name)
    has_nul = b"\0" in data[:_HEAD]
    if not has_nul:
        try:
            return _finish(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    name, score = best_encoding(data[:_HEAD], wide=has_nul)
    if has_nul and not name.startswith("utf-16") and data.count(b"\0") * 100 > len(data):
        raise InputError(t("不是文本（含大量 NUL 字节）", "not text (many NUL bytes)"), code="binary")
    if score < (0.1 if name.startswith("utf-16") else _NO_TEXT):
        raise InputError(t("不是文本，或编码无法识别", "not text, or in an unknown encoding"), code="binary")
    return _finish(data.decode(name, errors="replace"), name, sure=False)


def best_encoding(data: bytes, *, wide: bool = False) -> tuple[str, float]:
    """The encoding whose reading of these bytes looks most like Chinese prose, and its mean score (1 best)."""
    names = ["utf-8", "gb18030", "cp950"] + (["utf-16-le", "utf-16-be"] if wide else [])
    scored = [(plausibility(data.decode(name, errors="replace")), -place, name) for place, name in enumerate(names)]
    score, _, name = max(scored)
    return name, score


def plausibility(text: str) -> float:
    """Mean score of the characters beyond ASCII: common hanzi 1, Chinese marks 0.4, U+FFFD −3, the unlikely −1.

    >>> plausibility("工作") > plausibility("宸ヤ綔")
    True
    """
    total = 0.0
    count = 0
    for char in text:
        if char < "\x80":
            if char < " " and char not in "\t\n\r\x0b\x0c\x1a":
                total -= 3.0
                count += 1
            continue
        count += 1
        if char in _COMMON:
            total += 1.0
        elif "\u4e00" <= char <= "\u9fff":
            continue
        elif char in _CJK_PUNCTUATION:
            total += 0.4
        elif char == "\ufffd":
            total -= 3.0
        else:
            total -= 1.0
    return total / count if count else 0.0


def _finish(text: str, encoding: str, *, sure: bool = True) -> Decoded:
    """Line ends to LF, control characters out, lone surrogates to U+FFFD, and the count of each."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    replaced = text.count("\ufffd")
    dropped = 0
    private = 0
    if len(text) > LARGE or codes(text).here & UNUSUAL:
        unusual = set(_UNUSUAL.findall(text))
        table: dict[int, str] = {}
        for char in unusual:
            code = ord(char)
            if code in _LINE_ENDS:
                table[code] = _LINE_ENDS[code]
            elif "\ud800" <= char <= "\udfff":
                table[code] = "\ufffd"
                replaced += text.count(char)
            elif code in _PRIVATE and encoding == "gb18030":
                table[code] = _PRIVATE[code]
            elif "\ue000" <= char <= "\uf8ff":
                private += text.count(char)
            elif char < " " or "\x7f" <= char <= "\x9f":
                table[code] = ""
                dropped += text.count(char)
        text = text.translate(table)
    if text.startswith("\ufeff"):
        text = text[1:]
    return Decoded(text, encoding, replaced, dropped, private, sure)


_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")


def without_control(text: str) -> str:
    """A text from any format with zero-width marks for control characters; line ends, tabs and form feeds stay.

    One for one, so that offsets hold; matching passes over the marks, and cleaning removes them with a line in its
    ledger.
    """
    return _CONTROL.sub("\u200b", text) if len(text) > LARGE or codes(text).here & UNUSUAL else text


def one_line(text: str) -> str:
    """A field (title, author …) fit to be shown anywhere: one line, nothing that steers a terminal.

    >>> one_line("走出\\x1b[31m机关\\u202e\\n")
    '走出 [31m机关'
    """
    return _STEERING.sub(" ", text).strip() if _STEERING.search(text) else text
