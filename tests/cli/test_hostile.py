"""A folder of everything that goes wrong with files: one outcome for each, and nothing else happens."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links, pipes, rights and process tables of Linux")

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("hostile_folder", ROOT / "tools" / "hostile_folder.py")
assert _spec is not None and _spec.loader is not None
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)
TIMEOUT, WALL, PEAK = 120, 90, 3 * 1024**3
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
EVIL = Path("/tmp/djtext-hostile-evil.txt")  # where a member of an archive wants to go


@dataclass(slots=True)
class Done:
    """One run of the command line that is over."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int
    left: list[str]


@dataclass(slots=True)
class Ran:
    """The folder, what was expected, and both runs."""

    top: Path
    expected: dict[str, Any]
    themes: Done
    clean: Done
    ledger: list[dict[str, Any]]
    texts: Path
    found: set[str]
    before: dict[str, str]
    after: dict[str, str]
    rights: bool
    alone: bool
    outcomes: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))


def works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=20).returncode == 0
    except OSError:
        return False


@lru_cache
def without_network() -> list[str]:
    """A prefix that takes the network away, or nothing where this system does not let us."""
    for prefix in (["unshare", "-n"], ["unshare", "-rn"]):
        if works([*prefix, "true"]):
            return prefix
    return []


@lru_cache
def without_rights() -> list[str] | None:
    """A prefix under which rights of files count; None where root cannot be rid of its own."""
    if os.geteuid() != 0:
        return []
    held = "-dac_override,-dac_read_search"
    for prefix in (
        ["setpriv", f"--bounding-set={held}", f"--inh-caps={held}"],
        ["setpriv", "--reuid=65534", "--clear-groups"],
    ):
        if works([*prefix, sys.executable, "-c", "import djtext"]):
            return prefix
    return None


