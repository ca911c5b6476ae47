"""GIMP's XML of an image's metadata: an element for each tag, in Exiv2's names.

Three such texts are compared: the tags that ExifTool changed in a copy are then changed in the
original. So this needs no list of tags, and leaves the other tags alone. The parts of a list or a
structure (“Xmp.exifilm.Readings[1]/exifilm:Area”) change together.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from defusedxml import ElementTree as DefusedElementTree

_OURS = "Xmp.exifilm."
_FOR_FILE = re.compile(
    r"Xmp\.|Exif\.(Image|Photo|GPSInfo)\."
    r"(?!.*(Offsets?|ByteCounts?|FormatLength|SubIFDs|Tag|MakerNote|Profile|Packet|NAA|Resources)$)"
)
_DATES_OF_A_NEW_IMAGE = (
    "Xmp.xmp.CreateDate",
    "Xmp.xmp.MetadataDate",
    "Xmp.photoshop.DateCreated",
)
_DIGITS = re.compile(r"(\d+)")


def with_changes(metadata: str, before: str, after: str) -> str:
    """`metadata` with every tag that differs between `before` and `after` set as in `after`."""
    result, old, new = _tags(metadata), _tags(before), _tags(after)
    for name in old.keys() | new.keys():
        if _said(old.get(name)) == _said(new.get(name)):
            continue
        if name in new:
            result[name] = new[name]
        else:
            result.pop(name, None)
    return _together(result, after, metadata)


def same(one: str, other: str) -> bool:
    """Whether two texts have the same tags and values."""
    first, second = _tags(one), _tags(other)
    return first.keys() == second.keys() and all(
        _said(first[name]) == _said(second[name]) for name in first
    )


def dated_by_gimp(metadata: str) -> bool:
    """Whether the date is GIMP's own, from the creation of the image, and not of an exposure.

    GIMP gives a new image that date in all tags, to the second.
    """
    tags = _tags(metadata)
    first, *others = ([tag.text for tag in tags.get(name, ())] for name in _DATES_OF_A_NEW_IMAGE)
    return bool(first) and all(other == first for other in others)


def part_for_file(metadata: str) -> str:
    """The part of `metadata` that may hold a record, with our list of structures as a list.

    Offsets in a file (of a thumbnail, of the pixels) do not apply to the copy. GIMP 3.0 loses the
    list types, and then writes no XMP at all. Exiv2, which writes it, accepts “type=Seq” as the
    value of a list whose parts follow. Other programs' structures are left out.
    """
    tags = {
        name: elements
        for name, elements in _tags(metadata).items()
        if _FOR_FILE.match(name) and (name.startswith(_OURS) or not _has_parts(elements))
    }
    for name, elements in tags.items():
        if _has_parts(elements):
            head = ElementTree.Element("tag", name=name)
            head.text = "type=Seq"
            tags[name] = [head, *sorted(elements, key=_in_order)]
    return _together(tags, metadata)


def _together(tags: dict[str, list[ElementTree.Element]], *sources: str) -> str:
    """The tags as XML, with the namespaces that the sources declare."""
    spaces = {
        space.get("prefix"): space
        for source in sources
        for space in DefusedElementTree.fromstring(source).iter("namespace")
    }
    root = ElementTree.Element("metadata")
    root.extend(spaces.values())
    for name in sorted(tags):
        root.extend(tags[name])
    return ElementTree.tostring(root, encoding="unicode")


def _tags(metadata: str) -> dict[str, list[ElementTree.Element]]:
    """The elements of each tag, by its name without indices and parts."""
    found: dict[str, list[ElementTree.Element]] = {}
    for tag in DefusedElementTree.fromstring(metadata).iter("tag"):
        name = tag.get("name", "").partition("[")[0].partition("/")[0]
        found.setdefault(name, []).append(tag)
    return found


def _said(tags: list[ElementTree.Element] | None) -> list[tuple[object, ...]]:
    return [(tag.get("name"), tag.get("encoding"), tag.text) for tag in tags or ()]


def _has_parts(tags: list[ElementTree.Element]) -> bool:
    return any("[" in tag.get("name", "") or "/" in tag.get("name", "") for tag in tags)


def _in_order(tag: ElementTree.Element) -> list[tuple[int, str]]:
    """A sort key that puts [2] before [10]."""
    parts = _DIGITS.split(tag.get("name", ""))
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
