"""What kind of file a zip is, told from the names of its members alone; nothing is unpacked."""

from __future__ import annotations

import struct

_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_MOST = 20_000  # members that are looked at
_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def _directory(data: bytes) -> tuple[int, int]:
    """Where the list of members starts and ends; (0, 0) where there is none."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        return 0, 0
    size, start = struct.unpack_from("<II", data, end + 12)
    if size > end:
        return 0, 0
    # Bytes before the archive shift all places; the list ends where its end record begins.
    return (start, start + size) if data.startswith(_ENTRY, start) else (end - size, end)


def member_names(data: bytes) -> list[str]:
    """The first 20,000 names in a zip's list of members, `\\\\` as `/`; empty where it has no readable list."""
    place, end = _directory(data)
    names: list[str] = []
    while place + 46 <= end and len(names) < _MOST and data.startswith(_ENTRY, place):
        name, extra, comment = struct.unpack_from("<HHH", data, place + 28)
        names.append(data[place + 46 : place + 46 + name].decode("utf-8", "replace").replace("\\", "/"))
        place += 46 + name + extra + comment
    return names


def sniff_zip(data: bytes) -> str:
    """`docx`, `xlsx`, `pptx`, `epub`, `odt`, or `zip` for any other archive and for a damaged one. Never raises.

    >>> sniff_zip(b"PK\\x03\\x04 and no more")
    'zip'
    """
    names = member_names(data)
    have = set(names)
    if "[Content_Types].xml" in have or "_rels/.rels" in have:
        for folder, kind in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind
    head = data[:256]  # epub and odt put their type first, uncompressed
    if "mimetype" in have:
        if b"application/epub+zip" in head or "META-INF/container.xml" in have:
            return "epub"
        if b"application/vnd.oasis.opendocument.text" in head and "content.xml" in have:
            return "odt"
    if "META-INF/container.xml" in have and any(name.endswith(".opf") for name in names):
        return "epub"
    return "zip"
