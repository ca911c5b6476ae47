"""`exifilm doctor`: the programs found and missing, and what to install."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from exifilm_core.commands import doctor
from exifilm_core.commands.doctor import HOSTS, version_in
from tests import samples
from tests.form import gtk_probe
from tests.form.gtk_probe import python_with_gtk
from tests.gate.hosts import needed


def line_of(outcome, name: str) -> str:
    return next(line for line in outcome.out.splitlines() if name in line).strip()


def program(folder: Path, name: str, script: str) -> Path:
    """A program made by the test."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_all_is_well_here(exifilm_process, own_data_folder) -> None:
    outcome = exifilm_process("doctor")
    assert outcome.status == 0, outcome.out
    version = samples.exiftool("-ver").strip()
    assert line_of(outcome, "ExifTool ").endswith(f"{version}, {shutil.which('exiftool')}")
    tags = line_of(outcome, "ExiFilm's tags").split(maxsplit=3)
    assert tags == ["OK", "ExiFilm's", "tags", "written and read back (XMP-exifilm:Film)"]
    assert line_of(outcome, "paper form").endswith("exposure_record.ps")
    assert line_of(outcome, "undo journal").endswith(str(own_data_folder / "exifilm"))
    assert line_of(outcome, "Ghostscript").endswith(str(shutil.which("gs")))
    assert "Everything required is installed." in outcome.out
    assert not (own_data_folder / "exifilm").exists()  # GIMP makes the folder around it


NAMES = {
    "GIMP": "GNU Image Manipulation Program version",
    "darktable": "darktable",
    "digiKam": "digikam",
}
"""What the photo programs print before their version."""

AS_ROOT = "WARNING: either your user id or the effective user id are 0. are you running darktable"


@pytest.mark.parametrize(
    ("name", "printed", "version"),
    [
        ("darktable", f"505337009.5869 {AS_ROOT} as root?\ndarktable 5.0.1\nCopyright", "5.0.1"),
        ("darktable", f"5.5869 {AS_ROOT} as root?\nthis is darktable 4.2.1\ncopyright", "4.2.1"),
        ("darktable", "darktable 5.4.0+12~gabcdef\n  LibRaw -> ENABLED - Version 0.21.4", "5.4.0"),
        ("darktable", f"505337009.5869 {AS_ROOT} as root?\n", ""),
        ("GIMP", "GNU Image Manipulation Program version 3.0.4\n", "3.0.4"),
        (
            "GIMP",
            "(gimp:7): LibGimp 2.0: no display\nGNU Image Manipulation Program version 2.10.34",
            "2.10.34",
        ),
        ("digiKam", "Qt 6.8.2: xcb not found\ndigikam 8.6.0\n", "8.6.0"),
        ("Ghostscript", "10.05.1\n", "10.05.1"),
        ("fontconfig", "fontconfig version 2.15.0\n", "2.15.0"),
        ("fontconfig", "usage: fc-match [-v 1.2] pattern", ""),
    ],
)
def test_versions_are_told_from_other_numbers(name: str, printed: str, version: str) -> None:
    """Real output; darktable prints the time before a warning when root runs it."""
    assert version_in(printed, name) == version


@pytest.mark.hosts
@pytest.mark.parametrize(
    ("host", "package"), [("GIMP", "gimp"), ("darktable", "darktable"), ("digiKam", "digikam")]
)
def test_versions_are_those_of_the_packages(exifilm_process, host: str, package: str) -> None:
    needed(package, HOSTS[host][0])
    told = samples.run("dpkg-query", "-W", "-f", "${Version}", package)
    packaged = re.match(r"(?:\d+:)?(\d+(?:\.\d+)+)", told)
    assert packaged
    assert f" {packaged[1]}, " in line_of(exifilm_process("doctor"), f" {host} ")


@pytest.mark.window
def test_the_window_and_the_python_it_needs(exifilm_process) -> None:
    python = python_with_gtk()
    found = line_of(exifilm_process("doctor", env={"EXIFILM_PYTHON": python}), "window")
    version = samples.run(
        python,
        "-c",
        "import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk; "
        "print(Gtk.MAJOR_VERSION, Gtk.MINOR_VERSION, Gtk.MICRO_VERSION, sep='.', end='')",
    )
    assert re.fullmatch(rf"OK +window +GTK {version}, cairo [\d.]+, in {python}", found)


