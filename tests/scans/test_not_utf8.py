"""EXIF text that is not UTF-8 is shown as a guess, and not copied until a user retypes it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.scans.entries import Entry
from exifilm_core.tags.not_utf8 import NotUtf8
from tests import samples
from tests.conftest import DATA, REAL_FILES
from tests.scans import odd_files
from tests.scans.test_two_places import CONFIG, xmp

ENCODED = {
    "Latin-1": "© Wördehoff".encode("latin-1"),
    "Windows-1251": "Снег, Иванов".encode("cp1251"),
    "Shift-JIS": "写真".encode("shift-jis"),
}
"""The same sort of text, from three programs."""
NUMBERS = {
    "subject": odd_files.DESCRIPTION, "photographer": odd_files.ARTIST,
    "copyright": odd_files.COPYRIGHT, "camera_make": odd_files.MAKE,
}  # fmt: skip
FIELDS = {*NUMBERS, "lens", "notes"}
LENS = 0xA434


def directories(data: bytes) -> tuple[odd_files.Directory, ...]:
    """EXIF with these bytes in every text from which a field is read."""
    ifd0 = {number: odd_files.text(data) for number in NUMBERS.values()}
    comment = (7, b"ASCII\0\0\0" + data)
    return ifd0, {odd_files.COMMENT: comment, LENS: odd_files.text(data)}, {}


@pytest.fixture(params=ENCODED)
def encoding(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def data(encoding: str) -> bytes:
    return ENCODED[encoding]


@pytest.fixture
def path(encoding: str, data: bytes, tmp_path: Path) -> Path:
    """A scan with all its EXIF texts in that encoding; each encoding has its own format."""
    of_format: dict[str, Callable[[], bytes]] = {
        ".jpg": lambda: odd_files.jpeg(odd_files.tiff(*directories(data), image=False)),
        ".png": lambda: odd_files.png(odd_files.tiff(*directories(data), image=False)),
        ".tif": lambda: odd_files.tiff(*directories(data)),
    }
    suffix = dict(zip(ENCODED, of_format, strict=True))[encoding]
    made = tmp_path / f"scan{suffix}"
    made.write_bytes(of_format[suffix]())
    return made


def bytes_of(path: Path) -> dict[str, bytes]:
    """Every text of EXIF as exiv2, a program other than ExifTool, reads it."""
    tags = ["Exif.Image.ImageDescription", "Exif.Image.Artist", "Exif.Image.Copyright",
            "Exif.Image.Make", "Exif.Photo.UserComment", "Exif.Photo.LensModel"]  # fmt: skip
    said = {}
    for tag in tags:
        done = subprocess.run(["exiv2", "-q", "-K", tag, "-Pv", str(path)], capture_output=True)
        said[tag] = done.stdout.removeprefix(b"charset=Unicode ")
    return said


def told(path: Path) -> dict[str, str]:
    """A file's XMP as other programs read it."""
    unseen = ("XMP-exifilm:", "XMP-x:")
    return {name: text for name, text in xmp(path).items() if not name.startswith(unseen)}


def test_it_is_shown_and_a_save_of_something_else_leaves_it(path: Path, data: bytes) -> None:
    before, there = path.read_bytes(), bytes_of(path)
    text = data.decode("cp1252", "replace")
    scan = Scan(path)
    shown = scan.record
    assert {name: shown[name] for name in FIELDS} == dict.fromkeys(FIELDS, text)
    assert set(scan.unsure) == FIELDS
    for film in ("Tri-X", "HP5"):
        scan.save(scan.record.replace(film=film))
        scan = Scan(path)
        assert scan.record.replace(film=None) == shown
        assert bytes_of(path) == there
        assert text not in json.dumps(told(path), ensure_ascii=False)
        assert set(scan.unsure) == FIELDS
        assert scan.drifted == []
    scan.undo()
    scan.undo()
    if path.suffix != ".tif":  # ExifTool writes the tags of a TIFF in a new layout
        assert path.read_bytes() == before
    assert bytes_of(path) == there
    assert Scan(path).record == shown
    assert told(path) == {}


def test_typed_anew_it_is_written_in_utf_8_everywhere(path: Path) -> None:
    Scan(path).save(Scan(path).record.replace(film="Tri-X"))
    noted, there = Scan(path).record, bytes_of(path)
    record = noted.replace(**dict.fromkeys(FIELDS, "雪 Снег"))
    Scan(path).save(record)
    scan = Scan(path)
    assert (scan.record, scan.unsure, scan.drifted) == (record, {}, [])
    assert {text.strip() for text in bytes_of(path).values()} == {"雪 Снег".encode()}
    assert {"XMP-dc:Title", "XMP-dc:Rights", "XMP-dc:Creator", "XMP-aux:Lens"} <= told(path).keys()
    scan.undo()
    assert bytes_of(path) == there
    assert (Scan(path).record, set(Scan(path).unsure)) == (noted, FIELDS)


