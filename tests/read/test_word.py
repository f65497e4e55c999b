from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext.errors import InputError
from djtext.read.numerals import numeral
from djtext.read.raw import Raw, ReadOptions
from djtext.read.word import read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def docx(body: str, *, spaces: str = SPACES, **parts: str | bytes) -> bytes:
    """A Word file; keyword arguments are further parts of the folder word/ (core is the properties)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        if "document" not in parts:
            archive.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr("docProps/core.xml" if name == "core" else f"word/{name}.xml", content)
    return buffer.getvalue()


def p(text: str, style: str = "", *, num: str = "", mark: str = "") -> str:
    """A paragraph; `num` is list:level."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        key, _, level = num.partition(":")
        inner += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>'
    if mark:
        inner += f"<w:rPr><w:{mark}/></w:rPr>"
    return f"<w:p><w:pPr>{inner}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>" if text else ""


def level(place: int, style: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}</w:numbering>'


def read(data: bytes, **options: int) -> Raw:
    (raw,) = read_docx(data, ReadOptions(**options))  # type: ignore[arg-type]
    return raw


def text(body: str, **parts: str) -> str:
    return read(docx(body, **parts)).text


OUTLINE = numbering(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
)


def test_chinese_outline_counts_and_begins_again() -> None:
    body = (
        p("问题", num="1:0") + p("脱节", num="1:1") + p("走过场", num="1:1") + p("表现", num="1:2") + p("再细", num="1:3")
        + p("对策", num="1:0") + p("走出机关", num="1:1") + p("正文没有号")
    )  # fmt: skip
    assert text(body, numbering=OUTLINE).split("\n") == [
        "一、问题", "（一）脱节", "（二）走过场", "1. 表现", "①再细", "二、对策", "（一）走出机关", "正文没有号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "first", "tenth", "twelfth"),
    [
        ("chineseCountingThousand", "一", "十", "十二"),
        ("chineseCounting", "一", "十", "十二"),
        ("japaneseCounting", "一", "十", "十二"),
        ("ideographTraditional", "甲", "癸", "12"),
        ("ideographZodiac", "子", "酉", "亥"),
        ("ideographDigital", "一", "一〇", "一二"),
        ("chineseLegalSimplified", "壹", "壹拾", "壹拾贰"),
        ("decimalEnclosedCircleChinese", "①", "⑩", "⑫"),
        ("decimalEnclosedParen", "⑴", "⑽", "⑿"),
        ("decimalFullWidth", "１", "１０", "１２"),
        ("decimalZero", "01", "10", "12"),
        ("upperRoman", "I", "X", "XII"),
        ("lowerLetter", "a", "j", "l"),
        ("none", "", "", ""),
        ("somethingNew", "1", "10", "12"),
    ],
)
def test_numerals(style: str, first: str, tenth: str, twelfth: str) -> None:
    assert [numeral(n, style) for n in (1, 10, 12)] == [first, tenth, twelfth]


@pytest.mark.parametrize(
    ("number", "words"),
    [(20, "二十"), (101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (1001, "一千零一"), (2020, "二千零二十"), (10000, "一万")],
)  # fmt: skip
def test_counting_in_words(number: int, words: str) -> None:
    assert numeral(number, "chineseCountingThousand") == words


@given(
    st.integers(-5, 40_000),
    st.sampled_from(["japaneseCounting", "upperLetter", "lowerRoman", "ideographZodiacTraditional"]),
)
def test_every_number_has_a_numeral(number: int, style: str) -> None:
    assert numeral(number, style)


def test_number_from_a_style_and_the_style_it_is_based_on() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="H1"/></w:style></w:styles>'
    )
    lists = numbering(
        level(0, "chineseCountingThousand", "第%1章", '<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'),
    )
    off = '<w:p><w:pPr><w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + r("无号") + "</w:p>"
    body = p("总则", "H1") + p("目的", "H2") + p("附则", "Own") + off
    assert text(body, styles=styles, numbering=lists).split("\n") == [
        "第一章 总则",
        "（一）目的",
        "第二章 附则",
        "无号",
    ]


def test_lists_of_one_abstract_list_go_on_or_begin_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    lists = numbering(level(0, "decimal", "%1．"), nums=nums)
    body = p("a", num="1:0") + p("b", num="2:0") + p("c", num="3:0") + p("d", num="3:0")
    assert text(body, numbering=lists) == "1．a\n2．b\n1．c\n2．d"


def test_level_that_never_begins_again_and_legal_numbers() -> None:
    lists = numbering(
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "第%2条", '<w:lvlRestart w:val="0"/>'),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    body = p("a", num="1:0") + p("b", num="1:1") + p("c", num="1:0") + p("d", num="1:1") + p("e", num="1:2")
    assert text(body, numbering=lists).split("\n") == ["第一章 a", "第1条 b", "第二章 c", "第2条 d", "2.2.1 e"]


