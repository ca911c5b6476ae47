"""The window's rooms: where GTK comes from, and the map of them in the manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WINDOW = ROOT / "plugins/exifilm_form"
ROOMS = ("session", "form", "pictures", "printing", "program")


@pytest.mark.parametrize("room", ROOMS)
def test_only_one_module_requires_gtk(room: str) -> None:
    """The start (`__main__.py`) asks for it too, before anything is loaded."""
    for path in (WINDOW / room).glob("*.py"):
        if path.name == "vips.py":  # libvips is optional, and required where it is used
            continue
        assert not re.search(r"require_version|gi\.repository", path.read_text("utf-8")), path


@pytest.mark.parametrize("room", ROOMS)
def test_the_manual_lists_every_module(room: str) -> None:
    manual = (ROOT / "docs/form-window.md").read_text("utf-8")
    (table,) = re.findall(rf"^\| `{room}/` \|.*\n(?:\|.*\n)*", manual, re.MULTILINE)
    listed = re.findall(r"`(\w+\.py)`", re.sub(r"`exifilm_core/.*", "", table))
    there = [path.name for path in (WINDOW / room).glob("*.py") if path.name != "__init__.py"]
    assert sorted(listed) == sorted(there)
