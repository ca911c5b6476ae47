"""The composite tags and the shortcut: a summary of a record on one line, and all its tags."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from exifilm_core.film import bellows, exposure_value
from exifilm_core.kinds import Aperture, Development, Length, Time
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Scan
from exifilm_core.tags.mapping.marks import SAVED, SCAN_ID, VERSION
from tests.tagset.conftest import NONE, exiftool, tags_of

RECORD = ExposureRecord(
    subject="Moonrise",
    image_id="2012-017",
    taken="c. 1974-08",
    latitude="37.7089 N",
    longitude="119.5 W",
    keywords="snow, Sierra Nevada",
    film="Kodak Tri-X 320",
    film_format="4x5",
    exposure_index=320,
    camera_make="Linhof",
    lens="Symmar-S 210mm f/5.6",
    focal_length=210,
    bellows_extension=315,
    readings="snow 250 c/ft² on VII½; shade EV 9",
    aperture="f/22",
    exposure_time="1/2",
    metered_time="1/4",
    development="N+1",
    development_time="11 min",
    developed="1974-08-09",
    notes="first line\nsecond line",
    scanner_make="EPSON",
    scanned="2024-05-06 07:08:09",
)


def composite(path: Path, *options: str) -> dict[str, str]:
    found = tags_of(path, *options, "-Composite:all")
    ours = ("FilmExposure", "Magnification", "ComputedBellowsFactor", "NDevelopment")
    return {name: found[f"Composite:{name}"] for name in ours if f"Composite:{name}" in found}


@pytest.fixture
def scan(image: Path) -> Path:
    Scan(image).save(RECORD)
    return image


@pytest.fixture
def sidecar(make_scan: Callable[..., Path]) -> Path:
    raw = make_scan("raw.dng", foreign=False)
    Scan(raw).save(RECORD)
    return raw.with_name("raw.dng.xmp")


def test_the_exposure_stands_on_one_line(scan: Path) -> None:
    assert composite(scan) == {
        "FilmExposure": "Kodak Tri-X 320 at EI 320, 210 mm, f/22, 1/2 s, N+1",
        "Magnification": "1:2",
        "ComputedBellowsFactor": "2.25x",
        "NDevelopment": "N+1",
    }


def test_numbers_are_numbers_and_n_plus_one_is_text_with_n_too(scan: Path) -> None:
    found = composite(scan, "-n")
    assert float(found["Magnification"]) == pytest.approx(0.5)
    assert float(found["ComputedBellowsFactor"]) == pytest.approx(2.25)
    assert found["NDevelopment"] == "N+1"


def test_they_are_there_in_a_sidecar(sidecar: Path, scan: Path) -> None:
    assert composite(sidecar) == composite(scan)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (ExposureRecord(film="HP5"), "HP5"),
        (ExposureRecord(exposure_index=200, aperture="f/22½"), "EI 200, f/22+1/2"),
        (ExposureRecord(film="HP5", aperture="5.6", exposure_time="2m30s"), "HP5, f/5.6, 2 m 30 s"),
        (ExposureRecord(development="N-1⅓"), "N-1 1/3"),
        (ExposureRecord(film="Rollei", focal_length=65.5), "Rollei, 65.5 mm"),
        (
            ExposureRecord(film="IR", aperture="f/16+1/3", exposure_time=1 / 60),
            "IR, f/16+1/3, 1/60 s",
        ),
        (ExposureRecord(development="N"), "N"),
    ],
)
def test_the_line_says_what_is_known(image: Path, record: ExposureRecord, line: str) -> None:
    Scan(image).save(record)
    assert composite(image)["FilmExposure"] == line


def test_the_film_of_analogexif_will_do(image: Path) -> None:
    exiftool("-overwrite_original", "-XMP-AnalogExif:Film=Foma 100", "-FNumber=8", image)
    assert composite(image) == {"FilmExposure": "Foma 100, f/8"}


def test_a_digital_photograph_has_none_of_them(image: Path) -> None:
    exiftool("-overwrite_original", "-FNumber=8", "-ISO=100", "-FocalLength=50", image)
    assert composite(image) == {}


@pytest.mark.parametrize(
    ("extension", "focal_length", "magnification", "factor"),
    [
        (210, 210, "0 (infinity)", "1.00x"),
        (420, 210, "1:1", "4.00x"),
        (525, 210, "1.5:1", "6.25x"),
        (231, 210, "1:10", "1.21x"),
    ],
)
def test_magnification_and_bellows_factor(
    image: Path, extension: float, focal_length: float, magnification: str, factor: str
) -> None:
    record = ExposureRecord(bellows_extension=extension, focal_length=focal_length)
    Scan(image).save(record)
    found = composite(image)
    assert found["Magnification"] == magnification
    assert found["ComputedBellowsFactor"] == factor


@pytest.mark.parametrize(("extension", "focal"), [(210, 210), (231, 210), (320, 210), (525, 150)])
def test_perl_and_python_agree_on_the_bellows(image: Path, extension: float, focal: float) -> None:
    Scan(image).save(ExposureRecord(bellows_extension=extension, focal_length=focal))
    read = tags_of(image, "-n")
    assert float(read["Composite:Magnification"]) == pytest.approx(
        bellows.magnification(extension, focal), abs=1e-9
    )
    found = float(read["Composite:ComputedBellowsFactor"])
    assert found == pytest.approx(bellows.factor(extension, focal))


@pytest.mark.parametrize(
    ("n", "seconds", "iso"), [(22, 0.5, 320), (5.6, 1 / 60, 100), (64, 30, 25)]
)
def test_exiftools_light_value_is_ours(image: Path, n: float, seconds: float, iso: int) -> None:
    Scan(image).save(ExposureRecord(aperture=n, exposure_time=seconds, exposure_index=iso))
    found = float(tags_of(image, "-n")["Composite:LightValue"])
    assert found == pytest.approx(exposure_value.light(n, seconds, iso), abs=1e-3)


def test_perl_and_python_agree_on_any_values(tmp_path: Path) -> None:
    """A hundred and twenty sheets of random values, written and read by plain exiftool."""
    chance = random.Random(16)
    sheets = {
        f"{number:03}.jpg": {
            "XMP-exifilm:BellowsExtension": round(chance.uniform(20, 900), 2),
            "ExifIFD:FocalLength": round(chance.uniform(47, 600), 1),
            "ExifIFD:FNumber": round(2 ** chance.uniform(0, 7), 1),
            "ExifIFD:ExposureTime": chance.choice(
                [1 / chance.randrange(2, 500), round(chance.uniform(1, 200), 1)]
            ),
            "ExifIFD:ISO": chance.choice([6, 25, 64, 100, 320, 400, 3200]),
            "XMP-exifilm:Development": chance.choice(
                [0, 1, -1, chance.randrange(-9, 9) / 3, chance.randrange(-9, 9) / 2]
            ),
        }
        for number in range(120)
    }
    plain = Image.new("L", (8, 8))
    for name in sheets:
        plain.save(tmp_path / name)
    table = tmp_path / "sheets.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["SourceFile", *next(iter(sheets.values()))])
        writer.writeheader()
        for name, values in sheets.items():
            writer.writerow({"SourceFile": str(tmp_path / name), **values})
    exiftool("-q", "-n", "-overwrite_original", f"-csv={table}", tmp_path)
    found = json.loads(exiftool("-j", "-n", "-G1", "-ext", "jpg", tmp_path))
    assert len(found) == 120
    beyond = 0
    for tags in found:
        values = sheets[Path(tags["SourceFile"]).name]
        extension, focal, n, seconds, iso, development = values.values()
        factor = bellows.factor(extension, focal)
        if factor is None:
            beyond += 1
            assert "Composite:Magnification" not in tags
            assert "Composite:ComputedBellowsFactor" not in tags
        else:
            assert tags["Composite:ComputedBellowsFactor"] == pytest.approx(factor, rel=1e-6)
            size = bellows.magnification(extension, focal)
            assert tags["Composite:Magnification"] == pytest.approx(size, abs=1e-6)
        light = exposure_value.light(n, seconds, iso)
        assert tags["Composite:LightValue"] == pytest.approx(light, abs=2e-3)
        assert Development().parse(tags["Composite:NDevelopment"]) == pytest.approx(
            development, abs=1e-5
        )
        index, length, stop, time, last = tags["Composite:FilmExposure"].split(", ")
        assert last == tags["Composite:NDevelopment"] and index == f"EI {iso}"
        assert Length("mm").parse(length) == pytest.approx(focal)
        assert Aperture().parse(stop) == pytest.approx(n, rel=1e-3)
        assert Time().parse(time) == pytest.approx(seconds, rel=1e-3)
    assert 20 < beyond < 100, "with and without a factor"


def test_a_telephoto_lens_has_no_such_magnification(image: Path) -> None:
    Scan(image).save(ExposureRecord(bellows_extension=250, focal_length=360))
    assert composite(image) == {"FilmExposure": "360 mm"}


# ── the shortcut ─────────────────────────────────────────────────────────────────────────────


def test_the_shortcut_shows_every_filled_field_in_the_order_of_the_form(scan: Path) -> None:
    shown = exiftool("-G1", "-s", "-struct", "-exifilm", scan).splitlines()
    names = [":".join(line.split(":")[0].strip("[").split("]")).replace(" ", "") for line in shown]
    expected = []
    for field in map(RECORD.field, RECORD.filled()):
        expected += [*field.home.names, *([field.own.name] if field.own else [])]
    assert names == [*expected, VERSION, SAVED]


def test_the_shortcut_shows_readings_without_struct_too(scan: Path) -> None:
    shown = exiftool("-exifilm", scan)
    assert "Readings Area                   : snow, shade" in shown
    assert "Readings Value                  : 250" in shown


def test_the_shortcut_shows_every_field_of_a_sidecar(sidecar: Path) -> None:
    there = tags_of(sidecar, "-struct")
    homes = {
        name for field in RECORD.fields() for name in field.home.in_sidecar().names if name in there
    }
    assert len(homes) >= len(RECORD.filled())
    own = {field.own.name for field in RECORD.fields() if field.own}
    assert set(tags_of(sidecar, "-struct", "-exifilm")) == {*homes, *own, VERSION, SAVED}


def test_the_shortcut_copies_a_record(scan: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(scan.read_bytes())
    exiftool("-overwrite_original", "-all=", copy)
    exiftool("-overwrite_original", "-tagsFromFile", scan, "-exifilm", copy)
    assert Scan(copy).record == RECORD
    assert SCAN_ID not in tags_of(copy)


def test_without_the_config_exiftool_reads_every_tag(scan: Path) -> None:
    read = tags_of(scan, "-n", "-struct", config=NONE)
    for name in RECORD.filled():
        assert RECORD.field(name).home.name in read
