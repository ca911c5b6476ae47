"""IPTC's old block (IIM 4.2): how much a dataset holds, in which characters, and how it is changed.

The one idea: a block is changed as bytes. What is not to be changed keeps its place and bytes; only
where a new text has no room in the block's character set is the block turned to UTF-8 as a whole,
and then every text in it keeps what it says. ExifTool by itself would declare UTF-8 and leave the
texts of other people as they are, so that they say something else.

A block that declares no character set is UTF-8 where its bytes are, as they then hardly are by
chance; otherwise it is Windows's Latin-1, as ExifTool takes it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # for ExifTool alone, all kinds of value need not be loaded
    from exifilm_core.kinds.kind import Json

GROUP = "IPTC:"
CHARSET = f"{GROUP}CodedCharacterSet"
UTF8 = "\x1b%G"
BLOCK = "IPTC:IPTC"
DIGEST = "Photoshop:IPTCDigest"
"""MD5 of the block, by which others know that XMP has been brought in step with it (MWG 2.0)."""


class Dataset(NamedTuple):
    """One of the datasets that a record has a part in."""

    number: int
    most: int
    """How many bytes it has room for."""


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
    # Numbers, and pictures in bytes. What stands above 122 without a name in IIM may be anything.
    _ENVELOPE: {0, 20, 22, 90, 120, 122},
    _APPLICATION: {0, *range(123, 256)}
    - {130, 131, 135, *range(150, 155), *range(184, 189), 221, 225, 228, 230, 231, 232, 255},
}
_UTF8 = UTF8.encode()
_LATIN_SETS = {None, b"\x1b.A", b"\x1b-A", b"\x1b,A", b"\x1b/A"}
_CHARACTERS = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
_BYTES = {character: byte for byte, character in enumerate(_CHARACTERS)}


class Item(NamedTuple):
    """One dataset as it stands in a block."""

    key: tuple[int, int]
    """Record and dataset, such as 2:5."""
    value: bytes


NAMES = (*(f"{GROUP}{name}" for name in DATASETS), CHARSET)
"""The tags that are changed in the block, not one by one."""


def in_block(tags: Mapping[str, Json], found: Mapping[str, Json]) -> dict[str, Json]:
    """What ExifTool is to write instead of those of NAMES: the BLOCK, None where it is empty now.

    Each of NAMES that has gone into it is there too, as None.

    `found` is what it says of the file: the blocks in base64, the digest, the format. The digest
    becomes that of the new block if it was that of the old one; otherwise XMP has not been in step
    with the block, and we do not know in what. ValueError as `changed`, and for two blocks
    that differ: ExifTool writes all with one.
    """
    blocks = [
        base64.b64decode(str(raw).removeprefix("base64:"))
        for name, raw in found.items()
        if re.fullmatch(r"IPTC\d*:IPTC", name)
    ]
    if len({block.rstrip(b"\0") for block in blocks}) > 1:
        raise ValueError("there are two blocks of them, and ExifTool would make them one")
    old = blocks[0] if blocks else b""
    new = changed(old, {name: raw for name, raw in tags.items() if name in NAMES})
    if found.get("File:FileType") in ("TIFF", "BTF"):
        new += bytes(-len(new) % 4)  # as ExifTool does; the digest is of what stands there
    written: dict[str, Json] = {name: None for name in tags if name in NAMES}
    written[BLOCK] = f"base64:{base64.b64encode(new).decode()}" if new else None
    if tags.get(DIGEST) == "new":
        known = new and found.get(DIGEST) == _digest(old)
        written[DIGEST] = _digest(new) if known else None
    return written


def to_latin(text: str) -> bytes:
    """The text in Windows's Latin-1. ValueError where it has other characters."""
    try:
        return bytes(_BYTES[character] for character in text)
    except KeyError as other:
        raise ValueError(f"Latin-1 does not have {other}") from None


def from_latin(data: bytes) -> str:
    """The text of any bytes; those that stand for nothing in Windows's set are kept, as ExifTool
    keeps them."""
    return "".join(_CHARACTERS[byte] for byte in data)


def fits_latin(text: str) -> bool:
    """Whether the text can be put into Windows's Latin-1."""
    return all(character in _BYTES for character in text)


def as_meant(text: str) -> str:
    """The text of a block that does not declare its UTF-8, which ExifTool reads as Latin-1."""
    try:
        return to_latin(text).decode()
    except ValueError:
        return text


def cut(text: str, most: int) -> str:
    """As much of the text as has room in so many bytes, in UTF-8 or Latin-1 alike."""
    return text.encode()[:most].decode("utf-8", "ignore")


def is_cut_from(text: str, whole: str, most: int) -> bool:
    """Whether the text is the beginning of `whole` that so many bytes have room for.

    Other programs may have used a byte for each character, and have left out a last blank.
    """
    longest = (cut(whole, most), whole[:most])
    return text in (*longest, *(beginning.rstrip() for beginning in longest))


def changed(block: bytes, tags: Mapping[str, Json]) -> bytes:
    """The block with these tags as texts or lists of texts; None removes a tag.

    CHARSET turns the whole block to UTF-8, or, as None, back to Latin-1. ValueError where the block
    is damaged, or a text cannot be put into its characters.
    """
    items = list(_items(block))
    declared = dict(items).get(_CHARSET)
    data = b"".join(item.value for item in items if _is_text(item.key))
    utf8 = declared == _UTF8 or (declared is None and not data.isascii() and _is_utf8(data))
    if not (utf8 or data.isascii() or declared in _LATIN_SETS) and _goes_beyond_ascii(tags):
        raise ValueError("their characters are of a set that is no longer in use")
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
        if utf8 and wanted is None:  # undo puts back what ExifTool has read
            texts = [as_meant(text) for text in texts]
        encoded = str.encode if utf8 else to_latin
        items = _with(items, (_APPLICATION, number), [encoded(text) for text in texts])
    return b"".join(_packed(item) for item in items)


def _items(block: bytes) -> Iterator[Item]:
    """The datasets of the block, without the zeros that may follow them."""
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
            raise ValueError(f"they make no sense from byte {at} on")
        yield Item((block[at + 1], block[at + 2]), block[start : start + length])
        at = start + length


def _digest(block: bytes) -> str:
    return hashlib.md5(block, usedforsecurity=False).hexdigest()


def _packed(item: Item) -> bytes:
    length = len(item.value)
    size = length.to_bytes(2) if length < 0x8000 else b"\x80\x04" + length.to_bytes(4)
    return b"\x1c" + bytes(item.key) + size + item.value


def _with(items: list[Item], key: tuple[int, int], values: list[bytes]) -> list[Item]:
    """The items with these of one key: where the first stood, else in the order of numbers."""
    places = [at for at, item in enumerate(items) if item.key == key]
    # Some programs put 2:0, the record's version, last.
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
    dated = "Date" in name or "Time" in name  # where ExifTool puts colons between
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
