"""XMP, as ExifTool reads it, which parses it with regular expressions of its own.

Whatever could make ExifTool's reading another than that of a parser is a doubt. A property that no
record consults is passed over. `xmp_by_expat.py` parses the packet, `xmp_of_exiftool.py` one that
ExifTool wrote; both find the same elements and texts in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, count

from exifilm_core.patterns import pattern
from exifilm_core.readers.quick import xmp_by_expat, xmp_of_exiftool, xmp_values
from exifilm_core.readers.quick.unsure import UnsureError
from exifilm_core.readers.quick.xmp_by_expat import Event, Namespaces
from exifilm_core.readers.quick.xmp_table import NAMESPACES, UNLISTED, XMP
from exifilm_core.readers.quick.xmp_values import RDF, Node

_META_SPACE = "adobe:ns:meta/ "
_XML_SPACE = "http://www.w3.org/XML/1998/namespace "
_LEFT_OUT = (RDF, _META_SPACE, _XML_SPACE)
"""The namespaces that ExifTool leaves out of a tag's name."""
_META = f"{_META_SPACE}xmpmeta"
_RDF, _DESCRIPTION, _ABOUT = f"{RDF}RDF", f"{RDF}Description", f"{RDF}about"
_ODD_ATTRIBUTES = frozenset(f"{RDF}{name}" for name in ("nodeID", "ID", "datatype", "bagID"))
_OWN = tuple(uri for uri, group in NAMESPACES.items() if group in ("XMP-exifilm", "XMP-AnalogExif"))
_PREFIXES = {
    # The prefixes of the namespaces that matter. ExifTool knows a property by its prefix, which it
    # takes from the namespace if it knows that one.
    uri: {"XMP-iptcCore": "Iptc4xmpCore", "XMP-iptcExt": "Iptc4xmpExt"}.get(group)
    or {"XMP-microsoft": "MicrosoftPhoto"}.get(group, group.removeprefix("XMP-"))
    for uri, group in NAMESPACES.items()
}
_TAKEN = frozenset(
    {*_PREFIXES.values(), *(group.removeprefix("XMP-") for group in NAMESPACES.values())}
)
_IGNORED = frozenset("svg et office".split())
"""Prefixes of more namespaces that ExifTool leaves out."""
_VERSION = pattern(r"/\d+\.\d+(/|$)")
_FILM = pattern("analog|film|exif35", re.IGNORECASE)
_OF_A_CAMERA = pattern(" (cfapattern|focalplane|makernote)", re.IGNORECASE)
_DEEPEST = 32
"""The most levels within a property. ExifTool takes ever longer, and at last gives up."""
_MOST_MARKUP = 100_000
"""The most pieces of markup in a packet, all of which are in memory at once."""
_BEGIN = b"<?xpacket begin="
_BEGINNINGS = (b"<x:xmpmeta", b"<rdf:RDF", b"<?xml")
_ENDS = (b"</x:xmpmeta>", b"</rdf:RDF>")
_AFTER = (b"", *(b"<?xpacket end=%b?>" % end for end in (b"'w'", b"'r'", b'"w"', b'"r"')))
_MARKUP = re.compile(rb"""<[^<>"']*+(?:"[^"<>\t\n]*+"[^<>"']*+|'[^'<>\t\n]*+'[^<>"']*+)*+>""")
"""A piece of markup without a > or a line end in its attributes."""


def _without_version(uri: str) -> str:
    return _VERSION.sub(r"/#\1", uri).rstrip("/")


_VERSIONS = frozenset(map(_without_version, NAMESPACES))
_NO_VERSIONS = ("http://ns.microsoft.com/photo/1.2/",)
"""Namespaces that ExifTool knows as others, in spite of their names: this one is of faces."""

_INSIDE = frozenset({("", _META), ("", _RDF), (_META, _RDF)})
"""What may be directly inside what, down to rdf:RDF."""

_Events = Iterator[Event]
FEW = 20
"""So many packets take expat less time than it takes to compile the expressions for others."""
_packets = count()


