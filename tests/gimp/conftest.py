"""Fixtures of the plug-in's tests: a home with it installed, and a scan."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.gimp import real


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the plug-in installed in its GIMP."""
    home = tmp_path_factory.mktemp("gimp") / "home"
    real.installed(home)
    return home


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scan without a record."""
    path = tmp_path / "scan_17.jpg"
    Image.effect_noise((320, 256), 60).convert("RGB").save(path)
    return path