def test_named_anew_the_same_text_is_settled(path: Path) -> None:
    scan, there = Scan(path), bytes_of(path)
    text = scan.record.copyright
    scan.save(scan.record, repair=["copyright"])
    scan = Scan(path)
    assert set(scan.unsure) == FIELDS - {"copyright"}
    assert bytes_of(path)["Exif.Image.Copyright"].strip() == text.encode()
    assert told(path)["XMP-dc:Rights"] == text
    scan.undo()
    assert bytes_of(path) == there


def test_emptied_it_is_gone(path: Path) -> None:
    Scan(path).save(Scan(path).record.replace(film="Tri-X"))
    there = bytes_of(path)
    record = ExposureRecord(film="Tri-X")
    Scan(path).save(record)
    assert (Scan(path).record, Scan(path).unsure) == (record, {})
    Scan(path).undo()
    assert bytes_of(path) == there


def test_undo_after_the_same_text_was_put_there_in_utf_8(tmp_path: Path) -> None:
    """If the mirror has the text already, a save changes only the encoding."""
    path = tmp_path / "scan.jpg"
    path.write_bytes(odd_files.jpeg(odd_files.tiff(*directories(b"J\xf6rg"), image=False)))
    samples.put_tags(path, {"XMP-aux:Lens": "Jörg"})
    scan = Scan(path)
    assert "lens" not in scan.unsure  # the mirror has the text in UTF-8
    scan.save(scan.record.replace(film="Tri-X"))
    there = path.read_bytes()
    scan.save(scan.record, repair=["lens"])
    assert bytes_of(path)["Exif.Photo.LensModel"].strip() == "Jörg".encode()
    assert Scan(path).undo().tags
    assert path.read_bytes() == there


def test_a_mirror_that_says_another_text_is_named(path: Path) -> None:
    Scan(path).save(Scan(path).record.replace(film="Tri-X"))
    samples.put_tags(path, {"XMP-dc:Rights": "© Иванов"})
    scan = Scan(path)
    [drift] = scan.drifted
    assert (drift.tag, drift.value) == ("XMP-dc:Rights", "© Иванов")
    scan.save(scan.record.replace(copyright=scan.accepted("copyright")))
    assert bytes_of(path)["Exif.Image.Copyright"].strip() == "© Иванов".encode()
    assert Scan(path).drifted == []


# ── with a sidecar ───────────────────────────────────────────────────────────────────────────────


def test_a_sidecar_leaves_it_to_the_image(path: Path, data: bytes) -> None:
    text = data.decode("cp1252", "replace")
    shutil.copyfile(DATA / "faults" / "sheet-darktable.xmp", sidecar_of(path))
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:all=", "-XMP-photoshop:all=",
                     sidecar_of(path))  # fmt: skip
    beside, image, there = told(sidecar_of(path)), path.read_bytes(), bytes_of(path)
    shown = Scan(path).record
    assert {name: shown[name] for name in FIELDS} == dict.fromkeys(FIELDS, text)
    for film in ("Tri-X", "HP5"):
        Scan(path).save(Scan(path).record.replace(film=film))
        scan = Scan(path)
        assert scan.record.replace(film=None) == shown
        assert set(scan.unsure) == FIELDS
        assert {drift.field for drift in scan.drifted} == {"taken"}, "darktable's own date"
        assert bytes_of(path) == there
        for place in (path, sidecar_of(path)):
            assert text not in json.dumps(told(place), ensure_ascii=False)
            assert "XMP-exifilm:RecordSaved" in xmp_with_ours(place)
    Scan(path).undo()
    Scan(path).undo()
    assert told(sidecar_of(path)) == beside
    assert path.suffix == ".tif" or path.read_bytes() == image
    assert Scan(path).record == shown


def xmp_with_ours(path: Path) -> str:
    return samples.exiftool("-j", "-G1", "-XMP:all", path, config=CONFIG)


@pytest.fixture
def raw(data: bytes, tmp_path: Path) -> Path:
    """A camera raw, never written, with its owner's name and notice in that encoding."""
    path = tmp_path / "scan.dng"
    ifd0 = {0xC612: (1, b"\1\4\0\0"), odd_files.ARTIST: odd_files.text(data),
            odd_files.COPYRIGHT: odd_files.text(data)}  # fmt: skip
    path.write_bytes(odd_files.tiff(ifd0, {}, {}))
    return path


