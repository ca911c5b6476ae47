"""Modules of the plug-in with a stub in place of GIMP: its settings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

from exifilm_core import ExifilmError

PLUG_IN = Path(__file__).resolve().parents[2] / "plugins" / "gimp3" / "exifilm"
Load = Callable[[str], Any]


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
    vars(repository).update(Gimp=gimp)
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

    monkeypatch.setattr("exifilm_core.scans.replacing.sync", full)
    with pytest.raises(ExifilmError, match=r"export settings.*disk is full"):
        settings.tick()
    assert settings.path.read_text() == "(include-exif no)\n"
    assert list(settings.path.parent.iterdir()) == [settings.path]
