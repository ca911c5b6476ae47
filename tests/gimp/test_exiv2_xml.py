"""GIMP's XML of the metadata: only the tags that ExifTool changed change in it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def exiv2_xml(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of the plug-in, which imports no GIMP."""
    folder = Path(__file__).resolve().parents[2] / "plugins" / "gimp3" / "exifilm"
    monkeypatch.syspath_prepend(str(folder))
    import exifilm_in_gimp.exiv2_xml

    module: ModuleType = exifilm_in_gimp.exiv2_xml
    return module


def metadata(**tags: str | list[str]) -> str:
    """GIMP's XML of tags; __ stands for a full stop."""
    lines = ['<namespace prefix="exifilm" url="urn:exifilm:exposure-record:1.0/"></namespace>']
    for name, values in tags.items():
        for value in [values] if isinstance(values, str) else values:
            lines.append(f'<tag name="{name.replace("__", ".")}">{value}</tag>')
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<metadata>{''.join(lines)}</metadata>"


def test_only_the_difference_is_carried_over(exiv2_xml: ModuleType) -> None:
    image = metadata(Exif__Image__Orientation="6", Exif__Photo__FNumber="22/1", Xmp__x__Note="mine")
    before = metadata(Exif__Image__Orientation="1", Exif__Photo__FNumber="22/1")
    after = metadata(
        Exif__Image__Orientation="1", Exif__Photo__FNumber="45/1", Xmp__exifilm__Film="X"
    )
    wanted = metadata(
        Exif__Image__Orientation="6",
        Exif__Photo__FNumber="45/1",
        Xmp__exifilm__Film="X",
        Xmp__x__Note="mine",
    )
    assert exiv2_xml.same(exiv2_xml.with_changes(image, before, after), wanted)


def test_what_was_removed_is_removed_with_its_parts(exiv2_xml: ModuleType) -> None:
    parts = {
        "Xmp.exifilm.Readings[1]/exifilm:Area": "a",
        "Xmp.exifilm.Readings[2]/exifilm:Area": "b",
    }
    before = metadata(Xmp__exifilm__Film="X", **parts)
    one = metadata(Xmp__exifilm__Film="X", **dict(list(parts.items())[:1]))
    assert exiv2_xml.same(exiv2_xml.with_changes(before, before, one), one)
    none = metadata(Xmp__exifilm__Film="X")
    assert exiv2_xml.same(exiv2_xml.with_changes(before, before, none), none)


def test_nothing_changes_nothing(exiv2_xml: ModuleType) -> None:
    image = metadata(Xmp__dc__subject=["a", "b"], Exif__Photo__UserComment="x &amp; y")
    assert exiv2_xml.same(exiv2_xml.with_changes(image, image, image), image)
    assert not exiv2_xml.same(image, metadata(Xmp__dc__subject=["b", "a"]))


def test_the_date_of_a_new_image_is_no_exposure_s(exiv2_xml: ModuleType) -> None:
    now = "2026:11:29T09:49:30+00:00"
    new = {"Xmp__xmp__CreateDate": now, "Xmp__xmp__MetadataDate": now}
    assert exiv2_xml.dated_by_gimp(metadata(**new, Xmp__photoshop__DateCreated=now))
    assert not exiv2_xml.dated_by_gimp(metadata(**new, Xmp__photoshop__DateCreated="1974-06-03"))
    assert not exiv2_xml.dated_by_gimp(metadata(**new))
    assert not exiv2_xml.dated_by_gimp(metadata(Xmp__exifilm__Film="X"))


def test_a_list_of_structures_stays_a_list_and_others_are_left_out(exiv2_xml: ModuleType) -> None:
    names = [f"Xmp.exifilm.Readings[{n}]/exifilm:Area" for n in (10, 2, 1)]
    part = exiv2_xml.part_for_file(
        metadata(**dict.fromkeys(names, "x"), **{"Xmp.plus.Licensor[1]/plus:Name": "y"})
    )
    places = [part.index(name) for name in ("type=Seq", names[2], names[1], names[0])]
    assert places == sorted(places)
    assert "Licensor" not in part


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("Exif.Image.Artist", True),
        ("Exif.Photo.OffsetTimeOriginal", True),
        ("Exif.Photo.FocalLength", True),
        ("Exif.GPSInfo.GPSLatitude", True),
        ("Xmp.dc.title", True),
        ("Exif.Thumbnail.JPEGInterchangeFormat", False),
        ("Exif.Image.StripOffsets", False),
        ("Exif.Image.StripByteCounts", False),
        ("Exif.Image.ExifTag", False),
        ("Exif.Photo.MakerNote", False),
        ("Exif.CanonCs.Macro", False),
        ("Iptc.Application2.ObjectName", False),
    ],
)
def test_what_says_where_in_a_file_something_is_stays_behind(
    exiv2_xml: ModuleType, name: str, there: bool
) -> None:
    assert (name in exiv2_xml.part_for_file(metadata(**{name: "1"}))) == there
