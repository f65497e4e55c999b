"""What a reader of a text should know that cleaning cannot mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from djtext.clean.furniture import says_preview
from djtext.text.codes import CHAPTER, MASKED, MOJIBAKE, codes
from djtext.text.sieve import at_places

_MOJIBAKE = re.compile(
    "[锟斤拷]{3,}|[涓浗鍏鐨勬槸鍦ㄥ拰锛銆鈥]{3,}|[ÃÂåæçèé][\u0080-\u00bf¡-¿]{1,2}|\\?[。ㄒ唬]{2,}|\\?\\?ㄒ|烫烫烫|屯屯屯"
)
_MASKED = re.compile(
    r"(?:[xX×＊*]{2,}|某某|××)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?:[xX×]{2,}|＊{2,}|\*{2,})|[〔\[]…+[〕\]]"
)
_SEVERAL = re.compile(
    r"^[ \t\u3000]*(?:.{0,30}[ 　(（【])?(?:第[一二三四五六七八九十]+篇|篇[一二三四五六七八九十\d]+|[（(【]篇[一二三四五六七八九十\d]+[)）】]|范文[一二三四五六七八九十\d]+)[^。]{0,40}$",
    re.MULTILINE,
)
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]篇|篇[一二三四五六七八九十\d]|范文[一二三四五六七八九十\d]"
)  # in each of these
_FIRST = re.compile(r"^[ \t\u3000]*(?:一、|（一）|\(一\)|第一[，,、]|一是|首先[，,]|1[、.．])", re.MULTILINE)
_LATER = re.compile(r"\s*(?:[二三四五六七八九十]、|（[二三四五六七八九十]）|第[二三四五六七八九]|[2-9][、.．])")
_SIGNED = re.compile(r"\d{4}\s*年.{0,12}[日月]$")
_CLOSED = "。！？”’」』）)》】〕!?.;；\"'"


def _twice(pattern: re.Pattern[str], kind: int, text: str) -> bool:
    return len(list(islice(at_places(pattern, text, codes(text).places(kind)), 2))) == 2


def flags(text: str, raw: str) -> Iterator[str]:
    """`truncated`, `headless`, `mojibake`, `masked`, `several`: what the cleaned text, and the page, show.

    truncated: the text stops in mid-sentence, or the page says that it shows a part. headless: it begins in the middle.
    several: more than one essay stands on the page.
    """
    end = text.rstrip()
    if end:
        last = end[end.rfind("\n") + 1 :].strip()
        open_end = last.endswith(("…", "...", "．．．")) or (
            len(last) >= 30 and last[-1] not in _CLOSED and not _SIGNED.search(last)
        )
        if open_end or says_preview(raw):
            yield "truncated"
        top = list(islice((line.strip() for line in text.split("\n") if not line.isspace() and line), 3))
        start = next((line for line in top if len(line) > 30), top[0])
        if _LATER.match(start) and not _FIRST.search(text[: text.find(start)]):
            yield "headless"
    if _twice(_MOJIBAKE, MOJIBAKE, text):
        yield "mojibake"
    if _twice(_MASKED, MASKED, text):
        yield "masked"
    signs = codes(text).places(CHAPTER)
    around = sorted({max(place - before, 0) for place in signs for before in (0, 1)})
    if len(list(islice(at_places(_NUMBERED, text, around), 2))) == 2 and len(_SEVERAL.findall(text)) >= 2:
        yield "several"
