"""darktable reads a sidecar, then writes it in place, while we save: no change is lost."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.errors import ChangedOnDiskError, WrittenMeanwhileError
from exifilm_core.files import atomic, versions
from exifilm_core.files.atomic import NewVersion
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.xml import refuse_invalid
from exifilm_core.scans import late_writers
from tests import samples
from tests.scans.contract import names

OLD = ExposureRecord(film="FP4+", aperture=22, subject="Oak")
NEW = OLD.replace(film="HP5+", notes="more")
EMPTY_SIDECAR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">\n'
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '  <rdf:Description rdf:about=""\n'
    '    xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n'
    '    xmlns:darktable="http://darktable.sf.net/"\n'
    '   xmp:Rating="1"\n'
    '   darktable:history_end="0"/>\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
)

on_posix = pytest.mark.skipif(os.name != "posix", reason="a file is kept open while it is replaced")


def with_counter(sidecar: bytes, count: int) -> bytes:
    """The sidecar with darktable's own part changed, in any layout of ExifTool's."""
    text, found = re.subn(
        rb"""(history_end(?:=["']|>))\d+""", rb"\g<1>%d" % count, sidecar, count=1
    )
    assert found == 1, sidecar
    return re.sub(rb"""(xmp:Rating(?:=["']|>))\d+""", rb"\g<1>%d" % (count % 6), text)


def counter(sidecar: Path) -> int:
    """darktable's last number, in a sidecar that is valid XML."""
    data = sidecar.read_bytes()
    refuse_invalid(data)
    (found,) = re.findall(rb"""history_end(?:=["']|>)(\d+)""", data)
    return int(found)


@pytest.fixture(params=["scan.xcf", "scan.jpg"])
def path(make_scan, request: pytest.FixtureRequest) -> Path:
    """A scan with a sidecar of darktable's, and a record there alone, or in the image too."""
    path: Path = make_scan(request.param)
    sidecar_of(path).write_text(EMPTY_SIDECAR)
    Scan(path).save(OLD)
    return path


# ── its write overwrites our save ────────────────────────────────────────────────────────────────


def darktable_writes_what_it_read_before(path: Path, read: bytes) -> None:
    sidecar_of(path).write_bytes(with_counter(read, 1))


def test_a_save_that_was_taken_back_is_found_and_put_back(path: Path) -> None:
    read = sidecar_of(path).read_bytes()
    Scan(path).save(NEW)
    darktable_writes_what_it_read_before(path, read)
    scan = Scan(path)
    if path.suffix == ".xcf":
        assert scan.record == OLD
        assert [(t.field, t.saved, t.now) for t in scan.overwritten] == [
            ("film", "HP5+", "FP4+"),
            ("notes", "more", None),
        ]
    else:  # the image has it, and counts
        assert scan.record == NEW
        assert scan.overwritten == []
        assert scan.overwritten_in_one == ["film", "notes"]
        assert {drift.field for drift in scan.drifted} == {"film", "notes"}
    scan.restore()
    scan = Scan(path)
    assert scan.record == NEW
    assert (scan.overwritten, scan.overwritten_in_one, scan.drifted) == ([], [], [])
    assert counter(sidecar_of(path)) == 1
    assert Scan(path).restore().changes == ()


def test_a_first_save_that_was_taken_back(make_scan) -> None:
    """Even the id is gone."""
    path = make_scan("scan.xcf")
    sidecar_of(path).write_text(EMPTY_SIDECAR)
    Scan(path).save(OLD)
    darktable_writes_what_it_read_before(path, EMPTY_SIDECAR.encode())
    scan = Scan(path)
    assert not scan.has_record
    assert {t.field for t in scan.overwritten} == set(OLD.filled())
    scan.restore()
    assert Scan(path).record == OLD
    assert counter(sidecar_of(path)) == 1
    assert len(Scan(path).history()) == 2, "the save, and that it is back: nobody undid anything"


def test_restore_leaves_what_no_save_of_ours_wrote(make_scan) -> None:
    """darktable's own date, and a title that a person typed into the older state."""
    path = make_scan("scan.tif", foreign=False)
    beside = sidecar_of(path)
    beside.write_text(EMPTY_SIDECAR)
    samples.put_tags(beside, {"XMP-exif:DateTimeOriginal": "2023:05:06 10:11:12"})
    Scan(path).save(ExposureRecord(subject="One", location="L1"))
    read = beside.read_bytes()
    Scan(path).save(Scan(path).record.replace(subject="Two", location="L2"))
    beside.write_bytes(read)
    samples.put_tags(beside, {"XMP-dc:Title": "Person"})
    Scan(path).restore()
    told = samples.exiftool("-s3", "-XMP-dc:Title", "-XMP-exif:DateTimeOriginal",
                            "-XMP-iptcCore:Location", beside)  # fmt: skip
    assert set(told.splitlines()) == {"Person", "2023:05:06 10:11:12", "L2"}
    assert Scan(path).record == ExposureRecord(subject="Two", location="L2")


def test_restore_leaves_tags_that_darktable_has_added(make_scan) -> None:
    """They are keywords too; our own copy of those is as a former save left it."""
    path = make_scan("scan.jpg", foreign=False)
    beside = sidecar_of(path)
    beside.write_text(EMPTY_SIDECAR)

    def tag(name: str) -> None:
        added = (f"-XMP-dc:Subject+={name}", f"-XMP-lr:HierarchicalSubject+=trees|{name}")
        samples.exiftool("-q", "-overwrite_original", *added, beside)

    tag("Oak")
    Scan(path).save(Scan(path).record.replace(film="FP4+"))
    read = beside.read_bytes()
    Scan(path).save(Scan(path).record.replace(notes="more"))
    beside.write_bytes(read)
    tag("Elm")
    assert Scan(path).overwritten_in_one == ["notes"]
    Scan(path).restore()
    told = samples.exiftool("-s3", "-XMP-dc:Subject", "-XMP-lr:HierarchicalSubject", beside)
    assert told.splitlines() == ["Oak, Elm", "trees|Oak, trees|Elm"]
    assert Scan(path).record.notes == "more" and not Scan(path).overwritten_in_one


@pytest.mark.skipif(os.name != "posix", reason="keeps times as POSIX does")
def test_a_backup_put_back_with_its_time_is_no_killed_save(make_scan, tmp_path: Path) -> None:
    path, backup = make_scan("scan.jpg", foreign=False), tmp_path / "backup"
    Scan(path).save(ExposureRecord(subject="One"))
    shutil.copy2(path, backup)
    Scan(path).save(ExposureRecord(subject="Two"))
    shutil.copy2(backup, path)
    with pytest.raises(ExifilmError, match="another program has overwritten the last save"):
        Scan(path).undo()
    Scan(path).restore()
    assert Scan(path).record.subject == "Two"


def test_undo_after_an_older_state_came_back(path: Path) -> None:
    """Undo does not silently undo the save before it instead."""
    read = sidecar_of(path).read_bytes()
    Scan(path).save(NEW)
    darktable_writes_what_it_read_before(path, read)
    if path.suffix == ".xcf":
        with pytest.raises(ExifilmError, match="another program has overwritten the last save"):
            Scan(path).undo()
    assert [bool(entry.undoes) for entry in Scan(path).history()] == [False, False]
    Scan(path).restore()
    assert Scan(path).record == NEW


def test_a_sidecar_that_was_deleted(make_scan) -> None:
    path = make_scan("scan.xcf")
    Scan(path).save(OLD)
    sidecar_of(path).unlink()
    Scan(path).restore()
    assert Scan(path).record == OLD


def test_what_a_person_wrote_there_stays(path: Path) -> None:
    read = sidecar_of(path).read_bytes()
    Scan(path).save(NEW)
    darktable_writes_what_it_read_before(path, read)
    samples.put_tags(sidecar_of(path), {"XMP-exif:FNumber": "45", "XMP-photoshop:Credit": "new"})
    Scan(path).restore()
    scan = Scan(path)
    if path.suffix == ".xcf":
        assert scan.record == NEW.replace(aperture=45)
    else:
        assert scan.record == NEW
        assert {(drift.field, drift.value) for drift in scan.drifted} == {("aperture", 45)}
    assert samples.exiftool("-s3", "-XMP:Credit", sidecar_of(path)).strip() == "new"


def test_undo_is_not_taken_back(path: Path) -> None:
    Scan(path).save(NEW)
    Scan(path).undo()
    assert Scan(path).overwritten == [] == Scan(path).overwritten_in_one
    Scan(path).undo()
    assert Scan(path).overwritten == []


def test_a_scan_that_was_moved(make_scan) -> None:
    path = make_scan("scan.xcf")
    Scan(path).save(OLD)
    read = sidecar_of(path).read_bytes()
    Scan(path).save(NEW)
    moved = path.rename(path.with_name("moved.xcf"))
    sidecar_of(path).unlink()
    sidecar_of(moved).write_bytes(read)
    assert {t.field for t in Scan(moved).overwritten} == {"film", "notes"}
    Scan(moved).restore()
    assert Scan(moved).record == NEW


def test_another_image_of_the_same_name(make_scan) -> None:
    path = make_scan("scan.jpg")
    Scan(path).save(NEW)
    make_scan("scan.jpg")
    assert Scan(path).overwritten == []


def test_a_save_on_top_says_what_it_leaves_overwritten(make_scan) -> None:
    path = make_scan("scan.xcf")
    Scan(path).save(OLD)
    read = sidecar_of(path).read_bytes()
    Scan(path).save(NEW)
    sidecar_of(path).write_bytes(read)
    saved = Scan(path).save(OLD.replace(lab="mine", notes="again"))
    (warning,) = saved.warnings
    assert "Film: HP5+ → FP4+" in str(warning) and "Notes" not in str(warning)
    assert Scan(path).overwritten == [], "a save on top accepts what is there"


# ── an incomplete file ───────────────────────────────────────────────────────────────────────────


def written_slowly(sidecar: Path, data: bytes, seconds: float) -> threading.Thread:
    """Empty the file now, and write its halves in a thread, after a while each."""
    file = sidecar.open("wb")

    def write() -> None:
        with file:
            time.sleep(seconds / 2)
            file.write(data[: len(data) // 2])
            file.flush()
            time.sleep(seconds / 2)
            file.write(data[len(data) // 2 :])

    writer = threading.Thread(target=write)
    writer.start()
    return writer


@pytest.mark.parametrize("start", [0.0, 0.4])
def test_half_a_file_is_waited_for(path: Path, start: float) -> None:
    before = sidecar_of(path).read_bytes()
    writer = written_slowly(sidecar_of(path), with_counter(before, 7), 0.6)
    time.sleep(start)
    assert Scan(path).record == OLD
    writer.join()
    writer = written_slowly(sidecar_of(path), with_counter(before, 8), 0.6)
    time.sleep(start)
    Scan(path).save(NEW)
    writer.join()
    assert Scan(path).record == NEW
    assert counter(sidecar_of(path)) == 8


def test_half_a_file_that_comes_after_the_whole_one_was_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was complete when it was read does not count as damaged."""
    sidecar = sidecar_of(path)
    data = sidecar.read_bytes()
    was_complete = late_writers.was_complete

    def and_then(found) -> bool:
        if was := was_complete(found):
            sidecar.write_bytes(data[:300])
        return was

    monkeypatch.setattr(late_writers, "was_complete", and_then)
    scan = Scan(path)
    assert scan.record == OLD
    sidecar.write_bytes(data)
    assert not scan._snapshot.is_current, "another than was read"


def test_a_program_that_never_ends_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_writers, "TIMEOUT", 0.2)
    sidecar = sidecar_of(path)
    writer = written_slowly(sidecar, sidecar.read_bytes(), 1.0)
    try:
        with pytest.raises(ExifilmError, match=r"scan.\w+.xmp"):
            Scan(path).read()
    finally:
        writer.join()
    assert Scan(path).record == OLD


def test_half_a_file_among_many(path: Path) -> None:
    from exifilm_core import Archive

    data = with_counter(sidecar_of(path).read_bytes(), 7)
    writer = written_slowly(sidecar_of(path), data, 0.5)
    with Archive(path.parent) as archive:
        archive.load()
        assert archive.unreadable == []
        assert [scan.record for scan in archive] == [OLD]
    writer.join()


def test_a_file_that_stays_half_is_damaged(path: Path) -> None:
    sidecar_of(path).write_bytes(sidecar_of(path).read_bytes()[:300])
    with pytest.raises(ExifilmError, match="not valid XML"):
        Scan(path).read()
    began = time.monotonic()
    with pytest.raises(ExifilmError, match="not valid XML"):
        Scan(path).read()
    assert time.monotonic() - began < late_writers.ABANDONED, "it was waited for once"


# ── a write into the version that we replace ─────────────────────────────────────────────────────


@pytest.fixture
def opened_before_the_rename(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[threading.Thread]]:
    """Another program opens the sidecar just before our rename, at the first save."""
    writers: list[threading.Thread] = []
    refuse_another = atomic.refuse_another

    def and_then(path: Path, seen, now) -> None:
        refuse_another(path, seen, now)
        if path.suffix == ".xmp" and not writers:
            data = with_counter(path.read_bytes(), 9)
            writers.append(written_slowly(path, data, 0.4))

    monkeypatch.setattr(atomic, "refuse_another", and_then)
    yield writers
    for writer in writers:
        writer.join()


@on_posix
def test_what_was_written_into_the_old_version_is_not_lost(
    path: Path, opened_before_the_rename: list[threading.Thread]
) -> None:
    saved = Scan(path).save(NEW)
    assert opened_before_the_rename, "nothing was tried"
    assert {change.field for change in saved.changes} == {"film", "notes"}
    assert counter(sidecar_of(path)) == 9
    assert Scan(path).record == NEW
    assert Scan(path).overwritten == [] == Scan(path).overwritten_in_one
    assert names(path.parent) == [path.name, sidecar_of(path).name]
    Scan(path).undo()
    assert Scan(path).record == OLD
    assert counter(sidecar_of(path)) == 9


@on_posix
def test_what_was_written_while_undo_removes_the_sidecar(
    make_scan, opened_before_the_rename: list[threading.Thread]
) -> None:
    path = make_scan("scan.xcf")
    sidecar_of(path).write_text(EMPTY_SIDECAR)
    opened_before_the_rename.append(threading.Thread(target=int))  # disabled
    opened_before_the_rename[0].start()
    Scan(path).save(OLD)
    sidecar = sidecar_of(path)
    seen = versions.signature_of(sidecar)
    opened_before_the_rename.clear()
    with pytest.raises(ExifilmError, match="another program wrote this file just now"):
        atomic.remove(sidecar, seen)
    assert counter(sidecar) == 9
    assert Scan(path).record == OLD


@on_posix
def test_a_writer_that_is_killed_in_the_old_version(
    make_scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An incomplete file does not replace a complete one."""
    path = make_scan("scan.xcf")
    Scan(path).save(OLD)
    monkeypatch.setattr(late_writers, "TIMEOUT", 0.2)
    refuse_another = atomic.refuse_another

    def and_then(file: Path, seen, now) -> None:
        refuse_another(file, seen, now)
        file.write_bytes(file.read_bytes()[:200])

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "refuse_another", and_then)
        Scan(path).save(NEW)
    assert Scan(path).record == NEW


def test_a_record_that_changed_in_that_moment_is_not_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = NewVersion.step

    def and_before(self: NewVersion) -> atomic.Step:
        monkeypatch.setattr(NewVersion, "step", step)
        for file in names(path.parent):
            if not file.startswith("."):
                tags = {"XMP-iptcCore:Location": "Theirs"}
                if file.endswith(".xmp") or path.suffix == ".jpg":
                    samples.put_tags(path.with_name(file), tags)
        return step(self)

    monkeypatch.setattr(NewVersion, "step", and_before)
    scan = Scan(path)
    with pytest.raises(ExifilmError, match="another program wrote this file just now"):
        scan.save(NEW)
    with pytest.raises(ChangedOnDiskError):
        scan.save(NEW)
    assert Scan(path).record == OLD.replace(location="Theirs")
    scan.save(NEW, merge=True)
    assert Scan(path).record == NEW.replace(location="Theirs")


def test_two_writes_of_one_time_and_size(path: Path) -> None:
    sidecar = sidecar_of(path)
    scan = Scan(path)
    scan.record  # noqa: B018 - read
    status = sidecar.stat()
    sidecar.write_bytes(with_counter(sidecar.read_bytes(), 5))
    os.utime(sidecar, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert sidecar.stat().st_size == status.st_size
    scan.save(NEW)
    assert counter(sidecar) == 5
    assert Scan(path).record == NEW


# ── two hundred races ────────────────────────────────────────────────────────────────────────────

DARKTABLE = textwrap.dedent("""
    import random, re, sys, time
    sidecar, seed, seconds = sys.argv[1:]
    chance = random.Random(seed)
    for line in sys.stdin:
        count = int(line)
        time.sleep(chance.random() * float(seconds))
        data = open(sidecar, "rb").read()  # always a whole file: a save renames
        end = re.compile(rb'''(history_end(?:=["']|>))\\d+''')
        new, found = end.subn(rb"\\g<1>%d" % count, data)
        assert found == 1, data
        time.sleep(chance.random() * float(seconds))
        with open(sidecar, "wb") as file:
            file.write(new[: len(new) // 2])
            file.flush()
            time.sleep(chance.random() * 0.02)
            file.write(new[len(new) // 2 :])
        print(count, flush=True)
""")


@on_posix
@pytest.mark.parametrize(
    ("name", "rounds"), [("scan.xcf", samples.rounds(140)), ("scan.jpg", samples.rounds(60))]
)
def test_two_hundred_races(make_scan, name: str, rounds: int) -> None:
    """In any order, darktable's edit is there, and our record is there or can be restored."""
    path = make_scan(name)
    sidecar = sidecar_of(path)
    sidecar.write_text(EMPTY_SIDECAR)
    Scan(path).save(NEW)  # starts ExifTool
    began = time.monotonic()
    Scan(path).save(OLD)
    seconds = time.monotonic() - began
    seed = f"{os.environ['EXIFILM_SEED']} {name}"
    overwritten = 0
    with subprocess.Popen(
        [sys.executable, "-c", DARKTABLE, sidecar, seed, str(seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as darktable:  # fmt: skip
        assert darktable.stdin and darktable.stdout
        for number in range(1, rounds + 1):
            where = f"EXIFILM_SEED={os.environ['EXIFILM_SEED']}, round {number}"
            record = OLD.replace(notes=f"round {number}")
            darktable.stdin.write(f"{number}\n")
            darktable.stdin.flush()
            for _ in range(5):
                with contextlib.suppress(WrittenMeanwhileError):
                    Scan(path).save(record)
                    break
            assert darktable.stdout.readline() == f"{number}\n", where
            assert counter(sidecar) == number, f"darktable's edit is lost: {where}"
            scan = Scan(path)
            if scan.record != record or scan.overwritten_in_one:
                assert scan.overwritten or scan.overwritten_in_one, where
                overwritten += 1
                scan.restore()
                assert counter(sidecar) == number, where
                scan = Scan(path)
            assert scan.record == record, where
            assert not (scan.overwritten or scan.overwritten_in_one or scan.drifted), where
        darktable.stdin.close()
    assert overwritten < rounds and (overwritten or rounds < 40), "they did not race"
    assert names(path.parent) == sorted([path.name, sidecar.name])
