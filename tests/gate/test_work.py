"""The change as it would be merged."""

import subprocess
from pathlib import Path

import pytest

from tests.gate import work
from tests.gate.conftest import commit, git
from tests.gate.errors import GateError


@pytest.fixture
def branch(repository: Path) -> Path:
    """The repository, with a branch `dilution` and a main that has newer commits."""
    git(repository, "checkout", "--quiet", "-b", "dilution")
    commit(repository, "dilution.txt", "1+31\n")
    git(repository, "checkout", "--quiet", "main")
    commit(repository, "developer.txt", "HC-110\n")
    return repository


def unpacked(bundle: Path, to: Path) -> dict[str, str]:
    subprocess.run(["git", "clone", "--quiet", bundle, to], check=True, capture_output=True)
    return {file.name: file.read_text() for file in to.glob("*.txt")}


def test_a_branch_is_merged_onto_main(branch: Path, tmp_path: Path) -> None:
    done = work.merge(branch, "dilution", tmp_path)
    files = unpacked(done.bundle, tmp_path / "clone")
    assert files == {"film.txt": "Tri-X\n", "dilution.txt": "1+31\n", "developer.txt": "HC-110\n"}
    assert git(tmp_path / "clone", "rev-parse", "HEAD") == done.merged
    assert done.main == git(branch, "rev-parse", "main")
    assert done.change == git(branch, "rev-parse", "dilution")
    assert all(one[:12] in done.summary() for one in (done.merged, done.main, done.change))


def test_the_same_commits_give_the_same_merge(branch: Path, tmp_path: Path) -> None:
    first = work.merge(branch, "dilution", tmp_path)
    assert work.merge(branch, "dilution", tmp_path) == first


def test_the_contributors_repository_is_only_read(branch: Path, tmp_path: Path) -> None:
    def state() -> set[tuple[str, bytes]]:
        files = (file for file in branch.rglob("*") if file.is_file() and file.name != "index")
        return {(str(file), file.read_bytes()) for file in files}

    before = state()
    work.merge(branch, "dilution", tmp_path)
    assert state() == before


def test_main_itself_and_what_stands_on_it_need_no_merge(branch: Path, tmp_path: Path) -> None:
    main = git(branch, "rev-parse", "main")
    assert work.merge(branch, "main", tmp_path).merged == main
    git(branch, "checkout", "--quiet", "--detach")
    ahead = commit(branch, "stop.txt", "f/22\n")
    assert work.merge(branch, "HEAD", tmp_path).merged == ahead
    assert work.merge(branch, "main~1", tmp_path).merged == main


def test_uncommitted_files_are_left_out_and_counted(branch: Path, tmp_path: Path) -> None:
    (branch / "note.txt").write_text("not yet")
    done = work.merge(branch, "main", tmp_path)
    assert "1 uncommitted files left out" in done.summary()
    assert "note.txt" not in unpacked(done.bundle, tmp_path / "clone")


def test_a_conflict_says_so(branch: Path, tmp_path: Path) -> None:
    git(branch, "checkout", "--quiet", "dilution")
    commit(branch, "developer.txt", "D-76\n")
    with pytest.raises(GateError, match=r"does not merge onto main(.|\n)*developer\.txt"):
        work.merge(branch, "dilution", tmp_path)
    assert not (tmp_path / "work.bundle").exists()


def test_a_ref_that_is_not_there(branch: Path, tmp_path: Path) -> None:
    for ref in ("zone-system", "--all", ""):
        with pytest.raises(GateError, match=f"There is no '{ref}' in"):
            work.merge(branch, ref, tmp_path)


def test_no_main_and_no_repository(branch: Path, tmp_path: Path) -> None:
    git(branch, "branch", "-m", "main", "trunk")
    with pytest.raises(GateError, match="no branch 'main'"):
        work.merge(branch, "trunk", tmp_path)
    (tmp_path / "plain").mkdir()
    with pytest.raises(GateError, match="not a git repository"):
        work.merge(tmp_path / "plain", "HEAD", tmp_path)
