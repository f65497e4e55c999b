"""Make a folder of everything that goes wrong with files, and what is to become of each.

python tools/hostile_folder.py DIR [--seed N]

DIR must not exist. Beside it DIR.expected.json says for every path which statuses (and codes) are right:

- `status`   what each outcome of the path may be
- `code`     the codes that an outcome which is not ok may have; any where the list is empty
- `must`     pairs of status and code that have to be among the path's outcomes
- `docs`     how many outcomes the path has; 0 where any number from 1 on is right
- `contains` words that the cleaned text must have where every outcome of the path is ok: nothing is lost in silence
- `rights`   true where the path shows its fault only to a user who is not root
- `why`      what is wrong with it

A path that ends in `/` stands for one path at any depth below. `themes` names the documents that alone have a theme,
`absent` the themes that stand only where no reader of the document sees them.
The same seed makes the same bytes. No network is used. Links, pipes and rights need a Unix.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import random
import re
import socket
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

DAY = (2019, 5, 6, 8, 0, 0)
LINK = "http://127.0.0.1:9/evil"  # nobody listens there
CUTS = (5, 25, 50, 75, 95)  # percent of a file that is left
MB = 1_000_000

WHO = (
    "老李",
    "会计",
    "村里的木匠",
    "值班的小周",
    "粮站站长",
    "两位教师",
    "渡口的船工",
    "新来的技术员",
    "赵家嫂子",
    "水库看守",
)
WHEN = ("清早", "入冬以后", "雨停之后", "上个月底", "开春时", "赶集那天", "中午", "收完麦子", "那年秋天", "天黑之前")
DID = ("核对了", "修好了", "搬走了", "量过了", "登记了", "晾干了", "数清了", "补上了", "画出了", "借来了")
WHAT = (
    "河边的育秧棚",
    "仓库里的旧水泵",
    "三里外的石桥",
    "去年的灌溉图纸",
    "学校的玻璃窗",
    "东坡的果树",
    "磨坊的木轮",
    "码头上的货单",
    "供水站的账本",
    "山脚的晒谷场",
    "卫生室的药柜",
    "林场的围栏",
)
THEN = (
    "傍晚才回家",
    "邻居都来看",
    "路上没有耽搁",
    "花了整整两天",
    "大家都觉得合适",
    "字迹还很清楚",
    "一共用去九根木料",
    "雨水从此流得顺畅",
    "账目分毫不差",
    "后来再没有坏过",
)


STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def shown(path: str) -> str:
    """A path as it is written down: bytes that are no UTF-8, and what could steer a terminal, as escapes."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return STEERING.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


class Prose:
    """Invented sentences of no political content, never the same twice in a row."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def sentence(self) -> str:
        """One sentence."""
        pick = self.random.choice
        return f"{pick(WHO)}{pick(WHEN)}{pick(DID)}{pick(WHAT)}，{pick(THEN)}。"

    def paragraph(self, sentences: int = 4) -> str:
        """Some sentences in one line."""
        return "".join(self.sentence() for _ in range(sentences))

    def text(self, paragraphs: int = 4) -> str:
        """Some paragraphs, one a line."""
        return "\n".join(self.paragraph() for _ in range(paragraphs)) + "\n"


class Folder:
    """The folder as it grows, and what is expected of each path."""

    def __init__(self, top: Path, seed: int) -> None:
        self.top = top
        self.prose = Prose(seed)
        self.random = random.Random(seed + 1)
        self.files: dict[str, dict[str, Any]] = {}
        self.themes: dict[str, dict[str, Any]] = {}

    def expect(
        self,
        name: str,
        why: str,
        status: str,
        code: str = "",
        *,
        must: Sequence[tuple[str, str]] = (),
        docs: int = 1,
        contains: str = "",
        rights: bool = False,
    ) -> None:
        """What is right for a path: statuses and codes parted by blanks."""
        key = shown(name)
        assert key not in self.files, key
        self.files[key] = {
            "why": why,
            "status": status.split(),
            "code": code.split(),
            "must": [list(pair) for pair in must],
            "docs": docs,
            "contains": contains,
            "rights": rights,
        }

    def put(self, name: str, data: bytes | str, why: str, status: str, code: str = "", **more: Any) -> Path:
        """A file, and what is right for it."""
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        self.expect(name, why, status, code, **more)
        return path

    def theme(self, key: str, name: str, hits: int) -> None:
        """A theme that stands in this file alone."""
        self.themes[key] = {"path": shown(name), "hits": hits}


# ---- containers -------------------------------------------------------------------------------------------------


def zipped(members: Iterable[tuple[str, bytes | str]], *, stored: bool = False) -> bytes:
    """A zip of these members in order, at a fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = zipfile.ZIP_STORED if stored or name == "mimetype" else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


Entry = tuple[bytes, bytes, int, int, int, int, int]  # name, packed, method, flags, crc, stated size, attributes


def entry(
    name: bytes, data: bytes, *, flags: int = 0, crc: int | None = None, size: int | None = None, attributes: int = 0
) -> Entry:
    """A member whose head may say what is not so."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    told = len(data) if size is None else size
    return name, packed, 8, flags, zlib.crc32(data) if crc is None else crc, told, attributes


def raw_zip(entries: Sequence[Entry], *, shared: bool = False) -> bytes:
    """A zip written byte by byte. With `shared`, every entry of the list points to the first member's bytes."""
    body, listed = b"", b""
    for name, packed, method, flags, crc, size, attributes in entries:
        place = 0 if shared else len(body)
        fields = struct.pack("<HHHHIII", flags, method, 0, 0x4EA6, crc, len(packed), size)
        if not (shared and body):
            body += b"PK\3\4" + struct.pack("<H", 20) + fields + struct.pack("<HH", len(name), 0) + name + packed
        listed += b"PK\1\2" + struct.pack("<HH", 0x0314, 20) + fields
        listed += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, attributes, place) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listed), len(body), 0)
    return body + listed + b"PK\5\6" + end


