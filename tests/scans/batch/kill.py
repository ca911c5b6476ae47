"""Kills a save of many scans, again and again: `python -m tests.scans.batch.kill --rounds 1000`.

After each kill every file is the old or the new one, complete, and undo restores what was there. Of
a scan with a sidecar, the sidecar is new before the image is.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.atomic import LEFTOVER
from exifilm_core.files.formats import SIDECAR, sidecar_of
from exifilm_core.scans.foreign import compare
from exifilm_core.tags.mapping import owned_names
from tests import samples
from tests.scans.contract import names
from tools.bench.exchanging import darktable_sidecar

REPOSITORY = Path(__file__).resolve().parents[3]
EARLIER = ExposureRecord(film="FP4+", subject="the old one", holder="99Z")
NEW = {"film": "HP5+", "aperture": 22.0}
CHILD = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    action, killed_at, data, *paths = sys.argv[1:]
    watched = (os.path.dirname(paths[0]), data)
    from exifilm_core.actions.set_fields import How, set_fields
    from exifilm_core.actions.undo import undo
    from exifilm_core.scans.batch import saves, writers
    saves.MOST_FILES = 4  # so that there are several chunks, and both ExifTools write
    writers.WORTH_A_SECOND = 2
    CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.utime", "os.chmod"}
    steps = 0
    sidecars = []
    def step_by_step(event, arguments):
        global steps
        if event not in EVENTS or (event == "open" and not (
            isinstance(arguments[0], str) and arguments[2] & CHANGES)):
            return
        if os.fsdecode(arguments[0]).startswith(watched):
            steps += 1
            if event == "os.rename" and os.fsdecode(arguments[1]).endswith(".xmp"):
                sidecars.append(steps)
            if steps == int(killed_at):
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(step_by_step)
    values = {"film": "HP5+", "aperture": 22.0}
    paths = list(map(Path, paths))
    saves = set_fields(dict.fromkeys(paths, values), How()) if action == "set" else undo(paths)
    for outcome in saves:
        outcome.get()
    print(steps, *sidecars)
""")


