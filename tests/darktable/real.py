"""Real darktable in a configuration of its own, with the panel, driven while it runs.

A chunk of Lua goes to `driver.lua`, which runs next to the panel. Keys and clicks come from
xdotool. What darktable has is judged by its library, by the sidecars, and by plain exiftool.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from filelock import FileLock
from PIL import Image, ImageChops

from tests import display
from tests.gate import hosts

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "plugins" / "darktable"
HERE = Path(__file__).parent
LUARC = 'script = require "contrib/exifilm"; driver.watch(script)'
EDITED_IMAGES_SHOWN = {"plugins/lighttable/filtering/off0": "1"}
"""A new configuration of darktable 5.0 filters by the order of modules where it means the stars.

So it hides each image with an edit (darktable's issue 20106). A user resets the module *collection
filters*; this turns that filter off. In other versions it lets all images through.
"""
TIMEOUT = 120
"""Seconds, generous for a computer that is busy with other things."""
STARTED = 60
"""Seconds after which darktable's start counts as hung."""


def exifilm(folder: Path, name: str = "exifilm") -> Path:
    """The command as a user has it: a program of one word.

    It notes its calls in `calls`, the requests of the panel in `requests`, and the number of the
    newest process in `process`.
    """
    path = folder / name
    search = os.pathsep.join((str(ROOT), str(ROOT / "plugins")))
    path.write_text(
        f"#!/bin/sh\necho \"$@\" >> '{folder}/calls'\necho $$ > '{folder}/process'\n"
        f'[ "$1" != exchange ] || cat "$2" >> \'{folder}/requests\'\n'
        f"PYTHONPATH='{search}' exec '{sys.executable}' -P -m exifilm_core.commands \"$@\"\n"
    )
    path.chmod(0o755)
    return path


def used_before(shared: Path) -> Path:
    """A configuration with which darktable was started before, made once for all workers.

    darktable 5 puts hundreds of styles into a new one, which takes longer than the rest of a start.
    """
    made = shared / "darktable-used-before"
    with FileLock(shared / "darktable-used-before.lock"):
        if not made.exists():
            part = shared / "darktable-used-before-part"
            with Darktable(part):
                pass
            part.rename(made)
    return made / "configuration"


class Darktable:
    """darktable's window: `with Darktable(folder, images=scans) as darktable:`.

    The folder has its configuration with the panel, its library, its home and its cache. `luarc` is
    what the user has there; without it, the driver alone runs.
    """

    def __init__(
        self,
        folder: Path,
        *,
        luarc: str = "",
        images: Path | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
        environment: Mapping[str, str] = MappingProxyType({}),
        size: str = "1280x720",
    ) -> None:
        self.folder, self.configuration = folder, folder / "configuration"
        self.library = folder / "library.db"
        self._luarc, self._images, self._size = luarc, images, size
        self._settings = EDITED_IMAGES_SHOWN | dict(settings)
        self._environment = dict(environment)
        self._steps = 0
        self.quits_at_once = False
        """Whether darktable quits at the end without a wait for the panel.

        A call that the panel has just begun as the main loop ends never returns, and darktable
        hangs. It is a limit of darktable that the panel's header names.
        """

    def __enter__(self) -> Self:
        program = hosts.needed("darktable", "darktable")
        for needed in ("xvfb-run", "xdotool", "openbox", "import"):
            assert shutil.which(needed), needed
        for made in ("steps", "home", "cache", "runtime"):
            (self.folder / made).mkdir(parents=True, exist_ok=True, mode=0o700)
        for step in (self.folder / "steps").iterdir():
            step.unlink()
        self._install()
        settings = [f"{key}={value}" for key, value in self._settings.items()]
        words = [
            *(program, "--configdir", self.configuration, "--cachedir", self.folder / "cache"),
            *("--tmpdir", self.folder / "home", "--library", self.library, "--disable-opencl"),
            *("-d", "lua"),
            *(word for setting in settings for word in ("--conf", setting)),
        ]
        self._stack = contextlib.ExitStack()
        for last in (False, False, True):
            running = display.running(
                [str(word) for word in words], self._size, self._surroundings(), self.folder
            )
            self._process, self._on_display = self._stack.enter_context(running)
            try:
                self.lua("return true", STARTED)
                break
            except AssertionError as problem:
                # darktable's own luarc registers a preference. If that happens before the main loop
                # runs, as on a busy computer, the two wait for each other. ExiFilm's panel waits.
                if self._process.poll() is None:
                    warnings.warn(f"darktable hung at its start: {problem}", stacklevel=2)
                self._stack.close()
                self._steps = 0
                for step in (self.folder / "steps").iterdir():
                    step.unlink()
                if last:
                    raise
        if self._images:  # in the window: imported at the start, they compete with luarc for locks
            self.lua(f"dt.database.import({quoted(str(self._images))})")
            count = sum(path.suffix != ".xmp" for path in self._images.iterdir())
            self.waits(lambda: self.lua("return #dt.database") == count, "the import")
            self._expect_in_collection(count)
        self.lua("return true")
        return self

    def __exit__(self, kind: object, *_about: object) -> None:
        with self._stack:
            if kind is None:
                if not self.quits_at_once:
                    self.waits_for("not panel or #panel.waiting == 0 and not panel.is_busy")
                self.lua('dt.gui.action("global/quit", 0, "", "", 1.0)')
                self._process.wait(TIMEOUT)

    def _expect_in_collection(self, count: int) -> None:
        """All images can be selected."""
        shown = f"for _ = 1, {20 * TIMEOUT} do if #dt.collection == {count} then return true end"
        done = self.lua(f"{shown} dt.control.sleep(50) end return false", 2 * TIMEOUT)
        assert done, f"not all images are in the collection\n{self.log()}"

    def log(self) -> str:
        """What darktable has said."""
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace")

    def _install(self) -> None:
        lua = self.configuration / "lua"
        for name in ("contrib", "locale"):
            shutil.copytree(PLUGIN / name, lua / name, dirs_exist_ok=True)
        search = f'package.path = package.path .. ";{HERE}/?.lua"'
        text = f'{search}\ndriver = require "driver"\n{self._luarc}\ndriver.begin()\n'
        (self.configuration / "luarc").write_text(text, encoding="utf-8")

    def _surroundings(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder / "home"),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "GDK_BACKEND": "x11",
            "XDG_RUNTIME_DIR": str(self.folder / "runtime"),
            "TO_DRIVE": str(self.folder / "steps"),
            **self._environment,
        }

    # ── driving it ───────────────────────────────────────────────────────────────────────────

    def lua(self, code: str, seconds: float = TIMEOUT) -> Any:
        """Run the chunk next to the panel; what it returns."""
        self._steps += 1
        step = self.folder / "steps" / f"{self._steps}.lua"
        part = step.with_suffix(".part")
        part.write_text(code, encoding="utf-8")
        part.rename(step)
        answer = step.with_name(f"{step.name}.json")
        self.waits(answer.exists, f"the step “{code}”", seconds)
        told = json.loads(answer.read_text(encoding="utf-8"))
        assert told["ok"], f"{code}\n{told['result']}\n{self.log()}"
        return told["result"][0] if told["result"] else None

    def waits_for(self, condition: str, seconds: float = TIMEOUT) -> None:
        """Wait until this expression is true."""
        times = f"for _ = 1, {int(seconds * 20)} do"
        code = f"{times} if {condition} then return true end dt.control.sleep(50) end"
        done = self.lua(code, seconds + TIMEOUT)
        assert done, f"{condition} did not come true: {self.shown()}\n{self.log()}"

    def waits(self, is_done: Callable[[], bool], what: str, seconds: float = TIMEOUT) -> None:
        """Wait until this is true, while darktable runs."""
        end = time.monotonic() + seconds
        while not is_done():
            assert self._process.poll() is None, f"darktable ended before {what}\n{self.log()}"
            assert time.monotonic() < end, f"{what} took too long\n{self.log()}"
            time.sleep(0.02)

    def do(self, *command: str) -> bytes:
        """Run a command on darktable's display; what it prints."""
        return subprocess.run(
            command, env=self._on_display, check=True, stdout=subprocess.PIPE, timeout=TIMEOUT
        ).stdout

    def picture(self) -> bytes:
        """The screen, as a PNG."""
        return self.do("import", "-window", "root", "-depth", "8", "png:-")

    # ── the panel ────────────────────────────────────────────────────────────────────────────

    def selects(self, *names: str) -> None:
        """Select these images, and wait until the panel has read their records.

        When darktable comes to show a changed collection, it takes the selection back.
        """
        listed = ", ".join(map(quoted, names))
        listed = f"table.unpack({{{listed}}})"  # a call itself takes 250 at most
        end = time.monotonic() + TIMEOUT
        is_kept = False
        while not is_kept:
            assert time.monotonic() < end, f"{names} do not stay selected\n{self.log()}"
            self.lua(f"select({listed})")
            for_a_moment = "for _ = 1, 60 do dt.control.sleep(50)"
            shown = f"if is_showing({listed}) then break end"
            is_kept = self.lua(f"{for_a_moment} {shown} end return is_selected({listed})")
        self.waits_for(f"is_showing({listed})")

    def presses(self, button: str) -> None:
        """Press a button, and wait until the panel has done it."""
        self.lua(f"panel.{button}.clicked_callback()")
        self.waits_for("#panel.waiting == 0 and not panel.is_busy")

    def begins(self, button: str) -> None:
        """Press a button, and go on."""
        self.lua(f"dt.control.dispatch(panel.{button}.clicked_callback)")

    def looks_at_the_images(self) -> None:
        """Move the pointer over the images until the panel has marked what is typed."""
        heights = itertools.cycle((150, 170, 190))

        def is_marked() -> bool:
            self.do("xdotool", "mousemove", "300", str(next(heights)))
            time.sleep(0.3)
            return bool(self.lua("return panel.apply.label:find('^●')"))

        self.waits(is_marked, "the marks")

    def clicks_on(self, field: str) -> None:
        """Click into the entry of a field, which is where another text changes the picture."""
        entry = f"panel.entries.{field}"
        kept = self.lua(f"return {entry}.text")
        for pause in (0.5, 1, 2, 4, 8):  # for the panel to mark the field, and for GTK to draw it
            pictures = []
            for text in ("MMM", "MMMMMM"):
                self.lua(f"{entry}.text = {quoted(text)}")
                time.sleep(pause)
                pictures.append(Image.open(io.BytesIO(self.picture())).convert("L"))
            self.lua(f"{entry}.text = {quoted(kept)}")
            box = ImageChops.difference(*pictures).getbbox()
            if box and box[3] - box[1] < 40:
                break
        assert box, f"the entry of {field} cannot be seen"
        x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
        self.do("xdotool", "mousemove", str(x), str(y), "click", "1")

    def types(self, field: str, text: str) -> None:
        """Put a text into the entry of a field."""
        self.lua(f"panel.entries.{field}.text = {quoted(text)}")

    def clicks_on_the_cross(self, before: bytes, is_done: Callable[[], bool]) -> None:
        """Click on the ✕ of the job, which is new below the left column, until that is done."""
        told = Image.open(io.BytesIO(before)).convert("L")
        width, height = told.size
        place = (0, height * 78 // 100, width * 24 // 100, height * 82 // 100)

        def clicked() -> bool:
            now = Image.open(io.BytesIO(self.picture())).convert("L")
            box = ImageChops.difference(told.crop(place), now.crop(place)).getbbox()
            if box and not is_done():
                x, y = box[2] - 8, place[1] + (box[1] + box[3]) // 2
                self.do("xdotool", "mousemove", str(x), str(y), "click", "1")
            return is_done()

        self.waits(clicked, "the click on the ✕")

    def chooses(self, label: str, value: str) -> None:
        """Choose a value in the menu of suggestions for a field."""
        self.lua(f"""
            local function item(menu, label)
                for i = 1, #menu do if menu[i] == label then menu.selected = i return end end
                error("not offered: " .. label)
            end
            item(panel.value_of, {quoted(label)})
            dt.control.sleep(200)
            item(panel.value, {quoted(value)})
            dt.control.sleep(200)""")

    def windows(self, title: str) -> list[str]:
        """The windows with such a title."""
        search = ["xdotool", "search", "--onlyvisible", "--name", title]
        done = subprocess.run(
            search, env=self._on_display, check=False, capture_output=True, text=True
        )
        return done.stdout.split()

    def waits_for_window(self, title: str) -> None:
        """Wait until the window has the focus."""
        self.waits(lambda: bool(self.windows(title)), title)
        self.do("xdotool", "search", "--sync", "--onlyvisible", "--name", title, "windowfocus")

    def types_by_keyboard(self, text: str) -> None:
        self.do("xdotool", "type", "--delay", "20", text)

    def presses_keys(self, *keys: str) -> None:
        self.do("xdotool", "key", *keys)

    def shown(self) -> dict[str, Any]:
        """What the panel shows: the texts by field, and its labels."""
        told: dict[str, Any] = self.lua("return shown()")
        return told

    def width(self) -> int:
        """The width of darktable's window, which a screen's edge may cut."""
        search = ("xdotool", "search", "--onlyvisible", "--name", "^darktable$")
        told = self.do(*search, "getwindowgeometry", "--shell").decode()
        return max(int(line[6:]) for line in told.splitlines() if line.startswith("WIDTH="))

    # ── darktable ────────────────────────────────────────────────────────────────────────────

    def collects(self, tag: str) -> None:
        """Show the images with this tag; % stands for any letters."""
        self.lua(f"""
            local rule = dt.gui.libs.collect.new_rule()
            rule.mode, rule.data = "DT_LIB_COLLECT_MODE_AND", {quoted(tag)}
            rule.item = "DT_COLLECTION_PROP_TAG"
            dt.gui.libs.collect.filter({{rule}})
            dt.control.sleep(300)""")

    def collection(self) -> list[str]:
        """The file names of the images that are shown."""
        code = "local t = {} for _, i in ipairs(dt.collection) do t[#t + 1] = i.filename end"
        return sorted(self.lua(f"{code} return t"))

    def gives_stars(self, stars: Mapping[str, int]) -> None:
        """Give these images stars, until they have kept them for a second.

        darktable takes stars back that come while it loads the image.
        """
        wanted = ", ".join(f"[{quoted(name)}] = {count}" for name, count in stars.items())
        done = self.lua(f"""
            local wanted, by, kept = {{{wanted}}}, images(), 0
            for _ = 1, {20 * TIMEOUT} do
                kept = kept + 1
                for name, stars in pairs(wanted) do
                    if by[name].rating ~= stars then by[name].rating, kept = stars, 0 end
                end
                if kept == 20 then return true end
                dt.control.sleep(50)
            end""")
        assert done, f"the stars do not stay\n{self.log()}"

    def tags_of(self, name: str) -> list[str]:
        """The tags of an image, without darktable's own."""
        code = f"local t = {{}} for _, g in ipairs(dt.tags.get_tags(images()[{quoted(name)}])) do"
        found = self.lua(f"{code} t[#t + 1] = g.name end return t")
        return sorted(tag for tag in found if not tag.startswith("darktable|"))


def quoted(text: str) -> str:
    """The text in a chunk of Lua."""
    return json.dumps(text, ensure_ascii=False)


def rows(library: Path, query: str) -> list[tuple[Any, ...]]:
    """Of darktable's library, or of its other database."""
    with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def tags(path: Path, *options: str) -> dict[str, Any]:
    """By plain exiftool, numbers as numbers."""
    command = ["exiftool", "-j", "-n", "-G1", "-a", "-struct", *options, str(path)]
    done = subprocess.run(command, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)[0]
    return found
