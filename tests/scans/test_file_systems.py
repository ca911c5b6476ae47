"""Saving without permissions, times, fsync, locks or write access on the file system.

Each fault is a real answer of the system (man 2 chmod, utimensat, fsync, flock).
"""

from __future__ import annotations

import errno
import gc
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files import locks
from exifilm_core.files.formats import sidecar_of
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags, names

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file systems as POSIX has them")
RECORD = ExposureRecord(film="HP5+", notes="a note")
REPOSITORY = Path(__file__).resolve().parents[2]
LACKS = ["EPERM", "EACCES", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes root")


@pytest.fixture(autouse=True)
def _no_raw_warnings() -> Iterator[None]:
    gc.collect()  # what another test left must not warn here
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], list[str]]:
    """Make a call of the system fail: refuse("os.chmod", "EPERM"); the result lists the calls."""

    def refuse(call: str, problem: str) -> list[str]:
        made: list[str] = []

        def fails(*_arguments: Any, **_named: Any) -> None:
            made.append(call)
            number = getattr(errno, problem)
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(call, fails)
        return made

    return refuse


# ── unsupported calls ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("problem", LACKS)
@pytest.mark.parametrize("call", ["os.chmod", "os.utime", "os.fsync", "os.setxattr"])
def test_what_a_file_system_lacks_stops_no_save(make_scan, refuse, call: str, problem: str) -> None:
    path = make_scan()
    if call == "os.setxattr":
        _tag(path)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    foreign, mode = foreign_tags(path), path.stat().st_mode
    made = refuse(call, problem)
    saved = Scan(path).save(RECORD, keep_time=True)
    assert made, "the call was never made"
    assert Scan(path).record == RECORD
    assert path.stat().st_mode == mode
    assert_foreign_tags_stay(foreign, path)
    assert names(path.parent) == [path.name]
    lost = {"os.utime": "modification time", "os.setxattr": "extended attributes"}.get(call)
    assert [*map(str, saved.warnings)] == (
        [f"the file system did not keep its {lost}."] if lost else []
    )
    Scan(path).undo()
    assert not Scan(path).has_record


def test_all_of_it_lacks_at_once(make_scan, refuse) -> None:
    """As on exFAT or a share: image, sidecar, journal and lock all exist."""
    for call in ("os.chmod", "os.chown", "os.utime", "os.fsync", "os.listxattr", "fcntl.flock"):
        refuse(call, "ENOTSUP")
    for path in (make_scan("scan.tif"), make_scan("scan.xcf")):
        Scan(path).save(RECORD)
        Scan(path).save(RECORD.replace(film="FP4+"))
        assert Scan(path).record.film == "FP4+"
        Scan(path).undo()
        assert Scan(path).record == RECORD


@pytest.mark.parametrize("problem", ["EIO", "ENOSPC", "EDQUOT"])
@pytest.mark.parametrize("call", ["os.chmod", "os.fsync"])
def test_a_disk_that_fails_is_no_such_file_system(make_scan, refuse, call, problem: str) -> None:
    path = make_scan()
    before = path.read_bytes()
    refuse(call, problem)
    said = {"EIO": "Input/output error", "ENOSPC": "disk is full", "EDQUOT": "quota"}[problem]
    with pytest.raises(ExifilmError, match=said):
        Scan(path).save(RECORD)
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])


def test_the_folder_is_asked_for_nothing_that_undoes_the_save(make_scan, monkeypatch) -> None:
    """After the new version is in place, an error when opening the folder changes nothing."""
    path = make_scan()
    opened = os.open

    def fails_on_folder(name: Any, *arguments: Any, **named: Any) -> int:
        if Path(os.fsdecode(name)) == path.parent:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(name, *arguments, **named)

    monkeypatch.setattr(os, "open", fails_on_folder)
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD


