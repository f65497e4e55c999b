"""The cache as people and scripts meet it: the same bytes from the folder, the cache and a study."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from djtext.cli.app import app
from djtext.study.cache import NAME

RUNS = (
    ["themes"], ["themes", "--hits"], ["themes", "--by", "doc"], ["themes", "--cooccur", "sentence"],
    ["themes", "--where", "year>=2012", "--duplicates", "first"], ["passages"],
    ["passages", "--unit", "sentence"], ["pairs"],
    ["compare", "--by", "date<2012-11-08"], ["compare", "--by", "date<2012-11-08", "--unit", "word", "--limit", "30", "--permutations", "99"],
    ["trends"], ["words"], ["words", "--by", "genre"], ["words", "--diversity"], ["collocates", "基层"],
    ["kwic", "支部"], ["kwic", "--theme", "liangzhangpi"], ["segment", "--limit", "50"],
    ["reuse"], ["reuse", "--summary"],
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of eight essays, a twin and a damaged file; its study."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "文集").mkdir()
    essays = sorted((Path(__file__).parents[2] / "corpus").glob("*.txt"))
    for path in [essays[0], *essays[3::7]]:
        shutil.copy(path, folder / "文集")
    shutil.copy(Path(__file__).parents[2] / "corpus" / "metadata.csv", folder / "文集")
    shutil.copy(essays[3], folder / "文集" / "99-副本.txt")
    (folder / "文集" / "坏.docx").write_bytes(b"PK\x03\x04")
    done = CliRunner().invoke(app, ["index", "add", str(folder / "文集"), "-o", str(folder / "s.djtext")])
    assert done.exit_code == 3
    return folder / "文集", folder / "s.djtext"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DJTEXT_NO_CACHE")
    monkeypatch.setenv("DJTEXT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def call(*words: str, code: int = 0) -> tuple[bytes, str]:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.stderr
    return done.stdout_bytes, done.stderr


def hits(home: Path) -> tuple[int, int]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / NAME)) as connection:
        found = dict(connection.execute("SELECT name, number FROM state"))
    return found["hits"], found["misses"]


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_folder_cache_and_study_give_the_same_bytes(made: tuple[Path, Path], home: Path, words: list[str]) -> None:
    folder, study = made
    command = [words[0], *words[1:], "-f", "csv"]
    without = call(*command, "--no-cache", "--", str(folder), code=3)
    assert not home.exists()
    first = call(*command, "--", str(folder), code=3)
    asked, computed = hits(home)
    again = call(*command, "--", str(folder), code=3)
    found, still = hits(home)
    assert without == first == again == call(*command, "--", str(study), code=3)
    assert without[0].count(b"\n") > 1
    assert still == computed and found - asked >= computed > 8


@pytest.mark.parametrize(
    "words",
    [["discover"], ["sample", "-n", "5"], ["codebook", "coverage"], ["scan", "--baseline", ""]],
    ids=lambda words: words[0],
)
def test_commands_whose_values_may_not_be_kept_work_with_a_cache(
    made: tuple[Path, Path], home: Path, words: list[str]
) -> None:
    folder, _ = made
    command = [word or str(folder) for word in words]
    out = [call(*command, "-f", "csv", *extra, "--", str(folder), code=3) for extra in (["--no-cache"], [], [])]
    assert out[0] == out[1] == out[2] and out[0][0].count(b"\n") > 1


def test_against_a_study(made: tuple[Path, Path], home: Path, tmp_path: Path) -> None:
    folder, study = made
    new = tmp_path / "新"
    new.mkdir()
    for path in sorted(folder.glob("*.txt"))[:3]:
        (new / f"抄-{path.name}").write_text("另起一段。\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    for form in ([], ["--summary"]):
        found = [call("reuse", str(new), "--against", str(old), *form, "-f", "csv", code=3) for old in (folder, study)]
        assert found[0] == found[1] and found[0][0].count(b"\n") > 3


def test_info_and_clear(made: tuple[Path, Path], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = made
    out, _ = call("cache", "info", "--lang", "en")
    assert "values: 0" in out.decode() and not home.exists()
    call("themes", str(folder), code=3)
    call("themes", str(folder), code=3)
    out, _ = call("cache", "info", "--lang", "en")
    number = len(list(folder.glob("*.txt"))) + 1
    assert f"values: {number}" in out.decode() and f"hits: {number} / {2 * number} (50%)" in out.decode()
    assert "analyse.themes_job" in out.decode() and str(home) in out.decode()
    _, told = call("cache", "clear", "--lang", "en")
    assert "cleared" in told and not (home / NAME).exists()
    call("cache", "clear", "-q")
    monkeypatch.setenv("DJTEXT_CACHE_MB", "-1")
    call("cache", "info", code=2)


def test_clear_takes_a_broken_cache_and_no_others(home: Path) -> None:
    import sqlite3
    from contextlib import closing

    home.mkdir(mode=0o700)
    (home / NAME).write_bytes(b"SQLite format 3\0" + b"\xff" * 40 + b"\0" * 200)
    call("cache", "clear")
    assert not (home / NAME).exists()
    with closing(sqlite3.connect(home / NAME)) as connection:
        connection.executescript("PRAGMA application_id=7; CREATE TABLE a (b)")
    call("cache", "clear", code=14)
    assert (home / NAME).exists()


@pytest.mark.parametrize("way", ["option", "variable", "setting"])
def test_turned_off(
    made: tuple[Path, Path], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    folder, _ = made
    monkeypatch.chdir(tmp_path)
    if way == "variable":
        monkeypatch.setenv("DJTEXT_NO_CACHE", "1")
    if way == "setting":
        (tmp_path / "djtext.toml").write_text("cache = false\n", encoding="utf-8")
    call("themes", str(folder), *(["--no-cache"] if way == "option" else []), code=3)
    assert not home.exists()


def test_trouble_is_one_line(made: tuple[Path, Path], home: Path) -> None:
    folder, _ = made
    out, told = call("themes", str(folder), "-f", "csv", code=3)
    (home / NAME).write_text("别的东西", encoding="utf-8")
    again, more = call("themes", str(folder), "-f", "csv", code=3)
    assert again == out and len(more.splitlines()) == len(told.splitlines()) + 1 and "[cache]" in more
    assert call("themes", str(folder), "-f", "csv", "-q", code=3)[1].count("[cache]") == 0
    assert (home / NAME).read_text(encoding="utf-8") == "别的东西"
