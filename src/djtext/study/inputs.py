"""A long list of inputs in little memory: a hundred thousand files take some fifty bytes each in place of three hundred."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from djtext.read import Found
from djtext.types import Outcome

Input = Found | Outcome


class Inputs(Sequence[Input]):
    """Inputs in their order, made anew whenever they are asked for.

    Of a file the name and the number of its folder are kept, its size, and how much of the path its id is. Whatever is
    not like that is kept as it is.

    >>> inputs = Inputs([Found("a/甲.txt", "甲.txt", size=3), Found("-", "stdin", explicit=True)])
    >>> len(inputs), inputs[0], [item.id for item in inputs]
    (2, Found(path='a/甲.txt', id='甲.txt', explicit=False, data=None, size=3), ['甲.txt', 'stdin'])
    """

    def __init__(self, items: Iterable[Input] = ()) -> None:
        self._names = bytearray()
        self._ends = array("Q")
        self._folders: list[str] = []
        self._folder = array("L")
        self._ids = array("H")
        self._sizes = array("Q")
        self._others: dict[int, Input] = {}
        numbers: dict[str, int] = {}
        for n, item in enumerate(items):
            folder = number = 0
            if isinstance(item, Found) and _is_plain(item):
                number = len(item.id)
                before, sign, name = item.path.rpartition("/")
                before += sign
                folder = numbers.setdefault(before, len(self._folders))
                if folder == len(self._folders):
                    self._folders.append(before)
                self._names += name.encode("utf-8", "surrogatepass")
            else:
                self._others[n] = item
            self._ends.append(len(self._names))
            self._folder.append(folder)
            self._ids.append(number)
            self._sizes.append(item.size if isinstance(item, Found) else 0)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, n: int) -> Input: ...
    @overload
    def __getitem__(self, n: slice) -> list[Input]: ...
    def __getitem__(self, n: int | slice) -> Input | list[Input]:
        if isinstance(n, slice):
            return [self[place] for place in range(*n.indices(len(self)))]
        n = range(len(self))[n]
        if n in self._others:
            return self._others[n]
        begin = self._ends[n - 1] if n else 0
        name = self._names[begin : self._ends[n]].decode("utf-8", "surrogatepass")
        path = self._folders[self._folder[n]] + name
        return Found(path, path[len(path) - self._ids[n] :], size=self._sizes[n])

    def __iter__(self) -> Iterator[Input]:
        return map(self.__getitem__, range(len(self)))

    def sizes(self) -> Sequence[int]:
        """The bytes of each, 0 of what is no file."""
        return self._sizes

    def without(self, numbers: Sequence[int]) -> Some:
        """Those whose number here is 0, in order."""
        return Some(self, numbers)


def _is_plain(item: Found) -> bool:
    return not item.explicit and item.data is None and item.path.endswith(item.id) and len(item.id) < 0x10000


class Some(Iterable[Input]):
    """The inputs whose number is 0, as often as they are asked for."""

    def __init__(self, inputs: Inputs, numbers: Sequence[int]) -> None:
        self._inputs = inputs
        self._numbers = numbers

    def __iter__(self) -> Iterator[Input]:
        return (self._inputs[n] for n, number in enumerate(self._numbers) if not number)


def gathered(items: Iterable[Input]) -> Inputs:
    """Inputs as such a list."""
    return items if isinstance(items, Inputs) else Inputs(items)
