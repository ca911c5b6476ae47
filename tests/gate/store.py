"""The gate's folders, and the rules for moving something between them.

A folder's place is its state. A machine is ready, busy or kept because it is in `machines/ready`,
`busy` or `kept`. One rename under the store's lock changes its state. The process that uses a
machine locks it; the kernel frees that lock when the process ends in any way. So the remains of a
killed run differ from a living one.

    STATE/images/trixie-bare/20261123T071500/   a build: root/ and image.json
    STATE/images/trixie-bare/current            -> the present build
    STATE/machines/ready|busy|kept/ID/          upper/ work/ root/ machine.json lock
    STATE/downloads/                            Debian packages, for the next build
    build/gate/RUN/                             a run's output and files
"""

import fcntl
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .errors import GateError

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Store:
    """The folders of one gate."""

    state: Path
    results: Path

    @property
    def images(self) -> Path:
        return self.state / "images"

    @property
    def downloads(self) -> Path:
        return self.state / "downloads"

    def machines(self, kind: str) -> Path:
        return self.state / "machines" / kind

    def make(self) -> None:
        """Make the missing folders."""
        try:
            for folder in (self.images, self.downloads, self.trash, self.results):
                folder.mkdir(parents=True, exist_ok=True)
            for kind in ("ready", "busy", "kept"):
                self.machines(kind).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GateError(f"Machines cannot be kept in {self.state}: {error}.") from error

    @property
    def trash(self) -> Path:
        return self.state / "trash"

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Hold the store's lock briefly, to take, add or discard something."""
        with locked(self.state / "lock", wait=True):
            yield

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for the duration of a block, on the disk of the machines."""
        with tempfile.TemporaryDirectory(
            prefix="scratch-", dir=self.state, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)

    def discard(self, folder: Path) -> None:
        """Remove from use at once; `empty_trash` deletes the files."""
        folder.rename(self.trash / f"{folder.name}-{os.getpid()}-{os.urandom(3).hex()}")

    def empty_trash(self) -> None:
        for folder in self.trash.iterdir():
            remove(folder)


def default(state: Path | None = None, results: Path | None = None) -> Store:
    """The store outside the work tree, with its results inside it under `build/`."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Store(
        (state or cache / "exifilm-gate").resolve(),
        (results or REPOSITORY / "build" / "gate").resolve(),
    )


def try_lock(file: Path) -> IO[str] | None:
    """The file, locked until it is closed, or None while another process holds it."""
    held = file.open("a")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return None
    return held


@contextmanager
def locked(file: Path, wait: bool) -> Iterator[None]:
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def read_json(file: Path) -> dict[str, Any]:
    """The contents of the file; {} if it is missing or truncated."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError):
        return {}
    return told if isinstance(told, dict) else {}


def write_json(file: Path, told: dict[str, Any]) -> None:
    part = file.with_name(file.name + ".part")
    part.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(file)


def remove(folder: Path) -> None:
    """Delete a complete tree, even with files of a user namespace's other users."""
    rm = ["rm", "-rf", "--one-file-system", "--", str(folder)]
    if os.geteuid() != 0:
        rm = ["unshare", "--user", "--map-root-user", "--map-auto", *rm]
    subprocess.run(rm, check=True)


def megabytes(folder: Path) -> int:
    """The disk space of a tree, without folders that this user cannot read."""
    seen: set[tuple[int, int]] = set()
    total = 0
    stack = [folder] if folder.is_dir() else []
    while stack:
        try:
            entries = list(os.scandir(stack.pop()))
        except (PermissionError, FileNotFoundError):
            continue
        for entry in entries:
            try:
                info = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if info.st_nlink > 1 and not entry.is_dir(follow_symlinks=False):
                if (info.st_dev, info.st_ino) in seen:
                    continue
                seen.add((info.st_dev, info.st_ino))
            total += info.st_blocks * 512
            if entry.is_dir(follow_symlinks=False):
                stack.append(Path(entry.path))
    return total // 1_000_000
