"""Renew the tables of the quick reader from what the installed ExifTool knows: `make config`.

The names, numbers and types are ExifTool's own (`exiftool -listx`); which of them a record
consults, `exifilm_core/tags/mapping/consulted.py` says. ExifTool does not list what it does to a
value besides its type, so the table `CONVERTED` has that.
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from exifilm_core.tags.mapping.consulted import NAMES, is_consulted
from exifilm_core.tags.styles import OURS
from exifilm_core.tags.xmp import NAMESPACE
from exifilm_core.tags.xmp_packet import NAMESPACES

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "exifilm_core" / "readers" / "quick"

CONVERTED = {
    # What ExifTool makes of a value of EXIF or XMP, where that is more than its type says;
    # "unsure" where only ExifTool is to say.
    "IFD0:Make": "trimmed",
    "IFD0:Model": "trimmed",
    "IFD0:Software": "trimmed",
    "IFD0:Copyright": "copyright",
    "IFD0:CFAPattern": "unsure",
    "IFD0:CFAPattern2": "unsure",
    "ExifIFD:CFAPattern": "unsure",
    "ExifIFD:CFAPattern2": "unsure",
    "IFD0:XPTitle": "utf-16",
    "IFD0:XPAuthor": "utf-16",
    "IFD0:XPKeywords": "utf-16",
    "ExifIFD:SubSecTimeOriginal": "unpadded",
    "ExifIFD:UserComment": "comment",
    "ExifIFD:ExposureCompensation": "signed",
    "ExifIFD:ShutterSpeedValue": "apex time",
    "ExifIFD:ApertureValue": "apex aperture",
    "ExifIFD:MaxApertureValue": "apex aperture",
    "ExifIFD:ExifVersion": "version",
    "GPS:GPSLatitude": "degrees",
    "GPS:GPSLongitude": "degrees",
    "GPS:GPSDestLatitude": "degrees",
    "GPS:GPSDestLongitude": "degrees",
    "GPS:GPSTimeStamp": "time of day",
    "GPS:GPSDateStamp": "day",
    "GPS:GPSProcessingMethod": "comment",
    "GPS:GPSAreaInformation": "comment",
    "XMP-exif:GPSLatitude": "degrees",
    "XMP-exif:GPSLongitude": "degrees",
    "XMP-exif:GPSDestLatitude": "degrees",
    "XMP-exif:GPSDestLongitude": "degrees",
    "XMP-exif:ShutterSpeedValue": "apex time",
    "XMP-exif:ApertureValue": "apex aperture",
    "XMP-exif:MaxApertureValue": "apex aperture",
    "XMP-aux:LensInfo": "rationals",
    "XMP-exifEX:LensInfo": "unsure",
}
_TRAILING = ("IFD0:Artist",)
"""Texts whose trailing blanks some versions of ExifTool remove."""
_COMMON = (
    *("IFD0:ImageWidth", "IFD0:Orientation", "IFD0:XResolution", "IFD0:ResolutionUnit"),
    *("ExifIFD:ColorSpace", "ExifIFD:ExifVersion", "ExifIFD:ExifImageWidth"),
    "XMP-exif:GPSVersionID",
)
"""Common tags of EXIF, as a save asks whether an image has any; and one of GPS that is no place."""
_PRIVATE = 0xF000
"""From this number on, ExifTool makes other tags of a text."""
_STRINGS = frozenset({"string", "integer", "real", "boolean"})
"""Types of XMP whose text ExifTool gives as it is."""
_WITHOUT_SLASH = ("microsoft",)
"""Namespaces that programs write without the slash at their end, too."""


class Listed(NamedTuple):
    """A tag as ExifTool lists it."""

    table: str
    group: str
    id: str
    name: str
    type: str
    flags: tuple[str, ...]


def main() -> None:
    for name, tables in modules().items():
        path = FOLDER / f"{name}.py"
        path.write_text(_source(tables), encoding="ascii", newline="\n")
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", path], check=True)


@cache
def listed(of: str) -> tuple[Listed, ...]:
    """The tags of a group, such as XMP, that the installed ExifTool knows, with our tag set."""
    return tuple(_listed(of))


def _listed(of: str) -> Iterator[Listed]:
    with_config = ["exiftool", "-config", "plugins/exiftool/exifilm.config"]
    command = [*with_config, "-f", "-listx", f"-{of}:all"]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    for table in ET.fromstring(done.stdout).iter("table"):
        for tag in table.iter("tag"):
            flags = tuple(tag.get("flags", "").split(","))
            group = tag.get("g1", table.get("g1", ""))
            known = [tag.get(key, "") for key in ("id", "name", "type")]
            yield Listed(table.get("name", ""), group, known[0], known[1], known[2], flags)


def modules() -> dict[str, dict[str, dict[Any, Any]]]:
    """The tables by the names of their module and of themselves."""
    return {
        "exif_table": {
            "IFD0": exif_tags("IFD0"),
            "EXIF_IFD": exif_tags("ExifIFD"),
            "GPS": exif_tags("GPS"),
            "IPTC": iptc_tags(),
        },
        "xmp_table": {
            "XMP": xmp_tags(),
            "STRUCTURES": structures(),
            "NAMESPACES": namespaces(),
            "UNLISTED": unlisted(),
        },
    }


def _source(tables: dict[str, dict[Any, Any]]) -> str:
    lines = ['"""Made by `make config` from what ExifTool lists; see tools/quick_table.py."""', ""]
    for name, rows in tables.items():
        lines += [f"{name} = {{", *(f"    {key!a}: {rows[key]!a}," for key in rows), "}"]
    return "\n".join([*lines, ""])


def exif_tags(directory: str) -> dict[int, tuple[str, str]]:
    """The name and the kind of each tag to read in a directory, by its number."""
    found: dict[int, tuple[str, str]] = {}
    for tag in listed("EXIF"):
        of_gps = tag.table == "GPS::Main"
        if of_gps != (directory == "GPS") or not (of_gps or tag.table == "Exif::Main"):
            continue
        name = f"{directory}:{tag.name}"
        if not tag.id.isdecimal() or not (is_consulted(name) or name in _COMMON):
            continue
        number, kind = int(tag.id), _kind_of_exif(name, tag.type)
        if number > _PRIVATE:
            continue
        if found.setdefault(number, (name, kind)) != (name, kind):
            found[number] = (name, "unsure")
    return dict(sorted(found.items()))


def _kind_of_exif(name: str, type_: str) -> str:
    if name in CONVERTED:
        return CONVERTED[name]
    if type_ == "string":
        return "plain" if name in _TRAILING else "string"
    if type_.startswith("rational"):
        return "rational"
    if type_ in ("int8u", "int16u", "int32u", "undef"):
        return "byte" if type_ == "undef" else "integer"
    return "unsure"


def iptc_tags() -> dict[tuple[int, int], tuple[str, str]]:
    """The name and the kind of each dataset to read, by its record and number."""
    records = {"IPTC::EnvelopeRecord": 1, "IPTC::ApplicationRecord": 2}
    found = {}
    for tag in listed("IPTC"):
        if tag.table in records and tag.id.isdecimal():
            kind = {"string": "string", "digits": "string", "int16u": "integer"}.get(tag.type)
            if "Date" in tag.name and tag.type == "digits":
                kind = "date"
            elif "Time" in tag.name and tag.type == "string":
                kind = "time"
            if kind == "string" and "List" in tag.flags:
                kind = "list"
            key = (records[tag.table], int(tag.id))
            found[key] = (f"IPTC:{tag.name}", kind or "unsure")
    return dict(sorted(found.items()))


def xmp_tags() -> dict[str, tuple[str, str]]:
    """The name and the kind of each property to read, by its namespace and local name."""
    spaces = {f"XMP-{group}": uri for group, uri in NAMESPACES.items()}
    found: dict[str, tuple[str, str]] = {}
    for tag in listed("XMP"):
        name = f"{tag.group}:{tag.name}"
        if tag.group not in spaces or "Flattened" in tag.flags:
            continue
        if not (is_consulted(name) or name in _COMMON):
            continue
        kind = _kind_of_xmp(name, tag)
        for uri in _spellings(tag.group, spaces[tag.group]):
            found[f"{uri} {tag.id}"] = (name, kind)
    return dict(sorted(found.items()))


def _kind_of_xmp(name: str, tag: Listed) -> str:
    """The kind; that of a list has its items' kind behind a blank."""
    kind = "string" if tag.type in _STRINGS else tag.type
    if tag.type == "struct":
        if name not in structures():
            return "unsure"
        return f"structures {name}" if "Seq" in tag.flags else f"structure {name}"
    if tag.type == "lang-alt":
        return "texts"
    if tag.type not in (*_STRINGS, "date", "rational"):
        return "unsure"
    kind = CONVERTED.get(name, kind)
    if "List" in tag.flags and kind != "unsure":
        return f"list {kind}"
    return kind


