"""Nothing that came from a file may steer a terminal, a sheet or a page."""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "χ": r"$\chi$", "τ": r"$\tau$", "γ": r"$\gamma$", "λ": r"$\lambda$", "κ": r"$\kappa$", "α": r"$\alpha$", "Δ": r"$\Delta$",
}  # fmt: skip


def terminal(text: str) -> str:
    """Control and direction marks as visible escapes; line ends and tabs as spaces.

    >>> terminal("a\\x1b[31m\\u202eb\\nc")
    'a\\\\x1b[31m\\\\u202eb c'
    """
    text = text.replace("\n", " ").replace("\t", " ")
    return _UNSAFE.sub(
        lambda match: (
            match.group().encode("unicode_escape").decode("ascii") if not "\ud800" <= match.group() <= "\udfff" else "�"
        ),
        text,
    )


def sheet(text: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula: a leading = + - @ gets a ' before it.

    >>> sheet("=1+1"), sheet("党建")
    ("'=1+1", '党建')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def json_text(text: str) -> str:
    """JSON with control and direction marks as \\u escapes: the same values, and nothing that steers a terminal.

    >>> json_text('"a\u202eb"')
    '"a\\\\u202eb"'
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _XML.sub("�", text)


def latex(text: str) -> str:
    """Text with LaTeX's signs escaped; the Greek letters of statistics, which text fonts lack, as mathematics.

    >>> latex("50% of {a_b}")
    '50\\\\% of \\\\{a\\\\_b\\\\}'
    """
    return "".join(_TEX.get(char, char) for char in xml(text).replace("\n", " "))


def markdown(text: str) -> str:
    """Text for one cell of a Markdown table.

    >>> markdown("a|b")
    'a\\\\|b'
    """
    text = xml(text).replace("\n", " ").replace("\\", "\\\\")
    return re.sub(r"([|`*_<>\[\]])", r"\\\1", text)
