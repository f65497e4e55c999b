"""`djtext doctor`: what this installation can do, and what an optional part would add."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from djtext.cli import options as o
from djtext.lang import t

EXAMPLES = t("例：djtext doctor", "Example: djtext doctor")


def doctor_command(lang: o.Lang = None) -> None:
    """Say what is installed."""
    from djtext import __version__
    from djtext.cli.common import settings_from
    from djtext.read import ENDINGS, READERS
    from djtext.settings import find_file
    from djtext.text import words
    from djtext.themes import codebook

    settings = settings_from(lang=lang)
    book = codebook.load(settings.codebook or None)
    lines = [
        ("djtext", __version__),
        ("Python", sys.version.split()[0]),
        (t("编码本", "codebook"), f"{book.title} ({len(book.themes)})"),
        (t("分词", "segmenter"), words.describe("jieba" if settings.segmenter == "jieba" else "rjieba")),
        (t("设置文件", "settings"), str(find_file() or t("无", "none"))),
        (t("格式", "formats"), " ".join(READERS)),
        (t("扩展名", "endings"), " ".join(sorted(ENDINGS))),
    ]
    parts = (
        ("ocr", "rapidocr", t("识别扫描件中的文字", "read text in scans")),
        ("test", "pytest", t("运行测试", "run the tests")),
    )
    for extra, module, use in parts:
        if find_spec(module) is not None:
            lines.append((extra, f"{_version(module)}  {use}"))
        else:
            lines.append(
                (
                    extra,
                    t(
                        f"未安装（{use}）：pip install 'djtext[{extra}]'",
                        f"not installed ({use}): pip install 'djtext[{extra}]'",
                    ),
                )
            )
    for name, value in lines:
        sys.stdout.write(f"{name}: {value}\n")


def _version(module: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to load, and every command loads this module

    try:
        return version(module)
    except PackageNotFoundError:
        return t("已安装", "installed")
