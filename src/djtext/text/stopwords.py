"""Stop word lists: packaged ones by name, others by file."""

from __future__ import annotations

from pathlib import Path

from djtext import resources
from djtext.errors import UsageError
from djtext.lang import t


def names() -> tuple[str, ...]:
    """Names of the packaged lists.

    >>> "function-words" in names()
    True
    """
    folder = resources.stopwords()
    return tuple(sorted(path.stem for path in folder.glob("*.txt")))


def load(given: str) -> frozenset[str]:
    """The words of one list: a packaged name, or the path of a file with one word a line and # comments.

    >>> "的" in load("function-words")
    True

    Raises UsageError, listing the packaged names, where there is no such list.
    """
    path = resources.stopwords() / f"{given}.txt" if given in names() else Path(given)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            t(f"{path}：停用词表不是 UTF-8 编码", f"{path}: the stop word list is not UTF-8"),
            hint=t("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
        ) from None
    except OSError:
        raise UsageError(
            t(f"{given}：没有这个停用词表", f"{given}: no such stop word list"),
            hint=t(
                f"内置的有：{'、'.join(names())}；或给出文件路径", f"packaged: {', '.join(names())}; or give a file"
            ),
        ) from None
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def union(given: tuple[str, ...]) -> frozenset[str]:
    """All words of several lists."""
    return frozenset().union(*(load(name) for name in given)) if given else frozenset()
