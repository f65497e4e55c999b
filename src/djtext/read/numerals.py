"""Numbers as Word writes them before a paragraph: 一、（一）, 甲, ①, 壹, iv …"""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Runs of ready-made characters: the first one and how many there are.
_RUNS = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
_THOUSANDS = {"chineseCountingThousand": "零", "japaneseCounting": "", "taiwaneseCountingThousand": "零"}
_DIGITWISE = {"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"}
_LATIN = {"decimal", "decimalHalfWidth", "decimalZero", "ordinal", "cardinalText", "ordinalText", "numberInDash"}
KNOWN = {
    *_RUNS, *_THOUSANDS, *_DIGITWISE, *_LATIN, "none", "bullet", "upperRoman", "lowerRoman", "upperLetter",
    "lowerLetter", "decimalFullWidth", "decimalFullWidth2", "chineseCounting", "taiwaneseCounting",
    "ideographTraditional", "ideographZodiac", "ideographZodiacTraditional", "chineseLegalSimplified",
    "ideographLegalTraditional", "japaneseLegal",
}  # fmt: skip


def numeral(number: int, style: str) -> str:
    """A number in one of Word's number formats; an unknown format, or one that ends before it, gives digits.

    >>> [numeral(12, style) for style in ("chineseCountingThousand", "ideographTraditional", "decimalEnclosedCircle")]
    ['十二', '12', '⑫']
    >>> numeral(205, "chineseCountingThousand"), numeral(3, "upperRoman"), numeral(28, "lowerLetter")
    ('二百零五', 'III', 'bb')
    """
    if style in {"none", "bullet"}:
        return ""
    if style == "decimalZero":
        return f"{number:02d}"
    if style == "numberInDash":
        return f"- {number} -"
    if style in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number) if digit.isdigit())
    if number < 1 or number > 32767:
        return "〇" if number == 0 and style in {*_THOUSANDS, *_DIGITWISE, "chineseCounting"} else str(number)
    return _above_zero(number, style)


def _above_zero(number: int, style: str) -> str:
    if style in _RUNS:
        first, count = _RUNS[style]
        return chr(first + number - 1) if number <= count else str(number)
    if style in _THOUSANDS:
        return counting(number, _DIGITS, zero=_THOUSANDS[style], bare=style == "japaneseCounting")
    if style in _DIGITWISE:
        return _digitwise(number)
    if style in {"chineseCounting", "taiwaneseCounting"}:
        return counting(number, _DIGITS) if number < 100 else _digitwise(number)
    if style == "chineseLegalSimplified":
        return counting(number, _LEGAL, units="拾佰仟萬", zero="零", short=False).replace("萬", "万")
    if style in {"ideographLegalTraditional", "japaneseLegal"}:
        return counting(number, _LEGAL_TRADITIONAL, units="拾佰仟萬", zero="零", short=False)
    if style == "ideographTraditional" and number <= len(_STEMS):
        return _STEMS[number - 1]
    if style == "ideographZodiac" and number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    if style == "ideographZodiacTraditional" and number <= 60:
        return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
    if style in {"upperRoman", "lowerRoman"}:
        return _roman(number).upper() if style == "upperRoman" else _roman(number)
    if style in {"upperLetter", "lowerLetter"} and number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return str(number)


def counting(
    number: int, digits: str, *, units: str = "十百千万", zero: str = "零", bare: bool = False, short: bool = True
) -> str:
    """A number from 1 to 99,999 in words. `short` writes 十二 for 一十二; `bare` leaves out 一 before 百 and 千 too.

    >>> counting(10010, "〇一二三四五六七八九"), counting(12, "零壹贰叁肆伍陆柒捌玖", units="拾佰仟万", short=False)
    ('一万零一十', '壹拾贰')
    """
    made = ""
    gap = False
    for power in range(4, -1, -1):
        digit = number // 10**power % 10
        if not digit:
            gap = bool(made)
            continue
        if gap:
            made += zero
            gap = False
        unit = units[power - 1] if power else ""
        silent = digit == 1 and power and ((bare and power < 4) or (short and power == 1 and not made))
        made += ("" if silent else digits[digit]) + unit
    return made


def _digitwise(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made
