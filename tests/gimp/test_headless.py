"""The procedures in real GIMP, called by scripts: get, set and print, and exports."""

from __future__ import annotations

import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from exifilm_core import ExposureRecord, Scan
from tests import samples
from tests.form.values import WRITTEN
from tests.gimp import real

pytestmark = pytest.mark.hosts
SUFFIXES = (".jpg", ".tif", ".png")


def record_in(path: Path) -> ExposureRecord:
    return Scan(path).record


def whole() -> dict[str, Any]:
    """Every field of the record, as JSON."""
    return ExposureRecord(**WRITTEN).to_json()


def test_every_field_is_set_and_got_and_exported(home: Path, tmp_path: Path) -> None:
    """Of an image without a file, also after saving as an XCF, closing and opening."""
    exported = [tmp_path / f"exported{suffix}" for suffix in SUFFIXES]
    again = [tmp_path / f"again{suffix}" for suffix in SUFFIXES]
    xcf = tmp_path / "kept.xcf"
    first = real.headless(
        home,
        f"""
        image = new_image()
        answer["empty"] = get(image)
        answer["changed"] = put(image, **json.loads({json.dumps(whole())!r}))
        answer["got"] = get(image)
        for path in {[str(path) for path in exported]!r}:
            export(image, path)
        Gimp.file_save(SILENT, image, file({str(xcf)!r}), None)
        """,
    )
    second = real.headless(
        home,
        f"""
        image = load({str(xcf)!r})
        answer["got"] = get(image)
        for path in {[str(path) for path in again]!r}:
            export(image, path)
        """,
    )
    assert first["empty"] == {}
    assert sorted(first["changed"]) == sorted(whole())
    assert first["got"] == whole() == second["got"]
    wanted = ExposureRecord.from_json(whole())
    for path in [*exported, *again]:
        assert [record_in(path).show(name) for name in wanted.changes_to(record_in(path))] == [], (
            path
        )


def test_a_file_s_record_is_in_the_file_and_in_gimp(home: Path, scan: Path, tmp_path: Path) -> None:
    """The file gets the record, its pixels stay, and an export over it keeps the record."""
    exported = tmp_path / "exported.tif"
    pixels = samples.pixels(scan)
    answer = real.headless(
        home,
        f"""
        drawable = image.get_layers()[0]
        drawable.edit_fill(Gimp.FillType.WHITE)
        answer["changed"] = put(image, subject="Moonrise", aperture="f/22½")
        answer["file"] = str(image.get_file().get_path())
        import shutil; shutil.copy({str(scan)!r}, {str(tmp_path / "meanwhile.jpg")!r})
        export(image, {str(scan)!r})
        export(image, {str(exported)!r})
        """,
        opened=scan,
    )
    assert answer["changed"] == ["subject", "aperture"]
    meanwhile = tmp_path / "meanwhile.jpg"
    assert samples.pixels(meanwhile) == pixels, "painted in GIMP, not in the file"
    assert samples.pixels(scan) != pixels, "exported over"
    for path in (meanwhile, scan, exported):
        assert record_in(path).subject == "Moonrise", path
        assert record_in(path).show("aperture") == "f/22½", path


def test_values_are_set_as_they_are_written_on_paper(home: Path) -> None:
    """Every field as a text in the JSON; then some with other notations, a number and null."""
    again = {"aperture": "f/22", "exposure_time": "1/60", "bellows_extension": 210, "film": None}
    answer = real.headless(
        home,
        f"""
        image = new_image()
        answer["changed"] = put(image, **json.loads({json.dumps(WRITTEN)!r}))
        answer["got"] = get(image)
        answer["again"] = put(image, **json.loads({json.dumps(again)!r}))
        answer["then"] = get(image)
        """,
    )
    assert sorted(answer["changed"]) == sorted(WRITTEN)
    assert answer["got"] == whole()
    assert sorted(answer["again"]) == sorted(again)
    then = ExposureRecord.from_json(answer["then"])
    assert then == ExposureRecord.from_json(whole()).replace(**again)
    assert (then.show("aperture"), then.show("exposure_time")) == ("f/22", "1/60 s")
    assert (then.bellows_extension, then.film) == (210, None)


