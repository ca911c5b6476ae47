"""New builds next to the present one. A script replaces mmdebstrap here."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.gate import images, reaping
from tests.gate.conftest import Standin

BUILDER = """#!/bin/sh
# The folder is the last word but the sources; like the real one it fills it and may fail.
for word; do case $word in */root) root=$word ;; esac; done
mkdir -p "$root/var/lib/dpkg"
printf 'Package: python3\\nStatus: install ok installed\\nVersion: 3.13.5-1\\n' \\
    >"$root/var/lib/dpkg/status"
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder at the beginning of the path, with the builder in it."""
    folder = tmp_path / "programs"
    folder.mkdir()
    builder(folder, "")
    return folder


def builder(programs: Path, more: str) -> None:
    (programs / "mmdebstrap").write_text(BUILDER + more)
    (programs / "mmdebstrap").chmod(0o755)


def prepare(gate: Standin, programs: Path) -> subprocess.CompletedProcess[str]:
    return gate("prepare", **path(programs))


def path(programs: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}


def old(gate: Standin) -> images.Build:
    """The present image, now two days old."""
    build = images.current(gate.kept, "tiny-bare")
    assert build
    note = build.folder / "image.json"
    told = {**build.facts(), "built": time.time() - 48 * 3600}
    note.write_text(json.dumps(told))
    return build


def test_a_fresh_image_is_not_built_again(tiny: Standin, programs: Path) -> None:
    assert prepare(tiny, programs).stdout == "tiny-bare: fresh\n"


def test_an_old_one_is_replaced_and_then_removed(tiny: Standin, programs: Path) -> None:
    before = old(tiny)
    done = prepare(tiny, programs)
    assert "tiny-bare: 48 hours old, building …" in done.stdout
    after = images.current(tiny.kept, "tiny-bare")
    assert after
    assert after != before
    assert after.facts()["versions"] == {"Python": "3.13.5"}
    assert before.folder.exists()
    assert reaping.reap(tiny.kept, tiny.matrix) == [f"{before.name}: no longer used"]
    assert not before.folder.exists()


def test_one_on_which_a_machine_stands_stays(tiny: Standin, programs: Path) -> None:
    before = old(tiny)
    tiny("run", "--image", "tiny", "bad")
    prepare(tiny, programs)
    assert reaping.reap(tiny.kept, tiny.matrix) == []
    run = next(tiny.kept.results.glob("*/run.json")).parent.name
    assert tiny("shell", run, "-c", "cat /root-was-here").stdout.endswith("left\n")
    assert before.folder.exists()


def test_a_changed_recipe_is_built_anew(tiny: Standin, programs: Path) -> None:
    tiny.change_matrix('bare  = ["git"]', 'bare = ["git", "make"]')
    assert "changed in the matrix, building" in prepare(tiny, programs).stdout


def test_a_failure_leaves_the_one_before_in_use(tiny: Standin, programs: Path) -> None:
    before = old(tiny)
    builder(programs, "echo 'E: no such release' >&2; exit 25\n")
    done = prepare(tiny, programs)
    assert done.returncode == 1
    assert "tiny-bare could not be built: E: no such release" in done.stderr
    assert "the build of 48 hours ago stays in use" in done.stdout
    assert images.current(tiny.kept, "tiny-bare") == before
    assert tiny("run", "--image", "tiny", "good").returncode == 0


def test_a_failure_does_not_stop_the_others(tiny: Standin, programs: Path) -> None:
    tiny.change_matrix("[releases]", '[releases]\nabsent = { suites = ["good"] }')
    old(tiny)
    builder(programs, 'case "$*" in *" absent "*) exit 1 ;; esac\n')
    done = prepare(tiny, programs)
    assert done.returncode == 1
    assert "absent-bare: there is none to use" in done.stdout
    assert "tiny-bare: built in" in done.stdout


def test_half_a_build_is_never_used_and_is_reaped(tiny: Standin, programs: Path) -> None:
    before = old(tiny)
    builder(programs, "echo half; sleep 300\n")
    command = tiny.command("prepare")
    run = subprocess.Popen(command, env=path(programs), stdout=subprocess.DEVNULL)
    home = tiny.kept.images / "tiny-bare"
    deadline = time.monotonic() + 20
    while not [part for part in home.glob("*.part") if (part / "root" / "var").exists()]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert reaping.reap(tiny.kept, tiny.matrix) == [], "it is being built"
    busy = prepare(tiny, programs)
    assert "just being built by another gate" in busy.stderr
    run.send_signal(signal.SIGKILL)
    run.wait()
    time.sleep(0.2)
    assert images.current(tiny.kept, "tiny-bare") == before
    (removed,) = reaping.reap(tiny.kept, tiny.matrix)
    assert removed.endswith(".part: no longer used")


def test_what_the_builder_is_asked_for(tiny: Standin) -> None:
    command = images.builder(tiny.kept, tiny.matrix.image("tiny-bare"), Path("/x/root"))
    assert command[:3] == ["mmdebstrap", "--mode=root", "--variant=debootstrap"]
    assert "--include=git" in command
    assert command[command.index("tiny") + 1] == "/x/root"
