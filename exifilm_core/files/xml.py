"""XML of unknown origin: parsed through defusedxml, without entities and document types.

Expat reads neither UTF-32, nor UTF-16 without its mark, nor padding; XMP has all of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol


class Target(Protocol):
    """What a parser calls for each part of a document."""

    def start(self, name: str, attributes: dict[str, str], /) -> Any: ...
    def data(self, said: str, /) -> Any: ...
    def end(self, name: str, /) -> Any: ...
    def close(self) -> Any: ...


class _Nothing:
    """A target for a document whose contents do not matter."""

    def start(self, _name: str, _attributes: dict[str, str]) -> None: ...
    def data(self, _said: str) -> None: ...
    def end(self, _name: str) -> None: ...
    def close(self) -> None: ...


@lru_cache(
    maxsize=2
)  # whoever reads a sidecar asks whether it is complete, and whether it is valid
def refuse_invalid(document: bytes) -> None:
    """ValueError, with the position, when the document is not valid XML, or has a DTD."""
    parse(document, _Nothing())


def parse(document: bytes, target: Target) -> None:
    """Call the target for each part of the document. ValueError as for `refuse_invalid`."""
    if not document.strip(b"\0 \t\r\n"):
        return
    from defusedxml import DefusedXmlException, DTDForbidden, ElementTree  # most scans have none

    parser = ElementTree.DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        parser.feed(_text_of(document))
        parser.close()
    except DTDForbidden as problem:
        raise ValueError("document type declarations are not allowed in XMP") from problem
    except (ElementTree.ParseError, DefusedXmlException, UnicodeError, LookupError) as problem:
        raise ValueError(str(problem)) from problem


def _text_of(document: bytes) -> str | bytes:
    """A form that expat reads: it lacks UTF-32, and knows UTF-16 by its mark. Without padding."""
    start = document[:4]
    for mark, encoding in (
        (b"<\0\0\0", "utf-32-le"),
        (b"\0\0\0<", "utf-32-be"),
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if start.startswith(mark):
            return document.decode(encoding).rstrip("\0 \t\r\n")
    return document.rstrip(b"\0 \t\r\n")