def test_dirty_only_when_the_record_changed(home: Path) -> None:
    answer = real.headless(
        home,
        """
        image = new_image()
        put(image, subject="Moonrise", film="HP5")
        image.clean_all()
        answer["nothing"] = put(image, subject="Moonrise"), image.is_dirty()
        get(image)
        answer["got"] = image.is_dirty()
        answer["something"] = put(image, subject="Sunrise"), image.is_dirty()
        """,
    )
    assert answer["nothing"] == [[], False]
    assert answer["got"] is False
    assert answer["something"] == [["subject"], True]


def test_nothing_else_of_the_metadata_is_lost(home: Path, tmp_path: Path) -> None:
    """Other programs' tags, a rotation by GIMP, and structures stay."""
    scan = samples.make(tmp_path / "sheet.jpg")
    samples.run(
        *("exiftool", "-q", "-overwrite_original", "-n", "-Orientation=6"),
        *("-XMP-iptcCore:CreatorCity=Zürich", "-XMP-plus:LicensorName=Agency", str(scan)),
    )
    answer = real.headless(
        home,
        """
        before = image.get_metadata().serialize()
        put(image, subject="Moonrise", readings="shade EV 9 on III; snow EV 14")
        put(image, subject="", readings="")
        answer["texts"] = before, image.get_metadata().serialize()
        """,
        opened=scan,
    )
    before, after = (
        {line.strip() for line in text.splitlines() if "<tag" in line} for text in answer["texts"]
    )
    assert any("Licensor" in line for line in before)
    assert before - after == set()
    # Traces of a film scan, and the tags that EXIF requires.
    marks = ("FileSource", "SourceType", "ExifTag", "ExifVersion", "ComponentsConfiguration")
    assert [line for line in after - before if not any(mark in line for mark in marks)] == []


@pytest.mark.parametrize("kind", ["layer group", "16 bit TIFF", "indexed PNG", "no layers"])
def test_any_image_has_a_record(home: Path, tmp_path: Path, kind: str) -> None:
    tiff, png = tmp_path / "deep.tif", tmp_path / "few.png"
    tones = np.linspace(0, 65535, 64 * 48).reshape(48, 64).astype(np.uint16)
    tifffile.imwrite(tiff, tones, metadata=None)
    Image.fromarray(samples.picture()).convert("P").save(png)
    make = {
        "layer group": "new_image(); image.insert_layer(Gimp.GroupLayer.new(image), None, 0)",
        "16 bit TIFF": f"load({str(tiff)!r})",
        "indexed PNG": f"load({str(png)!r})",
        "no layers": "Gimp.Image.new(8, 8, Gimp.ImageBaseType.RGB)",
    }[kind]
    exported = tmp_path / "exported.tif"
    answer = real.headless(
        home,
        f"""
        image = {make}
        answer["changed"] = put(image, film="Kodak Tri-X 320", exposure_time="1/60")
        answer["got"] = get(image)
        if image.get_layers():
            export(image, {str(exported)!r})
        """,
    )
    assert answer["changed"] == ["film", "exposure_time"]
    assert answer["got"] == {"film": "Kodak Tri-X 320", "exposure_time": pytest.approx(1 / 60)}
    if kind != "no layers":
        assert record_in(exported).film == "Kodak Tri-X 320"
    if kind == "16 bit TIFF":
        assert tifffile.imread(exported).dtype == np.uint16
        assert tifffile.imread(tiff).tolist() == tones.tolist()


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ('{"aperture": "wide open"}', "f/22½"),
        ('{"apperture": 22}', "aperture"),
        ("{", "not JSON"),
        ("[]", "JSON object"),
    ],
)
def test_what_makes_no_sense_is_told(home: Path, record: str, said: str) -> None:
    answer = real.headless(
        home,
        f"""
        image = new_image()
        put(image, subject="Moonrise")
        try:
            call("plug-in-exifilm-set", image=image, record={record!r})
        except RuntimeError as problem:
            answer["said"] = str(problem)
        answer["got"] = get(image)
        """,
    )
    assert said in answer["said"]
    assert answer["got"] == {"subject": "Moonrise"}


