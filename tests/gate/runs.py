"""A run: one suite on one machine, with all its results in one folder.

`run.json` in the folder describes the run and its result. The run writes it at its start and at its
end. So its name is enough to list, repeat and inspect it. An exit status of 0 is not enough to
pass: the suite must also print how many tests passed. So a suite that ran no tests does not pass.
"""

import os
import re
import select
import shutil
import subprocess
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from . import images, machines, store
from .errors import GateError
from .logs import Log
from .machines import Machine
from .matrix import Image, Matrix, Suite
from .processes import Stopped, started
from .store import Store
from .work import Work

NOTHING_RAN = 5
TIMED_OUT = 124
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$")
_PASSED = re.compile(r"\b([1-9]\d*) passed\b")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Run:
    """The contents of `run.json`."""

    name: str
    image: str
    suite: str
    build: str
    machine: str
    work: dict[str, Any]
    commit: str
    state: str = "running"  # running, passed, failed, nothing ran, stopped, killed
    status: int | None = None
    seconds: float = 0
    launched_ms: float = 0
    versions: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    repeats: str = ""
    verdict: str = ""

    @property
    def exit_status(self) -> int:
        return 1 if self.status is None else self.status


def read(kept: Store, name: str) -> Run:
    """The run of that name."""
    told = store.read_json(kept.results / name / "run.json") if name else {}
    if not told:
        known = ", ".join(run.name for run in all_runs(kept)[-5:]) or "none yet"
        raise GateError(f"There is no run '{name}' in {kept.results}. The last ones: {known}.")
    return Run(**told)


def all_runs(kept: Store) -> list[Run]:
    notes = sorted(kept.results.glob("*/run.json"))
    return [Run(**told) for told in map(store.read_json, notes) if told]


def write(kept: Store, run: Run) -> None:
    store.write_json(kept.results / run.name / "run.json", asdict(run))


def run(
    kept: Store,
    matrix: Matrix,
    image: Image,
    suite: Suite,
    work: Work,
    *,
    repeats: Run | None = None,
    beside_others: bool = False,
) -> Run:
    """Run the suite on a machine of the image, and keep the results."""
    build = _build(kept, image, repeats)
    begun = time.monotonic()
    machine = machines.take(kept, build)
    launched = (time.monotonic() - begun) * 1000
    called = f"{image.release} {suite.name}" if beside_others else ""
    folder = _new_folder(kept, f"{image.release}-{suite.name}")
    shutil.copy(work.bundle, folder / "work.bundle")
    this = Run(
        name=folder.name,
        image=image.name,
        suite=suite.name,
        build=build.name,
        machine=machine.id,
        work=work.told(),
        commit=work.summary(),
        launched_ms=round(launched, 1),
        repeats=repeats.name if repeats else "",
    )
    write(kept, this)
    machine.note(run=this.name, results=str(kept.results))
    try:
        with (folder / "log.txt").open("wb") as file:
            log = Log(file, called)
            log.say(f"== gate: {suite.name} on {image.name}, {work.summary()}")
            status = _try(machine, image, suite, folder, log)
    except BaseException as error:
        state = "stopped" if isinstance(error, (Stopped, KeyboardInterrupt)) else "failed"
        write(kept, replace(this, state=state, seconds=round(time.monotonic() - begun, 1)))
        machine.throw_away()
        raise
    state, status = _judged(folder / "log.txt", status)
    this = replace(
        this,
        state=state,
        status=status,
        seconds=round(time.monotonic() - begun, 1),
        versions=images.versions(_merged_dpkg(machine), matrix.versions),
        failed=_failed_tests(folder / "log.txt"),
    )
    _collect(machine, folder)
    if state == "failed":
        machine.keep(matrix.keep_hours)
    else:
        machine.throw_away()
    if repeats:
        this = _compared(kept, repeats, this)
    write(kept, this)
    with (folder / "log.txt").open("ab") as file:
        Log(file, called).say(*summary(this, matrix))
    return this


def summary(run: Run, matrix: Matrix) -> list[str]:
    """The end of the log: all that an investigation needs."""
    lines = [
        "",
        f"== gate: {run.suite} on {run.image}: {run.state.upper()} "
        f"(exit {run.status}) after {run.seconds:.0f} s",
        f"   run       {run.name}",
        f"   commit    {run.commit}",
        f"   image     {run.build}",
        "   versions  " + (", ".join(f"{k} {v}" for k, v in run.versions.items()) or "not known"),
    ]
    lines += [f"   failed    {test}" for test in run.failed]
    if run.status == NOTHING_RAN:
        lines.append("   nothing was run, so nothing has passed")
    if run.status == TIMED_OUT:
        minutes = matrix.suite(run.suite).minutes
        lines.append(f"   ended by the gate: longer than the {minutes:g} minutes of its suite")
    if run.verdict:
        lines.append(f"   verdict   {run.verdict}")
    if run.state == "failed":
        lines.append(f"   kept      for {matrix.keep_hours:g} hours: gate shell {run.name}")
        lines.append(f"   again     gate rerun {run.name}")
    return lines