END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(streams: dict[str, bytes], *, loop: bool = False) -> bytes:
    """An OLE container with these streams at its root; with `loop`, the sectors of the first go round in a ring."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def store(data: bytes, least: int = 512) -> int:
        data = data.ljust(max(least, -(-len(data) // 512) * 512), b"\0")
        first = len(sectors)
        for place in range(0, len(data), 512):
            sectors.append(data[place : place + 512])
            chain.append(len(sectors))
        chain[-1] = END
        return first

    def row(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, FREE, right, child)
        return head + b"\0" * 36 + struct.pack("<IQ", start, size)

    starts = [store(data, 4096) for data in streams.values()]
    if loop:
        chain[7] = 0
    rows = [row("Root Entry", 5, FREE, 1, END, 0)]
    for place, (name, data) in enumerate(streams.items()):
        right = place + 2 if place + 1 < len(streams) else FREE
        rows.append(row(name, 2, right, FREE, starts[place], max(4096, len(data)) * (1_000_000 if loop else 1)))
    directory = store(b"".join(rows))
    chain.append(FAT)
    table = b"".join(struct.pack("<I", link) for link in chain).ljust(512, b"\xff")
    assert len(table) == 512
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0) + struct.pack("<I", len(sectors))
    return head.ljust(512, b"\xff") + b"".join(sectors) + table


def old_word(text: str, *, flags: int = 0, loop: bool = False) -> bytes:
    """A Word 97 file with one piece of text."""
    head = bytearray(0x800)
    main = text.encode("utf-16-le")
    struct.pack_into("<HH", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", head, 10, flags)
    struct.pack_into("<8I", head, 0x4C, len(main) // 2, 0, 0, 0, 0, 0, 0, 0)
    pieces = struct.pack("<II", 0, len(main) // 2) + struct.pack("<HIH", 0, 0x800, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", head, 0x01A2, 0, len(table))
    return ole({"WordDocument": bytes(head) + main, "0Table": table}, loop=loop)


# ---- Office files -----------------------------------------------------------------------------------------------

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>%s</Types>'


def relations(*pairs: tuple[str, str]) -> str:
    """A part that points to others: kind and target of each."""
    lines = (
        f'<Relationship Id="rId{n}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}</Relationships>'


def paragraphs(lines: Iterable[str]) -> str:
    """Lines as paragraphs of Word."""
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def docx(body: str, *, before: str = "", stored: bool = False, more: Sequence[tuple[str, bytes | str]] = ()) -> bytes:
    """A Word file with this body; `before` stands before its root."""
    told = '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    document = f"{XML}{before}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    parts = [("[Content_Types].xml", TYPES % told), ("_rels/.rels", relations(("officeDocument", "word/document.xml")))]
    return zipped([*parts, ("word/document.xml", document), *more], stored=stored)


def cells(rows: Sequence[Sequence[str]], first: int = 1) -> str:
    """Rows of a sheet with their strings inline."""
    made = []
    for number, row in enumerate(rows, first):
        inside = "".join(
            f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for place, cell in enumerate(row)
        )
        made.append(f'<row r="{number}">{inside}</row>')
    return "".join(made)


def xlsx(rows: str, *, strings: str = "", more: Sequence[tuple[str, bytes | str]] = ()) -> bytes:
    """A workbook with one sheet of these rows; `strings` is its part of shared strings."""
    told = '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    pointed = [("worksheet", "worksheets/sheet1.xml")] + ([("sharedStrings", "sharedStrings.xml")] if strings else [])
    parts: list[tuple[str, bytes | str]] = [
        ("[Content_Types].xml", TYPES % told),
        ("_rels/.rels", relations(("officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            f'{XML}<workbook {SHEET} xmlns:r="{RELATION}"><sheets><sheet name="文集" sheetId="1" r:id="rId1"/></sheets></workbook>',
        ),
        ("xl/_rels/workbook.xml.rels", relations(*pointed)),
        ("xl/worksheets/sheet1.xml", f"{XML}<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>"),
    ]
    return zipped([*parts, *([("xl/sharedStrings.xml", strings)] if strings else []), *more])


def laughs(name: str) -> str:
    """A DOCTYPE whose last entity is ten to the ninth times its first."""
    lines = ["<!ENTITY l0 '哈'>"]
    lines += [f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)]
    return f"<!DOCTYPE {name} [{''.join(lines)}]>"


def epub(title: str, lines: Sequence[str], *, more: Sequence[tuple[str, bytes | str]] = ()) -> bytes:
    """A book of one chapter."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    chapter = f'{XML}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>'
    package = (
        f'{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title>{title}</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    container = f'{XML}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    return zipped(
        [
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", container),
            ("OEBPS/book.opf", package),
            ("OEBPS/a.xhtml", chapter),
            *more,
        ]
    )


# ---- PDF --------------------------------------------------------------------------------------------------------

FONT = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"


def stream(data: bytes, head: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), head, data)


def assembled(objects: Sequence[bytes], trailer: bytes = b"", *, around: bool = False) -> bytes:
    """A PDF of numbered objects, the first its catalogue. With `around`, its cross-reference goes back to itself."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer += b" /Prev %d" % start if around else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def shown_lines(lines: Sequence[str]) -> bytes:
    """The commands that write lines on a page."""
    commands = [
        b"BT /F 12 Tf 1 0 0 1 60 %d Tm <%s> Tj ET" % (740 - 22 * place, line.encode("utf-16-be").hex().encode())
        for place, line in enumerate(lines)
    ]
    return b"\n".join(commands)


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    kids: bytes = b"",
    count: int = 0,
    trailer: bytes = b"",
    around: bool = False,
    more: Sequence[bytes] = (),
    content: Callable[[bytes], bytes] = stream,
) -> bytes:
    """A PDF with these lines on its pages, whose tree of pages may say something else (`kids`, `count`)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT]
    made = []
    for lines in pages:
        objects.append(content(shown_lines(lines)))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>"
            % len(objects)
        )
        made.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids or b" ".join(made), count or len(made))
    return assembled([*objects, *more], trailer, around=around)


def wrapped(text: str, width: int = 38, page: int = 30) -> list[list[str]]:
    """A text as the lines of pages."""
    lines = [line[place : place + width] for line in text.split("\n") for place in range(0, len(line), width)]
    return [lines[place : place + page] for place in range(0, len(lines), page)]


