"""A save keeps the file's links, owner, mode, attributes and time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files.atomic import NewVersion
from exifilm_core.files.formats import sidecar_of
from tests.scans.contract import names

RECORD = ExposureRecord(film="HP5+", notes="a note")
on_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_symbolic_link_stays_one_and_its_file_is_saved(make_scan, tmp_path: Path) -> None:
    path = make_scan("here/scan.jpg")
    link = tmp_path / "there" / "link.jpg"
    link.parent.mkdir()
    link.symlink_to("../here/scan.jpg")
    Scan(link).save(RECORD)
    assert link.is_symlink() and link.readlink() == Path("../here/scan.jpg")
    assert Scan(path).record == Scan(link).record == RECORD
    assert (names(path.parent), names(link.parent)) == (["scan.jpg"], ["link.jpg"])
    Scan(path).undo()  # the history belongs to the file, not to the link
    assert not Scan(link).has_record


def test_a_sidecar_that_is_a_link_stays_one(make_scan, tmp_path: Path) -> None:
    path = make_scan("scan.xcf")
    Scan(path).save(ExposureRecord(film="FP4+"))
    sidecar_of(path).rename(tmp_path / "elsewhere.xmp")
    sidecar_of(path).symlink_to("elsewhere.xmp")
    Scan(path).save(RECORD)
    assert sidecar_of(path).is_symlink()
    assert Scan(path).record == RECORD


@pytest.mark.parametrize("name", ["scan.jpg", "scan.xcf"])
def test_several_hard_links_are_never_split(make_scan, tmp_path: Path, name: str) -> None:
    path = make_scan(name)
    if name == "scan.xcf":
        Scan(path).save(ExposureRecord(film="FP4+"))
    linked = sidecar_of(path) if name == "scan.xcf" else path
    other = tmp_path / "other name"
    other.hardlink_to(linked)
    before, there = linked.read_bytes(), names(tmp_path)
    with pytest.raises(ExifilmError, match="2 hard links"):
        Scan(path).save(RECORD)
    assert linked.samefile(other)
    assert linked.read_bytes() == before
    assert names(tmp_path) == there
    other.unlink()
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD


@on_posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o4755])
def test_the_mode_stays(make_scan, mode: int) -> None:
    path = make_scan()
    path.chmod(mode)
    Scan(path).save(RECORD)
    assert path.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes root")
def test_the_owner_stays(make_scan) -> None:
    path = make_scan()
    os.chown(path, 1234, 4321)
    path.chmod(0o2640)
    Scan(path).save(RECORD)
    status = path.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (1234, 4321, 0o2640)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay(make_scan) -> None:
    path = make_scan()
    try:
        os.setxattr(path, "user.tags", "film, árbol".encode())
    except OSError:
        pytest.skip("this file system has no extended attributes")
    Scan(path).save(RECORD)
    assert os.getxattr(path, "user.tags").decode() == "film, árbol"


def test_the_time_stays_on_request(make_scan) -> None:
    path = make_scan()
    then = 1_000_000_000_123_456_000
    os.utime(path, ns=(then, then))
    Scan(path).save(RECORD, keep_time=True)
    assert path.stat().st_mtime_ns == then
    Scan(path).undo(keep_time=True)
    assert path.stat().st_mtime_ns == then
    Scan(path).save(RECORD)
    assert abs(path.stat().st_mtime - time.time()) < 60


@on_posix
def test_a_write_protected_file_is_left(make_scan) -> None:
    path = make_scan()
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(ExifilmError, match="write-protected"):
        Scan(path).save(RECORD)
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])


@pytest.fixture
def as_mere_owner() -> Callable[[str, Path], str]:
    """A function that runs Python code, with the path as sys.argv[1], subject to permissions."""
    obeying: list[str] = []
    if os.name != "posix":
        pytest.skip("POSIX permissions")
    if os.geteuid() == 0:
        obeying = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown"]
        if (
            not shutil.which("setpriv")
            or subprocess.run([*obeying, "true"], check=False).returncode
        ):
            pytest.skip("root may do anything here")

    def run(code: str, path: Path) -> str:
        """The message of the code's error."""
        whole = (
            "import sys; from exifilm_core import *; scan = Scan(sys.argv[1])\n"
            f"try:\n    {code}\nexcept ExifilmError as e:\n    print('refused:', e.message)\n"
            "else:\n    print('done')"
        )
        done = subprocess.run(
            [*obeying, sys.executable, "-c", whole, os.fspath(path)],
            capture_output=True, text=True, check=False, cwd=REPOSITORY,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


SAVE = "scan.save(ExposureRecord(film='HP5+'))"


def test_a_folder_that_is_read_only(make_scan, as_mere_owner) -> None:
    path = make_scan("closed/scan.jpg")
    before = path.read_bytes()
    path.parent.chmod(0o555)
    try:
        said = as_mere_owner(SAVE, path)
    finally:
        path.parent.chmod(0o755)
    assert said.startswith("refused") and "do not have permission to write to its folder" in said
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])


