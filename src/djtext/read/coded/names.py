"""The code that a name stands for: roles and themes by key, Chinese, English or letter, one or several in a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from djtext.lang import t
from djtext.read.coded import Codes, Problem
from djtext.read.coded.cells import list_of

_NONE = frozenset({"none", "无", "-", "—", "－", "没有", "/"})
_PARTS = re.compile(r"[;；|,，\n\t]+")
_FINE = re.compile(r"[、\s]+")


def fold_name(name: str) -> str:
    """A name of a code in the form in which it is compared.

    >>> fold_name(" Problem ") == fold_name("Ｐｒｏｂｌｅｍ")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def codes_of(roles: Iterable[tuple[str, ...]], themes: Iterable[tuple[str, ...]]) -> Codes:
    """Codes from tuples of a key and its other names; a name that two codes share stands for neither.

    >>> codes_of([("problem", "问题", "P")], [("liangzhangpi", "两张皮")]).roles["p"]
    'problem'
    """

    def by_name(groups: Iterable[tuple[str, ...]]) -> dict[str, str]:
        groups = tuple(groups)
        made: dict[str, str] = {}
        twice = set()
        for key, *others in groups:
            for name in {fold_name(other) for other in others if other}:
                if made.setdefault(name, key) != key:
                    twice.add(name)
        for name in twice:
            del made[name]
        return {**made, **{fold_name(group[0]): group[0] for group in groups}}

    return Codes(by_name(roles), by_name(themes))


def role_of(name: str, codes: Codes, problems: list[Problem], where: str) -> str | None:
    """The key of a role by any of its names; a problem where there is none."""
    key = codes.roles.get(fold_name(name))
    if key is None:
        problems.append(
            Problem(
                where,
                "bad-role",
                t(
                    f"没有“{cut(name)}”这个角色，此格不计（可用：{_listed(codes.roles)}）",
                    f"there is no role '{cut(name)}'; the cell is left out (known: {_listed(codes.roles)})",
                ),
            )
        )
    return key


def themes_of(
    cell: Any, codes: Codes, problems: list[Problem], where: str, *, blank_is_none: bool
) -> tuple[str, ...] | None:
    """The themes of a cell, in the order of their keys; None where it is blank and that says nothing, or has a bad code."""
    if isinstance(cell, (list, tuple)) and not cell:
        return ()
    parts = list_of(cell)
    if not parts:
        return () if blank_is_none else None
    found: set[str] = set()
    good = True
    for part in parts:
        for name in _split(part, codes.themes):
            key = codes.themes.get(fold_name(name))
            if key is not None:
                found.add(key)
            elif fold_name(name) not in _NONE:
                good = False
                problems.append(
                    Problem(
                        where,
                        "bad-theme",
                        t(
                            f"没有“{cut(name)}”这个主题，此格不计{_near(name, codes.themes)}",
                            f"there is no theme '{cut(name)}'; the cell is left out{_near(name, codes.themes)}",
                        ),
                    )
                )
    return tuple(sorted(found)) if good else None


def _split(part: str, known: Mapping[str, str]) -> list[str]:
    """The names in a piece of text: whole if it is one, else parted at the weaker marks too."""
    if fold_name(part) in known:
        return [part]
    names = []
    for piece in _PARTS.split(part):
        if fold_name(piece) in known:
            names.append(piece)
        else:
            names += [name for name in _FINE.split(piece) if name]
    return names


def _near(name: str, known: Mapping[str, str]) -> str:
    import difflib

    near = difflib.get_close_matches(fold_name(name)[:60], known, n=1, cutoff=0.6)
    return t(f"（是不是“{near[0]}”？）", f" (did you mean '{near[0]}'?)") if near else ""


def _listed(known: Mapping[str, str]) -> str:
    return " ".join(dict.fromkeys(known.values()))


def cut(name: str) -> str:
    """A name on one line, at most 40 characters long."""
    name = " ".join(name.split())
    return name if len(name) <= 40 else name[:39] + "…"