def test_list_style_and_unknown_format() -> None:
    lists = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{level(0, "hindiVowels", "%1）")}{level(1, "bullet", chr(0xF06C))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        "</w:numbering>"
    )
    styles = (
        f'<w:styles {W}><w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
        "</w:style></w:styles>"
    )
    raw = read(docx(p("a", num="1:0") + p("b", num="1:1"), numbering=lists, styles=styles))
    assert (raw.text, raw.flags) == ("1）a\n• b", ("numbering",))


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(p(one) for one in paragraphs)}</w:tc>"


def test_tables_in_order_one_row_a_line() -> None:
    table = f"<w:tbl><w:tr>{cell('姓名')}{cell('单位')}</w:tr><w:tr>{cell('柳下')}{cell('机关', '党委')}</w:tr></w:tbl>"
    assert text(p("前") + table + p("后")) == "前\n姓名\t单位\n柳下\t机关 党委\n后"


def test_a_table_that_frames_prose_keeps_its_paragraphs() -> None:
    table = f"<w:tbl><w:tr>{cell('做法')}{cell('走出机关。', '深入群众。')}</w:tr></w:tbl>"
    assert text(table) == "做法\n走出机关。\n深入群众。"


def test_nested_table_and_deleted_row() -> None:
    inner = f"<w:tbl><w:tr>{cell('内一')}{cell('内二')}</w:tr></w:tbl>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删去')}</w:tr>"
    assert text(f"<w:tbl>{gone}<w:tr><w:tc>{inner}{p('')}</w:tc>{cell('外')}</w:tr></w:tbl>") == "内一\t内二\t外"


def test_text_box_once_after_its_paragraph() -> None:
    inner = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    box = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert text(f"<w:p>{r('前')}<w:r>{box}</w:r>{r('后')}</w:p>{p('下段')}") == "前后\n框内\n下段"
    only = f"<mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent>"
    assert text(f"<w:p><w:r>{only}</w:r></w:p>") == "\n框内"


def test_tracked_changes() -> None:
    body = (
        f"<w:p>{r('保留')}<w:ins>{r('插入')}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        f"<w:moveFrom>{r('移走')}</w:moveFrom><w:moveTo>{r('移来')}</w:moveTo></w:p>"
    )
    assert text(body) == "保留插入移来"


def test_paragraphs_whose_mark_is_deleted_are_one() -> None:
    assert text(p("上半", mark="del") + p("下半", num="1:0"), numbering=OUTLINE) == "上半一、下半"


def test_controls_links_breaks_and_fields() -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{r('控件')}<w:hyperlink>{r('链接')}</w:hyperlink></w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t><w:noBreakHyphen/></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText></w:r>'
        f"{r('7')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"
    )
    assert text(body) == "控件链接\n上\n下\t右-\n7\nx=1"


def test_what_is_no_essay_stays_and_is_listed() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="character" w:styleId="V"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    asked = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击输入')}</w:sdtContent></w:sdt>"
    seen = '<w:rStyle w:val="V"/>'
    body = (
        p("一、问题 1", "T1") + f"<w:p>{r('正文')}{r('暗文', '<w:vanish/>')}{r('暗二', seen)}{r('完')}"
        f"{r('见', seen + '<w:vanish w:val=' + chr(34) + '0' + chr(34) + '/>')}</w:p>" + asked
    )
    raw = read(docx(body, styles=styles))
    assert raw.text == "一、问题 1\n正文暗文暗二完见\n单击输入"
    assert [(raw.text[a:b], rule) for a, b, rule in raw.dropped] == [
        ("一、问题 1", "toc"), ("暗文暗二", "hidden"), ("单击输入", "placeholder"),
    ]  # fmt: skip


def test_notes_end_the_text_in_their_order() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="-1">{p("分隔")}</w:footnote><w:footnote w:id="2">{p("注二")}</w:footnote>'
        f'<w:footnote w:id="1">{p("注一")}</w:footnote></w:footnotes>'
    )
    body = f'<w:p>{r("甲")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p><w:p>{r("乙")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    raw = read(docx(body, footnotes=notes))
    assert (raw.text, raw.flags) == ("甲\n乙\n注一\n注二", ("notes",))


def test_main_part_is_found_by_its_relation_and_in_the_strict_namespace() -> None:
    buffer = io.BytesIO()
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            '<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>',
        )
        archive.writestr("word\\document2.xml", f"<w:document {strict}><w:body>{p('严格')}</w:body></w:document>")
    assert read(buffer.getvalue()).text == "严格"


