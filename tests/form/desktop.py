"""Runs a script that operates the form's program, on a desktop of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import display
from tests.form.gtk_probe import python_with_gtk

HERE = Path(__file__).parent
EXIFILM = [sys.executable, "-c", "from exifilm_core.commands import main; main()", "edit"]


def tried(
    call: str,
    tmp_path: Path,
    /,
    *,
    script: Path = HERE / "window_script.py",
    size: str = "1400x1200",
    seconds: float = 120,
    **arguments: Any,
) -> Any:
    """The result of a function of the script. A fault in the window fails the test."""
    python = python_with_gtk()
    for program in display.DESKTOP:
        if not shutil.which(program):
            pytest.skip(f"{program} is missing: apt install xvfb dbus xdotool openbox")
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    asked = {"call": call, "command": EXIFILM, "arguments": arguments}
    environment = os.environ | {
        "EXIFILM_SHOT": str(tmp_path / "shot.png"),
        "EXIFILM_PYTHON": python,
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "GTK_THEME": "Adwaita",
        "LC_ALL": "C.UTF-8",
    }
    return display.on_desktop(
        [python, str(script), json.dumps(asked)],
        size,
        environment,
        witness=tmp_path / "witness.json",
        seconds=seconds,
    )
