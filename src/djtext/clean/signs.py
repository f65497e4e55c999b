"""Words of sites: where in a text something stands that the expressions of several steps need, told in one pass.

Most lines of an essay hold none, and need not be looked at by any of them.
"""

from __future__ import annotations

from functools import cache, lru_cache

from djtext.text.sieve import Sieve, literals, openings

# What stands at a place: a part of an address; the first of a site's words; a part of what is furniture as a whole line,
# or says that a text is a preview; the first of, or a part of, what a site says of itself or asks of its reader.
ADDRESS, SITE, WHOLE, PREVIEW, SELF, IN_SELF, ACTION, IN_ACTION = (1 << place for place in range(8))
SAYS = SELF | IN_SELF | ACTION | IN_ACTION


@cache
def _sieve() -> Sieve:
    from djtext.clean import furniture, watermarks

    address, preview = literals(watermarks.DOMAIN), literals(furniture.PREVIEW)
    whole = [literals(pattern) for pattern in furniture.WHOLE]
    site, elsewhere = openings(watermarks.SITE)
    if address is None or preview is None or None in whole or elsewhere:
        raise ValueError("an expression that may match where none of its strings stands")
    return Sieve(
        address,
        site,
        {string for each in whole if each is not None for string in each},
        preview,
        *openings(furniture.SELF),
        *openings(furniture.ACTION),
    )


@lru_cache(maxsize=2)  # one step after the other asks for those of one text
def signs_of(text: str) -> tuple[tuple[int, int], ...]:
    """The places of such words, by their ends, and whose they are: `ADDRESS`, `SITE` …, joined by `|`."""
    return tuple(_sieve().signs(text))
