"""`exifilm install desktop`: a Linux desktop finds the window, its icon and its file types."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from exifilm_core.errors import ExifilmError
from exifilm_core.files.resources import resource
from exifilm_core.integrations import desktop

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "cygwin", "darwin"), reason="for the desktops of Linux"
)


def tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is missing: apt install {package}")
    return found


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def found_wrong(page: Path) -> set[str]:
    """The errors and warnings of AppStream's validator for a software centre's page."""
    command = [tool("appstreamcli", "appstream"), "validate", "--no-net", page]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "Validation " in done.stdout, done.stdout + done.stderr
    return set(re.findall(r"^\s*[EW]: .*: ([a-z0-9-]+)", done.stdout, re.MULTILINE))


def tree(folder: Path) -> dict[str, bytes | None]:
    """All files and folders in a folder, byte for byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def entry(data: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(delimiters=("=",), strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(data / "applications" / f"{desktop.ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture
def data(own_data_folder: Path) -> Path:
    own_data_folder.mkdir()
    return own_data_folder


def test_a_desktop_finds_entry_icon_and_page(data: Path) -> None:
    assert desktop.install().code == "DESKTOP_ADDED"
    assert (data / "applications" / f"{desktop.ID}.desktop").is_file()
    assert (data / "icons/hicolor/scalable/apps" / f"{desktop.ID}.svg").is_file()
    assert (data / "metainfo" / f"{desktop.ID}.metainfo.xml").is_file()


def test_the_entry_starts_the_command_in_use(data: Path) -> None:
    desktop.install()
    program = Path(entry(data)["TryExec"])
    assert program.is_absolute() and os.access(program, os.X_OK)
    assert entry(data)["Exec"] == f"{program} edit %F"
    assert "edit" in run(program, "--help")


@pytest.mark.parametrize("folder", ["plain", "a b", 'q"uo`te$', "back\\slash", "ümläut"])
def test_a_program_in_any_folder_is_started(
    folder: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / folder / "exifilm"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/told"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    desktop.install()
    run(tool("desktop-file-validate", "desktop-file-utils"), next(data.glob("*/*.desktop")))
    scan = tmp_path / "a scan.jpg"
    scan.touch()
    started_as_a_desktop_does(next(data.glob("*/*.desktop")), scan)
    assert (tmp_path / "told").read_text().split("\n")[:2] == ["edit", str(scan)]


@pytest.mark.parametrize("folder", ["100%", "a=b", "two\nlines"])
def test_a_program_that_no_desktop_starts_is_refused(
    folder: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / folder / "exifilm"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    with pytest.raises(ExifilmError, match="cannot start a program of this name"):
        desktop.install()
    assert tree(data) == {}


AS_A_DESKTOP_DOES = """
import os, sys
from gi.repository import Gio, GLib

app = Gio.DesktopAppInfo.new_from_filename(sys.argv[1])
started = []
app.launch_uris_as_manager(
    [GLib.filename_to_uri(sys.argv[2])], None, GLib.SpawnFlags.DO_NOT_REAP_CHILD, None, None,
    lambda app, number, _: started.append(number), None,
)
assert started
for number in started:
    os.waitpid(number, 0)
"""
"""Starts the entry by GLib, the base of most desktops."""


def started_as_a_desktop_does(entry: Path, scan: Path) -> None:
    python = shutil.which("/usr/bin/python3")
    if not python or subprocess.run([python, "-c", "import gi"], capture_output=True).returncode:
        pytest.skip("PyGObject is missing: apt install python3-gi")
    run(python, "-c", AS_A_DESKTOP_DOES, entry, scan)


def test_the_files_are_valid(data: Path) -> None:
    desktop.install()
    (page,) = data.glob("metainfo/*.xml")
    (icon,) = data.glob("icons/*/*/*/*.svg")
    assert ElementTree.parse(icon).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    root = ElementTree.parse(page).getroot()
    assert root.findtext("id") == desktop.ID == entry(data)["Icon"]
    assert root.findtext("launchable") == f"{desktop.ID}.desktop"
    assert found_wrong(page) <= {"url-homepage-missing"}, "ExiFilm has none that could be named"


def test_the_entry_as_it_is_kept_is_valid_too() -> None:
    validate = tool("desktop-file-validate", "desktop-file-utils")
    assert run(validate, resource(f"plugins/desktop/{desktop.ID}.desktop")) == ""


def test_name_and_comment_are_in_german_too(data: Path) -> None:
    desktop.install()
    found = entry(data)
    for key in ("GenericName", "Comment", "Keywords"):
        assert found[f"{key}[de]"] and found[f"{key}[de]"] != found[key]


def test_it_opens_scans_of_the_kinds_that_hold_a_record(data: Path) -> None:
    tool("update-desktop-database", "desktop-file-utils")
    desktop.install()
    known = (data / "applications" / "mimeinfo.cache").read_text()
    for kind in ("image/jpeg", "image/tiff"):
        assert f"{kind}={desktop.ID}.desktop;" in known


def test_installed_twice_nothing_changes(data: Path) -> None:
    desktop.install()
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    assert desktop.install().code == "DESKTOP_PRESENT"
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before


def test_what_is_out_of_date_is_made_new(data: Path) -> None:
    desktop.install()
    whole = tree(data)
    (path,) = data.glob("applications/*.desktop")
    path.write_bytes(path.read_bytes().replace(b"Exec=", b"Exec=/gone"))
    assert desktop.install().code == "DESKTOP_ADDED"
    assert tree(data) == whole


def test_uninstall_takes_out_exactly_what_was_put_in(data: Path) -> None:
    assert tree(data) == {}
    desktop.install()
    desktop.uninstall()
    assert tree(data) == {}
    assert desktop.uninstall().code == "NOTHING_THERE"


def test_what_else_is_there_stays(data: Path) -> None:
    (data / "applications").mkdir()
    (data / "applications" / "other.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Other\nExec=other\nMimeType=image/jpeg;\n"
    )
    if update := shutil.which("update-desktop-database"):
        run(update, data / "applications")
    (data / "icons/hicolor/scalable/apps").mkdir(parents=True)
    (data / "icons/hicolor/scalable/apps/other.svg").write_text("<svg/>")
    before = tree(data)
    desktop.install()
    desktop.uninstall()
    assert tree(data) == before


@pytest.mark.parametrize("step", [desktop.install, desktop.uninstall])
def test_what_somebody_else_put_there_stays(step: object, data: Path) -> None:
    (data / "metainfo").mkdir()
    (data / "metainfo" / f"{desktop.ID}.metainfo.xml").write_text("<mine/>")
    before = tree(data)
    with pytest.raises(
        ExifilmError, match="another program or person has put a file of this name there"
    ):
        step()  # type: ignore[operator]
    assert tree(data) == before


def test_a_data_folder_that_is_not_absolute_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert desktop.data_folder() == Path(os.environ["HOME"]) / ".local" / "share"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_nothing_is_named(data: Path) -> None:
    data.chmod(0o500)
    try:
        with pytest.raises(ExifilmError, match="applications"):
            desktop.install()
    finally:
        data.chmod(0o700)


def test_a_file_in_a_folders_place_is_named(data: Path) -> None:
    (data / "applications").write_text("no folder")
    with pytest.raises(ExifilmError, match="applications"):
        desktop.install()


@pytest.mark.parametrize("system", ["win32", "darwin"])
@pytest.mark.parametrize("step", [desktop.install, desktop.uninstall])
def test_elsewhere_it_says_that_it_is_for_linux(
    step: object, system: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(ExifilmError, match="desktops of Linux") as said:
        step()  # type: ignore[operator]
    assert "\n" not in str(said.value)
    assert tree(data) == {}


def test_the_window_has_the_entrys_icon_and_name(data: Path) -> None:
    desktop.install()
    window = resource("plugins/exifilm_form/program/window.py").read_text("utf-8")
    assert f'icon_name="{entry(data)["Icon"]}"' in window
    assert f'set_program_class("{entry(data)["StartupWMClass"]}")' in window