def test_records_are_printed(home: Path, scan: Path, tmp_path: Path) -> None:
    one, many = tmp_path / "one.ps", tmp_path / "many.pdf"
    answer = real.headless(
        home,
        f"""
        put(image, subject="Moonrise")
        call("plug-in-exifilm-print", image=image, output={str(one)!r}, paper="a4")
        call("plug-in-exifilm-print", image=image, first=1, last=20, output={str(many)!r})
        answer["said"] = []
        for wrong in ({{"output": "x.doc"}}, {{"output": "/nowhere/x.ps"}}, {{}}):
            try:
                call("plug-in-exifilm-print", image=image, **wrong)
            except RuntimeError as problem:
                answer["said"].append(str(problem))
        """,
        opened=scan,
    )
    assert one.read_bytes().startswith(b"%!PS") and b"Moonrise" in one.read_bytes()
    assert many.read_bytes().startswith(b"%PDF")
    assert len(answer["said"]) == 3 and ".ps or .pdf" in answer["said"][0]


def test_without_exiftool_the_record_waits_in_the_image(home: Path, tmp_path: Path) -> None:
    """The XCF keeps it, and it goes into the metadata once there is an ExifTool."""
    xcf, exported = tmp_path / "kept.xcf", tmp_path / "exported.jpg"
    without = real.headless(
        home,
        f"""
        image = new_image()
        put(image, subject="Moonrise, Hernandez", film="Isopan")
        answer["got"] = get(image)
        Gimp.file_save(SILENT, image, file({str(xcf)!r}), None)
        """,
        EXIFILM_EXIFTOOL="/nowhere/exiftool",
    )
    assert without["got"] == {"subject": "Moonrise, Hernandez", "film": "Isopan"}
    later = real.headless(
        home,
        f"""
        image = load({str(xcf)!r})
        answer["got"] = get(image)
        answer["beside"] = image.get_parasite_list()
        export(image, {str(exported)!r})
        """,
    )
    assert later["got"] == without["got"]
    assert "exifilm-record" not in later["beside"]
    assert record_in(exported).to_json() == without["got"], "though GIMP 3.0 cuts titles at a comma"


def test_it_works_when_what_installed_it_is_gone(home: Path, scan: Path) -> None:
    """The work tree with its environment is empty for GIMP, as if deleted."""
    here = Path(sys.prefix)
    hidden = tuple({real.ROOT, here if not here.is_relative_to(real.ROOT) else real.ROOT})
    answer = real.headless(
        home,
        f"""
        import os
        answer["empty"] = [os.listdir(folder) for folder in {[str(f) for f in hidden]!r}]
        answer["changed"] = put(image, subject="Moonrise")
        call("plug-in-exifilm-print", image=image, output={str(scan.with_suffix(".ps"))!r})
        """,
        opened=scan,
        hidden=hidden,
    )
    assert answer["empty"] == [[] for _ in hidden]
    assert answer["changed"] == ["subject"]
    assert scan.with_suffix(".ps").exists()


def test_gimp_s_start_is_not_slowed(tmp_path: Path) -> None:
    """GIMP queries the plug-in in hardly more time than one of its own."""
    home = tmp_path / "home"
    real.installed(home)
    log = home / "queries"
    clock = home / "clock"
    clock.write_text(
        '#!/bin/sh\nstart=$(date +%s%N)\npython3 "$@"\n'
        f'echo "$1 $(( $(date +%s%N) - start ))" >> {log}\n'
    )
    clock.chmod(0o755)
    plug_ins = home / ".config" / "GIMP" / real.version() / "plug-ins"
    shipped = next(Path("/usr/lib").glob("*/gimp/3.0/plug-ins/foggify/foggify.py"))
    theirs = plug_ins / "theirs" / "theirs.py"
    theirs.parent.mkdir()
    theirs.write_text(shipped.read_text().replace("python-fu-foggify", "python-fu-theirs"))
    ours = plug_ins / "exifilm" / "exifilm.py"
    for script in (ours, theirs):
        lines = script.read_text().splitlines(keepends=True)
        script.write_text("".join([f"#!{clock}\n", *lines[1:]]))
        script.chmod(0o755)
    for changed in range(4):  # GIMP queries a changed plug-in again
        for script in (ours, theirs):
            os.utime(script, (changed, changed))
        real.headless(home, "pass")
    took: dict[str, list[int]] = {"exifilm": [], "theirs": []}
    for line in log.read_text().splitlines():
        path, nanoseconds = line.split()
        took[Path(path).stem].append(int(nanoseconds))
    assert min(map(len, took.values())) >= 4
    ratio = min(took["exifilm"]) / min(took["theirs"])
    middle = {name: statistics.median(times) / 1e9 for name, times in took.items()}
    print(f"query: {ratio:.2f} of that of foggify; {middle}")
    assert ratio < 1.2
