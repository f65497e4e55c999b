"""Text of scanned pages, by rapidocr; only where the extra `djtext[ocr]` is installed. Its models come with it."""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

EXTRA = "pip install 'djtext[ocr]'"
DPI = 200


def available() -> bool:
    """Whether scans can be read here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    engine = RapidOCR()
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL + 1)
    return engine


def image_lines(image: Any) -> list[str]:
    """The lines of an image (a numpy array of rows, columns and BGR), from the top; empty where there are none.

    Any failure of the engine is a RuntimeError.
    """
    try:
        found = _engine()(image)
        boxes, texts = found.boxes, found.txts
    except MemoryError:
        raise
    except Exception as error:
        raise RuntimeError(str(error)) from error
    if boxes is None or texts is None:
        return []
    parts = [
        (float(min(y for _, y in box)), float(max(y for _, y in box)), float(min(x for x, _ in box)), str(text))
        for box, text in zip(boxes, texts, strict=True)
    ]
    return join_lines(parts)


def join_lines(parts: list[tuple[float, float, float, str]]) -> list[str]:
    """Pieces of text (top, bottom, left, text) that stand side by side become one line.

    >>> join_lines([(50, 60, 0, "丙"), (0, 10, 40, "乙"), (1, 11, 0, "甲")])
    ['甲 乙', '丙']
    """
    lines: list[list[tuple[float, float, float, str]]] = []
    for part in sorted(parts):
        top, bottom, _, _ = part
        if lines:
            above_top = sum(piece[0] for piece in lines[-1]) / len(lines[-1])
            above_bottom = sum(piece[1] for piece in lines[-1]) / len(lines[-1])
            if above_top <= (top + bottom) / 2 <= above_bottom:
                lines[-1].append(part)
                continue
        lines.append([part])
    return [" ".join(piece[3] for piece in sorted(line, key=lambda piece: piece[2])) for line in lines]