class Kills:
    """A folder of scans, some of them saved before, and what kills have left of them."""

    def __init__(self, folder: Path) -> None:
        """`folder` is a temporary one, and the journal of this process is in its data folder."""
        self.scans, self.start, self.saved = (folder / n for n in ("scans", "start", "saved"))
        self.data = Path(os.environ["XDG_DATA_HOME"])
        self.scans.mkdir()
        jpeg = samples.make(folder / "one.jpg", scanner=True)
        tiff = samples.make(folder / "one.tif", scanner=True)
        for path in (jpeg, tiff):
            samples.exiftool("-q", "-overwrite_original", "-IPTC:all=", path)
        for number in range(10):
            source = tiff if number % 5 == 2 else jpeg
            path = self.scans / f"{number:02}{source.suffix}"
            shutil.copyfile(source, path)
            if number % 3 == 1:
                sidecar_of(path).write_text(darktable_sidecar(path))
            if number % 2:
                Scan(path).save(EARLIER)
        for path in self.scans.iterdir():
            os.utime(path, (1e9, 1e9))  # no program is writing it
        self.paths = sorted(path for path in self.scans.iterdir() if path.suffix != SIDECAR)
        self.names = names(self.scans)
        self.records = {path: Scan(path).record for path in self.paths}
        self._copy_to(self.start)
        self.counts: Counter[str] = Counter()
        steps, self.seconds = self.run()
        assert steps, "the save is not killed here, and has to succeed"
        self.steps, *self.sidecars = map(int, steps.split())
        """How many steps there are, and which of them put a sidecar in place."""
        self._copy_to(self.saved)
        steps, _ = self.run(undo=True)
        assert steps, "nor is the undo"
        self.undo_steps = int(steps.split()[0])

    def _copy_to(self, there: Path) -> None:
        for state in (self.scans, self.data):
            shutil.copytree(state, there / state.name)

    def run(self, *, step: int = 0, seconds: float = 0.0, undo: bool = False) -> tuple[str, float]:
        """Save all, or undo that; killed before a step or after some seconds, if any.

        What it has printed, and how many seconds it took.
        """
        import time

        for state in (self.scans, self.data):
            shutil.rmtree(state)
            shutil.copytree((self.saved if undo else self.start) / state.name, state)
        begun = time.monotonic()
        action = "undo" if undo else "set"
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, action, str(step), self.data, *self.paths],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY,
            start_new_session=True, text=True,
        )  # fmt: skip
        try:
            out, error = process.communicate(timeout=seconds or 120)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, error = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), error
        return out, time.monotonic() - begun

    def look(self, *, undone: int) -> None:
        """Assert that every file is old or new; undo so many, and those next to the border."""
        is_new = {path: self._is_new(path) for path in self.paths}
        self.counts["new"] += sum(is_new.values())
        self.counts["old"] += sum(not new for new in is_new.values())
        self.counts["drafts left"] += sum(n.startswith(LEFTOVER) for n in names(self.scans))
        border = [
            path
            for one, other in zip(self.paths, self.paths[1:], strict=False)
            if is_new[one] != is_new[other]
            for path in (one, other)
        ]
        for path in {*border, *random.sample(self.paths, undone)}:
            self._undo(path, is_new=is_new[path])

    def look_at_undo(self) -> None:
        """Assert that the save of every file is undone or not; undo the others."""
        for path in self.paths:
            if path.read_bytes() == (self.saved / "scans" / path.name).read_bytes():
                self.counts["not undone"] += 1
                Scan(path).undo()
            else:
                self.counts["undone with many"] += 1
            compare(self.start / "scans" / path.name, path, ())
            assert not self._is_changed(sidecar_of(path))
            assert Scan(path).record == self.records[path]

    def _is_new(self, path: Path) -> bool:
        image, sidecar = self._is_changed(path), self._is_changed(sidecar_of(path))
        if not image and not sidecar:
            return False
        if image and sidecar_of(path).exists():
            assert sidecar, f"{path.name}: the image was put in place before its sidecar"
        self.counts["sidecar alone new"] += sidecar and not image
        wanted = self.records[path].replace(**NEW)
        found = Scan(path).record
        assert found == wanted, f"{path.name}: half a record"
        return True

    def _is_changed(self, path: Path) -> bool:
        """Whether a file, if it exists, is the new one; everything else in it is as it was."""
        old = self.start / "scans" / path.name
        if not old.exists() or path.read_bytes() == old.read_bytes():
            assert path.exists() == old.exists()
            return False
        compare(old, path, owned_names(sidecar=path.suffix == SIDECAR))
        return True

    def _undo(self, path: Path, *, is_new: bool) -> None:
        earlier = self.records[path].holder == EARLIER.holder
        if not is_new and not earlier:
            with pytest.raises(ExifilmError, match="no save to undo"):
                Scan(path).undo()
            self.counts["nothing to undo"] += 1
            return
        Scan(path).undo()
        if is_new:
            compare(self.start / "scans" / path.name, path, ())
            assert not self._is_changed(sidecar_of(path))
            self.counts["undone"] += 1
        else:
            assert Scan(path).record.holder is None
            self.counts["the earlier save undone"] += 1

    def save_after(self) -> None:
        """Assert that the next save of all goes through and leaves no draft."""
        from exifilm_core.actions.set_fields import How, set_fields

        for outcome in set_fields(dict.fromkeys(self.paths, NEW), How()):
            outcome.get()
        assert names(self.scans) == self.names
        assert all(map(self._is_new, self.paths))
        self.counts["saves of all afterwards"] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    rounds = parser.parse_args().rounds
    seed = random.randrange(1 << 32)
    random.seed(seed)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="exifilm-kill-") as folder:
        os.environ["HOME"] = folder
        for name in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = f"{folder}/{name.lower()}"
        kills = Kills(Path(folder))
        for number in range(rounds):
            if number % 5 == 4:
                kills.run(step=random.randint(1, kills.undo_steps), undo=True)
                kills.look_at_undo()
                continue
            if number % 2:
                kills.run(step=random.randint(1, kills.steps))
            else:
                kills.run(seconds=random.uniform(0.2, 1.05) * kills.seconds)
            if number % 10 == 8:
                kills.save_after()
            else:
                kills.look(undone=2)
            if number % 50 == 48:
                print(number + 1, dict(kills.counts), flush=True)
        print(f"{rounds} kills: {dict(kills.counts)}")
    ExifTool.shared().close()
    samples.close()


if __name__ == "__main__":
    main()
