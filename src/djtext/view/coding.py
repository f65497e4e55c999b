"""The workbook for a coder: the sheet to fill in, with lists to choose from, and the guide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from djtext.lang import current, t
from djtext.measures.labels import ROLE_NAMES
from djtext.types import Cell, Codebook, Table
from djtext.view import escape
from djtext.view.files import XLSX_CELL, heading

SHEET = "coding"
_WIDTHS = {"n": 5, "before": 40, "text": 60, "after": 40, "role": 12, "second": 12, "themes": 24, "note": 20, "done": 7}
_WRAPPED = frozenset({"before", "text", "after", "themes", "note"})
_MOST = 26  # lines of a row: Excel allows no higher
_AROUND = frozenset({"before", "after"})
_ROLES = {
    "problem": (
        "指出毛病、不足、风险、不良做法，或它们的表现和后果",
        "names something that is wrong: a failing, a gap, a risk, a bad habit, how it shows or what it leads to",
    ),
    "cause": ("说明毛病从何而来、为什么会有", "tells where something wrong comes from"),
    "remedy": (
        "提出或叙述办法、要求、措施；“要……”“必须……”“不准……”都算，哪怕句中点了问题",
        "asks for, proposes or reports a measure; 要…, 必须…, 不准… count, even where the sentence names what is wrong",
    ),
    "significance": (
        "讲为什么重要、有什么好处、服务于什么目标，不提具体做法",
        "says why something matters, what it is good for, what it serves, and asks for nothing",
    ),
    "other": ("其余：叙事、背景、过渡、标题、署名", "all else: narration, background, transitions, titles, bylines"),
}


def width_of(text: str) -> int:
    """Columns that a text takes in a sheet, hanzi counted double.

    >>> width_of("走出ab")
    6
    """
    return sum(2 if char > "\u2e7f" else 1 for char in text)


def role_choices() -> list[str]:
    """The roles as a coder may choose them, in the language in force."""
    return [names[current() == "en"] for names in ROLE_NAMES.values()]


def guide(book: Codebook) -> Iterator[tuple[str, ...]]:
    """The rows of the guide: what to do, the roles, the themes."""
    yield (t("怎样编码", "How to code"),)
    for line in (
        t(
            "每行一个单位，只编“text”一格；上下文仅供理解。不要改动 text、id 等列，可以改变列宽。",
            "One unit a row. Code the cell 'text' alone; before and after are there to understand it. Leave text, id and "
            "the other columns as they are.",
        ),
        t(
            "role：从下拉表里选一种角色。拿不准时，另一种说得通的写在 second。",
            "role: choose one. Where another could be defended, put it into second.",
        ),
        t(
            "themes：这句话在谈的主题，可以多个，用分号隔开，写名称或键都行；只是顺带一提的不算；没有就写“无”。",
            "themes: what the unit is about, any number, semicolons between, keys or labels; not what it mentions in "
            "passing; none where there is none.",
        ),
        t(
            "done：这一行编完了就选“是”。编完而空着的角色算“其他”，空着的主题算没有；没编完的空格什么都不算。",
            "done: yes once a row is finished. Of a finished row a blank role is other and blank themes are none; of "
            "others a blank cell says nothing.",
        ),
        t("各自独立编码，编完之前不要交换看法。", "Code alone; do not talk about rows before all are done."),
    ):
        yield ("", line)
    yield ()
    yield (t("角色", "Roles"), t("含义", "meaning"), t("可写作", "may be written as"))
    for key, names in ROLE_NAMES.items():
        zh, en = _ROLES[key]
        yield (names[current() == "en"], t(zh, en), f"{key} / {names[0]} / {key[0].upper()}")
    yield ()
    yield (
        t("主题", "Themes"), t("含义", "meaning"), t("键", "key"), t("何时编码", "when"), t("何时不编码", "when not"),
        t("例句", "example"),
    )  # fmt: skip
    for theme in book.themes:
        label = t(theme.label, theme.label_en or theme.label)
        yield (
            label,
            theme.definition,
            theme.key,
            theme.when,
            theme.when_not,
            theme.examples[0] if theme.examples else "",
        )
    yield ()
    yield (t("编码本", "Codebook"), book.title)


def write_coding(table: Table, book: Codebook, out: BinaryIO) -> None:
    """The workbook: sheet `coding` with the rows, sheet `guide`, and `about` with the meaning of the columns.

    Text is never a formula or a link. Roles and done are chosen from lists; another entry is refused.
    """
    import datetime

    import xlsxwriter

    book_ = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    book_.set_properties({"title": escape.xml(table.title), "created": datetime.datetime(2000, 1, 1)})
    head = book_.add_format({"bold": True, "bottom": 1, "valign": "top"})
    ask = book_.add_format({"bold": True, "bottom": 1, "valign": "top", "bg_color": "#FFF2CC"})
    wrap = book_.add_format({"text_wrap": True, "valign": "top"})
    around = book_.add_format({"text_wrap": True, "valign": "top", "font_color": "#777777"})
    plain = book_.add_format({"valign": "top"})
    blank = book_.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFFBEB"})
    names = table.names()
    rows = tuple(table.rows)
    from djtext.measures.coding import BLANK

    sheet = book_.add_worksheet(SHEET)
    for n, name in enumerate(names):
        sheet.write_string(0, n, name, ask if name in BLANK else head)
        sheet.set_column(n, n, _WIDTHS.get(name, 14))
    for r, row in enumerate(rows, start=1):
        for n, (value, name) in enumerate(zip(row, names, strict=True)):
            style = blank if name in BLANK else around if name in _AROUND else wrap if name in _WRAPPED else plain
            if isinstance(value, str) and value:
                sheet.write_string(r, n, escape.xml(value)[:XLSX_CELL], style)
            elif value is None or value == "":
                sheet.write_blank(r, n, None, style)
            else:
                sheet.write_number(r, n, value, style)
        sheet.set_row(r, 15 * _lines(row, names))
    _choices(sheet, names, len(rows))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, names.index("text") + 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)
    sheet = book_.add_worksheet("guide")
    widths = (22, 70, 28, 60, 60, 60)
    for n, width in enumerate(widths):
        sheet.set_column(n, n, width)
    for r, cells in enumerate(guide(book)):
        if cells:
            lines = (-(-width_of(text) // (width - 2)) for text, width in zip(cells, widths, strict=False))
            sheet.set_row(r, 15 * min(_MOST, max(1, *lines)))
        for n, text in enumerate(cells):
            first = not r or (len(cells) > 1 and cells[1] in {"含义", "meaning"})
            sheet.write_string(r, n, escape.xml(text)[:XLSX_CELL], head if first else wrap)
    sheet = book_.add_worksheet("about")
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 90)
    said = [(note, "", "") for note in (*table.notes, *((table.made_by,) if table.made_by else ()))]
    said += [("", "", ""), *((c.name, heading(c), c.help) for c in table.columns)]
    for r, line in enumerate(said):
        for n, text in enumerate(line):
            if text:
                sheet.write_string(r, n, escape.xml(text))
    book_.close()


def _lines(row: tuple[Cell, ...], names: tuple[str, ...]) -> int:
    """How many lines a row needs, so that a unit and its context can be read in whole."""
    needed = 2
    for value, name in zip(row, names, strict=True):
        if isinstance(value, str) and name in _WRAPPED:
            needed = max(needed, -(-width_of(value) // (_WIDTHS[name] - 2)))
    return min(needed, _MOST)


def _choices(sheet: Any, names: tuple[str, ...], rows: int) -> None:
    """Lists to choose from, for roles and done."""
    if not rows:
        return
    lists = {
        "role": (role_choices(), t("选一种角色，见 guide 表", "one of the roles; see the sheet guide")),
        "second": (role_choices(), t("可空", "may stay blank")),
        "done": ([t("是", "yes")], t("这一行编完了", "this row is finished")),
    }
    for name, (source, said) in lists.items():
        column = names.index(name)
        sheet.data_validation(
            1, column, rows, column,
            {"validate": "list", "source": source, "input_title": name, "input_message": said,
             "error_title": name, "error_message": t("请从下拉表里选", "choose from the list")},
        )  # fmt: skip
    column = names.index("themes")
    sheet.data_validation(
        1, column, rows, column,
        {"validate": "any", "input_title": "themes",
         "input_message": t("名称或键，分号隔开；没有写“无”；见 guide 表", "labels or keys, ; between; none for none; see guide")},
    )  # fmt: skip
