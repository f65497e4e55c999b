"""PDF: the lines of each page in reading order, pages parted by a form feed.

PDFium takes the file apart; it is not safe on threads, so this is for one process at a time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from djtext.errors import InputError
from djtext.lang import t
from djtext.read import ocr
from djtext.read.properties import stated
from djtext.read.raw import Raw, ReadOptions
from djtext.text.fold import fold

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_FEW = 20  # characters; a page with fewer is taken for a picture
_BROKEN = 100  # pages that cannot be opened before the rest is given up
_MOST_BLOCKS = 300
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SOFT_HYPHEN = re.compile("(?<=[A-Za-z])[\x02\xad\ufffe]\n")
Box = tuple[float, float, float, float]  # left, bottom, right, top


def read_pdf(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from a PDF.

    Raises InputError: `corrupt`, `encrypted` (a password is needed), `no-text` (a scan, or nothing but pictures),
    `limit`.
    """
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in {_PASSWORD, _SECURITY} or "assword" in str(error):
            raise InputError(t("PDF 有密码", "the PDF is encrypted and needs a password"), code="encrypted") from None
        raise InputError(t("PDF 已损坏，无法打开", "the PDF is damaged and cannot be opened"), code="corrupt") from None
    try:
        yield _document(pdf, options)
    finally:
        pdf.close()


def _document(pdf: PdfDocument, options: ReadOptions) -> Raw:
    import pypdfium2 as pdfium

    pages: list[str] = []
    unread: list[int] = []
    pictures: list[int] = []
    scanned = unmapped = total = failed = 0
    can_ocr = ocr.available()
    deadline = time.monotonic() + 0.7 * options.seconds  # what is left of a long scan is told, not lost with the rest
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            unread.append(number + 1)
            pages.append("")
            if len(unread) >= _BROKEN:
                unread += range(number + 2, len(pdf) + 1)
                break
            continue
        try:
            lines, missing = _lines(page)
            size = sum(len("".join(line.split())) for line in lines)
            if size < _FEW and _has_picture(page):
                seen = _scan(page) if can_ocr and time.monotonic() < deadline else None
                if seen is None:
                    failed += can_ocr
                    pictures.append(number + 1)
                elif sum(map(len, seen)) > size:
                    lines, scanned = seen, scanned + 1
        except pdfium.PdfiumError:
            unread.append(number + 1)
            lines, missing = [], 0
        finally:
            page.close()
        unmapped += missing
        pages.append("\n".join(lines))
        total += len(pages[-1]) + 1
        if total > options.max_produced:
            raise InputError(t("PDF 展开后过大", "the PDF unpacks to too much text"), code="limit")
    text = "\f".join(pages)
    if not text.strip():
        raise _nothing(len(pages), unread, pictures, failed)
    flags = (("ocr",) if scanned else ()) + (("private-use",) if re.search("[\ue000-\uf8ff]", text) else ())
    return Raw(
        text,
        replaced=text.count("\ufffd"),
        meta=_properties(pdf, text),
        flags=flags + (("replaced",) if "\ufffd" in text else ()),
        partial=_partial(unread, pictures, unmapped, len(text)),
    )


def _nothing(pages: int, unread: list[int], pictures: list[int], failed: int) -> InputError:
    """Why a PDF gave no text at all."""
    if unread and not pictures:
        return InputError(t("PDF 已损坏，没有一页能读", "the PDF is damaged; no page can be read"), code="corrupt")
    if not pictures:
        return InputError(t(f"PDF 的 {pages} 页上没有文字", f"no text on the {pages} pages of the PDF"), code="no-text")
    if ocr.available():
        why = (
            t("，文字识别没有结果", "; recognition found no text")
            if not failed
            else t("，文字识别失败", "; recognition failed")
        )
        return InputError(t(f"PDF 是扫描件{why}", f"the PDF is a scan{why}"), code="no-text")
    return InputError(
        t(
            f"PDF 是扫描件，没有文字层；先安装文字识别：{ocr.EXTRA}",
            f"the PDF is a scan without text; to recognise it, install the OCR extra: {ocr.EXTRA}",
        ),
        code="no-text",
        hint=ocr.EXTRA,
    )