_OF_STRUCTURES = (*_STRINGS, "boolean", "integer")
"""The types of a structure's fields: ExifTool gives each as its text."""


@cache
def structures() -> dict[str, dict[str, tuple[str, str]]]:
    """The name and the kind of each field of a structure to read, by its property.

    ExifTool lists the fields as flattened tags, with the structure's name before their own.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for group, uri in ((OURS.removesuffix(":"), NAMESPACE), ("XMP-exif", NAMESPACES["exif"])):
        tags = [tag for tag in listed("XMP") if tag.group == group]
        wholes = [
            tag for tag in tags if tag.type == "struct" and is_consulted(f"{group}:{tag.name}")
        ]
        for whole in wholes:
            fields = {
                tag.name.removeprefix(whole.name): tag
                for tag in tags
                if "Flattened" in tag.flags and tag.name.startswith(whole.name)
            }
            lists = not {"List", "Seq"} & {*whole.flags} and any(
                "List" in t.flags for t in fields.values()
            )
            if not lists and all(tag.type in _OF_STRUCTURES for tag in fields.values()):
                found[f"{group}:{whole.name}"] = {
                    f"{uri} {field}": (field, "string") for field in sorted(fields)
                }
    return found


def namespaces() -> dict[str, str]:
    """ExifTool's group of each namespace that can hold such a property."""
    return {
        uri: f"XMP-{group}"
        for group, space in sorted(NAMESPACES.items())
        for uri in _spellings(f"XMP-{group}", space)
    }


def unlisted() -> dict[str, None]:
    """The names of XMP that a record consults and ExifTool does not list, as for exif:Pressure.

    A file may have such a property nevertheless; ExifTool then makes a tag of that name.
    """
    names = {f"{tag.group}:{tag.name}" for tag in listed("XMP")}
    return dict.fromkeys(
        sorted(name for name in NAMES if name.startswith("XMP-") and name not in names)
    )


def _spellings(group: str, uri: str) -> list[str]:
    return [uri, uri.rstrip("/")] if group.removeprefix("XMP-") in _WITHOUT_SLASH else [uri]


if __name__ == "__main__":
    main()
