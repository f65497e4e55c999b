"""Corpora of any size, the same for the same seed: paragraphs of real texts, shuffled, a part of their clauses replaced.

The texts are those of `corpus/` and, where present, of `../shared/data`. Every document takes paragraphs of one to three
texts until it is long enough; three clauses of ten are put in place by clauses of any text, digits are changed. So
lengths, words and structure are those of the genre, while no document repeats another. Clauses do repeat: nothing
that remembers texts may be judged by these.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared" / "data"
REPLACED = 0.3
_CLAUSE = re.compile("[^，。；！？]*[，。；！？”]*")


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts as paragraphs, their paragraphs as clauses, and all clauses."""

    texts: tuple[tuple[tuple[str, ...], ...], ...]
    titles: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Essay:
    """One made-up document."""

    id: str
    title: str
    date: str
    text: str


def sources() -> Iterator[tuple[str, str]]:
    """Title and text of every real document there is, in a fixed order."""
    for path in sorted(CORPUS.glob("*.txt")):
        yield _titled(path)
    if not SHARED.is_dir():
        return
    for folder in ("party", "commentary", "essays", "speeches/deng", "speeches/jiang"):
        for path in sorted((SHARED / folder).glob("*.txt")):
            yield _titled(path)
    yield from reports()


def reports() -> Iterator[tuple[str, str]]:
    """The work reports and congress reports of `../shared`; nothing where it is not there."""
    for name in ("government_work_reports.jsonl", "congress_reports.jsonl"):
        path = SHARED / "speeches" / name
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                yield record["title"], record["content"]


def _titled(path: Path) -> tuple[str, str]:
    title, _, text = path.read_text(encoding="utf-8", errors="replace").partition("\n")
    return title.strip(), text


def pool() -> Pool:
    """The texts taken apart."""
    texts, titles, clauses = [], [], []
    for title, text in sources():
        paragraphs = tuple(
            tuple(clause for clause in _CLAUSE.findall(line.strip()) if clause)
            for line in text.splitlines()
            if line.strip()
        )
        if paragraphs:
            texts.append(paragraphs)
            titles.append(title)
            clauses += [clause for paragraph in paragraphs for clause in paragraph if 4 <= len(clause) <= 40]
    return Pool(tuple(texts), tuple(titles), tuple(clauses))


def essays(count: int, *, seed: int = 1) -> Iterator[Essay]:
    """So many documents of 4,300 characters in the mean. The first of a larger number are those of a smaller one."""
    made_of = pool()
    for number in range(count):
        yield _essay(number, made_of, random.Random(f"{seed} {number}"))


def _essay(number: int, made_of: Pool, rng: random.Random) -> Essay:
    wanted = min(20_000, max(300, int(rng.lognormvariate(7.88, 0.83))))
    places = [rng.randrange(len(made_of.texts)) for _ in range(3)]
    paragraphs = [paragraph for place in places for paragraph in made_of.texts[place]]
    while sum(len(clause) for paragraph in paragraphs for clause in paragraph) < wanted:
        paragraphs += made_of.texts[rng.randrange(len(made_of.texts))]
    rng.shuffle(paragraphs)
    lines: list[str] = []
    length = 0
    clauses = made_of.clauses
    total = len(clauses)
    chance = rng.random
    for paragraph in paragraphs:
        line = "".join(clauses[int(chance() * total)] if chance() < REPLACED else clause for clause in paragraph)
        lines.append(line)
        length += len(line)
        if length >= wanted:
            break
    digits = "123456789"
    shuffled = "".join(rng.sample(digits, 9))
    text = "\n".join(lines).translate(str.maketrans(digits, shuffled))
    date = f"{rng.randint(1998, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return Essay(f"{number:06d}", made_of.titles[places[0]], date, text)


def write_jsonl(path: Path, count: int, *, seed: int = 1) -> Path:
    """A corpus as one file of JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for essay in essays(count, seed=seed):
            record = {"id": essay.id, "title": essay.title, "date": essay.date, "text": essay.text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def write_files(folder: Path, count: int, *, seed: int = 1) -> Path:
    """A corpus as text files in one folder: title, date in brackets, then a paragraph a line."""
    folder.mkdir(parents=True, exist_ok=True)
    for essay in essays(count, seed=seed):
        year, month, day = map(int, essay.date.split("-"))
        head = f"{essay.title}\n（{year}年{month}月{day}日）\n"
        (folder / f"{essay.id}.txt").write_text(head + essay.text + "\n", encoding="utf-8")
    return folder


def write_reports(path: Path) -> Path:
    """The 72 work reports as text files in one folder; made-up ones of their length where they are not there."""
    path.mkdir(parents=True, exist_ok=True)
    real = [(title, text) for title, text in reports() if "工作报告" in title][:72]
    found = real or [(essay.title, essay.text) for essay in essays(72)]
    for number, (title, text) in enumerate(found):
        (path / f"{number:02d}.txt").write_text(f"{title}\n{text}\n", encoding="utf-8")
    return path
