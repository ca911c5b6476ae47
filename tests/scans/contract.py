"""The contract of a save about the rest of a file, and its proof by other programs.

`breaches` runs the complete contract on one scan: save, save, undo, undo. Other programs than the
writing one check the file: a second ExifTool without our configuration, an XML parser, exiv2, and
image decoders.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shutil
import subprocess
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException, ElementTree
from PIL import Image

from exifilm_core import ExifilmError, Scan
from exifilm_core.exiftool import ExifTool, known_faults
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.resources import resource
from exifilm_core.tags.mapping.copy_camera import exif_name, exposure_tags
from exifilm_core.tags.styles import Tags
from tests import samples
from tests.record.tags_of_fields import owned

Snapshot = dict[str, list[str]]
"""The values of each tag as JSON, in order; several if tags of one name differ.

A duplicate tag with the same value counts once.
"""

_FLASH = {f"XMP-exif:Flash{part}" for part in "Fired Return Mode Function RedEyeMode".split()}
"""The parts of the structure XMP-exif:Flash, as ExifTool shows them."""
OWNED = {sidecar: owned(sidecar=sidecar) | _FLASH for sidecar in (False, True)}
MAY_DIFFER = {
    r"^System:": "the file's name, time and size",
    r"^ExifTool:ExifToolVersion$": "who is looking",
    r"^Composite:": "made up by ExifTool of tags that are compared themselves",
    r"Offsets?\d*$|:(PreviewImage|OtherImage|JpgFromRaw|MPImage)Start$|:Dependent": "where it lies",
    r":MediaDataSize$": "how much lies there, metadata included",
    r":MediaData$": "the picture and the metadata in one, each of which is compared itself",
    r"^XMP-x:XMPToolkit$": "who wrote the packet last",
    r":NativeDigest$": "Adobe's digest of the EXIF values: removed when they change",
    r":CurrentIPTCDigest$": "made up by ExifTool of the IPTC block",
    r"^File:ExifByteOrder$": "of the EXIF block, which may be new; its values are compared",
}
"""Tags that may differ after a save and an undo: a pattern of names, and the reason."""
_MAY_DIFFER = re.compile("|".join(MAY_DIFFER))
REQUIRED_BY_EXIF = {
    # EXIF 2.32 (4.6.3, table 6 and on) requires these with any other tag, and ExifTool adds them.
    "IFD0:XResolution", "IFD0:YResolution", "IFD0:ResolutionUnit", "IFD0:YCbCrPositioning",
    "ExifIFD:ExifVersion", "ExifIFD:ComponentsConfiguration", "ExifIFD:FlashpixVersion",
    "ExifIFD:ColorSpace", "GPS:GPSVersionID",
}  # fmt: skip
"""The tags without a field that a save may add."""
RESOLUTIONS = {
    "JFIF:{}Resolution": 1.0,
    "PNG-pHYs:PixelsPerUnit{}": 0.0254,  # per metre
    "Photoshop:{}Resolution": 1.0,
}
"""Where a picture may have a resolution without EXIF, and the factor to dots per inch."""
_WARNING = "ExifTool:Warning"
_LARGEST = 20_000_000
"""The most pixels to decode; a damaged file's own size is not trusted."""
EXIV2_READ = (0, 253)
"""Exit statuses of exiv2 after it could read: with tags, or without any."""


_VERSION = ".".join(map(str, samples.exiftool_version()))
_MENDED = resource("plugins/exiftool/exifilm.config") if known_faults.has_fault(_VERSION) else ""
"""A configuration for the second ExifTool: without it, some versions misread others' XMP."""


@dataclass
class Look:
    """One file, as other programs read it."""

    data: bytes
    tags: Snapshot
    packet: str
    """Why the XMP packet is not XML, "" if it is or there is none."""


