"""XMP packets as a second parser reads them, independent of ExifTool.

RDF has several notations for one thing; here they are the same. A packet is a set of properties,
each a path and a text. It does not matter whether a property was an attribute or an element, in one
rdf:Description or in many, in shorthand or in full. So the packets of any two programs can be
compared, property by property, to find what a save lost, changed or added.

Packets are not trusted: there are no entities and no recursion, and a path costs the same at any
depth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from exifilm_core.errors import quoted, shortened
from exifilm_core.files.xml import parse
from exifilm_core.messages import Text, joined
from exifilm_core.messages.saving import Saving
from exifilm_core.tags.xmp import NAMESPACE

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_DESCRIPTION, _ITEM, _VALUE, _ABOUT, _PARSE = (
    f"{_RDF} {name}" for name in ("Description", "li", "value", "about", "parseType")
)
_ARRAYS = tuple(f"{_RDF} {name}" for name in ("Bag", "Seq", "Alt"))
_ALTERNATIVES = _ARRAYS[2]

NAMESPACES = {
    # ExifTool's name of a group of XMP tags: the namespace.
    "AnalogExif": "http://analogexif.sourceforge.net/ns/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "exifilm": NAMESPACE,
    "iptcCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "iptcExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "microsoft": "http://ns.microsoft.com/photo/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
_NAMED_OTHERWISE = {
    # Tags with another name in ExifTool than in XMP, apart from a capital letter.
    "XMP-exif:ExposureCompensation": "ExposureBiasValue",
    "XMP-exif:FocalLengthIn35mmFormat": "FocalLengthIn35mmFilm",
    "XMP-exif:GPSDateTime": "GPSTimeStamp",
    "XMP-exif:ISO": "ISOSpeedRatings",
    "XMP-exifEX:AmbientTemperature": "Temperature",
    "XMP-exifEX:LensInfo": "LensSpecification",
    "XMP-exifEX:SerialNumber": "BodySerialNumber",
}
_OF_THE_PACKET = (
    # Properties of the packet itself: its continuation, and the program that wrote it.
    "http://ns.adobe.com/xmp/note/ HasExtendedXMP",
    "http://ns.exiftool.org/1.0/ toolkit",
)
_ONE_BLANK = dict.fromkeys(map(ord, "\t\n\r"), " ")
"""XML makes blanks of these in attributes, and keeps them in elements."""


def property_of(tag: str) -> tuple[str, str]:
    """The namespace and the lower-case name of the property that ExifTool calls `tag`.

    "" stands for an unknown namespace, such as undo may restore; it matches any.
    """
    group, _, name = tag.partition(":")
    namespace = NAMESPACES.get(group.removeprefix("XMP-"), "")
    return _comparable(namespace), _NAMED_OTHERWISE.get(tag, name).lower()


def properties(packet: bytes) -> set[tuple[str, str]]:
    """The path and text of every property, without duplicates; none for no packet.

    A path is such as "{http://purl.org/dc/elements/1.1/}title[x-default]", shortened in the middle
    if it is very deep. ValueError as for `files.xml.parse`.
    """
    found = _Properties()
    parse(packet, found)
    return {(found.paths.shown(path), text) for path, text in found.texts}


def differences(
    old: Iterable[bytes], new: Iterable[bytes], ours: Collection[str] = ()
) -> list[Text]:
    """The properties that a save lost, changed or added in a file's XMP besides `ours`.

    A file may have several packets; a JPEG continues a long packet in another. `ours` are the tags
    that were written, by ExifTool's names, such as "XMP-dc:Title"; tags outside XMP do not matter.
    An empty list in RDF means no property. ValueError as for `files.xml.parse`, for any packet.
    """
    before = _Properties()
    after = _Properties(before.paths)
    for packets, found in ((old, before), (new, after)):
        for packet in packets:
            parse(packet, found)
    names = {property_of(tag) for tag in ours if tag.startswith("XMP-")}
    paths = before.paths

    def is_ours(path: int) -> bool:
        space, name = paths.top(path)
        return not names.isdisjoint([(space, name.lower()), ("", name.lower())])

    def only_in(these: _Properties, those: _Properties) -> dict[int, list[str]]:
        by_path: dict[int, list[str]] = {}
        for path, text in these.texts:
            if (path, text) not in those.texts and not is_ours(path):
                by_path.setdefault(path, []).append(text)
        return by_path

    lost, added = only_in(before, after), only_in(after, before)
    return [
        Saving.PROPERTY_CHANGED(
            property=paths.shown(path), before=_some(lost.get(path)), after=_some(added.get(path))
        )
        for path in dict.fromkeys([*lost, *added])
    ]


def _some(texts: list[str] | None) -> Text:
    if not texts:
        return Saving.ABSENT()
    return joined((quoted(shortened(text)) for text in texts[:3]), ", ")


def _comparable(namespace: str) -> str:
    """The namespace without its last slash, which some programs leave out and ExifTool adds."""
    return namespace.rstrip("/")


class _Paths:
    """Paths as numbers; 0 is the packet itself."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._parts = [(0, "")]
        self._tops = [0]

    def of(self, parent: int, part: str) -> int:
        space, blank, name = part.rpartition(" ")
        part = f"{_comparable(space)}{blank}{name}"
        number = self._numbers.setdefault((parent, part), len(self._parts))
        if number == len(self._parts):
            self._parts.append((parent, part))
            self._tops.append(self._tops[parent] or number)
        return number

    def top(self, path: int) -> tuple[str, str]:
        """The namespace and name of the property at the top of the path."""
        space, _, name = self._parts[self._tops[path]][1].rpartition(" ")
        return space, name

    def shown(self, path: int) -> str:
        parts: list[str] = []
        while path and len(parts) < 5:
            parts.append(self._part(path))
            path, below = self._parts[path][0], path
        if path:
            top = self._tops[below]
            parts.append("…" if self._parts[below][0] == top else "/…")
            parts.append(self._part(top))
        return "".join(reversed(parts)).removeprefix("/")

    def _part(self, path: int) -> str:
        part = self._parts[path][1]
        if part.startswith("["):
            return part
        space, _, name = part.rpartition(" ")
        return f"/{{{space}}}{name}"


