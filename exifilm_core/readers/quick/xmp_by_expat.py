"""The elements and texts of an XMP packet, as expat finds them.

Packets are not trusted: a document type, and with it every entity, is a doubt.
"""

from __future__ import annotations

from xml.parsers import expat

from exifilm_core.readers.quick.unsure import UnsureError

Event = tuple[str, dict[str, str]] | str | None
"""What is in XML: an element's beginning (its name and attributes), a text, or an end (None)."""
Namespaces = list[tuple[str | None, str]]
"""The prefix and the name of each namespace that is declared."""


def events(packet: bytes) -> tuple[list[Event], Namespaces]:
    """What is in the packet; between two elements there is one text, or none."""
    found: list[Event] = []
    namespaces: Namespaces = []
    add = found.append
    parser = expat.ParserCreate("utf-8", " ")  # ExifTool does not look at a declared encoding
    parser.buffer_text, parser.buffer_size = True, len(packet)
    parser.StartElementHandler = lambda name, attributes: add((name, attributes))
    parser.EndElementHandler = lambda _name: add(None)
    parser.CharacterDataHandler = add
    parser.StartNamespaceDeclHandler = lambda prefix, uri: namespaces.append((prefix, uri))
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.CommentHandler = _refuse_comment
    parser.StartCdataSectionHandler = _refuse_cdata
    parser.ProcessingInstructionHandler = _instruction
    try:
        parser.Parse(packet, True)
    except expat.ExpatError as problem:
        raise UnsureError(f"XML: {problem}") from None
    return found, namespaces


def _refuse_document_type(*_: object) -> None:
    raise UnsureError("document type in XMP")


def _refuse_comment(_: str) -> None:
    raise UnsureError("comment in XMP")


def _refuse_cdata() -> None:
    raise UnsureError("CDATA in XMP")


def _instruction(target: str, _data: str) -> None:
    if target != "xpacket":
        raise UnsureError("processing instruction in XMP")