def _build(kept: Store, image: Image, repeats: Run | None) -> images.Build:
    """The present build of the image; for a repeat, the earlier one if it still exists."""
    if repeats:
        build = images.Build(kept.images / repeats.build)
        if build.facts():
            return build
    current = images.current(kept, image.name)
    if current is None:
        raise GateError(f"The image {image.name} has not been built: gate prepare {image.name}")
    return current


def _new_folder(kept: Store, what: str) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    for number in range(1, 1000):
        folder = kept.results / (f"{stamp}-{what}" + (f"-{number}" if number > 1 else ""))
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            continue
    raise GateError(f"{kept.results} already has a thousand runs of this second.")


def _try(machine: Machine, image: Image, suite: Suite, folder: Path, log: Log) -> int:
    """Run the suite in the machine, forward its output, and return its exit status."""
    gate = machine.upper / "gate"
    gate.mkdir(exist_ok=True)
    shutil.copy(folder / "work.bundle", gate / "work.bundle")
    shutil.copy(suite.script, gate / "suite.sh")
    shutil.copy(suite.script.with_name("steps.sh"), gate / "steps.sh")
    environment = {
        "EXIFILM_GATE": image.name,
        "EXIFILM_GATE_HOSTS": " ".join(image.hosts),
        "EXIFILM_GATE_OUT": "/gate/out",
    }
    deadline = time.monotonic() + 60 * suite.minutes
    with started(
        machine.command(["sh", "/gate/suite.sh"], environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=machine.marked(),
        start_new_session=True,
    ) as process:
        try:
            if _stream(process, log, deadline):
                return process.wait(timeout=max(1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        return TIMED_OUT


def _stream(process: subprocess.Popen[bytes], log: Log, deadline: float) -> bool:
    """Forward the suite's output at once; False if its time ran out."""
    assert process.stdout is not None
    pipe = process.stdout.fileno()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return False
        said = os.read(pipe, 65536)
        if not said:
            return True
        log.tell(said)


def _judged(log: Path, status: int) -> tuple[str, int]:
    if status == 0 and not any(_PASSED.search(line) for line in _lines(log)):
        status = NOTHING_RAN
    if status == NOTHING_RAN:
        return "nothing ran", status
    return ("passed" if status == 0 else "failed"), status


def _failed_tests(log: Path) -> list[str]:
    found = (_FAILED.match(line) for line in _lines(log))
    return list(dict.fromkeys(match.group(1) for match in found if match))


def _lines(log: Path) -> list[str]:
    return _COLOUR.sub("", log.read_text("utf-8", "replace")).splitlines()


def _merged_dpkg(machine: Machine) -> Path:
    """The root with the machine's package list: its own if it installed something."""
    own = machine.upper / "var/lib/dpkg/status"
    return machine.upper if own.exists() else machine.build.root


def _collect(machine: Machine, folder: Path) -> None:
    """Copy the suite's out folder: screenshots, made files, logs of the hosts."""
    out = machine.upper / "gate/out"
    if out.is_dir() and any(out.iterdir()):
        copy = ["cp", "-rP", "--preserve=timestamps", "--", str(out), str(folder / "made")]
        if subprocess.run(copy).returncode != 0:
            print(f"Some of what the suite made could not be copied from {out}.")


def _compared(kept: Store, first: Run, second: Run) -> Run:
    """Both runs, each with a verdict that compares the two."""
    verdicts = {
        ("failed", "passed"): "a false negative: the same commit passed on a fresh machine",
        ("failed", "failed"): "a real failure: it failed again on a fresh machine",
        ("passed", "passed"): "passed both times",
        ("passed", "failed"): "unsteady: it passed before and failed on this fresh machine",
    }
    compared = (first.state, second.state)
    verdict = verdicts.get(compared, "nothing to compare: {}, then {}".format(*compared))
    if first.build != second.build:
        verdict += ", of a newer build of the image, which may be the reason"
    first = replace(first, verdict=f"{verdict} (repeated as {second.name})")
    write(kept, first)
    with (kept.results / first.name / "log.txt").open("ab") as log:
        log.write(f"   verdict   {first.verdict}\n".encode())
    return replace(second, verdict=f"{verdict} (first run: {first.name})")
