"""`exifilm edit`: which Python runs the window, and the error if none can."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from exifilm_core.commands import edit
from exifilm_core.commands.exits import InputError
from exifilm_core.errors import ExifilmError


def python_that(folder: Path, name: str, does: str) -> str:
    """A stand-in for a Python: a script with a behaviour of its own."""
    script = folder / name
    script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def run(monkeypatch: pytest.MonkeyPatch, pythons: list[str], *arguments: str) -> int:
    def found() -> Iterator[str]:
        yield from pythons

    monkeypatch.setattr(edit, "pythons", found)
    result = CliRunner().invoke(edit.edit, arguments)
    if isinstance(result.exception, ExifilmError):
        raise result.exception
    return result.exit_code


def test_without_gtk_it_says_which_package_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = python_that(tmp_path, "python3", "exit 69")
    with pytest.raises(ExifilmError) as told:
        run(monkeypatch, [without], str(tmp_path))
    for package in ("gir1.2-gtk-3.0", "python3-gobject", "pacman -S python-gobject", "pygobject3"):
        assert package in str(told.value)
    for system in ("Debian", "Fedora", "Arch", "macOS", "Windows"):
        assert system in str(told.value)


def test_the_first_python_that_has_gtk_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = python_that(tmp_path, "without", "exit 69")
    old = python_that(tmp_path, "old", "exit 2")
    there = python_that(tmp_path, "there", f'echo "$@" > "{tmp_path}/told"; exit 0')
    scans = tmp_path / "-scans"
    scans.mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, [without, old, there], "--", "-scans") == 0
    told = (tmp_path / "told").read_text(encoding="utf-8")
    assert told.rstrip().endswith(f" {scans}")
    assert "-P -c" in told


def test_a_list_of_files_goes_to_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More files than fit into a command line of a shell; with --print in front."""
    there = python_that(tmp_path, "there", f'printf "%s\\n" "$@" > "{tmp_path}/told"')
    names = [str(tmp_path / f"scan-{'x' * 100}-{number} 'ß'.jpg") for number in range(2000)]
    listed = tmp_path / "chosen.json"
    listed.write_text(json.dumps(names), encoding="utf-8")
    assert run(monkeypatch, [there], "--print", "--list", str(listed)) == 0
    told = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    assert told[-2001:] == ["--print", *names]


@pytest.mark.parametrize("text", ["{}", "[]", "[1]", "nonsense"])
def test_a_list_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "chosen.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(edit, "open_window", lambda *_of, **_how: pytest.fail("it opened"))
    result = CliRunner().invoke(edit.edit, ["--list", str(tmp_path / "chosen.json")])
    assert isinstance(result.exception, InputError)
    assert '["scan_01.jpg", "scan_02.jpg"]' in str(result.exception)


def test_what_the_window_ends_with_is_the_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = python_that(tmp_path, "failing", "exit 1")
    assert run(monkeypatch, [failing], str(tmp_path)) == 1


def test_a_python_without_gtk_says_so_by_its_status(tmp_path: Path) -> None:
    if importlib.util.find_spec("gi"):
        pytest.skip("this Python has GTK")
    plugins = Path(__file__).resolve().parents[2] / "plugins"
    code = "from exifilm_form.__main__ import main; import sys; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(plugins)},
        check=False,
    )
    assert done.returncode == 69


def test_all_that_the_window_needs_is_put_on_the_path() -> None:
    folders = edit.folders_needed()
    for name in edit._NEEDED:
        assert any((Path(folder) / name).is_dir() for folder in folders)


@pytest.mark.parametrize("as_it_starts", [False, True])
def test_a_signal_to_end_reaches_the_window(tmp_path: Path, as_it_starts: bool) -> None:
    """Even one that arrives after the window has opened but before the command has noticed."""
    up = tmp_path / "up"
    window = python_that(
        tmp_path, "window", f'trap \'echo ended > "{tmp_path}/ended"; exit 0\' TERM\n'
        f'touch "{up}"; while :; do sleep 0.05; done'
    )  # fmt: skip
    code = f"""
import os, signal, subprocess, time
from exifilm_core.commands.edit import _run
class Started(subprocess.Popen):
    def __init__(self, command):
        super().__init__(command)
        while {as_it_starts} and not os.path.exists({str(up)!r}):
            time.sleep(0.02)
        if {as_it_starts}:
            os.kill(os.getpid(), signal.SIGTERM)
subprocess.Popen = Started
raise SystemExit(_run([{window!r}]))
"""
    with subprocess.Popen([sys.executable, "-c", code]) as command:
        while not up.exists():
            time.sleep(0.02)
        if not as_it_starts:
            command.send_signal(signal.SIGTERM)
        assert command.wait(timeout=20) == 0
    assert (tmp_path / "ended").exists()
