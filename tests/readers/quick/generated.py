"""Files made at random: valid ones, with values and notations as no program at hand writes them.

Damage mostly breaks a structure. These files are whole, so the quick reader reads more of them.
"""

from __future__ import annotations

import hashlib
import io
import random
import struct
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

from exifilm_core.readers.quick import exif_table, xmp_table
from tests.readers.quick.files import packet

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIXES = {
    uri: {"XMP-iptcCore": "Iptc4xmpCore", "XMP-iptcExt": "Iptc4xmpExt"}.get(
        group, group.removeprefix("XMP-")
    ).replace("microsoft", "MicrosoftPhoto")
    for uri, group in xmp_table.NAMESPACES.items()
}
_TEXTS = (
    *("", " ", "a", "Tri-X", "a  b ", " a", "a\nb", "a\tb", "é", "☺", "\U0001f600", "a > b", "<a>"),
    *("a & b", "&amp;", "'", '"', "]]>", "0", "-1", "3.5", "1e5", "007", "True", "false", "inf"),
    *("1/2", "-3/4", "0/0", "1/0", "10/4", "24/1 70/1 0/0 0/0", "1/3\n", "99999999999999999999/3"),
    *("2012", "2012-06", "2012-06-03", "2012-06-03T10:11", "2012-06-03T10:11:12.5+02:00"),
    *("2012-06-03 10:11:12 Z", "2012-06-03T", "2012-6-3", "2012:06:03", "12-06-03", "2012-06-03\n"),
    *(
        "36,30.5N",
        "118,6,30.25W",
        "0,0S",
        "36.5",
        "N36,30",
        "36,30.5X",
        "base64:YQ==",
        "a;b",
        "a|b",
    ),
)
_LANGUAGES = ("x-default", "x-default", "x-default", "de", "en-US", "X-Default", "x_y", "")
_TEXT_IN_EXIF = (
    *(b"a\0", b"Linhof\0", b"Linhof", b"a b", b"a b \0", b" \0", b" a\0", b"a\0b\0", b"a \0 b \0c"),
    *(b"\xc3\xa9\0", b"a?\0", b"a\nb\0", b"2012:06:03 10:11:12\0", b"2012:06:03\0", b"N\0", b"\0"),
    *(b"2012:06:03", b"+02:00\0", b"Epson Scan\0", b"a\tb\0\0\0", b"   \0", b"\0\0\0a", b"\0a"),
)
_COMMENTS = (
    *(
        b"ASCII\0\0\0a b  \0",
        b"ASCII\0\0\0",
        b"\0\0\0\0\0\0\0\0text",
        b"        a",
        b"ASCII\0\0\0a\0b",
    ),
    *(
        b"UNICODE\0a\0b\0",
        b"UNICODE\0\0a\0b",
        b"UNICODE\0\xe9\0\x01\x04",
        b"JIS\0\0\0\0\0a",
        b"ASCII",
    ),
    *(
        b"ASCII\0\0\0\xc3\xa9",
        b"UNICODE\0a\0 \0 \0",
        b"UNICODE\0\x3d\xd8\x00\xde",
        b"UNICODE\0",
        b"ASCII   user comments",
        b"abcdefgh",
    ),
)
_OF_WINDOWS = (
    b"a\0b\0\0\0",
    b"a\0b\0",
    b"\xe9\0;\0b\0\0\0x\0",
    b"\x26\x26\0\0",
    b" \0a\0 \0\0\0",
)
_ODD_BYTES = (
    b"",
    b"\xe9\0",
    b"a\x01\0",
    b"\xff\xfea\0",
    b"0230",
    b"\x03",
    b"\x02\x03\0\0",
    b"\x01",
)
_BYTES = {
    "comment": _COMMENTS,
    "utf-16": _OF_WINDOWS,
    "byte": (b"\x01", b"\x02", b"\x03", b"\0"),
    "version": (b"0230", b"0300"),
    "day": (b"2012:06:03\0", b"2012:06:03"),
}
_NUMBERS = (
    0,
    1,
    2,
    3,
    8,
    23,
    50,
    59,
    60,
    85,
    100,
    255,
    400,
    65535,
    65536,
    10**6,
    2**31 - 1,
    2**31,
    2**32 - 1,
)
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_OTHERS = (0x100, 0x101, 0x102, 0x103, 0x106, 0x111, 0x8773, 0x9000, 0xA001, 0xC4A5, 0xEA1C, 0xF123)
_INTEROPERABILITY = {1: ("", "string"), 0xA20E: ("", "rational"), 0x1001: ("", "integer")}
_POINTERS = {0x8769: exif_table.EXIF_IFD, 0x8825: exif_table.GPS}