def session(number: int) -> list[str]:
    """What still runs in a session."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(told[3]) == number and told[0] not in {"Z", "X"}:
                found.append(folder.name)
    return found


def start(base: Path, *arguments: str) -> tuple[subprocess.Popen[bytes], str, float]:
    """Begin a run in a session of its own, with its output going to files."""
    prefix = [*without_network(), *(without_rights() or [])]
    environment = {**os.environ, "TMPDIR": str(base / "tmp"), "HOME": str(base / "home")}
    with (base / "logs" / f"{arguments[0]}.out").open("wb") as out, (base / "logs" / f"{arguments[0]}.err").open("wb") as err:  # fmt: skip
        running = subprocess.Popen(
            [*prefix, sys.executable, "-m", "djtext", *arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            cwd=base / "cwd", env=environment, start_new_session=True,
        )  # fmt: skip
    return running, arguments[0], time.monotonic()


def finish(base: Path, running: subprocess.Popen[bytes], name: str, began: float) -> Done:
    """Wait for a run, and collect what it printed and used."""
    while True:
        pid, status, used = os.wait4(running.pid, os.WNOHANG)
        seconds = time.monotonic() - began
        if pid or seconds > TIMEOUT:
            break
        time.sleep(0.02)
    if not pid:
        os.killpg(running.pid, 9)
        _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    waited = time.monotonic()
    while (left := session(running.pid)) and time.monotonic() - waited < 2:
        time.sleep(0.05)
    out, err = ((base / "logs" / f"{name}.{end}").read_bytes().decode("utf-8") for end in ("out", "err"))
    return Done(running.returncode, out, err, seconds, used.ru_maxrss * 1024, left)


def tree(top: Path) -> dict[str, str]:
    """Everything below a folder: kind, rights, time of change, and the contents' hash or the link's target."""
    made: dict[str, str] = {}
    stack = [str(top)]
    while stack:
        path = stack.pop()
        try:
            status = os.lstat(path)
        except OSError as error:
            made[path] = str(error.errno)
            continue
        told = f"{status.st_mode:o} {status.st_mtime_ns}"
        if stat.S_ISDIR(status.st_mode):
            stack += [str(inner) for inner in Path(path).iterdir()]
        elif stat.S_ISLNK(status.st_mode):
            told += str(Path(path).readlink())
        elif stat.S_ISREG(status.st_mode) and os.access(path, os.R_OK):
            told += hashlib.sha256(Path(path).read_bytes()).hexdigest()
        made[path] = told
    return made


def discovered(top: Path, *, rights: bool) -> set[str]:
    """The paths that need an outcome: all but folders, and folders that cannot be entered."""
    found = set()
    stack = [str(top)]
    while stack:
        path = stack.pop()
        try:
            status = os.lstat(path)
            closed = rights and stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o777
            if stat.S_ISDIR(status.st_mode) and not closed:
                stack += [str(inner) for inner in Path(path).iterdir()]
                continue
        except OSError:
            pass
        found.add(tool.shown(path[len(str(top)) + 1 :]))
    return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    base = tmp_path_factory.mktemp("hostile")
    top = base / "文集"
    tool.build(top, 1)
    for name in ("cwd", "tmp", "home", "out", "logs"):
        (base / name).mkdir()
        (base / name).chmod(0o777)
    rights = without_rights()
    if rights and "--reuid=65534" in rights:
        for folder in (base, *base.parents):
            if folder.stat().st_uid == 0 and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o055)
    expected = json.loads((base / "文集.expected.json").read_text(encoding="utf-8"))
    watched = [top, base / "文集.outside", base / "cwd", base / "tmp", base / "home"]
    EVIL.unlink(missing_ok=True)

    def everything() -> dict[str, str]:
        made = {str(path): "" for path in base.iterdir()}
        for folder in watched:
            made |= tree(folder)
        return made

    before = everything()
    running = [start(base, "themes", str(top), "--format", "json"), start(base, "clean", str(top), "-o", str(base / "out" / "清洗后"))]  # fmt: skip
    themes, clean = (finish(base, *one) for one in running)
    ledger_file = base / "out" / "清洗后" / "ledger.jsonl"
    rows = ledger_file.read_text(encoding="utf-8").split("\n") if ledger_file.exists() else []
    ledger = [json.loads(line) for line in rows if line]
    made = Ran(
        top, expected, themes, clean, ledger, base / "out" / "清洗后", discovered(top, rights=rights is not None), before,
        everything(), rights is not None, bool(without_network()),
    )  # fmt: skip
    for row in ledger:
        made.outcomes[row["path"].removeprefix(f"{top}/")].append(row)
    yield made
    (top / "异类" / "进不去").chmod(0o700)
    shutil.rmtree(base, ignore_errors=True)


def test_both_end_with_three_and_no_traceback(ran: Ran) -> None:
    for done in (ran.themes, ran.clean):
        assert done.code == 3, done.err[-2000:]
        assert "Traceback" not in done.out + done.err and "djtext-bug" not in done.err


def test_every_path_has_an_outcome(ran: Ran) -> None:
    assert set(ran.outcomes) == ran.found
    assert all(row["status"] in {"ok", "partial", "empty", "skipped", "failed"} for row in ran.ledger)
    unnamed = [row for row in ran.ledger if row["status"] != "ok" and not (row["code"] and row["detail"])]
    assert unnamed == []
    ids = [row["doc"] for row in ran.ledger if row["file"]]
    assert len(ids) == len(set(ids))


def test_the_account_adds_up(ran: Ran) -> None:
    counts = re.compile(r"(\d+) ok, (\d+) partial, (\d+) empty, (\d+) skipped, (\d+) failed")
    for done in (ran.themes, ran.clean):
        found = counts.search(done.err)
        assert found is not None
        told = dict(zip(("ok", "partial", "empty", "skipped", "failed"), map(int, found.groups()), strict=True))
        assert sum(told.values()) == len(ran.ledger)
        for status, number in told.items():
            assert number == sum(row["status"] == status for row in ran.ledger)


def expectation(ran: Ran, path: str) -> dict[str, Any] | None:
    """What is expected of a path: by its name, or by a folder above it that stands for all below."""
    rules: dict[str, dict[str, Any]] = ran.expected["files"]
    return rules.get(path) or next((rule for key, rule in rules.items() if key.endswith("/") and path.startswith(key)), None)  # fmt: skip


def test_outcomes_are_those_expected(ran: Ran) -> None:
    wrong = []
    for path in sorted(ran.found):
        rule = expectation(ran, path)
        assert rule is not None, path
        if rule["rights"] and not ran.rights:
            continue
        rows = ran.outcomes.get(path, [])
        got = [(row["status"], row["code"]) for row in rows]
        problems = [pair for pair in got if pair[0] not in rule["status"]]
        problems += [pair for pair in got if pair[0] != "ok" and rule["code"] and pair[1] not in rule["code"]]
        problems += [
            tuple(pair) for pair in rule["must"] if not any(a == pair[0] and pair[1] in {"", b} for a, b in got)
        ]
        if problems or not rows or (rule["docs"] and rule["docs"] != len(rows)):
            said = {key: rule[key] for key in ("status", "code", "must", "docs")}
            wrong.append(f"{path} ({rule['why']}): expected {said}, got {len(rows)}: {got[:6]}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_nothing_is_lost_in_silence(ran: Ran) -> None:
    wrong = []
    for path, rows in sorted(ran.outcomes.items()):
        rule = expectation(ran, path)
        if rule and rule["contains"] and rows and all(row["status"] == "ok" for row in rows):
            text = "".join((ran.texts / row["file"]).read_text(encoding="utf-8") for row in rows if row["file"])
            if rule["contains"] not in text:
                wrong.append(f"{path} ({rule['why']}): ok, but without {rule['contains']}: …{text[-60:]!r}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_themes_of_the_good_essays_are_found(ran: Ran) -> None:
    found = {row["theme"]: row for row in json.loads(ran.themes.out)}
    wrong = {}
    for key, rule in ran.expected["themes"].items():
        row = found.get(key, {"docs": 0, "hits": 0, "example_doc": ""})
        if (row["docs"], row["hits"], row["example_doc"]) != (1, rule["hits"], rule["path"]):
            wrong[key] = (rule, row)
    assert wrong == {}
    assert not set(ran.expected["absent"]) & set(found)


def test_nothing_steers_the_terminal(ran: Ran) -> None:
    for done in (ran.themes, ran.clean):
        for text in (done.out, done.err):
            assert [match.group() for match in STEERING.finditer(text)][:5] == []


def test_every_line_of_the_account_names_path_cause_and_code(ran: Ran) -> None:
    for line in ran.clean.err.splitlines():
        if line.startswith("djtext: "):
            assert re.search(r"\[[a-z0-9-]+\](?:（-v 全部列出）)?\Z", line), line
    assert str(ran.top) in ran.clean.err
    assert len(ran.clean.err.splitlines()) < 400  # what repeats is grouped


def test_nothing_is_written_elsewhere(ran: Ran) -> None:
    changed = {path for path in ran.before.keys() | ran.after.keys() if ran.before.get(path) != ran.after.get(path)}
    assert changed == set()
    assert not EVIL.exists()
    assert sorted(path.name for path in ran.texts.iterdir()) == sorted({row["file"] for row in ran.ledger if row["file"]} | {"ledger.jsonl"})  # fmt: skip


def test_no_process_is_left_behind(ran: Ran) -> None:
    assert (ran.themes.left, ran.clean.left) == ([], [])


def test_time_and_memory_are_bounded(ran: Ran) -> None:
    for done in (ran.themes, ran.clean):
        assert done.seconds < WALL
        assert done.peak < PEAK


def test_the_network_was_not_there(ran: Ran) -> None:
    if not ran.alone:
        pytest.skip("unshare does not work here: both runs had the network")
    assert ran.themes.code == ran.clean.code == 3


def test_permission_was_refused(ran: Ran) -> None:
    if not ran.rights:
        pytest.skip("root's rights cannot be dropped here")
    for path in ("异类/读不到.txt", "异类/进不去"):
        assert [row["code"] for row in ran.outcomes[path]] == ["permission"]


def test_the_same_seed_makes_the_same_folder(ran: Ran, tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "hostile_folder.py"), str(tmp_path / "h")], capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert json.loads((tmp_path / "h.expected.json").read_text(encoding="utf-8")) == ran.expected
    for name in ("好文章/体会.docx", "版式/噪声.pdf", "压缩/嵌套.zip", "字符/随机.txt"):
        assert (tmp_path / "h" / name).read_bytes() == (ran.top / name).read_bytes()
    (tmp_path / "h" / "异类" / "进不去").chmod(0o700)
    shutil.rmtree(tmp_path / "h", ignore_errors=True)
