"""The contract of a save, on real files, on files that once caused faults, and on damaged ones.

All data of a camera, a scanner or another program stays in the file after a save; after an undo,
the file is as before. The damage is random, and differs in each run. The head of pytest's report
gives the seed, and a failure gives the command that repeats it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.messages import Text
from tests import samples
from tests.conftest import DATA, REAL_FILES
from tests.record.full_record import full_record
from tests.scans import odd_files
from tests.scans.contract import EXIV2_READ, Contract, exiv2
from tests.scans.mutations import mutated
from tests.scans.test_formats import INTO

FAULTS = DATA / "faults"
REAL = [path.name for path in sorted(REAL_FILES.iterdir()) if path.suffix != ".md"]
FAULTY = {
    "blanks-in-reading.jpg": None,
    "copy-camera.jpg": None,
    "default-description.jpg": None,
    "broken-exif.jpg": None,
    "impossible-date.jpg": None,
    "iptc.tif": None,
    "latin1-copyright.jpg": None,
    "prefix-not-utf8.jpg": None,
    "undefined-gps.jpg": None,
    "sheet.tif": None,
    "sheet.tif beside darktable's": "sheet-darktable.xmp",
    "sheet.tif beside digiKam's": "sheet-digikam.xmp",
    "raw-of-darktable.dng": "raw-of-darktable.dng.xmp",
}
"""Images that once caused faults, and their sidecars."""
ELSEWHERE = {
    "nested-500.xmp": "no image; a test of reading asks that it is refused",
    "nested-3000.xmp": "the same",
}
"""The files left out here, and why."""
MADE = [f"{kind}{suffix}" for kind in ("plain", "rich") for suffix in INTO]
"""Scans that the tests make: with some tags of other people, and with very many."""
GOES_BESIDE = {
    "32-lens_data.jpeg": "ExifTool would drop its PreviewIFD, which is cut short",
    "broken-exif.jpg": "ExifTool refuses to write it",
    "undefined-gps.jpg": "0/0 cannot be written again",
    "undefined GPS.jpg": "the same",
    "undefined GPS.tif": "the same",
    "EXIF as a raw profile.png": "ExifTool would make a second EXIF beside that in the PNG's text",
    "in the wrong directory.jpg": "ExifTool would remove what stands there",
    "in the wrong directory.tif": "the same",
    "strips named twice.tif": "ExifTool moves one of them and leaves the other",
    "width named twice.tif": "the same; ExifTool warns of the order first, then of that",
    "no directory.tif": "ExifTool could not remove the tags again",
    "raw-of-darktable.dng": "a raw is never written",
}
"""Files whose record may go into a sidecar, and why. All others embed it."""
ODD = [*odd_files.MADE]
ALL = [*REAL, *FAULTY, *MADE, *ODD]

FIRST = {
    "camera_make": "Linhof",
    "camera_model": "Master Technika",
    "subject": "Moonrise, Größe",
    "keywords": ("moon", "Yosemite, CA"),
    "exposure_time": "1/2 s",
    "taken": "1974-08-03 16:20:01+02:00",
    "latitude": "-36.0625",
    "longitude": "-106.11875",
    "altitude": "1735.5",
    "copyright": "© 1974 Anna Adams",
    "notes": "Wind.\nA second sheet.",
}
SECOND = {
    "camera_make": "Sinar",
    "camera_model": None,
    "subject": None,
    "keywords": ("snow",),
    "exposure_time": "4 s",
    "taken": "c. 1975",
    "latitude": None,
    "longitude": None,
    "altitude": None,
    "copyright": "nobody's",
    "notes": None,
    "film": "HP5+",
}
EVERY_FIELD = full_record().replace(image_id="17", taken="1974-08-03 16:20:01+02:00").filled()
HOW_MANY = samples.rounds(30)


@pytest.fixture
def contract(tmp_path: Path) -> Callable[..., Contract]:
    """A function that puts a file into a folder of its own, under the contract."""

    def under(data: bytes, name: str, sidecar: bytes | None = None) -> Contract:
        path = tmp_path / name
        path.write_bytes(data)
        if sidecar is not None:
            sidecar_of(path).write_bytes(sidecar)
        return Contract(path)

    return under


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """A function that gives the bytes of a made file, which it makes once a session."""
    folder = tmp_path_factory.mktemp("made-for-the-contract")

    def bytes_of(name: str) -> bytes:
        path = folder / name
        if not path.exists():
            samples.make(path, scanner=True)
            if name.startswith("rich"):
                enrich(path)
        return path.read_bytes()

    return bytes_of


def enrich(path: Path) -> None:
    """Add a digital camera's tags with maker notes, and typical tags of photo programs."""
    tags = ("-all:all", "-makernotes", "-unsafe", "--icc_profile", "--IFD1:all")
    copy = ("-q", "-q", "-m", "-overwrite_original", "-tagsfromfile")
    samples.exiftool(*copy, REAL_FILES / "DSCN0010.jpg", *tags, path)
    samples.exiftool(*copy, FAULTS / "iptc.tif", "-IPTC:all", "-XMP:all", path)
    samples.put_tags(
        path,
        {
            "XMP-dc:Title-de": "Mondaufgang",
            "XMP-dc:Rights-fr": "à personne",
            "XMP-xmpMM:HistoryAction": "saved",
            "XMP-iptcCore:CreatorWorkEmail": "anna@example.org",
            "XMP-exif:Flash": "1",
            "XMP-mwg-rs:RegionName": "Anna <left>",
            "ExifIFD:UserComment": "of the camera",
            "GPS:GPSImgDirection": "12.5",
        },
    )


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_lost_beside_others(contract, made, name: str) -> None:
    kept = contract(*source(name, made))
    breaches = kept.run(EVERY_FIELD if name.startswith("plain") else FIRST, SECOND)
    assert not breaches, "\n".join(["", *breaches])
    assert len(kept.saved) == 2
    assert set(kept.saved) <= {"image"} | ({"sidecar"} if name in GOES_BESIDE else set())


