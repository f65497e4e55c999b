"""`djtext cache`: what is kept between runs, and how to be rid of it."""

from __future__ import annotations

import sys

import typer

from djtext.cli import options as o
from djtext.lang import t

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(
    "info",
    help=t(
        "缓存在哪里、多大、有多少条、用上过多少次。", "Where the cache is, how large, how many values, how often used."
    ),
    epilog=t("例：djtext cache info", "Example: djtext cache info"),
)
def info_command(lang: o.Lang = None) -> None:
    """Say what is in the cache."""
    import os

    from djtext.cli.common import settings_from
    from djtext.study.cache import state
    from djtext.view.escape import terminal

    settings = settings_from(lang=lang)
    found = state()
    off = os.environ.get("DJTEXT_NO_CACHE") or not settings.cache
    asked = found.hits + found.misses
    lines = [
        (t("位置", "place"), str(found.file)),
        (t("大小", "size"), _size(found.size) + t("，上限 ", ", at most ") + _size(settings.cache_mb * 1_000_000)),
        (t("条目", "values"), f"{found.entries:,}"),
        (
            t("用上", "hits"),
            f"{found.hits:,} / {asked:,}" + (f" ({found.hits / asked:.0%})" if asked else ""),
        ),
    ]
    lines += [(f"  {name}", f"{number:,}") for name, number in found.jobs]
    if found.trouble:
        lines.append((t("问题", "trouble"), found.trouble))
    if off:
        lines.append((t("状态", "state"), t("已关闭（DJTEXT_NO_CACHE 或设置）", "off (DJTEXT_NO_CACHE or settings)")))
    for name, value in lines:
        sys.stdout.write(terminal(f"{name}: {value}") + "\n")


@app.command(
    "clear",
    help=t(
        "清空缓存；结果不受影响，下次运行重新计算。", "Empty the cache: no result changes, the next run computes anew."
    ),
    epilog=t("例：djtext cache clear", "Example: djtext cache clear"),
)
def clear_command(lang: o.Lang = None, quiet: o.Quiet = False) -> None:
    """Delete the cache."""
    import os

    from djtext.cli.common import settings_from
    from djtext.cli.messages import say
    from djtext.errors import OutputRefused
    from djtext.study.cache import Unusable, clear, path

    settings_from(lang=lang)
    try:
        size = clear()
    except (Unusable, OSError) as error:
        why = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
        raise OutputRefused(
            t(f"{path()}：没有删除（{why}）", f"{path()}: not deleted ({why})"),
            hint=t("检查 DJTEXT_CACHE_DIR 和文件的权限", "check DJTEXT_CACHE_DIR and the permissions of the file"),
        ) from None
    if not quiet:
        say(t(f"缓存已清空（{_size(size)}）", f"cache cleared ({_size(size)})"))


def _size(number: int) -> str:
    """Bytes for people.

    >>> _size(1_234_000), _size(900)
    ('1.2 MB', '0.9 kB')
    """
    if number >= 1_000_000_000:
        return f"{number / 1e9:.1f} GB"
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{number / 1e3:.1f} kB"
