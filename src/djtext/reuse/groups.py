"""Near-duplicate documents: one text on several sites, each with its own changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SHARE = 0.5
LEAST = 100  # characters; half of a shorter text is a sentence or two, which may be a quotation
WHOLE = 0.9


def union(spans: Iterable[tuple[int, int]]) -> int:
    """How many characters lie in at least one of the spans.

    >>> union([(0, 5), (3, 8), (10, 12)])
    10
    """
    total, done = 0, -1
    for start, end in sorted(spans):
        if end > done:
            total += end - max(start, done if done > start else start)
            done = end
    return total


def grouped(count: int, pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Documents, numbered from 0, that are tied by pairs directly or through others; groups of one are left out.

    The order of the pairs does not matter; groups and members are in the order of their numbers.

    >>> grouped(6, [(4, 1), (0, 2), (1, 5)])
    ((0, 2), (1, 4, 5))
    """
    head = list(range(count))

    def find(n: int) -> int:
        while head[n] != n:
            head[n] = head[head[n]]
            n = head[n]
        return n

    for a, b in pairs:
        one, other = sorted((find(a), find(b)))
        head[other] = one
    members: dict[int, list[int]] = {}
    for n in range(count):
        members.setdefault(find(n), []).append(n)
    return tuple(tuple(each) for each in members.values() if len(each) > 1)


def near_duplicates(
    sizes: Sequence[int], shared: dict[tuple[int, int], tuple[list[tuple[int, int]], list[tuple[int, int]]]]
) -> tuple[tuple[int, int], ...]:
    """Pairs of documents of which the passages in common make up half of either, and 100 characters; or nine tenths.

    `sizes` are the lengths of the documents, `shared` the passages of each pair in the one and in the other. An excerpt is
    no duplicate: it is all of the short document, and little of the long one.

    >>> spans = ([(0, 160)], [(40, 200)])
    >>> near_duplicates([300, 300, 400, 20], {(0, 1): spans, (0, 2): spans, (1, 3): ([(0, 20)], [(0, 20)])})
    ((0, 1),)
    """

    def alike(covered: int, size: int) -> bool:
        return covered >= WHOLE * size or (covered >= SHARE * size and covered >= LEAST)

    return tuple(
        (a, b)
        for (a, b), (in_a, in_b) in sorted(shared.items())
        if alike(union(in_a), sizes[a]) and alike(union(in_b), sizes[b])
    )