def test_libvips_is_that_of_the_windows_python(exifilm_process) -> None:
    python = python_with_gtk()
    gtk_probe.needs_libvips()
    found = line_of(exifilm_process("doctor", env={"EXIFILM_PYTHON": python}), "libvips")
    assert re.fullmatch(rf"OK +libvips +8\.[\d.]+, in {python}", found)


@pytest.mark.parametrize(
    ("printed", "told"),
    [("echo 8.16.0", "OK       libvips      8.16.0, in "), ("exit 1", "none     libvips")],
)
def test_the_package_for_pictures_is_named_where_it_is_missing(
    exifilm, tmp_path, monkeypatch, printed: str, told: str
) -> None:
    script = f'case "$*" in *Vips*) {printed};; *) echo GTK 3.24.1; echo cairo 1.20;; esac'
    python = program(tmp_path, "python", script)
    monkeypatch.setattr(doctor, "pythons", lambda: iter([str(python)]))
    line = line_of(exifilm("doctor"), " libvips ")
    assert " ".join(line.split()).startswith(" ".join(told.split()))
    assert ("install gir1.2-vips-8.0" in line) == (printed == "exit 1")


@pytest.mark.parametrize(
    ("has", "said"),
    [
        ("GTK 3.24.1", "has GTK 3.24.1 but not cairo: install python3-gi-cairo for the window"),
        ("", "no Python has GTK 3: install python3-gi python3-gi-cairo gir1.2-gtk-3.0"),
    ],
)
def test_a_window_that_lacks_something(exifilm, tmp_path, monkeypatch, has: str, said: str) -> None:
    python = program(tmp_path, "python", f"echo {has}; exit 1" if has else "exit 1")
    monkeypatch.setattr(doctor, "pythons", lambda: iter([str(python)]))
    line = line_of(exifilm("doctor"), "window")
    assert line.startswith("none") and said in line


