"""The panel is started, stopped and started again, and it is in the user's language."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.darktable import real

pytestmark = pytest.mark.hosts
Start = Callable[..., real.Darktable]
MANAGER = """
    -- what the manager of darktable's scripts does with one of them
    manager = {running = false}
    function manager.start()
        if manager.running == "hidden" then
            manager.data.restart()
        else
            manager.data = require "contrib/exifilm"
            local view = dt.gui.current_view().id
            if manager.data.destroy_method == "hide" and view == "lighttable" then
                manager.data.show()
            end
        end
        manager.running = true
        watch(manager.data)
    end
    function manager.stop()
        manager.data.destroy()
        manager.running = "hidden"
    end"""


def test_a_manager_of_scripts_starts_and_stops_it(
    scans: Path, darktable: Start, tmp_path: Path
) -> None:
    """Each start has one panel, which reads and saves once; a stopped one does nothing.

    darktable tells each selection twice; on a busy computer the panel may read for both.
    """

    def saves() -> int:
        return requests("set")

    def requests(kind: str) -> int:
        return (tmp_path / "requests").read_text("utf-8").count(f'"do":"{kind}"')

    with darktable(scans, luarc="") as window:
        window.lua(MANAGER)
        window.lua("manager.start()")
        window.waits_for("panel.fields")
        window.selects("scan_01.jpg")
        assert requests("list") == 1 and requests("read") <= 2
        window.types("film", "Isopan")
        window.presses("apply")
        assert saves() == 1
        assert window.lua("return dt.gui.libs.exifilm.visible")

        window.lua("manager.stop()")
        assert not window.lua("return dt.gui.libs.exifilm.visible")
        before = requests("read")
        window.lua("select('scan_02.jpg') panel.apply.clicked_callback() dt.control.sleep(800)")
        assert requests("read") == before and saves() == 1

        for again in range(2):
            window.lua("manager.start() select('scan_02.jpg')")
            assert window.lua("return dt.gui.libs.exifilm.visible")
            window.waits_for("is_showing('scan_02.jpg')")
            before = requests("read")
            window.selects("scan_01.jpg")
            assert requests("read") in (before + 1, before + 2, before + 3)
            assert window.shown()["texts"]["film"] == "Isopan"
            window.types("holder", f"{again}A")
            window.presses("apply")
            assert saves() == again + 2
            window.lua("manager.stop()")
    assert "[LUA" not in window.log() and "lua error" not in window.log().lower()


def test_darktable_ends_while_the_panel_gets_ready(darktable: Start, tmp_path: Path) -> None:
    """A call that touches the window would never return then."""
    slow = tmp_path / "slow"
    slow.write_text(f"#!/bin/sh\ntouch '{tmp_path}/called'\nexec '{tmp_path}/exifilm' \"$@\"\n")
    slow.chmod(0o755)
    with darktable(settings={"lua/exifilm/program": str(slow)}) as window:
        window.quits_at_once = True
        window.waits((tmp_path / "called").exists, "the first call of the program")


def test_darktable_ends_while_the_panel_fills(darktable: Start) -> None:
    """A panel that is half filled when darktable's main loop has ended touches no widget any more.

    It stands still there until darktable is ending.
    """
    with darktable() as window:
        window.waits_for("panel.fields")
        window.lua("""
            panel.as_read = setmetatable({}, {__newindex = function(as_read, name, text)
                rawset(as_read, name, text)
                stands = true
                while not dt.control.ending do dt.control.sleep(0) end
            end})
            dt.control.dispatch(panel.reset.clicked_callback)""")
        window.quits_at_once = True
        window.waits_for("stands")


def test_the_panel_has_the_fields_of_the_preference(scans: Path, darktable: Start) -> None:
    """By name or by label, in the order of the form; what does not exist is reported."""
    wanted = "filter, Film; Focal length, shutter"
    with darktable(scans, settings={"lua/exifilm/fields": wanted}) as window:
        window.waits_for("panel.fields and panel.message.visible and not panel.is_busy")
        shown = window.shown()
    assert set(shown["texts"]) == {"film", "focal_length", "filter"}
    assert shown["message"].endswith("fields that do not exist: shutter")


def test_the_panel_is_german(scans: Path, darktable: Start, tmp_path: Path) -> None:
    """Its own words, and the labels and problems of the program."""
    shutil.copytree("/usr/lib/locale/C.utf8", tmp_path / "locale" / "de_DE.UTF-8")
    german = {"LOCPATH": str(tmp_path / "locale"), "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}
    with darktable(scans, environment=german) as window:
        window.selects("scan_01.jpg", "scan_02.jpg")
        window.types("aperture", "offen")
        window.looks_at_the_images()
        shown = window.shown()
        assert shown["state"] == "2 Bilder"
        assert shown["apply"] == "● auf 2 Bilder anwenden"
        assert shown["headings"]["exposure_index"] == "EI"
        assert shown["headings"]["aperture"] == "● Blende"
        window.presses("apply")
        assert "„offen“" in window.shown()["message"]
