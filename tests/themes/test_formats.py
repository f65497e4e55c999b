from __future__ import annotations

import csv
import io
import time
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.errors import CodebookError, UsageError
from djtext.themes import codebook
from djtext.themes.find import compile_book, find
from djtext.themes.formats import FORMATS, format_of, read_codebook, refi, write_codebook
from djtext.themes.formats.assemble import literal
from djtext.themes.patterns import rows
from djtext.types import Codebook, Theme

BOOK = Codebook(
    "本",
    "3",
    (
        Theme(
            "tuojie", "脱节", "problem", "党建与业务分开；\n各行其是", ("两张皮", "党建…业务…脱节", "(学用|知行)脱节"),
            ("不脱节",), ("党建业务两张皮。",), ("=产销不脱节", "'引'"), "说分开时", "只说融合时", "Two skins",
        ),
        Theme("xingshi", "形式主义", "problem", "重形式", ("走[了]过场", "\\(试行\\)", "重…{1,6}轻")),
        Theme("diaoyan", "调研", "remedy", "下去看", ("蹲点", "走过场")),
    ),
)  # fmt: skip
DEEP = b"a: " + b"[" * 3000 + b"]" * 3000


def read(tmp_path: Path, name: str, data: bytes) -> tuple[Codebook, tuple[str, ...]]:
    path = tmp_path / name
    path.write_bytes(data)
    incoming = read_codebook(path)
    return incoming.book, incoming.notes


@pytest.mark.parametrize("name", ["toml", "csv", "qdc"])
def test_what_a_rich_format_holds_comes_back(name: str, tmp_path: Path) -> None:
    outgoing = write_codebook(codebook.load(), name)
    back, notes = read(tmp_path, "djtext" + FORMATS[name].endings[0], outgoing.data)
    assert back.themes == codebook.load().themes and notes == ()
    assert len(outgoing.lost) == (name != "toml")
    assert write_codebook(codebook.load(), name).data == outgoing.data


@pytest.mark.parametrize("name", ["csv", "qdc"])
def test_odd_marks_come_back(name: str, tmp_path: Path) -> None:
    book = Codebook("本", "1", BOOK.themes[:2])
    back, notes = read(tmp_path, "本" + FORMATS[name].endings[0], write_codebook(book, name).data)
    assert back.themes == book.themes and notes == () and back.name == "本"


@pytest.mark.parametrize("name", ["liwc", "quanteda"])
def test_lists_of_words_keep_keys_and_words(name: str, tmp_path: Path) -> None:
    outgoing = write_codebook(BOOK, name)
    back, notes = read(tmp_path, "本" + FORMATS[name].endings[0], outgoing.data)
    assert back.keys() == ("tuojie", "xingshi", "diaoyan")
    # 走过场 is a word of the theme that has it first; gaps stay behind
    words = [{word for pattern in theme.patterns for row in rows(pattern) for word in row.slots[0]} for theme in back.themes]  # fmt: skip
    assert words == [{"两张皮", "学用脱节", "知行脱节"}, {"走过场", "走了过场", "（试行）"}, {"蹲点"}]
    assert "2 条有间隔" in outgoing.lost[0] and "1 条排除" in outgoing.lost[1]
    assert any("类别" in note for note in notes)
    codebook.parse(write_codebook(back, "toml").data.decode("utf-8"))  # what was read checks clean
    text = "两张皮，知行脱节，走了过场（试行），蹲点。"
    assert [h.theme for h in find(text, compile_book(back)).hits] == [
        h.theme for h in find(text, compile_book(BOOK)).hits
    ]


WORDS = st.text(st.sampled_from("党建业务脱节形式（）()|[…]{}\\,，'=<&>\"一-@ A1"), min_size=2, max_size=6).filter(
    lambda word: len("".join(word.split())) > 1
)


