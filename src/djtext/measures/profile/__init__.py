"""What a baseline is known by: its documents as sorted arrays, asked for what a new document has in common with them.

A baseline is made of parts, each of some documents, so that it can be kept and brought up to date part by part. No answer
depends on how documents are spread over parts. `documents` says what goes in, `keys` how characters and texts become
numbers, `arrays` what a part holds and how it is kept, `making` makes parts, `baseline` puts them together and answers.
"""

from __future__ import annotations

from djtext.measures.profile.arrays import VERSION, Part
from djtext.measures.profile.baseline import Baseline
from djtext.measures.profile.documents import PART_CHARS, BaseDoc, batches
from djtext.measures.profile.keys import mark_key
from djtext.measures.profile.making import part

__all__ = ["PART_CHARS", "VERSION", "BaseDoc", "Baseline", "Part", "batches", "mark_key", "part"]
