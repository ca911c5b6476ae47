"""IPTC's old block (IIM 4.2), as ExifTool reads it."""

from __future__ import annotations

import re

from exifilm_core.patterns import pattern
from exifilm_core.readers.quick.exif_table import IPTC
from exifilm_core.readers.quick.unsure import UnsureError

_CHARSET = (1, 90)
_UTF8 = b"\x1b%G"
_DAY = pattern(r"\d{8}", re.ASCII)
_TIME = pattern(r"\d{6}([+-]\d{4})?", re.ASCII)
_MOST = 0x7FFF
"""The most bytes of a dataset of the usual form."""

Tags = dict[str, object]


def read(block: bytes, tags: Tags) -> None:
    """Put the datasets of a block into `tags`, whose names begin with "IPTC:"."""
    lists: dict[str, list[str]] = {}
    utf8 = False
    at, end = 0, len(block.rstrip(b"\0"))
    last = (0, 0)
    while at < end:
        head = block[at : at + 5]
        if len(head) < 5 or head[0] != 0x1C:
            raise UnsureError("marker in IPTC")
        key, length = (head[1], head[2]), int.from_bytes(head[3:], "big")
        data = block[at + 5 : at + 5 + length]
        if key not in IPTC or length > _MOST or len(data) != length or key[0] < last[0]:
            raise UnsureError("dataset in IPTC")
        at, last = at + 5 + length, key
        if key == _CHARSET:
            if data != _UTF8:
                raise UnsureError("character set of IPTC")
            utf8 = True
        elif not data.isascii() and not utf8:
            raise UnsureError("character set of IPTC")
        name, kind = IPTC[key]
        value = _value(kind, data)
        if kind == "list":
            lists.setdefault(name, []).append(value)
        elif name in tags:
            raise UnsureError("a dataset twice")
        else:
            tags[name] = value
    for name, texts in lists.items():
        tags[name] = texts[0] if len(texts) == 1 else texts


def _value(kind: str, data: bytes) -> str:
    if kind == "integer":
        if not 0 < len(data) <= 4:
            raise UnsureError("number in IPTC")
        return str(int.from_bytes(data, "big"))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise UnsureError("text in IPTC that is not UTF-8") from None
    if "\0" in text or kind == "unsure":
        raise UnsureError("dataset in IPTC")
    if kind == "date":
        if not _DAY.fullmatch(text):
            raise UnsureError("date in IPTC")
        return f"{text[:4]}:{text[4:6]}:{text[6:]}"
    if kind == "time":
        if not _TIME.fullmatch(text):
            raise UnsureError("time in IPTC")
        text = f"{text[:2]}:{text[2:4]}:{text[4:]}"
        return f"{text[:-2]}:{text[-2:]}" if len(text) > 8 else text
    return text
