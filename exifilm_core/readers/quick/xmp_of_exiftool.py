"""XMP in exactly the form in which ExifTool writes it, as every save of ours leaves it.

Regular expressions find in such a packet what expat finds, in a third of the time. Each describes a
form to the last blank, and together they have to cover the packet, which may hold no other
character than they name. Any other packet is left to expat.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from exifilm_core.patterns import pattern
from exifilm_core.readers.quick.xmp_by_expat import Event, Namespaces
from exifilm_core.readers.quick.xmp_table import STRUCTURES, XMP
from exifilm_core.readers.quick.xmp_values import RDF

_BEGIN = pattern(
    r"<\?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'\?>\n"
    r"<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='(Image::ExifTool [0-9.]+)'>\n"
    r"<rdf:RDF xmlns:rdf='http://www\.w3\.org/1999/02/22-rdf-syntax-ns#'>\n"
)
_END = "</rdf:RDF>\n</x:xmpmeta>"
_AROUND: Namespaces = [("x", "adobe:ns:meta/"), ("rdf", RDF.rstrip())]
_DESCRIPTION = "\n <rdf:Description rdf:about=''\n  xmlns:"
_DESCRIPTION_END = " </rdf:Description>\n"
_NAMESPACE = pattern(
    r"(?!xml|rdf=|x=)([A-Za-z][A-Za-z0-9]{,99})='(?!http://www\.w3\.org/)([A-Za-z0-9:/._#-]{1,200})'>\n"
)
_CHARACTERS = r"[^<>&\0-\x08\x0b-\x1f\ufffe\uffff]*+"
_TEXT = rf"{_CHARACTERS}(?:&(?:amp|lt|gt|quot|#39);{_CHARACTERS})*+"
_NAME = r"[A-Za-z][A-Za-z0-9]*+:[A-Za-z][A-Za-z0-9]*+"
_OTHERS = r"|[\s\S]+"
"""All that no form covers; it leaves the groups empty."""
_PROPERTY = pattern(
    rf"  <({_NAME})( rdf:parseType='Resource')?>(?:({_TEXT})"
    r"|\n   <rdf:(Bag|Seq|Alt)>\n((?:[^<]++|<(?!/rdf:[BSA]))++)</rdf:\4>\n  "
    rf"|\n((?:   <[^\n]++\n)++)  )</\1>\n{_OTHERS}"
)
_PART = pattern(rf"   <({_NAME})>({_TEXT})</\1>\n{_OTHERS}")
"""A field of a property that is one structure."""
_ITEM = pattern(
    r"    <(rdf:li)( xml:lang='([A-Za-z-]++)'| rdf:parseType='Resource')?>"
    rf"(?:({_TEXT})|\n((?:     [^\n]++\n)++)    )</rdf:li>\n{_OTHERS}"
)
_FIELD = pattern(rf"     <({_NAME})>({_TEXT})</\1>\n{_OTHERS}")
_BEFORE_END = "   "
"""The blanks before the end of a list."""
_LI, _PARSE_TYPE = f"{RDF}li", f"{RDF}parseType"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_NO_ATTRIBUTES: dict[str, str] = {}


class _OtherFormError(Exception):
    """The packet is not of this form."""


def events(packet: bytes) -> tuple[list[Event], Namespaces] | None:
    """What expat finds in a packet, without the blanks between elements; None in another form."""
    try:
        return _events(packet.decode())
    except (_OtherFormError, UnicodeDecodeError):
        return None


def _events(packet: str) -> tuple[list[Event], Namespaces]:
    begin = _BEGIN.match(packet)
    if not begin or not packet.endswith(_END):
        raise _OtherFormError
    first, *descriptions = packet[begin.end() : -len(_END)].split(_DESCRIPTION)
    if first or not descriptions:
        raise _OtherFormError
    found: list[Event] = [
        ("adobe:ns:meta/ xmpmeta", {"adobe:ns:meta/ xmptk": begin[1]}),
        (f"{RDF}RDF", _NO_ATTRIBUTES),
    ]
    spaces = [*_AROUND]
    for description in descriptions:
        declared = _NAMESPACE.match(description)
        if not declared or not description.endswith(_DESCRIPTION_END):
            raise _OtherFormError
        prefix, uri = declared.groups()
        spaces.append((prefix, uri))
        end = len(description) - len(_DESCRIPTION_END)
        found.append((f"{RDF}Description", {f"{RDF}about": ""}))
        pieces = _PROPERTY.findall(description, declared.end(), end)
        if not pieces:
            raise _OtherFormError
        _properties(pieces, prefix, uri, found)
        found.append(None)
    return [*found, None, None], spaces


def _properties(
    pieces: list[tuple[str, str, str, str, str, str]], prefix: str, uri: str, found: list[Event]
) -> None:
    """Add the properties of an rdf:Description."""
    known = _known(prefix, uri)
    for name, resource, text, box, items, parts in pieces:
        if bool(resource) != bool(parts):
            raise _OtherFormError
        begin = (known.get(name) or _full(name, prefix, uri), _NO_ATTRIBUTES)
        if parts:
            found.append((begin[0], {_PARSE_TYPE: "Resource"}))
            _fields(_PART.findall(parts), known, prefix, uri, found)
            found.append(None)
        elif box:
            found += (begin, (f"{RDF}{box}", _NO_ATTRIBUTES))
            if not items.endswith(_BEFORE_END):
                raise _OtherFormError
            ends = len(items) - len(_BEFORE_END)
            for li, attribute, language, said, fields in _ITEM.findall(items, 0, ends):
                if not li:
                    raise _OtherFormError
                found.append((_LI, _attributes(attribute, language)))
                if said:
                    found.append(_plain(said))
                if fields:
                    _fields(_FIELD.findall(fields), known, prefix, uri, found)
                found.append(None)
            found += (None, None)
        elif text:
            found += (begin, _plain(text), None)
        else:
            found += (begin, None)


def _fields(
    pieces: list[tuple[str, str]], known: dict[str, str], prefix: str, uri: str, found: list[Event]
) -> None:
    """Add the fields of a structure."""
    for field, inside in pieces:
        found.append((known.get(field) or _full(field, prefix, uri), _NO_ATTRIBUTES))
        if inside:
            found.append(_plain(inside))
        found.append(None)


def _attributes(attribute: str, language: str) -> dict[str, str]:
    if not attribute:
        return _NO_ATTRIBUTES
    return {_LANGUAGE: language} if language else {_PARSE_TYPE: "Resource"}


@lru_cache(100)
def _known(prefix: str, uri: str) -> dict[str, str]:
    """The properties of a namespace that a record consults: name with prefix, and name."""
    found = {}
    for name in (*XMP, *chain.from_iterable(STRUCTURES.values())):
        space, _, local = name.rpartition(" ")
        if space == uri:
            found[f"{prefix}:{local}"] = name
    return found


def _full(name: str, prefix: str, uri: str) -> str:
    """The name of an element, with the name of its namespace, which must be that one."""
    before, _, local = name.partition(":")
    if before != prefix:
        raise _OtherFormError
    return f"{uri} {local}"


def _plain(text: str) -> str:
    if "&" in text:
        for reference, character in _CHARACTERS_OF.items():
            text = text.replace(reference, character)
    return text


_CHARACTERS_OF = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
"""The last is that of the ampersand, with which all begin."""