def look(path: Path) -> Look:
    """The results of a second ExifTool and an XML parser for the file."""
    said = samples.asked(
        *("-j", "-a", "-u", "-n", "-b", "-G1:4", "-api", "largefilesupport", "-all", "-XMP", path),
        config=_MENDED,
    )
    found = json.loads(said.out or "[{}]")[0]
    found.pop("SourceFile", None)
    data = path.read_bytes()
    packets: list[str | bytes] = [data] if path.suffix == ".xmp" else []
    kept: dict[str, set[str]] = {}
    for name, value in found.items():
        plain = re.sub(r":Copy\d+:", ":", name)
        if plain == "XMP:XMP":
            packets.append(value)
        # An empty list in XMP is "", and ExifTool does not keep it.
        elif not _MAY_DIFFER.search(plain) and not (value == "" and plain.startswith("XMP-")):
            kept.setdefault(plain, set()).add(json.dumps(value))
    tags = {name: sorted(values) for name, values in kept.items()}
    return Look(data, tags, " ".join(filter(None, map(no_xml, packets))))


def no_xml(packet: str | bytes) -> str:
    """Why the packet is not XML, "" if it is."""
    if isinstance(packet, str):
        coded = packet.removeprefix("base64:")
        packet = coded.encode() if coded == packet else base64.b64decode(coded)
    try:
        if packet.strip(b" \n\r\t\0"):
            ElementTree.fromstring(packet.rstrip(b"\0"))
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        return str(problem) or type(problem).__name__
    return ""


def foreign_tags(path: Path) -> Snapshot:
    """All tags in the file that no field owns, with binary values."""
    return of_others(look(path).tags, sidecar=path.suffix == ".xmp")


def of_others(tags: Snapshot, *, sidecar: bool) -> Snapshot:
    """Those of the tags that no field owns."""
    return {
        name: values
        for name, values in tags.items()
        if name not in OWNED[sidecar] and not name.startswith("XMP-exifilm:")
    }


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """The removed, changed and new tags, except removed warnings."""
    return [
        f"{name}: {_short(before.get(name))} became {_short(after.get(name))}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
        and not (name == _WARNING and set(after.get(name, [])) <= set(before.get(name, [])))
    ]


def changed_by_a_save(
    before: Snapshot, after: Snapshot, *, sidecar: bool, moved: Collection[str] = ()
) -> list[str]:
    """A save's changes to tags that no field owns, except those that EXIF requires.

    A save may add these with a directory, and remove them with the directory's last other tag.
    `moved` gives the tags that the first save moves into the record; it may remove these.
    """
    theirs = of_others(before, sidecar=sidecar)
    now = of_others(after, sidecar=sidecar)
    new = {name for name in REQUIRED_BY_EXIF & now.keys() - theirs.keys()
           if _is_no_other_resolution(name, now)}  # fmt: skip
    directories = {_group(name) for name in after}
    gone = {
        name
        for name in theirs.keys() - now.keys()
        if name in moved or (name in REQUIRED_BY_EXIF and _group(name) not in directories)
    }
    return differences(
        {name: values for name, values in theirs.items() if name not in gone},
        {name: values for name, values in now.items() if name not in new},
    )


def with_mended_names(before: Look, now: Snapshot) -> Snapshot:
    """The tags before, by their names now.

    ExifTool reads a property from XMP that is no XML even if bytes beside its name are damaged.
    When it writes that XMP anew, it keeps the value, under the name without the damage.
    """
    tags = dict(before.tags)
    for name in before.tags.keys() - now.keys() if before.packet else ():
        mended = [
            other
            for other in now.keys() - before.tags.keys()
            if _group(other) == _group(name) and now[other] == before.tags[name]
        ]
        if len(mended) == 1 and name.startswith("XMP-"):
            tags[mended[0]] = tags.pop(name)
    return tags


def _group(name: str) -> str:
    return name.partition(":")[0]


