"""Every format holds a record, and all its other contents stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.tags.xmp import NAMESPACE
from tests import samples
from tests.record.full_record import full_record
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags, names

CANNOT_HOLD = (
    *(() if samples.exiftool_writes_bigtiff() else (".btf",)),
    *(() if samples.exiftool_version() >= (13, 0) else (".webp",)),
)
"""Formats that this ExifTool does not write, so that the record goes into a sidecar."""
INTO = [suffix for suffix in samples.EMBEDDED if suffix not in CANNOT_HOLD]
BESIDE = [*CANNOT_HOLD, *samples.BESIDE]
RECORD = full_record().replace(image_id="17", taken="1974-08-03 16:20:01+02:00")


@pytest.mark.parametrize("suffix", INTO)
def test_the_record_goes_into_the_image_and_nothing_else_changes(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}", scanner=True)
    pixels, foreign = samples.pixels(path), foreign_tags(path)
    saved = Scan(path).save(RECORD)
    assert {change.field for change in saved.changes} >= {"film", "readings", "notes"}
    assert Scan(path).record == RECORD
    assert samples.pixels(path) == pixels
    assert_foreign_tags_stay(foreign, path)
    assert names(path.parent) == [path.name]

    Scan(path).save(ExposureRecord(notes="no more than this"))
    assert Scan(path).record == ExposureRecord(notes="no more than this")
    assert samples.pixels(path) == pixels
    assert_foreign_tags_stay(foreign, path)

    Scan(path).undo()
    assert Scan(path).record == RECORD
    Scan(path).undo()
    assert not Scan(path).has_record
    assert samples.pixels(path) == pixels
    assert_foreign_tags_stay(foreign, path)
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("suffix", BESIDE)
def test_the_record_goes_beside_what_is_not_written(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}")
    before = path.read_bytes()
    saved = Scan(path).save(RECORD)
    assert path.read_bytes() == before
    assert names(path.parent) == [path.name, f"{path.name}.xmp"]
    assert Scan(path).record == RECORD
    assert NAMESPACE in sidecar_of(path).read_text()
    assert bool(saved.warnings) == (suffix in CANNOT_HOLD)

    Scan(path).save(ExposureRecord(film="HP5+"))
    assert Scan(path).record == ExposureRecord(film="HP5+")
    Scan(path).undo()
    assert Scan(path).record == RECORD
    Scan(path).undo()
    assert path.read_bytes() == before
    assert names(path.parent) == [path.name], "the sidecar that a save made is taken back with it"


@pytest.mark.parametrize("suffix", BESIDE)
def test_what_other_software_has_in_a_sidecar_stays(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}")
    darktable_like(sidecar_of(path))
    before, foreign = path.read_bytes(), foreign_tags(sidecar_of(path))
    Scan(path).save(RECORD)
    Scan(path).save(ExposureRecord(film="HP5+"))
    Scan(path).undo()
    assert Scan(path).record == RECORD
    assert_foreign_tags_stay(foreign, sidecar_of(path))
    Scan(path).undo()
    assert not Scan(path).has_record
    assert_foreign_tags_stay(foreign, sidecar_of(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["DSC_1.NEF", "a.Cr2", "b.arw", "c.DNG"])
def test_a_raw_is_known_by_its_content_or_its_name(make_scan, name: str) -> None:
    """ExifTool reads many raw files as TIFF; their names tell the difference."""
    path = make_scan(Path(name).stem + ".tif", scanner=True)
    path = path.rename(path.with_name(name))
    before = path.read_bytes()
    Scan(path).save(ExposureRecord(film="HP5+", camera_make="Linhof", camera_model="Technika"))
    assert path.read_bytes() == before
    assert Scan(path).record.film == "HP5+"
    assert sidecar_of(path).exists()


def test_a_jpeg_with_a_sidecar_keeps_its_record_in_both(make_scan) -> None:
    path = make_scan()
    darktable_like(sidecar_of(path))
    foreign, beside = foreign_tags(path), foreign_tags(sidecar_of(path))
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD
    assert_foreign_tags_stay(foreign, path)
    assert_foreign_tags_stay(beside, sidecar_of(path))
    sidecar_of(path).unlink()
    assert Scan(path).record == RECORD, "without the sidecar the image says the same"


def test_a_foreign_sidecar_fills_in_what_the_image_leaves_empty(make_scan) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"IFD0:Artist": "in the image", "ExifIFD:FNumber": "22"})
    darktable_like(sidecar_of(path))
    samples.put_tags(sidecar_of(path), {"XMP-tiff:Artist": "beside", "XMP-tiff:Copyright": "c"})
    record = Scan(path).record
    assert (record.photographer, record.aperture, record.copyright) == ("in the image", 22, "c")
    Scan(path).save(record.replace(photographer=None))
    assert Scan(path).record.photographer is None


def test_a_file_of_another_format_than_its_name_says(make_scan) -> None:
    path = make_scan("scan.png")
    path = path.rename(path.with_name("scan.jpg"))
    before = path.read_bytes()
    with pytest.raises(
        ExifilmError, match=r"extension does not match.*looks more like a PNG.*Rename it"
    ):
        Scan(path).save(RECORD)
    assert path.read_bytes() == before
    assert names(path.parent) == ["scan.jpg"]


@pytest.mark.parametrize("name", ["scan", "scan.jpg~", "scan.jpg (copy)", "scan.JPG", "s.jpeg.bak"])
def test_a_suffix_that_nobody_knows(make_scan, name: str) -> None:
    path = make_scan()
    path = path.rename(path.with_name(name))
    Scan(path).save(ExposureRecord(film="HP5+"))
    assert Scan(path).record.film == "HP5+"
    assert names(path.parent) == [name]


def test_a_field_that_an_unwritten_image_holds_is_emptied_beside_it(make_scan) -> None:
    path = make_scan("scan.tif")
    samples.put_tags(path, {"IFD0:Artist": "Ansel"})
    path = path.rename(path.with_name("scan.nef"))
    scan = Scan(path)
    assert scan.record.photographer == "Ansel"
    scan.save(scan.record.replace(film="HP5+", photographer=None))
    assert Scan(path).record.photographer is None
    assert Scan(path).record.film == "HP5+"
    scan.undo()
    assert Scan(path).record.photographer == "Ansel"


def test_not_even_the_record_may_be_emptied_beside_an_image_that_has_one(make_scan) -> None:
    path = make_scan("scan.tif")
    samples.put_tags(path, {"IFD0:Artist": "Ansel"})
    path = path.rename(path.with_name("scan.nef"))
    with pytest.raises(ExifilmError, match="Photographer: Ansel"):
        Scan(path).save(ExposureRecord())


def darktable_like(path: Path) -> None:
    """A sidecar as darktable writes it."""
    path.write_text(
        """<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:darktable="http://darktable.sf.net/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
   xmp:Rating="3" xmpMM:DerivedFrom="scan.jpg" darktable:xmp_version="4"
   darktable:raw_params="0" darktable:auto_presets_applied="1" darktable:history_end="2">
   <lr:hierarchicalSubject><rdf:Seq><rdf:li>film|stock</rdf:li></rdf:Seq></lr:hierarchicalSubject>
   <darktable:masks_history><rdf:Seq/></darktable:masks_history>
   <darktable:history><rdf:Seq>
     <rdf:li darktable:num="0" darktable:operation="exposure" darktable:enabled="1"
      darktable:modversion="6" darktable:params="gz11eJxjZmBgYGGAAEYGBgYmBgY" />
     <rdf:li darktable:num="1" darktable:operation="flip" darktable:enabled="1"
      darktable:modversion="2" darktable:params="ffffffff" darktable:multi_name="" />
   </rdf:Seq></darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
""",
        encoding="utf-8",
    )