@settings(max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=5, unique=True), WORDS, st.sampled_from(["csv", "qdc", "toml"]))
def test_literal_patterns_survive_any_rich_format(words: list[str], text: str, name: str) -> None:
    book = Codebook(
        "b", "1", (Theme("a", "甲", "value", text.strip() or "x", tuple(literal(w.strip() or w) for w in words)),)
    )
    problems = ""
    try:
        codebook.parse(write_codebook(book, "toml").data.decode())
    except CodebookError as error:  # two words may fold to one
        problems = str(error.problems)
    if problems:
        return
    form = FORMATS[name]
    back = form.read(form.write(book).data, "b" + form.endings[0]).book
    assert set(back.themes[0].patterns) == set(book.themes[0].patterns)


def test_codes_have_guids_of_their_keys_alone() -> None:
    one = write_codebook(BOOK, "qdc").data.decode()
    other = write_codebook(replace(BOOK, themes=(replace(BOOK.themes[0], label="别名"),)), "qdc").data.decode()
    guid = refi.guid("tuojie")
    assert f'guid="{guid}"' in one and f'guid="{guid}"' in other
    assert uuid.UUID(guid).version == 5
    assert one.count("<Code ") == 3 and one.count("<MemberCode ") == 3


def test_labels_that_stand_twice_become_two_code_names() -> None:
    twice = replace(BOOK, themes=(BOOK.themes[0], replace(BOOK.themes[1], label="脱节")))
    data = write_codebook(twice, "qdc").data.decode()
    assert 'name="脱节 (tuojie)"' in data and 'name="脱节 (xingshi)"' in data
    assert FORMATS["qdc"].read(data.encode(), "b.qdc").book.themes[0].label == "脱节"


def test_codes_of_other_programs(tmp_path: Path) -> None:
    data = """<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="X"><Codes>
      <Code guid="AA" name="作风" isCodable="false"><Code guid="BB" name="作风(漂浮)" isCodable="true">
      <Description>不踏实</Description></Code></Code></Codes>
      <Sets><Set guid="CC" name="problem"><MemberCode guid="bb"/></Set></Sets></CodeBook>"""
    book, notes = read(tmp_path, "a.qdc", data.encode())
    (theme,) = book.themes
    assert (theme.label, theme.definition, theme.kind) == ("作风(漂浮)", "不踏实", "problem")
    assert [h.text for h in find("作风（漂浮）", compile_book(book)).hits] == ["作风（漂浮）"]
    assert theme.key == "theme_1" and any("名称为规则" in note for note in notes)


def test_a_sheet_of_two_columns_is_enough(tmp_path: Path) -> None:
    rows_ = [
        ["theme", "pattern"],
        ["文山会海", "陪会"],
        ["文山会海", "会"],
        ["形式主义", "陪会"],
        ["形式主义", "走过场"],
        ["", ""],
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows_)
    book, notes = read(tmp_path, "a.csv", out.getvalue().encode("utf-8-sig"))
    assert [(t.key, t.label, t.patterns) for t in book.themes] == [
        ("theme_1", "文山会海", ("陪会",)), ("theme_2", "形式主义", ("走过场",)),
    ]  # fmt: skip
    assert any("只有一个字" in note for note in notes) and any("已在主题 theme_1" in note for note in notes)