def test_a_sidecar_beside_a_raw(raw: Path, data: bytes) -> None:
    text, image = data.decode("cp1252", "replace"), raw.read_bytes()
    shown = Scan(raw).record
    assert (shown.photographer, shown.copyright) == (text, text)
    for film in ("Tri-X", "HP5"):
        Scan(raw).save(Scan(raw).record.replace(film=film))
        scan = Scan(raw)
        assert scan.record.replace(film=None) == shown.replace(film=None)
        assert (set(scan.unsure), scan.drifted) == ({"photographer", "copyright"}, [])
        assert json.dumps(text, ensure_ascii=False)[1:-1] not in xmp_with_ours(sidecar_of(raw))
    scan.save(scan.record.replace(copyright="© Снег"), repair=["photographer"])
    scan = Scan(raw)
    assert (scan.record.copyright, scan.record.photographer) == ("© Снег", text)
    assert scan.unsure == {}
    assert told(sidecar_of(raw))["XMP-dc:Rights"] == "© Снег"
    for _ in range(3):
        Scan(raw).undo()
    assert Scan(raw).record == shown
    assert not sidecar_of(raw).exists()
    assert raw.read_bytes() == image


def test_what_a_raw_says_cannot_be_emptied_beside_it(raw: Path) -> None:
    with pytest.raises(ExifilmError, match=r"cannot be cleared.*Enter a value instead"):
        Scan(raw).save(Scan(raw).record.replace(copyright=None, film="Tri-X"))
    assert not sidecar_of(raw).exists()


# ── other cases ──────────────────────────────────────────────────────────────────────────────────


def test_latin_1_in_a_file_on_which_bytes_were_lost(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(DATA / "faults" / "latin1-copyright.jpg", tmp_path / "a.jpg"))
    before = path.read_bytes()
    scan = Scan(path)
    scan.save(scan.record.replace(film="Tri-X"))
    assert scan.record.copyright == "© Wördehoff"
    scan.save(scan.record.replace(copyright="me"))
    assert (scan.record.copyright, told(path)["XMP-dc:Rights"]) == ("me", "me")
    scan.undo()
    scan.undo()
    assert path.read_bytes() == before


def test_a_name_of_a_file_that_is_not_ascii(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(REAL_FILES / "Crémieux11.tiff", tmp_path / "Crémieux11.tiff"))
    samples.exiftool("-q", "-overwrite_original", "-charset", "exif=Latin1",
                     "-IFD0:Artist=Crémieux", path)  # fmt: skip
    there = bytes_of(path)
    scan = Scan(path)
    scan.save(scan.record.replace(film="Tri-X"))
    assert (Scan(path).record.photographer, set(Scan(path).unsure)) == (
        "Crémieux",
        {"photographer"},
    )
    assert bytes_of(path) == there


def test_other_words_in_an_image_description_stay_when_the_subject_is_emptied(
    tmp_path: Path,
) -> None:
    path = tmp_path / "scan.jpg"
    ifd0 = {odd_files.DESCRIPTION: odd_files.text(b"Gro\xdfe Br\xfccke")}
    path.write_bytes(odd_files.jpeg(odd_files.tiff(ifd0, {}, {}, image=False)))
    samples.put_tags(path, {"XMP-dc:Title": "Oak"})
    there = bytes_of(path)
    scan = Scan(path)
    assert (scan.record.subject, scan.unsure) == ("Oak", {})
    scan.save(scan.record.replace(subject=None, film="Tri-X"))
    assert Scan(path).record.subject is None
    assert bytes_of(path) == there


def test_the_name_of_a_scanning_program_stays_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    ifd0 = {odd_files.MAKE: odd_files.text("EPSON"),
            odd_files.MODEL: odd_files.text("Perfection V850"),
            0x131: odd_files.text("写真".encode("shift-jis"))}  # fmt: skip
    path.write_bytes(odd_files.jpeg(odd_files.tiff(ifd0, {}, {}, image=False)))
    scan = Scan(path)
    scan.save(scan.record.replace(camera_make="Linhof"))
    assert scan.record.scanner_make == "EPSON"
    assert scan.record.scan_software is None
    assert "写真".encode("shift-jis") in path.read_bytes()


def test_the_journal_knows_it_from_the_same_in_utf_8(path: Path) -> None:
    Scan(path).save(Scan(path).record.replace(copyright="me"))
    [entry] = Scan(path).history()
    assert isinstance(entry.places[0].before["IFD0:Copyright"], NotUtf8)
    again = Entry.from_json(json.loads(json.dumps(entry.to_json())))
    assert again == entry
    assert isinstance(again.places[0].before["IFD0:Copyright"], NotUtf8)
    assert not isinstance(again.places[0].after["IFD0:Copyright"], NotUtf8)
