from __future__ import annotations

import csv
import datetime
import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.errors import InputError
from djtext.read.raw import Raw, ReadOptions
from djtext.read.records import read_csv, read_jsonl, read_tsv, read_xlsx

PROSE = "一些干部不愿走出机关，群众有意见，说他们坐在办公室里看材料、听汇报、发通知。"
LONG = PROSE * 3
NONE = ReadOptions()


def table(*rows: list[str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def book(**sheets: list[list[Any]]) -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, (datetime.datetime, datetime.date)):
                    sheet.write_datetime(y, x, cell, day)
                elif isinstance(cell, tuple):
                    sheet.write_formula(y, x, cell[0], None, cell[1])
                elif isinstance(cell, str):
                    sheet.write_string(y, x, cell)
                else:
                    sheet.write(y, x, cell)
    workbook.close()
    return buffer.getvalue()


def lines(*items: Any) -> bytes:
    return "\n".join(item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items).encode()


def brief(found: list[Raw]) -> list[tuple[str, str, str]]:
    return [(raw.member, raw.text, raw.partial[0]) for raw in found]


def code_of(read: Callable[..., Any], data: bytes, options: ReadOptions = NONE) -> str:
    with pytest.raises(InputError) as caught:
        list(read(data, options))
    assert "\n" not in caught.value.message
    return caught.value.code


# ---- csv --------------------------------------------------------------------------------------------------------


def test_strings_stay_as_written() -> None:
    data = table(
        ["编号", "标题", "正文", "得分", "空"], ["007", "NA", LONG, "1.50", ""], ["008", "null", "无", "1e3", " "]
    )
    found = list(read_csv(data, NONE))
    assert brief(found) == [("007", LONG, ""), ("008", "无", "")]
    assert dict(found[0].meta) == {"title": "NA", "得分": "1.50"}
    assert dict(found[1].meta) == {"title": "null", "得分": "1e3"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter_and_encoding(encoding: str, delimiter: str) -> None:
    rows = [["标题", "正文"], ["甲，乙; 丙", f'{PROSE}\n“引”, "引"; 完'], ["乙", PROSE]]
    found = list(read_csv(table(*rows, encoding=encoding, delimiter=delimiter), NONE))
    assert [(raw.text, dict(raw.meta)["title"]) for raw in found] == [(row[1], row[0]) for row in rows[1:]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    data = f'标题,正文{end}甲,"一{end}二"{end}{end}乙,三'.encode()
    assert brief(list(read_csv(data, NONE))) == [("1", "一\n二", ""), ("2", "三", "")]


def test_line_separators_within_a_cell() -> None:
    assert brief(list(read_csv("标题,正文\n甲,一\u2028二\x85三\n乙,四\n".encode(), NONE))) == [
        ("1", "一\n二\n三", ""),
        ("2", "四", ""),
    ]


def test_excel_states_its_delimiter() -> None:
    assert brief(list(read_csv("sep=;\n标题;正文\n甲;一\n乙\n".encode(), NONE))) == [
        ("1", "一", ""),
        ("2", "", "ragged"),
    ]
    found = list(read_csv("sep=;\n标题;正文\n乙\n".encode(), NONE))
    assert found[0].partial == ("ragged", "第 3 行有 1 格，应有 2 格")


def test_tsv_with_quotes_that_are_just_quotes() -> None:
    data = f'标题\t正文\n甲\t"两张皮"的问题, {PROSE}\n乙\t“好”\n'.encode()
    assert brief(list(read_tsv(data, NONE))) == [("1", f'"两张皮"的问题, {PROSE}', "quotes"), ("2", "“好”", "")]
    assert brief(list(read_tsv(data.replace(b"\t", b";"), NONE)))[1] == ("2", "“好”", "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲,一\n乙\n丙,三\n", [("一", ""), ("", "ragged"), ("三", "")]),
        ("甲,一,二\n丙,三\n", [("一,二", "ragged"), ("三", "")]),
        ("甲,一,,\n丙,三\n", [("一", ""), ("三", "")]),
        ('甲,"一\n乙,二\n丙,三\n', [('"一', "quotes"), ("二", ""), ("三", "")]),
        ('甲,"一"二"三"\n丙,三\n', [('一"二"三', "quotes"), ("三", "")]),
        ('甲,"一"二\n乙,二\n', [('"一"二', "quotes"), ("二", "")]),
        ('甲,"一 "二" 三\n四,五"\n丙,六\n', [('一 "二" 三\n四,五', "quotes"), ("六", "")]),
        ('"甲,一\n"乙","二"\n', [("一", "quotes"), ("二", "")]),
        ('甲,一"二\n乙,二\n', [('一"二', ""), ("二", "")]),
        ('甲,一\n乙,"二', [("一", ""), ('"二', "quotes")]),
    ],
)
def test_rows_out_of_order(body: str, expected: list[tuple[str, str]]) -> None:
    found = list(read_csv(f"标题,正文\n{body}".encode(), NONE))
    assert [(raw.text, raw.partial[0]) for raw in found] == expected


def test_the_line_is_told() -> None:
    found = list(read_csv('标题,正文\n甲,"一\n二"\n乙,"三\n丙,四\n'.encode(), NONE))
    assert found[1].partial == ("quotes", "第 4 行的引号不成对")


def test_giant_cell() -> None:
    text = "走出机关" * 500_000
    assert [raw.text for raw in read_csv(table(["标题", "正文"], ["甲", text]), NONE)] == [text]


def test_many_broken_rows_in_linear_time() -> None:
    started = time.process_time()
    data = ("标题,正文\n" + '甲,"一"二\n' * 20_000 + '乙,"三\n' * 20_000 + '"' * 20_000).encode()
    assert len(list(read_csv(data, NONE))) > 40_000
    assert time.process_time() - started < 5


def test_no_header() -> None:
    found = list(read_csv(table(["甲", LONG], ["乙", LONG]), NONE))
    assert [(raw.member, raw.text, dict(raw.meta)) for raw in found] == [
        ("1", LONG, {"1": "甲"}),
        ("2", LONG, {"1": "乙"}),
    ]
    assert list(read_csv(table(["甲", LONG], ["乙", LONG]), ReadOptions(text_column="2"))) == found


# ---- columns ----------------------------------------------------------------------------------------------------


def test_the_column_with_most_hanzi_is_the_text() -> None:
    data = table(["单位", "讲话", "备注"], ["某局", LONG, PROSE], ["某办", LONG, ""])
    found = list(read_csv(data, NONE))
    assert [raw.text for raw in found] == [LONG, LONG]
    assert dict(found[0].meta) == {"issuer": "某局", "备注": PROSE}


def test_a_name_beats_length_but_not_emptiness() -> None:
    assert [raw.text for raw in read_csv(table(["CONTENT", "x"], ["短", LONG]), NONE)] == ["短"]
    assert [raw.text for raw in read_csv(table(["内容", "正文"], ["短", ""]), NONE)] == ["短"]


def test_no_text_column() -> None:
    assert code_of(read_csv, table(["单位", "年"], ["某局", "2019"])) == "no-text-column"
    with pytest.raises(InputError, match=r"单位、年.*--text-column"):
        list(read_csv(table(["单位", "年"], ["某局", "2019"]), NONE))
    assert code_of(read_csv, table(["正文"], ["x"]), ReadOptions(text_column="不在")) == "no-text-column"
    assert code_of(read_csv, table(["正文"], ["x"]), ReadOptions(date_column="不在")) == "no-column"


def test_named_columns() -> None:
    options = ReadOptions(text_column=" BODY_TEXT", title_column="题", date_column="发布", id_column="号")
    data = table(["号", "题", "标题", "发布", "body_text", "正文"], ["a", "甲", "别名", "2019-5", "文", "非文"])
    assert list(read_csv(data, options)) == [
        Raw("文", "utf-8", member="a", meta=(("title", "甲"), ("date", "2019-5"), ("标题", "别名"), ("正文", "非文")))
    ]


def test_ids_that_are_not_unique_are_metadata() -> None:
    data = table(["id", "正文"], ["a", "一"], ["a", "二"])
    assert [(raw.member, raw.meta, raw.flags) for raw in read_csv(data, NONE)] == [
        ("1", (("id", "a"),), ()),
        ("2", (("id", "a"),), ()),
    ]
    assert {raw.flags for raw in read_csv(data, ReadOptions(id_column="id"))} == {("id-not-unique",)}


def test_columns_without_a_name_or_with_the_same() -> None:
    found = list(read_csv(table(["", "标题", "题目", "正文", "正文"], ["a", "b", "c", "文", "d"]), NONE))
    assert found[0].text == "文"
    assert dict(found[0].meta) == {"1": "a", "title": "b", "题目": "c", "正文 2": "d"}


def test_replaced_characters_are_counted() -> None:
    data = table(["标题", "正文"], ["甲", PROSE * 5]).replace("机".encode(), b"\xe6\x9c", 1)
    (raw,) = read_csv(data, NONE)
    assert raw.replaced == 1 and raw.flags == ("replaced",)


def test_nothing_in_it() -> None:
    assert code_of(read_csv, b"\n\n,,\n") == "no-text"
    assert code_of(read_csv, "标题,正文\n".encode()) == "no-text"
    assert code_of(read_csv, bytes(range(256)) * 20) == "binary"


# ---- xlsx -------------------------------------------------------------------------------------------------------


def test_cells() -> None:
    head = ["编号", "日期", "时刻", "年份数", "比", "真", "式", "正文"]
    row = [
        "007",
        datetime.date(2019, 5, 6),
        datetime.datetime(2019, 5, 6, 12, 30),
        2019,
        1.5,
        True,
        ("=1+1", "贰"),
        "一\r\n二",
    ]
    (raw,) = read_xlsx(book(讲话=[head, row]), NONE)
    assert (raw.member, raw.text) == ("007", "一\n二")
    assert dict(raw.meta) == {
        "date": "2019-05-06",
        "时刻": "2019-05-06 12:30:00",
        "年份数": "2019",
        "比": "1.5",
        "真": "TRUE",
        "式": "贰",
    }


def test_text_by_formula() -> None:
    (raw,) = read_xlsx(book(a=[["标题", "正文"], ["甲", ('="x"', PROSE)]]), NONE)
    assert raw.text == PROSE


def test_several_sheets() -> None:
    one = [["标题", "正文"], ["甲", "一"], ["乙", "二"]]
    assert brief(list(read_xlsx(book(a=one, b=[], c=[["单位", "数"], ["某局", 3]]), NONE))) == [
        ("1", "一", ""),
        ("2", "二", ""),
    ]
    assert [raw.member for raw in read_xlsx(book(a=one, b=one), NONE)] == ["a!1", "a!2", "b!1", "b!2"]
    left = [["说明"], *[["很短的一句话"] for _ in range(40)]]
    assert brief(list(read_xlsx(book(a=one, 说明=left), NONE)))[2] == ("说明", "", "no-text-column")
    assert code_of(read_xlsx, book(c=[["单位", "数"], ["某局", 3]])) == "no-text-column"
    assert code_of(read_xlsx, book(c=[])) == "no-text"


def test_heading_above_the_columns() -> None:
    rows = [["讲话汇总"], [], ["标题", "讲话稿"], ["甲", LONG], ["", ""], ["乙", LONG]]
    assert [dict(raw.meta) for raw in read_xlsx(book(a=rows), NONE)] == [{"title": "甲"}, {"title": "乙"}]
    rows = [["讲话汇总", "二〇一九"], ["标题", "正文"], ["甲", "一"]]
    assert [raw.text for raw in read_xlsx(book(a=rows), NONE)] == ["一"]


def test_a_full_cell_may_have_been_cut() -> None:
    rows = [["标题", "正文"], ["甲", "一" * 32_767], ["乙", "二" * 32_766]]
    assert [raw.partial[0] for raw in read_xlsx(book(a=rows), NONE)] == ["truncated", ""]


def test_one_column() -> None:
    assert [raw.text for raw in read_xlsx(book(a=[["正文"], ["一"], ["二"]]), NONE)] == ["一", "二"]
    assert [raw.text for raw in read_xlsx(book(a=[[LONG], [PROSE]]), NONE)] == [LONG, PROSE]


def test_scattered_cells() -> None:
    data = book(a=[["标题", "正文"], ["甲", "一"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(info.filename, content)
    assert code_of(read_xlsx, out.getvalue()) == "limit"


def test_bomb() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    assert code_of(read_xlsx, out.getvalue()) == "limit"
    assert code_of(read_xlsx, book(a=[["正文"], ["一"]]), ReadOptions(max_produced=1000)) == "limit"


def test_encrypted() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert code_of(read_xlsx, data) == "encrypted"


def test_damaged_workbook() -> None:
    rng = random.Random(11)
    whole = book(讲话=[["标题", "正文", "日期"], ["甲", LONG, datetime.date(2019, 1, 1)], ["乙", PROSE, 3]])
    broken = [b"", b"PK", *(whole[: len(whole) * n // 20] for n in range(20))]
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        broken.append(bytes(data))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:  # damage behind the checksums, too
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for _ in range(300):
        out = io.BytesIO()
        victim = rng.choice([name for name in parts if "xl/" in name])
        with zipfile.ZipFile(out, "w") as made:
            for name, content in parts.items():
                changed = bytearray(content)
                if name == victim:
                    for _ in range(rng.randrange(1, 8)):
                        changed[rng.randrange(len(changed))] = rng.choice(b'<>"=/0AZ&\x00\xff')
                made.writestr(name, bytes(changed))
        broken.append(out.getvalue())
    for data in broken:
        try:
            list(read_xlsx(data, NONE))
        except InputError as error:
            assert error.code in {"corrupt", "limit", "encrypted", "no-text", "no-text-column"}


# ---- json -------------------------------------------------------------------------------------------------------

ROWS = [{"id": "a", "标题": "甲", "正文": "一"}, {"id": "b", "标题": "乙", "正文": "二"}]


@pytest.mark.parametrize(
    "data",
    [
        lines(*ROWS),
        lines(*ROWS).replace(b"\n", b"\r\n\r\n"),
        json.dumps(ROWS, ensure_ascii=False).encode(),
        json.dumps(ROWS, indent=1).encode("utf-8-sig"),
        json.dumps(ROWS, ensure_ascii=False).encode("gb18030"),
        json.dumps({"count": 2, "data": {"items": ROWS, "x": [{"y": 1}]}}, indent=1).encode(),
        json.dumps({row["id"]: {k: v for k, v in row.items() if k != "id"} for row in ROWS}, indent=1).encode(),
    ],
)
def test_shapes(data: bytes) -> None:
    found = list(read_jsonl(data, NONE))
    assert [(raw.member, raw.text, raw.meta) for raw in found] == [
        ("a", "一", (("title", "甲"),)),
        ("b", "二", (("title", "乙"),)),
    ]


def test_one_object_is_one_document() -> None:
    for data in (json.dumps(ROWS[0]), json.dumps(ROWS[0], indent=1), json.dumps({**ROWS[0], "refs": ROWS})):
        (raw,) = read_jsonl(data.encode(), NONE)
        assert (raw.member, raw.text, dict(raw.meta)["title"]) == ("", "一", "甲")
    (raw,) = read_jsonl(json.dumps({"讲话": LONG, "n": 1}).encode(), NONE)
    assert raw.text == LONG


def test_values_as_written() -> None:
    line = '{"text": "文", "n": 1.50, "big": 12345678901234567890123, "e": 1E5, "ok": true, "no": null, "nan": NaN, "id": 7}'
    (raw,) = read_jsonl(line.encode(), NONE)
    assert dict(raw.meta) == {"n": "1.50", "big": "12345678901234567890123", "e": "1E5", "ok": "true", "nan": "NaN"}


def test_a_number_of_many_digits() -> None:
    (raw,) = read_jsonl(b'{"text": "x", "n": ' + b"9" * 10_000 + b"}", NONE)
    assert len(dict(raw.meta)["n"]) == 10_000


def test_nested_values() -> None:
    (raw,) = read_jsonl(
        lines({"text": ["一", "二"], "tags": ["党建", "作风"], "meta": {"year": 2019}, "x": {"y": [1]}}), NONE
    )
    assert raw.text == "一\n二"
    assert dict(raw.meta) == {"tags": "党建；作风", "year": "2019", "date": "2019", "x": '{"y": ["1"]}'}


def test_strings_of_a_list_are_documents() -> None:
    assert brief(list(read_jsonl(json.dumps(["一", "二"]).encode(), NONE))) == [("1", "一", ""), ("2", "二", "")]


def test_bad_lines_are_counted() -> None:
    found = list(read_jsonl(lines(ROWS[0], "{bad", "", "[1]", ROWS[1], '{"text": '), NONE))
    assert brief(found) == [("a", "一", ""), ("b", "二", "bad-lines")]
    assert found[1].partial[1] == "3 行无法解析：2, 4, 6"


def test_array_cut_short() -> None:
    data = json.dumps(ROWS, indent=1, ensure_ascii=False).encode()
    for cut in range(data.index("乙".encode()) + 3, len(data) - 1):
        found = list(read_jsonl(data[:cut], NONE))
        assert found[0].text == "一" and found[-1].partial[0] == "truncated"


def test_depth() -> None:
    deep = '{"text": "深", "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert brief(list(read_jsonl(lines(ROWS[0], deep, ROWS[1]), NONE))) == [("a", "一", ""), ("b", "二", "bad-lines")]
    for bad in (deep, "[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000):
        assert code_of(read_jsonl, bad.encode()) == "corrupt"


def test_odd_characters_within_strings() -> None:
    data = '{"text": "一\u2028二\\r\\n三\\u0000\\ud800\\ud83d\\ude00\t四"}\n{"text": "五"}'.encode()
    assert [raw.text for raw in read_jsonl(data, NONE)] == ["一\n二\n三\ufffd😀\t四", "五"]


@pytest.mark.parametrize("data", [b"{", b"nothing", b"[1, 2]", b"3", b'"text"', b"[[1], [2]]", b"{}{"])
def test_no_json(data: bytes) -> None:
    assert code_of(read_jsonl, data) in {"corrupt", "no-text-column"}


def test_no_documents() -> None:
    assert code_of(read_jsonl, b"[]") == "no-text"
    assert code_of(read_jsonl, b'{"a": 1}') == "no-text-column"


# ---- any bytes --------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(alphabet='",;\t\n{}[]:\\正文a1\r', max_size=80).map(str.encode)))
def test_any_bytes(data: bytes) -> None:
    for read in (read_csv, read_tsv, read_jsonl, read_xlsx):
        for made in (data, "标题,正文\n".encode() + data, b'{"text": "x"}\n' + data):
            try:
                for raw in read(made, NONE):
                    raw.text.encode()
            except InputError as error:
                assert error.code


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), st.text("一二\",;\t\n 'a")),
        min_size=1,
    )
)
def test_what_was_written_is_read(rows: list[tuple[str, str]]) -> None:
    data = table(["标题", "正文"], *([f"t{first}", f"x{second}x"] for first, second in rows))
    found = list(read_csv(data, NONE))
    assert [raw.text for raw in found] == [f"x{second}x" for _, second in rows]
    assert not any(raw.partial[0] for raw in found)


# ---- real files -------------------------------------------------------------------------------------------------


def test_real_files(shared: Any) -> None:
    folder = shared / "data" / "speeches"
    for name in ("congress_reports.jsonl", "government_work_reports.jsonl", "xi_speeches.json"):
        data = (folder / name).read_bytes()
        found = list(read_jsonl(data, NONE))
        assert len(found) == len(re.findall(rb'"title":', data))
        assert not any(raw.partial[0] for raw in found)
        assert sum(len(raw.text) for raw in found) > 200_000


@pytest.mark.parametrize("name", ["", "甲", "c{n}"])
def test_many_columns_take_no_time(name: str) -> None:
    header = ",".join(name.format(n=n) for n in range(30_000)) + ",正文\n"
    started = time.process_time()
    (raw,) = read_csv((header + "," * 30_000 + "走出机关\n").encode(), ReadOptions())
    assert raw.text == "走出机关" and time.process_time() - started < 5
