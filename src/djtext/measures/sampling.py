"""Samples of units for people to code: stratified, seeded, the same whatever the order of the inputs.

Every unit gets a number from its id and the seed, as good as random and always the same; the sample of a stratum is
its units with the smallest numbers. So a sample is drawn in one pass in little memory, and a larger sample of the same
seed holds the smaller one, stratum by stratum.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar, get_args

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
Allocation = Literal["proportional", "equal"]


def draw(identity: str, seed: int, *, purpose: str = "sample") -> int:
    """The number of an id under a seed, 0 to 2**64 − 1: evenly spread, the same on every machine.

    >>> draw("a", 1) == draw("a", 1) != draw("a", 2)
    True
    """
    data = f"{purpose}\0{seed}\0{identity}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big")


@dataclass(slots=True)
class Pool(Generic[K, T]):
    """What may be drawn: of each cell the number of units and the `n` with the smallest numbers.

    >>> pool = Pool(n=2, seed=1)
    >>> for name in "abcdef": pool.add("all", name, name)
    >>> pool.sizes, len(pool.taken("all"))
    ({'all': 6}, 2)
    """

    n: int
    seed: int
    sizes: dict[K, int] = field(default_factory=dict)
    heaps: dict[K, list[tuple[int, str, T]]] = field(default_factory=dict)

    def add(self, cell: K, identity: str, item: T, *, rivals: Sequence[K] = ()) -> None:
        """One more unit; `identity` is its own.

        `rivals` are cells of which at least one will be of the same stratum. Where each of them holds `n` smaller
        numbers, the unit cannot be drawn and is only counted.
        """
        self.sizes[cell] = self.sizes.get(cell, 0) + 1
        heap = self.heaps.setdefault(cell, [])
        entry = (-draw(identity, self.seed), identity, item)
        if rivals and all(self._above(rival, entry[0]) for rival in rivals):
            return
        if len(heap) < self.n:
            heapq.heappush(heap, entry)
        elif heap and entry[:2] > heap[0][:2]:
            heapq.heapreplace(heap, entry)

    def _above(self, cell: K, number: int) -> bool:
        """Whether a cell is full of units that come before this number."""
        heap = self.heaps.get(cell, [])
        return len(heap) == self.n and number < heap[0][0]

    def taken(self, cell: K) -> tuple[tuple[str, T], ...]:
        """Identity and item of the units of a cell that are held, those drawn first in front."""
        return tuple((identity, item) for _, identity, item in sorted(self.heaps[cell], key=lambda e: (-e[0], e[1])))


@dataclass(frozen=True, slots=True)
class Drawn(Generic[T]):
    """A unit of a sample. `probability` is how likely it was to be drawn, n_h / N_h; `weight` is one over that."""

    identity: str
    item: T
    stratum: str
    probability: float
    weight: float


def allocate(sizes: Mapping[str, int], n: int, *, how: Allocation = "proportional") -> dict[str, int]:
    """How many units to draw from each stratum; together `n`, or all there are.

    >>> allocate({"problem": 70, "remedy": 25, "cause": 5}, 10)
    {'cause': 1, 'problem': 7, 'remedy': 2}
    >>> allocate({"problem": 70, "remedy": 25, "cause": 2}, 10, how="equal")
    {'cause': 2, 'problem': 4, 'remedy': 4}

    Proportional: to the size of the stratum, by largest remainder, one at least where `n` allows it. Equal: the same
    number from each; what a small stratum cannot give goes to the others. Ties go by the size of the stratum, then by
    its name. Raises ValueError where `n` is negative or `how` unknown.
    """
    if how not in get_args(Allocation):
        raise ValueError(f"how must be one of {', '.join(get_args(Allocation))}")
    if n < 0:
        raise ValueError("n must not be negative")
    names = sorted(name for name in sizes if sizes[name] > 0)
    given = dict.fromkeys(names, 0)
    total = sum(sizes[name] for name in names)
    n = min(n, total)
    if how == "equal":
        left = n
        for place, name in enumerate(sorted(names, key=lambda name: (sizes[name], name))):
            given[name] = min(sizes[name], left // (len(names) - place))
            left -= given[name]
        return given
    if n >= len(names):
        for name in names:
            given[name] = 1
    exact = {name: n * sizes[name] / total for name in names} if total else {}
    floors = {name: max(given[name], int(exact[name])) for name in names}
    order = sorted(names, key=lambda name: (-(exact[name] - int(exact[name])), -sizes[name], name))
    spare = n - sum(floors.values())
    for name in order[: max(0, spare)]:
        floors[name] += floors[name] < sizes[name]
    while sum(floors.values()) < n:  # rounding met full strata
        name = max((x for x in names if floors[x] < sizes[x]), key=lambda x: (exact[x] - floors[x], x))
        floors[name] += 1
    while sum(floors.values()) > n:  # the ones given to small strata are taken from the largest
        name = max((x for x in names if floors[x] > 1 or n < len(names)), key=lambda x: (floors[x] - exact[x], x))
        floors[name] -= 1
    return floors


def stratified(
    pool: Pool[K, T], strata: Callable[[K], str], n: int, *, how: Allocation = "proportional"
) -> tuple[Drawn[T], ...]:
    """A stratified simple random sample of `n` units without replacement; `strata` names the stratum of a cell.

    >>> pool = Pool(n=4, seed=1)
    >>> for number in range(90): pool.add("problem" if number % 9 else "cause", str(number), number)
    >>> [(unit.stratum, unit.item, round(unit.weight, 1)) for unit in stratified(pool, str, 4, how="equal")]
    [('cause', 0, 5.0), ('cause', 27, 5.0), ('problem', 4, 40.0), ('problem', 37, 40.0)]

    Sorted by stratum, then as drawn. Estimates for all units weight each row by `weight` (Horvitz & Thompson 1952).
    Raises ValueError where the pool holds fewer than `n` a cell, and as `allocate`.

    Source: Cochran (1977), ch. 5.
    """
    if n > pool.n:
        raise ValueError("the pool holds fewer units a cell than are to be drawn")
    cells: dict[str, list[K]] = {}
    for cell in pool.sizes:
        cells.setdefault(strata(cell), []).append(cell)
    sizes = {name: sum(pool.sizes[cell] for cell in members) for name, members in cells.items()}
    drawn: list[Drawn[T]] = []
    for name, number in sorted(allocate(sizes, n, how=how).items()):
        if not number:
            continue
        held = [pair for cell in cells[name] for pair in pool.taken(cell)]
        held.sort(key=lambda pair: (draw(pair[0], pool.seed), pair[0]))
        share = number / sizes[name]
        drawn += [Drawn(identity, item, name, share, 1 / share) for identity, item in held[:number]]
    return tuple(drawn)


def deal(drawn: Sequence[Drawn[T]], coders: int, overlap: int) -> tuple[tuple[tuple[Drawn[T], bool], ...], ...]:
    """The units of each coder, with whether all coders have the unit.

    `overlap` units, spread evenly over the strata, go to all; the others are dealt one by one. Raises ValueError where
    there are fewer units than that, or fewer than one coder.

    >>> units = [Drawn(name, name, "all", 1.0, 1.0) for name in "abcdefg"]
    >>> [[unit.item for unit, shared in hand] for hand in deal(units, 2, 3)]
    [['b', 'd', 'f', 'a', 'e'], ['b', 'd', 'f', 'c', 'g']]
    """
    if coders < 1 or not 0 <= overlap <= len(drawn):
        raise ValueError("overlap must be between 0 and the number of units, coders at least 1")
    places = {(2 * k + 1) * len(drawn) // (2 * overlap) for k in range(overlap)}
    shared = [unit for place, unit in enumerate(drawn) if place in places]
    own = [unit for place, unit in enumerate(drawn) if place not in places]
    return tuple(
        (*((unit, True) for unit in shared), *((unit, False) for unit in own[number::coders]))
        for number in range(coders)
    )