# fmt: off
# ---- what goes wrong, by its rows in the matrix of faults --------------------------------------------------------


def essays(folder: Folder) -> None:
    """Five essays that nothing is wrong with, each with a theme that no other file has."""
    text = folder.prose.paragraph

    def essay(title: str, theme: str) -> list[str]:
        return [title, text(5), f"这一年的工作离不开{theme}，大家都有体会。{text(3)}", text(5), f"{text(3)}说到底，{theme}不是一句空话。", text(4)]

    lines = essay("画好最大同心圆的几点体会", "统一战线")
    folder.put("好文章/体会.docx", docx(paragraphs(lines)), "an essay", "ok", contains="不是一句空话")
    folder.theme("tongyizhanxian", "好文章/体会.docx", 3)
    lines = essay("走访公立医院的记录", "公立医院")
    folder.put("好文章/记录.pdf", pdf(wrapped("\n".join(lines))), "an essay", "ok", contains="不是一句空话")
    folder.theme("yiyuandangjian", "好文章/记录.pdf", 3)
    lines = essay("水库工地上的艰苦奋斗", "艰苦奋斗")
    body = "".join(f"<p>{line}</p>\n" for line in lines[1:])
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{lines[0]}</title></head><body><article><h1>{lines[0]}</h1>\n{body}</article></body></html>'
    folder.put("好文章/工地.html", page, "an essay", "ok", contains="不是一句空话")
    folder.theme("jiankufendou", "好文章/工地.html", 3)
    lines = essay("谈谈山头主义的由来", "防止山头主义")
    folder.put("好文章/由来.epub", epub(lines[0], lines[1:]), "an essay", "ok", contains="不是一句空话")
    folder.theme("shantouzhuyi", "好文章/由来.epub", 3)
    lines = essay("重读科学发展观", "科学发展观")
    folder.put("好文章/重读.txt", "\n".join(lines).encode("gb18030"), "an essay", "ok", contains="不是一句空话")
    folder.theme("kexuefazhanguan", "好文章/重读.txt", 3)


