"""An image and a sidecar that disagree: which counts, and that no value is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.resources import resource
from tests import samples

FAULTS = Path(__file__).parent.parent / "data" / "faults"
RECORD = ExposureRecord(subject="Oak", taken="1998-07-12", photographer="A. Lindqvist")


CONFIG = resource("plugins/exiftool/exifilm.config")


def said(path: Path, tag: str) -> str:
    return str(samples.exiftool("-s3", "-n", f"-{tag}", path, config=CONFIG)).strip()


def xmp(path: Path) -> dict[str, str]:
    (found,) = json.loads(samples.exiftool("-j", "-n", "-G1", "-a", "-XMP:all", path))
    found.pop("SourceFile")
    return dict(found)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A scan that holds a record, without a sidecar."""
    path = tmp_path / "sheet.tif"
    shutil.copyfile(FAULTS / "sheet.tif", path)
    Scan(path).save(RECORD)
    return path


def old_sidecar(path: Path, **tags: str) -> Path:
    """A sidecar with a record from a version that did not stamp its saves."""
    sidecar = sidecar_of(path)
    aside = path.with_name("aside.tif")
    shutil.copyfile(FAULTS / "sheet.tif", aside)
    samples.exiftool("-q", "-XMP-exifilm:RecordVersion=1.0", "-o", sidecar, aside,
                     config=CONFIG)  # fmt: skip
    aside.unlink()
    samples.put_tags(sidecar, {name.replace("__", ":"): text for name, text in tags.items()})
    return sidecar


@pytest.mark.parametrize("program", ["darktable", "digikam"])
def test_a_sidecar_of_another_program_does_not_beat_the_record_in_the_image(
    sheet: Path, program: str
) -> None:
    shutil.copyfile(FAULTS / f"sheet-{program}.xmp", sidecar_of(sheet))
    image, beside = xmp(sheet), xmp(sidecar_of(sheet))
    scan = Scan(sheet)
    assert scan.record == RECORD
    saved = scan.save(RECORD.replace(notes="n"))
    assert [change.field for change in saved.changes] == ["notes"]
    assert Scan(sheet).record == RECORD.replace(notes="n")
    assert said(sheet, "XMP-photoshop:DateCreated") == "1998:07:12"
    assert said(sheet, "XMP-dc:Title") == "Oak"
    after = xmp(sidecar_of(sheet))
    assert {name: after.get(name) for name in beside if "Toolkit" not in name} == {
        name: text for name, text in beside.items() if "Toolkit" not in name
    }
    for _ in range(2):
        Scan(sheet).undo()
    assert image and not Scan(sheet).has_record


def test_what_a_foreign_sidecar_says_otherwise_is_named(sheet: Path) -> None:
    shutil.copyfile(FAULTS / "sheet-darktable.xmp", sidecar_of(sheet))
    found = [drift[:3] for drift in Scan(sheet).drifted]
    tag = "XMP-exif:DateTimeOriginal in sheet.tif.xmp"
    assert found == [("taken", tag, "2023-05-06 10:11:12.000")]
    Scan(sheet).save(RECORD.replace(notes="n"))
    assert ("taken", tag) in [drift[:2] for drift in Scan(sheet).drifted]
    with pytest.raises(ExifilmError, match="nothing to accept"):
        Scan(sheet).accepted("photographer")
    chosen = Scan(sheet).accepted("taken")
    Scan(sheet).save(Scan(sheet).record.replace(taken=chosen), repair=["taken"])
    assert Scan(sheet).drifted == []
    assert str(Scan(sheet).record.taken) == "2023-05-06 10:11:12.000"