def test_a_folder_that_may_not_be_entered(make_scan, as_mere_owner) -> None:
    path = make_scan("closed/scan.jpg")
    path.parent.chmod(0o000)
    try:
        said = as_mere_owner("scan.record", path)
    finally:
        path.parent.chmod(0o755)
    assert "you do not have permission to read this file" in said


def test_a_file_that_may_not_be_read(make_scan, as_mere_owner) -> None:
    path = make_scan()
    path.chmod(0o000)
    assert "you do not have permission to read this file" in as_mere_owner("scan.record", path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes root")
def test_a_file_of_somebody_else_does_not_become_ours(make_scan, as_mere_owner) -> None:
    path = make_scan()
    path.chmod(0o666)
    os.chown(path, 1234, 4321)
    before = path.read_bytes()
    assert "belongs to another user" in as_mere_owner(SAVE, path)
    assert (path.read_bytes(), path.stat().st_uid) == (before, 1234)
    assert names(path.parent) == [path.name]


def test_a_journal_that_may_not_be_written(make_scan, as_mere_owner, own_data_folder) -> None:
    path = make_scan()
    before = path.read_bytes()
    own_data_folder.mkdir(parents=True)
    own_data_folder.chmod(0o555)
    said = as_mere_owner(SAVE, path)
    assert said.startswith("refused") and "nothing was saved" in said
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of file sizes as Linux has it")
def test_the_limit_of_file_sizes(make_scan, as_mere_owner) -> None:
    """As on a full disk, the system stops ExifTool in the middle of the new file."""
    path = make_scan("scan.tif")
    before = path.read_bytes()
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); "
        "scan.save(ExposureRecord(film='HP5+'))"
    )
    assert as_mere_owner(limited, path).startswith("refused")
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])


@pytest.fixture
def small_disk(tmp_path: Path):
    """A disk with 200 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", os.fspath(disk)]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", os.fspath(disk)], check=True)


def test_a_full_disk(make_scan, small_disk: Path) -> None:
    path = small_disk / "scan.jpg"
    path.write_bytes(make_scan().read_bytes())
    before = path.read_bytes()
    with (small_disk / "filling").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 1000):
                pass
        except OSError:
            pass
    with pytest.raises(ExifilmError, match="full"):
        Scan(path).save(RECORD)
    assert (path.read_bytes(), names(small_disk)) == (before, ["filling", "scan.jpg"])
    (small_disk / "filling").unlink()
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD


def test_two_users_make_their_new_versions_apart(
    make_scan, tmp_path_factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They do not share a lock, so neither may use the other's incomplete draft."""
    path = make_scan()
    mine = NewVersion(path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("theirs")))
    assert NewVersion(path).draft != mine.draft


@pytest.mark.parametrize("length", [255, 252, 240])
def test_the_longest_names(make_scan, length: int) -> None:
    path = make_scan()
    path = path.rename(path.with_name("x" * (length - 4) + ".jpg"))
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD
    assert names(path.parent) == [path.name]


def test_a_name_with_no_room_for_a_sidecar(make_scan) -> None:
    path = make_scan("scan.xcf")
    path = path.rename(path.with_name("x" * 251 + ".xcf"))
    assert not Scan(path).has_record
    with pytest.raises(ExifilmError, match="too long"):
        Scan(path).save(RECORD)
