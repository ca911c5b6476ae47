"""Two processes at once, a kill while writing, a full disk, a folder that cannot be written."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exifilm_core.index import Index, Read
from tests.index.conftest import later, python
from tests.index.test_index import tags_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and mounts as POSIX has them")
WRITING = """
import sys, time
from pathlib import Path
from exifilm_core import ExposureRecord
from exifilm_core.index import Index, Read
from exifilm_core.readers import FileTags

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
scans = folder / name
scans.mkdir(exist_ok=True)
index = Index(folder / "index")
for number in range(count):
    path = scans / f"{number}.jpg"
    path.touch()
    tags = {"XMP-exifilm:Notes": f"{name} {number} " * 50}
    record = ExposureRecord(image_id=str(number), notes=f"{name} {number}")
    image = FileTags(path, "JPEG", tags, status=path.stat())
    index.put([Read(image, None, record)], time.time() + 9)
    print(number, index.trouble, flush=True)
print(len(index.known(scans)))
"""


def test_processes_write_at_once_and_lose_nothing(index: Index, tmp_path: Path) -> None:
    assert index.opens()
    running = [python(WRITING, tmp_path, name, 60, stdout=subprocess.PIPE) for name in "abc"]
    for process in running:
        said = process.communicate(timeout=120)[0].decode().splitlines()
        assert said[-1] == "60" and said[:-1] == [f"{n} " for n in range(60)]
    assert index.counted() == 180
    assert len(index.candidates([tmp_path / "b"])[tmp_path / "b"]) == 60


def test_processes_that_begin_at_once_make_one_index(index: Index, tmp_path: Path) -> None:
    running = [python(WRITING, tmp_path, name, 20, stdout=subprocess.PIPE) for name in "abcd"]
    for process in running:
        said = process.communicate(timeout=120)[0].decode().splitlines()
        assert said == [*(f"{n} " for n in range(20)), "20"]
    assert len(list(index.folder.glob("*.sqlite3"))) == 1


def test_killed_while_it_writes_the_index_stays_whole(index: Index, tmp_path: Path) -> None:
    chance = random.Random(os.environ["EXIFILM_SEED"])
    assert index.opens()
    written = 0
    for turn in range(8):
        process = python(WRITING, tmp_path, f"f{turn}", 100_000, stdout=subprocess.PIPE)
        assert process.stdout
        for _ in range(chance.randrange(1, 30)):
            last = process.stdout.readline()
        time.sleep(chance.random() / 50)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        written += int(last.split()[0]) + 1
        known = index.known(tmp_path / f"f{turn}")
        assert known.keys() >= {f"{number}.jpg" for number in range(int(last.split()[0]) + 1)}
        assert index.trouble == ""
        for name, row in known.items():
            assert f"{row.number}.jpg" == name
    assert index.counted() >= written


def test_a_process_with_a_broken_index_does_not_break_that_of_others(
    index: Index, read: Callable[..., Read]
) -> None:
    """It makes a new file; the other process goes on with the old one until it ends."""
    scans = [read(f"{number}.jpg") for number in range(3)]
    index.put(scans[:1], later())
    with Index(index.folder) as other:
        assert other.counted() == 1
        other._throw_away()
        other.put(scans[1:2], later())
        index.put(scans[2:], later())
        assert other.counted() == 1
        index.close()
        other.put(scans[:1], later())
    assert index.known(scans[0].image.path.parent).keys() == {"0.jpg", "1.jpg"}
    assert index.trouble == ""


# ── really mounted file systems ──────────────────────────────────────────────────────────────


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A small file system in memory."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_stops_no_reading(mounted: Path, read: Callable[..., Read]) -> None:
    scans = [read(f"{n}.jpg", random.Random(n).randbytes(3000).hex()) for n in range(200)]
    with Index(mounted / "index") as index:
        for scan in scans:
            index.put([scan], later())
        assert "full" in index.trouble
        found = {scan.image.path.name: tags_of(index, scan) for scan in scans}
    kept = [name for name, tags in found.items() if tags]
    assert 0 < len(kept) < len(scans)
    for scan in scans:
        assert found[scan.image.path.name] in (None, [("JPEG", scan.image.tags)])
    with Index(mounted / "index") as again:
        assert again.counted() == len(kept)


def test_a_disk_without_room_for_any_index(mounted: Path, read: Callable[..., Read]) -> None:
    (mounted / "more").write_bytes(bytes(850_000))
    scan = read("1.jpg")
    with Index(mounted / "index") as index:
        index.put([scan], later())
        assert not index.opens()
        assert index.trouble
        assert index.known(scan.image.path.parent) == {}
        assert index.candidates() == {}


def test_a_read_only_home(mounted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(mounted))
    subprocess.run(["mount", "-o", "remount,ro", mounted], check=True)
    assert Index.shared() is None, "all work as without an index"


def test_an_index_on_a_file_system_that_became_read_only(
    mounted: Path, read: Callable[..., Read]
) -> None:
    scan, new = read("1.jpg"), read("2.jpg")
    with Index(mounted / "index") as index:
        index.put([scan], later())
    subprocess.run(["mount", "-o", "remount,ro", mounted], check=True)
    with Index(mounted / "index") as index:
        index.put([new], later())
        assert tags_of(index, new) is None
        assert tags_of(index, scan) in (None, [("JPEG", scan.image.tags)])
    assert list((mounted / "index").glob("*.sqlite3"))