def test_what_differs_is_named_until_it_is_chosen_though_the_record_is_empty(
    tmp_path: Path,
) -> None:
    sheet = tmp_path / "sheet.tif"
    shutil.copyfile(FAULTS / "sheet.tif", sheet)
    Scan(sheet).save(ExposureRecord(subject="Oak"))
    shutil.copyfile(FAULTS / "sheet-darktable.xmp", sidecar_of(sheet))
    named = [("taken", "XMP-exif:DateTimeOriginal in sheet.tif.xmp")]
    for notes in ("one", "two"):
        assert [drift[:2] for drift in Scan(sheet).drifted] == named
        assert Scan(sheet).overwritten_in_one == [], "no program put anything back"
        Scan(sheet).save(Scan(sheet).record.replace(notes=notes))
    assert str(Scan(sheet).accepted("taken")) == "2023-05-06 10:11:12.000"
    Scan(sheet).save(Scan(sheet).record, repair=["taken"])
    assert Scan(sheet).drifted == []


def test_a_foreign_title_is_that_places_own_word_until_it_is_chosen(sheet: Path) -> None:
    shutil.copyfile(FAULTS / "sheet-digikam.xmp", sidecar_of(sheet))
    beside = sidecar_of(sheet)
    samples.put_tags(beside, {"XMP-dc:Title": "Elm", "XMP-dc:Creator": "Bob"})
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Subject=places",
                     "-XMP-dc:Subject=oak", beside)  # fmt: skip
    record = RECORD.replace(keywords="oak, tree")
    Scan(sheet).save(record, repair=["keywords"], force=True)
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Subject=places",
                     "-XMP-dc:Subject=oak", beside)  # fmt: skip
    Scan(sheet).save(Scan(sheet).record.replace(notes="n"))
    assert Scan(sheet).record.subject == "Oak"
    assert said(beside, "XMP-dc:Title") == "Elm"
    assert ("subject", "XMP-dc:Title in sheet.tif.xmp", "Elm") in [
        drift[:3] for drift in Scan(sheet).drifted
    ]
    assert Scan(sheet).overwritten_in_one == [] == Scan(sheet).overwritten
    Scan(sheet).restore()
    assert said(beside, "XMP-dc:Title") == "Elm", "restore replaces nobody's words"


def test_words_added_in_one_place_go_to_both(sheet: Path) -> None:
    shutil.copyfile(FAULTS / "sheet-digikam.xmp", sidecar_of(sheet))
    Scan(sheet).save(RECORD.replace(keywords="a, b"))
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Subject+=europe", sidecar_of(sheet))
    assert Scan(sheet).record.keywords == ("a", "b", "europe")
    Scan(sheet).save(Scan(sheet).record.replace(meter="P"))
    for place in (sheet, sidecar_of(sheet)):
        assert (
            said(place, "XMP-dc:Subject") == said(place, "XMP-exifilm:Keywords") == "a, b, europe"
        )
    assert Scan(sheet).drifted == []


def test_a_foreign_sidecar_fills_in_from_its_homes_alone(sheet: Path) -> None:
    sidecar_of(sheet).write_text(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf="
        "'http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        "xmlns:tiff='http://ns.adobe.com/tiff/1.0/' xmlns:Iptc4xmpCore="
        "'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/' xmlns:aux='http://ns.adobe.com/exif/1.0/aux/'"
        " tiff:Copyright='me' Iptc4xmpCore:Location='Yosemite' aux:Lens='a zoom'/>"
        "</rdf:RDF></x:xmpmeta>"
    )
    assert Scan(sheet).record == RECORD.replace(copyright="me", location="Yosemite")


def test_of_two_records_the_one_saved_later_counts_whole(sheet: Path) -> None:
    sidecar = sidecar_of(sheet)
    shutil.copyfile(FAULTS / "sheet-digikam.xmp", sidecar)
    Scan(sheet).save(RECORD.replace(lab="here"))
    older = sidecar.read_bytes()
    sidecar.unlink()
    later = RECORD.replace(lab=None, photographer="B. Lindqvist")
    Scan(sheet).save(later)
    sidecar.write_bytes(older)  # as from a backup; its file time is the latest
    scan = Scan(sheet)
    assert scan.record == later, "the empty field too"
    assert {drift.field: drift.text for drift in scan.drifted} == {
        "photographer": "A. Lindqvist",
        "lab": "here",
    }
    scan.save(later.replace(notes="n"))
    assert said(sidecar, "XMP-tiff:Artist") == "A. Lindqvist", "left until one is chosen"
    assert Scan(sheet).record == later.replace(notes="n")
    Scan(sheet).save(Scan(sheet).record, repair=["photographer", "lab"])
    assert Scan(sheet).drifted == []
    assert said(sidecar, "XMP-tiff:Artist") == "B. Lindqvist"


