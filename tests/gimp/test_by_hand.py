"""A user of real GIMP: its menu, the form, the next scan; plain exiftool then checks the files."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

from exifilm_core import ExposureRecord, Scan
from tests import display, samples
from tests.gate import hosts
from tests.gimp import real
from tools.demo import scans as maker

pytestmark = pytest.mark.hosts
SCRIPT = Path(__file__).with_name("by_hand.py")


@pytest.fixture
def scans(make_scan: Callable[..., Path]) -> Path:
    """A folder of three scans without a record."""
    folder = make_scan("scans/sheet_1.jpg").parent
    make_scan("scans/sheet_2.jpg")
    make_scan("scans/sheet_3.tif")
    return folder


def tried(
    call: str,
    tmp_path: Path,
    *,
    exiftool: str = "",
    language: str = "",
    size: str = "1500x1050",
    seconds: float = 240,
    **arguments: Any,
) -> Any:
    """The result of a function of `by_hand.py`; a fault in the form fails the test."""
    hosts.needed("gimp", "gimp")
    for program in (*display.DESKTOP, "gsettings", "import"):
        assert shutil.which(program), program
    home = tmp_path / "home"
    real.installed(home)
    environment = real.environment(
        home,
        EXIFILM_PICTURES=str(tmp_path),
        EXIFILM_SHOT=str(tmp_path / f"{call}.png"),
        **({"EXIFILM_EXIFTOOL": exiftool} if exiftool else {}),
        **(speaking(language, tmp_path) if language else {}),
    )
    asked = {"call": call, "command": [], "arguments": arguments}
    try:
        return display.on_desktop(
            ["/usr/bin/python3", str(SCRIPT), json.dumps(asked)],
            size,
            environment,
            witness=tmp_path / "witness.json",
            seconds=seconds,
            cwd="/",
        )
    finally:
        _keep(tmp_path, call)


def speaking(language: str, folder: Path) -> dict[str, str]:
    """The environment of a user of that language.

    A program uses the language only if its locale is installed: here a copy of C.UTF-8 by that
    name.
    """
    name = f"{language}.UTF-8"
    shutil.copytree("/usr/lib/locale/C.utf8", folder / "locale" / name)
    return {"LANG": name, "LOCPATH": str(folder / "locale")}


def _keep(folder: Path, call: str) -> None:
    out = os.environ.get("EXIFILM_GATE_OUT")
    for picture in folder.glob("*.png"):
        if out:
            name = f"gimp-{real.version()}-{call.removeprefix('probe_')}-{picture.name}"
            shutil.copy(picture, Path(out) / name)


def tags(path: Path) -> dict[str, Any]:
    """The tags of a file as plain exiftool reads them."""
    told = samples.exiftool("-j", "-n", "-G1", "-XMP:all", "-EXIF:all", str(path))
    (found,) = json.loads(told)
    assert isinstance(found, dict)
    return found


def test_what_is_typed_is_in_the_files(scans: Path, tmp_path: Path) -> None:
    tried("probe_type_choose_close", tmp_path, file=str(scans / "sheet_1.jpg"))
    one, two = tags(scans / "sheet_1.jpg"), tags(scans / "sheet_2.jpg")
    assert one["XMP-dc:Title"] == "Moonrise over the mesa"
    assert one["ExifIFD:FNumber"] == pytest.approx(26.163, abs=0.01)
    assert one["XMP-exifilm:Notes"] == "Five minutes of light left."
    assert two["XMP-dc:Title"] == "Tarn"


def test_the_form_works_out_a_close_up(scans: Path, tmp_path: Path) -> None:
    told = tried("probe_work_out", tmp_path, file=str(scans / "sheet_1.jpg"))
    assert "(420 mm ÷ 210 mm)²" in told["Bellows factor"]
    assert not told["Filter factor"].startswith("Worked out: "), "it was typed"
    assert told["before"] == "", "one key takes one value"
    found = tags(scans / "sheet_1.jpg")
    assert (found["XMP-exifilm:FilterFactor"], found["XMP-exifilm:BellowsFactor"]) == (3, 4)
    assert 6 < found["ExifIFD:ExposureTime"] < 60, "the film needs more than 0.5 s × 3 × 4"


@pytest.fixture
def large(scans: Path) -> Path:
    """A scan so large that a save of it takes a while."""
    path = scans / "sheet_4.tif"
    tifffile.imwrite(path, np.zeros((6000, 8000), np.uint16), metadata=None)
    return path


def test_an_image_painted_on_keeps_its_record_in_every_export(scans: Path, tmp_path: Path) -> None:
    scan, meanwhile = scans / "sheet_1.jpg", tmp_path / "meanwhile.jpg"
    pixels = samples.pixels(scan)
    exported = [tmp_path / f"exported.{suffix}" for suffix in ("jpg", "tif", "png")]
    xcf, again = tmp_path / "kept.xcf", tmp_path / "again.jpg"
    done = tried(
        "probe_paint_and_export",
        tmp_path,
        file=str(scan),
        meanwhile=str(meanwhile),
        exported=[str(path) for path in exported],
        xcf=str(xcf),
    )
    assert done["said"] == []
    assert samples.pixels(meanwhile) == pixels, "only the metadata were saved to the file"
    assert samples.pixels(scan) != pixels
    for path in (meanwhile, scan, *exported):
        found = tags(path)
        assert found.get("XMP-dc:Title") == "Moonrise", (path, found)
        assert found["ExifIFD:FNumber"] == pytest.approx(26.163, abs=0.01), path
        assert found["XMP-photoshop:Credit"] == "Somebody & Sons <press>", path
    tried("probe_xcf_again", tmp_path, xcf=str(xcf), exported=str(again))
    found = tags(again)
    assert found["XMP-dc:Title"] == "Moonrise"
    assert found["XMP-exifilm:Film"] == "Isopan"


def test_the_form_hints_that_exports_leave_the_record_out(scans: Path, tmp_path: Path) -> None:
    """Once for an image, at the first save of its record; and GIMP does leave it out."""
    exported = tmp_path / "exported.jpg"
    done = tried(
        "probe_hint",
        tmp_path,
        file=str(scans / "sheet_1.jpg"),
        exported=str(exported),
        size="1280x720",
    )
    assert done["before"] == ""
    assert "JPEG, TIFF, PNG, WebP" in done["said"]
    assert "“Save Exif” and “Save XMP”" in done["said"]
    assert done["ticked"] == {"Save Exif": False, "Save XMP": False}
    assert "XMP-dc:Title" not in tags(exported)


def test_the_hint_ticks_the_boxes_for_good(scans: Path, tmp_path: Path) -> None:
    """GIMP's export window has them ticked, in every format, and exports keep the record."""
    exported = [tmp_path / f"exported.{suffix}" for suffix in ("jpg", "tif", "png", "webp")]
    done = tried(
        "probe_tick_for_good",
        tmp_path,
        file=str(scans / "sheet_1.jpg"),
        exported=[str(path) for path in exported],
    )
    assert done["ticked"] == [{"Save Exif": True, "Save XMP": True}] * 4
    for path in exported:
        assert tags(path)["XMP-dc:Title"] == "Moonrise", path


