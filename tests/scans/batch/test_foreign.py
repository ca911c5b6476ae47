"""The second reader notices every change to what a save does not write."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.readers.quick import UnsureError
from exifilm_core.scans.foreign import HarmError, compare
from exifilm_core.scans.foreign.directories import NAMES, REQUIRED
from exifilm_core.scans.unharmed import REQUIRED_BY_EXIF
from exifilm_core.tags.mapping import owned_names
from exifilm_core.tags.xmp import EXIF_GROUPS
from tests import samples
from tools.bench.exchanging import darktable_sidecar

WRITTEN = owned_names(sidecar=False)
FOREIGN = {
    "XMP-xmp:Rating": "4",
    "XMP-dc:Publisher": "a press",
    "XMP-photoshop:Credit": "Somebody & Sons <press>",
    "XMP-dc:Title-de": "Mondaufgang",
    "XMP-dc:Creator": "somebody else",
    "XMP-xmpMM:HistoryAction": "saved",
    "XMP-iptcExt:LocationCreatedCity": "Lone Pine",
    "IFD0:Orientation#": "1",
    "IFD0:HostComputer": "a scanner's",
    "ExifIFD:BrightnessValue": "7",
    "GPS:GPSMapDatum": "WGS-84",
}


@pytest.fixture
def versions(make_scan, tmp_path: Path) -> Callable[[str], tuple[Path, Path]]:
    """A function that gives a scan before a save and after it."""

    def make(suffix: str) -> tuple[Path, Path]:
        path = make_scan(f"scan{suffix}", scanner=True)
        samples.put_tags(path, FOREIGN)
        samples.exiftool("-q", "-overwrite_original", "-IPTC:all=", path)
        Scan(path).save(ExposureRecord(film="FP4+", aperture=22, subject="Moonrise"))
        old = tmp_path / f"old{suffix}"
        old.write_bytes(path.read_bytes())
        scan = Scan(path)
        scan.save(scan.record.replace(film="HP5+", aperture=8, subject="Moon", holder="1A"))
        return old, path

    return make


def by_exiftool(*arguments: str) -> Callable[[Path], None]:
    return lambda path: void(samples.exiftool("-q", "-overwrite_original", *arguments, path))


def void(_result: object) -> None:
    """Ignore the result."""


def replaced(pattern: bytes, by: bytes) -> Callable[[Path], None]:
    """A change of the first match in the file; as long as it, so that nothing else changes."""

    def change(path: Path) -> None:
        data = path.read_bytes()
        found = re.search(pattern, data, re.DOTALL)
        assert found
        new = found.expand(by)
        assert len(new) == len(found[0])
        assert new != found[0]
        path.write_bytes(data[: found.start()] + new + data[found.end() :])

    return change


def flipped(before: bytes, after: int) -> Callable[[Path], None]:
    """A change of one bit of the byte so far after the last place of these bytes."""

    def change(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[data.rindex(before) + after] ^= 1
        path.write_bytes(data)

    return change


def with_a_segment(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xfe\0\x07hello" + data[2:])


def without_the_last_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def with_more_behind(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def with_a_pixel_changed(tiff: Path) -> None:
    data = bytearray(tiff.read_bytes())
    order = "<" if data[:2] == b"II" else ">"
    (directory,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, directory)
    for number in range(count):
        tag, _, _, value = struct.unpack_from(order + "HHII", data, directory + 2 + 12 * number)
        if tag == 273:
            data[value + 5] ^= 1
            tiff.write_bytes(data)
            return
    raise AssertionError


IN_BOTH: dict[str, Callable[[Path], None]] = {
    "a property changed": by_exiftool("-XMP-xmp:Rating=3"),
    "a property lost": by_exiftool("-XMP-photoshop:Credit="),
    "a property added": by_exiftool("-XMP-xmp:Label=red"),
    "a property of an unknown namespace": replaced(
        rb"<xmp:Rating>4</xmp:Rating>", rb"<xmp:Raring>4</xmp:Raring>"
    ),
    "another language changed": by_exiftool("-XMP-dc:Title-de=Mond"),
    "another language lost": by_exiftool("-XMP-dc:Title-de="),
    "a list of another kind": replaced(
        rb"(<dc:publisher>\s*<rdf:)Bag>(.*?)</rdf:Bag>", rb"\1Seq>\2</rdf:Seq>"
    ),
    "an item of a structure": by_exiftool("-XMP-iptcExt:LocationCreatedCity=Big Pine"),
    "an item of a list lost": by_exiftool("-XMP-dc:Publisher="),
    "invalid XML": replaced(rb"</xmp:Rating>", rb"</xmp:Raring>"),
    "about something else": by_exiftool("-XMP-rdf:About=x"),
    "an EXIF tag changed": by_exiftool("-IFD0:Orientation#=3"),
    "an EXIF tag lost": by_exiftool("-IFD0:HostComputer="),
    "an EXIF tag added": by_exiftool("-ExifIFD:Contrast#=1"),
    "a tag of the Exif directory": by_exiftool("-ExifIFD:BrightnessValue=8"),
    "a tag of the GPS directory": by_exiftool("-GPS:GPSMapDatum="),
    "a required tag changed": by_exiftool("-IFD0:XResolution=1200"),
}
IN_JPEG: dict[str, Callable[[Path], None]] = {
    "the thumbnail lost": by_exiftool("-IFD1:all="),
    "the thumbnail changed": flipped(b"\xff\xd8\xff", 200),
    "a pixel": lambda path: flipped(path.read_bytes()[-40:-30], 0)(path),
    "a quantization table": flipped(b"\xff\xdb\0", 9),
    "a segment added": with_a_segment,
    "the colour profile changed": flipped(b"ICC_PROFILE\0", 60),
    "the colour profile lost": by_exiftool("-ICC_Profile:all="),
    "the end lost": without_the_last_byte,
    "more behind it": with_more_behind,
}
IN_TIFF: dict[str, Callable[[Path], None]] = {"a pixel": with_a_pixel_changed}
CASES = {
    f"{suffix}: {name}": (suffix, fault)
    for suffix, faults in ((".jpg", {**IN_BOTH, **IN_JPEG}), (".tif", {**IN_BOTH, **IN_TIFF}))
    for name, fault in faults.items()
}


@pytest.mark.parametrize(("suffix", "fault"), CASES.values(), ids=CASES.keys())
def test_a_fault_is_noticed(versions, suffix: str, fault) -> None:
    old, new = versions(suffix)
    compare(old, new, WRITTEN)
    before = new.read_bytes()
    fault(new)
    assert new.read_bytes() != before, "the fault changed nothing"
    with pytest.raises((HarmError, UnsureError)):
        compare(old, new, WRITTEN)


def _with_steps_swapped(sidecar: Path) -> None:
    data = sidecar.read_bytes()
    [history] = re.findall(rb"<darktable:history>.*?</darktable:history>", data, re.DOTALL)
    steps = re.findall(rb" *<rdf:li [^>]*>.*?</rdf:li>\n", history, re.DOTALL)
    assert len(steps) > 2 and len(set(steps)) == len(steps)
    swapped = data.replace(steps[0] + steps[1], steps[1] + steps[0])
    assert swapped != data
    sidecar.write_bytes(swapped)


IN_SIDECAR: dict[str, Callable[[Path], None]] = {
    **{name: fault for name, fault in IN_BOTH.items() if "tag" not in name},
    "darktable's number of steps": replaced(rb"(history_end>)8", rb"\g<1>7"),
    "a parameter of a step": replaced(rb"(params>0000)", b"params>0001"),
    "a step switched off": replaced(rb"(enabled>)1", rb"\g<1>0"),
    "a step turned into another": replaced(rb"(operation>)exposure", rb"\1exposurf"),
    "two steps swapped": _with_steps_swapped,
    "cut off": lambda path: void(path.write_bytes(path.read_bytes()[:-20])),
}


@pytest.fixture
def sidecars(make_scan, tmp_path: Path) -> tuple[Path, Path]:
    """darktable's sidecar before a save and after it."""
    path = make_scan("scan.xcf")
    beside = sidecar_of(path)
    beside.write_text(darktable_sidecar(path))
    in_xmp = {name: text for name, text in FOREIGN.items() if name.startswith("XMP-")}
    samples.put_tags(beside, in_xmp)
    old = tmp_path / "old.xcf.xmp"
    old.write_bytes(beside.read_bytes())
    Scan(path).save(ExposureRecord(film="HP5+", aperture=8, subject="Moon", holder="1A"))
    return old, beside


