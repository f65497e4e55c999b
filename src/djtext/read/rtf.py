"""Rich Text Format, as Word, WPS and WordPad write it; often under the ending .doc.

Read here and not by a library: bytes of one hanzi may be split by a line end or by a font change, text boxes and
numbers lie in groups that are skipped elsewhere, and a table's cells have to be told from a bar in the text.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import replace

from djtext.errors import InputError
from djtext.lang import t
from djtext.read.flow import Line, assemble, marks
from djtext.read.numbering import number, spaced
from djtext.read.properties import stated
from djtext.read.raw import Raw, ReadOptions
from djtext.read.rtf_codes import HARD, SIGNS, SOFT, codec_of, decode_run, page_codec
from djtext.read.rtf_state import Sink, State

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|((?:\\'[0-9a-fA-F]{2})+)|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_DEEPEST = 5_000
_INFO = {"title": "title", "author": "author", "subject": "subject", "keywords": "keywords"}
_CAPTURED = {"shptxt", "dptxbxtext", "footnote"}
_SWITCHES = {"v": "hidden", "deleted": "deleted"}


class _Reader:
    def __init__(self, encoding: str) -> None:
        self.forced = page_codec(encoding)
        self.codec = self.forced or "cp1252"
        self.charsets: dict[int, int] = {}
        self.default_font = -1
        self.info: dict[str, str] = {}
        self.replaced = 0
        self.used: dict[str, int] = {}
        self.notes: list[Line] = []
        self.depth_reached = False
        self._state = State()
        self._stack: list[State] = []
        self._sinks = [Sink()]
        self._bytes = bytearray()
        self._key: tuple[str, str, str] = ("", "", "")  # codec, destination and rule of the bytes at hand
        self._skip = 0
        self._high = 0
        self._starred = False
        self._font = -1  # the font that the font table is describing

    def read(self, data: bytes) -> tuple[list[Line], bool]:
        """All lines, and whether the file ends before its last group does."""
        place = 0
        while True:
            match = _TOKEN.match(data, place)
            if match is None:
                break
            place = match.end()
            word, argument, run, sign, brace, literal = match.groups()
            if literal is not None:
                self._literal(literal)
            elif run is not None:
                self._literal(binascii.unhexlify(run.replace(b"\\'", b"")))
            elif word is not None:
                name = word.decode("ascii")
                value = number(argument.decode("ascii"), 0) if argument else None
                if name == "bin":
                    place += max(0, value or 0)
                elif self._skip and name != "u":
                    self._skip -= 1
                else:
                    self._word(name, value)
            elif sign is not None:
                self._sign(sign)
            elif brace == b"{":
                self._open()
                if self.depth_reached:
                    break
            elif brace == b"}":
                self._close()
                if not self._stack:
                    break
        open_groups = bool(self._stack)
        while self._stack:
            self._close()
        self._flush()
        return self._sinks[0].close(), open_groups

    def _open(self) -> None:
        self._skip = 0
        self._starred = False
        if len(self._stack) >= _DEEPEST:
            self.depth_reached = True
            return
        self._stack.append(self._state)
        self._state = replace(self._state, owns=False)

    def _close(self) -> None:
        self._skip = 0
        if self._state.owns:
            self._flush()
            lines = self._sinks.pop().close()
            (self.notes if self._state.outer == "footnote" else self._sinks[-1].after).extend(lines)
        if self._stack:
            table = self._state.table if self._state.to == "text" and not self._state.owns else self._stack[-1].table
            self._state = self._stack.pop()
            self._state.table = table

    def _literal(self, data: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        state = self._state
        if not data or state.to in {"soft", "hard", "fonts", "time"} or state.deleted:
            return
        codec = self.codec if self.forced else codec_of(self.charsets.get(state.font, 1), self.codec)
        key = (codec, state.to, "hidden" if state.hidden else "")
        if key != self._key:
            self._flush()
            self._key = key
        if codec == "symbol":
            self._put("•" if state.listed else data.decode("latin-1"))
        else:
            self._bytes += data.replace(b"\0", b"")

    def _flush(self) -> None:
        """Decode the bytes that were gathered and pass them on."""
        if self._high:
            self._high = 0
            self.replaced += 1
            self._deliver("\ufffd", self._state.to, "hidden" if self._state.hidden else "")
        if self._bytes:
            codec, to, rule = self._key
            text, used = decode_run(bytes(self._bytes), codec, self.codec)
            self._bytes.clear()
            self.replaced += text.count("\ufffd")
            if used:
                self.used[used] = self.used.get(used, 0) + len(text)
            self._deliver(text, to, rule)

    def _put(self, text: str) -> None:
        """Text that is no bytes: it ends the run of bytes before it."""
        state = self._state
        if state.deleted or state.to in {"soft", "hard", "fonts", "time"}:
            return
        self._flush()
        self._deliver(text, state.to, "hidden" if state.hidden else "")

    def _deliver(self, text: str, to: str, rule: str) -> None:
        if to.startswith("info:"):
            self.info[to[5:]] = (self.info.get(to[5:], "") + text)[:1000]
        elif text:
            self._sinks[-1].parts.append((text, rule))

    def _unicode(self, value: int) -> None:
        code = value + 0x10000 if value < 0 else value
        if 0xDC00 <= code <= 0xDFFF and self._high:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
            self._high = 0
        if 0xD800 <= code <= 0xDBFF:
            self._flush()
            if self._state.to == "text" and not self._state.deleted:
                self._high = code
        elif not 0 < code <= 0x10FFFF or 0xDC00 <= code <= 0xDFFF:
            self._put("\ufffd")
            self.replaced += 1
        elif 0xF000 <= code <= 0xF0FF and (self._state.listed or code == 0xF0B7):
            self._put("•")
        else:
            self._put(chr(code))

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif self._skip:
            self._skip -= 1
        elif sign in b"{}\\":
            self._literal(sign)
        elif sign in b"\r\n":
            self._word("par", None)
        elif sign == b"~":
            self._put("\xa0")
        elif sign == b"_":
            self._put("-")

    def _word(self, name: str, value: int | None) -> None:
        starred, self._starred = self._starred, False
        state = self._state
        if name == "tab" and state.listed:
            self._end_label()
        elif name == "u":
            self._unicode(value or 0)
            self._skip = state.uc
        elif name in SIGNS:
            self._put(SIGNS[name])
        elif name in _CAPTURED and state.to != "hard":
            self._flush()
            self._sinks.append(Sink())
            state.to, state.owns, state.listed, state.table, state.deleted = "text", True, False, False, False
            state.outer = "footnote" if name == "footnote" else "box"
        elif name in HARD:
            state.to = "hard"
        elif name in _INFO and state.to.startswith("info"):
            state.to = f"info:{_INFO[name]}"
        elif name == "creatim" and state.to.startswith("info"):
            state.to = "time"
        elif state.to == "time" and name in {"yr", "mo", "dy"}:
            self.info["created"] = self.info.get("created", "") + f"{value or 0:02d}" + ("" if name == "dy" else "-")
        elif name == "info":
            state.to = "info"
        elif name == "upr":
            state.outer, state.to = state.to, "soft"
        elif name == "ud" and state.to == "soft":
            state.to = state.outer
        elif name == "fonttbl":
            state.to = "fonts"
        elif name in SOFT or (starred and name not in {"listtext", "pntext", "fldrslt"}):
            state.to = "hard" if state.to == "hard" else "soft"
        elif name in {"listtext", "pntext"}:
            state.listed = True
        else:
            self._format(name, value)

    def _end_label(self) -> None:
        """The tab behind an automatic number: a space where one is needed, as in other Word files."""
        self._flush()
        parts = self._sinks[-1].parts
        if self._state.to == "text" and parts:
            parts[-1] = (spaced(parts[-1][0].rstrip()), parts[-1][1])

    def _format(self, name: str, value: int | None) -> None:
        state = self._state
        if name == "uc":
            state.uc = min(max(value or 0, 0), 8)
        elif name == "ansicpg":
            self.codec = self.codec if self.forced else page_codec(f"cp{value}") or self.codec
        elif name in {"mac", "pc", "pca"} and not self.forced:
            self.codec = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
        elif name == "deff":
            self.default_font = state.font = value or 0
        elif name == "f":
            self._font = state.font = value or 0
        elif name == "fcharset" and state.to == "fonts":
            self.charsets[self._font] = value or 0
        elif name == "plain":
            state.font, state.hidden, state.deleted = self.default_font, False, False
        elif name in _SWITCHES:
            setattr(state, _SWITCHES[name], value != 0)
        elif name == "pard":
            state.table = False
        elif name == "intbl":
            state.table = True
        elif state.to == "text":
            self._break(name)

    def _break(self, name: str) -> None:
        sink = self._sinks[-1]
        if name in {"par", "sect"}:
            self._flush()
            sink.end_paragraph(in_table=self._state.table)
        elif name == "cell":
            self._flush()
            sink.end_cell()
        elif name == "row":
            self._flush()
            sink.end_row()
        elif name == "nestrow":
            self._flush()
            sink.end_paragraph(in_table=True)


def read_rtf(data: bytes, options: ReadOptions) -> Iterator[Raw]:
    """One document from an RTF file; notes end the text (flag `notes`), headers, footers and deleted text are out.

    >>> [raw.text for raw in read_rtf(rb"{\\rtf1\\ansi\\ansicpg936 \\'d7\\'df\\u20986?\\par OK}", ReadOptions())]
    ['走出\\nOK']

    Raises InputError: `corrupt` where it is none.
    """
    start = data[:64].find(b"{\\rtf")
    if start < 0:
        raise InputError(t("不是 RTF 文件", "not an RTF file"), code="corrupt")
    reader = _Reader(options.encoding)
    lines, open_groups = reader.read(data[start:])
    text, dropped = assemble(lines + [line for line in reader.notes if line])
    partial = ("", "")
    if reader.depth_reached:
        partial = ("depth", t("嵌套过深，后面没有读", "nested too deeply; the rest was not read"))
    elif open_groups:
        partial = ("truncated", t("文件不完整，结尾缺失", "the file breaks off before its end"))
    flags = marks(text) | ({"notes"} if reader.notes else set())
    yield Raw(
        text,
        max(reader.used, key=lambda codec: reader.used[codec], default=""),
        reader.replaced,
        meta=stated(reader.info.items(), text),
        flags=tuple(sorted(flags)),
        partial=partial,
        dropped=dropped,
    )
