"""XMP packets, property by property, in a form in which RDF's notations of one thing are equal.

Unlike `tags.xmp_packet`, whose differences tell a person what was lost, this form keeps the kind of
each list, each language, and how structures are nested: two packets are equal or they are not.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from xml.parsers import expat

from exifilm_core.readers.quick import UnsureError
from exifilm_core.readers.quick.xmp_table import XMP
from exifilm_core.scans.foreign.window import HarmError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_DESCRIPTION, _ABOUT, _PARSE, _RESOURCE = (
    f"{_RDF}{name}" for name in ("Description", "about", "parseType", "resource")
)
_BAG, _SEQ, _ALT = (f"{_RDF}{name}" for name in ("Bag", "Seq", "Alt"))
_META = "adobe:ns:meta/ xmpmeta"
_KEYS: dict[str, set[str]] = {}
"""The namespaces with the names of the properties that a tag means."""
for _key, (_name, _) in XMP.items():
    _KEYS.setdefault(_name, set()).add(_key)

Form = tuple[str, Any, str | None]
"""A value: its kind (text, structure, or a kind of list), its parts, and its language."""
Properties = dict[str, list[Form]]


class _Node:
    """An element."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[_Node] = []
        self.text: list[str] = []


def properties(packet: bytes) -> Properties:
    """The values of each property. HarmError when the packet is not valid XML."""
    if not packet.strip(b"\0 \t\r\n"):
        return {}
    found: Properties = {}
    abouts: set[str] = set()
    for description in _rdf(_tree(packet)).children:
        if description.name != _DESCRIPTION or "".join(description.text).strip():
            raise UnsureError("a node with a type")
        for key, text in description.attributes.items():
            if key in (_ABOUT, "about"):
                abouts |= {text} if text else set()
            elif key.startswith(_RDF):
                raise UnsureError("attribute of RDF")
            else:
                found.setdefault(key, []).append(("text", text, None))
        for child in description.children:
            found.setdefault(child.name, []).append(_form(child))
    if abouts:
        found[_ABOUT] = [("text", frozenset(abouts), None)]
    return found


def _tree(packet: bytes) -> _Node:
    top = _Node("", {})
    opened = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        node = _Node(name, attributes)
        opened[-1].children.append(node)
        opened.append(node)

    def end(_name: str) -> None:
        opened.pop()

    def text(said: str) -> None:
        opened[-1].text.append(said)

    def refuse(*_about: object) -> None:
        raise UnsureError("document type")

    parser = expat.ParserCreate(None, " ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(packet.rstrip(b"\0 \t\r\n"), True)
    except expat.ExpatError as problem:
        raise HarmError("XMP is not valid XML") from problem
    return top.children[0]


def _rdf(node: _Node) -> _Node:
    if node.name == _META:
        if len(node.children) != 1:
            raise UnsureError("more than RDF")
        [node] = node.children
    if node.name != f"{_RDF}RDF":
        raise UnsureError("no RDF")
    return node


def _form(node: _Node) -> Form:
    attributes, children = node.attributes, node.children
    language = None
    if attributes:
        attributes = {key: text for key, text in attributes.items() if key != _PARSE}
        language = attributes.pop(_LANGUAGE, None)
    if not children:
        if not attributes:
            return "text", "".join(node.text), language
        if [*attributes] == [_RESOURCE]:  # ExifTool's values of both are the same text
            return "text", attributes[_RESOURCE], language
    elif "".join(node.text).strip():
        raise UnsureError("text between elements")
    elif len(children) == 1:
        [box] = children
        if box.name in (_BAG, _SEQ):
            return box.name, tuple(map(_form, box.children)), language
        if box.name == _ALT:
            return box.name, frozenset(map(_form, box.children)), language
        if box.name == _DESCRIPTION:
            attributes = {**attributes, **box.attributes}
            attributes.pop(_ABOUT, None)
            children = box.children
    fields: list[tuple[str, Form]] = [
        (key, ("text", text, None)) for key, text in attributes.items()
    ]
    fields += [(child.name, _form(child)) for child in children]
    if len(dict(fields)) != len(fields):
        raise UnsureError("a field twice")
    return "structure", frozenset(fields), language


def refuse_difference(old: bytes, new: bytes, written: Collection[str]) -> None:
    """HarmError when anything differs but the properties of the tags `written`.

    Of a text in several languages, the default is written; the others stay.
    """
    if old == new:
        return
    before, after = properties(old), properties(new)
    ours = {key for name in written for key in _KEYS.get(name, ())}
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if key in ours:
            one, other = _other_languages(one), _other_languages(other)
        if _without_empty_lists(one) != _without_empty_lists(other):
            raise HarmError(f"XMP's {key}")


def _without_empty_lists(values: list[Form] | None) -> list[Form]:
    """The values but for empty lists, which mean none; darktable writes such, ExifTool does not."""
    return [form for form in values or () if form[1] or form[0] not in (_BAG, _SEQ, _ALT)]


def _other_languages(values: list[Form] | None) -> list[Form]:
    """The texts in other languages than the default."""
    if not values:
        return []
    [(kind, parts, _)] = values
    if kind != _ALT:
        return []
    others = frozenset(part for part in parts if (part[2] or "").lower() != "x-default")
    return [(kind, others, None)] if others else []
