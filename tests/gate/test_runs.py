"""Runs on a machine of a few programs: the result of each way in which a suite can end."""

import json
import os
import re
import subprocess
import time
from typing import Any

import pytest

from tests.gate.conftest import Standin, commit, git


def the_run(gate: Standin, number: int = -1) -> dict[str, Any]:
    notes = sorted(gate.kept.results.glob("*/run.json"), key=lambda note: note.stat().st_mtime)
    told: dict[str, Any] = json.loads(notes[number].read_text())
    return told


def test_a_suite_that_passed_leaves_its_log_and_what_it_made(tiny: Standin) -> None:
    done = tiny("run", "--image", "tiny", "good")
    assert done.returncode == 0, done.stderr
    told = the_run(tiny)
    assert told["state"] == "passed"
    folder = tiny.kept.results / told["name"]
    assert (folder / "made/shot.txt").read_text() == "made\n"
    log = (folder / "log.txt").read_text()
    assert log == done.stdout
    main = git(tiny.repository, "rev-parse", "main")
    assert told["work"]["merged"] == main
    assert re.search(rf"good on tiny-bare: PASSED \(exit 0\)(.|\n)*commit +{main[:12]}", log)
    assert tiny.machines() == {"ready": 0, "busy": 0, "kept": 0}


def test_the_exit_status_is_the_suites_and_its_machine_is_kept(tiny: Standin) -> None:
    done = tiny("run", "--image", "tiny", "bad")
    assert done.returncode == 3
    told = the_run(tiny)
    assert told["state"] == "failed"
    assert told["failed"] == ["tests/a.py::test_b"]
    assert f"gate shell {told['name']}" in done.stdout
    assert tiny.machines() == {"ready": 0, "busy": 0, "kept": 1}
    opened = tiny("shell", told["name"], "-c", "cat /root-was-here; exit 7")
    assert opened.stdout.endswith("left\n")
    assert opened.returncode == 7
    assert tiny.machines()["kept"] == 1


def test_a_suite_in_which_nothing_ran_has_not_passed(tiny: Standin) -> None:
    done = tiny("run", "--image", "tiny", "empty")
    assert done.returncode == 5
    assert "NOTHING RAN" in done.stdout
    assert the_run(tiny)["state"] == "nothing ran"


def test_a_suite_that_takes_too_long_is_ended(tiny: Standin) -> None:
    tiny.change_matrix(
        'slow  = { form = "bare", minutes = 1', 'slow = { form = "bare", minutes = 0.01'
    )
    started = time.monotonic()
    done = tiny("run", "--image", "tiny", "slow")
    assert time.monotonic() - started < 10
    assert done.returncode == 124
    assert "longer than the 0.01 minutes" in done.stdout


