"""Watermarks: a string that recurs at odd places, also inside sentences."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from djtext.clean import signs
from djtext.clean.draft import Span
from djtext.text.sieve import at_places

DOMAIN = re.compile(
    r"(?:https?://|www\.)[\w.\-/:]+|[a-zA-Z0-9][\w\-]{1,30}\.(?:com|cn|net|org|cc|com\.cn|gov\.cn|top|vip|test)(?:/[\w./\-]*)?",
    re.ASCII,
)
SITE = re.compile(
    "网(?!络|格|点|民|红|信|上|购|办)|站(?!位|在|起|得|稳|岗|出)|文库|文档|资源|资料|范文|文秘|公文|写作|材料网|党建网|下载|更新|收集|整理|搜集|版权|VIP|公众号|微信|QQ|扫码|客服|论坛|www|\\.com|\\.cn|\\.net|©|@|水印|专用|免费|原创|禁止|未经"
)
# A site's name set off from its slogan: 某某文秘网，…  【某某公文】…  （某某范文·…）
_DRESSED = re.compile(
    "(?:网|站|文库|论坛|公文|文秘|范文|材料|资料|写作)[】）)—|｜·★☆◆●，]|[【★☆◆●][^【】★☆◆●]{2,12}[】★☆◆●]"
)
_EDGE = "。！？；，、：\n\f“”‘’（）()《》!?;,: \t\u3000"
_LEFT_PART = re.compile(r"[\w\u4e00-\u9fff·—\-–|｜【\[《]{0,24}[ \u3000—\-–:：]*$")
_SHORTEST, _LONGEST = 6, 60


def watermarks(text: str) -> Iterator[Span]:
    """Strings with an address in them that recur or stand inside a sentence, and site names that recur at odd places."""
    taken: set[str] = set()
    seen: dict[str, tuple[int, int]] = {}  # each address once: the first place it stands in
    told = signs.signs_of(text)
    if any(kinds & signs.ADDRESS for _, kinds in told):
        for match in DOMAIN.finditer(text):
            seen.setdefault(match.group(), match.span())
    for start, end in list(seen.values())[:200]:
        whole = _around(text, start, end)
        if whole:
            taken.add(whole)
    taken |= _recurring(text, sorted({place for place, kinds in told if kinds & signs.SITE}))
    for string in sorted(taken, key=lambda s: (-len(s), s)):
        at = text.find(string)
        while at >= 0:
            yield at, at + len(string), "watermark"
            at = text.find(string, at + len(string))


def _around(text: str, start: int, end: int) -> str:
    """The whole watermark around an address: the words beside it that recur with it, or the site's own name."""
    address = text[start:end].rstrip(".")
    places = [m.start() for m in re.finditer(re.escape(address), text)]
    inside = any(_odd(text, place, place + len(address)) for place in places)
    if len(places) < 2 and not inside:
        return ""
    if len(places) < 2:
        return address if _bare_address(text, start) else ""
    lefts = [text[max(0, place - 40) : place] for place in places]
    rights = [text[place + len(address) : place + len(address) + 20] for place in places]
    left = _common_end(lefts)
    right = _common_start(rights)
    left = re.split(r"[。！？；，\n\f]", left)[-1]
    right = re.split(r"[\u4e00-\u9fff。！？；，\n\f“《（]", right)[0]
    return left + address + right


def _bare_address(text: str, start: int) -> bool:
    """An address set into the text without a word that introduces it (网址：, 登录 …)."""
    before = text[max(0, start - 8) : start]
    return not re.search("网址|登录|登陆|访问|邮箱|网站|地址|[:：（(]\\s*$", before)


def _common_end(strings: list[str]) -> str:
    shortest = min(map(len, strings))
    n = 0
    while n < shortest and len({s[-n - 1] for s in strings}) == 1:
        n += 1
    return strings[0][len(strings[0]) - n :]


def _common_start(strings: list[str]) -> str:
    shortest = min(map(len, strings))
    n = 0
    while n < shortest and len({s[n] for s in strings}) == 1:
        n += 1
    return strings[0][:n]


def _odd(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in mid-sentence: words run into it from the left and on from it to the right."""
    left = text[start - 1] if start else "\n"
    right = text[end] if end < len(text) else "\n"
    return left not in _EDGE or right not in _EDGE


def _recurring(text: str, places: Sequence[int]) -> set[str]:
    """Maximal strings of 6 to 60 characters that stand three times or more, name a site, and cut sentences.

    `places` are where a word of a site may stand.
    """
    size = _SHORTEST
    named = list(at_places(SITE, text, places))
    if len(named) > 3_000:  # a list of addresses or a book, not an essay with a mark in it
        return set()
    starts = set(chain.from_iterable(range(max(0, sign.start() - size + 1), sign.start() + 1) for sign in named))
    if len(starts) - len({text[start : start + size] for start in starts}) < 2:  # nothing stands three times
        return set()
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for sign in named:
        for start in range(max(0, sign.start() - size + 1), min(len(text) - size, sign.start()) + 1):
            gram = text[start : start + size]
            if "\n" not in gram and "\f" not in gram and (not seen[gram] or seen[gram][-1] < start):
                seen[gram].append(start)
    found: set[str] = set()
    for places in seen.values():
        if len(places) < 3:
            continue
        start, end = _maximal(text, places, size)
        string = text[places[0] - start : places[0] + size + end].strip(" \u3000")
        if not _SHORTEST <= len(string) <= _LONGEST or any(mark in string for mark in "。；？！"):
            continue
        if DOMAIN.search(string):
            continue
        spots = [m.start() for m in re.finditer(re.escape(string), text)]
        odd = [spot for spot in spots if _cuts(text, spot, spot + len(string))]
        lefts = Counter(text[spot - 1 : spot] for spot in spots)
        names = len({m.group() for m in SITE.finditer(string)})
        # A phrase of the essay recurs too, but with words that belong to it on either side; a mark stands anywhere.
        dressed = bool(_DRESSED.search(string)) and len(odd) * 2 > len(spots)
        if (
            len(spots) >= 3
            and len(odd) >= 2
            and (names >= 2 or (names and dressed))
            and lefts.most_common(1)[0][1] < len(spots)
        ):
            found.add(string)
    return {s for s in found if not any(s != other and s in other for other in found)}


def _maximal(text: str, places: list[int], size: int) -> tuple[int, int]:
    """How far to the left and right all the places agree."""
    left = 0
    while all(place - left - 1 >= 0 for place in places) and left < _LONGEST:
        chars = {text[place - left - 1] for place in places}
        if len(chars) > 1 or chars & set("\n\f。；"):
            break
        left += 1
    right = 0
    while all(place + size + right < len(text) for place in places) and right < _LONGEST:
        chars = {text[place + size + right] for place in places}
        if len(chars) > 1 or chars & set("\n\f。；"):
            break
        right += 1
    return left, right


def _cuts(text: str, start: int, end: int) -> bool:
    left = text[start - 1] if start else "\n"
    right = text[end] if end < len(text) else "\n"
    return left not in _EDGE and right not in _EDGE
