"""The complete plug-in goes into each GIMP's folder, works there alone, and can be removed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from exifilm_core import __version__
from exifilm_core.commands import doctor as doctor_module
from exifilm_core.commands.exits import InputError
from exifilm_core.commands.install import install as install_command
from exifilm_core.errors import ExifilmError
from exifilm_core.integrations import gimp


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, and no program on the path."""
    for variable in ("XDG_CONFIG_HOME", "GIMP3_DIRECTORY", "GIMP2_DIRECTORY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def a_gimp(home: Path, place: str) -> Path:
    folder = home / place
    folder.mkdir(parents=True)
    return folder / "plug-ins" / "exifilm"


@pytest.mark.parametrize(
    ("platform", "place", "version"),
    [
        ("linux", ".config/GIMP/3.0", "3.0"),
        ("linux", ".config/GIMP/3.2", "3.2"),
        ("linux", ".config/GIMP/2.10", "2.10"),
        ("linux", ".var/app/org.gimp.GIMP/config/GIMP/3.0", "3.0"),
        ("linux", "snap/gimp/current/.config/GIMP/3.0", "3.0"),
        ("darwin", "Library/Application Support/GIMP/3.0", "3.0"),
        ("win32", "AppData/Roaming/GIMP/3.0", "3.0"),
    ],
)
def test_each_system_s_folder_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, place: str, version: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("APPDATA", raising=False)
    plug_in = a_gimp(home, place)
    assert gimp.installed_gimps() == [gimp.Gimp(version, plug_in.parent)]


def test_a_gimp_that_was_never_started_is_found_by_its_program(home: Path) -> None:
    for name in ("gimp-3.2", "gimp-console-3.2", "gimp-script-fu-interpreter-3.0", "gimp"):
        (home / "bin" / name).touch()
    assert gimp.installed_gimps() == [gimp.Gimp("3.2", home / ".config/GIMP/3.2/plug-ins")]


def test_a_folder_of_its_own_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIMP3_DIRECTORY", str(home / "mine"))
    assert gimp.installed_gimps() == [gimp.Gimp("3.0", home / "mine" / "plug-ins")]


@pytest.mark.usefixtures("home")
def test_no_gimp_is_said() -> None:
    with pytest.raises(ExifilmError, match="No GIMP was found"):
        gimp.install()


def test_every_gimp_gets_its_own(home: Path) -> None:
    three, two = a_gimp(home, ".config/GIMP/3.0"), a_gimp(home, ".config/GIMP/2.10")
    said = str(gimp.install())
    assert "GIMP 3.0" in said and "GIMP 2.10" in said
    for plug_in in (three, two):
        assert os.access(plug_in / "exifilm.py", os.X_OK)
        assert sorted(path.name for path in plug_in.parent.iterdir()) == ["exifilm"]
    assert "Gimp.PlugIn" in (three / "exifilm.py").read_text()
    assert "gimpfu" in (two / "exifilm.py").read_text()


def test_nothing_that_is_compiled_is_carried(home: Path) -> None:
    plug_in = a_gimp(home, ".config/GIMP/3.0")
    gimp.install()
    suffixes = {path.suffix for path in plug_in.rglob("*") if path.is_file()}
    assert not suffixes & {".so", ".pyd", ".pyc", ".dll"}
    (installed,) = gimp.installed_gimps()
    for project in gimp.carried_in(installed).values():
        assert any((plug_in / "lib" / "licences" / project).iterdir()), project


IMPORTS = {
    "3.0": [
        "exifilm_core.scans",
        "exifilm_core.scans.saving",
        "defusedxml.ElementTree",
        "filelock",
        "exifilm_core.printing.output",
        "exifilm_core.printing.scripts",
        "exifilm_form.session.folder",
        "exifilm_form.session.edit_session",
        "exifilm_form.session.settings",
    ],
    "2.10": ["exifilm_core.commands.show", "exifilm_core.commands.set_fields", "tqdm"],
}


@pytest.mark.parametrize("version", IMPORTS)
def test_it_needs_nothing_else(home: Path, version: str) -> None:
    """A Python without any installed package reads a scan's record with the carried packages."""
    lib = a_gimp(home, f".config/GIMP/{version}") / "lib"
    gimp.install()
    told = subprocess.run(
        [
            *(sys.executable, "-I", "-S", "-c"),
            f"import sys; sys.path[:0] = [{str(lib)!r}, {str(lib / 'plugins')!r}]\n"
            f"for name in {IMPORTS[version]!r}: __import__(name)\n"
            "from exifilm_core.files.resources import resource\n"
            "print(resource('postscript/exposure_record.ps'))\n"
            "print(resource('plugins/exiftool/exifilm.config'))\n"
            "print(*{m.__file__ for m in sys.modules.values() if 'site-packages' in "
            "str(getattr(m, '__file__', ''))})",
        ],
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    form, config, elsewhere = told.stdout.splitlines()
    assert Path(form).is_relative_to(lib) and Path(config).is_relative_to(lib)
    assert elsewhere == ""


def test_it_works_out_the_exposure_with_what_it_carries(home: Path) -> None:
    """The films and the maths are in the plug-in, and the form's session needs nothing else."""
    lib = a_gimp(home, ".config/GIMP/3.0") / "lib"
    gimp.install()
    told = subprocess.run(
        [
            *(sys.executable, "-I", "-S", "-c"),
            f"import sys; sys.path[:0] = [{str(lib)!r}, {str(lib / 'plugins')!r}]\n"
            "from exifilm_core.kit import Kit\n"
            "from exifilm_core.record import ExposureRecord\n"
            "from exifilm_form.session.offers import films_meant, offers\n"
            "from exifilm_form.session.sheet_state import SheetState\n"
            "sheet = SheetState()\n"
            "sheet.typed = ExposureRecord(film='Kodak Tri-X 320', metered_time='2 s',\n"
            "    focal_length=210, bellows_extension=420)\n"
            "sheet.kept = ExposureRecord()\n"
            "found = offers(sheet, Kit())\n"
            "print(films_meant('320TXP'), found['bellows_factor'].text, found['box_speed'].text)\n"
            "assert 'Kodak' in found['exposure_time'].why",
        ],
        capture_output=True,
        text=True,
    )
    assert (told.stdout, told.stderr) == ("['Kodak Tri-X 320'] 4× 320\n", "")


def test_records_are_printed_without_the_packages_for_fonts(home: Path) -> None:
    """A letter that needs them becomes a box, and the warning says how to get it."""
    lib = a_gimp(home, ".config/GIMP/3.0") / "lib"
    gimp.install()
    assert not (lib / "fontTools").exists()
    told = subprocess.run(
        [
            *(sys.executable, "-I", "-S", "-c"),
            f"import sys; sys.path[:0] = [{str(lib)!r}]\n"
            "from exifilm_core.printing import Form, default_paper, lay_out, typeset\n"
            "from exifilm_core.record import ExposureRecord\n"
            "form = Form.read()\n"
            "sheet = lay_out(default_paper(form), 0, form)\n"
            "records = [('1', ExposureRecord(subject='\u0436 Tarn'))]\n"
            "(warning,) = typeset(records, sheet, sys.stdout.buffer)\n"
            "sys.stderr.write(ascii(str(warning)))",
        ],
        capture_output=True,
        check=True,
    )
    assert told.stdout.startswith(b"%!PS-Adobe") and b"Tarn" in told.stdout
    assert b"a box is printed instead of" in told.stderr and b"fonttools" in told.stderr


def test_an_upgrade_replaces_it_whole(home: Path) -> None:
    plug_in = a_gimp(home, ".config/GIMP/3.0")
    gimp.install()
    (plug_in / "lib" / "of_an_old_version.py").touch()
    (plug_in / "carried.json").write_text('{"exifilm": "0.0.1"}')
    assert "Updated the plug-in from 0.0.1" in str(gimp.install())
    assert not (plug_in / "lib" / "of_an_old_version.py").exists()
    assert gimp.version_in(gimp.installed_gimps()[0]) == __version__


@pytest.mark.parametrize("step", ["copyfile", "rename"])
def test_an_upgrade_that_fails_leaves_the_old_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    plug_in = a_gimp(home, ".config/GIMP/3.0")
    gimp.install()
    before = sorted(plug_in.rglob("*"))
    usual = Path.rename

    def no_room(*_arguments: Any, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    def not_the_new_one(self: Path, target: Path) -> Path:
        if self.name == ".exifilm-new":
            no_room()
        return usual(self, target)

    if step == "copyfile":
        monkeypatch.setattr(shutil, "copyfile", no_room)
    else:
        monkeypatch.setattr(Path, "rename", not_the_new_one)
    with pytest.raises(ExifilmError, match="No space left"):
        gimp.install()
    assert sorted(plug_in.rglob("*")) == before
    assert [path.name for path in plug_in.parent.iterdir()] == ["exifilm"]


@pytest.mark.parametrize("call", ["os.chmod", "os.utime", "os.setxattr"])
def test_a_file_system_without_permissions_and_times(
    home: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """As on exFAT: every file is executable there, and calls that set permissions or times fail."""
    plug_in = a_gimp(home, ".config/GIMP/3.0")

    def no_such_call(*_arguments: Any, **_options: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(call, no_such_call, raising=False)
    monkeypatch.setattr(os, "access", lambda *_arguments: True)
    gimp.install()
    assert gimp.version_in(gimp.installed_gimps()[0]) == __version__
    assert (plug_in / "lib" / "exifilm_core" / "errors.py").is_file()
    assert not list(plug_in.rglob("__pycache__"))


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_a_file_system_on_which_nothing_may_be_executed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug_in = a_gimp(home, ".config/GIMP/3.0")

    def no_such_call(*_arguments: Any, **_options: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", no_such_call)
    with pytest.raises(ExifilmError, match="has no executable files"):
        gimp.install()
    assert not plug_in.parent.exists() or not list(plug_in.parent.iterdir())


def test_what_a_killed_upgrade_left_is_mended(home: Path) -> None:
    plug_in = a_gimp(home, ".config/GIMP/3.0")
    gimp.install()
    plug_in.rename(plug_in.with_name(".exifilm-old"))
    plug_in.with_name(".exifilm-new").mkdir()
    gimp.install()
    assert [path.name for path in plug_in.parent.iterdir()] == ["exifilm"]


def test_somebody_else_s_plug_in_is_left_alone(home: Path) -> None:
    plug_in = a_gimp(home, ".config/GIMP/3.0")
    plug_in.mkdir(parents=True)
    (plug_in / "exifilm.py").write_text("# mine")
    for step in (gimp.install, gimp.uninstall):
        with pytest.raises(ExifilmError, match="has put a file of this name there"):
            step()
    assert (plug_in / "exifilm.py").read_text() == "# mine"


def test_uninstall_takes_exactly_it_out(home: Path) -> None:
    plug_in = a_gimp(home, ".config/GIMP/3.0")
    other = plug_in.parent / "other" / "other.py"
    other.parent.mkdir(parents=True)
    other.touch()
    gimp.install()
    gimp.uninstall()
    assert list(plug_in.parent.iterdir()) == [other.parent]


def test_a_folder_is_named(home: Path) -> None:
    plug_ins = home / "GIMP" / "3.0" / "plug-ins"
    plug_ins.mkdir(parents=True)
    runner = CliRunner()
    done = runner.invoke(install_command, ["gimp", "--to", str(plug_ins)])
    assert done.exit_code == 0, done.output
    assert json.loads((plug_ins / "exifilm" / "carried.json").read_text())["exifilm"] == __version__
    refused = runner.invoke(install_command, ["gimp", "--to", str(home / "nowhere")])
    assert refused.exit_code == 1
    misused = runner.invoke(install_command, ["exiftool", "--to", str(plug_ins)])
    assert isinstance(misused.exception, InputError)
    assert "--to works with gimp only" in str(misused.exception)


def test_doctor_says_which_gimp_has_which_version(home: Path) -> None:
    def said() -> list[str]:
        return [f"{found.name}: {found.said}" for found in doctor_module._plug_ins_in_gimp()]

    a_gimp(home, ".config/GIMP/3.0")
    assert "exifilm install gimp" in said()[0]
    gimp.install()
    assert f"in GIMP 3.0: plug-in {__version__}" in said()[0]
    (home / ".config/GIMP/3.0/plug-ins/exifilm/carried.json").write_text('{"exifilm": "0.0.1"}')
    assert "0.0.1, of another ExiFilm" in said()[0]


def test_the_command_is_in_the_help() -> None:
    done = CliRunner().invoke(install_command, ["--help"])
    assert "gimp" in done.output and "--to DIR" in done.output