def test_the_current_folder_has_no_say_in_it(exifilm, tmp_path, monkeypatch) -> None:
    """A module in a folder of scans is not run."""
    monkeypatch.setattr(doctor, "pythons", lambda: iter([sys.executable]))
    (tmp_path / "gi.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
    monkeypatch.chdir(tmp_path)
    assert "window" in exifilm("doctor").out
    assert not (tmp_path / "ran").exists()


pytestmark = pytest.mark.skipif(os.name != "posix", reason="makes up programs as shell scripts")


def test_no_exiftool(exifilm_process, tmp_path) -> None:
    outcome = exifilm_process("doctor", env={"EXIFILM_EXIFTOOL": str(tmp_path / "absent")})
    assert outcome.status == 1
    assert line_of(outcome, "ExifTool ").startswith("MISSING")
    assert "apt install libimage-exiftool-perl" in outcome.out
    assert "Something required is missing." in outcome.out
    assert outcome.err == ""


def test_exiftool_too_old(exifilm_process, tmp_path) -> None:
    real = shutil.which("exiftool")
    old = program(
        tmp_path,
        "old-exiftool",
        f'exec {real} "$@" | sed -u "s/^1[0-9][.][0-9][0-9]$/11.88/"',
    )
    outcome = exifilm_process("doctor", env={"EXIFILM_EXIFTOOL": str(old)})
    assert outcome.status == 1
    assert line_of(outcome, "ExifTool ").split()[:4] == ["MISSING", "ExifTool", "ExifTool", "11.88"]
    assert "too old" in outcome.out


@pytest.mark.parametrize(("version", "named"), [("13.22", False), ("13.25", True)])
def test_an_exiftool_that_by_itself_breaks_xmp(exifilm_process, tmp_path, version, named) -> None:
    real = shutil.which("exiftool")
    script = f'exec {real} "$@" | sed -u "s/^1[0-9][.][0-9][0-9]$/{version}/"'
    program(tmp_path, "of-this-version", script)
    outcome = exifilm_process("doctor", env={"EXIFILM_EXIFTOOL": str(tmp_path / "of-this-version")})
    assert outcome.status == 0, outcome.out
    assert (f"ExifTool {version} can break other programs' XMP" in outcome.out) is named
    assert ("ExifTool 13.28 or later" in outcome.out) is named


def test_a_journal_that_cannot_be_written(exifilm_process, tmp_path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    outcome = exifilm_process("doctor", env={"XDG_DATA_HOME": str(blocked)})
    assert outcome.status == 1
    assert line_of(outcome, "undo journal").startswith("MISSING")


def test_what_is_optional_may_be_absent(exifilm_process, tmp_path) -> None:
    for name in ("exiftool", "perl", "sh", "env"):
        if found := shutil.which(name):
            (tmp_path / name).symlink_to(found)
    outcome = exifilm_process("doctor", env={"PATH": str(tmp_path)})
    assert outcome.status == 0, outcome.out
    assert line_of(outcome, "Ghostscript").startswith("none")
    assert "install ghostscript to write PDF" in outcome.out
    assert line_of(outcome, "fontconfig").startswith("none")


@pytest.mark.parametrize("host", HOSTS)
def test_hosts_are_found_with_their_versions(host, exifilm_process, tmp_path) -> None:
    script = f'echo "Gtk-WARNING: no display at 12:30.5" >&2; echo {NAMES[host]} 3.0.4'
    path = program(tmp_path, HOSTS[host][0], script)
    where = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    outcome = exifilm_process("doctor", env={"PATH": where})
    assert outcome.status == 0
    assert line_of(outcome, host).split() == ["OK", host, "3.0.4,", str(path)]


def test_a_host_without_a_version(exifilm_process, tmp_path) -> None:
    path = program(tmp_path, "gimp", "exit 1")
    where = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    outcome = exifilm_process("doctor", env={"PATH": where})
    assert outcome.status == 0
    assert line_of(outcome, "GIMP").endswith(f"version unknown, {path}")


# ── what is installed in darktable and digiKam ───────────────────────────────────────────────


@pytest.fixture
def photo_home(tmp_path, monkeypatch) -> Path:
    """A home folder with a darktable and a digiKam that have run once."""
    home = tmp_path / "photo home"
    (home / ".config" / "darktable").mkdir(parents=True)
    (home / ".config" / "digikamrc").write_text("[Metadata Settings]\nEXIF Rotate=true\n")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["pytest"])
    return home


@pytest.mark.usefixtures("photo_home")
def test_what_is_not_installed_there(exifilm) -> None:
    said = exifilm("doctor").out
    assert "panel not installed. Run: exifilm install darktable" in said
    assert "not set up. Run: exifilm install digikam" in said


def test_what_is_installed_there(exifilm, photo_home, tmp_path, monkeypatch) -> None:
    import sqlite3

    from exifilm_core.integrations import darktable, digikam

    (tmp_path / "panel").mkdir()
    (tmp_path / "panel" / "exifilm.lua").write_text("-- the panel")
    monkeypatch.setattr(darktable, "resource", lambda _: tmp_path / "panel")
    darktable.install()
    digikam.install()
    told = "this is darktable 5.4.1\n  Lua                    -> ENABLED  - API version 9.6.0"
    program(tmp_path, "darktable", f'echo "{told}"')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    outcome = exifilm("doctor")
    line = line_of(outcome, "in darktable ")
    assert re.search(
        r"OK +in darktable +panel [\d.]+; Lua API 9\.6\.0; its metadata takes no", line
    )
    line = line_of(outcome, "in digiKam ")
    assert re.search(r"OK +in digiKam +reads sidecars; workflows for records, ", line)
    database = photo_home / ".config" / "darktable" / "data.db"
    columns = "key INTEGER PRIMARY KEY, tagname, name, internal, visible, private, display_order"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"CREATE TABLE meta_data ({columns})")
    assert "tags missing in its metadata" in exifilm("doctor").out
    darktable.install()
    digikam.installed_digikams()[0].queues.unlink()
    outcome = exifilm("doctor")
    assert "format, film, developer, holder in its metadata" in line_of(outcome, "in darktable ")
    assert "workflows missing" in line_of(outcome, "in digiKam ")


def test_a_damaged_database_is_reported(exifilm, photo_home) -> None:
    folder = photo_home / ".config" / "darktable"
    (folder / "exifilm-installed.json").write_text('{"exifilm": "0.1"}')
    (folder / "data.db").write_bytes(b"no database" * 200)
    outcome = exifilm("doctor")
    assert outcome.status == 0 and "darktable's data is damaged" in outcome.out
