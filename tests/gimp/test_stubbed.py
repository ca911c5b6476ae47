"""Modules of the plug-in with a stub in place of GIMP: its settings, and texts from elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.messages.files import Files

PLUG_IN = Path(__file__).resolve().parents[2] / "plugins" / "gimp3" / "exifilm"
ODD = "scan_\udce4.jpg"
"""A file's name that is not UTF-8, as Python reads it."""
STEER = "\x1b[2J"
"""Clears a terminal."""
Load = Callable[[str], Any]


class Chooser:
    """A file dialogue that notes the suggested name."""

    def __init__(self, **_how: object) -> None:
        self.suggested = ""

    def set_current_name(self, name: str) -> None:
        self.suggested = name

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_arguments: None


@pytest.fixture
def gimp(tmp_path: Path) -> MagicMock:
    """What stands in for GIMP."""
    stub = MagicMock()
    stub.directory.return_value = str(tmp_path)
    return stub


@pytest.fixture
def load(gimp: MagicMock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Imports a module of the plug-in that uses the stub."""
    before = set(sys.modules)
    repository = ModuleType("gi.repository")
    vars(repository).update(dict.fromkeys(("Atk", "Gio", "GLib", "GimpUi"), MagicMock()))
    vars(repository).update(Gimp=gimp, Gtk=MagicMock(FileChooserDialog=Chooser))
    gi = ModuleType("gi")
    vars(gi).update(repository=repository, require_version=lambda *_of: None)
    monkeypatch.setitem(sys.modules, "gi", gi)
    monkeypatch.setitem(sys.modules, "gi.repository", repository)
    for folder in (PLUG_IN, PLUG_IN.parents[1]):
        monkeypatch.syspath_prepend(str(folder))
    yield lambda name: import_module(f"exifilm_in_gimp.{name}")
    for name in set(sys.modules) - before:
        if name.startswith(("exifilm_in_gimp", "exifilm_form")):
            del sys.modules[name]


# ── GIMP's settings ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def settings(load: Load) -> Any:
    return load("last_settings").LastSettings("file-jpeg-export")


def test_boxes_are_ticked_in_a_file_that_is_not_there_yet(settings: Any) -> None:
    assert not settings.ticked
    settings.tick()
    assert settings.ticked
    assert settings.path.read_text() == "(include-exif yes)\n(include-xmp yes)\n"


@pytest.mark.parametrize("end", ["\n# end of settings\n", "\n# end of settings", ""])
def test_the_other_settings_stay(settings: Any, end: str) -> None:
    """Also bytes that are not UTF-8, and a last line without its end."""
    settings.path.parent.mkdir()
    settings.path.write_bytes(b'(quality 0.9)\n(include-exif no)\n(comment "\xe4")' + end.encode())
    settings.tick()
    assert settings.ticked
    lines = settings.path.read_bytes().splitlines()
    assert lines[:3] == [b"(quality 0.9)", b"(include-exif yes)", b'(comment "\xe4")']
    assert lines[-1] == b"(include-xmp yes)"


def test_a_link_to_the_settings_stays_a_link(settings: Any, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("(include-exif no)\n")
    settings.path.parent.mkdir()
    settings.path.symlink_to(elsewhere)
    settings.tick()
    assert settings.path.is_symlink() and settings.ticked


def test_a_failure_leaves_the_settings_and_nothing_else(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.path.parent.mkdir()
    settings.path.write_text("(include-exif no)\n")

    def full(*_of: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exifilm_core.files.atomic.sync", full)
    with pytest.raises(ExifilmError, match=r"export settings.*disk is full"):
        settings.tick()
    assert settings.path.read_text() == "(include-exif no)\n"
    assert list(settings.path.parent.iterdir()) == [settings.path]


# ── the scans of the form ────────────────────────────────────────────────────────────────────────


def test_the_form_shows_the_image_among_the_scans_of_its_folder(
    load: Load, gimp: MagicMock, make_scan: Callable[..., Path]
) -> None:
    """Each is read where its record is: the open image, another open one, a file, and no file."""
    paths = [make_scan(f"sheet_{number}.jpg") for number in (1, 2, 3)]
    for number, path in enumerate(paths, start=1):
        Scan(path).save(ExposureRecord(image_id=str(number), subject="Tarn"))
    first, second = (opened(gimp, path) for path in paths[:2])
    gimp.get_images.return_value = [first, second]
    host = load("host").GimpHost(first)
    host.look(host.scans)
    shown = [(type(sheet).__name__, sheet.summary.called) for sheet in host.scans]
    assert shown == [("OpenSheet", "1"), ("OpenSheet", "2"), ("FolderScan", "3")]
    host.close()

    unsaved = opened(gimp, None)
    alone = load("host").GimpHost(unsaved)
    alone.look(alone.scans)
    assert [type(sheet).__name__ for sheet in alone.scans] == ["OwnSheet"]
    assert not alone.scans[0].summary.has_record
    alone.close()


def opened(gimp: MagicMock, path: Path | None) -> MagicMock:
    """An image in GIMP without metadata, from that file."""
    gimp.Metadata.load_from_file.return_value.serialize.return_value = "<metadata/>"
    image = MagicMock()
    image.get_id.return_value = id(image)
    image.get_name.return_value = path.name if path else "[Untitled]"
    image.get_xcf_file.return_value = image.get_parasite.return_value = None
    image.get_metadata.return_value.serialize.return_value = "<metadata/>"
    image.get_imported_file.return_value.get_path.return_value = str(path) if path else None
    image.get_file.return_value = None
    return image


# ── texts from elsewhere ─────────────────────────────────────────────────────────────────────────


def exporting(monkeypatch: pytest.MonkeyPatch, *, has_record: bool) -> None:
    """An export that gives a warning in place of the real one."""
    warning = Files.EXIFTOOL_WARNING(said=STEER)
    exported = SimpleNamespace(has_record=has_record, warnings=[warning])
    stub = SimpleNamespace(export=lambda *_of, **_how: exported)
    monkeypatch.setitem(sys.modules, "exifilm_in_gimp.exporting", stub)


def test_a_warning_cannot_steer_the_terminal_that_started_gimp(
    load: Load, gimp: MagicMock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exporting(monkeypatch, has_record=True)
    load("procedures").export(gimp.RunMode.NONINTERACTIVE, MagicMock(), "/scans/1.jpg")
    said = capsys.readouterr().err
    assert "exifilm: ExifTool warning" in said and STEER not in said


def test_a_name_that_is_not_utf_8_is_told(
    load: Load, gimp: MagicMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIMP takes no text that is not UTF-8."""
    exporting(monkeypatch, has_record=False)
    naming = SimpleNamespace(ask_for_name=lambda _image: Path("/scans") / ODD)
    monkeypatch.setitem(sys.modules, "exifilm_in_gimp.naming", naming)
    procedures = load("procedures")
    procedures.export(gimp.RunMode.INTERACTIVE, MagicMock(), None)
    (said,) = gimp.message.call_args.args
    assert said.encode() and r"scan_\xe4.jpg" in said
    assert ODD not in procedures.told(KeyError(ODD))
    assert procedures.told(RuntimeError(ODD)).encode()


def test_a_name_that_is_not_utf_8_is_suggested(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    formats = SimpleNamespace(FORMATS=(), format_of=lambda _path: None)
    monkeypatch.setitem(sys.modules, "exifilm_in_gimp.exporting", formats)
    image = MagicMock()
    image.get_exported_file().get_path.return_value = f"/scans/{ODD}"
    assert load("naming").NamingDialog(image).suggested == r"scan_\xe4.jpg"