@pytest.mark.parametrize("number", range(HOW_MANY))
def test_damaged_files(contract, made, number: int) -> None:
    """ExiFilm saves and undoes them like others, or into a sidecar, or raises an error."""
    seed = os.environ["EXIFILM_SEED"]
    base = ALL[number % len(ALL)]
    data, name, sidecar = source(base, made)
    damaged, how = mutated(data, f"{seed}/{number}")
    under = contract(damaged, name, sidecar)
    under.was_damaged = True
    breaches = under.run(FIRST, SECOND)
    again = f"EXIFILM_SEED={seed} EXIFILM_ROUNDS={number // 30 + 1} python -m pytest"
    test = "tests/scans/test_contract.py::test_damaged_files"
    assert not breaches, "\n".join(
        [f"{base}, {how}", f"repeat: {again} '{test}[{number}]'", *breaches]
    )


def rated(path: Path) -> None:
    samples.put_tags(path, {"XMP-xmp:Rating": "5"})


def labelled(path: Path) -> None:
    samples.put_tags(path, {"XMP-xmp:Label": "red"})


def without_its_iptc(path: Path) -> None:
    samples.exiftool("-q", "-overwrite_original", "-IPTC:all=", path)


def a_tone_darker(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-100] ^= 0x10
    path.write_bytes(data)


def with_an_open_end(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"</rdf:RDF>", b"</rdf:RDG>"))


def refused_too_late(path: Path) -> None:
    raise ExifilmError(Text("not saved"), file=path)


@pytest.mark.parametrize(
    ("careless", "noticed"),
    [
        (rated, 'XMP-xmp:Rating: 4 became 5'),
        (labelled, 'XMP-xmp:Label: nothing became "red"'),
        (without_its_iptc, "IPTC:ApplicationRecordVersion"),
        (a_tone_darker, "the picture is another"),
        (with_an_open_end, "XMP is not XML"),
        (refused_too_late, "byte for byte"),
    ],
)  # fmt: skip
def test_what_breaks_the_contract_is_noticed(
    contract, made, monkeypatch, careless: Callable[[Path], None], noticed: str
) -> None:
    save = Scan.save

    def carelessly(scan: Scan, record: ExposureRecord) -> None:
        save(scan, record)
        careless(scan.path)

    monkeypatch.setattr(Scan, "save", carelessly)
    breaches = contract(*source("plain.jpg", made)).run(FIRST)
    assert any(noticed in line for line in breaches), breaches


def test_exiv2_looks_too(tmp_path: Path) -> None:
    if not shutil.which("exiv2"):
        pytest.skip("exiv2 is missing, which reads what was saved: apt install exiv2")
    damaged = tmp_path / "damaged.jpg"
    damaged.write_bytes((REAL_FILES / "DSCN0010.jpg").read_bytes()[1:])
    assert exiv2(REAL_FILES / "DSCN0010.jpg")[0] in EXIV2_READ
    assert exiv2(damaged)[0] not in EXIV2_READ


def test_every_file_that_made_trouble_has_its_place() -> None:
    there = {path.name for path in FAULTS.iterdir()} - {"README.md"}
    beside = {sidecar for sidecar in FAULTY.values() if sidecar}
    assert there == {name.split(" ")[0] for name in FAULTY} | beside | ELSEWHERE.keys()


def source(name: str, made: Callable[[str], bytes]) -> tuple[bytes, str, bytes | None]:
    """A file's contents, its name, and its sidecar's contents."""
    if name in MADE:
        return made(name), name, None
    if name in ODD:
        return odd_files.MADE[name](), name, None
    if name in FAULTY:
        beside = FAULTY[name]
        image = name.split(" ")[0]
        return (FAULTS / image).read_bytes(), image, beside and (FAULTS / beside).read_bytes()
    return (REAL_FILES / name).read_bytes(), name, None
