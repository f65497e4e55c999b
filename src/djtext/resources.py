"""Where the packaged data lie: in the wheel under `djtext/data`, in a source checkout at the top level."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).parent / "data"
_CHECKOUT = Path(__file__).parents[2]


def _folder(name: str) -> Path:
    inside = _DATA / name
    return inside if inside.is_dir() else _CHECKOUT / name


def codebook() -> Path:
    """The packaged codebook."""
    return _DATA / "codebook.toml"


def userdict() -> Path:
    """The packaged user dictionary of the field, in jieba's format."""
    return _DATA / "userdict.txt"


def corpus() -> Path:
    """The folder of sample essays."""
    return _folder("corpus")


def stopwords() -> Path:
    """The folder of stop word lists."""
    return _folder("stopwords")


def no_emission() -> Path:
    """The hanzi that jieba's HMM has no figures for."""
    return _DATA / "no_emission.txt"


def data(name: str) -> Path:
    """A packaged file of weights or figures."""
    return _DATA / name
