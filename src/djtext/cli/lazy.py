"""Commands that are loaded when they are called: the list of all of them needs none.

`app.COMMANDS` is the one table. A row names the module under `djtext.cli`, the function (or the `typer.Typer` of a
group of commands) in it, and the line of help. The examples below the help are the module's `EXAMPLES`, or
`NAME_EXAMPLES` where it holds several commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_command, get_group

from djtext.cli.helptext import Context

Row = tuple[str, str, str]  # module, function or group, help


class Commands(MutableMapping[str, Any]):
    """Commands by name, in the order of the table; one is loaded when it is taken out, and then kept."""

    def __init__(self, rows: Mapping[str, Row], loaded: Mapping[str, Any]) -> None:
        self.rows = rows
        self._loaded = dict(loaded)

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = load(name, self.rows[name])
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.rows or name in self._loaded

    def __iter__(self) -> Iterator[str]:
        yield from self.rows
        yield from (name for name in self._loaded if name not in self.rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def listed(self, name: str) -> Any:
        """What a list of commands needs of one: its help; nothing is loaded for it."""
        if name in self._loaded:
            return self._loaded[name]
        return TyperCommand(name, help=self.rows[name][2], rich_markup_mode=None)


def load(name: str, row: Row) -> Any:
    """The command of a row of the table."""
    module, attribute, text = row
    source = import_module(f"djtext.cli.{module}")
    target = getattr(source, attribute)
    if isinstance(target, typer.Typer):
        target.info.help = text
        group = get_group(target)
        group.name = name
        for command in (group, *group.commands.values()):
            command.context_class = Context
        return group
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    examples = getattr(source, f"{name.upper()}_EXAMPLES", None) or getattr(source, "EXAMPLES", None)
    alone.command(name, help=text, epilog=examples)(target)
    command = get_command(alone)
    command.context_class = Context
    return command
