"""A virtual screen with a window manager, for pictures and measurements.

It looks the same on every machine: no settings of the user, a theme that is part of GTK, nothing
that blinks or moves. Everything on it ends with the `with` block.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

TOP = Path(__file__).resolve().parent.parent
NEEDED = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "import": "imagemagick"}
SETTINGS = "[Settings]\ngtk-cursor-blink=0\ngtk-enable-animations=0\ngtk-xft-rgba=none\n"
START = """
import gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
Gtk.Widget.set_default_direction(Gtk.TextDirection.{direction})
import sys
from exifilm_form.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
PATIENCE = 60


class Screen:
    """`with Screen(1400, 1000) as screen: window = screen.window(folder)`."""

    def __init__(self, width: int, height: int, cache: Path | None = None) -> None:
        """Programs on it use this folder as their cache, or one that ends with the screen."""
        missing = [package for name, package in NEEDED.items() if not shutil.which(name)]
        if missing:
            raise SystemExit(
                f"This needs a screen that nobody sees: apt install {' '.join(missing)}"
            )
        self._size = f"{width}x{height}x24"
        self._cache = cache
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._home = tempfile.TemporaryDirectory(prefix="exifilm-screen-")
        home = Path(self._home.name)
        self.state = home / "state" / "exifilm" / "window.json"
        self.state.parent.mkdir(parents=True)
        (home / "config" / "gtk-3.0").mkdir(parents=True)
        (home / "config" / "gtk-3.0" / "settings.ini").write_text(SETTINGS)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "XDG_", "GTK_"))}
        self._environment = kept | {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(self._cache or home / "cache"),
            "XDG_RUNTIME_DIR": str(home),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "NO_AT_BRIDGE": "1",
            "GDK_BACKEND": "x11",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(
                [str(TOP / "plugins"), str(TOP), sysconfig.get_path("purelib")]
            ),
        }
        ours, theirs = os.pipe()
        xvfb = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", self._size, "-nolisten", "tcp"]
        self._start(xvfb, pass_fds=[theirs])
        os.close(theirs)
        with os.fdopen(ours) as number:
            self._environment["DISPLAY"] = f":{number.readline().strip()}"
        self._start(["openbox"])
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._home.cleanup()

    def _start(
        self, command: list[str], more: dict[str, str] | None = None, **how: Any
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env=self._environment | (more or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that its children end with it
            **how,
        )
        self._running.append(process)
        return process

    def window(
        self, path: Path, environment: Mapping[str, str], *, right_to_left: bool = False
    ) -> Window:
        """The form on that folder or file, ready for typing."""
        start = START.format(direction="RTL" if right_to_left else "LTR")
        command = [python_with_gtk(), "-P", "-c", start, str(path)]
        return self.started(command, environment)

    def started(
        self,
        command: list[str],
        environment: Mapping[str, str] = MappingProxyType({}),
        *,
        maximized: bool = True,
    ) -> Window:
        """The form that this command opens, ready for typing."""
        self.state.write_text(json.dumps({"maximized": maximized}))
        witness = Path(self._home.name) / f"witness-{len(self._running)}.json"
        more = {"EXIFILM_FORM_WITNESS": str(witness), "GTK_THEME": "Adwaita", **environment}
        started = time.time()
        process = self._start(command, more)
        window = Window(self, process, witness, started)
        window.waits_for("open")
        return window

    def do(self, *command: str | Path) -> bytes:
        """Run a command on this screen and return what it prints."""
        return subprocess.run(
            command, env=self._environment, check=True, stdout=subprocess.PIPE, timeout=PATIENCE
        ).stdout


class Window:
    """The form on a screen. Its events are dictionaries: what, and when (the time of day)."""

    def __init__(
        self, screen: Screen, process: subprocess.Popen[bytes], witness: Path, started: float
    ) -> None:
        self.screen, self.started = screen, started
        self._process, self._witness = process, witness

    def events(self, name: str = "") -> list[dict[str, Any]]:
        """The events that the window has reported so far."""
        if not self._witness.exists():
            return []
        lines = self._witness.read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        return [event for event in found if name in ("", event["event"])]

    def waits_for(self, name: str, count: int = 1, **what: Any) -> dict[str, Any]:
        """Wait for the event to be reported that often, and return it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if faults := self.events("fault"):
                raise SystemExit(faults[0]["said"])
            found = [e for e in self.events(name) if what.items() <= e.items()]
            if len(found) >= count:
                return found[count - 1]
            if self._process.poll() is not None:
                raise SystemExit(f"The window ended with status {self._process.returncode}.")
            time.sleep(0.005)
        raise SystemExit(f"The window did not come to “{name}”.")

    def presses(self, *keys: str) -> None:
        self.screen.do("xdotool", "key", *keys)

    def closes(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)


def python_with_gtk() -> str:
    """A Python that has GTK 3."""
    needed = "import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk"
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3", path=os.defpath)):
        if python and not subprocess.run([python, "-c", needed], capture_output=True).returncode:
            return python
    raise SystemExit("No Python here has GTK 3: apt install python3-gi gir1.2-gtk-3.0")
