"""What the parser of the command line finds wrong, in the words and the form of every other error."""

from __future__ import annotations

import re
from typing import Any

from djtext.errors import UsageError
from djtext.lang import t

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
_RANGE = re.compile(r"range (\S+)\.$")


def is_usage(error: BaseException) -> bool:
    """Is it a complaint of the parser? The help shown where nothing was asked is none."""
    return type(error).__module__.startswith(("typer", "click")) and (
        hasattr(error, "format_message") and type(error).__name__ != "NoArgsIsHelpError"
    )


def told(error: Any) -> UsageError:
    """The same complaint as an error of djtext.

    It is known by its class and, where the class does not say enough, by its words; what is not known is told as it is.
    """
    name = type(error).__name__
    said = str(error.format_message())
    command = error.ctx.command_path if getattr(error, "ctx", None) is not None else "djtext"
    all_options = t(f"{command} -h 列出全部选项", f"{command} -h lists all options")
    if name == "NoSuchOption":
        near = "、".join(sorted(error.possibilities or ()))
        hint = (
            t(f"相近的有 {near}；{all_options}", f"{near.replace('、', ', ')}; {all_options}") if near else all_options
        )
        return UsageError(t(f"没有选项“{error.option_name}”", f"there is no option '{error.option_name}'"), hint=hint)
    if name == "BadOptionUsage":
        option = error.option_name
        if "not take a value" in said:
            return UsageError(t(f"选项 {option} 不带值", f"option {option} takes no value"), hint=all_options)
        return UsageError(t(f"选项 {option} 后面缺少值", f"option {option} needs a value"), hint=all_options)
    if name == "MissingParameter" and error.param is not None:
        option = _named(error.param)
        return UsageError(t(f"缺少 {option}", f"{option} is missing"), hint=all_options)
    if name == "BadParameter" and error.param is not None:
        value = _first_quoted(error.message)
        wrong = t(f"{_named(error.param)} 的值不对：{value}", f"{_named(error.param)}: {value} will not do")
        return UsageError(wrong, hint=_wanted(error))
    if "No such command" in said:
        wanted, *alike = _QUOTED.findall(said)
        listed = t(f"{command} -h 列出全部命令", f"{command} -h lists all commands")
        hint = t(f"是不是 {alike[0]}？{listed}", f"{alike[0]}? {listed}") if alike else listed
        return UsageError(t(f"没有命令“{wanted}”", f"there is no command '{wanted}'"), hint=hint)
    if "Missing command" in said:
        listed = t(f"{command} -h 列出全部命令", f"{command} -h lists all commands")
        return UsageError(t(f"{command} 后面缺少命令", f"{command} needs a command"), hint=listed)
    if "unexpected extra" in said:
        extra = said.partition("(")[2].partition("(")[2].rstrip(")") or said
        return UsageError(t(f"多出来的参数：{extra}", f"too many arguments: {extra}"), hint=all_options)
    return UsageError(t(f"命令行有误：{said}", said), hint=all_options)


def _named(parameter: Any) -> str:
    """An option by its longest name, an argument as the help writes it."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.human_readable_name)


def _first_quoted(message: str) -> str:
    found = _QUOTED.search(message)
    return found[1] if found else message.partition(" ")[0]


def _wanted(error: Any) -> str:
    """What the value should have been."""
    limits = _RANGE.search(error.message)
    if limits:
        return t(f"要满足 {limits[1]}", f"a value in {limits[1]}")
    kind = error.param.type.name.removesuffix(" range")
    if kind in {"int", "integer"}:
        return t("要写一个整数", "write a whole number")
    return t("要写一个数", "write a number") if kind == "float" else str(error.message)
