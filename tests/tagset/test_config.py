"""exifilm.config is up to date and complete; each tag in it writes, shows and accepts values."""

from __future__ import annotations

import json
import math
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from exifilm_core.exiftool import ExifTool
from exifilm_core.kinds import PartialDate, Reading
from exifilm_core.record import ExposureRecord
from exifilm_core.tags import analogexif
from exifilm_core.tags.mapping.marks import VERSION
from exifilm_core.tags.xmp import NAMESPACE
from exifilm_core.tagset.config import MARKS, TAKEN, config, our_fields, perl
from tests.tagset.conftest import CONFIG, NONE, exiftool, tags_of

VALUES: dict[str, list[Any]] = {
    # Values of every kind with a notation of its own, by the name of a field of that kind.
    "bellows_extension": [0.1, 210.0, 318.25, 20_000.0],
    "front_rise": [-12.5, 0.0, 3.0],
    "front_tilt": [-7.25, 0.0, 12.0, 90.0],
    "development_temperature": [-4.0, 20.0, 24.15],
    "filter_factor": [0.001, 1.0, 2.5, 2.519842, 1e6],
    "metered_time": [
        *(1 / nth for nth in (2, 3, 7, 60, 125, 400, 6000, 1_000_000)),
        *(0.3, 0.75, 0.999, 1.0, 1.5, 2.0, 59.99, 60.0, 90.0, 150.5, 3600.0, 3661.0, 5400.0, 1e7),
        *(0.0001234567, 119.9999, 119.9999999, 7200.5),
    ],
    "development": [0.0, 1.0, -1.0, 1.5, -0.25, 1 / 3, -4 / 3, 5 / 3, 2.75, 1.2345, 10.0, -10.0],
    "box_speed": [0.01, 6.0, 320.0, 1e7],
    "exposures": [1, 8, 1_000_000],
}


TYPED = {
    # Typed values of tags on the command line, and the stored values.
    "Development=N+1": "1",
    "Development=N": "0",
    "Development=n-1.5": "-1.5",
    "Development=-1/2": "-0.5",
    "Development=+1 1/3": "1.333333",
    "MeteredTime=1/60": "0.01666666667",
    "MeteredTime=2 m 30 s": "150",
    "MeteredTime=4 min": "240",
    "MeteredTime=1 h": "3600",
    "MeteredTime=.5": "0.5",
    "MeteredTime=1 h 1 m 1.5 s": "3661.5",
    "FrontTilt=-7 deg": "-7",
    "FrontRise=12 mm": "12",
    "DevelopmentTemperature=20 C": "20",
    "FilterFactor=2.5x": "2.5",
    "Developed=1974": "1974",
    "Developed=1974-08": "1974:08",
    "Developed=1974-08-03 16:20": "1974:08:03 16:20",
}


def test_the_generated_file_is_up_to_date() -> None:
    assert CONFIG.read_bytes().decode() == config(), "stale: run “make config”"


def test_it_opens_in_the_manner_of_exiftools_own_config_files() -> None:
    header, _, _ = config().partition("\n\n")
    titles = re.findall(r"^# ([A-Z]\w+):", header, re.MULTILINE)
    assert titles == [
        *("File", "Description", "Notes", "Usage", "Examples", "Requires", "Revisions"),
        "References",
    ]
    assert header.startswith("#---") and header.endswith("---")
    assert "12.57" in header
    assert config().endswith("\n1;  #end\n")


def test_it_is_ascii_and_no_line_is_a_mark_of_what_is_installed() -> None:
    assert config().isascii()
    assert "\r" not in config()
    assert not re.search(r"^# (>>>|<<<) ExiFilm: |^__(END|DATA)__", config(), re.MULTILINE)


def test_perl_takes_it_under_strict_and_with_all_warnings(tmp_path: Path) -> None:
    wrapped = tmp_path / "wrapped.config"
    wrapped.write_text("use strict; use utf8; use warnings FATAL => 'all';\n" + config())
    assert exiftool("-ver", config=wrapped)


def test_it_may_be_loaded_twice(tmp_path: Path) -> None:
    twice = tmp_path / "twice.config"
    twice.write_text(config() + config())
    said = exiftool(f"-{VERSION}=1.0", "-o", "-.xmp", config=twice)
    assert NAMESPACE in said


@pytest.mark.parametrize("text", ["it's \\ a", '4×5 at 20 °C $val @x "q"', "two\nlines", ""])
def test_a_literal_of_perl_means_the_bytes_of_the_text(text: str) -> None:
    said = subprocess.run(
        ["perl", "-e", f"use utf8; print {perl(text)}"], capture_output=True, check=True
    )
    assert said.stdout == text.encode()


# ── every tag ────────────────────────────────────────────────────────────────────────────────