def files(folder: Folder) -> None:
    """Rows 1–23: what lies in a folder."""
    prose = folder.prose
    put, expect, top = folder.put, folder.expect, folder.top
    for ending in ("txt", "md", "docx", "pdf", "xlsx", "zip", "epub", "doc", "rtf", "html", "csv", "jsonl"):
        put(f"空/空.{ending}", b"", "1–2: nothing in it", "empty", "empty")
    put("空/空白.txt", " \n\t\n\u3000\n", "1: white space", "empty")
    put("空/只有标记.txt", b"\xef\xbb\xbf", "1: a byte order mark and nothing else", "empty")
    end = "存档时写在末尾的是青石二字。"
    whole = {
        "docx": docx(paragraphs([*prose.text(20).split("\n")[:-1], end]), stored=True),
        "pdf": pdf([*wrapped(prose.text(16)), [end]]),
        "zip": zipped([(f"{n}.txt", prose.text() + end) for n in range(9)], stored=True),
        "xlsx": xlsx(cells([["正文"], *[[prose.paragraph()] for _ in range(30)], [end]])),
        "epub": epub("残本", [*prose.text(20).split("\n")[:-1], end]),
        "rtf": rtf([*prose.text(10).split("\n")[:-1], end]),
        "doc": old_word("\r".join([*prose.text(20).split("\n")[:-1], end])),
    }
    for ending, data in whole.items():
        for cut in CUTS:
            docs = 0 if ending in {"zip", "xlsx"} else 1
            put(f"残/{cut}.{ending}", data[: len(data) * cut // 100], "3: cut off", "failed partial ok", "corrupt truncated no-text no-text-column", docs=docs, contains="青石")
    text = prose.text()
    put("名不副实/其实是PDF.txt", pdf(wrapped(text)), "4: a PDF", "ok")
    put("名不副实/其实是Word.txt", docx(paragraphs(text.split("\n"))), "4: a Word file", "ok")
    put("名不副实/其实是表格.csv", xlsx(cells([["正文"], [prose.paragraph()]])), "4: a workbook", "ok")
    put(
        "名不副实/其实是压缩包.docx", zipped([("a.txt", prose.text())]), "4: an archive", "ok failed", "corrupt", docs=0
    )
    put("名不副实/其实是网页.txt", f"<html><body><p>{prose.paragraph(8)}</p></body></html>", "4: a page", "ok")
    put("名不副实/其实是文本.docx", prose.text(), "4: a text", "ok failed", "corrupt")
    put("名不副实/其实是文本.pdf", prose.text(), "4: a text", "ok failed", "corrupt")
    put("名不副实/其实是文本.xlsx", prose.text(), "4: a text", "ok failed", "corrupt no-text-column")
    put("名不副实/其实是图.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "4: a picture", "skipped", "unknown-format binary")
    put("名不副实/其实是程序.md", b"\x7fELF\2\1\1" + bytes(200), "4: a program", "skipped", "unknown-format binary")
    put("名不副实/没有扩展名", prose.text(), "4: no ending", "ok skipped", "unknown-format")
    put("名不副实/没人认识.xyz", prose.text(), "4: an ending nobody knows", "ok skipped", "unknown-format")
    outside = top.parent / f"{top.name}.outside"
    outside.mkdir(exist_ok=True)
    (outside / "外面.txt").write_text("外面的文件不该读到。\n", encoding="utf-8")
    links = top / "链接"
    links.mkdir()
    for name, target in {
        "上一层": "..", "自己": "自己", "甲": "乙", "乙": "甲", "无处": "没有这个文件.txt",
        "外面.txt": f"../../{outside.name}/外面.txt", "外面的夹": f"../../{outside.name}", "零": "/dev/zero",
    }.items():
        (links / name).symlink_to(target)
        expect(f"链接/{name}", "5–6: a link", "skipped", "symlink")
    (top / "异类").mkdir()
    os.mkfifo(top / "异类" / "管道.txt")
    expect("异类/管道.txt", "7: a pipe", "skipped", "not-regular")
    here = Path.cwd()
    os.chdir(top / "异类")  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("套接字.txt")
    finally:
        os.chdir(here)
    expect("异类/套接字.txt", "8: a socket", "skipped", "not-regular")
    put("异类/读不到.txt", prose.text(), "9: no permission", "failed", "permission", rights=True).chmod(0)
    (top / "异类" / "进不去").mkdir(mode=0)
    expect("异类/进不去", "10: no permission", "failed", "permission", rights=True)
    names(folder)


def names(folder: Folder) -> None:
    """Rows 14–21: names, depth, times."""
    prose, put, top = folder.prose, folder.put, folder.top
    put("名/\udcd7\udcdf\udcb3\udcf6.txt", prose.text(), "14: a name in GBK", "ok")
    name = "名/换行\n转义\x1b[31m\x07方向\u202e控制\u009b31m.txt"
    put(name, f"{prose.paragraph()}要把\u202e党管人才\u202c落到实处\x1b]0;x\x07，{prose.paragraph()}", "15: a name that steers a terminal", "ok partial")
    folder.theme("dangguanrencai", name, 1)
    put("名/[red]标记[/x] $(touch x) `x` %s {0} ; & '\".txt", prose.text(), "15: a name of signs", "ok")
    put("名/ 前后空白 .txt", prose.text(), "15: blanks around a name", "ok")
    put("名/-rf", prose.text(), "15: a name like an option", "ok skipped", "unknown-format")
    put("名/CON.txt", prose.text(), "15: a name that Windows has taken", "ok")
    for place in "甲乙丙":
        put(f"同名/{place}/讲话.txt", prose.text(), "16: the same name in several folders", "ok")
    same = prose.text(12)
    put("同名/一.txt", same, "17: the same text twice", "ok")
    put("同名/二.txt", same, "17: the same text twice", "ok")
    put("同名/caf\u00e9.txt", prose.text(), "18: one name in two spellings", "ok")
    put("同名/cafe\u0301.txt", prose.text(), "18: one name in two spellings", "ok")
    put("同名/A.txt", prose.text(), "16: names that differ in case", "ok")
    put("同名/a.txt", prose.text(), "16: names that differ in case", "ok")
    put("名/" + "长" * 83 + "ab.txt", prose.text(), "19: 255 bytes", "ok")
    put("深/" + "d/" * 500 + "底.txt", prose.text(), "19: 500 folders deep", "ok failed", "io-error")
    (top / "太深").mkdir()
    handle = os.open(top / "太深", os.O_RDONLY)
    for _ in range(20):
        os.mkdir("e" * 250, dir_fd=handle)
        inner = os.open("e" * 250, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    with os.fdopen(os.open("底.txt", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=handle), "w", encoding="utf-8") as file:
        file.write(prose.text())
    os.close(handle)
    folder.expect("太深/", "19: a path longer than the system takes", "ok failed", "io-error")
    for when, seconds in (("1970", 0), ("2106", 4_294_967_295), ("之前", -1_000_000_000)):
        os.utime(put(f"时间/{when}.txt", prose.text(), "21: changed at a strange time", "ok"), (seconds, seconds))


def texts(folder: Folder) -> None:
    """Rows 24–42: bytes and characters."""
    prose, put = folder.prose, folder.put
    text = prose.text()
    for bom, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\x84\x31\x95\x33", "gb18030")):
        put(f"编码/有标记-{name}.txt", bom + (text[:-1] + "末尾写着青石。").encode(name), "24: a byte order mark", "ok", contains="青石")
    for name in ("utf-16-le", "utf-16-be"):
        put(f"编码/无标记-{name}.txt", (text[:-1] + "末尾写着青石。").encode(name), "25: UTF-16 without a mark", "ok partial", contains="青石")
    put("编码/单数-utf-16.txt", b"\xff\xfe" + text.encode("utf-16-le") + b"\x4e", "25: UTF-16, half a character", "partial", "replaced")
    put("编码/短-gbk.txt", "河边的育秧棚".encode("gbk"), "26: a short title in GBK", "ok", contains="育秧棚")
    put("编码/短-big5.txt", "學校的玻璃窗".encode("big5"), "26: a short title in Big5", "ok", contains="玻璃窗")
    put("编码/四字节.txt", f"古字有𠀀与𪚥。{text}".encode("gb18030"), "27: four bytes", "ok", contains="𠀀")
    private = "清早去看".encode("gb18030") + b"\xa3\xa0\xa8\xbc\xaa\xa1" + text.encode("gb18030")
    put("编码/私用区.txt", private, "28: private use", "ok", contains="ḿ")
    put("编码/混合.txt", (text + "前半末尾写着青石。\n").encode() + (prose.text() + "末尾写着白鹭。").encode("gb18030"), "29: two encodings", "partial", "replaced mixed encoding")
    put("编码/混合-先gbk.txt", (text + "末尾写着白鹭。\n").encode("gb18030") + (prose.text() + "末尾写着青石。").encode(), "29: two encodings", "partial", "replaced mixed encoding")
    page = f'<html><head><meta charset="%s"><title>石桥</title></head><body><p>{prose.paragraph(8)}末尾写着青石。</p></body></html>'
    for said, real in (("utf-8", "gb18030"), ("gb2312", "utf-8"), ("iso-8859-1", "gb18030"), ("x-nonsense", "utf-8"), ("utf-7", "utf-8")):
        put(f"编码/声称{said}其实{real}.html", (page % said).encode(real), "30: a charset that lies", "ok", contains="青石")
    put("编码/乱码.txt", text.encode().decode("gb18030", "replace"), "31: mojibake", "ok partial", "replaced")
    put("编码/锟斤拷.txt", text + "锟斤拷锟斤拷锟斤拷\n" + prose.text(), "31: mojibake", "ok")
    put("字符/空字节.txt", "\0".join(prose.text(30).split("\n")) + "末尾写着青石。", "32: NUL", "ok partial", contains="青石")
    put("字符/随机.txt", folder.random.randbytes(20_000), "33: random bytes", "skipped", "binary")
    put("字符/随机无零.txt", bytes(folder.random.randrange(128, 256) for _ in range(20_000)), "33: random bytes", "skipped partial", "binary replaced")
    put(
        "字符/半个代理.txt", f"{text}\ud83d\ude00\ud800{prose.text()}", "34: surrogates as UTF-8", "partial", "replaced"
    )
    put("字符/半个代理.jsonl", '{"text": "' + prose.paragraph() + '\\ud800"}\n', "34: a surrogate in JSON", "ok partial", "replaced", docs=0)
    put("字符/半个代理.html", f"<html><body><p>{prose.paragraph()}&#xD800;&#0;&#x110000;</p></body></html>", "34: a surrogate in HTML", "ok partial", "replaced")
    put("字符/零宽.txt", f"{prose.paragraph()}\n学习三\u200b个\u200d代\ufeff表\u2060的要求。\n{prose.paragraph()}", "35: zero-width signs in a word", "ok")
    folder.theme("sangedaibiao", "字符/零宽.txt", 1)
    put("字符/全角.txt", f"{prose.paragraph()}\n他从\u2f8f政学院回来，带了ＡＢＣ和１２３。\n{prose.paragraph()}", "36: look-alikes", "ok")
    folder.theme("dangxiao", "字符/全角.txt", 1)
    stock = [prose.sentence() for _ in range(20_000)]
    line = "".join(prose.random.choices(stock, k=2 * MB // 26))
    put("字符/一行二十兆.txt", line.encode()[: 5 * MB].decode("utf-8", "ignore") + "末尾写着青石。", "37: 5 MB in one line", "ok skipped", "too-large", contains="青石")
    put("字符/国.txt", "国" * 200_000, "38: 200,000 times one character", "ok empty")
    put("字符/二十万行.txt", "\n" * 200_000 + prose.text(), "38: 200,000 empty lines", "ok")
    put("字符/空格.txt", prose.paragraph() + " " * 500_000 + prose.paragraph(), "38: 500,000 blanks", "ok")
    put("字符/省略号.txt", prose.paragraph() + "…" * 200_000 + "（" * 200_000 + prose.paragraph(), "38: one mark, many times", "ok")
    put("字符/中点.txt", prose.paragraph() + "\n" + "·" * 200_000 + "\n" + "1" * 200_000 + "\n" + prose.paragraph(), "38: lines of one sign", "ok")
    put("字符/组合.txt", prose.paragraph() + "e" + "\u0301" * 200_000 + prose.paragraph(), "38: one letter, 200,000 accents", "ok")
    for name, sign in (("回车", "\r"), ("回车换行", "\r\n"), ("行分隔", "\u2028"), ("段分隔", "\u2029"), ("下一行", "\x85"), ("换页", "\f")):
        put(f"字符/{name}.txt", prose.text(6)[:-1].replace("\n", sign) + "末尾写着青石。", "39: line ends", "ok", contains="青石")
    put("字符/一字.txt", "国", "40: one character", "ok")
    put("字符/一个标点.txt", "。", "40: one mark", "ok empty")
    put("字符/英文.txt", "The quick brown fox jumps over the lazy dog.\n" * 3, "41: English", "ok empty")
    put("字符/表情.txt", "😀👍🏽👩‍👩‍👧‍👦🇨🇳\n", "41: emoji", "ok empty")
    put("字符/NA.txt", "NA", "42: a text that is NA", "ok")
    put("字符/头.txt", "---\ntitle: &a [*a, *a]\nx: !!python/object/apply:os.system ['touch x']\n---\n" + prose.text(), "69: YAML with tags in front", "ok")
    put("字符/头2.txt", "---\n" + "[" * 9_000 + "\n---\n" + prose.text(), "69: YAML nested 9,000 deep", "ok")


def archives(folder: Folder) -> None:
    """Rows 43–50: zip."""
    prose, put = folder.prose, folder.put
    good = prose.text()
    zeros = bytes(64 * MB)
    put("压缩/炸弹.zip", zipped([("a.txt", zeros), ("好.txt", good)]), "43: a bomb", "ok failed", "limit", must=[("failed", "limit"), ("ok", "")], docs=2)
    put("压缩/炸弹.docx", docx(" " * (64 * MB)), "43: a bomb", "failed", "limit")
    put("压缩/炸弹.xlsx", xlsx(" " * (64 * MB)), "43: a bomb", "failed", "limit")
    put("压缩/炸弹.epub", epub("炸", [" " * (64 * MB)]), "43: a bomb", "failed partial", "limit corrupt missing-part")
    shared = entry(b"0.txt", good.encode() * 2_000)
    put("压缩/重叠.zip", raw_zip([shared] + [(b"%d.txt" % n, *shared[1:]) for n in range(1, 200)], shared=True), "44: members that share bytes", "failed", "corrupt limit")
    nested = zipped([("a.txt", good)])
    for level in range(12):
        nested = zipped([(f"{level}.zip", nested)])
    put("压缩/嵌套.zip", nested, "45: nested 13 deep", "failed", "limit")
    put("压缩/两万个.zip", zipped([(f"{n}.txt", "国") for n in range(20_000)], stored=True), "46: 20,000 members", "failed", "limit")
    data = good.encode()
    for why, lie in {
        "说大": entry(b"a.txt", data, size=len(data) + 1_000), "说小": entry(b"a.txt", data, size=100),
        "说小且合计": entry(b"a.txt", data, size=99, crc=zlib.crc32(data[:99])), "说零": entry(b"a.txt", data, size=0),
        "说四G": entry(b"a.txt", data, size=0xFFFFFFF0),
    }.items():
        put(f"压缩/{why}.zip", raw_zip([lie]), "47: sizes that lie", "failed skipped", "corrupt too-large")
    put("压缩/校验不符.zip", raw_zip([entry(b"a.txt", data, crc=1), entry("好.txt".encode(), data, flags=0x800)]), "47: a wrong checksum", "ok failed", "corrupt", must=[("failed", "corrupt"), ("ok", "")], docs=2)
    slips = ["../../溜出去.txt", "/tmp/djtext-hostile-evil.txt", "..\\..\\溜出去.txt", "C:\\evil.txt", "a/../../../溜出去.txt"]
    put("压缩/溜出去.zip", zipped([(name, prose.text()) for name in slips]), "48: names that lead out", "ok", docs=5)
    names = [entry(f"{name}.txt".encode("gb18030"), prose.text().encode()) for name in ("讲话", "总结")]
    put("压缩/中文名.zip", raw_zip(names), "49: names in GBK", "ok", docs=2)
    put("压缩/怪名.zip", zipped([("\x1b[31m\u202e红\n.txt", prose.text()), ("同.txt", prose.text()), ("同.txt ", prose.text())]), "15: member names that steer a terminal", "ok skipped", "unknown-format", docs=3)
    put("压缩/加密.zip", raw_zip([entry(b"a.txt", data, flags=1), entry(b"b.txt", data)]), "50: a password", "ok skipped", "encrypted", must=[("skipped", "encrypted"), ("ok", "")], docs=2)
    link = entry(b"link.txt", b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16)
    put("压缩/链接.zip", raw_zip([link, entry(b"b.txt", data)]), "6: a link in an archive", "ok skipped empty", docs=0)
    put("压缩/空的.zip", zipped([]), "1: an archive of nothing", "empty skipped failed", "empty no-text corrupt")
    put("压缩/只有图.zip", zipped([("a.png", b"\x89PNG\r\n\x1a\n")]), "4: an archive of pictures", "skipped", "unknown-format")
    put("压缩/杂.zip", zipped([("a.docx", docx(paragraphs(prose.text().split("\n")))), ("b.docx", b"PK\3\4no"), ("c.zip", zipped([("d.txt", prose.text())])), ("e.txt", b"")]), "3: good and bad members", "ok failed empty", "corrupt empty", must=[("ok", ""), ("failed", "corrupt"), ("empty", "empty")], docs=4)


def office(folder: Folder) -> None:
    """Rows 50–52 and 58–59: Word and Excel."""
    prose, put = folder.prose, folder.put
    lines = prose.text().split("\n")
    for name, system in (("文件", "file:///etc/passwd"), ("网络", LINK)):
        entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{system}">]>'
        put(f"办公/外部实体-{name}.docx", docx(paragraphs([lines[0], "前&e;后"]), before=entity), "51: an entity from outside", "failed", "doctype")
    put("办公/十亿次.docx", docx(paragraphs(["&l9;"]), before=laughs("x")), "52: billion laughs", "failed", "doctype")
    strings = f'{XML}{laughs("sst")}<sst {SHEET} count="2"><si><t>正文</t></si><si><t>&l9;{lines[0]}</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    put("办公/十亿次.xlsx", xlsx(rows, strings=strings), "52: billion laughs", "failed", "doctype corrupt")
    put("办公/深.docx", docx("<w:p>" * 100_000 + "<w:r><w:t>青石</w:t></w:r>" + "</w:p>" * 100_000, stored=True), "53: nested 100,000 deep", "ok partial failed", "depth corrupt damaged", contains="青石")
    put("办公/没有正文.docx", zipped([("[Content_Types].xml", TYPES % ""), ("word/x.xml", "<x/>")]), "3: no document in it", "failed", "corrupt")
    put("办公/坏正文.docx", docx("<w:p><w:r><w:t>" + lines[0] + "</w:p><w:q></w:r>"), "3: XML that is none", "partial failed", "damaged corrupt")
    put(
        "办公/只有图.docx", docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "56: pictures and no text", "skipped", "no-text"
    )
    put("办公/远程模板.docx", docx(paragraphs(lines), more=[("word/_rels/document.xml.rels", relations(("attachedTemplate", LINK)).replace("Target=", 'TargetMode="External" Target='))]), "62: a template far away", "ok")
    locked = ole({"EncryptedPackage": b"\x10\0\0\0\0\0\0\0" + folder.random.randbytes(4_000), "EncryptionInfo": b"\4\0\4\0" + bytes(60)})
    for ending in ("docx", "xlsx", "doc"):
        put(f"办公/加密.{ending}", locked, "50: a password", "skipped", "encrypted")
    put("办公/旧加密.doc", old_word("\r".join(lines), flags=0x0100), "50: a password", "skipped", "encrypted")
    far = '<row r="1"><c r="A1" t="inlineStr"><is><t>正文</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>青石</t></is></c></row>'
    put(
        "办公/最远.xlsx",
        xlsx(far),
        "58: a cell in the last corner",
        "ok partial failed",
        "limit",
        docs=0,
        contains="青石",
    )
    formula = f'<row r="1"><c r="A1" t="inlineStr"><is><t>正文</t></is></c></row><row r="2"><c r="A2" t="str"><f>WEBSERVICE("{LINK}")</f><v>{lines[0]}</v></c></row>'
    put("办公/公式.xlsx", xlsx(formula), "59: a formula", "ok", contains=lines[0][:6])
    table = [["编号", "标题", "正文"], ["007", "NA", prose.paragraph()], ["008", "=1+1", prose.paragraph()]]
    put("办公/编号.xlsx", xlsx(cells(table)), "42: NA and 007", "ok", docs=2)
    put(
        "办公/无正文列.xlsx",
        xlsx(cells([["甲", "乙"], ["1", "2"]])),
        "42: no column of text",
        "failed",
        "no-text-column",
    )


def rtf(lines: Iterable[str], before: str = "") -> bytes:
    """An RTF file of these lines in GBK."""
    body = "".join("".join(f"\\'{byte:02x}" for byte in line.encode("gbk")) + "\\par\n" for line in lines)
    return f"{{\\rtf1\\ansi\\ansicpg936{before} {body}}}".encode()


def old(folder: Folder) -> None:
    """Row 62: .doc and .rtf."""
    prose, put = folder.prose, folder.put
    lines = prose.text().split("\n")[:-1]
    put("旧/好.doc", old_word("\r".join([*lines, "末尾写着青石。"])), "62: an old Word file", "ok", contains="青石")
    put("旧/其实是RTF.doc", rtf([*lines, "末尾写着青石。"]), "62: RTF", "ok", contains="青石")
    put("旧/其实是网页.doc", f"<html><body><p>{prose.paragraph(8)}末尾写着青石。</p></body></html>".encode("gbk"), "62: a page", "ok", contains="青石")
    put("旧/其实是新版.doc", docx(paragraphs([*lines, "末尾写着青石。"])), "62: a new Word file", "ok", contains="青石")
    template = f'{{\\*\\template {LINK}.dotx}}{{\\field{{\\*\\fldinst INCLUDETEXT "{LINK}"}}{{\\fldrslt }}}}'
    put("旧/远程模板.rtf", rtf([*lines, "末尾写着青石。"], template), "62: a template far away", "ok", contains="青石")
    put("旧/深.rtf", b"{\\rtf1 " + b"{" * 100_000 + b"\\u38738?" + b"}" * 100_000 + b"}", "53: nested 100,000 deep", "partial ok empty failed", "depth corrupt no-text", contains="青")
    put("旧/谎称长.rtf", b"{\\rtf1 " + b"".join(b"\\u%d?" % ord(c) for c in lines[0]) + b"\\bin999999999 x\\u38738?}", "47: a length that lies", "partial failed", "truncated corrupt")
    put("旧/坏.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + folder.random.randbytes(5_000), "62: a container of noise", "failed", "corrupt")
    put(
        "旧/绕圈.doc",
        old_word("\r".join(lines), loop=True),
        "54: sectors in a ring",
        "ok failed partial",
        "corrupt limit",
    )
    put("旧/表格.doc", ole({"Workbook": bytes(4096)}), "4: Excel", "skipped failed", "unknown-format corrupt")
    put("旧/空容器.doc", ole({"x": b"x"}), "62: a container of nothing", "skipped failed", "unknown-format corrupt")


def portable(folder: Folder) -> None:
    """Rows 50 and 54–56: PDF."""
    prose, put = folder.prose, folder.put
    pages = wrapped(prose.text(8))
    secret = "<" + "5a" * 32 + ">"
    trailer = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O {secret} /U {secret} >> /ID [<00><00>]".encode()
    put("版式/加密.pdf", pdf(pages, trailer=trailer), "50: a password", "skipped", "encrypted")
    odd = "failed skipped partial ok"
    codes = "corrupt limit no-text timeout oom crash"
    put("版式/绕圈.pdf", pdf(pages, kids=b"2 0 R 2 0 R", count=9), "54: pages that hold themselves", "failed skipped partial", codes)
    chain = [b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (n - 1, n + 1) for n in range(4, 5_000)]
    put("版式/深.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", FONT, *chain, b"<< /Type /Page /Parent 4999 0 R >>"]), "54: a tree of pages 5,000 deep", "failed skipped partial", codes)
    put("版式/索引绕圈.pdf", pdf(pages, around=True), "54: a cross-reference that goes back to itself", odd, codes)
    put(
        "版式/谎称十亿页.pdf",
        pdf(pages, count=1_000_000_000),
        "54: a billion pages, it says",
        "failed partial ok",
        codes,
    )
    put("版式/自引.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>", stream(b"/X Do"), stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")]), "54: a drawing that draws itself", "failed skipped", codes)
    packed = zlib.compress(zlib.compress(bytes(256 * MB), 9), 9)
    put("版式/炸弹.pdf", pdf([[]], content=lambda _: stream(packed, b"/Filter [/FlateDecode /FlateDecode]")), "55: a stream that unpacks to 256 MB", "failed skipped", codes)
    words = zlib.compress((shown_lines(["石桥边的青石"]) + b"\n") * 100_000, 9)
    put("版式/十万行.pdf", pdf([[]], content=lambda _: stream(words, b"/Filter /FlateDecode")), "55: 100,000 lines on a page", odd, codes)
    picture = stream(b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")
    put("版式/扫描件.pdf", assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>", stream(b"q 500 0 0 700 50 50 cm /I Do Q"), picture]), "56: a scan", "skipped", "no-text")
    put("版式/空白页.pdf", pdf([[]]), "56: a page of nothing", "skipped empty", "no-text empty")
    put("版式/只有头.pdf", b"%PDF-1.7\n", "3: a head and nothing else", "failed", "corrupt")
    put("版式/噪声.pdf", b"%PDF-1.7\n" + folder.random.randbytes(5_000), "33: random bytes", "failed", "corrupt")


def pages(folder: Folder) -> None:
    """Rows 53 and 57: HTML."""
    prose, put = folder.prose, folder.put

    def page(body: str, head: str = "") -> str:
        return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>石桥记事</title>{head}</head><body>{body}</body></html>'

    intro = f"<p>{prose.paragraph(6)}</p>"
    for depth in (300, 3_000, 100_000):
        put(f"网页/深{depth}.html", page(f"{intro}{'<div>' * depth}末尾写着青石，{prose.paragraph(4)}{'</div>' * depth}"), f"53: nested {depth:,} deep", "ok partial", "depth markup", contains="青石")
    put("网页/十二兆.html", page(f"<p>{''.join(prose.sentence() for _ in range(30_000))}末尾写着青石。</p>"), "53: a node of 2 MB", "ok partial skipped failed", "", contains="青石")
    table = f'<table><tr><td colspan="9000000000000000" rowspan="9000000000000000">{prose.paragraph(6)}末尾写着青石。</td></tr></table>'
    put("网页/跨列.html", page(table), "57: a cell over 9e15 columns", "ok", contains="青石")
    script = f'<script>var x = "{"坚持党务公开。" * 50}";</script><style>/* 党务公开 */</style>'
    put("网页/脚本.html", page(f"{intro}{script}<p>{prose.paragraph(6)}</p><!-- 党务公开 -->", script), "57: words in a script", "ok")
    put("网页/外部.html", page(f'<base href="{LINK}"><link rel="stylesheet" href="{LINK}"><img src="{LINK}"><iframe src="file:///etc/passwd"></iframe>{intro}'), "62: things far away", "ok")
    put("网页/实体.html", '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body>' + f"<p>前&e;后{prose.paragraph(6)}</p></body></html>", "51: an entity from outside", "ok partial failed", "doctype markup")
    put("网页/十亿次.html", laughs("html") + f"<html><body><p>&l9;{prose.paragraph(6)}</p></body></html>", "52: billion laughs", "ok partial failed", "doctype markup")
    put("网页/未闭合.html", "<html><body><p>" + prose.paragraph(6) + '<a href="' + "x" * 200_000 + prose.paragraph() + "末尾写着青石。", "53: a quote that never ends", "ok partial", "markup")
    put("网页/尖括号.html", page(intro + "<" * 200_000 + prose.paragraph()), "53: 200,000 opening marks", "ok partial", "depth markup")
    put("网页/属性.html", page(f"{intro}<p {' '.join(f'a{n}=1' for n in range(50_000))}>{prose.paragraph(6)}末尾写着青石。</p>"), "53: a tag of 50,000 attributes", "ok partial", "depth markup", contains="青石")
    put("网页/只有脚本.html", page("<script>党务公开</script>"), "57: nothing but a script", "empty skipped", "empty no-text furniture")
    data = base64.b64encode(bytes(300_000)).decode()
    put("网页/内嵌图.html", page(f'<img src="data:image/png;base64,{data}">{intro}'), "57: a picture in the page", "ok")


def tables(folder: Folder) -> None:
    """Rows 60–61: CSV and JSON Lines."""
    prose, put = folder.prose, folder.put

    def rows(*extra: str) -> str:
        return (
            "编号,标题,正文\n" + "".join(f"{n:03d},第{n}篇,{prose.paragraph()}\n" for n in range(1, 4)) + "".join(extra)
        )

    giant = "".join(prose.sentence() for _ in range(8_000))
    put("表/大格.csv", rows(f"004,大,{giant}末尾写着青石。\n"), "60: a field of 200,000 characters", "ok", docs=4, contains="青石")
    put("表/引号.csv", rows(f'004,坏,"{prose.paragraph()}\n', f"005,好,{prose.paragraph()}\n"), "60: a quote left open", "ok partial", "quotes ragged", must=[("partial", "")], docs=0)
    put("表/长短.csv", rows("004\n", f"005,多,{prose.paragraph()},甲,乙\n"), "60: rows too long and too short", "ok partial empty failed", "ragged empty", must=[("partial", "ragged")], docs=5)
    put("表/编号.csv", "id,title,text\n007,NA," + prose.paragraph() + "\nNA,null,NA\n", "42: NA and 007", "ok", docs=2)
    put(
        "表/公式.csv",
        f'编号,标题,正文\n=1+1,@SUM(1),"=HYPERLINK(""{LINK}"")，{prose.paragraph()}"\n',
        "95: a formula",
        "ok",
    )
    put("表/无正文列.csv", "a,b\n1,2\n", "60: no column of text", "failed", "no-text-column")
    put(
        "表/只有表头.csv",
        "编号,标题,正文\n",
        "60: a head and no rows",
        "skipped empty failed",
        "no-text empty no-text-column",
    )
    put("表/空字节.csv", rows().replace("第2篇", "第\0篇"), "32: NUL in a cell", "ok partial", docs=0)
    put("表/五万列.csv", ",".join(f"c{n}" for n in range(50_000)) + ",正文\n" + "," * 50_000 + prose.paragraph() + "\n", "60: 50,000 columns", "ok")
    put("表/全是引号.csv", "编号,正文\n" + '"' * 300_001 + "\n" + f"2,{prose.paragraph()}\n", "60: 300,001 quotes", "ok partial empty failed", "quotes ragged empty", docs=0)
    put("表/引号林.csv", "编号,正文\n" + f'1,"{prose.sentence()}\n' * 500, "60: 500 quotes left open", "ok partial", "quotes ragged", docs=0)
    lines = [
        json.dumps({"id": f"00{n}", "text": prose.paragraph(), "year": 2019}, ensure_ascii=False) for n in range(4)
    ]
    put("表/坏行.jsonl", "\n".join([*lines[:2], '{"id": "x", "text": ', *lines[2:], "NaN", '"字"']) + "\n", "61: bad lines", "ok partial", "bad-lines", must=[("partial", "bad-lines"), ("ok", "")], docs=4)
    put("表/深.jsonl", "\n".join([lines[0], '{"text": ' + "[" * 100_000 + "]" * 100_000 + "}", lines[1]]) + "\n", "61: nested 100,000 deep", "ok partial", "bad-lines", must=[("partial", "bad-lines")], docs=2)
    put(
        "表/深.json",
        '{"a":' * 100_000 + '"字"' + "}" * 100_000,
        "61: nested 100,000 deep",
        "failed",
        "corrupt no-text-column",
    )
    put("表/大数.jsonl", '{"text": "' + prose.paragraph() + '", "n": ' + "9" * 100_000 + "}\n", "61: a number of 100,000 digits", "ok")
    put("表/键.json", json.dumps({"text": prose.paragraph(), "meta": {f"k{n}": n for n in range(20_000)}}), "61: 20,000 fields", "ok")
    put("表/不是.json", prose.text(), "61: no JSON", "failed", "corrupt no-text-column")
    put("表/半个.json", "[" + ",\n".join(lines)[:-40], "61: a list that breaks off", "ok partial", "truncated", must=[("partial", "truncated")], docs=3)
    put("表/数组.json", json.dumps([1, None, True, [], {}]), "61: a list of no documents", "failed", "corrupt no-text-column no-text")
# fmt: on


def build(top: Path, seed: int = 1) -> dict[str, Any]:
    """Make the folder and its list of expectations; the list."""
    top.mkdir(parents=True)
    folder = Folder(top, seed)
    for make in (essays, files, texts, archives, office, old, portable, pages, tables):
        make(folder)
    made = {"seed": seed, "files": folder.files, "themes": folder.themes, "absent": ["dangwugongkai"]}
    told = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    top.with_name(top.name + ".expected.json").write_text(told, encoding="utf-8", errors="backslashreplace")
    return made


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make a folder of hostile files and what is expected of each.")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    given = parser.parse_args()
    if given.folder.exists():
        print(f"{given.folder}: exists already", file=sys.stderr)
        return 2
    made = build(given.folder, given.seed)
    print(f"{len(made['files'])} paths in {given.folder}; what is right for each: {given.folder}.expected.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