def test_an_export_with_the_record(scans: Path, tmp_path: Path) -> None:
    exported = tmp_path / "exported.jpg"
    done = tried(
        "probe_export_with_record",
        tmp_path,
        file=str(scans / "sheet_1.jpg"),
        wrong=str(tmp_path / "exported.gif"),
        exported=str(exported),
    )
    assert ".jpg, .tif, .png or .webp" in done["said"]
    assert tags(exported)["XMP-dc:Title"] == "Moonrise, Hernandez"
    assert not (tmp_path / "exported.gif").exists()


def test_gimp_asks_only_where_something_would_be_lost(scans: Path, tmp_path: Path) -> None:
    """Not if the file has the record; but for an image that alone has it."""
    tried("probe_close_image", tmp_path, file=str(scans / "sheet_1.jpg"))
    assert tags(scans / "sheet_1.jpg")["XMP-dc:Title"] == "Moonrise"


def test_an_image_without_a_file_and_an_xcf_among_scans(scans: Path, tmp_path: Path) -> None:
    done = tried(
        "probe_image_without_a_file",
        tmp_path,
        xcf=str(scans / "kept.xcf"),
        other=str(scans / "sheet_2.jpg"),
    )
    assert done["date"] == "", "the date that GIMP gives a new image is no exposure's"
    assert tags(scans / "sheet_2.jpg")["XMP-dc:Title"] == "Tarn"


