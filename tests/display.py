"""A display for one test, and a desktop on it; all its programs end with the test.

Each display is private. Its number derives from this process, so that two workers do not use the
same one. It avoids X's abstract sockets, which the machines of the gate share.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

DESKTOP = ("xvfb-run", "dbus-run-session", "xdotool", "openbox")
"""The programs of a desktop."""
_SCREEN = "-screen 0 {size}x24 -nolisten local -noreset"
"""By itself, a server starts anew when its last client leaves; a new one cannot connect then."""
_ON_A_DESKTOP = (
    "gsettings set org.gnome.desktop.interface toolkit-accessibility true 2>/dev/null; "
    'openbox & exec "$@"'
)
_TELL_THE_DISPLAY = (
    'printf "%s\\n" "$DISPLAY" "$XAUTHORITY" >"$0.part" && mv "$0.part" "$0"; openbox & exec "$@"'
)


class Ended(NamedTuple):
    """A program's exit status and output."""

    status: int
    said: str
    stderr: str


def on_display(
    words: list[str],
    size: str,
    environment: Mapping[str, str],
    *,
    seconds: float,
    cwd: str | None = None,
) -> Ended:
    """Run the command on a display of that size, such as "1400x900"."""
    number = str(1000 + os.getpid() % 30000)
    screen = _SCREEN.format(size=size)
    with subprocess.Popen(
        ["xvfb-run", "-a", "-n", number, "-s", screen, *words],
        env=dict(environment),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            said, stderr = child.communicate(timeout=seconds)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    return Ended(child.returncode, said, stderr)


@contextlib.contextmanager
def running(
    words: list[str], size: str, environment: Mapping[str, str], folder: Path
) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, str]]]:
    """The command on a display with a window manager, and the environment of others there.

    Both end with the block. `folder/said` has what the programs print.
    """
    number = str(1000 + os.getpid() % 30000)
    told = folder / "display"
    told.unlink(missing_ok=True)
    screen = _SCREEN.format(size=size)
    with (
        (folder / "said").open("ab") as said,
        subprocess.Popen(
            [
                *("xvfb-run", "-a", "-n", number, "-s", screen),
                *("sh", "-c", _TELL_THE_DISPLAY, str(told), *words),
            ],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as child,
    ):
        try:
            while not told.exists():
                assert child.poll() is None, (folder / "said").read_text(errors="replace")
                time.sleep(0.02)
            shown, authority = told.read_text(encoding="utf-8").splitlines()
            yield child, {**environment, "DISPLAY": shown, "XAUTHORITY": authority}
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def on_desktop(
    words: list[str],
    size: str,
    environment: Mapping[str, str],
    *,
    witness: Path,
    seconds: float,
    cwd: str | None = None,
) -> Any:
    """The result of a script that uses `tests/form/robot.py`, in a session with a window manager.

    A fault in the form, which it logs in the file `witness`, fails the test.
    """
    session = ["dbus-run-session", "--", "sh", "-c", _ON_A_DESKTOP, "session", *words]
    environment = dict(environment) | {
        "EXIFILM_FORM_WITNESS": str(witness),
        "GTK_MODULES": "gail:atk-bridge",
        "GDK_BACKEND": "x11",
        "NO_AT_BRIDGE": "0",
    }
    ended = on_display(session, size, environment, seconds=seconds, cwd=cwd)
    answers = [line for line in ended.said.splitlines() if line.startswith("{")]
    assert answers, ended.stderr
    answer = json.loads(answers[-1])
    assert "problem" not in answer, f"{answer['problem']}\n{ended.stderr}"
    assert not faults(witness)
    return answer["answer"]


def faults(witness: Path) -> list[str]:
    """The form's uncaught exceptions."""
    lines = witness.read_text(encoding="utf-8").splitlines() if witness.exists() else []
    events = [json.loads(line) for line in lines]
    return [event["said"] for event in events if event["event"] == "fault"]