def test_a_record_without_a_stamp_is_older_than_any(sheet: Path) -> None:
    old_sidecar(sheet, **{"XMP-dc__Title": "Elm"})
    assert Scan(sheet).record == RECORD
    assert ("subject", "XMP-dc:Title in sheet.tif.xmp", "Elm") in [
        drift[:3] for drift in Scan(sheet).drifted
    ]


def test_without_stamps_the_sidecar_is_read_first(sheet: Path) -> None:
    samples.exiftool("-q", "-overwrite_original", "-XMP-exifilm:RecordSaved=", sheet,
                     config=CONFIG)  # fmt: skip
    old_sidecar(sheet, **{"XMP-dc__Title": "Elm"})
    assert Scan(sheet).record == ExposureRecord(subject="Elm")
    Scan(sheet).save(Scan(sheet).record.replace(notes="n"))
    assert said(sheet, "XMP-dc:Title") == "Oak"
    assert Scan(sheet).record == ExposureRecord(subject="Elm", notes="n")
    Scan(sheet).undo()
    assert Scan(sheet).record == ExposureRecord(subject="Elm")


def test_a_time_of_change_decides_nothing(sheet: Path) -> None:
    shutil.copyfile(FAULTS / "sheet-digikam.xmp", sidecar_of(sheet))
    Scan(sheet).save(RECORD.replace(lab="x"))
    Scan(sheet).save(RECORD.replace(lab="y"))
    samples.put_tags(sheet, {"XMP-xmp:Rating": "5"})
    samples.exiftool("-q", "-overwrite_original", "-XMP-exifilm:Lab=z", sheet, config=CONFIG)
    sheet.touch()
    assert Scan(sheet).record == RECORD.replace(lab="y")
    assert [drift[:3] for drift in Scan(sheet).drifted] == [
        ("lab", "XMP-exifilm:Lab in sheet.tif", "z")
    ]


def test_a_stamp_is_never_lower_than_what_stood_there(sheet: Path) -> None:
    future = "-XMP-exifilm:RecordSaved=2099-01-01T00:00:00.000Z"
    samples.exiftool("-q", "-overwrite_original", future, sheet, config=CONFIG)
    shutil.copyfile(FAULTS / "sheet-digikam.xmp", sidecar_of(sheet))
    Scan(sheet).save(RECORD.replace(notes="n"))
    stamps = {said(path, "XMP-exifilm:RecordSaved") for path in (sheet, sidecar_of(sheet))}
    assert stamps == {"2099-01-01T00:00:00.001Z"}


def test_what_a_foreign_sidecar_fills_in_is_saved_beside_what_it_says_otherwise(
    sheet: Path,
) -> None:
    samples.exiftool("-q", "-XMP-dc:Title=Elm", "-XMP-dc:Subject=bark", sidecar_of(sheet))
    scan = Scan(sheet)
    assert scan.record == RECORD.replace(keywords="bark")
    assert {drift.field for drift in scan.drifted} == {"subject"}, "to fill in is no difference"
    scan.save(scan.record.replace(notes="n"))
    scan = Scan(sheet)
    assert scan.record == RECORD.replace(keywords="bark", notes="n")
    assert {drift.field for drift in scan.drifted} == {"subject"}
    assert said(sheet, "XMP-dc:Title") == "Oak"
    assert said(sidecar_of(sheet), "XMP-dc:Title") == "Elm"


def test_a_sidecar_is_no_scan_of_its_own(sheet: Path) -> None:
    """As in “exifilm set *”."""
    shutil.copyfile(FAULTS / "sheet-digikam.xmp", sidecar_of(sheet))
    with pytest.raises(ExifilmError, match=r"the sidecar of sheet\.tif\. Give that file"):
        Scan(sidecar_of(sheet)).save(RECORD)
    assert not sidecar_of(sidecar_of(sheet)).exists()