def test_the_suite_sees_the_merged_change_and_nothing_of_this_computer(tiny: Standin) -> None:
    git(tiny.repository, "checkout", "--quiet", "-b", "dilution")
    commit(tiny.repository, "dilution.txt", "1+31\n")
    look = "cat /gate/work.bundle >/gate/out/bundle; ls / /mnt /dev/shm; env; echo 1 passed"
    tiny.suite("good", look)
    asked = ("run", "--ref", "dilution", "--image", "tiny", "good")
    done = tiny(*asked, HIDDEN="x", PATH=os.environ["PATH"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "HIDDEN" not in done.stdout
    assert str(tiny.kept.state) not in done.stdout
    bundle = tiny.kept.results / the_run(tiny)["name"] / "made/bundle"
    heads = subprocess.run(
        ["git", "bundle", "list-heads", bundle], capture_output=True, text=True, check=True
    )
    assert git(tiny.repository, "rev-parse", "dilution") in heads.stdout


def test_a_conflict_runs_nothing(tiny: Standin) -> None:
    git(tiny.repository, "checkout", "--quiet", "-b", "dilution")
    commit(tiny.repository, "film.txt", "FP4\n")
    git(tiny.repository, "checkout", "--quiet", "main")
    commit(tiny.repository, "film.txt", "HP5\n")
    done = tiny("run", "--ref", "dilution", "--image", "tiny", "good")
    assert done.returncode == 2
    assert "CONFLICT (content): Merge conflict in film.txt" in done.stderr
    assert tiny.machines() == {"ready": 0, "busy": 0, "kept": 0}
    assert not list(tiny.kept.results.iterdir())


def test_a_repeat_tells_a_false_negative_from_a_real_failure(tiny: Standin) -> None:
    tiny("run", "--image", "tiny", "bad")
    first = the_run(tiny)
    again = tiny("rerun", first["name"])
    assert again.returncode == 3
    assert "a real failure" in again.stdout
    assert tiny.machines()["kept"] == 2

    tiny.suite("bad", "echo 1 passed")
    third = tiny("rerun", first["name"])
    assert third.returncode == 0
    assert "a false negative" in third.stdout
    for run in (first["name"], the_run(tiny)["name"]):
        log = (tiny.kept.results / run / "log.txt").read_text()
        assert "a false negative: the same commit passed on a fresh machine" in log
    assert the_run(tiny)["work"] == first["work"]


def test_a_repeat_of_one_that_passed(tiny: Standin) -> None:
    tiny("run", "--image", "tiny", "good")
    first = the_run(tiny)
    again = tiny("rerun", first["name"])
    assert again.returncode == 0
    assert f"passed both times (first run: {first['name']})" in again.stdout

    tiny.suite("good", "echo FAILED tests/a.py::test_b; exit 1")
    third = tiny("rerun", first["name"])
    assert third.returncode == 1
    for run in (first["name"], the_run(tiny)["name"]):
        log = (tiny.kept.results / run / "log.txt").read_text()
        assert "unsteady: it passed before and failed on this fresh machine" in log


def test_a_repeat_of_one_in_which_nothing_ran_compares_nothing(tiny: Standin) -> None:
    tiny("run", "--image", "tiny", "empty")
    again = tiny("rerun", the_run(tiny)["name"])
    assert again.returncode == 5
    assert "nothing to compare: nothing ran, then nothing ran" in again.stdout


def test_two_runs_at_once_have_a_machine_each(tiny: Standin) -> None:
    tiny("launch", "-n", "1")
    assert tiny.machines()["ready"] == 1
    tiny.suite("good", "echo 1 passed; sleep 1")
    command = tiny.command("run", "--image", "tiny", "good")
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    for one in both:
        one.communicate(timeout=30)
    assert [one.returncode for one in both] == [0, 0]
    runs = [the_run(tiny, 0), the_run(tiny, 1)]
    assert runs[0]["machine"] != runs[1]["machine"]


def test_the_matrix_prints_one_table(tiny: Standin) -> None:
    done = tiny("run", "good", "bad", "empty")
    assert done.returncode == 1
    table = done.stdout[done.stdout.index("\nimage") :]
    for suite, state in (("good", "passed"), ("bad", "failed"), ("empty", "nothing ran")):
        assert re.search(rf"^tiny-bare +{suite} +{state} +\d+ ", table, re.MULTILINE)
    assert "gate: 1 passed, 2 failed" in table
    assert "`gate reap --all` frees it" in table


@pytest.mark.parametrize("lanes", [1, 2])
def test_so_many_are_tried_at_once_as_there_are_lanes(tiny: Standin, lanes: int) -> None:
    """Their output is separate line by line on the terminal, and complete in each log."""
    for suite in ("good", "slow"):
        tiny.suite(
            suite, "for n in 1 2 3 4; do printf step; sleep 0.2; echo $n; done; echo 1 passed"
        )
    done = tiny("--lanes", str(lanes), "run", "good", "slow")
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stdout.splitlines() if " | step" in line]
    for suite in ("good", "slow"):
        mine = [line for line in said if line.startswith(f"tiny {suite} | ")]
        assert [line.partition(" | ")[2] for line in mine] == ["step1", "step2", "step3", "step4"]
        log = next(tiny.kept.results.glob(f"*-{suite}/log.txt")).read_text()
        assert "\nstep1\nstep2\nstep3\nstep4\n1 passed\n" in log
    first = said[0].partition(" | ")[0]
    in_turn = [line.startswith(first) for line in said]
    assert (in_turn == sorted(in_turn, reverse=True)) == (lanes == 1)


@pytest.mark.parametrize("lanes", ["0", "-1", "two"])
def test_no_number_of_lanes_is_wrong_usage(tiny: Standin, lanes: str) -> None:
    done = tiny("--lanes", lanes, "run", "good")
    assert done.returncode == 2
    assert f"'{lanes}' is no number of things, such as 2" in done.stderr


def test_a_suite_that_another_includes_is_tried_once(tiny: Standin) -> None:
    done = tiny("run", "good", "both")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^tiny-bare +both +passed +\d+ ", done.stdout, re.MULTILINE)
    assert re.search(r"^tiny-bare +good +passed +in both ", done.stdout, re.MULTILINE)
    assert len(list(tiny.kept.results.iterdir())) == 1
    assert tiny("run", "good").returncode == 0, "it can be tried by itself"


def test_one_without_anything_to_run_is_forgiven_only_where_the_matrix_says(tiny: Standin) -> None:
    line = 'empty = { form = "bare", minutes = 1'
    tiny.change_matrix(line, line + ", may_be_empty = true")
    done = tiny("run", "good", "empty")
    assert done.returncode == 0
    assert "gate: 1 passed, 0 failed, 1 with nothing to run yet" in done.stdout