@dataclass
class _Element:
    """An element that is open."""

    path: int
    array: str = ""
    """The kind of an array."""
    items: int = 0
    inside: bool = False
    """Whether it is part of the RDF."""
    holds_text: bool = False
    """Whether it is a property or an item; its text counts if it contains nothing else."""
    said: list[str] = field(default_factory=list)


class _Properties:
    """The properties of one packet, collected during parsing."""

    def __init__(self, paths: _Paths | None = None) -> None:
        self.paths = paths or _Paths()
        self.texts: dict[tuple[int, str], None] = {}
        """A set, in the packet's order."""
        self._open = [_Element(0)]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _spaced(name)
        attributes = {_spaced(key): text for key, text in attributes.items()}
        above = self._open[-1]
        if not above.inside:
            self._open.append(_Element(0, inside=name == f"{_RDF} RDF"))
            return
        space = name.rpartition(" ")[0]
        attributes = {
            # A name without a namespace belongs to its element's.
            (key if " " in key else f"{space} {key}"): text
            for key, text in attributes.items()
        }
        above.holds_text = False
        if name in _ARRAYS:
            element = _Element(above.path, array=name)
        elif name == _DESCRIPTION:
            element = _Element(above.path)
        elif name == _VALUE:  # the value of its property, besides qualifiers
            element = _Element(above.path, holds_text=True)
        elif above.array:
            language = attributes.get(_LANGUAGE, "") if above.array == _ALTERNATIVES else ""
            part = language.lower() or str(above.items)
            above.items += 1
            element = _Element(self.paths.of(above.path, f"[{part}]"), holds_text=True)
        else:
            element = _Element(self.paths.of(above.path, name), holds_text=True)
        element.inside = name not in _OF_THE_PACKET
        element.holds_text &= element.inside
        for key, text in attributes.items():
            if key not in _OF_THE_PACKET:
                self._attribute(element, key, text)
        self._open.append(element)

    def _attribute(self, element: _Element, key: str, text: str) -> None:
        if key == _PARSE:
            # A structure may be empty, and then has no text.
            element.holds_text = text != "Resource"
        elif key == _ABOUT:
            if text:
                self._say(self.paths.of(0, key), text)
        elif key == _VALUE:
            element.holds_text = False
            self._say(element.path, text)
        else:
            # A property with a language still has its text; one with fields is a structure.
            element.holds_text &= key == _LANGUAGE
            self._say(self.paths.of(element.path, key), text)

    def data(self, said: str) -> None:
        self._open[-1].said.append(said)

    def end(self, _name: str) -> None:
        element = self._open.pop()
        said = "".join(element.said)
        if element.holds_text or (element.inside and said.strip()):
            self._say(element.path, said if element.holds_text else said.strip())

    def close(self) -> None:
        """Does nothing at the packet's end."""

    def _say(self, path: int, text: str) -> None:
        self.texts[path, text.translate(_ONE_BLANK)] = None


def _spaced(name: str) -> str:
    """The name with a blank after its namespace, which the parser gives in braces."""
    space, brace, rest = name.rpartition("}")
    return f"{space[1:]} {rest}" if brace else rest