def test_properties() -> None:
    core = (
        '<c xmlns:dc="d" xmlns:dcterms="t"><dc:title>走出机关</dc:title><dc:creator>Administrator</dc:creator>'
        "<dcterms:created>2019-05-06T10:00:00Z</dcterms:created></c>"
    )
    assert read(docx(p("走出机关") + p("正文"), core=core)).meta == (("title", "走出机关"), ("created", "2019-05-06"))


@pytest.mark.parametrize("part", ["document", "styles", "numbering", "core"])
def test_a_declared_doctype_is_refused(part: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    with pytest.raises(InputError) as caught:
        read(docx(p("正文"), **{part: bomb}))
    assert caught.value.code == "doctype"


def test_a_doctype_in_utf_16_is_refused_too() -> None:
    with pytest.raises(InputError) as caught:
        read(docx(p("正文"), styles='<!DOCTYPE a [<!ENTITY b "c">]><a x="&b;"/>'.encode("utf-16")))
    assert caught.value.code == "doctype"


def test_bytes_that_are_no_utf_8_are_counted() -> None:
    raw = read(docx("", document=f"<w:document {W}>{p('走出@机关')}</w:document>".encode().replace(b"@", b"\xff")))
    assert (raw.text, raw.replaced, raw.flags) == ("走出\ufffd机关", 1, ("replaced",))


def test_bomb() -> None:
    with pytest.raises(InputError) as caught:
        read(docx(p("一" * 3_000_000)))
    assert caught.value.code == "limit"
    with pytest.raises(InputError) as caught:
        read(docx(p("走出机关")), max_produced=10)
    assert caught.value.code == "limit"


def test_depth_and_bad_xml_are_told() -> None:
    deep = read(docx(p("前") + "<w:sdt>" * 3000 + p("深") + "</w:sdt>" * 3000))
    assert deep.text.startswith("前") and deep.partial[0] == "depth"
    nested = read(docx("<w:sdt><w:sdtContent>" * 500 + p("深") + "</w:sdtContent></w:sdt>" * 500))
    assert (nested.text, nested.partial[0]) == ("深", "")
    bad = read(docx(p("前") + "<w:p>&#1;" + r("后") + "</w:p>"))
    assert "前" in bad.text and bad.partial[0] == "damaged"


def test_pictures_alone_are_no_text() -> None:
    with pytest.raises(InputError) as caught:
        read(docx("<w:p><w:r><w:drawing/></w:r></w:p>"))
    assert caught.value.code == "no-text"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"plain", b"\xd0\xcf\x11\xe0"])
def test_no_word_file(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == "corrupt"


def test_damage_gives_text_or_an_input_error() -> None:
    table = f"<w:tbl><w:tr>{cell('姓名')}{cell('单位')}</w:tr></w:tbl>"
    data = docx(p("问题" * 30, num="1:0") + table, numbering=OUTLINE)
    rng = random.Random(7)
    cases = [data[: len(data) * share // 20] for share in range(20)]
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(rng.randrange(1, 6)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        cases.append(bytes(damaged))
    for case in cases:
        try:
            read(case)
        except InputError as error:
            assert error.code and "\n" not in error.message


TAGS = [
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "txbxContent",
    "sdt",
    "sdtContent",
    "AlternateContent",
    "Choice",
    "Fallback",
    "del",
    "ins",
    "br",
    "numPr",
    "pPr",
    "rPr",
    "vanish",
    "sym",
]
TREES = st.recursive(
    st.sampled_from(["", "文", "<w:t>字</w:t>", "<w:tab/>"]),
    lambda inner: st.builds(
        lambda tag, content: f'<w:{tag} w:val="1" w:char="F0FE">{"".join(content)}</w:{tag}>',
        st.sampled_from(TAGS), st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(TREES)
def test_any_order_of_elements_is_read(body: str) -> None:
    raw = read(docx(body, numbering=OUTLINE))
    assert all(raw.text[start:end] for start, end, _ in raw.dropped)


def test_a_long_document_is_linear() -> None:
    body = "".join(p(f"第{n}段走出机关。", num="1:0") for n in range(20_000))
    started = time.perf_counter()
    raw = read(docx(body, numbering=OUTLINE))
    assert raw.text.count("\n") == 19_999
    assert time.perf_counter() - started < 10


def test_a_real_book(shared: Path) -> None:
    path = shared / "data/originals/doc/毛泽东选集.docx"
    if not path.is_file():
        pytest.skip("not among the shared texts")
    raw = read(path.read_bytes())
    assert len(raw.text) > 1_500_000 and raw.partial == ("", "")
    assert "\n（一）" in raw.text or "\n（1）" in raw.text
