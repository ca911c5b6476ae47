"""A user of GIMP: chooses in its menus, types into the form, exports.

The script starts GIMP as a user does, and finds every widget by its accessible name.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "form"))
from robot import Atspi, Robot, wait_for

_PUSHED = ("push button", "button", "check box", "checkbox")
GIMP = ["gimp", "--new-instance", "--no-splash"]
HINT = "are not ticked"


class AtGimp(Robot):
    """A user of GIMP, with the form open or not."""

    def __init__(self, _command: list[str], *paths: str) -> None:
        super().__init__(GIMP, *paths)
        self.waits_for_image(Path(paths[-1]).stem if paths else "GNU Image")

    # ── GIMP ─────────────────────────────────────────────────────────────────────────────────

    def gimp(self) -> Any:
        """GIMP's own accessible application."""
        desktop = Atspi.get_desktop(0)
        for n in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(n)
            if application and application.get_name().lower().startswith("gimp"):
                return application
        return None

    def waits_for_image(self, name: str) -> None:
        """Wait until the image is open in a window."""

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

    def makes_an_image(self) -> None:
        """File ▸ New…"""
        before = len(self.windows())
        self.menu("File", "New…")
        wait_for(lambda: len(self.windows()) > before, told="the dialog of a new image")
        time.sleep(1)
        self.in_gimp("OK", "Create a New Image").do_action(0)
        self.waits_for_image("Untitled")

    def in_gimp(self, button: str, dialog: str = "") -> Any:
        """The button of that name in a dialogue with that title, of GIMP or of a plug-in."""

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
        for kind, ticked in self.ticked().items():
            if not ticked:
                self.in_gimp(kind, "Export Image as").do_action(0)
        self.shoots(f"export-{file.suffix[1:]}")
        self.in_gimp("Export", "Export Image as").do_action(0)
        wait_for(lambda: is_done(file) and file.read_bytes() != before, told=path)

    def ticked(self) -> dict[str, bool]:
        """The kinds of metadata that are ticked in GIMP's export window."""
        return {
            kind: self.in_gimp(kind, "Export Image as")
            .get_state_set()
            .contains(Atspi.StateType.CHECKED)
            for kind in ("Save Exif", "Save XMP")
        }

    def names_a_file(self, entry: str, path: str) -> None:
        """Choose in the File menu, and type a file's name into its dialogue."""
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
        """Close the form, wait until it is gone, and close a remaining hint too."""
        self.pushes("Close")
        wait_for(self._has_gone, told="the form to go")
        if self.window() is not None:
            self.pushes("Close")
            wait_for(lambda: self.window() is None, told="the hint to be gone")
        return 0

    def hint(self) -> str:
        """The form's hint about GIMP's exports, "" for none."""
        return next((words for words in self.words() if HINT in words), "")

    def _has_gone(self) -> bool:
        window = self.window()
        # It may go during the search, which then must not wait for another.
        return window is None or self.has_only_the_hint(window)

    def has_only_the_hint(self, window: Any = None) -> bool:
        """Whether the form has closed, and its window still shows the hint."""
        words = self.words(window)
        return any(HINT in word for word in words) and "Exposure record" not in words

    def words(self, window: Any = None) -> list[str]:
        """The text of every label in the form."""
        things = self.everything(showing=True, window=window)
        return [name for thing in things if (name := thing.get_name())]

    def shoots(self, name: str) -> None:
        """Take a screenshot."""
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


def is_done(path: Path) -> bool:
    """Whether the file exists and has stopped growing."""
    if not path.exists() or not path.stat().st_size:
        return False
    size = path.stat().st_size
    time.sleep(0.5)
    return path.stat().st_size == size
