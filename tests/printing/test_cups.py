"""Records through a real print server: `exifilm print … | lpr`, and the window's print dialogue."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.resources import resource
from exifilm_core.printing import RECORD, ROLL
from tests import samples
from tests.form import desktop
from tests.gate.hosts import needed
from tests.printing import cups
from tests.printing.interpreter import asked_for, texts

pytestmark = pytest.mark.hosts
NUMBERS = range(1, 7)


@pytest.fixture(scope="module")
def server() -> Iterator[cups.Server]:
    needed("cups", "cupsd")
    needed("cups", "lpr")
    with cups.server() as running:
        yield running


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six scans in `scans`."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "scans").mkdir()
    for number in NUMBERS:
        path = samples.make(folder / f"scans/sheet_{number}.jpg")
        Scan(path).save(ExposureRecord(image_id=str(number), subject=f"subject-{number}-"))
    return folder


def typed(line: str, home: Path, server: cups.Server) -> bytes:
    """The printed document after a user types that line."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=home,
        env=server.environment | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return server.printed()


def subjects(document: bytes) -> list[list[int]]:
    """The numbers of the records on each page, in the page's order."""
    return [[int(n) for n in re.findall(r"subject-(\d)-", page)] for page in texts(document)]


def test_all_records(home: Path, server: cups.Server) -> None:
    printed = typed("exifilm print scans | lpr", home, server)
    assert subjects(printed) == [[1, 2, 3, 4], [5, 6]]
    assert asked_for(printed)["Duplex"] == "false"


def test_both_sides(home: Path, server: cups.Server) -> None:
    """The document makes the request itself, whatever the queue's default."""
    printed = typed("exifilm print scans 1 6 --duplex --paper a4 | lpr", home, server)
    assert subjects(printed) == [[1, 3, 5], [4, 2, 6]]
    asked = asked_for(printed)
    assert (asked["Duplex"], asked["Tumble"]) == ("true", "false")
    assert asked["PageSize"] == "[595 842]"


def test_the_form_as_it_stands(home: Path, server: cups.Server) -> None:
    printed = typed(f"lpr {resource('postscript/exposure_record.ps')}", home, server)
    assert [page.count("Focal length") for page in texts(printed)] == [4]
    script = resource("postscript/print_records.py")
    assert subjects(typed(f"{sys.executable} {script} scans 2 3 | lpr", home, server)) == [[2, 3]]


def test_a_roll_form_as_it_stands(home: Path, server: cups.Server) -> None:
    files = [resource(name) for name in (ROLL, RECORD)]
    printed = typed("cat {} {} | lpr".format(*files), home, server)
    assert [page.count("Subject") for page in texts(printed)] == [1]
    printed = typed("exifilm form --roll 36 --paper a4 | lpr", home, server)
    assert [page.count("Subject") for page in texts(printed)] == [1]


def test_the_windows_dialogue(
    home: Path, server: cups.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user chooses the printer, both sides and two copies in GTK's own dialogue."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CUPS_SERVER", server.address)
    told = desktop.tried(
        "probe_print",
        tmp_path,
        script=Path(desktop.HERE) / "print_script.py",
        folder=str(home / "scans"),
        last=len(NUMBERS),
        printer=cups.PRINTER,
        sides="Long Edge (Standard)",
        copies=2,
    )
    assert told["status"] == 0
    assert told["said"].startswith(f"The records were sent to {cups.PRINTER}.\n6 records")
    assert told["both sides"] is True
    assert told["remembered"] == cups.PRINTER
    printed = server.printed()
    assert subjects(printed) == 2 * [[1, 3, 5], [4, 2, 6]]
    asked = asked_for(printed)
    assert (asked["Duplex"], asked["PageSize"]) == ("true", "[612 792]")
    assert printed.count(b"\nopen-back\n") >= 1, "the backs have their margin on the right"
