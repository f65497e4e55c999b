"""How codings are compared: the order of codes in tables, resamples and seed, what is asked for besides roles and themes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from djtext.measures.agreement.alpha import Level

ALL, MACRO = "(all)", "(macro)"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How agreement is computed: order of codes in tables, resamples and seed of the intervals, a further column."""

    roles: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    resamples: int = 999
    seed: int = 1
    column: str = ""
    level: Level = "nominal"
    weighted: bool = False


def keys_in(units: Iterable[Sequence[frozenset[str] | None]], order: Sequence[str]) -> list[str]:
    """All themes that somebody gave, in the order of the codebook."""
    return ordered({key for unit in units for value in unit if value for key in value}, order)


def ordered(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    """Codes in the order that is given; those that are not in it behind, by name."""
    rank = {code: n for n, code in enumerate(order)}
    return sorted(codes, key=lambda code: (rank.get(code, len(rank)), code))
