"""ExiFilm removes a killed process's files from the temporary folder, and no other files."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from exifilm_core.exiftool import ExifTool
from exifilm_core.files import temporary as own_folder
from exifilm_core.files.temporary import OwnFolder, sweep
from tests.commands.conftest import REPOSITORY

MAKES_ONE = """
import os, signal
from exifilm_core.files.temporary import OwnFolder
folder = OwnFolder()
(folder.path / "values.json").write_text("{}")
(folder.path / "strange-0.jpg").symlink_to(os.environ["SCAN"])
(folder.path / "inner").mkdir()
print(folder.path, flush=True)
input()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("SCAN", str(tmp_path / "scan.jpg"))
    (tmp_path / "scan.jpg").write_bytes(b"a scan")
    return folder


def aged(folder: Path) -> Path:
    os.utime(folder, (0, 0), follow_symlinks=False)
    return folder


def left(temporary: Path, name: str = "exifilm-left") -> Path:
    """A folder as a killed process leaves it."""
    folder = temporary / name
    folder.mkdir()
    (folder / "in-use.lock").touch()
    (folder / "values.json").write_text("{}")
    return aged(folder)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_goes_when_its_process_was_killed_and_not_before(
    temporary: Path, tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", MAKES_ONE],
        cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin and process.stdout
    folder = aged(Path(process.stdout.readline().strip()))
    sweep()
    assert names(folder) == ["in-use.lock", "inner", "strange-0.jpg", "values.json"]
    process.communicate("\n")
    assert process.returncode == -signal.SIGKILL
    sweep()
    assert names(temporary) == []
    assert (tmp_path / "scan.jpg").read_bytes() == b"a scan"


def test_what_is_in_use_here_stays(temporary: Path) -> None:
    with OwnFolder() as folder:
        (folder / "values.json").write_text("{}")
        aged(folder)
        sweep()
        assert "values.json" in names(folder)
    assert names(temporary) == []


def test_an_exiftool_that_needs_a_folder_sweeps(temporary: Path) -> None:
    left(temporary)
    own_folder.sweep_once.cache_clear()
    with ExifTool() as tool:
        tool.version()
        assert names(temporary) != [], "to start takes no time for it"
        tool.write({"XMP-dc:Title": "x"}, None, temporary / "new.xmp")
    assert names(temporary) == ["new.xmp"]


def test_what_may_be_anybody_elses_stays(temporary: Path) -> None:
    left(temporary, "other-left")
    os.utime(left(temporary, "exifilm-young"))
    (left(temporary, "exifilm-without-lock") / "in-use.lock").unlink()
    aged(temporary / "exifilm-without-lock")
    elsewhere = left(temporary.parent, "exifilm-elsewhere")
    (temporary / "exifilm-link").symlink_to(elsewhere)
    aged(temporary / "exifilm-link")
    (temporary / "exifilm-file").write_text("a text")
    aged(temporary / "exifilm-file")
    before = names(temporary)
    sweep()
    assert names(temporary) == before
    assert "values.json" in names(elsewhere)


def test_another_users_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = left(temporary)
    monkeypatch.setattr("os.geteuid", lambda: folder.stat().st_uid + 1)
    sweep()
    assert folder.exists()
    monkeypatch.delattr("os.geteuid")  # as on Windows, where each user has a separate folder
    sweep()
    assert not folder.exists()


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_without_locks_it_works_and_nothing_is_swept(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def flock(*_of: object) -> None:
        raise OSError(number, os.strerror(number))

    folder = left(temporary)
    monkeypatch.setattr("fcntl.flock", flock)
    with OwnFolder() as own:
        (own / "values.json").write_text("{}")
        aged(own)
        sweep()
        assert own.exists() and folder.exists()
    assert not own.exists()


def test_a_temporary_folder_that_may_not_be_read_is_let_be(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary / "nowhere"))
    sweep()
