"""No mount and no process remains after any exit, even a kill."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.gate import reaping
from tests.gate.conftest import SUITES, Standin

Leftovers = Callable[[], list[str]]


@contextmanager
def started(gate: Standin, *suites: str) -> Iterator[subprocess.Popen[str]]:
    """A run in the middle of its suites, with two generations of processes."""
    command = gate.command("run", "--image", "tiny", *(suites or ("slow",)))
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert run.stdout is not None
        said = ""
        while said.count("started\n") < max(1, len(suites)):
            line = run.stdout.readline()
            assert line, said
            said += line
        yield run
    finally:
        run.kill()
        run.communicate()


def soon(holds: Callable[[], bool]) -> bool:
    """Wait up to two seconds for the kernel to end a killed machine's processes."""
    deadline = time.monotonic() + 2
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_the_run_can_be_seen_while_it_runs(tiny: Standin, leftovers: Leftovers) -> None:
    with started(tiny):
        assert len(leftovers()) >= 2, "else the tests below could not fail"
        assert tiny.machines()["busy"] == 1
        assert reaping.reap(tiny.kept, tiny.matrix) == [], "a machine in use is left alone"
    assert soon(lambda: not leftovers())


def test_killed_outright(tiny: Standin, leftovers: Leftovers) -> None:
    with started(tiny) as run:
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert soon(lambda: not leftovers())
    assert tiny.machines()["busy"] == 1
    done = tiny("reap")
    assert "left by a killed run" in done.stdout
    assert tiny.machines() == {"ready": 0, "busy": 0, "kept": 0}
    note = next(tiny.kept.results.glob("*/run.json"))
    assert json.loads(note.read_text())["state"] == "killed"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_ended_in_an_orderly_way(
    tiny: Standin, leftovers: Leftovers, number: signal.Signals
) -> None:
    with started(tiny) as run:
        run.send_signal(number)
        run.wait(timeout=10)
        assert leftovers() == []
    assert run.returncode == 128 + number
    assert tiny.machines() == {"ready": 0, "busy": 0, "kept": 0}
    note = next(tiny.kept.results.glob("*/run.json"))
    assert json.loads(note.read_text())["state"] == "stopped"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_two_at_once_are_both_ended(
    tiny: Standin, leftovers: Leftovers, number: signal.Signals
) -> None:
    tiny.suite("good", SUITES["slow"])
    with started(tiny, "good", "slow") as run:
        assert tiny.machines()["busy"] == 2
        run.send_signal(number)
        run.wait(timeout=10)
        assert soon(lambda: not leftovers())
    if number == signal.SIGKILL:
        assert "left by a killed run" in tiny("reap").stdout
    assert tiny.machines() == {"ready": 0, "busy": 0, "kept": 0}
    notes = tiny.kept.results.glob("*/run.json")
    ended = "killed" if number == signal.SIGKILL else "stopped"
    assert [json.loads(note.read_text())["state"] for note in notes] == [ended, ended]


def test_a_first_process_that_outlived_its_gate_is_reaped(
    tiny: Standin, leftovers: Leftovers
) -> None:
    with started(tiny) as run:
        busy = next(tiny.kept.machines("busy").iterdir())
        run.kill()
        run.wait()
        assert soon(lambda: not leftovers())
        stray = subprocess.Popen(
            ["sleep", "300"], env={**os.environ, "EXIFILM_GATE_MACHINE": busy.name}
        )
        try:
            told = reaping.reap(tiny.kept, tiny.matrix)
            assert told == [f"{busy.name}: left by a killed run, and 1 processes of it"]
            assert stray.wait(timeout=5) == -signal.SIGKILL
        finally:
            stray.kill()


def test_a_kept_machine_goes_after_its_time(tiny: Standin) -> None:
    tiny("run", "--image", "tiny", "bad")
    assert tiny.machines()["kept"] == 1
    assert reaping.reap(tiny.kept, tiny.matrix) == []
    note = next(tiny.kept.machines("kept").glob("*/machine.json"))
    note.write_text(json.dumps({**json.loads(note.read_text()), "until": time.time() - 1}))
    assert [line.partition(": ")[2] for line in reaping.reap(tiny.kept, tiny.matrix)] == [
        "kept long enough"
    ]
    run = next(tiny.kept.results.glob("*/run.json")).parent.name
    refused = tiny("shell", run, "-c", "true")
    assert refused.returncode == 2
    assert "is not there" in refused.stderr


def test_no_more_are_kept_than_the_matrix_says(tiny: Standin) -> None:
    for _ in range(3):
        tiny("run", "--image", "tiny", "bad")
    first, *others = sorted(tiny.kept.results.glob("*/run.json"), key=lambda n: n.stat().st_mtime)
    (told,) = reaping.reap(tiny.kept, tiny.matrix)
    assert told == f"{json.loads(first.read_text())['machine']}: newer ones are kept"
    assert tiny.machines()["kept"] == len(others) == 2


def test_reap_all_frees_everything_but_not_under_a_running_one(tiny: Standin) -> None:
    with started(tiny):
        refused = tiny("reap", "--all")
        assert refused.returncode == 2
        assert "is in use; nothing was removed" in refused.stderr
    tiny("run", "--image", "tiny", "bad")
    done = tiny("reap", "--all")
    assert done.returncode == 0, done.stderr
    assert "MB freed" in done.stdout
    assert not tiny.kept.state.exists()
    assert not tiny.kept.results.exists()
