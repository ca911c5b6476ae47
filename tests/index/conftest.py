"""Scans that count as old enough to be known, and an index of a test's own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.index import Index, Read, rows
from exifilm_core.readers import FileTags
from exifilm_core.tags.not_utf8 import NotUtf8

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "index") as index:
        yield index


@pytest.fixture
def old_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take files that were just made for old ones."""
    monkeypatch.setattr(rows, "YOUNG", -3600)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """A function that gives a scan as it was read: read("1.jpg", "text", sidecar=True)."""

    def read(name: str, text: str = "text", *, sidecar: bool = False) -> Read:
        path = tmp_path / "scans" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(os.fsencode(name))
        tags: dict[str, Any] = {
            "XMP-exifilm:Subject": text,
            "IFD0:Artist": NotUtf8("Zürich"),
            "XMP-dc:Subject": ["a", {"b": "ü \ud800"}],
        }
        image = FileTags(path, "JPEG", tags, status=path.stat())
        beside = None
        if sidecar:
            other = path.with_name(f"{name}.xmp")
            other.write_text("<x/>")
            beside = FileTags(other, "XMP", {"XMP-xmp:Rating": "3"}, status=other.stat())
        return Read(image, beside, ExposureRecord(image_id=text, notes=f"{text} {name!a}"))

    return read


def later() -> float:
    """A time at which a file that was just made is old."""
    return time.time() + 3600


def python(program: str, *arguments: object, **how: Any) -> subprocess.Popen[bytes]:
    """Start a Python process that runs this program."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, **how)