class Packet:
    """The tags of one packet, and what is left out of them."""

    def __init__(self) -> None:
        self.tags: dict[str, object] = {}
        self.more = False
        """Whether there are properties that no record consults."""
        self._inexact = False
        """Whether there are attributes whose bytes ExifTool might read otherwise."""

    def parse(self, data: bytes) -> None:
        """Read a packet."""
        if b"\r" in data or b"\0" in data:
            raise UnsureError("line ends or zeros in XMP")
        if data.count(b"<") > _MOST_MARKUP:
            raise UnsureError("very many elements in XMP")
        end = max(data.rfind(tag) + len(tag) for tag in _ENDS)
        if end < len(_ENDS[0]) or data[end:].strip() not in _AFTER:
            raise UnsureError("end of XMP")
        packet = data[:end]  # without the blanks that pad it
        if not packet.startswith((_BEGIN, *_BEGINNINGS)) or packet.find(_BEGIN, 1) >= 0:
            raise UnsureError("beginning of XMP")
        events, namespaces = _events(packet)
        _refuse_namespaces(namespaces)
        self._in("", iter(events))
        if self._inexact and len(_MARKUP.findall(data)) != data.count(b"<"):
            raise UnsureError("> or line end in an attribute")

    def _in(self, parent: str, events: _Events) -> None:
        """Read what is in the packet, or in an element down to rdf:RDF."""
        for event in events:
            if event is None:
                return
            if isinstance(event, str):
                if not event.isspace():
                    raise UnsureError("text outside of a property")
                continue
            name, attributes = event
            if name == _DESCRIPTION and parent == _RDF:
                self._description(attributes, events)
            elif (parent, name) in _INSIDE:
                if not all(key.startswith(_META_SPACE) for key in attributes):
                    raise UnsureError("attribute of the packet")
                self._in(name, events)
            else:
                raise UnsureError(f"element {name}")

    def _description(self, attributes: dict[str, str], events: _Events) -> None:
        """Read the properties in an rdf:Description."""
        self._properties(attributes)
        self._look_at(attributes)
        for event in events:
            if event is None:
                return
            if isinstance(event, str):
                if not event.isspace():
                    raise UnsureError("text outside of a property")
                continue
            name, attributes = event
            known = XMP.get(name)
            if known is None:
                refuse_doubtful(name)
                self._pass(attributes, events)
                continue
            tag, kind = known
            text, after = "", next(events)
            if isinstance(after, str):
                text, after = after, next(events)
            if after is None and not attributes:  # most properties are nothing but a text
                self._put(tag, text if kind == "string" else xmp_values.of_attribute(kind, text))
                continue
            node = self._node(name, attributes, chain((text, after), events), _DEEPEST)
            self._put(tag, xmp_values.of_node(kind, node))
            self.more = self.more or (kind == "texts" and node.has_languages())

    def _node(self, name: str, attributes: dict[str, str], events: _Events, deepest: int) -> Node:
        """The element that has just begun, with all that is in it."""
        if not deepest:
            raise UnsureError("deeply nested XMP")
        if attributes:
            self._look_at(attributes)
        text, children = "", []
        for event in events:
            if event is None:
                break
            if isinstance(event, str):
                text += event
            else:
                children.append(self._node(*event, events, deepest - 1))
        return Node(name, attributes, text, children)

    def _pass(self, attributes: dict[str, str], events: _Events) -> None:
        """Pass over a property that no record consults."""
        self.more = True
        self._look_at(attributes)
        depth = 1
        for event in events:
            if event is None:
                depth -= 1
                if not depth:
                    return
            elif not isinstance(event, str):
                depth += 1
                if depth > _DEEPEST:
                    raise UnsureError("deeply nested XMP")
                self._look_at(event[1])

    def _look_at(self, attributes: dict[str, str]) -> None:
        if not _ODD_ATTRIBUTES.isdisjoint(attributes):
            raise UnsureError("RDF attribute")
        for value in attributes.values():
            if ">" in value or " " in value:  # expat makes blanks of line ends
                self._inexact = True

    def _properties(self, attributes: dict[str, str]) -> None:
        """The properties that are attributes of rdf:Description."""
        for name, text in attributes.items():
            if name in XMP:
                tag, kind = XMP[name]
                self._put(tag, xmp_values.of_attribute(kind, text))
            elif name == _ABOUT:
                self.more = self.more or text != ""
            elif not name.startswith(_XML_SPACE):  # such as a language
                refuse_doubtful(name)
                self.more = True

    def _put(self, tag: str, value: object) -> None:
        if tag in self.tags:
            raise UnsureError(f"{tag} twice")
        if value is not None:
            self.tags[tag] = value


def _events(packet: bytes) -> tuple[list[Event], Namespaces]:
    """What is in a packet."""
    if next(_packets) >= FEW and (found := xmp_of_exiftool.events(packet)):
        return found
    return xmp_by_expat.events(packet)


def _refuse_namespaces(namespaces: Namespaces) -> None:
    prefixes: dict[str, str] = {}
    for prefix, uri in namespaces:
        if prefix is None or prefixes.setdefault(prefix, uri) != uri:
            raise UnsureError("namespace without a prefix, or a prefix twice")
        _refuse_namespace(prefix, uri)


@lru_cache(1000)
def _refuse_namespace(prefix: str, uri: str) -> None:
    """UnsureError when ExifTool might take the namespace for another."""
    if uri in NAMESPACES:
        if uri in _OWN and prefix != _PREFIXES[uri]:
            raise UnsureError("prefix of our namespace")
    elif prefix in _TAKEN or prefix in _IGNORED or _FILM.search(prefix):
        raise UnsureError(f"prefix {prefix}")
    elif _without_version(uri) in _VERSIONS and uri not in _NO_VERSIONS:
        raise UnsureError(f"namespace {uri}")
    elif uri.startswith("http://ns.exiftool."):
        raise UnsureError("a namespace of ExifTool's own")


@lru_cache(1000)
def refuse_doubtful(name: str) -> None:
    """UnsureError when a property that is not in the table could matter nevertheless."""
    uri, _, local = name.rpartition(" ")
    if uri in _OWN or not uri or name.startswith(_LEFT_OUT) or _OF_A_CAMERA.search(name):
        raise UnsureError(f"property {name}")
    if uri not in NAMESPACES:
        return
    tag = f"{NAMESPACES[uri]}:{local[:1].upper()}{local[1:]}"
    if tag in UNLISTED or tag.startswith("XMP-exif:GPS"):
        raise UnsureError(f"property {name}, which ExifTool does not list")
    if _bare(tag) in _names_of_tags():
        raise UnsureError(f"property {name}, to which ExifTool gives another's name")
    # ExifTool puts a tag's name together from those of a structure and its field.
    if any(known.startswith(name) for known in XMP):
        raise UnsureError(f"property {name}, the beginning of another")


@lru_cache(1)
def _names_of_tags() -> frozenset[str]:
    return frozenset(_bare(tag) for tag, _ in XMP.values())


def _bare(tag: str) -> str:
    """A tag's name without what ExifTool changes when it makes one: dc:Title would be a title."""
    return "".join(filter(str.isalnum, tag)).casefold()
