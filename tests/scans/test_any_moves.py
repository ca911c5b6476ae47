"""After any moves and copies of files, each history stays with its scan. Needs no ExifTool.

A file here holds JSON: an id and a value. The journal is the real one.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from exifilm_core.scans.entries import Entry, Written
from exifilm_core.scans.journal import Journal

NAMES = ("a", "b", "c", "d", "roll/a", "roll/b")


class Files:
    """Files in a folder, and the expected result of each one's undo."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.count = 0
        self.true: dict[Path, list[dict[str, str]]] = {}
        """The states of each file, from the first to the present, without the undone ones."""
        (folder / "roll").mkdir()

    def state(self, path: Path) -> dict[str, str]:
        return dict(json.loads(path.read_text()))

    def id_at(self, path: Path) -> str:
        return self.state(path).get("id", "")

    def journal(self, path: Path) -> Journal:
        return Journal(path, self.id_at(path), self.id_at)

    def put(self, path: Path, state: dict[str, str], undoes: Entry | None = None) -> None:
        old = self.state(path)
        names = {"id", "value"}
        written = Written(
            False, False, {n: old.get(n) for n in names}, {n: state.get(n) for n in names}
        )
        entry = Entry(
            str(path),
            (written,),
            old,
            state,
            undoes=undoes.id if undoes else None,
            scan_id=undoes.scan_id if undoes else "",
            id_before=old.get("id", ""),
            id_after=state.get("id", ""),
        )
        self.journal(path).append(entry)
        path.write_text(json.dumps(state))

    def new(self, path: Path) -> None:
        self.count += 1
        path.write_text(json.dumps({"new": str(self.count)}))
        self.true[path] = [self.state(path)]

    def save(self, path: Path) -> None:
        self.count += 1
        scan_id = self.journal(path).id_to_write()
        self.put(path, self.state(path) | {"id": scan_id, "value": str(self.count)})
        self.true[path].append(self.state(path))

    def undo(self, path: Path) -> bool:
        """Undo as `Scan.undo` does; returns whether there was anything to undo."""
        journal, now = self.journal(path), self.state(path)
        standing = journal.standing()
        if not standing:
            return False
        (written,) = standing[-1].places
        holds = all(now.get(name) == value for name, value in written.after.items())
        if not holds or not journal.fits(standing[-1]):
            return False
        state = {k: v for k, v in (now | written.before).items() if v is not None}
        self.put(path, state, standing[-1])
        self.true[path].pop()
        assert self.true[path], "what was undone was not this file's"
        assert state == self.true[path][-1]
        return True

    def move(self, path: Path, target: Path) -> None:
        path.replace(target)
        self.true[target] = self.true.pop(path)

    def step(self, *, copies: bool) -> None:
        paths = [path for name in NAMES if (path := self.folder / name).exists()]
        path = self.random.choice(paths) if paths else None
        target = self.folder / self.random.choice(NAMES)
        kinds = ["new", "save", "save", "save", "undo", "undo", "move", "move", "swap"]
        kind = self.random.choice([*kinds, "copy", "remove"] if copies else kinds)
        if path is None or (kind == "new" and not target.exists()):
            self.new(target)
        elif kind == "save":
            self.save(path)
        elif kind == "undo":
            self.undo(path)
        elif kind == "move" and not target.exists():
            self.move(path, target)
        elif kind == "swap" and target.exists() and target != path:
            self.move(path, self.folder / "x")
            self.move(target, path)
            self.move(self.folder / "x", target)
        elif kind == "copy" and not target.exists():
            shutil.copy(path, target)
            self.true[target] = list(self.true[path])
        elif kind == "remove":
            path.unlink()
            del self.true[path]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _descriptor: None)


@pytest.mark.parametrize("seed", range(20))
def test_moved_and_swapped_every_save_can_be_undone(tmp_path: Path, seed: int) -> None:
    files = Files(tmp_path, seed)
    for _ in range(60):
        files.step(copies=False)
    for path, states in files.true.items():
        for _ in range(len(states) - 1):
            assert files.undo(path)
        assert "value" not in files.state(path)


@pytest.mark.parametrize("seed", range(20))
def test_with_copies_no_undo_puts_back_what_another_file_held(tmp_path: Path, seed: int) -> None:
    files = Files(tmp_path, seed)
    for _ in range(80):
        files.step(copies=True)
    for path in files.true:
        files.save(path)
    saved = [files.id_at(path) for path in files.true]
    assert len(saved) == len(set(saved)), "two scans have one id"
    for path in files.true:
        assert files.undo(path), "what was just saved can be undone"
