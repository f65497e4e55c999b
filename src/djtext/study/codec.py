"""What a job gave for one document as JSON, and back: the job's return annotation says how.

A value is a frozen dataclass, a tuple, an array of numbers, a text or a number, nested as its types say. Fields called
`doc` are left out and filled in again, so that a value does not know where its file lay; a job must not put the id or
the path of its document anywhere else. No code is ever made of what is read.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_PLAIN = (str, int, float, bool, NoneType)


class _Numbers:
    """Stands for `array[int]` in annotations; the real one takes no brackets in Python 3.11."""

    def __class_getitem__(cls, _: Any) -> type[_Numbers]:
        return cls


@dataclass(frozen=True, slots=True)
class Codec:
    """Both ways between a value and lists of texts and numbers; `decode` takes the document's id too."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class _Way:
    """Both ways for one type; None: as it is."""

    there: Callable[[Any], Any] | None = None
    back: Callable[[Any], Any] | None = None


_AS_IT_IS = _Way()


class _Maker:
    """The ways of all types below one; an object of a type that stands in several places is written once."""

    def __init__(self) -> None:
        self.doc = ""
        self.given: dict[int, int] = {}
        self.taken: list[Any] = []
        self._met: dict[Any, int] = {}

    def count(self, kind: Any) -> None:
        """Count in how many places each dataclass stands."""
        for part in get_args(kind):
            self.count(part)
        if is_dataclass(kind):
            self._met[kind] = self._met.get(kind, 0) + 1
            if self._met[kind] == 1:
                for hint in _hints(kind).values():
                    self.count(hint)

    def way(self, kind: Any) -> _Way:
        origin, parts = get_origin(kind), get_args(kind)
        if kind in _PLAIN or origin is Literal:
            return _AS_IT_IS
        if origin in (Union, UnionType):
            if all(self.way(part) is _AS_IT_IS for part in parts):
                return _AS_IT_IS
        elif kind is _Numbers:
            return _Way(list, partial(array, "I"))
        elif origin is tuple and parts:
            return self._tuple(parts)
        elif isinstance(kind, type) and is_dataclass(kind):
            return self._record(kind)
        raise TypeError(kind)

    def _tuple(self, parts: tuple[Any, ...]) -> _Way:
        if len(parts) == 2 and parts[1] is Ellipsis:
            inner = self.way(parts[0])
            there, back = inner.there, inner.back
            return _Way(
                None if there is None else lambda value: [there(item) for item in value],
                tuple if back is None else lambda value: tuple([back(item) for item in value]),
            )
        ways = [self.way(part) for part in parts]
        return _Way(
            None if all(way.there is None for way in ways) else partial(_each, [way.there for way in ways]),
            tuple
            if all(way.back is None for way in ways)
            else lambda value: tuple(_each([way.back for way in ways], value)),
        )

    def _record(self, kind: Any) -> _Way:
        hints = _hints(kind)
        names = [field.name for field in fields(kind)]
        with_doc = names.index("doc") if "doc" in names and hints["doc"] is str else -1
        kept = [name for name in names if name != "doc" or with_doc < 0]
        ways = [self.way(hints[name]) for name in kept]
        get: Callable[[Any], Any] = attrgetter(*kept) if len(kept) > 1 else partial(_fields, kept)
        forth = [way.there for way in ways]
        there = get if not any(forth) else lambda value: _each(forth, get(value))
        changed = [(n, way.back) for n, way in enumerate(ways) if way.back is not None]

        back: Callable[[Any], Any]
        if with_doc < 0 and not changed:

            def back(value: Any) -> Any:
                return kind(*value)

        elif with_doc < 0 and len(changed) == 1:
            ((at, only),) = changed

            def back(value: Any) -> Any:
                value[at] = only(value[at])
                return kind(*value)

        else:

            def back(value: Any) -> Any:
                for n, turn in changed:
                    value[n] = turn(value[n])
                if with_doc >= 0:
                    value.insert(with_doc, self.doc)
                return kind(*value)

        return _Way(there, back) if self._met.get(kind, 0) < 2 else self._once(there, back)

    def _once(self, there: Callable[[Any], Any], back: Callable[[Any], Any]) -> _Way:
        """The first time whole, then by its number."""

        def write(value: Any) -> Any:
            number = self.given.get(id(value))
            if number is not None:
                return number
            self.given[id(value)] = len(self.given)
            return there(value)

        def read(value: Any) -> Any:
            if isinstance(value, int):
                return self.taken[value]
            made = back(value)
            self.taken.append(made)
            return made

        return _Way(write, read)


def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, localns={"array": _Numbers})


def _each(turns: list[Callable[[Any], Any] | None], values: Any) -> list[Any]:
    return [value if turn is None else turn(value) for turn, value in zip(turns, values, strict=True)]


def _fields(names: list[str], value: Any) -> list[Any]:
    return [getattr(value, name) for name in names]


def codec(kind: Any) -> Codec:
    """The ways between values of a type and what JSON holds.

    Raises TypeError for types that have none (dictionaries, sets, values of any type).

    >>> from djtext.types import Token
    >>> both = codec(tuple[Token, ...])
    >>> both.encode((Token("党建", 0, 2),))
    [('党建', 0, 2, '')]
    >>> both.decode([["党建", 0, 2, ""]], "a.txt")
    (Token(text='党建', start=0, end=2, pos=''),)
    """
    maker = _Maker()
    maker.count(kind)
    way = maker.way(kind)

    def encode(value: Any) -> Any:
        maker.given.clear()
        return value if way.there is None else way.there(value)

    def decode(value: Any, doc: str) -> Any:
        maker.taken.clear()
        maker.doc = doc
        return value if way.back is None else way.back(value)

    return Codec(encode, decode)


def value_type(make_job: Callable[..., Any]) -> Any:
    """The type of what a maker's job gives: `X` of a maker that returns `Callable[[Document], X]`.

    Raises TypeError where its annotation says none.
    """
    parts = get_args(_hints(make_job).get("return"))
    if len(parts) != 2:
        raise TypeError(make_job)
    return parts[1]
