"""One document analysed, and many."""
