"""Commands are loaded when called; lists of them, suggestions and completion know all of them."""

from __future__ import annotations

from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from djtext.cli import lazy
from djtext.cli.app import COMMANDS, app


def test_help_loads_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded(name: str, _row: Any) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(lazy, "load", loaded)
    done = CliRunner().invoke(app, ["--help"])
    assert done.exit_code == 0
    lines = done.stdout.split("命令：\n")[1].split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines if line[:3].strip()] == list(COMMANDS)


def test_only_the_command_that_is_called_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    real = lazy.load
    monkeypatch.setattr(lazy, "load", lambda name, row: names.append(name) or real(name, row))
    assert CliRunner().invoke(app, ["pairs", "--help"]).exit_code == 0
    assert names == ["pairs"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_row_is_a_command_with_help_and_examples(name: str) -> None:
    command = lazy.load(name, COMMANDS[name])
    assert (command.name, command.help) == (name, COMMANDS[name][2])
    inner = getattr(command, "commands", {})
    assert all(each.epilog for each in (inner.values() if inner else [command]))
    assert command.params or inner


def test_pairs_has_examples_of_its_own() -> None:
    assert "pairs" in lazy.load("pairs", COMMANDS["pairs"]).epilog


def test_a_slip_gets_a_suggestion() -> None:
    done = CliRunner().invoke(app, ["thems"])
    assert done.exit_code == 2
    assert "themes" in done.stderr


def test_names_and_options_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TYPER_COMPLETE_TESTING", "True")

    def completed(line: str) -> list[str]:
        words = line.split(" ")
        variables = {"_DJTEXT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
        return CliRunner().invoke(app, [], env=variables, prog_name="djtext").stdout.split()

    assert completed("djtext c") == [name for name in COMMANDS if name.startswith("c")]
    assert completed("djtext index ad") == ["add"]
    assert "--no-roles" in completed("djtext themes --no")


def test_the_commands_behave_as_a_mapping() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert list(commands) == list(COMMANDS)
    assert len(commands) == len(COMMANDS)
    assert "themes" in commands
    assert "nothing" not in commands
    assert commands.get("nothing") is None
    assert commands["doctor"] is commands["doctor"]
