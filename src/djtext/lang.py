"""Chinese or English for what people read: messages, help, headings. Data columns and codes never change.

The language is Chinese unless `--lang en` or `DJTEXT_LANG=en` says otherwise. The locale is not asked, so that the
same command prints the same bytes on every machine.
"""

from __future__ import annotations

import os
import sys
from typing import Literal

Lang = Literal["zh", "en"]
_current: list[Lang] = []


def _from_surroundings() -> Lang:
    """`--lang` on the command line wins over DJTEXT_LANG; help texts are made before options are parsed."""
    given = os.environ.get("DJTEXT_LANG", "")
    arguments = sys.argv[1:]
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word.startswith("--lang="):
            given = word[7:]
        elif word == "--lang" and place + 1 < len(arguments):
            given = arguments[place + 1]
    return "en" if given == "en" else "zh"


def current() -> Lang:
    """The language in force."""
    if not _current:
        _current.append(_from_surroundings())
    return _current[-1]


def use(lang: Lang) -> None:
    """Set the language for this process."""
    _current[:] = [lang]


def t(zh: str, en: str) -> str:
    """The one of two wordings that is in the language in force.

    >>> use("en"); t("文档", "documents")
    'documents'
    >>> use("zh"); t("文档", "documents")
    '文档'
    """
    return zh if current() == "zh" else en
