"""ExifTool's -php output as Python values.

ExifTool's JSON turns the texts "True" and "FALSE" into booleans, which loses the typed text; its
PHP notation quotes them. ExiFilm asks for it only if the JSON holds a boolean.
"""

from __future__ import annotations

import re
from typing import Any

from exifilm_core.patterns import pattern

_TOKEN = pattern(
    r"""(?P<open>Array\() | (?P<close>\)) | (?P<to>=>) | (?P<comma>,) | (?P<end>;)
      | "(?P<text>(?:[^"\\]|\\.)*)" | (?P<number>[-+\w.]+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def loads(output: bytes) -> Any:
    """The value of the output: lists, dicts and texts (numbers too are texts)."""
    text = output.decode("utf-8", "surrogateescape")
    # Each byte that is not UTF-8 becomes a question mark, as in ExifTool's JSON.
    tokens = _TOKEN.finditer(re.sub("[\udc80-\udcff]", "?", text))
    return _value(next(tokens), tokens)


def _value(token: re.Match[str], tokens: Any) -> Any:
    if token["number"] is not None:
        return token["number"]
    if token["text"] is not None:
        return re.sub(
            r"\\(x[0-9A-F]{2}|.)", lambda m: _unescaped(m[1]), token["text"], flags=re.DOTALL
        )
    items: list[Any] = []
    pairs: dict[str, Any] = {}
    for token in tokens:
        if token["close"]:
            return pairs or items
        if token["comma"]:
            continue
        if token["to"]:
            pairs[items.pop()] = _value(next(tokens), tokens)
        else:
            items.append(_value(token, tokens))
    raise ValueError("ExifTool's answer is truncated")


def _unescaped(code: str) -> str:
    return chr(int(code[1:], 16)) if len(code) == 3 else _ESCAPES.get(code, code)
