"""Damage by disks, cables and careless programs, mainly to the metadata of a file.

`mutated` depends only on its arguments: a seed and a number repeat its result.
"""

from __future__ import annotations

import random
import re
import struct

_METADATA = re.compile(
    rb"Exif\0\0|II\*\0|MM\0\*|http://ns\.adobe\.com/xap|<x:xmpmeta|<rdf:Description|8BIM|"
    rb"Photoshop 3\.0|ICC_PROFILE|eXIf|iTXt|EXIF|XMP |Nikon\0|mdat|iinf|iloc|uuid|\x1c\x02"
)
"""The beginnings of metadata blocks, and structures with their offsets."""
_REACH = 1500
"""Bytes after such a beginning that approximately belong to it."""
_TIFF = re.compile(rb"II\*\0|MM\0\*")
_LEAD_ON = (0x8769, 0x8825, 0xA005)
"""The tags of EXIF that point to a directory: ExifIFD, GPS, InteropIFD."""
_EDGES = (0, 1, 2, 0x7F, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


def mutated(data: bytes, seed: str) -> tuple[bytes, str]:
    """The data with one to three faults, and their description."""
    chance = random.Random(seed)
    made = bytearray(data)
    told = [chance.choice(WAYS)(made, chance) for _ in range(chance.choice((1, 1, 2, 3)))]
    return bytes(made), ", ".join(told)


def _somewhere(data: bytearray, chance: random.Random) -> int:
    """A position in the metadata, or, one time in ten, anywhere."""
    found = [match.start() for match in _METADATA.finditer(data)]
    if not found or chance.random() < 0.1:
        return chance.randrange(len(data))
    return min(chance.choice(found) + chance.randrange(_REACH), len(data) - 1)


def flip(data: bytearray, chance: random.Random) -> str:
    at, many = _somewhere(data, chance), chance.choice((1, 1, 2, 8))
    for place in range(at, min(at + many, len(data))):
        data[place] ^= 1 << chance.randrange(8) if many < 8 else chance.randrange(1, 256)
    return f"{many} bytes flipped at {at}"


def cut(data: bytearray, chance: random.Random) -> str:
    at, many = _somewhere(data, chance), chance.choice((1, 2, 12, 100))
    del data[at : at + many]
    return f"{many} bytes cut at {at}"


def cut_end(data: bytearray, chance: random.Random) -> str:
    at = max(_somewhere(data, chance), 16)
    del data[at:]
    return f"ends at {at}"


def duplicate(data: bytearray, chance: random.Random) -> str:
    at, many = _somewhere(data, chance), chance.choice((1, 12, 24, 200))
    data[at:at] = data[at : at + many]
    return f"{many} bytes twice at {at}"


def blank(data: bytearray, chance: random.Random) -> str:
    at, many = _somewhere(data, chance), chance.choice((4, 12, 64))
    many = min(many, len(data) - at)
    data[at : at + many] = bytes(many)
    return f"{many} zeros at {at}"


def entry(data: bytearray, chance: random.Random) -> str:
    """Change a tag, type, count or offset in an entry of a directory, or duplicate the entry."""
    starts = [match.start() for match in _TIFF.finditer(data)]
    if not starts:
        return flip(data, chance)
    start = chance.choice(starts)
    order = "<" if data[start] == ord("I") else ">"
    entries = _entries(data, start, order)
    if not entries:
        return flip(data, chance)
    at = chance.choice(entries)
    part, form = chance.choice(((0, "H"), (2, "H"), (4, "I"), (8, "I"), (8, "I"), (12, "")))
    if not form:  # a second copy, in the next one's place
        data[at + 12 : at + 24] = data[at : at + 12]
        return f"the entry at {at} twice"
    old = struct.unpack_from(order + form, data, at + part)[0]
    new = chance.choice((*_EDGES, old + 1, old - 2, old * 2, old + len(data)))
    struct.pack_into(order + form, data, at + part, new % (1 << 8 * struct.calcsize(form)))
    return f"{old} is {new} at {at + part}"


def text(data: bytearray, chance: random.Random) -> str:
    """Overwrite bytes by some that are not UTF-8, or that are special in XML."""
    at = _somewhere(data, chance)
    put = chance.choice((b"\xff\xfe", b"\xe9", b"\xc3", b"<", b"&#0;", b"</rdf:Description>", b"?"))
    data[at : at + len(put)] = put
    return f"{put!r} at {at}"


WAYS = (flip, flip, cut, cut_end, duplicate, blank, entry, entry, entry, text)


def _entries(data: bytearray, start: int, order: str) -> list[int]:
    """The offsets of the entries in all directories of the TIFF header at `start`."""
    found: list[int] = []
    waiting, seen = [start + 4], set[int]()
    while waiting and len(seen) < 20:
        pointer = waiting.pop()
        if pointer + 4 > len(data):
            continue
        directory = start + struct.unpack_from(order + "I", data, pointer)[0]
        if directory in seen or directory + 2 > len(data):
            continue
        seen.add(directory)
        count = struct.unpack_from(order + "H", data, directory)[0]
        places = [directory + 2 + 12 * number for number in range(min(count, 200))]
        inside = [place for place in places if place + 24 <= len(data)]
        found += inside
        for place in inside:
            if struct.unpack_from(order + "H", data, place)[0] in _LEAD_ON:
                waiting.append(place + 8)
    return found
