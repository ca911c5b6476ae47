"""XMP, as ExifTool reads it, which parses it with regular expressions of its own.

Expat parses the packet; whatever could make ExifTool's reading another one is a doubt. A property
that no record consults is passed over. Packets are not trusted: a document type, and with it every
entity, is a doubt.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from exifilm_core.patterns import pattern
from exifilm_core.readers.quick import xmp_values
from exifilm_core.readers.quick.unsure import UnsureError
from exifilm_core.readers.quick.xmp_table import NAMESPACES, UNLISTED, XMP
from exifilm_core.readers.quick.xmp_values import RDF, Node

_META_SPACE = "adobe:ns:meta/ "
_XML_SPACE = "http://www.w3.org/XML/1998/namespace "
_LEFT_OUT = (RDF, _META_SPACE, _XML_SPACE)
"""The namespaces that ExifTool leaves out of a tag's name."""
_META = f"{_META_SPACE}xmpmeta"
_ROOTS = frozenset({_META, f"{RDF}RDF"})
_DESCRIPTION, _ABOUT = f"{RDF}Description", f"{RDF}about"
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
_BEGIN = b"<?xpacket begin="
_BEGINNINGS = (b"<x:xmpmeta", b"<rdf:RDF", b"<?xml")
_ENDS = (b"</x:xmpmeta>", b"</rdf:RDF>")
_AFTER = re.compile(rb"\s*(<\?xpacket end=['\"][rw]['\"]\?>)?\s*\Z")
_MARKUP = re.compile(rb"""<[^<>"']*+(?:"[^"<>\t\n]*+"[^<>"']*+|'[^'<>\t\n]*+'[^<>"']*+)*+>""")
"""A piece of markup without a > or a line end in its attributes."""


def _without_version(uri: str) -> str:
    return _VERSION.sub(r"/#\1", uri).rstrip("/")


_VERSIONS = frozenset(map(_without_version, NAMESPACES))
_NO_VERSIONS = ("http://ns.microsoft.com/photo/1.2/",)
"""Namespaces that ExifTool knows as others, in spite of their names: this one is of faces."""


class Packet:
    """The tags of one packet, and what is left out of them."""

    def __init__(self) -> None:
        self.tags: dict[str, object] = {}
        self.more = False
        """Whether there are properties that no record consults."""
        self._open: list[str] = []
        """The elements down to rdf:RDF."""
        self._in_description = False
        self._nodes: list[Node] = []
        """The elements from a property on that matters."""
        self._passed = 0
        """The depth within a property that does not matter."""
        self._prefixes: dict[str, str] = {}
        self._inexact = False
        """Whether there are attributes whose bytes ExifTool might read otherwise."""

    def parse(self, data: bytes) -> None:
        """Read a packet."""
        if b"\r" in data or b"\0" in data:
            raise UnsureError("line ends or zeros in XMP")
        if not data.startswith((_BEGIN, *_BEGINNINGS)) or data.find(_BEGIN, 1) >= 0:
            raise UnsureError("beginning of XMP")
        end = max(data.rfind(tag) + len(tag) for tag in _ENDS)
        if end < len(_ENDS[0]) or not _AFTER.match(data, end):
            raise UnsureError("end of XMP")
        parser = expat.ParserCreate("utf-8", " ")  # ExifTool does not look at a declared encoding
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.CommentHandler = _refuse_comment
        parser.StartCdataSectionHandler = _refuse_cdata
        parser.ProcessingInstructionHandler = _instruction
        try:
            parser.Parse(data[:end], True)
        except expat.ExpatError as problem:
            raise UnsureError(f"XML: {problem}") from None
        if self._inexact and len(_MARKUP.findall(data)) != data.count(b"<"):
            raise UnsureError("> or line end in an attribute")

    def _namespace(self, prefix: str | None, uri: str) -> None:
        if prefix is None or self._prefixes.setdefault(prefix, uri) != uri:
            raise UnsureError("namespace without a prefix, or a prefix twice")
        if uri in NAMESPACES:
            if uri in _OWN and prefix != _PREFIXES[uri]:
                raise UnsureError("prefix of our namespace")
        elif prefix in _TAKEN or prefix in _IGNORED or _FILM.search(prefix):
            raise UnsureError(f"prefix {prefix}")
        elif _without_version(uri) in _VERSIONS and uri not in _NO_VERSIONS:
            raise UnsureError(f"namespace {uri}")
        elif uri.startswith("http://ns.exiftool."):
            raise UnsureError("a namespace of ExifTool's own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._passed:
            self._passed += 1
            if self._passed > _DEEPEST:
                raise UnsureError("deeply nested XMP")
        elif self._nodes:
            node = Node(name, attributes)
            self._nodes[-1].children.append(node)
            self._nodes.append(node)
            if len(self._nodes) > _DEEPEST:
                raise UnsureError("deeply nested XMP")
        elif self._in_description:
            if name in XMP:
                self._nodes.append(Node(name, attributes))
            else:
                refuse_doubtful(name)
                self._passed = 1
                self.more = True
        elif name == _DESCRIPTION and self._open and self._open[-1] == f"{RDF}RDF":
            self._in_description = True
            self._properties(attributes)
        elif name in _ROOTS and self._open in ([], [_META]):
            self._open.append(name)
            if not all(key.startswith(_META_SPACE) for key in attributes):
                raise UnsureError("attribute of the packet")
            return
        else:
            raise UnsureError(f"element {name}")
        if attributes:
            self._look_at(attributes)

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

    def _end(self, _name: str) -> None:
        if self._passed:
            self._passed -= 1
        elif self._nodes:
            node = self._nodes.pop()
            if not self._nodes:
                tag, kind = XMP[node.name]
                if kind == "string" and not (node.children or node.attributes):
                    self._put(tag, node.text)
                else:
                    self._put(tag, xmp_values.of_node(kind, node))
                    self.more = self.more or (kind == "texts" and node.has_languages())
        elif self._in_description:
            self._in_description = False
        else:
            self._open.pop()
            if not self._open:
                self._open.append("")  # no second root

    def _text(self, data: str) -> None:
        if self._nodes:
            self._nodes[-1].text += data
        elif not self._passed and data.strip():
            raise UnsureError("text outside of a property")

    def _put(self, tag: str, value: object) -> None:
        if tag in self.tags:
            raise UnsureError(f"{tag} twice")
        if value is not None:
            self.tags[tag] = value


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
    # ExifTool puts a tag's name together from those of a structure and its field.
    if any(known.startswith(name) for known in XMP):
        raise UnsureError(f"property {name}, the beginning of another")


def _refuse_document_type(*_: object) -> None:
    raise UnsureError("document type in XMP")


def _refuse_comment(_: str) -> None:
    raise UnsureError("comment in XMP")


def _refuse_cdata() -> None:
    raise UnsureError("CDATA in XMP")


def _instruction(target: str, _data: str) -> None:
    if target != "xpacket":
        raise UnsureError("processing instruction in XMP")
