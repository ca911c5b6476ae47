"""A user's actions in GIMP, from its menu to closing the form. `test_by_hand.py` runs this."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from at_gimp import HINT, AtGimp, is_done
from robot import report, wait_for

Come = Callable[..., AtGimp]


def probe_type_choose_close(come: Come, file: str) -> dict[str, Any]:
    """Open a JPEG, choose the menu entry, type, choose the next scan, type, close."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise over the mesa")
    me.writes("Aperture", "22 1/2")
    me.presses("Tab")
    me.waits_for_text("Aperture", "f/22½")
    me.writes("Notes", "Five minutes of light left.")
    me.shoots("typed")
    me.chooses("sheet_2")
    me.waits_for_text("Subject", "")
    me.writes("Subject", "Tarn")
    me.closes()
    return {}


def probe_paint_and_export(
    come: Come, file: str, meanwhile: str, exported: list[str], xcf: str
) -> dict[str, Any]:
    """Paint, fill in the record, export over the file and to others, and save as an XCF."""
    me = come(file)
    me.menu("Edit", "Fill with BG Color")
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.writes("Aperture", "22 1/2")
    me.presses("ctrl+s")
    me.waits_for_words("Saved")
    said = [words for words in me.words() if "GIMP" in words and HINT not in words]
    me.closes()
    shutil.copy(file, meanwhile)
    for path in [*exported, file]:
        me.exports(path)
    me.names_a_file("Save As…", xcf)
    wait_for(lambda: is_done(Path(xcf)), told=xcf)
    return {"said": said}


def probe_work_out(come: Come, file: str) -> dict[str, Any]:
    """A close-up: what follows stands in grey; one key takes one value, another takes all."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    for label, text in (("Film", "Kodak Tri-X 320"), ("Focal length", "210"), ("Extension", "420"),
                        ("Metered", "1/2"), ("Filter factor", "3")):  # fmt: skip
        me.writes(label, text)
    me.goes_to("Bellows factor")

    def offered(label: str) -> str:
        return me.entry(label).get_description().partition("\n")[0]

    wait_for(lambda: offered("Exposure").startswith("Worked out: "), told="an exposure")
    told = {label: offered(label) for label in ("Bellows factor", "Filter factor", "Exposure")}
    me.shoots("offered")
    me.presses("ctrl+e")
    me.waits_for_text("Bellows factor", "4×")
    before = me.read("Exposure")
    me.presses("ctrl+shift+e")
    wait_for(lambda: me.read("Exposure") != "", told="the exposure to be taken")
    me.shoots("taken")
    me.closes()
    return told | {"before": before}


def probe_hint(come: Come, file: str, exported: str) -> dict[str, Any]:
    """The hint appears once, at an image's first save, while GIMP's boxes are off."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    before = me.hint()
    me.writes("Subject", "Moonrise")
    me.presses("ctrl+s")
    me.waits_for_words(HINT)
    me.shoots("hint")
    said = me.hint()
    me.closes()
    me.opens_the_form()
    me.waits_for_words("Saved")
    me.writes("Subject", "Sunrise")
    me.closes()
    me.names_a_file("Export As…", exported)
    ticked = me.ticked()
    me.in_gimp("Export", "Export Image as").do_action(0)
    wait_for(lambda: is_done(Path(exported)), told=exported)
    return {"before": before, "said": said, "ticked": ticked}


def probe_tick_for_good(come: Come, file: str, exported: list[str]) -> dict[str, Any]:
    """The form closes with its first save: the hint stays, and ticks the boxes permanently."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.pushes("Close")
    wait_for(me.has_only_the_hint, told="the hint alone")
    me.shoots("hint")
    me.pushes("Tick Them for Good")
    wait_for(lambda: me.window() is None, told="the hint to be gone")
    ticked = []
    for path in exported:
        me.names_a_file("Export As…", path)
        ticked.append(me.ticked())
        me.in_gimp("Export", "Export Image as").do_action(0)
        wait_for(lambda path=path: is_done(Path(path)), told=path)
    return {"ticked": ticked}


def probe_export_with_record(come: Come, file: str, wrong: str, exported: str) -> dict[str, Any]:
    """Image ▸ Metadata ▸ Export with Exposure Record…: a wrong name, then a right one."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise, Hernandez")
    me.closes()
    me.menu("Image", "Metadata", "Export with Exposure Record…")
    wait_for(me.window, told="the window that asks for a name")
    time.sleep(1)
    me.presses("ctrl+a")
    me.types(wrong)
    me.presses("Return")
    said = me.waits_for_words("Choose a name that ends in").get_name()
    me.shoots("refused")
    me.presses("ctrl+a")
    me.types(exported)
    me.presses("Return")
    wait_for(lambda: is_done(Path(exported)), told=exported)
    wait_for(lambda: me.window() is None, told="the window to be gone")
    me.shoots("exported")
    return {"said": said}


