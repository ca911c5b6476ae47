"""Run plain `exiftool` as a user does: with a config, without one, or with the one at home."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from exifilm_core.files.resources import resource
from tests import samples

CONFIG = resource("plugins/exiftool/exifilm.config")
AT_HOME = None
NONE = ""


def exiftool(*arguments: str | Path, config: Path | str | None = CONFIG, quiet: bool = True) -> str:
    """The output of `exiftool`; with `quiet`, any message fails the test.

    The config at home differs in each test, so a new process reads it.
    """
    if config is AT_HOME:
        said = _started_at_home("-q", *map(str, arguments))
    else:
        said = samples.asked("-q", *arguments, config=config)
    if quiet:
        assert (said.status, said.stderr) == (0, "")
    return said.out + ("" if quiet else said.stderr)


def _started_at_home(*arguments: str) -> samples.Said:
    done = subprocess.run(
        ["exiftool", *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        encoding="utf-8",
        errors="replace",
    )
    return samples.Said(done.returncode, done.stdout, done.stderr.strip())


def tags_of(path: Path, *options: str, config: Path | str | None = CONFIG) -> dict[str, Any]:
    """The tags of a file, with numbers as they are in the file."""
    (found,) = json.loads(
        exiftool("-j", "-G1", *options, path, config=config), parse_float=str, parse_int=str
    )
    del found["SourceFile"]
    return dict(found)


def said_by(program: str, *arguments: str | Path) -> str:
    """Another program's output about a file. Skips the test if it is not installed."""
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
