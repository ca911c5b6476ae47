"""IPTC's old block (IIM 4.2), and how a save changes its bytes.

All other datasets keep their place and their bytes. If the block's character set lacks a character
of a new text, the whole block turns to UTF-8, and every text keeps its characters. ExifTool alone
would declare UTF-8 and keep the bytes of the other texts, which would then read differently.

A block without a declared character set is in UTF-8 if its bytes are valid UTF-8, which rarely
happens by chance. Otherwise it is in Windows's Latin-1, as for ExifTool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from exifilm_core.errors import InvalidValueError
from exifilm_core.messages.iptc import Iptc

if TYPE_CHECKING:  # a program that needs ExifTool alone does not load every kind of value
    from exifilm_core.kinds.kind import Json

GROUP = "IPTC:"
CHARSET = f"{GROUP}CodedCharacterSet"
UTF8 = "\x1b%G"
BLOCK = "IPTC:IPTC"
DIGEST = "Photoshop:IPTCDigest"
"""MD5 of the block. It tells other programs that XMP agrees with the block (MWG 2.0)."""


class Dataset(NamedTuple):
    """A dataset that mirrors a field of the record."""

    number: int
    most: int
    """The number of bytes that it has room for."""


DATASETS = {
    "ObjectName": Dataset(5, 64),
    "Keywords": Dataset(25, 64),
    "DateCreated": Dataset(55, 8),
    "TimeCreated": Dataset(60, 11),
    "DigitalCreationDate": Dataset(62, 8),
    "DigitalCreationTime": Dataset(63, 11),
    "By-line": Dataset(80, 32),
    "Sub-location": Dataset(92, 32),
    "CopyrightNotice": Dataset(116, 128),
    "Caption-Abstract": Dataset(120, 2000),
}
"""Datasets of record 2, by ExifTool's names."""

_ENVELOPE, _APPLICATION, _CHARSET = 1, 2, (1, 90)
_NO_TEXT = {
    # Numbers, and pictures in bytes. IIM names no datasets above 122 other than these.
    _ENVELOPE: {0, 20, 22, 90, 120, 122},
    _APPLICATION: {0, *range(123, 256)}
    - {130, 131, 135, *range(150, 155), *range(184, 189), 221, 225, 228, 230, 231, 232, 255},
}
_UTF8 = UTF8.encode()
_LATIN_SETS = {None, b"\x1b.A", b"\x1b-A", b"\x1b,A", b"\x1b/A"}