def probe_close_image(come: Come, file: str) -> dict[str, Any]:
    """GIMP asks to save only if something would be lost."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.closes()
    me.menu("File", "Close View")
    me.waits_for_image("GNU Image")
    me.makes_an_image()
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.closes()
    me.menu("File", "Close View")
    me.in_gimp("Discard Changes")
    me.shoots("asked")
    return {}


def probe_image_without_a_file(come: Come, xcf: str, other: str) -> dict[str, Any]:
    """A new image has a record; as an XCF in a folder of scans it is in the list."""
    me = come()
    me.makes_an_image()
    me.opens_the_form()
    me.waits_for_words("No record yet")
    date = me.read("Date, time")
    me.writes("Subject", "Moonrise")
    me.shoots("new")
    me.closes()
    me.names_a_file("Save As…", xcf)
    wait_for(lambda: is_done(Path(xcf)), told=xcf)
    me.opens_the_form()
    me.waits_for_text("Subject", "Moonrise")
    time.sleep(3)  # the strip of thumbnails
    me.shoots("xcf-among-scans")
    me.chooses(Path(other).stem)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Tarn")
    me.chooses(Path(xcf).stem)
    me.waits_for_text("Subject", "Moonrise")
    me.writes("Film", "Isopan")
    me.closes()
    me.opens_the_form()
    me.waits_for_text("Film", "Isopan")
    date += me.read("Date, time")
    me.closes()
    return {"date": date}


def probe_german(come: Come, file: str) -> dict[str, Any]:
    """The menu, the form and the hint are in German, with GIMP's own names for its boxes."""
    me = come(file)
    me.menu("Bild", "Metadaten", "Belichtungsprotokoll…")
    wait_for(me.window, told="the form")
    me.waits_for_words("Noch kein Protokoll")
    me.writes("Motiv", "Mondaufgang")
    me.presses("ctrl+s")
    said = me.waits_for_words("nicht angekreuzt").get_name()
    me.shoots("hint")
    return {"said": said}


def probe_xcf_again(come: Come, xcf: str, exported: str) -> dict[str, Any]:
    """Open an XCF, read its record, change it, save it, and export."""
    me = come(xcf)
    me.opens_the_form()
    me.waits_for_text("Subject", "Moonrise")
    me.waits_for_text("Aperture", "f/22½")
    me.writes("Film", "Isopan")
    me.shoots("xcf")
    me.closes()
    me.exports(exported)
    return {}


def probe_wrong_value(come: Come, file: str) -> dict[str, Any]:
    """Type an invalid text: the form reports it, keeps it, and does not close."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.writes("Aperture", "wide open")
    me.presses("Tab")
    said = me.waits_for_words("Enter an f-number such as").get_name()
    me.pushes("Close")
    me.waits_for_words("Closing now will discard")
    me.shoots("wrong")
    me.pushes("Keep editing")
    me.waits_for_text("Aperture", "wide open")
    me.writes("Aperture", "f/22")
    me.closes()
    return {"said": said}


def probe_exiftool_killed(come: Come, file: str, large: str) -> dict[str, Any]:
    """Kill ExifTool in the middle of a save."""
    me = come(file)
    me.opens_the_form()
    me.chooses(Path(large).name)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.kills_exiftool_while_it_saves()
    me.waits_for_words("Nothing was changed; try again")
    shown = me.read("Subject")
    me.pushes("Try again")
    me.waits_for_words("Saved")
    me.closes()
    return {"shown": shown}


def probe_gimp_goes(come: Come, file: str, after: float) -> dict[str, Any]:
    """GIMP ends while the form is open and saving."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.presses("Next")
    time.sleep(after)
    me.process.kill()
    me.process.wait()
    wait_for(lambda: me.window() is None, told="the form to be gone")
    return {}


def probe_without_exiftool(come: Come, file: str) -> dict[str, Any]:
    """The form reports that ExifTool is missing, and how to get it; the image keeps the record."""
    me = come(file)
    me.opens_the_form()
    said = me.waits_for_words("ExifTool is not installed").get_name()
    me.writes("Subject", "Moonrise")
    me.shoots("without")
    me.closes()
    me.opens_the_form()
    me.waits_for_text("Subject", "Moonrise")
    me.closes()
    return {"said": said}


def probe_print(come: Come, file: str) -> dict[str, Any]:
    """Image ▸ Metadata ▸ Print Exposure Records… shows the page, and closes with the form."""
    me = come(file)
    me.menu("Image", "Metadata", "Print Exposure Records…")
    me.in_gimp("Save as PDF…")
    me.shoots("print")
    me.in_gimp("Close").do_action(0)
    wait_for(lambda: me.window() is None, told="the form to be gone")
    return {}


def probe_picture(come: Come, file: str) -> dict[str, Any]:
    """The form over GIMP, with a record in it, for the documentation."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("Saved")
    time.sleep(3)
    me.shoots("form")
    me.closes()
    return {}


TRIED = {name: thing for name, thing in list(globals().items()) if name.startswith("probe_")}

if __name__ == "__main__":
    import robot

    robot.Robot = AtGimp  # type: ignore[misc]
    report(TRIED)