def _partial(unread: list[int], pictures: list[int], unmapped: int, size: int) -> tuple[str, str]:
    if unread:
        return "corrupt", t(
            f"第 {_list(unread)} 页已损坏，没有读出", f"page {_list(unread)} is damaged and was not read"
        )
    if pictures:
        zh, en = (
            ("没有识别出来", "was not recognised")
            if ocr.available()
            else (f"文字识别：{ocr.EXTRA}", f"OCR: {ocr.EXTRA}")
        )
        return "no-text", t(
            f"第 {_list(pictures)} 页是图片，没有文字；{zh}", f"page {_list(pictures)} is a picture without text; {en}"
        )
    if unmapped > max(20, size // 20):
        return "unmapped", t(
            f"有 {unmapped} 个字形没有对应的字符（字体未嵌编码表）",
            f"{unmapped} glyphs have no character (the font carries no table for them)",
        )
    return "", ""


def _list(numbers: list[int]) -> str:
    """Page numbers for people: runs drawn together, at most ten.

    >>> _list([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] + 1 == number:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in runs[:10]]
    return ", ".join(shown) + ("…" if len(runs) > 10 else "")


def _properties(pdf: PdfDocument, text: str) -> tuple[tuple[str, str], ...]:
    """Title, author, subject, keywords and the day the file was made, where they say anything."""
    said = {name: " ".join(_CONTROL.sub("", value).split()) for name, value in pdf.get_metadata_dict().items()}
    made = _DATE.match(said.get("CreationDate", ""))
    pairs = (
        ("title", said.get("Title", "")),
        ("author", said.get("Author", "")),
        ("subject", said.get("Subject", "")),
        ("keywords", said.get("Keywords", "")),
        ("created", "-".join(made.groups()) if made else ""),
    )
    return stated(pairs, fold(text[:2_000]).text)  # PDFs are full of radicals that look like characters


def _lines(page: PdfPage) -> tuple[list[str], int]:
    """A page's lines in reading order, and how many glyphs stand for no known character."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        missing = sum(raw.FPDFText_HasUnicodeMapError(textpage, place) == 1 for place in range(count))
        text = textpage.get_text_bounded() if count else ""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _SOFT_HYPHEN.sub("", text)
        lines = [_CONTROL.sub("", line).rstrip() for line in text.split("\n")]
        boxes = _boxes(textpage, count)
        if len(boxes) == len(lines):  # else PDFium's lines and its boxes do not tell the same: leave its order
            lines = [lines[place] for place in reading_order(boxes)]
    finally:
        textpage.close()
    return [line for line in lines if line], missing


def _boxes(textpage: PdfTextPage, count: int) -> list[Box | None]:
    """The box of each line, as PDFium parts lines; None for a line without ink."""
    import ctypes

    import pypdfium2.raw as raw

    found: list[Box | None] = []
    box: list[float] | None = None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for place in range(count):
        char = raw.FPDFText_GetUnicode(textpage, place)
        if char == 0x0D:
            continue
        if char == 0x0A:
            found.append((box[0], box[1], box[2], box[3]) if box else None)
            box = None
            continue
        if char == 0x20 or not raw.FPDFText_GetCharBox(textpage, place, left, right, bottom, top):
            continue
        if box is None:
            box = [left.value, bottom.value, right.value, top.value]
        else:
            box[0], box[1] = min(box[0], left.value), min(box[1], bottom.value)
            box[2], box[3] = max(box[2], right.value), max(box[3], top.value)
    found.append((box[0], box[1], box[2], box[3]) if box else None)
    return found


def reading_order(boxes: list[Box | None]) -> list[int]:
    """Places of lines as they are read.

    The file's own order holds (it gets columns right), except that a run of lines which wholly stands above an
    earlier run, over the same columns, comes before it: headers and title blocks that a program wrote last.

    >>> body, foot, head = (50, 300, 500, 310), (200, 20, 300, 30), (60, 700, 400, 710)
    >>> reading_order([body, foot, head])
    [2, 0, 1]
    >>> reading_order([(50, 700, 250, 710), (50, 100, 250, 110), (300, 700, 500, 710), (300, 100, 500, 110)])
    [0, 1, 2, 3]
    """
    blocks: list[tuple[Box, list[int]]] = []
    for place, box in enumerate(boxes):
        if box is None:
            if not blocks:
                blocks.append(((0.0, 0.0, 0.0, 0.0), []))
            blocks[-1][1].append(place)
            continue
        if blocks and blocks[-1][1]:
            around, places = blocks[-1]
            last = next((boxes[other] for other in reversed(places) if boxes[other]), None)
            if last is not None and box[1] < last[3] and _side_by_side(box, last) > 0:  # goes on downwards
                grown = (min(around[0], box[0]), min(around[1], box[1]), max(around[2], box[2]), max(around[3], box[3]))
                places.append(place)
                blocks[-1] = (grown, places)
                continue
        blocks.append((box, [place]))
    if len(blocks) > _MOST_BLOCKS:
        return list(range(len(boxes)))
    ordered: list[tuple[Box, list[int]]] = []
    for block in blocks:
        at = len(ordered)
        for other in range(len(ordered) - 1, -1, -1):
            over, under = block[0], ordered[other][0]
            if over[1] >= under[3] and _side_by_side(over, under) > 0:
                at = other
        ordered.insert(at, block)
    return [place for _, places in ordered for place in places]


def _side_by_side(one: Box, other: Box) -> float:
    """How far two boxes share columns."""
    return min(one[2], other[2]) - max(one[0], other[0])


def _has_picture(page: PdfPage) -> bool:
    """Whether anything but text is on a page: an image, or drawn paths that may be letters."""
    import pypdfium2.raw as raw

    kinds = {raw.FPDF_PAGEOBJ_IMAGE: 0, raw.FPDF_PAGEOBJ_PATH: 0}
    for item in page.get_objects(max_depth=5):
        if item.type in kinds:
            kinds[item.type] += 1
            if item.type == raw.FPDF_PAGEOBJ_IMAGE or kinds[item.type] > 30:
                return True
    return False


def _scan(page: PdfPage) -> list[str] | None:
    """The lines of a page by OCR; None where that fails."""
    width, height = page.get_size()
    scale = min(ocr.DPI / 72, 6_000 / max(width, height, 1))
    try:
        bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False)
        image = bitmap.to_numpy()
        return ocr.image_lines(image[:, :, :3] if image.ndim == 3 else image)
    except (RuntimeError, ValueError):
        return None
