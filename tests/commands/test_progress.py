"""Progress bars: only on a terminal, and only for work of more than a second."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from tests.commands.conftest import COMMAND, REPOSITORY

pytestmark = pytest.mark.skipif(os.name != "posix", reason="opens a POSIX terminal")


@pytest.fixture
def scans(make_scan) -> list[Path]:
    return [make_scan(f"scans/{number}.jpg") for number in (1, 2, 3)]


def on_terminal(*arguments: object, slow_in: Path | None = None) -> str:
    """The output of a command on the terminal that is its standard error.

    With `slow_in`, that folder gets a script that makes ExifTool take more than a second to start.
    """
    import fcntl
    import pty
    import struct
    import termios

    environment = {**os.environ, "EXIFILM_QUICK": "0"}
    if slow_in:
        slow = slow_in / "slow-exiftool"
        slow.write_text('#!/bin/sh\nsleep 1.5\nexec exiftool "$@"\n')
        slow.chmod(0o755)
        environment["EXIFILM_EXIFTOOL"] = str(slow)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment,
        cwd=REPOSITORY,
    ):
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # Linux's error when no process has the terminal open
            pass
        finally:
            os.close(ours)
    return shown.decode()


@pytest.mark.parametrize(
    ("command", "doing"),
    [("show", "Reading"), ("show --json", "Reading"), ("set subject=A", "Saving")],
)
def test_many_files(command: str, doing: str, scans, tmp_path) -> None:
    shown = on_terminal(*command.split(), *scans, slow_in=tmp_path)
    # A busy machine may reach the second file before the bar's first second is over.
    assert re.search(rf"{doing}:  (33|67)%.*(1|2)/3", shown)
    last = shown.rstrip("\r").rpartition("\r")[2]
    assert not last.strip(), "the bar is taken away at the end"


def test_an_archive(scans, tmp_path) -> None:
    shown = on_terminal("check", scans[0].parent, slow_in=tmp_path)
    assert "Reading: " in shown
    assert "/3 " in shown


def test_a_search(scans, tmp_path) -> None:
    shown = on_terminal("find", "subject=", "--in", scans[0].parent, slow_in=tmp_path)
    assert "Reading: " in shown
    assert "/3 " in shown


def test_quick_work_shows_none(scans) -> None:
    begun = time.monotonic()
    shown = on_terminal("show", *scans)
    assert shown == "" or time.monotonic() - begun > 1


def test_one_file_shows_none(scans, tmp_path) -> None:
    assert on_terminal("show", scans[0], slow_in=tmp_path) == ""
