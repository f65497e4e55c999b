"""The names that coders may give to roles and themes, and the code that each stands for."""

from __future__ import annotations

from djtext.measures.labels import ROLE_NAMES
from djtext.read.coded import Codes
from djtext.read.coded.names import codes_of
from djtext.types import Codebook


def codes(book: Codebook) -> Codes:
    """The roles and the themes of a codebook under all names that a coder may write: key, Chinese, English, P C R S O.

    >>> from djtext.themes.codebook import load
    >>> made = codes(load())
    >>> made.roles["对策"], made.roles["r"], made.themes["两张皮"]
    ('remedy', 'remedy', 'liangzhangpi')
    """
    return codes_of(
        ((key, *names, key[0]) for key, names in ROLE_NAMES.items()),
        ((theme.key, theme.label, theme.label_en) for theme in book.themes),
    )
