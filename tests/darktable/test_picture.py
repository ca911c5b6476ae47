"""A picture of the panel for the documentation; `make pictures` takes it from the gate's run."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests.darktable import real
from tools.demo import scans as maker

pytestmark = pytest.mark.hosts
Start = Callable[..., real.Darktable]


def test_a_picture_for_the_documentation(darktable: Start, tmp_path: Path) -> None:
    """Some of the demonstration's scans, two of them selected, and one field typed."""
    folder = tmp_path / "film"
    folder.mkdir()
    notes = real.ROOT / "tools" / "demo" / "sheets.toml"
    notebook = tomllib.loads(notes.read_text(encoding="utf-8"))
    names = {field.name for field in ExposureRecord.fields()}
    sheets = [notebook["every"] | sheet for sheet in notebook["sheet"][:8]]
    for sheet in sheets:
        scan = Scan(maker.make(sheet, folder))
        scan.save(scan.record.replace(**{n: text for n, text in sheet.items() if n in names}))
    picture = tmp_path / f"darktable-{version()}-panel.png"
    with darktable(folder, size="1440x860") as window:
        window.selects(*(sheet["file"] for sheet in sheets[:2]))
        window.types("developer", "Pyrocat-HD")
        window.looks_at_the_images()
        window.do("xdotool", "mousemove", "640", "600")
        time.sleep(2)
        picture.write_bytes(window.picture())
    assert picture.stat().st_size > 10_000
    if out := os.environ.get("EXIFILM_GATE_OUT"):
        shutil.copy(picture, out)


def version() -> str:
    """darktable's version, such as "5.4"."""
    program = real.hosts.needed("darktable", "darktable-cli")
    told = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)
    number = next(word for word in told.stdout.split() if word[0].isdigit())
    return ".".join(number.split(".")[:2])