def sidecar(seed: str) -> bytes:
    """A packet with random properties in random notations."""
    chance = random.Random(seed)
    made = [_description(chance) for _ in range(chance.choice((1, 1, 1, 2)))]
    return packet("\n".join(made)).encode()


def _description(chance: random.Random) -> str:
    attributes, elements = [], []
    names = chance.sample(sorted(xmp_table.XMP), chance.choice((1, 2, 3, 6)))
    spaces = {uri: _PREFIXES[uri] for uri in (name.rpartition(" ")[0] for name in names)}
    if chance.random() < 0.05:
        spaces["http://example.org/"] = chance.choice(("f", "dc", "film", "Analog", "svg"))
        names.append(f"http://example.org/ {chance.choice(('thing', 'MakerNote', 'title'))}")
    if chance.random() < 0.1:
        own = ("exifilm", "AnalogExif")
        spaces = {
            uri: prefix if prefix in own else f"n{number}"
            for number, (uri, prefix) in enumerate(spaces.items())
        }
    inside = chance.random() < 0.1
    for name in names:
        uri, _, local = name.rpartition(" ")
        _, kind = xmp_table.XMP.get(name, ("", "string"))
        full = f"{spaces[uri]}:{local}"
        declared = f" xmlns:{spaces[uri]}='{uri}'" if inside else ""
        if not inside and kind.startswith(("list", "struct")) < (chance.random() < 0.25):
            attributes.append(f"{full}={_quoted(chance)}")
        else:
            elements.append(f"<{full}{declared}{_inside(chance, kind, spaces[uri])}</{full}>")
    declared = " ".join(f"xmlns:{prefix}='{uri}'" for uri, prefix in spaces.items())
    declared = "" if inside else declared
    head = f"<rdf:Description rdf:about='' {declared} {' '.join(attributes)}"
    return f"{head}>\n{''.join(elements)}</rdf:Description>" if elements else f"{head}/>"


def _inside(chance: random.Random, kind: str, prefix: str) -> str:
    """The rest of an element's start, and what is in it."""
    notation = (
        kind.partition(" ")[0] if chance.random() < 0.95 else chance.choice(tuple(_NOTATIONS))
    )
    return _NOTATIONS.get(notation, _plain)(chance, prefix)


def _plain(chance: random.Random, _prefix: str) -> str:
    if chance.random() < 0.05:
        return f" rdf:resource={_quoted(chance)}>"
    if chance.random() < 0.05:
        return f" xml:lang='de'>{_text(chance)}"
    return f">{_text(chance)}"


def _list(chance: random.Random, _prefix: str) -> str:
    box = chance.choice(("Bag", "Seq", "Seq", "Alt"))
    items = [f"<rdf:li>{_text(chance)}</rdf:li>" for _ in range(chance.choice((0, 1, 1, 2, 3)))]
    return f"><rdf:{box}>{chance.choice(('', chr(10))).join(items)}</rdf:{box}>"


def _languages(chance: random.Random, _prefix: str) -> str:
    items = [
        f"<rdf:li xml:lang='{chance.choice(_LANGUAGES)}'>{_text(chance)}</rdf:li>"
        for _ in range(chance.choice((0, 1, 1, 2)))
    ]
    return f"><rdf:Alt>{''.join(items)}</rdf:Alt>"