def test_a_sidecar_that_cannot_be_removed(make_scan, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_scan("scan.xcf")
    Scan(path).save(RECORD)
    removed = os.unlink

    def fails(name: Any, **named: Any) -> None:
        if Path(name) == sidecar_of(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        removed(name, **named)

    monkeypatch.setattr(os, "unlink", fails)
    with pytest.raises(ExifilmError, match="do not have permission to write to its folder"):
        Scan(path).undo()
    assert Scan(path).record == RECORD


# ── different owner or permissions afterwards ────────────────────────────────────────────────


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_permissions_that_are_not_kept_are_refused(make_scan, refuse, mode: int) -> None:
    """More people could read the new version than the old, or fewer could write it."""
    path = make_scan()
    path.chmod(mode)
    before = path.read_bytes()
    refuse("os.chmod", "EPERM")
    with pytest.raises(ExifilmError, match="permissions"):
        Scan(path).save(RECORD)
    assert (path.read_bytes(), names(path.parent)) == (before, [path.name])
    assert path.stat().st_mode & 0o777 == mode


def test_the_right_to_execute_does_not_matter(make_scan, refuse) -> None:
    path = make_scan()
    path.chmod(0o755)
    refuse("os.chmod", "EPERM")
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD


@as_root
@pytest.mark.parametrize("problem", LACKS)
def test_an_owner_that_is_not_kept_is_refused(make_scan, refuse, problem: str) -> None:
    path = make_scan()
    os.chown(path, 1234, 0)
    before = path.read_bytes()
    made = refuse("os.chown", problem)
    with pytest.raises(ExifilmError, match="belongs to another user"):
        Scan(path).save(RECORD)
    assert made
    assert (path.read_bytes(), path.stat().st_uid) == (before, 1234)
    assert names(path.parent) == [path.name]


@as_root
@pytest.mark.parametrize(("mode", "matters"), [(0o644, False), (0o664, True), (0o640, True)])
def test_a_group_matters_where_it_may_do_other_than_anybody(
    make_scan, refuse, mode: int, matters: bool
) -> None:
    path = make_scan()
    os.chown(path, 0, 4321)
    path.chmod(mode)
    refuse("os.chown", "EPERM")
    if matters:
        with pytest.raises(ExifilmError, match="another user or group"):
            Scan(path).save(RECORD)
        assert not Scan(path).has_record
    else:
        Scan(path).save(RECORD)
        assert Scan(path).record == RECORD


def test_an_access_list_stays_or_the_save_is_refused(make_scan, refuse) -> None:
    """Without the list, the mode alone would give its group the rights of a single user."""
    path = make_scan()
    acl = _acl((1, 6, -1), (2, 6, 1234), (4, 0, -1), (16, 6, -1), (32, 0, -1))
    try:
        os.setxattr(path, "system.posix_acl_access", acl)
    except OSError:
        pytest.skip("this file system has no access lists")
    Scan(path).save(RECORD)
    assert os.getxattr(path, "system.posix_acl_access") == acl
    refuse("os.setxattr", "EPERM")
    with pytest.raises(ExifilmError, match="permissions"):
        Scan(path).undo()
    assert os.getxattr(path, "system.posix_acl_access") == acl


def test_a_folders_access_list_is_not_given_to_the_file(make_scan) -> None:
    path = make_scan()
    acl = _acl((1, 7, -1), (2, 7, 1234), (4, 5, -1), (16, 7, -1), (32, 5, -1))
    try:
        os.setxattr(path.parent, "system.posix_acl_default", acl)
    except OSError:
        pytest.skip("this file system has no access lists")
    mode = path.stat().st_mode
    Scan(path).save(RECORD)
    assert "system.posix_acl_access" not in os.listxattr(path)
    assert path.stat().st_mode == mode


# ── locks ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("problem", ["ENOSYS", "ENOLCK", "ENOTSUP", "EINVAL", "EPERM"])
def test_without_flock_a_file_is_the_lock(make_scan, refuse, own_data_folder, problem) -> None:
    path = make_scan()
    made = refuse("fcntl.flock", problem)
    with locks.save_lock(path):
        (held,) = (own_data_folder / "exifilm" / "locks").glob("*.held")
        with pytest.MonkeyPatch.context() as impatient, ThreadPoolExecutor(1) as another:
            impatient.setattr(locks, "TIMEOUT", 0.2)
            with pytest.raises(ExifilmError, match="another ExiFilm process"):
                another.submit(Scan(path).save, RECORD).result()
            with pytest.raises(ExifilmError, match="another ExiFilm process"):
                Scan(path).save(RECORD)  # this one may save others with that lock, but not it
    assert made and not held.exists()
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD
    assert not held.exists()


def test_a_lock_file_that_was_left_behind_stops_nobody(make_scan, refuse, own_data_folder) -> None:
    """Also one of another machine, whose processes are unknown here."""
    path = make_scan()
    refuse("fcntl.flock", "ENOSYS")
    with locks.save_lock(path):
        (held,) = (own_data_folder / "exifilm" / "locks").glob("*.held")
    held.write_text("4711\nanother machine\n")
    then = time.time() - locks.LEFT_BEHIND - 10
    os.utime(held, (then, then))
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD
    assert not held.exists()


HOLDS = """
import errno, fcntl, sys, time
def refused(*_):
    raise OSError(errno.ENOSYS, "no flock here")
fcntl.flock = refused
from pathlib import Path
from exifilm_core.files.locks import save_lock
with save_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_process_leaves_no_lock(make_scan, refuse, own_data_folder) -> None:
    path = make_scan()
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", HOLDS, os.fspath(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY,
    ) as holder:  # fmt: skip
        assert holder.stdout and holder.stderr
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGKILL)
        assert holder.stderr.read() == "", "no raw warnings"
    assert len(list((own_data_folder / "exifilm" / "locks").glob("*.held"))) == 1
    refuse("fcntl.flock", "ENOSYS")
    begun = time.monotonic()
    Scan(path).save(RECORD)
    assert time.monotonic() - begun < 30
    assert Scan(path).record == RECORD


def test_what_goes_wrong_in_a_save_is_not_blamed_on_the_lock(make_scan) -> None:
    with (
        pytest.raises(FileNotFoundError, match="gone"),
        locks.save_lock(make_scan()),
    ):
        raise FileNotFoundError(errno.ENOENT, "gone")


# ── really mounted file systems ──────────────────────────────────────────────────────────────


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mount something on a new folder: mount("mount", "-t", "tmpfs", "tmpfs")."""
    mounted: list[Path] = []

    def mount(*command: str) -> Path:
        folder = tmp_path / f"mounted {len(mounted)}"
        folder.mkdir()
        if (
            not shutil.which(command[0])
            or subprocess.run(
                [*command, os.fspath(folder)], capture_output=True, check=False
            ).returncode
        ):
            pytest.skip(f"“{' '.join(command)}” is not possible here")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", os.fspath(folder)], check=True)


@pytest.mark.parametrize("mode", [0o644, 0o444])
def test_a_scan_on_a_read_only_mount(make_scan, mount, mode: int) -> None:
    """As on a CD, whose files are also write-protected."""
    disk = mount("mount", "-t", "tmpfs", "tmpfs")
    path = shutil.copy(make_scan(), disk / "scan.jpg")
    beside = shutil.copy(make_scan("scan.xcf"), disk / "scan.xcf")
    path.chmod(mode)
    subprocess.run(["mount", "-o", "remount,ro", os.fspath(disk)], check=True)
    for scan in (path, beside):
        with pytest.raises(ExifilmError, match="read-only file system"):
            Scan(scan).save(RECORD)
    assert names(disk) == ["scan.jpg", "scan.xcf"]


def test_a_data_folder_on_a_read_only_mount(make_scan, mount, monkeypatch) -> None:
    path = make_scan()
    disk = mount("mount", "-t", "tmpfs", "tmpfs")
    monkeypatch.setenv("XDG_DATA_HOME", os.fspath(disk))
    Scan(path).save(RECORD)
    Scan(path).undo()
    before = path.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", os.fspath(disk)], check=True)
    with pytest.raises(ExifilmError, match="data folder is on a read-only file system"):
        Scan(path).save(RECORD)
    assert path.read_bytes() == before


def test_a_file_system_in_user_space_that_denies_it_all(make_scan, mount, tmp_path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    disk = mount("bindfs", "--chmod-deny", "--chown-deny", "--xattr-none", os.fspath(real))
    path = shutil.copyfile(make_scan(), disk / "scan.jpg")
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD
    assert names(real) == ["scan.jpg"]


def test_a_read_only_mount_that_only_says_so_when_asked(make_scan, monkeypatch) -> None:
    """As on a server: the mode and the mount's flags permit writing."""
    path = make_scan()
    opened, may = Path.open, os.access

    def fails(self: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if self == path and "+" in mode:
            raise OSError(errno.EROFS, "Read-only file system")
        return opened(self, mode, *arguments, **named)

    def may_not(asked: Any, *arguments: Any, **named: Any) -> bool:
        """No, for the scan and its folder; the programs (ExifTool) may be run."""
        return asked not in (path, path.parent) and may(asked, *arguments, **named)

    monkeypatch.setattr(os, "access", may_not)
    monkeypatch.setattr(Path, "open", fails)
    with pytest.raises(ExifilmError, match="read-only file system"):
        Scan(path).save(RECORD)


def _tag(path: Path) -> None:
    try:
        os.setxattr(path, "user.tags", b"film")
    except OSError:
        pytest.skip("this file system has no extended attributes")


def _acl(*entries: tuple[int, int, int]) -> bytes:
    """An access list in Linux's format (linux/posix_acl_xattr.h): tag, rights and id per entry."""
    said = [struct.pack("<HHi", tag, rights, who) for tag, rights, who in entries]
    return struct.pack("<I", 2) + b"".join(said)
