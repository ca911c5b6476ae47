"""After each injected fault the file is the complete old version or the complete new one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from tests import samples
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags, names

REPOSITORY = Path(__file__).resolve().parents[2]
FAULTY = Path(__file__).with_name("faulty_exiftool.py")
OLD = ExposureRecord(film="FP4+", subject="the old one", aperture=22)
NEW = ExposureRecord(film="HP5+", subject="the new one", notes="more", holder="3A")

# ── ExifTool's faults ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """A function that makes an ExifTool with a fault, and returns its path."""

    def make(fault: str) -> str:
        program = tmp_path_factory.mktemp("faulty") / "exiftool"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {FAULTY} "{fault}" "$@"\n')
        program.chmod(0o755)
        return os.fspath(program)

    return make


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".xcf"])
@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("killed", "ended before it had finished"),
        ("full disk", "disk may be full"),
        ("half of it", "could not be verified|nothing was saved"),
        ("a tag left out", "could not be verified.*Holder"),
    ],
)
def test_exiftool_fails_in_the_middle_of_writing(
    make_scan, faulty, fault: str, says: str, suffix: str
) -> None:
    path = make_scan(f"scan{suffix}")
    Scan(path).save(OLD)
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    with ExifTool(executable=faulty(fault)) as tool, pytest.raises(ExifilmError, match=says):
        Scan(path, tool).save(NEW)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before
    assert len(Scan(path).history()) == 1
    Scan(path).save(NEW)
    assert Scan(path).record == NEW


# ── the process killed ───────────────────────────────────────────────────────────────────────────

STEP_BY_STEP = textwrap.dedent("""
    import os, shutil, signal, sys
    from pathlib import Path
    from exifilm_core import ExposureRecord, Scan
    path, folders, what, states, killed_at = sys.argv[1:]
    folders = folders.split(":")
    scan = Scan(path)
    new = ExposureRecord.from_json({"film": "HP5+", "subject": "the new one", "notes": "more",
        "holder": "3A"})
    scan.record
    done = 0
    CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    WATCHED = ("open", "os.rename", "os.remove", "os.mkdir", "os.utime", "os.chmod", "os.chown",
               "os.setxattr", "os.truncate", "subprocess.Popen")
    def step_by_step(event, arguments):
        if event not in WATCHED:
            return
        if event == "open" and not (isinstance(arguments[0], str) and arguments[2] & CHANGES):
            return
        if event != "subprocess.Popen":
            where = os.fsdecode(arguments[0]) if arguments else ""
            if not any(where.startswith(folder) for folder in folders):
                return
        before_the_step()
    def before_the_step():
        global done
        done += 1
        if done == int(killed_at):
            os.kill(os.getpid(), signal.SIGKILL)
        if killed_at == "0":
            for folder in folders:
                shutil.copytree(folder, Path(states, f"{done:03}", Path(folder).name))
    sys.addaudithook(step_by_step)
    scan.undo() if what == "undo" else scan.save(new)
    before_the_step()
