"""Runs a script with GTK in a child process, under a display of its own that ends with it."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exifilm_core.dependencies import LIBRARY, OTHER_SCRIPTS
from tests.display import on_display

ROOT = Path(__file__).resolve().parents[2]
_NEEDED = (
    "import gi, cairo; gi.require_version('Gtk', '3.0'); gi.require_foreign('cairo'); "
    "from gi.repository import Gtk"
)
_PACKAGES = (*LIBRARY, *OTHER_SCRIPTS)
_GET_IT = "apt install python3-gi python3-gi-cairo gir1.2-gtk-3.0 xvfb xauth"


def packages() -> str:
    """The folders of the core's packages, for a Python that has GTK but lacks the packages."""
    places = dict.fromkeys(
        str(Path(spec.origin).parent.parent)
        for name in _PACKAGES
        if (spec := importlib.util.find_spec(name)) and spec.origin
    )
    return os.pathsep.join(places)


@functools.cache
def python_with_gtk() -> str:
    """A Python that has GTK 3; skips the test if there is none, or no Xvfb."""
    if not shutil.which("xvfb-run"):
        pytest.skip(f"xvfb-run is missing: {_GET_IT}")
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3")):
        if python and Path(python).exists():
            tried = subprocess.run([python, "-c", _NEEDED], capture_output=True, check=False)
            if tried.returncode == 0:
                return python
    pytest.skip(f"no Python with GTK 3: {_GET_IT}")


@functools.cache
def has_libvips() -> bool:
    """Whether that Python has a libvips that the window can use."""
    script = "from exifilm_form.pictures import vips"
    path = os.pathsep.join([str(ROOT), str(ROOT / "plugins"), packages()])
    tried = subprocess.run(
        [python_with_gtk(), "-c", script],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


def needs_libvips() -> None:
    """Skip the test where libvips is missing."""
    if not has_libvips():
        pytest.skip("libvips is missing: apt install gir1.2-vips-8.0")


@contextlib.contextmanager
def own_home(home: Path) -> Iterator[pytest.MonkeyPatch]:
    """A home folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in ("DATA", "STATE", "CONFIG", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield patch


class Answers:
    """The results of a script's functions."""

    def __init__(self, answers: dict[str, Any], stderr: str) -> None:
        self._answers, self.stderr = answers, stderr

    def __getitem__(self, name: str) -> Any:
        found = self._answers[name]
        assert not found.get("problems"), "\n".join(found["problems"])
        return found["answer"]


def run(script: Path, *arguments: str | Path, seconds: float = 120) -> Answers:
    """Run the script; returns its functions' results."""
    environment = os.environ | {
        "GTK_THEME": "Adwaita",
        "GDK_BACKEND": "x11",
        "NO_AT_BRIDGE": "1",
        "LC_ALL": "C.UTF-8",
        "G_ENABLE_DIAGNOSTIC": "0",
        "PYTHONPATH": os.pathsep.join([packages(), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    words = [python_with_gtk(), str(script), *map(str, arguments)]
    ended = on_display(words, "1400x900", environment, seconds=seconds)
    assert ended.status == 0, ended.stderr
    assert "CRITICAL" not in ended.stderr, ended.stderr
    return Answers(json.loads(ended.said.strip().splitlines()[-1]), ended.stderr)