def test_menu_form_and_hint_are_german(scans: Path, tmp_path: Path) -> None:
    done = tried("probe_german", tmp_path, file=str(scans / "sheet_1.jpg"), language="de_DE")
    assert "„Exif speichern“ und „XMP speichern“" in done["said"]


def test_a_wrong_value_is_told_and_nothing_is_lost(scans: Path, tmp_path: Path) -> None:
    done = tried("probe_wrong_value", tmp_path, file=str(scans / "sheet_1.jpg"))
    assert "Aperture" in done["said"]
    found = tags(scans / "sheet_1.jpg")
    assert (found["XMP-dc:Title"], found["ExifIFD:FNumber"]) == ("Moonrise", 22)


def test_exiftool_killed_in_the_middle_of_a_save(large: Path, tmp_path: Path) -> None:
    first = large.with_name("sheet_1.jpg")
    done = tried("probe_exiftool_killed", tmp_path, file=str(first), large=str(large))
    assert done["shown"] == "Moonrise"
    assert tags(large)["XMP-dc:Title"] == "Moonrise"


@pytest.mark.parametrize("after", [0.1, 2.0])
def test_gimp_ends_while_the_form_is_open(scans: Path, tmp_path: Path, after: float) -> None:
    """Each file is valid: it has the record, or is unchanged."""
    before = {path.name: samples.pixels(path) for path in scans.iterdir()}
    tried("probe_gimp_goes", tmp_path, file=str(scans / "sheet_1.jpg"), after=after)
    for name, pixels in before.items():
        assert samples.pixels(scans / name) == pixels
    title = tags(scans / "sheet_1.jpg").get("XMP-dc:Title")
    assert title in (("Moonrise",) if after > 1 else (None, "Moonrise"))


def test_without_exiftool_the_form_says_so(scans: Path, tmp_path: Path) -> None:
    file = scans / "sheet_1.jpg"
    before = file.read_bytes()
    done = tried("probe_without_exiftool", tmp_path, exiftool="/nowhere/exiftool", file=str(file))
    assert "apt install libimage-exiftool-perl" in done["said"]
    assert file.read_bytes() == before


def test_records_are_printed(scans: Path, tmp_path: Path) -> None:
    tried("probe_print", tmp_path, file=str(scans / "sheet_1.jpg"))


def test_a_picture_for_the_documentation(tmp_path: Path) -> None:
    """Four of the demonstration's scans; the picture is kept with the run, as in docs/pictures."""
    folder = tmp_path / "scans"
    folder.mkdir()
    notes = real.ROOT / "tools" / "demo" / "sheets.toml"
    notebook = tomllib.loads(notes.read_text(encoding="utf-8"))
    names = {field.name for field in ExposureRecord.fields()}
    for sheet in notebook["sheet"][:4]:
        every = notebook["every"] | sheet
        scan = Scan(maker.make(every, folder))
        scan.save(scan.record.replace(**{n: text for n, text in every.items() if n in names}))
    tried("probe_picture", tmp_path, file=str(folder / notebook["sheet"][0]["file"]))
    assert (tmp_path / "form.png").stat().st_size > 10_000