def test_the_writable_tags_are_those_of_the_declaration() -> None:
    parts = {f"Readings{part}" for part in ("Area", "Value", "Unit", "Zone")}
    ours = {*our_fields(), *parts, *(mark.partition(":")[2] for mark in MARKS)}
    for group, tags in (("exifilm", ours), ("AnalogExif", set(analogexif.TAGS))):
        listed = exiftool("-listw", f"-XMP-{group}:all")
        assert set(listed.split()) == tags


def test_every_mirror_in_analogexif_is_a_tag_of_its() -> None:
    mirrors = {
        name
        for field in ExposureRecord.fields()
        for tag in field.tags
        for group, _, name in (tag.name.partition(":"),)
        if group == "XMP-AnalogExif"
    }
    assert mirrors and mirrors <= set(analogexif.TAGS)


def test_a_whole_record_is_written_and_read_back(image: Path, tmp_path: Path) -> None:
    record = _whole_record()
    written = {
        f"XMP-exifilm:{name}": field.kind.to_tag(record[field.name])
        for name, field in our_fields().items()
    }
    values = tmp_path / "values.json"
    values.write_text(json.dumps([{"SourceFile": "*", VERSION: "1.0"} | written]))
    exiftool("-overwrite_original", "-n", f"-json={values}", image)
    read = ExifTool.shared().read_one(image).tags
    for name, field in our_fields().items():
        assert field.kind.from_tag(read[f"XMP-exifilm:{name}"]) == record[field.name], field.name


def test_texts_are_plain_strings_whatever_they_hold(image: Path, tmp_path: Path) -> None:
    texts = [
        "True",
        "1.10",
        "007",
        "-Artist=x",
        "#1 @f $val",
        "a\nb\t\"c\" 'd' <e> & é 山 🎞",
        "{a=b}",
    ]
    names = [
        name for name, field in our_fields().items() if field.kind.schema() == {"type": "string"}
    ]
    assert len(names) > len(texts)
    written = {f"XMP-exifilm:{n}": texts[i % len(texts)] for i, n in enumerate(names)}
    values = tmp_path / "values.json"
    values.write_text(json.dumps([{"SourceFile": "*"} | written], ensure_ascii=False))
    exiftool("-overwrite_original", "-n", f"-json={values}", image)
    packet = exiftool("-b", "-XMP", image)
    assert "lang=" not in packet and "rdf:Alt" not in packet
    read = exiftool("-php", "-n", "-G1", "-XMP-exifilm:all", image)
    for text in ('"True"', "1.10", '"007"'):
        assert re.search(rf"=> {text},?$", read, re.MULTILINE)
    for name in names:
        value = tmp_path / name
        exiftool("-b", f"-XMP-exifilm:{name}", "-W", str(value), image, quiet=False)
        assert value.read_bytes().decode() == written[f"XMP-exifilm:{name}"], name


@pytest.mark.parametrize("edtf", ["1974~", "197X", "1974/1975", "1974-05~/1974-07~"])
def test_an_approximate_date_is_a_text_that_stays_as_it_is(image: Path, edtf: str) -> None:
    exiftool("-overwrite_original", f"-TakenAbout={edtf}", image)
    assert tags_of(image, "-XMP-exifilm:all") == {"XMP-exifilm:TakenAbout": edtf}
    assert f">{edtf}<" in exiftool("-b", "-XMP", image)


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("FrontRise", "up"),
        ("MeteredTime", "1/0"),
        ("MeteredTime", "1/0.0"),
        ("MeteredTime", "1.2.3"),
        ("Development", "N1"),
        ("Development", "12/3"),
        ("Development", "+"),
        ("Exposures", "2.5"),
        ("Developed", "yesterday"),
    ],
)
def test_what_is_no_number_or_date_is_refused(image: Path, tag: str, value: str) -> None:
    said = exiftool("-overwrite_original", f"-XMP-exifilm:{tag}={value}", image, quiet=False)
    assert "Warning" in said
    assert tags_of(image, "-XMP-exifilm:all") == {}


def test_analogexif_is_written(image: Path) -> None:
    exiftool(
        *("-overwrite_original", "-n"),
        *(f"-XMP-AnalogExif:{name}=12" for name in analogexif.TAGS),
        image,
    )
    read = tags_of(image, "-XMP-AnalogExif:all", config=NONE)
    assert {name.partition(":")[2] for name in read} == set(analogexif.TAGS)
    assert "http://analogexif.sourceforge.net/ns/" in exiftool("-b", "-XMP", image)


def test_a_name_without_a_group_writes_the_records_tag_alone(image: Path) -> None:
    exiftool("-overwrite_original", "-Film=Kodak Tri-X 320", "-Lab=mine", image)
    assert tags_of(image, "-XMP:all", "-x", "XMPToolkit") == {
        "XMP-exifilm:Film": "Kodak Tri-X 320",
        "XMP-exifilm:Lab": "mine",
    }