def _structures(chance: random.Random, prefix: str) -> str:
    items = []
    for _ in range(chance.choice((1, 2, 3))):
        fields = chance.sample(("Area", "Value", "Unit", "Zone", "Other"), chance.choice((1, 2, 3)))
        as_attributes = " ".join(f"{prefix}:{field}={_quoted(chance)}" for field in fields)
        as_elements = "".join(
            f"<{prefix}:{field}>{_text(chance)}</{prefix}:{field}>" for field in fields
        )
        items.append(
            chance.choice(
                (
                    f"<rdf:li rdf:parseType='Resource'>{as_elements}</rdf:li>",
                    f"<rdf:li {as_attributes}/>",
                    f"<rdf:li><rdf:Description {as_attributes}/></rdf:li>",
                    f"<rdf:li><rdf:Description>{as_elements}</rdf:Description></rdf:li>",
                    f"<rdf:li rdf:parseType='Resource' {as_attributes}/>",
                )
            )
        )
    box = chance.choice(("Seq", "Seq", "Bag", "Alt"))
    return f"><rdf:{box}>{''.join(items)}</rdf:{box}>"


_NOTATIONS: dict[str, Callable[[random.Random, str], str]] = {
    "string": _plain,
    "list": _list,
    "texts": _languages,
    "structures": _structures,
}


def _text(chance: random.Random) -> str:
    text = escape(chance.choice(_TEXTS))
    return text if chance.random() < 0.9 else "".join(f"&#x{ord(one):x};" for one in text)


def _quoted(chance: random.Random) -> str:
    text = chance.choice(_TEXTS)
    if chance.random() < 0.1:
        return f"'{text}'" if not set("<&'") & set(text) else "'x'"
    return quoteattr(text)


# ── EXIF and IPTC, in a TIFF file ────────────────────────────────────────────────────────────────


def jpeg(seed: str) -> bytes:
    """A JPEG with such EXIF, and a packet."""
    exif, xmp = tiff(seed, exif=True), sidecar(seed)
    exif = exif[: len(exif) - random.Random(seed).choice((0, 0, 0, 1, 2, 3, 4))]
    parts = [b"Exif\0\0" + exif, b"http://ns.adobe.com/xap/1.0/\0" + xmp]
    segments = [b"\xff\xe1" + (len(part) + 2).to_bytes(2, "big") + part for part in parts]
    whole = io.BytesIO()
    Image.new("L", (8, 8)).save(whole, "JPEG")
    return b"\xff\xd8" + b"".join(segments) + whole.getvalue()[2:]


