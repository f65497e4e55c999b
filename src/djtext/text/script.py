"""Is a text in traditional characters? And its simplified reading, character for character."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Frequent characters that differ between the scripts and stand in one of them only.
_TRADITIONAL = frozenset(
    "國會發爲們黨這個實對題現業來經時進論問動義產學體過關開務點當員設強從濟應導與決衆創領結種內農說羣還規戰資機堅長總無讓區級樣變統確習觀風沒軍權組識爭質傳間須處寫態調標環嚴數難線場議則將護並責給條"
    "織兩網聯際構認見歷東話講斷專轉極別費頭運術層價書證勢團辦華據紀隊優職試門夠鄉積視錯廣階報項萬僅誤備記該監帶選達驗養類續況執醫節較礎評單響氣參興許遠舉馬顯維穩語計澤針滿負貧終擔營踐隨談揮圍幫奮離"
    "緊師偉適勝敵約協鍵電擊減絡勞讀覺愛敗輕夢險熱違"
)
_SIMPLIFIED = frozenset(
    "国会发为们党这个实对题现业来经时进论问动义产学体过关开务点当员设强从济应导与决众创领结种内农说群还规战资机坚长总无让区级样变统确习观风没军权组识争质传间须处写态调标环严数难线场议则将护并责给条"
    "织两网联际构认见历东话讲断专转极别费头运术层价书证势团办华据纪队优职试门够乡积视错广阶报项万仅误备记该监带选达验养类续况执医节较础评单响气参兴许远举马显维稳语计泽针满负贫终担营践随谈挥围帮奋离"
    "紧师伟适胜敌约协键电击减络劳读觉爱败轻梦险热违"
)
_HEAD = 4_000
_TRADITIONAL_SIGN = re.compile(f"[{''.join(sorted(_TRADITIONAL))}]")
_SIMPLIFIED_SIGN = re.compile(f"[{''.join(sorted(_SIMPLIFIED))}]")


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters; a single 勢 in a simplified text does not make it so.

    >>> is_traditional("機關黨建與業務工作脫節"), is_traditional("新形勢下机关党建的问题")
    (True, False)
    """
    head = text[:_HEAD]
    traditional = len(_TRADITIONAL_SIGN.findall(head))
    if traditional < 2:
        return False
    return traditional > 2 * len(_SIMPLIFIED_SIGN.findall(head))


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