""")


class Disk:
    """The folders that a save works in, and their states after a kill."""

    def __init__(self, path: Path, data: Path, states: Path, what: str) -> None:
        self.path, self.folders, self.states, self.what = path, (path.parent, data), states, what
        self.keep(states / "start")

    def keep(self, state: Path) -> None:
        for folder in self.folders:
            shutil.copytree(folder, state / folder.name)

    def put_back(self, state: Path) -> None:
        for folder in self.folders:
            shutil.rmtree(folder)
            shutil.copytree(state / folder.name, folder)

    def states_at_every_step(self) -> list[Path]:
        """The folders before each step, and after the last: a kill leaves exactly that."""
        assert self._run(0) == 0
        return sorted(self.states.glob("[0-9]*"))

    def kill_before(self, step: int) -> None:
        """Really kill the process at that step, from the start."""
        self.put_back(self.states / "start")
        assert self._run(step) == -signal.SIGKILL

    def _run(self, killed_at: int) -> int:
        folders = ":".join(map(os.fspath, self.folders))
        done = subprocess.run(
            [sys.executable, "-c", STEP_BY_STEP, os.fspath(self.path), folders, self.what,
             os.fspath(self.states), str(killed_at)],
            capture_output=True, text=True, cwd=REPOSITORY, check=False,
        )  # fmt: skip
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
@pytest.mark.parametrize(
    ("name", "beside", "what"),
    [("scan.jpg", False, "save"), ("scan.jpg", True, "save"), ("scan.jpg", True, "undo"),
     ("scan.xcf", False, "save")],
)  # fmt: skip
def test_killed_at_every_step(
    make_scan, own_data_folder: Path, tmp_path_factory, name: str, beside: bool, what: str
) -> None:
    """Check the state at every step, and kill the process at some steps to compare."""
    path = make_scan(name)
    pixels = samples.pixels(path)
    sidecar = sidecar_of(path)
    if beside:
        sidecar.write_text(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf="
            "'http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
            "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:Rating='3'/></rdf:RDF></x:xmpmeta>"
        )
    Scan(path).save(OLD)
    first, second = (OLD, NEW) if what == "save" else (NEW, OLD)
    if what == "undo":
        Scan(path).save(NEW)
    files = names(path.parent)
    disk = Disk(path, own_data_folder, tmp_path_factory.mktemp("states"), what)

    def look(killed: str, *, goes_on: bool = True) -> ExposureRecord:
        """The record found; asserts that the next save works and removes the killed one's files."""
        found = Scan(path).record
        assert found in (first, second), f"{killed}: half a record"
        assert samples.pixels(path) == pixels, killed
        assert set(names(path.parent)) >= set(files), killed
        if not goes_on:
            return found
        scan = Scan(path)
        scan.save(ExposureRecord(film="after", notes=killed))
        assert names(path.parent) == files, f"{killed}: litter"
        Scan(path).undo()
        assert Scan(path).record == found, killed
        Scan(path).undo()
        assert Scan(path).record != found, f"{killed}: undone to what it was"
        return found

    states = disk.states_at_every_step()
    assert Scan(path).record == second
    assert len(states) > 5, "there are too few steps to show anything"
    seen = []
    for step, state in enumerate(states, 1):
        disk.put_back(state)
        seen.append(look(f"killed at step {step}", goes_on=step % 3 == 1))
    assert seen[0] == first and seen[-1] == second
    for step in range(1, len(states), round(len(states) / samples.rounds(len(states) // 6))):
        disk.kill_before(step)
        assert [len(names(folder)) for folder in disk.folders] == [
            len(names(states[step - 1] / folder.name)) for folder in disk.folders
        ]
        assert look(f"killed at step {step}") == seen[step - 1]


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_killed_while_exiftool_writes(make_scan, faulty, tmp_path: Path) -> None:
    path = make_scan()
    Scan(path).save(OLD)
    before = path.read_bytes()
    code = f"from exifilm_core import *; Scan({str(path)!r}).save(ExposureRecord(film='x'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, check=False, capture_output=True,
        env={**os.environ, "EXIFILM_EXIFTOOL": faulty("killed with us")},
    )  # fmt: skip
    assert done.returncode != 0
    assert path.read_bytes() == before
    Scan(path).save(NEW)
    assert Scan(path).record == NEW
    assert names(tmp_path) == ["scan.jpg"]


# ── two at once ──────────────────────────────────────────────────────────────────────────────────

SAVES = textwrap.dedent("""
    import sys
    from pathlib import Path
    from exifilm_core import *
    path, me, field = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    refused = 0
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(6):
        scan = Scan(path)
        try:
            scan.save(scan.record.replace(**{field: f"{me} {number}"}), merge=True)
        except ExifilmError:
            refused += 1
    print(refused)
""")


def run_two(path: Path, *data: Path) -> list[int]:
    """Run two processes that save different fields of one file; returns each one's failed saves."""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", SAVES, os.fspath(path), f"process {number}", field],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=REPOSITORY, env={**os.environ, "XDG_DATA_HOME": os.fspath(folder)},
        )
        for number, (field, folder) in enumerate(zip(("film", "notes"), data, strict=True))
    ]  # fmt: skip
    for process in both:
        assert process.stdout and process.stdout.readline()
    with ThreadPoolExecutor(2) as talking:
        told = list(talking.map(lambda process: process.communicate("go\n"), both))
    assert [process.returncode for process in both] == [0, 0], told
    return [int(out) for out, _ in told]


def test_two_processes_save_the_same_file(make_scan, own_data_folder: Path) -> None:
    path = make_scan()
    pixels, foreign = samples.pixels(path), foreign_tags(path)
    assert run_two(path, own_data_folder, own_data_folder) == [0, 0]
    assert Scan(path).record == ExposureRecord(film="process 0 5", notes="process 1 5")
    assert len(Scan(path).history()) == 12
    assert samples.pixels(path) == pixels
    assert_foreign_tags_stay(foreign, path)
    assert names(path.parent) == [path.name]
    for _ in range(12):
        Scan(path).undo()
    assert not Scan(path).record


def test_two_users_save_the_same_file(make_scan, tmp_path_factory) -> None:
    """They share no lock. A save may fail, but the file is always complete."""
    path = make_scan()
    pixels, foreign = samples.pixels(path), foreign_tags(path)
    refused = run_two(path, tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other"))
    assert min(refused) < 6, "one may come second every time, but not both"
    assert samples.pixels(path) == pixels
    assert_foreign_tags_stay(foreign, path)
    Scan(path).save(NEW)
    assert names(path.parent) == [path.name]


def test_many_threads_save_the_same_file(make_scan) -> None:
    path = make_scan()

    def save(number: int) -> None:
        Scan(path).save(ExposureRecord(notes=f"thread {number}"), force=True)

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(save, range(8)))
    assert str(Scan(path).record.notes).startswith("thread")
    assert len(Scan(path).history()) == 8
