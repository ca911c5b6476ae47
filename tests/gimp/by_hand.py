"""What a person does in GIMP, from its menu to closing the form. Run by `test_by_hand.py`.

GIMP is started as a user starts it, with an image; all is found by its accessible names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "form"))
from person import Atspi, Person, report, wait_for

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

    def in_gimp(self, name: str, role: str = "push button") -> Any:
        """What has that name in a window or dialog of GIMP's, or of another plug-in's."""

        def found() -> Any:
            desktop = Atspi.get_desktop(0)
            for n in range(desktop.get_child_count()):
                application = desktop.get_child_at_index(n)
                for thing in self.below(application) if application else ():
                    if thing.get_role_name() in (role, "button") and thing.get_name() == name:
                        return thing
            return None

        return wait_for(found, told=f"{role} {name!r}")

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


TRIED = {name: thing for name, thing in list(globals().items()) if name.startswith("try_")}

if __name__ == "__main__":
    import person

    person.Person = AtGimp  # type: ignore[misc]
    report(TRIED)