def test_what_darktable_wrote_is_the_same_as_exiftool_writes_it(make_scan, tmp_path) -> None:
    """Attributes or elements, and empty lists or none."""
    path = make_scan("scan.xcf")
    beside, old = sidecar_of(path), tmp_path / "old.xcf.xmp"
    beside.write_text(darktable_sidecar(path))
    old.write_bytes(beside.read_bytes())
    assert b"<rdf:Seq/>" in old.read_bytes()
    Scan(path).save(ExposureRecord(film="HP5+", subject="Moon"))
    found = compare(old, beside, owned_names(sidecar=True))
    assert (found.before, found.after) == (
        {"XMP": old.read_bytes()}, {"XMP": beside.read_bytes()},
    )  # fmt: skip


@pytest.mark.parametrize("fault", IN_SIDECAR.values(), ids=IN_SIDECAR.keys())
def test_a_fault_in_a_sidecar_is_noticed(sidecars: tuple[Path, Path], fault) -> None:
    old, new = sidecars
    written = owned_names(sidecar=True)
    compare(old, new, written)
    before = new.read_bytes()
    fault(new)
    assert new.read_bytes() != before, "the fault changed nothing"
    with pytest.raises((HarmError, UnsureError)):
        compare(old, new, written)


@pytest.fixture
def one_field(make_scan, tmp_path: Path) -> Callable[[str], tuple[Path, Path, dict[str, Any]]]:
    """A function that gives a scan before and after a save of one text, and the changes in tags."""

    def make(suffix: str) -> tuple[Path, Path, dict[str, Any]]:
        path = make_scan(f"scan{suffix}", scanner=True)
        samples.put_tags(path, FOREIGN)
        samples.exiftool("-q", "-overwrite_original", "-IPTC:all=", path)
        Scan(path).save(ExposureRecord(film="FP4+", aperture=22, notes="left <as> it is"))
        old = tmp_path / f"old{suffix}"
        old.write_bytes(path.read_bytes())
        scan = Scan(path)
        before = scan.snapshot.image.tags
        saved = scan.save(scan.record.replace(film='HP5+ & "more"', holder="1A"))
        after = scan.snapshot.image.tags
        return old, path, {name: (before.get(name), after.get(name)) for name in saved.tags}

    return make


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_texts_alone_need_no_parsing(one_field, suffix: str) -> None:
    old, new, texts = one_field(suffix)
    assert compare(old, new, texts, texts).as_written
    name = "XMP-exifilm:Film"
    for wrong in (
        {**texts, name: (texts[name][0], "HP5")},
        {**texts, name: ("FP4", texts[name][1])},
        {**texts, "XMP-exifilm:Developer": (None, "D-76")},
    ):
        assert not compare(old, new, texts, wrong).as_written
    fewer = {other: change for other, change in texts.items() if other != name}
    with pytest.raises(HarmError):
        compare(old, new, fewer, fewer)


