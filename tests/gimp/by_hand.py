"""What a person does in GIMP, from its menu to closing the form. Run by `test_by_hand.py`.

GIMP is started as a user starts it, with an image; all is found by its accessible names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "form"))
from person import Atspi, Person, report, wait_for

_PUSHED = ("push button", "button", "check box", "checkbox")
Come = Callable[..., "AtGimp"]
GIMP = ["gimp", "--new-instance", "--no-splash"]


class AtGimp(Person):
    """Somebody who sits at GIMP, with the form open or not."""

    def __init__(self, _command: list[str], *paths: str) -> None:
        super().__init__(GIMP, *paths)
        self.waits_for_image(Path(paths[-1]).stem)

    # ── GIMP ─────────────────────────────────────────────────────────────────────────────────

    def gimp(self) -> Any:
        """GIMP's own application."""
        desktop = Atspi.get_desktop(0)
        for n in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(n)
            if application and application.get_name().lower().startswith("gimp"):
                return application
        return None

    def waits_for_image(self, name: str) -> None:
        """Until the image is open in a window."""

        def shown() -> bool:
            return any(name in (frame.get_name() or "") for frame in self.windows())

        wait_for(shown, 90, told=f"{name} in {[frame.get_name() for frame in self.windows()]}")

    def windows(self) -> list[Any]:
        """GIMP's own windows and dialogs."""
        application = self.gimp()
        if application is None:
            return []
        count = application.get_child_count()
        return [w for n in range(count) if (w := application.get_child_at_index(n))]

    def menu(self, *names: str) -> None:
        """Choose in GIMP's menus, level by level."""

        def item() -> Any:
            for window in self.windows():
                for thing in self.below(window):
                    if thing.get_role_name() == "menu bar":
                        return within(thing, names)
            return None

        wait_for(item, told=f"the menu {names}").do_action(0)

    def opens_the_form(self) -> None:
        """Image ▸ Metadata ▸ Exposure Record…"""
        self.menu("Image", "Metadata", "Exposure Record…")
        wait_for(self.window, told="the form")

    def in_gimp(self, button: str, dialog: str = "") -> Any:
        """The button of that name in a dialog, of GIMP's or of a plug-in's, titled like that."""

        def found() -> Any:
            desktop = Atspi.get_desktop(0)
            for n in range(desktop.get_child_count()):
                application = desktop.get_child_at_index(n)
                for m in range(application.get_child_count() if application else 0):
                    window = application.get_child_at_index(m)
                    if window is None or not window.get_name().startswith(dialog):
                        continue
                    for thing in self.below(window):
                        if thing.get_name() == button and thing.get_role_name() in _PUSHED:
                            return thing
            return None

        return wait_for(found, told=f"the button {button!r} in {dialog!r}")

    def exports(self, path: str) -> None:
        """File ▸ Export As…"""
        file = Path(path)
        before = file.read_bytes() if file.exists() else b""
        self.names_a_file("Export As…", path)
        if before:
            self.in_gimp("Replace").do_action(0)
        for kind in ("Save Exif", "Save XMP"):
            box = self.in_gimp(kind, "Export Image as")
            if not box.get_state_set().contains(Atspi.StateType.CHECKED):
                box.do_action(0)
        self.shoots(f"export-{file.suffix[1:]}")
        self.in_gimp("Export", "Export Image as").do_action(0)
        wait_for(lambda: _is_done(file) and file.read_bytes() != before, told=path)

    def names_a_file(self, entry: str, path: str) -> None:
        """Choose in the File menu, and write a file's name in the dialog that opens."""
        before = len(self.windows())
        self.menu("File", entry)
        wait_for(lambda: len(self.windows()) > before, told=f"the dialog of {entry}")
        time.sleep(1)
        self.presses("ctrl+a")
        self.types(path)
        self.presses("Return")

    def pushes(self, name: str) -> None:
        """Push a button; newer desktops call a push button a button."""
        self.find(
            name, "push button", "button", "toggle button", "radio button", "menu item"
        ).do_action(0)

    # ── the form ─────────────────────────────────────────────────────────────────────────────

    def closes(self) -> int:
        """Close the form, and wait until it is gone."""
        self.pushes("Close")
        wait_for(lambda: self.window() is None, told="the form to be gone")
        return 0

    def words(self) -> list[str]:
        """Every word that the form shows."""
        return [thing.get_name() for thing in self.everything(showing=True) if thing.get_name()]

    def shoots(self, name: str) -> None:
        """Take a picture of the screen."""
        folder = os.environ.get("EXIFILM_PICTURES")
        if folder:
            time.sleep(1)
            subprocess.run(["import", "-window", "root", f"{folder}/{name}.png"], check=True)


