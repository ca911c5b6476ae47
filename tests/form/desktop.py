"""A desktop for one test: a display, a session bus with accessibility, a window manager.

Everything in it is a child of one process group, which ends with the test.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.form.hands import python_with_gtk

HERE = Path(__file__).parent
EXIFILM = [sys.executable, "-c", "from exifilm_core.commands import main; main()", "edit"]
_NEEDED = ("xvfb-run", "dbus-run-session", "xdotool", "openbox")
_SESSION = (
    "gsettings set org.gnome.desktop.interface toolkit-accessibility true 2>/dev/null; "
    'openbox & exec "$@"'
)


def tried(call: str, tmp_path: Path, /, *, seconds: float = 120, **arguments: Any) -> Any:
    """What a function of `tried_by_hand.py` gives. A fault in the window fails the test."""
    python = python_with_gtk()
    for program in _NEEDED:
        if not shutil.which(program):
            pytest.skip(f"{program} is missing: apt install xvfb dbus-x11 xdotool openbox")
    witness = tmp_path / "witness.json"
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    asked = {"call": call, "command": EXIFILM, "arguments": arguments}
    command = [
        *("xvfb-run", "-a", "-s", "-screen 0 1400x1200x24", "dbus-run-session", "--"),
        *("sh", "-c", _SESSION, "session"),
        *(python, str(HERE / "tried_by_hand.py"), json.dumps(asked)),
    ]
    environment = os.environ | {
        "EXIFILM_FORM_WITNESS": str(witness),
        "EXIFILM_SHOT": str(tmp_path / "shot.png"),
        "EXIFILM_PYTHON": python,
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "GTK_THEME": "Adwaita",
        "GTK_MODULES": "gail:atk-bridge",
        "GDK_BACKEND": "x11",
        "LC_ALL": "C.UTF-8",
        "NO_AT_BRIDGE": "0",
    }
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            said, complaints = child.communicate(timeout=seconds)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    answers = [line for line in said.splitlines() if line.startswith("{")]
    assert answers, complaints
    answer = json.loads(answers[-1])
    assert "problem" not in answer, f"{answer['problem']}\n{complaints}"
    assert not faults(witness)
    return answer["answer"]


def events(witness: Path) -> list[dict[str, Any]]:
    if not witness.exists():
        return []
    return [json.loads(line) for line in witness.read_text(encoding="utf-8").splitlines()]


def faults(witness: Path) -> list[str]:
    """What went wrong in the window without anybody catching it."""
    return [event["said"] for event in events(witness) if event["event"] == "fault"]