@cache
def _characters() -> tuple[str, ...]:
    """The character of each byte."""
    return tuple(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


@cache
def _bytes() -> dict[str, int]:
    """The byte of each character."""
    return {character: byte for byte, character in enumerate(_characters())}


class Item(NamedTuple):
    """One dataset in a block."""

    key: tuple[int, int]
    """Record and dataset, such as 2:5."""
    value: bytes


NAMES = (*(f"{GROUP}{name}" for name in DATASETS), CHARSET)
"""The tags of the block. A save changes the block as a whole, not these tags."""


def in_block(tags: Mapping[str, Json], found: Mapping[str, Json]) -> dict[str, Json]:
    """The BLOCK for ExifTool to write in place of NAMES, None for an empty block.

    The result also has each name in `tags` that the block contains, with the value None.

    `found` has ExifTool's answers for the file: the blocks in base64, the digest, the format. The
    digest follows the block only if it matched the old one. Otherwise XMP disagreed with the block
    before. InvalidValueError as for `changed`, and for two different blocks, because ExifTool
    would make them one.
    """
    import base64

    blocks = [
        base64.b64decode(str(raw).removeprefix("base64:"))
        for name, raw in found.items()
        if re.fullmatch(r"IPTC\d*:IPTC", name)
    ]
    if len({block.rstrip(b"\0") for block in blocks}) > 1:
        raise InvalidValueError(Iptc.TWO_BLOCKS())
    old = blocks[0] if blocks else b""
    new = changed(old, {name: raw for name, raw in tags.items() if name in NAMES})
    if found.get("File:FileType") in ("TIFF", "BTF"):
        new += bytes(-len(new) % 4)  # as ExifTool does; the digest includes these bytes
    written: dict[str, Json] = {name: None for name in tags if name in NAMES}
    written[BLOCK] = f"base64:{base64.b64encode(new).decode()}" if new else None
    if tags.get(DIGEST) == "new":
        known = new and found.get(DIGEST) == _digest(old)
        written[DIGEST] = _digest(new) if known else None
    return written


def to_latin(text: str) -> bytes:
    """The text in Windows's Latin-1. InvalidValueError if it has other characters."""
    try:
        return bytes(map(_bytes().__getitem__, text))
    except KeyError as other:
        character = str(other.args[0])
        raise InvalidValueError(Iptc.NOT_IN_LATIN_1(character=character)) from None


def from_latin(data: bytes) -> str:
    """The text of any bytes. A byte without a character in Windows's set stays, as in ExifTool."""
    return "".join(map(_characters().__getitem__, data))


def fits_latin(text: str) -> bool:
    """Whether Windows's Latin-1 has every character of the text."""
    return all(character in _bytes() for character in text)


def as_meant(text: str) -> str:
    """The text of a block in undeclared UTF-8, from ExifTool's reading as Latin-1."""
    try:
        return to_latin(text).decode()
    except ValueError:
        return text


def cut(text: str, most: int) -> str:
    """The beginning of the text that fits into so many bytes, in UTF-8 as in Latin-1."""
    return text.encode()[:most].decode("utf-8", "ignore")


def is_cut_from(text: str, whole: str, most: int) -> bool:
    """Whether the text is the beginning of `whole` that fits into so many bytes.

    Other programs may use one byte for each character, and may drop a final blank.
    """
    longest = (cut(whole, most), whole[:most])
    return text in (*longest, *(beginning.rstrip() for beginning in longest))


def changed(block: bytes, tags: Mapping[str, Json]) -> bytes:
    """The block with these texts, or lists of texts; None removes a tag.

    CHARSET turns the whole block to UTF-8, or, as None, back to Latin-1. InvalidValueError if the
    block is damaged or its character set lacks a character.
    """
    items = list(_items(block))
    declared = dict(items).get(_CHARSET)
    data = b"".join(item.value for item in items if _is_text(item.key))
    utf8 = declared == _UTF8 or (declared is None and not data.isascii() and _is_utf8(data))
    if not (utf8 or data.isascii() or declared in _LATIN_SETS) and _goes_beyond_ascii(tags):
        raise InvalidValueError(Iptc.OLD_CHARACTER_SET())
    wanted = _charset_in(tags, declared)
    numbers = {n: DATASETS[n.removeprefix(GROUP)].number for n in tags if n != CHARSET}
    if wanted != declared:
        if utf8 != (wanted == _UTF8):
            utf8 = not utf8
            ours = {(_APPLICATION, number) for number in numbers.values()}
            items = [i if i.key in ours else _recoded(i, to_utf8=utf8) for i in items]
        items = _with(items, _CHARSET, [wanted] if wanted else [])
    for name, number in numbers.items():
        texts = _texts(name, tags[name])
        if utf8 and wanted is None:  # undo restores the texts that ExifTool read
            texts = [as_meant(text) for text in texts]
        encoded = str.encode if utf8 else to_latin
        items = _with(items, (_APPLICATION, number), [encoded(text) for text in texts])
    return b"".join(_packed(item) for item in items)


def _items(block: bytes) -> Iterator[Item]:
    """The datasets of the block, without any zeros after them."""
    if block[:1] != b"\x1c" == block[3:4]:  # old Photoshops wrote it in numbers of four bytes
        block += bytes(-len(block) % 4)
        block = b"".join(block[at : at + 4][::-1] for at in range(0, len(block), 4))
    at = 0
    while block[at:].strip(b"\0"):
        length = int.from_bytes(block[at + 3 : at + 5])
        start = at + 5
        if length & 0x8000:
            start += length & 0x7FFF
            length = int.from_bytes(block[at + 5 : start])
        if block[at] != 0x1C or start + length > len(block):
            raise InvalidValueError(Iptc.INVALID_FROM_BYTE(byte=at))
        yield Item((block[at + 1], block[at + 2]), block[start : start + length])
        at = start + length


def _digest(block: bytes) -> str:
    import hashlib

    return hashlib.md5(block, usedforsecurity=False).hexdigest()


def _packed(item: Item) -> bytes:
    length = len(item.value)
    size = length.to_bytes(2) if length < 0x8000 else b"\x80\x04" + length.to_bytes(4)
    return b"\x1c" + bytes(item.key) + size + item.value


def _with(items: list[Item], key: tuple[int, int], values: list[bytes]) -> list[Item]:
    """The items with these values of one key, in the old place or in the order of numbers."""
    places = [at for at, item in enumerate(items) if item.key == key]
    # Some programs put 2:0, the version, last.
    places += [at for at, item in enumerate(items) if item.key[0] == key[0] and item.key > key]
    places += [at for at, item in enumerate(items) if item.key[0] > key[0]]
    at = places[0] if places else len(items)
    new = [Item(key, value) for value in values]
    return [*items[:at], *new, *(item for item in items[at:] if item.key != key)]


def _is_text(key: tuple[int, int]) -> bool:
    record, number = key
    return record in _NO_TEXT and number not in _NO_TEXT[record]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except ValueError:
        return False
    return True


def _texts(name: str, raw: Json) -> list[str]:
    texts = [] if raw is None else [str(text) for text in (raw if isinstance(raw, list) else [raw])]
    dated = "Date" in name or "Time" in name  # in which ExifTool puts colons
    return [text.replace(":", "") for text in texts] if dated else texts


def _charset_in(tags: Mapping[str, Json], declared: bytes | None) -> bytes | None:
    if CHARSET not in tags:
        return declared
    raw = tags[CHARSET]
    return None if raw is None else str(raw).encode()


def _goes_beyond_ascii(tags: Mapping[str, Json]) -> bool:
    return not all(str(raw).isascii() for raw in tags.values()) or CHARSET in tags


def _recoded(item: Item, *, to_utf8: bool) -> Item:
    if not _is_text(item.key) or item.value.isascii():
        return item
    value = from_latin(item.value).encode() if to_utf8 else to_latin(item.value.decode())
    return item._replace(value=value)