@pytest.mark.parametrize("fault", [f for n, f in IN_BOTH.items() if "EXIF" not in n])
def test_a_fault_is_noticed_where_texts_changed(one_field, fault) -> None:
    old, new, texts = one_field(".jpg")
    fault(new)
    with pytest.raises((HarmError, UnsureError)):
        compare(old, new, texts, texts)


def test_a_text_in_the_wrong_place_is_noticed(one_field) -> None:
    """A line that is to be written, within another property."""
    old, new, texts = one_field(".jpg")
    line = b"  <exifilm:Holder>1A</exifilm:Holder>\n"
    data = new.read_bytes()
    assert data.count(line) == 1
    moved = data.replace(line, b"").replace(b" <dc:publisher>\n", b" <dc:publisher>\n" + line)
    assert len(moved) == len(data) and moved != data
    new.write_bytes(moved)
    with pytest.raises((HarmError, UnsureError)):
        compare(old, new, texts, texts)


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_what_was_not_asked_for_is_noticed_too(versions, suffix: str) -> None:
    """A tag of ours counts as foreign where the save does not write it."""
    old, new = versions(suffix)
    for name in ("XMP-exifilm:Film", "ExifIFD:FNumber"):
        with pytest.raises(HarmError):
            compare(old, new, [other for other in WRITTEN if other != name])


def test_names_and_numbers() -> None:
    """Every EXIF tag that a save writes has its number here, and every one that EXIF requires."""
    names = {name for name in WRITTEN if name.partition(":")[0] in EXIF_GROUPS}
    assert names <= {*NAMES.values()}
    assert {*REQUIRED.values()} == {n for n in REQUIRED_BY_EXIF if not n.startswith("File:")}


def test_numbers_are_those_of_exiftool() -> None:
    said = samples.exiftool("-listx", "-EXIF:all")
    for (_, number), name in REQUIRED.items():
        assert f"<tag id='{number}' name='{name.partition(':')[2]}'" in said
