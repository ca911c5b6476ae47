"""Fixtures of the tests in darktable: scans, and darktable with the panel on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from PIL import Image

from tests.darktable import real

CLOSED = ("select", "image", "copy_history", "styles", "metadata", "tagging", "export")
"""The modules of darktable that would be above or below the panel."""


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A folder of five scans without a record."""
    folder = tmp_path / "scans"
    folder.mkdir()
    make_scans(folder, 5)
    return folder


def make_scans(folder: Path, count: int, size: tuple[int, int] = (320, 256)) -> None:
    """Scans scan_01.jpg and so on, all of the same small picture."""
    first = folder / "scan_01.jpg"
    Image.effect_noise(size, 60).convert("RGB").save(first)
    for number in range(2, count + 1):
        shutil.copy(first, folder / f"scan_{number:02}.jpg")


@pytest.fixture
def darktable(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., real.Darktable]:
    """A function that gives darktable with the panel, in one folder at each call of a test."""
    real.hosts.needed("darktable", "darktable")
    shared = tmp_path_factory.getbasetemp().parent
    folder = tmp_path / "darktable"
    program = real.exifilm(tmp_path)

    def start(
        images: Path | None = None,
        *,
        settings: Mapping[str, str] = MappingProxyType({}),
        **more: Any,
    ) -> real.Darktable:
        if not folder.exists():
            shutil.copytree(real.used_before(shared), folder / "configuration")
        usual = {f"plugins/lighttable/{name}/expanded": "FALSE" for name in CLOSED} | {
            "plugins/lighttable/exifilm/expanded": "TRUE",
            "ui_last/maximized": "true",
            "lua/exifilm/program": str(program),
        }
        more = {"luarc": real.LUARC} | more
        return real.Darktable(folder, images=images, settings=usual | dict(settings), **more)

    return start
