"""djtext: themes, problems and remedies in Chinese party-building texts."""

__version__ = "0.1.0"
