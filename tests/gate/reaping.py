"""Removal of everything that is too old, or that a killed run left behind.

A living process locks what it uses. A busy machine, an active run or an incomplete build without a
lock belongs to a killed gate, and is removed. A kept machine is removed after its time, and a build
when it was replaced and no machine needs it.
"""

import os
import shutil
import signal
import time
from pathlib import Path

from . import images, runs, store
from .errors import GateError
from .matrix import Matrix
from .store import Store


def reap(kept: Store, matrix: Matrix) -> list[str]:
    """Remove all that is too old or left behind; returns a line for each thing removed."""
    done: list[str] = []
    now = time.time()
    with kept.moving():
        for folder in _unheld(kept, "busy"):
            told = store.read_json(folder / "machine.json")
            killed = _kill(folder.name)
            _note_killed(kept, told)
            kept.discard(folder)
            left = f", and {killed} processes of it" if killed else ""
            done.append(f"{folder.name}: left by a killed run{left}")
        until = {
            folder: float(store.read_json(folder / "machine.json").get("until", 0))
            for folder in _unheld(kept, "kept")
        }
        for number, folder in enumerate(sorted(until, key=until.__getitem__, reverse=True)):
            if until[folder] < now or number >= matrix.keep_most:
                kept.discard(folder)
                why = "kept long enough" if until[folder] < now else "newer ones are kept"
                done.append(f"{folder.name}: {why}")
        for folder in _unheld(kept, "ready"):
            build = images.Build(kept.images / _build_of(folder))
            if images.current(kept, build.folder.parent.name) != build:
                kept.discard(folder)
                done.append(f"{folder.name}: its image has been replaced")
        done += _old_builds(kept)
    for run in runs.all_runs(kept):
        folder = kept.results / run.name
        if (folder / "run.json").stat().st_mtime < now - 86400 * matrix.results_days:
            shutil.rmtree(folder)
            done.append(f"{run.name}: result older than {matrix.results_days:g} days")
    for package in kept.downloads.glob("*/*.deb"):
        if package.stat().st_nlink == 1 and package.stat().st_atime < now - 86400 * 14:
            package.unlink()
    for scratch in kept.state.glob("scratch-*"):
        if scratch.stat().st_mtime < now - 86400:
            store.remove(scratch)
    kept.empty_trash()
    return done


def reap_all(kept: Store) -> list[str]:
    """Remove everything that the gate stores, unless something is in use."""
    with kept.moving():
        for kind in ("busy", "kept"):
            folders = set(kept.machines(kind).iterdir())
            for folder in folders - set(_unheld(kept, kind)):
                raise GateError(f"{folder.name} is in use; nothing was removed.")
        for home in kept.images.iterdir():
            if (lock := store.try_lock(home / "lock")) is None:
                raise GateError(f"{home.name} is being built; nothing was removed.")
            lock.close()
        for folder in kept.machines("busy").iterdir():
            _kill(folder.name)
        taken = store.megabytes(kept.state) + store.megabytes(kept.results)
        kept.discard(kept.images)
        kept.discard(kept.downloads)
        kept.discard(kept.state / "machines")
    kept.empty_trash()
    shutil.rmtree(kept.results)
    for left in (kept.trash, kept.state):
        shutil.rmtree(left)
    return [f"{taken} MB freed: images, machines, downloads and results"]


def _unheld(kept: Store, kind: str) -> list[Path]:
    """The machines of this kind that no living process holds."""
    found = []
    for folder in sorted(kept.machines(kind).iterdir()):
        lock = store.try_lock(folder / "lock")
        if lock is not None:
            lock.close()
            found.append(folder)
    return found


def _build_of(machine: Path) -> str:
    return str(store.read_json(machine / "machine.json").get("build", "none/none"))


def _old_builds(kept: Store) -> list[str]:
    """Replaced builds without a machine, and incomplete builds without a builder."""
    done = []
    used = {
        _build_of(machine)
        for kind in ("ready", "busy", "kept")
        for machine in kept.machines(kind).iterdir()
    }
    for home in kept.images.iterdir():
        lock = store.try_lock(home / "lock")
        if lock is None:
            continue
        current = images.current(kept, home.name)
        for folder in home.iterdir():
            build = images.Build(folder)
            if folder.is_symlink() or not folder.is_dir():
                continue
            if build != current and build.name not in used:
                kept.discard(folder)
                done.append(f"{build.name}: no longer used")
        lock.close()
    return done


def _note_killed(kept: Store, machine: dict[str, str]) -> None:
    """Note that the run of a machine that was left behind was killed."""
    note = Path(machine.get("results", kept.results)) / machine.get("run", "none") / "run.json"
    told = store.read_json(note)
    if told.get("state") == "running":
        store.write_json(note, {**told, "state": "killed"})


def _kill(machine: str) -> int:
    """Kill the remaining processes of a machine. The first process of each carries its name."""
    mark = f"EXIFILM_GATE_MACHINE={machine}".encode()
    killed = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and int(process.name) != os.getpid():
            try:
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)
                    killed += 1
            except OSError:
                continue
    return killed