def _is_no_other_resolution(name: str, now: Snapshot) -> bool:
    """False if it is a resolution other than the one that the picture has without EXIF."""
    for stated, scale in RESOLUTIONS.items():
        values = now.get(stated.format("XY"[name == "IFD0:YResolution"]))
        if values and name in ("IFD0:XResolution", "IFD0:YResolution"):
            return abs(json.loads(now[name][0]) - json.loads(values[0]) * scale) < 0.02
    return True


def assert_foreign_tags_stay(before: Snapshot, path: Path) -> None:
    """Assert that tags without a field are unchanged (except those that EXIF requires)."""
    changed = changed_by_a_save(before, foreign_tags(path), sidecar=path.suffix == ".xmp")
    assert not changed, changed


def names(folder: Path) -> list[str]:
    """The names of all files in the folder, with hidden ones."""
    return sorted(path.name for path in folder.iterdir())


# ── the complete contract ────────────────────────────────────────────────────────────────────────


class Contract:
    """One scan under the contract. A line in `breaches` is a breach."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.breaches: list[str] = []
        self.before = self._looks()
        self.pixels = decoded(path)
        self.exiv2 = exiv2(path)
        self.was_damaged = False
        """Whether exiv2 may report errors in ExifTool's version of damaged XMP, if it reads it."""
        self.saved: list[str] = []
        """The places that each save wrote: "image", "sidecar", "both"."""
        self.moved: dict[Path, dict[str, str]] = {}
        """A copy camera's tags in each place that the first save moves; their names in EXIF."""

    def run(self, *changes: Mapping[str, Any]) -> list[str]:
        """Save each of the changes, undo all of them, and return the breaches."""
        try:
            records = [Scan(self.path).record]
            if Scan(self.path).exif_is_the_copys:
                self.moved = {
                    found.path: _of_the_copy(found.tags)
                    for found in ExifTool.shared().read([*self.before])
                }
        except ExifilmError:
            self._expect_bytes("reading", self.before)
            return self.breaches
        looks = [self.before]
        for number, change in enumerate(changes, start=1):
            wanted = records[-1].replace(**change)
            try:
                Scan(self.path).save(wanted)
            except ExifilmError:
                self._expect_bytes(f"refused save {number}", looks[-1])
                break
            records.append(Scan(self.path).record)
            looks.append(self._looks())
            for name in change:
                if records[-1][name] != wanted[name]:
                    self._broken(f"save {number}", f"{name} is {records[-1].show(name)!r}")
            self._see_to_save(f"save {number}", looks[-1])
            self._see_to_what_moved(f"save {number}", looks[-1])
        for number in range(len(records) - 2, -1, -1):
            step = f"undo to {number}"
            try:
                Scan(self.path).undo()
            except ExifilmError as refusal:
                self._broken(step, f"refused: {refusal.message}")
                break
            for name in Scan(self.path).record.changes_to(records[number]):
                self._broken(step, f"{name} is {Scan(self.path).record.show(name)!r}")
            self._see_to_undo(step, looks[number], self._looks())
        return self.breaches

    def _looks(self) -> dict[Path, Look]:
        places = (self.path, sidecar_of(self.path))
        looks = {place: look(place) for place in places if place.exists()}
        others = set(names(self.path.parent)) - {place.name for place in places}
        assert not others, f"left in the folder: {others}"
        return looks

    def _broken(self, step: str, what: str) -> None:
        self.breaches.append(f"{step}: {what}")

    def _expect_bytes(self, step: str, before: dict[Path, Look]) -> None:
        now = {place: seen.data for place, seen in self._looks().items()}
        if now != {place: seen.data for place, seen in before.items()}:
            self._broken(step, "a file is not what it was, byte for byte")

    def _see_to_save(self, step: str, now: dict[Path, Look]) -> None:
        wrote = now[self.path].data != self.before[self.path].data
        beside = now.keys() != self.before.keys()
        self.saved.append("both" if wrote and beside else "sidecar" if beside else "image")
        # A value that the image cannot hold may be gone at the next save, which writes both.
        if self.saved[-1] == "both" and self.saved[0] != "sidecar":
            self._broken(step, "the record went into a new sidecar, and the image changed too")
        for place, seen in now.items():
            sidecar = place != self.path
            if place in self.before:
                before = with_mended_names(self.before[place], seen.tags)
                moved = self.moved.get(place, ())
                for line in changed_by_a_save(before, seen.tags, sidecar=sidecar, moved=moved):
                    self._broken(step, f"{place.suffix} {line}")
        self._see_to_readers(step, now)

    def _see_to_what_moved(self, step: str, now: dict[Path, Look]) -> None:
        """Check that every removed tag of a copy camera's exposure is in the record."""
        kept = dict(Scan(self.path).record.copy_exposure or ())
        for place, moved in self.moved.items():
            theirs = of_others(self.before[place].tags, sidecar=place != self.path).keys()
            for name in (moved.keys() & theirs) - now[place].tags.keys():
                if moved[name] not in kept:
                    self._broken(step, f"{place.suffix} {name} is gone, and not in the record")

    def _see_to_undo(self, step: str, before: dict[Path, Look], now: dict[Path, Look]) -> None:
        if before.keys() != now.keys():
            self._broken(step, f"there are {sorted(place.name for place in now)}")
        for place in before.keys() & now.keys():
            later = dict(now[place].tags)
            earlier = with_mended_names(before[place], later)
            if {STAMP} <= earlier.keys() & later.keys():  # an undo is a save with its own time
                del earlier[STAMP], later[STAMP]
            for line in differences(earlier, later):
                self._broken(step, f"{place.suffix} {line}")
        self._see_to_readers(step, now)

    def _see_to_readers(self, step: str, now: dict[Path, Look]) -> None:
        for place, seen in now.items():
            if seen.packet and not (place in self.before and self.before[place].packet):
                self._broken(step, f"{place.suffix} XMP is not XML: {seen.packet}")
        if now[self.path].data == self.before[self.path].data:
            return
        if self.pixels is not None and decoded(self.path) != self.pixels:
            self._broken(step, "the picture is another")
        status, stderr = exiv2(self.path)
        if self.exiv2[0] in EXIV2_READ and status not in EXIV2_READ:
            self._broken(step, f"exiv2 does not read it any more: {status} {stderr}")
        for complaint in stderr - self.exiv2[1] if not self.was_damaged else ():
            self._broken(step, f"exiv2 complains: {complaint}")


