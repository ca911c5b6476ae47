"""The workflows in digiKam's list: its other ones stay, and a file's name is never run."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from exifilm_core.errors import ExifilmError
from exifilm_core.integrations import digikam_queue as queue

FILE = Path("/home/anna/.local/share/digikam/queue.xml")
OTHERS = b"""<!DOCTYPE XMLQueueList>
<queuelist version="2.0" client="digikam" encoding="UTF-8">
    <queue>
        <queuetitle value="Prints &amp; web"/>
        <queuedesc value="mine, \xc3\xbc"/>
        <tool>
            <toolname value="Resize"/>
        </tool>
    </queue>
</queuelist>
"""
"""A list with a workflow of the user's, as digiKam writes it."""


def titles(queues: bytes) -> list[str]:
    root = ElementTree.fromstring(queues)
    return [title.get("value", "") for title in root.iter("queuetitle")]


def test_they_join_the_users_own_and_leave_again() -> None:
    new = queue.with_workflows(OTHERS, FILE, "/usr/bin/exifilm")
    assert titles(new) == ["Prints & web", *queue.TITLES]
    assert queue.has_workflows(new) and not queue.has_workflows(OTHERS)
    assert queue.without_workflows(new) == OTHERS
    assert queue.without_workflows(OTHERS) == OTHERS


def test_a_file_that_is_made_goes_again() -> None:
    new = queue.with_workflows(None, FILE, "/usr/bin/exifilm")
    assert titles(new) == [*queue.TITLES]
    assert queue.without_workflows(new) is None


def test_twice_is_once_and_another_program_replaces_them() -> None:
    new = queue.with_workflows(OTHERS, FILE, "/usr/bin/exifilm")
    assert queue.with_workflows(new, FILE, "/usr/bin/exifilm") == new
    other = queue.with_workflows(new, FILE, "/opt/a b/exifilm")
    assert titles(other) == ["Prints & web", *queue.TITLES]
    assert b"'/opt/a b/exifilm'" in other and b"/usr/bin/exifilm" not in other


def test_digikam_s_own_form_of_ours_is_known_too() -> None:
    """digiKam writes the file anew, with other blanks, when the user saves a workflow."""
    new = queue.with_workflows(OTHERS, FILE, "/usr/bin/exifilm")
    rewritten = re.sub(rb"\n *", b"\n      ", new)
    assert titles(queue.without_workflows(rewritten) or b"") == ["Prints & web"]


@pytest.mark.parametrize(
    "text",
    [
        b"<queuelist",
        b"<other/>",
        b"<queuelist/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]>\n<queuelist>&b;</queuelist>',
    ],
)
def test_a_damaged_list_is_refused(text: bytes) -> None:
    with pytest.raises(ExifilmError, match="cannot be read, so nothing was changed"):
        queue.with_workflows(text, FILE, "/usr/bin/exifilm")


# ── the scripts, as digiKam runs them ────────────────────────────────────────────────────────


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """In place of exifilm: writes its words into a file, one in a line, and changes the scan."""
    path = tmp_path / "a 'program" / "exifilm"
    path.parent.mkdir()
    told = tmp_path / "told"
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}"\necho changed >> "$5"\n')
    path.chmod(0o755)
    return path


def run(title: str, file: Path, program: Path, scan: Path, output: Path, shell: str) -> int:
    """The exit status of a workflow's script: digiKam replaces words in it, and starts a shell."""
    root = ElementTree.fromstring(queue.with_workflows(None, file, str(program)))
    (found,) = (q for q in root if q.find("queuetitle").get("value") == title)  # type: ignore[union-attr]
    (script,) = (p.get("value", "") for p in found.iter("parameter") if p.get("name") == "Script")
    script = script.replace("$INPUT", f'"{scan}"').replace("$OUTPUT", f'"{output}"')
    done = subprocess.run([shell, "-c", script], cwd=scan.parent, check=False, timeout=60)
    return done.returncode


NAMES = [
    "plain.jpg",
    "a b.jpg",
    "$(touch PWNED).jpg",
    '`touch PWNED` "; touch PWNED; ".jpg',
    "ü\\.tif",
]


@pytest.mark.skipif(os.name != "posix", reason="digiKam runs a POSIX shell elsewhere only")
@pytest.mark.parametrize("shell", ["/bin/sh", "/bin/bash"])
@pytest.mark.parametrize("name", NAMES)
def test_no_part_of_a_name_is_run(name: str, shell: str, tmp_path: Path, program: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    folder = tmp_path / "scans"
    folder.mkdir()
    scan, other, output = folder / name, folder / f"other {name}", folder / f".out {name}"
    for path in (scan, other):
        path.write_text("scan\n")
    file = tmp_path / "its data" / "queue.xml"
    file.parent.mkdir()
    assert run(queue.REMEMBER, file, program, other, output, shell) == 0
    assert (file.parent / queue.REMEMBERED).read_text() == f"{other}\n"
    assert output.read_text() == "scan\n"
    assert run(queue.COPY, file, program, scan, output, shell) == 0
    told = (tmp_path / "told").read_text()
    assert told == f"set\n--from\n{other}\n--\n{scan}\n"
    assert output.read_text() == scan.read_text() == "scan\nchanged\n"
    assert {path.name for path in folder.iterdir()} == {scan.name, other.name, output.name}


@pytest.mark.skipif(os.name != "posix", reason="digiKam runs a POSIX shell elsewhere only")
@pytest.mark.parametrize("missing", ["remembered", "program"])
def test_a_failure_leaves_no_output(missing: str, tmp_path: Path, program: Path) -> None:
    """digiKam would replace the scan by it."""
    scan, output, file = tmp_path / "scan.jpg", tmp_path / "out.jpg", tmp_path / "queue.xml"
    scan.write_text("scan\n")
    if missing == "program":
        (tmp_path / queue.REMEMBERED).write_text(f"{scan}\n")
        program.write_text("#!/bin/sh\nexit 1\n")
    assert run(queue.COPY, file, program, scan, output, "/bin/sh") != 0
    assert not output.exists() and scan.read_text() == "scan\n"


def test_the_script_is_one_attribute_of_xml() -> None:
    new = queue.with_workflows(None, FILE, '/a"<&>/exifilm').decode()
    (script,) = (
        p.get("value", "")
        for p in ElementTree.fromstring(new).iter("parameter")
        if "set" in p.get("value", "")
    )
    assert "'/a\"<&>/exifilm' set --from" in script and "\n" in script
    assert html.escape(queue.COPY) in new
