"""Machines: an image's root under an overlay of its own, and the processes in it.

A machine at rest is only a folder with the changes to its image; nothing runs, and nothing is
mounted. Its processes and mounts exist while it is in use, in namespaces that the kernel ends with
the process that opened them. So a machine starts in milliseconds, deleting its folder deletes it,
and it can be opened again later unchanged.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from . import ground, network, store
from .errors import GateError
from .images import Build
from .store import Store

INSIDE = Path(__file__).with_name("inside.sh")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass
class Machine:
    """One machine; this process holds it as long as its lock is open."""

    kept: Store
    folder: Path
    lock: IO[str]

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def build(self) -> Build:
        return Build(self.kept.images / self.facts["build"])

    @property
    def facts(self) -> dict[str, str]:
        return store.read_json(self.folder / "machine.json")

    @property
    def upper(self) -> Path:
        return self.folder / "upper"

    def note(self, **more: str | float) -> None:
        store.write_json(self.folder / "machine.json", {**self.facts, **more})

    def command(self, words: list[str], environment: dict[str, str]) -> list[str]:
        """The command here that runs `words` in the machine, with only this environment."""
        hostname = self.build.folder.parent.name
        reached = network.carry_into(self.upper, hostname)
        told = {
            "PATH": PATH,
            "HOME": "/root",
            "LANG": "C.UTF-8",
            **reached,
            **environment,
        }
        return [
            *ground.isolated(),
            *("sh", str(INSIDE), str(self.kept.state)),
            str(self.build.root.relative_to(self.kept.state)),
            str(self.folder.relative_to(self.kept.state)),
            *(ground.overlay_options(), hostname),
            *("env", "-i", *(f"{key}={value}" for key, value in told.items()), *words),
        ]

    def marked(self) -> dict[str, str]:
        """The environment of its first process, by which `reaping` recognises it."""
        return {**os.environ, "EXIFILM_GATE_MACHINE": self.id}

    def keep(self, hours: float) -> None:
        """Keep it at rest for inspection, for that many hours."""
        self.note(until=time.time() + 3600 * hours)
        with self.kept.moving():
            self.folder = self.folder.rename(self.kept.machines("kept") / self.id)
        self.lock.close()

    def throw_away(self) -> None:
        with self.kept.moving():
            self.kept.discard(self.folder)
        self.lock.close()
        self.kept.empty_trash()


def launch(kept: Store, build: Build, kind: str = "ready") -> Machine:
    """A new machine of this build. It holds its lock until that is closed."""
    with kept.moving():
        if not build.facts():
            raise GateError(f"The build {build.name} has just been replaced; ask again.")
        name = f"{build.folder.parent.name}-{os.urandom(4).hex()}"
        folder = kept.machines(kind) / name
        for part in ("upper", "work", "root"):
            (folder / part).mkdir(parents=True)
        store.write_json(folder / "machine.json", {"build": build.name, "made": time.time()})
        lock = store.try_lock(folder / "lock")
        assert lock is not None, "nobody else can know of this machine yet"
        return Machine(kept, folder, lock)


def take(kept: Store, build: Build) -> Machine:
    """A ready machine of this build, now ours alone; a new one if none is ready."""
    with kept.moving():
        for folder in sorted(kept.machines("ready").iterdir()):
            if store.read_json(folder / "machine.json").get("build") == build.name:
                lock = store.try_lock(folder / "lock")
                if lock is not None:
                    return Machine(kept, folder.rename(kept.machines("busy") / folder.name), lock)
    return launch(kept, build, "busy")


@contextmanager
def opened(kept: Store, name: str) -> Iterator[Machine | None]:
    """A kept machine, ours during the block; None if it is gone or open elsewhere."""
    with kept.moving():
        folder = kept.machines("kept") / name
        lock = store.try_lock(folder / "lock") if folder.is_dir() else None
    if lock is None:
        yield None
        return
    with lock:
        yield Machine(kept, folder, lock)