def test_names_that_exiftool_has_for_other_tags_go_on_writing_those(image: Path) -> None:
    names = [*our_fields(), *(mark.partition(":")[2] for mark in MARKS)]
    asked = [f"-{name}=1" for name in names]
    groups = ("-XMP:all", "-IPTC:all", "-x", "XMPToolkit", "-x", "ApplicationRecordVersion")
    exiftool("-overwrite_original", "-n", *asked, image, config=NONE, quiet=False)
    theirs = set(tags_of(image, *groups, config=NONE))
    assert {name.partition(":")[2] for name in theirs} == set(TAKEN)
    exiftool("-overwrite_original", "-all=", image, config=NONE)
    exiftool("-overwrite_original", "-n", *(f"-{name}=1" for name in TAKEN), image)
    assert set(tags_of(image, *groups)) == theirs


# ── values without -n ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", VALUES)
def test_what_exiftool_shows_is_what_exifilm_and_exiftool_understand(
    name: str, tmp_path: Path
) -> None:
    field = ExposureRecord.field(name)
    tag = field.home.name.partition(":")[2]
    expected: dict[str, Any] = {}
    for number, value in enumerate(VALUES[name]):
        settled = field.kind.checked(value)
        path = tmp_path / f"{number}.xmp"
        path.write_text(_packet(tag, field.kind.to_tag(settled)))
        expected[path.as_posix()] = settled
    shown = json.loads(exiftool("-j", f"-{tag}", *expected), parse_float=str, parse_int=str)
    assert len(shown) == len(expected)
    for item in shown:
        assert field.kind.parse(item[tag]) == expected[item["SourceFile"]], item
        assert item[tag].isascii()
    again = tmp_path / "shown.json"
    again.write_text(json.dumps(shown))
    exiftool("-overwrite_original", f"-{tag}=", *expected)
    exiftool("-overwrite_original", f"-json={again}", *expected)
    read = json.loads(exiftool("-j", "-n", f"-{tag}", *expected), parse_float=str, parse_int=str)
    for item in read:
        assert field.kind.from_tag(item[tag]) == expected[item["SourceFile"]], item


def test_what_may_be_typed(tmp_path: Path) -> None:
    paths = {tmp_path / f"{number}.xmp": typed for number, typed in enumerate(TYPED)}
    steps = [(f"-XMP-exifilm:{typed}", "-o", path, "-execute") for path, typed in paths.items()]
    exiftool(*(argument for step in steps for argument in step), "-ver")
    read = exiftool("-XMP-exifilm:all", "-j", "-n", *paths)
    found = {
        item.pop("SourceFile"): item for item in json.loads(read, parse_float=str, parse_int=str)
    }
    for path, typed in paths.items():
        assert found[path.as_posix()] == {typed.partition("=")[0]: TYPED[typed]}, typed


def test_a_structure_is_written_from_the_command_line(image: Path) -> None:
    readings = "[{Area=deep shade,Value=9,Unit=EV,Zone=3},{Area=snow,Value=-1.5}]"
    exiftool("-overwrite_original", f"-Readings={readings}", image)
    read = tags_of(image, "-struct", "-n", "-Readings")["XMP-exifilm:Readings"]
    assert ExposureRecord.field("readings").kind.from_tag(read) == (
        Reading("deep shade", 9.0, "EV", 3.0),
        Reading("snow", -1.5, "EV", None),
    )


def test_tags_are_called_what_the_form_calls_them() -> None:
    listed = exiftool("-listx", "-XMP-exifilm:all")
    called = dict(
        re.findall(r"<tag [^>]*name='(\w+)'.*?<desc lang='en'>([^<]*)", listed, re.DOTALL)
    )
    assert set(called) >= set(our_fields())
    assert called["Emulsion"] == "Emulsion No."
    assert called["FrontRise"] == "Front Rise"
    assert called["TakenAbout"] == "Taken About"  # next to the date, which is no tag of ours
    assert called["DevelopmentTime"] == "Development Time"  # on the form, below Development: Time


# ── helpers ──────────────────────────────────────────────────────────────────────────────────


def _packet(tag: str, raw: object) -> str:
    return (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        f"<rdf:Description rdf:about='' xmlns:exifilm='{NAMESPACE}'>"
        f"<exifilm:{tag}>{raw}</exifilm:{tag}></rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def _whole_record() -> ExposureRecord:
    """A record with a value in every field of our own namespace."""
    record = ExposureRecord()
    for number, field in enumerate(our_fields().values(), 1):
        schema = field.kind.schema()
        if field.name == "keywords":
            value: Any = ("snow", "Sierra Nevada")
        elif schema.get("type") == "array":
            value = (Reading("snow", 250.0, "c/ft²", 7.5), Reading("True", -1.1))
        elif schema["type"] == "object":
            value = {"FNumber": "8", "LensModel": "Macro 2.8/70"}
        elif field.name == "frame":
            value = "36A"
        elif "pattern" in schema:
            value = PartialDate(1974, number % 12 + 1)
        elif schema["type"] == "string":
            value = f"{number} é “x” 1.10"
        elif schema["type"] == "integer":
            value = number
        else:
            value = min(number + 0.25, math.floor(schema["maximum"]))
        record[field.name] = value
    return record
