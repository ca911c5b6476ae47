"""The values of XMP's properties, in the form in which ExifTool gives them with -n and -struct."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from exifilm_core.patterns import pattern
from exifilm_core.readers.quick.exif import number
from exifilm_core.readers.quick.unsure import UnsureError
from exifilm_core.readers.quick.xmp_table import STRUCTURES

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
_ITEM, _DESCRIPTION, _RESOURCE = f"{RDF}li", f"{RDF}Description", f"{RDF}resource"
_LISTS = (f"{RDF}Bag", f"{RDF}Seq")
_ALTERNATIVES = f"{RDF}Alt"
_PARSE_TYPE = f"{RDF}parseType"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_A_LANGUAGE = pattern(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_DATE_AND_TIME = pattern(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2})(:\d{2})?\s*(\S*)", re.ASCII)
_DATE = pattern(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_RATIONAL = pattern(r"(-?\d+)/(-?\d+)", re.ASCII)
_DECIMAL = pattern(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_COORDINATE = pattern(r"(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])", re.ASCII)
_EXACT = 2**53


class Node:
    """An element of a property, with all that is in it."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(
        self, name: str, attributes: dict[str, str], text: str, children: list[Node]
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children = children

    def has_languages(self) -> bool:
        """Whether it has other texts than the default language's."""
        return any(
            item.attributes.get(_LANGUAGE, "").lower() != "x-default"
            for box in self.children
            for item in box.children
        )


def of_attribute(kind: str, text: str) -> object:
    """The value of a property that is an attribute of rdf:Description."""
    if kind.startswith("structure"):
        raise UnsureError("a structure as an attribute")
    # GIMP 3 makes one text of a list in a namespace that it does not know.
    return text if kind == "texts" else _SCALARS[kind.removeprefix("list ")](text)


def of_node(kind: str, node: Node) -> object:
    """The value of a property that is an element; None if it has texts in other languages only."""
    form, _, items = kind.partition(" ")
    if form == "structure":
        return _structure(STRUCTURES[items], node)
    if not node.children:
        return _without_children(kind, node)
    if len(node.children) > 1 or node.attributes or node.text.strip():
        raise UnsureError("a property with mixed contents")
    box = node.children[0]
    if box.attributes or box.text.strip() or not box.children:
        raise UnsureError("a list with mixed contents")
    if not all(item.name == _ITEM for item in box.children):
        raise UnsureError("a list of other elements")
    if kind == "texts":
        return _of_languages(box)
    if form == "list" and box.name in _LISTS:
        return [_SCALARS[items](_text_of(item)) for item in box.children]
    if form == "structures" and box.name in _LISTS:
        return [_structure(STRUCTURES[items], item) for item in box.children]
    raise UnsureError(f"{box.name} in a property that is no such list")


def _without_children(kind: str, node: Node) -> object:
    text = node.text
    if node.attributes:
        if text or node.attributes.keys() != {_RESOURCE}:
            raise UnsureError("attribute of a property")
        text = node.attributes[_RESOURCE]
    return of_attribute(kind, text)


def _text_of(item: Node) -> str:
    if item.attributes or item.children:
        raise UnsureError("an item that is no text")
    return item.text


def _of_languages(box: Node) -> str | None:
    texts: dict[str, str] = {}
    for item in box.children:
        language = item.attributes.get(_LANGUAGE, "").lower()
        if box.name != _ALTERNATIVES or item.children or item.attributes.keys() != {_LANGUAGE}:
            raise UnsureError("texts in languages, otherwise than in rdf:Alt")
        if language in texts or not _is_language(language):
            raise UnsureError("language")
        texts[language] = item.text
    return texts.get("x-default")


def _is_language(language: str) -> bool:
    return language == "x-default" or _A_LANGUAGE.fullmatch(language) is not None


def _structure(fields: dict[str, tuple[str, str]], item: Node) -> dict[str, str]:
    """A structure in any of the notations of RDF."""
    if item.text.strip():
        raise UnsureError("text in a structure")
    attributes, children = dict(item.attributes), item.children
    if attributes.pop(_PARSE_TYPE, None) != "Resource":
        if len(children) == 1 and children[0].name == _DESCRIPTION and not attributes:
            if children[0].text.strip():
                raise UnsureError("text in a structure")
            attributes, children = children[0].attributes, children[0].children
        elif children or not attributes:
            raise UnsureError("structure")
    found: dict[str, str] = {}
    texts = [*attributes.items(), *((child.name, _text_of(child)) for child in children)]
    for name, text in texts:
        field, _ = fields.get(name, ("", ""))
        if not field or field in found:
            raise UnsureError("field of a structure")
        found[field] = text
    if not found:
        raise UnsureError("empty structure")
    return dict(sorted(found.items()))  # ExifTool's order


# ── the kinds of value ───────────────────────────────────────────────────────────────────────────


def _string(text: str) -> str:
    return text


def _date(text: str) -> str:
    if "\n" in text:
        raise UnsureError("line end in a date")
    if found := _DATE_AND_TIME.fullmatch(text):
        return f"{found[1]}:{found[2]}:{found[3]} {found[4]}{found[5] or ''}{found[6]}"
    return text.replace("-", ":") if _DATE.match(text) else text


def _rational(text: str) -> str:
    found = _RATIONAL.fullmatch(text.removesuffix("\n"))
    if not found:
        return text
    above, below = int(found[1]), int(found[2])
    if max(abs(above), abs(below)) > _EXACT or text.endswith("\n"):
        raise UnsureError("large rational")
    return number(above / below) if below else "inf" if above else "undef"


def _rationals(text: str) -> str:
    """Four rationals; ExifTool leaves anything else as it is."""
    parts = text.split(" ")
    if len(parts) != 4 or not all(map(_RATIONAL.fullmatch, parts)):
        raise UnsureError("rationals")
    return " ".join(map(_rational, parts))


def _degrees(text: str) -> str:
    found = _COORDINATE.fullmatch(text)
    if not found:
        raise UnsureError("coordinate")
    degrees, minutes, seconds = (float(part or 0) for part in found.groups()[:3])
    value = degrees + (minutes + seconds / 60) / 60
    return number(-value if found[4] in "SW" else value)


def _apex_time(text: str) -> str:
    value = _decimal(text)
    return number(1 / 2.0**value) if abs(value) < 100 else "0"


def _apex_aperture(text: str) -> str:
    value = _decimal(text)
    if abs(value) > 1000:
        raise UnsureError("aperture")
    return number(math.sqrt(2) ** value)


def _decimal(text: str) -> float:
    found = _rational(text)
    if not _DECIMAL.fullmatch(found):
        raise UnsureError("no number")
    return float(found)


def _unsure(_: str) -> str:
    raise UnsureError("a property that only ExifTool reads")


_SCALARS: dict[str, Callable[[str], str]] = {
    "string": _string,
    "date": _date,
    "rational": _rational,
    "rationals": _rationals,
    "degrees": _degrees,
    "apex time": _apex_time,
    "apex aperture": _apex_aperture,
    "unsure": _unsure,
}