def tiff(seed: str, *, exif: bool = False) -> bytes:
    """A TIFF structure with random tags of random types, in EXIF's directories.

    With IPTC, unless it is to be the `exif` of another file.
    """
    chance = random.Random(seed)
    order = chance.choice("<>")
    data = bytearray(b"II*\0\0\0\0\0" if order == "<" else b"MM\0*\0\0\0\0")
    entries = _entries(chance, order, exif_table.IFD0)
    for pointer, table in _POINTERS.items():
        if chance.random() < 0.6:
            made = _entries(chance, order, table)
            if chance.random() < 0.1:
                within = [_entry(chance, order, n, k) for n, (_, k) in _INTEROPERABILITY.items()]
                place = _put(data, order, chance.sample(within, chance.choice((1, 2))), chance)
                made.append((0xA005, 4, 1, struct.pack(order + "I", place)))
            place = _put(data, order, made, chance)
            entries.append((pointer, 4, 1, struct.pack(order + "I", place)))
    if chance.random() < 0.3 and not exif:
        block = _iptc(chance)
        if chance.random() < 0.3:
            block = _resources(block, chance)
            entries.append((0x8649, 1, len(block), block))
        elif chance.random() < 0.5:
            block += bytes(-len(block) % 4)
            entries.append((0x83BB, 4, len(block) // 4, block))
        else:
            entries.append((0x83BB, 7, len(block), block))
    place = _put(data, order, entries, chance)
    data[4:8] = struct.pack(order + "I", place)
    return bytes(data)


Entry = tuple[int, int, int, bytes]


def _entries(chance: random.Random, order: str, table: dict[int, tuple[str, str]]) -> list[Entry]:
    sure = [number for number, (_, kind) in sorted(table.items()) if kind != "unsure"]
    numbers = chance.sample(sure if chance.random() < 0.95 else sorted(table), 4)
    numbers += chance.sample(_OTHERS, chance.choice((0, 0, 0, 1)))
    return [_entry(chance, order, number, table.get(number, ("", ""))[1]) for number in numbers]


def _entry(chance: random.Random, order: str, number: int, kind: str) -> Entry:
    type_ = _TYPE_OF_KIND.get(kind, 3)
    if chance.random() < 0.01:
        type_ = chance.choice((*_SIZES, 0, 99))
    if type_ in (1, 2, 6, 7):
        known = _BYTES.get(kind, _TEXT_IN_EXIF if type_ == 2 else (bytes([chance.randrange(9)]),))
        data = chance.choice(known if chance.random() < 0.99 else _ODD_BYTES)
        return number, type_, len(data), data
    count = chance.choice((1, 1, 1, 1, 1, 1, 2, 4))
    if kind in ("degrees", "time of day"):
        count = chance.choice((3, 3, 3, 3, 2))
    if type_ in (5, 10):
        form = "I" if type_ == 5 else "i"
        most = 2**31 - 1 if type_ == 10 else 2**32 - 1
        parts = [min(chance.choice(_NUMBERS), most) for _ in range(2 * count)]
        parts = [-part if type_ == 10 and chance.random() < 0.4 else part for part in parts]
        return number, type_, count, struct.pack(f"{order}{2 * count}{form}", *parts)
    size = _SIZES.get(type_, 4)
    values = [chance.choice(_NUMBERS) % (1 << 8 * size) for _ in range(count)]
    byte_order = "little" if order == "<" else "big"
    return number, type_, count, b"".join(one.to_bytes(size, byte_order) for one in values)


_TYPE_OF_KIND = {
    **dict.fromkeys(("string", "trimmed", "plain", "copyright", "day"), 2),
    **dict.fromkeys(("rational", "signed", "degrees", "time of day"), 5),
    **dict.fromkeys(("apex time", "apex aperture"), 10),
    **dict.fromkeys(("byte", "version", "comment"), 7),
    "utf-16": 1,
}


def _put(data: bytearray, order: str, entries: list[Entry], chance: random.Random) -> int:
    """Append a directory with its values; the place where it begins."""
    made = []
    for number, type_, count, value in sorted(entries):
        if len(value) > 4:
            data += bytes(len(data) % 2)
            inline = struct.pack(order + "I", len(data))
            data += value
        else:
            inline = value.ljust(4, b"\0")
        made.append(struct.pack(order + "HHI", number, type_, count) + inline)
    if chance.random() < 0.1:
        chance.shuffle(made)
    data += bytes(len(data) % 2)
    place = len(data)
    data += struct.pack(order + "H", len(made)) + b"".join(made) + bytes(4)
    return place


def _iptc(chance: random.Random) -> bytes:
    keys = chance.sample(sorted(exif_table.IPTC), chance.choice((1, 2, 5)))
    items = [key for key in sorted(keys) for _ in range(chance.choice((1, 1, 1, 2)))]
    block = b"\x1c\x01\x5a\0\x03\x1b%G" if chance.random() < 0.5 else b""
    for record, number in items:
        kind = exif_table.IPTC[record, number][1]
        value = chance.choice(_OF_IPTC.get(kind, _OF_IPTC["string"]))
        block += bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value
    return block + bytes(chance.choice((0, 0, 1, 3)))


def _resources(block: bytes, chance: random.Random) -> bytes:
    """The block among Photoshop's resources."""
    parts = [(1028, block), (1061, hashlib.md5(block).digest()), (1005, bytes(16))]
    made = b""
    for number, data in chance.sample(parts, chance.choice((1, 2, 3))):
        name = chance.choice((b"\0\0", b"\1a", b"\2ab\0"))
        made += b"8BIM" + number.to_bytes(2, "big") + name + len(data).to_bytes(4, "big") + data
        made += bytes(len(data) % 2)
    return made


_OF_IPTC = {
    "string": (b"", b"a", b"a b ", b"\xc3\xa9", b"\xe9", b"a\0", b"12", b"a\nb", b"?"),
    "date": (b"20120603", b"20120000", b"2012-06-03", b"2012", b""),
    "time": (b"101112+0200", b"101112", b"1011", b"10:11:12+02:00", b""),
    "integer": (b"\0\x04", b"\x04", b"", b"\0\0\0\x01", b"\0\0\0\0\0"),
}
