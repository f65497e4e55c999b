"""Short sentences without a mark that head what follows, known by their likes: 丢了时间。… 丢了感情。…"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_NO_LEAD = re.compile(
    "有[的人些]|不妨|所以|至于|当然|但|虽然|可是|不过|原来|应当说|从.{1,8}看|[上去今本当]|我|还有|话|读到|写到|究其|此外|更|这|那|同志|他|她|一些|其实|于是|而|然而|因此|"
    r"问题|以上|摘要|说|听|为了|如何|怎|近|随着|\d"
)
_ALIKE = 14  # parallel leads without a comma may differ up to this length
_GOES_ON = 20  # what a lead within a paragraph heads is longer than this
_INNER_LEAD = re.compile("[^，,：:；;、“”！？!?]{3,13}。[”’]?")


def parallel(leads: Sequence[str]) -> frozenset[int]:
    """The paragraphs whose opening sentence is a heading as its neighbours' are; "" for a paragraph that has none.

    >>> sorted(parallel(["", "丢了时间", "丢了感情", "丢了本领", "今年春天"]))
    [1, 2, 3]
    """
    leads = ["" if _NO_LEAD.match(lead) else lead for lead in leads]
    found: set[int] = set()
    place = 0
    while place < len(leads):
        run = place + 1
        while leads[place] and run < len(leads) and leads[run] and _alike(leads[run - 1], leads[run]):
            run += 1
        close = run - place == 2 and _alike(leads[place], leads[place + 1], closely=True)
        if run - place >= 3 or close:
            found.update(range(place, run))
        place = run
    return frozenset(found)


def _alike(one: str, other: str, *, closely: bool = False) -> bool:
    if one[0] == other[0] or one[-2:] == other[-2:]:
        return True
    commas = ["，" in lead or "," in lead for lead in (one, other)]
    if closely:
        return not any(commas) and abs(len(one) - len(other)) <= 1 and len(one) <= _ALIKE
    return commas[0] == commas[1] and max(len(one), len(other)) <= _ALIKE


def inner(sentences: Sequence[str]) -> frozenset[int]:
    """The sentences within one paragraph that head those after them: three or more of equal length, one character in
    the same place in each and the next, a longer sentence behind each.

    >>> sorted(inner(["牌子不亮。", "话" * 21, "身份不显。", "话" * 21, "学习不进。", "话" * 21]))
    [0, 2, 4]
    """
    if len(sentences) < 6:  # three leads, a sentence behind each
        return frozenset()
    return frozenset(place for run in _runs(sentences) if len(run) >= 3 for place in run)


def _runs(sentences: Sequence[str]) -> Iterator[list[int]]:
    run: list[int] = []
    for place, (sentence, following) in enumerate(pairwise(sentences)):
        if (
            len(sentence) > 16
            or len(following) <= _GOES_ON
            or not _INNER_LEAD.fullmatch(sentence)
            or _NO_LEAD.match(sentence)
        ):
            continue
        before = sentences[run[-1]] if run else ""
        same = len(before) == len(sentence) and any(a == b for a, b in zip(before[:-1], sentence[:-1], strict=True))
        if run and (place == run[-1] + 1 or not same):
            yield run
            run = []
        run.append(place)
    yield run
