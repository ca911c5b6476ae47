"""`exifilm install` and `exifilm uninstall`, as users type them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exifilm_core.integrations.integration import PROGRAMS
from tests.tagset.conftest import AT_HOME, exiftool


def exifilm(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "exifilm_core.commands", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=60,
    )


def test_installed_and_uninstalled() -> None:
    config = Path(os.environ["HOME"]) / ".ExifTool_config"
    done = exifilm("install", "exiftool")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(config) in done.stdout
    assert "Film" in exiftool("-listw", "-XMP-exifilm:all", config=AT_HOME)
    assert exifilm("install", "exiftool").returncode == 0
    done = exifilm("uninstall", "exiftool")
    assert (done.returncode, done.stderr) == (0, "")
    assert not config.exists()
    assert exifilm("uninstall", "exiftool").returncode == 0


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_what_fails_is_named_with_status_1(command: str) -> None:
    (Path(os.environ["HOME"]) / ".ExifTool_config").mkdir()
    done = exifilm(command, "exiftool")
    assert (done.returncode, done.stdout) == (1, "")
    assert "it is a folder" in done.stderr


@pytest.mark.parametrize("command", ["install", "uninstall"])
@pytest.mark.parametrize("programs", [[], ["exifwool"], ["exiftool", "nothing"]])
def test_wrong_usage_has_status_2(command: str, programs: list[str]) -> None:
    done = exifilm(command, *programs)
    assert (done.returncode, done.stdout) == (2, "")
    assert "exiftool" in done.stderr
    assert not (Path(os.environ["HOME"]) / ".ExifTool_config").exists()


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_can_be_installed_and_uninstalled_and_is_in_the_help(program: str) -> None:
    module = PROGRAMS[program].load()
    assert callable(module.install) and callable(module.uninstall)
    assert f"\n    {program} " in exifilm("install", "--help").stdout
