"""A separate gate for each test: a matrix, a repository and an image of a few programs."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.gate import ground, images, matrix, store
from tests.gate.errors import GateError

GATE = Path(__file__).with_name("gate")

MATRIX = """
lanes = 2
ready = 1
fresh_hours = 24
keep_hours = 24
keep_most = 2
results_days = 7
free_gb = 0.1

[releases]
tiny = { suites = ["good", "bad", "empty", "slow", "both"] }

[suites]
good  = { form = "bare", minutes = 1 }
bad   = { form = "bare", minutes = 1 }
empty = { form = "bare", minutes = 1 }
both  = { form = "bare", minutes = 1, includes = ["good"] }
slow  = { form = "bare", minutes = 1 }

[forms]
bare  = ["git"]
hosts = ["xvfb"]

[hosts]
gimp = ["gimp"]

[versions]
Python = "python3"
"""

SUITES = {
    "steps": "",
    "good": 'echo made > "$EXIFILM_GATE_OUT/shot.txt"; echo "3 passed in 0.1 s"',
    "bad": 'echo "FAILED tests/a.py::test_b - no"; echo left > /root-was-here; exit 3',
    "both": "echo 7 passed",
    "empty": "echo all is well",
    "slow": "sh -c 'sleep 300 & sleep 300' & echo started; sleep 300",
}


@dataclass(frozen=True)
class Standin:
    """A small gate with its own repository, and its command."""

    kept: store.Store
    matrix_file: Path
    repository: Path

    @property
    def matrix(self) -> matrix.Matrix:
        return matrix.read(self.matrix_file)

    def suite(self, name: str, script: str) -> None:
        (self.matrix_file.parent / "suites" / f"{name}.sh").write_text(script + "\n")

    def change_matrix(self, line: str, instead: str) -> None:
        text = self.matrix_file.read_text()
        assert line in text
        self.matrix_file.write_text(text.replace(line, instead))

    def command(self, *words: str) -> list[str]:
        places = ["--state", str(self.kept.state), "--results", str(self.kept.results)]
        places += ["--matrix", str(self.matrix_file), "--repository", str(self.repository)]
        return [sys.executable, str(GATE), *places, *words]

    def __call__(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), capture_output=True, text=True, timeout=60, env=more or None
        )

    def machines(self) -> dict[str, int]:
        kinds = ("ready", "busy", "kept")
        return {kind: len(list(self.kept.machines(kind).iterdir())) for kind in kinds}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with one commit on main."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "film.txt", "Tri-X\n")
    return folder


@pytest.fixture
def gate(tmp_path: Path, repository: Path) -> Standin:
    """A gate without a build of its image."""
    file = tmp_path / "matrix.toml"
    file.write_text(MATRIX)
    (tmp_path / "suites").mkdir()
    kept = store.Store(tmp_path / "state", tmp_path / "results")
    kept.make()
    standin = Standin(kept, file, repository)
    for name, script in SUITES.items():
        standin.suite(name, script)
    return standin


@pytest.fixture
def tiny(gate: Standin) -> Standin:
    """The gate with an image of this computer's shell and a few programs, 10 MB."""
    try:
        ground.check(gate.kept)
    except GateError:
        pytest.skip("no machines can be made here; `gate check` says why")
    image = gate.matrix.image("tiny-bare")
    folder = gate.kept.images / image.name / "20260101T000000"
    make_root(folder / "root")
    told = {"image": image.name, "built": 4e9, "recipe": images.recipe(image), "seconds": 0}
    store.write_json(folder / "image.json", told)
    (folder.parent / "current").symlink_to(folder.name)
    return gate


def make_root(root: Path) -> None:
    """Make a system's folders, with programs of this computer and their libraries."""
    for name in ("dev", "etc", "mnt", "proc", "run", "tmp", "root"):
        (root / name).mkdir(parents=True)
    for name in ("sh", "env", "umount", "sleep", "cat", "ls", "id"):
        program = shutil.which(name)
        assert program, f"this computer has no {name}"
        _copy(Path(program), root / "bin" / name)
        needed = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
        for word in needed.split():
            if word.startswith("/") and not (root / word.lstrip("/")).exists():
                _copy(Path(word), root / word.lstrip("/"))


def _copy(program: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(program, to)


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Anna", "-c", "user.email=anna@localhost"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    git(folder, "add", name)
    git(folder, "commit", "--quiet", "-m", f"Write {name}")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def leftovers(tmp_path: Path) -> Callable[[], list[str]]:
    """Remains of a test's gates: mounts on this computer, and processes in their machines."""

    def found() -> list[str]:
        mounts = Path("/proc/self/mounts").read_text().splitlines()
        left = [line for line in mounts if str(tmp_path) in line]
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                try:
                    words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    inside = (process / "environ").read_bytes()
                    mounts_there = (process / "mounts").read_text()
                except OSError:
                    continue
                if b"EXIFILM_GATE" in inside and str(tmp_path) in mounts_there + words:
                    left.append(words)
        return left

    return found
