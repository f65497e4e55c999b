from __future__ import annotations

import pytest

from djtext.measures.profile import BaseDoc, Part, part


def profile(*texts: str) -> Part:
    return part([BaseDoc(n, text, "", "", "", ((n % 3, n),)) for n, text in enumerate(texts)], 3)


def test_bytes_and_back() -> None:
    made = profile("基层干部要走进群众，把制度落实。", "", "考核不能只看台账。")
    again = Part.from_bytes(made.to_bytes())
    for name in Part.__slots__:
        assert getattr(made, name).tolist() == getattr(again, name).tolist()
    data = made.to_bytes()
    for wrong in (b"", data[:40], data[:-1], data + b"\0", data.replace(b'"version": 1', b'"version": 9'), b"x" * 80):
        with pytest.raises(ValueError):
            Part.from_bytes(wrong)


def test_bytes_that_lead_outside_are_refused() -> None:
    made = profile("基层干部要走进群众，把制度落实。")
    data = bytearray(made.to_bytes())
    data[-len(made.words) * 8 - len(made.four_low) * 2 - 8] ^= 0xFF  # the last bounds of the runs of four
    with pytest.raises(ValueError):
        Part.from_bytes(bytes(data))
