"""What a command opened is closed, however it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.study import store


def test_a_study_is_closed_when_a_command_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("学习流于形式\n学习流于形式，走过场。", encoding="utf-8")
    study = tmp_path / "s.djtext"
    assert CliRunner().invoke(app, ["index", "add", str(tmp_path / "a.txt"), "-o", str(study), "-q"]).exit_code == 0
    opened: list[store.Study] = []
    real = store.Study.__init__

    def kept(self: store.Study, path: str | Path, **given: float) -> None:
        real(self, path, **given)
        opened.append(self)

    monkeypatch.setattr(store.Study, "__init__", kept)
    # a filter that cannot be: told after the study was opened
    assert CliRunner().invoke(app, ["themes", str(study), "--where", "nonsense"]).exit_code == 2
    assert opened
    for one in opened:
        with pytest.raises(store.sqlite3.ProgrammingError, match="closed"):
            one._connection.execute("SELECT 1")
