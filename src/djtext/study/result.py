"""What a run over many documents gives for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from djtext.types import Document, Outcome, Sent

if TYPE_CHECKING:
    from djtext.clean import Cleaned

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result(Sent, Generic[T]):
    """One outcome, with the document (without its text) and its value where it was analysed.

    `left_out` says that a filter left the document out. `marks` is the document's sketch for finding it twice;
    `cleaned` what cleaning did to it, where that was asked for.
    """

    outcome: Outcome
    doc: Document | None = None
    value: T | None = None
    left_out: bool = False
    marks: tuple[int, ...] = ()
    cleaned: Cleaned | None = None
