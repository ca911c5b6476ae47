"""Plain `exiftool`, run as a user runs it: with a config, without any, or with the one at home."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from exifilm_core.resources import resource

CONFIG = resource("plugins/exiftool/exifilm.config")
AT_HOME = None
NONE = ""


def exiftool(*arguments: str | Path, config: Path | str | None = CONFIG, quiet: bool = True) -> str:
    """What `exiftool` says; with `quiet`, it may complain of nothing."""
    chosen = [] if config is AT_HOME else ["-config", str(config)]
    done = subprocess.run(
        ["exiftool", *chosen, "-q", *map(str, arguments)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    complaints = done.stderr.decode("utf-8", "replace").strip()
    if quiet:
        assert (done.returncode, complaints) == (0, "")
    return done.stdout.decode("utf-8", "replace") + ("" if quiet else complaints)


def tags_of(path: Path, *options: str, config: Path | str | None = CONFIG) -> dict[str, Any]:
    """The tags of a file, numbers as they are written there."""
    (found,) = json.loads(
        exiftool("-j", "-G1", *options, path, config=config), parse_float=str, parse_int=str
    )
    del found["SourceFile"]
    return dict(found)


def said_by(program: str, *arguments: str | Path) -> str:
    """What another program says of a file. The test is skipped where it is not installed."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, timeout=60
    )
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A picture without any tags."""
    path = tmp_path / "plain.jpg"
    Image.new("RGB", (16, 16), "grey").save(path)
    return path
