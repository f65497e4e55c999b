"""A cell as text, as a list, as a number: sheets and JSON give all kinds of values."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any


def list_of(cell: Any) -> list[str]:
    """The values of a cell: of a JSON array its items; text that is an array in JSON counts as one."""
    if isinstance(cell, str) and cell.startswith("[") and cell.endswith("]"):
        with contextlib.suppress(ValueError, RecursionError):
            cell = json.loads(cell)
    if isinstance(cell, (list, tuple)):
        return [text for item in cell if (text := string_of(item).strip())]
    text = string_of(cell).strip()
    return [text] if text else []


def string_of(cell: Any) -> str:
    """The text of a cell; of a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def whole_number(cell: Any) -> int | None:
    """A place, from 0; None for what is none."""
    text = string_of(cell).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def number_of(cell: Any) -> float | None:
    """A number; None for what is none."""
    try:
        value = float(string_of(cell).strip() or "nan")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
