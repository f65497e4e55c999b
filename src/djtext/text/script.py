"""Is a text in traditional characters? And its simplified reading, character for character."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from djtext.text.codes import LARGE, SIMPLIFIED, TRADITIONAL, TRADITIONAL_FORMS, codes

_HEAD = 4_000
_TRADITIONAL_SIGN = re.compile(f"[{TRADITIONAL_FORMS}]")


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters; a single 勢 in a simplified text does not make it so.

    >>> is_traditional("機關黨建與業務工作脫節"), is_traditional("新形勢下机关党建的问题")
    (True, False)
    """
    known = codes(text if len(text) <= LARGE else text[:_HEAD])
    traditional = known.number(TRADITIONAL, _HEAD)
    return traditional >= 2 and traditional > 2 * known.number(SIMPLIFIED, _HEAD)


def has_traditional(text: str) -> bool:
    """Whether any character is a traditional form."""
    return _TRADITIONAL_SIGN.search(text) is not None


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """The same text in simplified characters, of the same length (OpenCC `t2s`), so that offsets hold.

    >>> simplified("機關黨建")
    '机关党建'
    """
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    singly = (_converter().convert(char) for char in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, singly, strict=True))
