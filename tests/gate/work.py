"""The change as it would be merged: REF on main, as one git bundle.

The merge is made in a scratch repository. So the gate only reads the contributor's, and a run tests
exactly the committed state. The merge has a fixed date and author, so that the same two commits
always give the same result.
"""

import os
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import GateError


@dataclass(frozen=True)
class Work:
    """The change to test: a bundle whose branch `main` is `merged`."""

    ref: str
    main: str
    change: str
    merged: str
    bundle: Path
    unsaved: int = 0

    def told(self) -> dict[str, str | int]:
        return {key: value for key, value in asdict(self).items() if key != "bundle"}

    def summary(self) -> str:
        if self.merged == self.main == self.change:
            line = f"{self.merged[:12]} (main)"
        elif self.merged == self.change:
            line = f"{self.merged[:12]} ({self.ref}, which stands on main {self.main[:12]})"
        else:
            line = f"{self.merged[:12]} = {self.ref} {self.change[:12]} + main {self.main[:12]}"
        return line + (f"; {self.unsaved} uncommitted files left out" if self.unsaved else "")


def merge(repository: Path, ref: str, folder: Path) -> Work:
    """Merge REF onto main, as `work.bundle` in the folder; GateError after a conflict."""
    main = _commit(repository, "main") or _commit(repository, "origin/main")
    if main is None:
        raise GateError(f"{repository} has no branch 'main' to merge onto.")
    change = _commit(repository, ref)
    if change is None:
        raise GateError(f"There is no '{ref}' in {repository}: no branch, tag or commit.")
    with tempfile.TemporaryDirectory(dir=folder) as made:
        scratch = Path(made) / "scratch.git"
        _git(repository, "clone", "--quiet", "--bare", ".", str(scratch))
        merged = _merged(scratch, main, change, ref)
        _git(scratch, "update-ref", "--no-deref", "refs/heads/main", merged)
        _git(scratch, "symbolic-ref", "HEAD", "refs/heads/main")
        bundle = folder / "work.bundle"
        _git(scratch, "bundle", "create", "--quiet", str(bundle), "HEAD", "main")
    unsaved = _git(repository, "status", "--porcelain", "--untracked-files=all")
    return Work(ref, main, change, merged, bundle, len(unsaved.splitlines()))


def _merged(scratch: Path, main: str, change: str, ref: str) -> str:
    for whole, part in ((change, main), (main, change)):
        if _run(scratch, "merge-base", "--is-ancestor", part, whole).returncode == 0:
            return whole
    tried = _run(scratch, "merge-tree", "--write-tree", "--name-only", "--messages", main, change)
    if tried.returncode == 1:
        conflicts = [line for line in tried.stdout.splitlines() if line.startswith("CONFLICT")]
        raise GateError(
            f"'{ref}' does not merge onto main; nothing was run. Merge or rebase it first:\n"
            + "\n".join(f"  {line}" for line in conflicts)
        )
    if tried.returncode != 0:
        raise GateError(f"'{ref}' cannot be merged onto main: {tried.stderr.strip()}")
    tree = tried.stdout.split("\n", 1)[0]
    date = _git(scratch, "show", "-s", "--format=%cI", change)
    message = f"Merge {ref} onto main"
    return _git(scratch, "commit-tree", tree, "-p", main, "-p", change, "-m", message, date=date)


def _commit(repository: Path, ref: str) -> str | None:
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"]
    told = _run(repository, *asked)
    if told.returncode == 128 and "not a git repository" in told.stderr:
        raise GateError(f"{repository} is not a git repository.")
    return told.stdout.strip() if told.returncode == 0 else None


def _git(folder: Path, *arguments: str, date: str = "") -> str:
    told = _run(folder, *arguments, date=date)
    if told.returncode != 0:
        raise GateError(f"git {arguments[0]} failed in {folder}: {told.stderr.strip()}")
    return told.stdout.strip()


def _run(folder: Path, *arguments: str, date: str = "") -> subprocess.CompletedProcess[str]:
    """Run git there, without the variables of a hook that may have called us."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    for who in ("AUTHOR", "COMMITTER"):
        environment[f"GIT_{who}_NAME"] = "The gate"
        environment[f"GIT_{who}_EMAIL"] = "gate@localhost"
        if date:
            environment[f"GIT_{who}_DATE"] = date
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, env=environment
    )
