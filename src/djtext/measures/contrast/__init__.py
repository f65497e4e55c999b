"""Groups of texts compared: what is commoner in which group, how sure, how much, and in how many documents.

Statistics come from `keyness`, `dispersion` and `permutation`; in `comparison` they meet the counts of a corpus. `columns`
says what each figure is called and means, `tables` sorts the rows and makes tables of them, for files and for paper.
"""

from __future__ import annotations

from djtext.measures.contrast.comparison import Contrast, Contrasted, contrast
from djtext.measures.contrast.tables import ordered, paper, table

__all__ = ["Contrast", "Contrasted", "contrast", "ordered", "paper", "table"]
