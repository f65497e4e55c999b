"""Old Word files converted to .docx in memory.

The converter goes from file to file, but readers run where no file may be written. So its two entry functions run here
over stand-ins for the few names by which they reach the file system; the library itself stays as it is.
"""

from __future__ import annotations

import contextlib
import io
from types import FunctionType, SimpleNamespace
from typing import Any


class _NoPath:
    """A path that leads nowhere: every question is answered, nothing is done."""

    suffix = ".docx"
    name = "memory.docx"

    def __init__(self, *_: object) -> None:
        self.parent = SimpleNamespace(mkdir=_nothing)

    def resolve(self) -> object:
        return object()

    def exists(self) -> bool:
        return False

    def unlink(self) -> None:
        return None


def _nothing(*_: object, **__: object) -> None:
    return None


def _over(function: Any, **names: object) -> Any:
    """A copy of a function that sees other things under some global names."""
    made = FunctionType(function.__code__, {**function.__globals__, **names}, function.__name__, function.__defaults__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def to_docx(data: bytes) -> bytes:
    """The bytes of a .docx with the text and lists of a .doc.

    Raises what the converter raises: its own errors, and others on damaged files.
    """
    from doc2docx import converter
    from doc2docx.ooxml import package

    made = io.BytesIO()

    def opened(_: object, *, limits: Any = None) -> Any:
        return converter.CompoundFile(data, limits=limits)

    def written(document: Any, _: object) -> None:
        _over(package.write_docx, Path=_same)(document, made)

    convert = _over(
        converter.convert,
        _load_word_parts=_over(converter._load_word_parts, CompoundFile=SimpleNamespace(from_path=opened)),
        Path=_NoPath,
        write_docx=written,
        validate_docx=_nothing,
        os=SimpleNamespace(chmod=_nothing, replace=_nothing),
        tempfile=SimpleNamespace(NamedTemporaryFile=_no_file),
    )
    convert("memory.doc", "memory.docx")
    return made.getvalue()


def _same(thing: object) -> object:
    return thing


def _no_file(**_: object) -> contextlib.AbstractContextManager[SimpleNamespace]:
    return contextlib.nullcontext(SimpleNamespace(name="memory.docx"))