STAMP = "XMP-exifilm:RecordSaved"


def _of_the_copy(tags: Tags) -> dict[str, str]:
    """A copy camera's exposure: each tag, and each part of a structure, with its name in EXIF."""
    found = {}
    for name in exposure_tags(tags):
        value: Any = tags[name]
        parts = [name, *(f"{name}{part}" for part in value)] if isinstance(value, dict) else [name]
        found |= dict.fromkeys(parts, exif_name(name).partition(":")[2])
    return found


def decoded(path: Path) -> bytes | None:
    """The picture; None if no program decodes it, as before the save."""
    # Decoders raise all kinds of error on damaged files, and none of them matters here.
    with contextlib.suppress(Exception), warnings.catch_warnings(action="ignore"):
        if path.suffix in (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".psd", ".jp2"):
            with Image.open(path) as image:
                if image.width * image.height > _LARGEST:
                    return None
        return samples.pixels(path)
    return None


def exiv2(path: Path) -> tuple[int, set[str]]:
    """exiv2's exit status for the file, and its errors.

    Without exiv2 both are those of success; another test reports that it is missing.
    """
    if not shutil.which("exiv2"):
        return 0, set()
    done = subprocess.run(["exiv2", "-pa", path], capture_output=True, timeout=60, check=False)
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    return done.returncode, {line for line in lines if line.startswith("Error")}


def _short(values: list[str] | None) -> str:
    text = "nothing" if values is None else ", ".join(values)
    return text if len(text) < 120 else f"{text[:110]}… ({len(text)})"
