"""Words of sites: where in a text something stands that the expressions of several steps need, told in one pass.

Most lines of an essay hold none, and need not be looked at by any of them.
"""

from __future__ import annotations

from functools import cache, lru_cache

from djtext.text.sieve import Sieve

ADDRESS, SITE, SAYS, WHOLE, PREVIEW = 1, 2, 4, 8, 16


@cache
def _sieve() -> Sieve:
    from djtext.clean import furniture, watermarks

    return Sieve([watermarks.DOMAIN], [watermarks.SITE], furniture.SAYS, furniture.WHOLE, [furniture.PREVIEW])


@lru_cache(maxsize=2)  # one step after the other asks for those of one text
def signs_of(text: str) -> tuple[tuple[int, int], ...]:
    """The places of such words, by their ends, and whose they are: `ADDRESS`, `SITE` …, joined by `|`."""
    return tuple(_sieve().signs(text))
