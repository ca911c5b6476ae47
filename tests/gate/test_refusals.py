"""The error for anything that this computer or the user lacks is a sentence with the remedy.

The tests inject faults by a folder of programs that is the only one on the path.
"""

import shutil
from pathlib import Path

import pytest

from tests.gate.conftest import Standin

NO_GROUND = 69


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """The programs that the gate calls, as links that a test may remove or replace."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("git", "unshare", "setpriv", "mount", "sh", "cat", "mkdir", "true", "rm"):
        program = shutil.which(name)
        assert program
        (folder / name).symlink_to(program)
    for name in ("newuidmap", "newgidmap"):  # unshare needs these without root
        if program := shutil.which(name):
            (folder / name).symlink_to(program)
    (folder / "mmdebstrap").symlink_to("/bin/true")
    return folder


def spoil(programs: Path, name: str, said: str) -> None:
    (programs / name).unlink()
    (programs / name).write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    (programs / name).chmod(0o755)


def refused(gate: Standin, programs: Path, *words: str) -> str:
    done = gate(*words, PATH=str(programs))
    assert done.returncode == NO_GROUND, done.stdout + done.stderr
    assert done.stderr.startswith("gate: ")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_no_mmdebstrap(gate: Standin, programs: Path) -> None:
    (programs / "mmdebstrap").unlink()
    for command in ("check", "prepare", "matrix"):
        assert "apt-get install mmdebstrap" in refused(gate, programs, command)


def test_no_git(gate: Standin, programs: Path) -> None:
    (programs / "git").unlink()
    assert "apt-get install git" in refused(gate, programs, "run")


def test_no_namespaces(gate: Standin, programs: Path) -> None:
    spoil(programs, "unshare", "unshare failed: Operation not permitted")
    said = refused(gate, programs, "run")
    assert "namespaces" in said
    assert "Operation not permitted" in said


def test_no_overlayfs(tiny: Standin, programs: Path) -> None:
    spoil(programs, "mount", "unknown filesystem type overlay")
    said = refused(tiny, programs, "prepare")
    assert "overlayfs does not work in" in said
    assert "unknown filesystem type overlay" in said


def test_no_space(tiny: Standin, programs: Path) -> None:
    """A present image stays in use; without one the command fails."""
    tiny.change_matrix("free_gb = 0.1", "free_gb = 1e9")
    tiny.change_matrix('["git"]', '["git", "make"]')
    done = tiny("prepare", PATH=str(programs))
    assert done.returncode == 1
    assert "needs 1e+09 GB of free disk" in done.stderr
    assert "stays in use" in done.stdout
    tiny.change_matrix("tiny = {", "small = {")
    assert "needs 1e+09 GB of free disk" in refused(tiny, programs, "prepare")


def test_no_place_to_keep_things(gate: Standin) -> None:
    done = gate("--state", str(gate.matrix_file), "status")
    assert done.returncode == 2
    assert "Machines cannot be kept in" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["prepare", "sid"], "There is no image 'sid'. Known: tiny, tiny-bare."),
        (["run", "--image", "sid"], "There is no image 'sid'. Known: tiny, tiny-bare."),
        (["run", "gui"], "There is no suite 'gui'. Known: good, bad, empty, both, slow."),
        (["run", "--ref", "zone", "good"], "There is no 'zone' in"),
        (["rerun", "yesterday"], "There is no run 'yesterday' in"),
        (["shell", "yesterday"], "There is no run 'yesterday' in"),
    ],
)
def test_what_is_not_there(tiny: Standin, programs: Path, words: list[str], said: str) -> None:
    """Checked first: a wrong name is the error even without mmdebstrap."""
    (programs / "mmdebstrap").unlink()
    done = tiny(*words, PATH=str(programs))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert tiny.machines() == {"ready": 0, "busy": 0, "kept": 0}


def test_an_image_not_built_yet(gate: Standin) -> None:
    done = gate("run", "good")
    assert done.returncode in (2, NO_GROUND)
    if done.returncode == 2:
        assert "tiny-bare is not built: gate prepare tiny-bare" in done.stderr
