"""Labelled passages, links and evidence for a reader at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from djtext.lang import current, t
from djtext.types import Cell, Table
from djtext.view.escape import terminal as safe
from djtext.view.terminal import console, show_notes, width_of, write_line
from djtext.view.wrap import wrap

if TYPE_CHECKING:
    from rich.console import Console

    from djtext.roles.classify import Evidence
    from djtext.roles.rules import Rule

NAMES = {
    "problem": ("问题", "problem", "red"),
    "cause": ("原因", "cause", "yellow"),
    "remedy": ("对策", "remedy", "green"),
    "significance": ("意义", "significance", "cyan"),
    "other": ("其他", "other", "dim"),
}


def name(role: str) -> str:
    """A role in the language of people."""
    return NAMES[role][1 if current() == "en" else 0]


def _block(out: Console, label: str, style: str, text: str, width: int, indent: int = 2) -> None:
    """A label and a text that hangs beside it."""
    from rich.cells import cell_len
    from rich.text import Text

    room = max(20, width - indent - cell_len(label) - 2)
    for at, part in enumerate(wrap(safe(text.replace("\n", " ")), room)):
        shown = Text(" " * indent)
        shown.append(label if at == 0 else " " * cell_len(label), style=style)
        shown.append("  " + part)
        write_line(out, shown)


def _document(out: Console, doc: str) -> None:
    from rich.text import Text

    write_line(out, Text(safe(doc), style="bold"))


def show_labels(table: Table, themes: Mapping[str, str] | None = None, stream: TextIO | None = None) -> None:
    """Passages or sentences by document and section, each with its role, confidence and themes."""
    from rich.text import Text

    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    names = table.names()
    doc = section = None
    for row in table.rows:
        cells = dict(zip(names, row, strict=True))
        if cells["doc"] != doc:
            doc, section = cells["doc"], None
            _document(out, str(doc))
        if cells["section"] != section:
            section = cells["section"]
            if section:
                write_line(out, Text("  § " + safe(str(section)), style="dim"))
        role = str(cells["role"])
        label = f"{name(role)} {float(cells['confidence'] or 0):.2f}"
        named = [(themes or {}).get(key, key) for key in str(cells["themes"]).split()]
        about = f"  [{'、'.join(named)}]" if named else ""
        _block(out, label, NAMES[role][2], str(cells["text"]) + about, width)
    show_notes(table, out)


def show_pairs(table: Table, stream: TextIO | None = None) -> None:
    """Links by document: the problem, and below it the remedies that answer it."""
    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    names = table.names()
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    by_problem: dict[tuple[str, int], list[dict[str, Cell]]] = {}
    for cells in rows:
        by_problem.setdefault((str(cells["doc"]), int(cells["problem_start"] or 0)), []).append(cells)
    doc = ""
    order = {d: n for n, d in enumerate(dict.fromkeys(key[0] for key in by_problem))}
    for (here, _), found in sorted(by_problem.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        if here != doc:
            doc = here
            _document(out, doc)
        role = str(found[0]["problem_role"])
        _block(out, name(role), NAMES[role][2], str(found[0]["problem"]), width)
        for cells in found:
            label = f"→ {cells['rule']} {float(str(cells['score'])):.2f}"
            _block(out, label, "green", str(cells["remedy"]), width, indent=6)
    show_notes(table, out)


def show_unanswered(table: Table, stream: TextIO | None = None) -> None:
    """Problems and remedies without an answer, by document."""
    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    names = table.names()
    doc = None
    for row in table.rows:
        cells = dict(zip(names, row, strict=True))
        if cells["doc"] != doc:
            doc = cells["doc"]
            _document(out, str(doc))
        role = str(cells["role"])
        _block(out, name(role), NAMES[role][2], str(cells["text"]), width)
    show_notes(table, out)


_WORDINGS = {
    "duty": ("说明谁应当做什么", "says who is to do what"),
    "goal": ("标题说明在哪方面做什么", "a heading that says where and what to improve"),
    "means": ("标题说明用什么办法", "a heading that names a means"),
    "bare": ("对策之间以动词开头的句子", "opens with the verb of a measure, between remedies"),
    "lack": ("全文不谈原因，短句以“不足”一类的词结尾", "a bare lack, in a text that speaks of no causes"),
}


def _rule(rule: Rule) -> str:
    """A wording that moved the role, and how far it can be trusted."""
    toward = "" if rule.by > 0 else t("不是", "not ")
    return t(
        f"{_WORDINGS[rule.name][0]} → {toward}{name(rule.role)}（编码文本 {rule.of} 句中 {rule.right} 句如此）",
        f"{_WORDINGS[rule.name][1]} → {toward}{name(rule.role)} ({rule.right} of {rule.of} coded sentences)",
    )


def show_evidence(evidence: Evidence | None, stream: TextIO | None = None) -> None:
    """Why one sentence has its role."""
    from rich.text import Text

    if evidence is None:
        return
    stream = stream or sys.stdout
    width = width_of(stream)
    out = console(stream, width)
    item = evidence.labelled
    _block(out, f"{name(item.role)} {item.confidence:.2f}", NAMES[item.role][2], item.sentence.text, width, indent=0)

    def shares(values: tuple[tuple[str, float], ...]) -> str:
        return "  ".join(f"{name(role)} {value:.2f}" for role, value in sorted(values, key=lambda one: -one[1]))

    lines = [
        (t("位置", "place"), f"{item.sentence.doc}  ¶{item.sentence.para}  {item.sentence.start}–{item.sentence.end}"),
        (t("只看本句", "its own words"), shares(evidence.own)),
        (t("连同上下文", "in context"), shares(evidence.shares)),
        (t("有力的字串", "strongest strings"), "  ".join(f"{word} {value:+.2f}" for word, value in evidence.words)),
        (t("线索词", "cue words"), "  ".join(f"{word}（{group}）" for group, word in evidence.cues)),
        (t("句式", "wording"), "  ".join(_rule(rule) for rule in evidence.rules)),
        (t("所在标题", "headings above"), " / ".join(evidence.above)),
        (t("上一句", "before"), evidence.before),
        (t("下一句", "after"), evidence.after),
        (t("主题", "themes"), "  ".join(item.themes)),
        (t("仅提及", "only mentioned"), "  ".join(item.mentions)),
    ]
    for label, text in lines:
        if text:
            _block(out, label, "dim", text, width)
    write_line(out, Text(""))