def test_dictionaries_of_others(tmp_path: Path) -> None:
    book, notes = read(
        tmp_path, "a.dic", "%\n1\tPosemo (x)\n2\tneg\n%\n好看*\t1\n太 多\t2\n走*过\t2\n坏处\t1\t2\n".encode()
    )
    assert [(t.key, t.patterns) for t in book.themes] == [("posemo_x", ("好看", "坏处")), ("neg", ("太 多",))]
    assert any("中间有 *" in note for note in notes)
    book, _ = read(
        tmp_path, "a.yml", "问题:\n  形式:\n  - 走?场\n  - 重*轻\n  官僚: [门难进, 12]\n'yes': [乡村振兴]\n".encode()
    )
    assert [(t.label, t.patterns) for t in book.themes] == [
        ("问题 / 形式", ("走…{1,1}场", "重…轻")), ("问题 / 官僚", ("门难进", "12")), ("yes", ("乡村振兴",)),
    ]  # fmt: skip


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><CodeBook><Codes/></CodeBook>'
HOSTILE = {
    "bomb.qdc": (BOMB, "DOCTYPE"),
    "bomb16.qdc": (BOMB.decode().replace('?>', ' encoding="utf-16"?>', 1).encode("utf-16"), "DOCTYPE"),
    "net.qdc": (b'<!DOCTYPE a SYSTEM "http://x.invalid/a.dtd"><a/>', "DOCTYPE"),
    "half.qdc": (b"<CodeBook><Codes>", "XML"),
    "other.qdc": (b"<html/>", "REFI-QDA"),
    "empty.qdc": (b"", "XML"),
    "none.qdc": (b"<CodeBook><Codes/></CodeBook>", "没有主题"),
    "deep.qdc": (b"<CodeBook>" + b"<Code>" * 5000 + b"</Code>" * 5000 + b"</CodeBook>", "XML"),
    "formula.csv": (b"theme,pattern\na,\"=HYPERLINK(\"\"http://x\"\")\"\n", ":2：pattern 一格像公式"),
    "formula2.csv": ("theme,pattern\n@SUM(A1),乡村\n".encode(), "像公式"),
    "columns.csv": ("键,规则\na,b\n".encode(), "没有 theme、pattern"),
    "wrong.csv": ("theme,pattern\na,会议(多|长\n".encode(), "1 条规则有错"),
    "type.csv": ("theme,type,pattern\na,regex,乡村\n".encode(), "type 不能是 regex"),
    "gbk.csv": ("theme,pattern\na,乡村\n".encode("gb18030"), ":2：不是 UTF-8"),
    "field.csv": (b"theme,pattern\na," + b"x" * 200_000 + b"\n", "CSV"),
    "alias.yml": (b"a: &x [bb]\nb: [*x, *x]\n", ":1：不读 YAML 的锚点"),
    "deep.yml": (DEEP, "嵌套太深"),
    "list.yml": (b"- a\n- b\n", "不是 quanteda"),
    "tag.yml": (b"a: [b\n", "YAML"),
    "inner.yml": ("a: [[乡村]]\n".encode(), "列表套着列表"),
    "plain.dic": ("乡村振兴\n".encode(), "不是 LIWC"),
    "number.dic": ("%\n1\ta\n%\n乡村\t2\n".encode(), ":4：“乡村”：没有类别 2"),
    "none.dic": ("%\n1\ta\n%\n乡村\n".encode(), "没有类别编号"),
    "twice.dic": (b"%\n1\ta\n1\tb\n%\n", ":3：类别"),
    "many.dic": (("%\n1\ta\n%\n" + "".join(f"w{n}\t1\n" for n in range(100_001))).encode(), "100,000"),
    "huge.csv": (b"theme,pattern\n" + b"a,bb\n" * 1_700_000, "过大"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_in_a_line(name: str, tmp_path: Path) -> None:
    data, what = HOSTILE[name]
    began = time.process_time()
    with pytest.raises(CodebookError) as caught:
        read(tmp_path, name, data)
    assert what in caught.value.message and "\n" not in caught.value.message
    assert caught.value.exit_code == 2 and caught.value.hint
    assert time.process_time() - began < 3


def test_formats_are_told_by_ending_or_name(tmp_path: Path) -> None:
    assert [format_of(Path("a" + one.endings[-1].upper())) for one in FORMATS.values()] == list(FORMATS)
    for path, name in ((Path("a.doc"), None), (Path("a.csv"), "word")):
        with pytest.raises(UsageError) as caught:
            format_of(path, name)
        assert "qdc" in caught.value.hint
    with pytest.raises(UsageError):
        read_codebook(tmp_path / "no.csv")
