from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from djtext import lang
from djtext.errors import InputError
from djtext.read import ocr
from djtext.read.pdf import read_pdf, reading_order
from djtext.read.raw import Raw, ReadOptions

Line = tuple[int, int, str]  # from the left, from the bottom, text
FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    " /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
    " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"
)
IMAGE = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x00\nendstream"


def utf16(text: str) -> str:
    return "<" + ("\ufeff" + text).encode("utf-16-be").hex() + ">"


def make(pages: list[list[Line] | None], info: dict[str, str] | None = None, trailer: str = "") -> bytes:
    """A PDF with these lines on its pages; None is a page with a picture and nothing else."""
    objects = ["", "", FONT, IMAGE]
    kids = []
    for lines in pages:
        if lines is None:
            content = "q 500 0 0 700 50 50 cm /I Do Q"
        else:
            content = "\n".join(
                f"BT /F 12 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in lines
            )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    if info:
        objects.append("<< " + " ".join(f"/{name} {utf16(value)}" for name, value in info.items()) + " >>")
        trailer += f" /Info {len(objects)} 0 R"
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


PAGE = [
    (50, 700, "让干部走出机关服务群众"),
    (50, 680, "一些干部坐在机关里打电话，对基层"),
    (50, 660, "的情况不了解，群众有意见。"),
]


def read(data: bytes) -> Raw:
    (raw,) = read_pdf(data, ReadOptions())
    return raw


def code(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(data)
    assert "\n" not in caught.value.message
    return caught.value.code


def test_lines_and_pages() -> None:
    raw = read(make([PAGE, [(50, 700, "第二页要把工作做到群众心坎上去，不走过场。")]]))
    assert raw.text == "\n".join(line for _, _, line in PAGE) + "\f第二页要把工作做到群众心坎上去，不走过场。"
    assert raw.partial == ("", "") and raw.meta == ()


def test_an_empty_page_keeps_its_place() -> None:
    assert read(make([PAGE, [], PAGE])).text.split("\f")[1] == ""


def test_what_was_written_last_is_read_where_it_stands() -> None:
    text = read(make([[*PAGE, (60, 760, "某某机关党建通讯"), (290, 30, "1")]])).text
    assert text.split("\n") == ["某某机关党建通讯", *(line for _, _, line in PAGE), "1"]


def test_columns_are_read_one_after_the_other() -> None:
    left = [(50, y, f"左栏第{n}行的文字在这里") for n, y in enumerate(range(700, 600, -20))]
    right = [(320, y, f"右栏第{n}行的文字在那里") for n, y in enumerate(range(700, 600, -20))]
    assert read(make([left + right])).text.split("\n") == [line for _, _, line in left + right]


def test_reading_order_with_gaps() -> None:
    assert reading_order([None, (0, 10, 50, 20), None, (0, 40, 50, 50)]) == [0, 3, 1, 2]
    assert reading_order([]) == []


def test_properties() -> None:
    info = {"Title": "让干部走出机关", "Author": "柳下", "CreationDate": "D:20190506102200+08'00'"}
    assert dict(read(make([PAGE], info)).meta) == {"title": "让干部走出机关", "author": "柳下", "created": "2019-05-06"}
    info = {"Title": "Microsoft Word - 1.doc", "Author": "Administrator", "CreationDate": "不详"}
    assert read(make([PAGE], info)).meta == ()


def test_encrypted() -> None:
    lock = f" /ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>"
    assert code(make([PAGE], trailer=lock)) == "encrypted"


def test_a_scan_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    for language in ("zh", "en"):
        lang.use(language)  # type: ignore[arg-type]
        with pytest.raises(InputError) as caught:
            read(make([None, None]))
        assert caught.value.code == "no-text"
        assert "pip install 'djtext[ocr]'" in caught.value.message
        assert ("扫描" if language == "zh" else "scan") in caught.value.message


def test_some_pages_scanned_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    raw = read(make([PAGE, None, None, PAGE]))
    assert raw.partial[0] == "no-text" and "2–3" in raw.partial[1]
    assert raw.text.count("\f") == 3


def test_a_scan_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numpy")
    monkeypatch.setattr(ocr, "available", lambda: True)
    shapes = []

    def lines(image) -> list[str]:  # type: ignore[no-untyped-def]
        shapes.append(image.shape)
        return ["认出来的字", "第二行"]

    monkeypatch.setattr(ocr, "image_lines", lines)
    raw = read(make([PAGE, None]))
    assert raw.text.split("\f")[1] == "认出来的字\n第二行" and raw.flags == ("ocr",) and raw.partial == ("", "")
    assert shapes == [(2223, 1667, 3)]


def test_a_scan_that_recognition_fails_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(image) -> list[str]:  # type: ignore[no-untyped-def]
        raise RuntimeError

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "image_lines", fails)
    assert read(make([PAGE, None])).partial[0] == "no-text"
    assert code(make([None])) == "no-text"


def test_blank_pages_are_no_scan() -> None:
    assert code(make([[], []])) == "no-text"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"not a pdf" * 99])
def test_no_pdf(data: bytes) -> None:
    assert code(data) == "corrupt"


def test_page_trees_that_lie() -> None:
    plain = make([PAGE])
    for old, new in (
        (b"/Count 1 ", b"/Count 999999999 "),
        (b"/Kids [6 0 R]", b"/Kids [2 0 R]"),
        (b"6 0 R]", b"6 0 R 6 0 R]"),
    ):
        try:
            read(plain.replace(old, new))
        except InputError as error:
            assert error.code in {"corrupt", "no-text"}


def test_truncated_and_flipped() -> None:
    data = make([PAGE] * 3, {"Title": "让干部走出机关"})
    rng = random.Random(4)
    variants = [data[: len(data) * cut // 100] for cut in range(0, 100, 5)]
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(rng.choice((1, 10, 60))):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        variants.append(bytes(broken))
    for variant in variants:
        try:
            read(variant).text.encode()
        except InputError as error:
            assert error.code in {"corrupt", "no-text", "encrypted"}


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        read(b"%PDF-1.4\n" + data)
    except InputError as error:
        assert error.code in {"corrupt", "no-text", "encrypted"}


def test_real_pdfs_hold_what_their_twins_hold(shared: Path) -> None:
    from djtext.text.fold import fold

    seen = 0
    for path in sorted((shared / "data/originals/pdf").glob("*.pdf")):
        twin = shared / "data/commentary" / f"{path.stem}.txt"
        raw = read(path.read_bytes())
        assert dict(raw.meta)["title"] in path.stem.replace("\xa0", " ")
        if twin.exists():
            seen += 1
            wanted = fold("".join(twin.read_text(encoding="utf-8").split())).text
            assert fold("".join(raw.text.split())).text == wanted
    assert seen