def within(menu: Any, names: tuple[str, ...]) -> Any:
    """The item at the end of a path of menus."""
    for n in range(menu.get_child_count()):
        child = menu.get_child_at_index(n)
        if child and child.get_name().replace("...", "…") == names[0]:
            return within(child, names[1:]) if names[1:] else child
    return None


def all_names(thing: Any, depth: int = 0) -> Iterator[str]:
    """What there is, to be told when something is not found."""
    yield f"{'  ' * depth}{thing.get_role_name()} {thing.get_name()!r}"
    for n in range(min(thing.get_child_count(), 60)):
        child = thing.get_child_at_index(n)
        if child is not None and depth < 8:
            yield from all_names(child, depth + 1)


# ── what is tried ────────────────────────────────────────────────────────────────────────────


def try_type_choose_close(come: Come, file: str) -> dict[str, Any]:
    """Open a JPEG, call the menu entry, type, choose the next image, type, close."""
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


def try_paint_and_export(
    come: Come, file: str, meanwhile: str, exported: list[str], xcf: str
) -> dict[str, Any]:
    """Paint, fill the record in, export over the file and to others, and save as an XCF."""
    me = come(file)
    me.menu("Edit", "Fill with BG Color")
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.writes("Aperture", "22 1/2")
    me.presses("ctrl+s")
    me.waits_for_words("Saved")
    said = [words for words in me.words() if "GIMP" in words]
    me.closes()
    shutil.copy(file, meanwhile)
    for path in [*exported, file]:
        me.exports(path)
    me.names_a_file("Save As…", xcf)
    wait_for(lambda: _is_done(Path(xcf)), told=xcf)
    return {"said": said}


def try_xcf_again(come: Come, xcf: str, exported: str) -> dict[str, Any]:
    """Open an XCF, read its record, write on, save it, and export."""
    me = come(xcf)
    me.opens_the_form()
    me.waits_for_text("Subject", "Moonrise")
    me.waits_for_text("Aperture", "f/22½")
    me.writes("Film", "Isopan")
    me.shoots("xcf")
    me.closes()
    me.exports(exported)
    return {}


def try_wrong_value(come: Come, file: str) -> dict[str, Any]:
    """Type what makes no sense; it is told, stays in place, and keeps the form from closing."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.writes("Aperture", "wide open")
    me.presses("Tab")
    said = me.waits_for_words("Write an f-number such as").get_name()
    me.pushes("Close")
    me.waits_for_words("Closing now will discard")
    me.shoots("wrong")
    me.pushes("Keep editing")
    me.waits_for_text("Aperture", "wide open")
    me.writes("Aperture", "f/22")
    me.closes()
    return {"said": said}


def try_exiftool_killed(come: Come, file: str, large: str) -> dict[str, Any]:
    """ExifTool is killed in the middle of a save."""
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


def try_gimp_goes(come: Come, file: str, after: float) -> dict[str, Any]:
    """GIMP ends while the form is open and a sheet is being saved."""
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


def try_without_exiftool(come: Come, file: str) -> dict[str, Any]:
    """The form says that ExifTool is missing, and how to get it; the record waits in GIMP."""
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


def try_print(come: Come, file: str) -> dict[str, Any]:
    """Image ▸ Metadata ▸ Print Exposure Records… shows the page, and closes with the form."""
    me = come(file)
    me.menu("Image", "Metadata", "Print Exposure Records…")
    me.in_gimp("Save as PDF…")
    me.shoots("print")
    me.in_gimp("Close").do_action(0)
    wait_for(lambda: me.window() is None, told="the form to be gone")
    return {}


def try_picture(come: Come, file: str) -> dict[str, Any]:
    """The form over GIMP, with a record in it, for the documentation."""
    me = come(file)
    me.opens_the_form()
    me.waits_for_words("Saved")
    time.sleep(3)
    me.shoots("form")
    me.closes()
    return {}


def _is_done(path: Path) -> bool:
    """Whether the file is there, and no longer grows."""
    if not path.exists() or not path.stat().st_size:
        return False
    size = path.stat().st_size
    time.sleep(0.5)
    return path.stat().st_size == size


TRIED = {name: thing for name, thing in list(globals().items()) if name.startswith("try_")}

if __name__ == "__main__":
    import person

    person.Person = AtGimp  # type: ignore[misc]
    report(TRIED)
