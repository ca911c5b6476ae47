"""The shared ExifTool, separate ones, and fake ones that inject faults."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exifilm_core.exiftool import ExifTool


@pytest.fixture
def exiftool() -> ExifTool:
    """The ExifTool that stays open from test to test."""
    return ExifTool.shared()


@pytest.fixture
def own_exiftool() -> Iterator[ExifTool]:
    """An ExifTool that a test may harm. Its timeout is short."""
    with ExifTool(timeout=5) as tool:
        yield tool


@pytest.fixture
def fake(tmp_path: Path) -> Callable[[str], str]:
    """A function that makes a program from the lines of a shell script, and returns its path.

    In the script, REAL is the real ExifTool.
    """

    def make(script: str) -> str:
        path = tmp_path / f"false-exiftool-{len(list(tmp_path.iterdir()))}"
        real = shutil.which("exiftool")
        assert real
        path.write_text(f"#!/bin/sh\n{script.replace('REAL', real)}\n")
        path.chmod(0o755)
        return os.fspath(path)

    return make
