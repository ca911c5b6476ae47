"""One scan of many that fails is named, and the others are saved."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, Scan
from exifilm_core.actions.set_fields import How, set_fields
from exifilm_core.actions.undo import undo
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.scans import saving
from exifilm_core.scans.batch import writers
from exifilm_core.scans.batch.quick_draft import QuickDraft
from exifilm_core.scans.batch.quick_undo import QuickUndo
from exifilm_core.scans.changes import Saved
from tests import samples
from tests.scans.batch.many import one_by_one, save_many, undo_many
from tests.scans.contract import names
from tools.bench.exchanging import darktable_sidecar

REPOSITORY = Path(__file__).resolve().parents[3]
FAULTY = REPOSITORY / "tests" / "scans" / "faulty_exiftool.py"
FIELDS = {"film": "HP5+", "aperture": 22.0}


@pytest.fixture
def scans(make_scan) -> list[Path]:
    """Six scans, without IPTC, whose block only ExifTool compares."""
    first = make_scan("scans/0.jpg", scanner=True)
    samples.exiftool("-q", "-overwrite_original", "-IPTC:all=", first)
    paths = [first.with_name(f"{number}.jpg") for number in range(6)]
    for path in paths[1:]:
        path.write_bytes(first.read_bytes())
    return paths


def assert_saved(paths: list[Path]) -> None:
    for path in paths:
        assert Scan(path).record.film == "HP5+", path
        assert len(Scan(path).history()) == 1, path


def failed(results: dict[Path, object]) -> dict[str, str]:
    return {p.name: r.code for p, r in results.items() if isinstance(r, ExifilmError)}


def test_some_that_cannot_be_saved(scans: list[Path]) -> None:
    scans[1].write_text("no image")
    scans[2].chmod(0o444)
    os.link(scans[3], scans[3].with_name("again.jpg"))
    scans.append(scans[0].with_name("missing.jpg"))
    results = save_many(scans, FIELDS)
    assert failed(results).keys() == {"1.jpg", "2.jpg", "3.jpg", "missing.jpg"} - (
        {"2.jpg"} if os.geteuid() == 0 and not _is_protected(scans[2]) else set()
    )
    assert_saved([scans[0], *scans[4:6]])
    assert names(scans[0].parent) == sorted([f"{n}.jpg" for n in range(6)] + ["again.jpg"])


def _is_protected(path: Path) -> bool:
    return not path.stat().st_mode & 0o222


def put_beside(path: Path) -> Path:
    """A sidecar of darktable's, which nobody is writing now."""
    sidecar = sidecar_of(path)
    sidecar.write_text(darktable_sidecar(path))
    os.utime(sidecar, (1e9, 1e9))
    return sidecar


def test_sidecars_and_other_formats_among_them(scans: list[Path], make_scan) -> None:
    png, xcf = make_scan("scans/6.png"), make_scan("scans/7.xcf")
    sidecars = [put_beside(path) for path in (*scans[2:5], png, xcf)]
    Scan(xcf).save(Scan(xcf).record.replace(notes="in the sidecar"))
    sidecars[0].write_bytes(sidecar_of(xcf).read_bytes())
    os.utime(sidecars[0], (1e9, 1e9))
    sidecars[1].write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'>half")
    os.utime(sidecars[1], (1e9, 1e9))
    sidecars[2].write_bytes(sidecars[2].read_bytes())  # just now
    with one_by_one() as alone:
        results = save_many([*scans, png, xcf], FIELDS)
    assert [path.name for path in results] == [path.name for path in (*scans, png, xcf)]
    assert alone.keys() - {scans[4]} == {scans[3], png, xcf}
    assert failed(results) == {"3.jpg": "CANNOT_READ_SIDECAR"}
    for path in results.keys() - {scans[3]}:
        assert Scan(path).record.film == "HP5+"
        if sidecar_of(path).exists():
            assert b"HP5+" in sidecar_of(path).read_bytes()
            assert b"filmicrgb" in sidecar_of(path).read_bytes()
    assert Scan(scans[2]).record.notes == "in the sidecar"
    assert sidecars[1].read_bytes().endswith(b"half")


@pytest.mark.parametrize("when", range(3))
def test_another_program_writes_a_sidecar_of_them(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """As darktable does: in place. The save comes on top of its changes, or says why not."""
    sidecars = [put_beside(path) for path in scans]
    old, new = b'darktable:history_end="8"', b'darktable:history_end="9"'
    written = sidecars[3].read_bytes().replace(old, new)
    assert written.count(new) == 1
    done: list[Path] = []

    def once() -> None:
        if not done:
            done.append(sidecars[3])
            sidecars[3].write_bytes(written)

    keep, commit, append = QuickDraft.keep, saving.commit, saving.append_all
    if when == 0:
        monkeypatch.setattr(
            QuickDraft, "keep", lambda draft, **how: (once(), keep(draft, **how))[1]
        )
    elif when == 1:
        monkeypatch.setattr(saving, "commit", lambda saves: (once(), commit(saves))[1])
    else:
        monkeypatch.setattr(saving, "append_all", lambda saves: (append(saves), once())[0])
    with one_by_one() as alone:
        assert not failed(save_many(scans, FIELDS))
    assert done and alone.keys() == {scans[3]}
    for number, sidecar in enumerate(sidecars):
        [steps] = re.findall(rb"history_end>(\d+)", sidecar.read_bytes())
        assert int(steps) == (9 if number == 3 else 8), sidecar
        assert b"<exifilm:Film>HP5+" in sidecar.read_bytes()
        scan = Scan(scans[number])
        assert (scan.record.film, scan.overwritten, scan.overwritten_in_one) == ("HP5+", [], [])
    assert len(Scan(scans[0]).history()) == 1
    assert names(scans[0].parent) == sorted(path.name for path in (*scans, *sidecars))


def test_a_sidecar_that_cannot_be_written(scans: list[Path]) -> None:
    """Then its image is left too."""
    sidecars = [put_beside(path) for path in scans]
    os.link(sidecars[1], sidecars[1].with_name("again"))
    before = scans[1].read_bytes()
    assert failed(save_many(scans, FIELDS)) == {"1.jpg": "HARD_LINKS"}
    assert scans[1].read_bytes() == before
    assert_saved([path for path in scans if path != scans[1]])


def test_undo_of_a_save_with_sidecars(scans: list[Path]) -> None:
    sidecars = [put_beside(path) for path in scans]
    before = [path.read_bytes() for path in (*scans, *sidecars)]
    with one_by_one() as alone:
        assert not failed(save_many(scans, FIELDS))
    assert not alone
    assert [path.read_bytes() for path in (*scans, *sidecars)] != before
    for outcome in undo(scans):
        outcome.get()
    assert [path.read_bytes() for path in sidecars] == before[len(scans) :]
    assert all(Scan(path).record.film is None for path in scans)


def test_a_draft_of_a_sidecar_that_is_wrong(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither place of the scan gets a draft of the chunk; the single save is right."""
    sidecars = [put_beside(path) for path in scans]
    keep = QuickDraft.keep

    def and_spoilt(draft: QuickDraft, **how) -> None:
        if draft.place.path == sidecars[1]:
            data = draft.version.draft.read_bytes()
            assert data.count(b"<darktable:history_end>8") == 1
            draft.version.draft.write_bytes(data.replace(b"history_end>8", b"history_end>7"))
        keep(draft, **how)

    monkeypatch.setattr(QuickDraft, "keep", and_spoilt)
    with one_by_one() as alone:
        assert not failed(save_many(scans, FIELDS))
    assert alone.keys() == {scans[1]}
    assert "HarmError" in alone[scans[1]]
    assert b"<darktable:history_end>8" in sidecars[1].read_bytes()
    assert_saved(scans)


def test_the_same_file_twice(scans: list[Path]) -> None:
    link = scans[0].with_name("link.jpg")
    link.symlink_to(scans[0])
    results = save_many([scans[0], link, scans[1]], FIELDS)
    assert all(isinstance(result, Saved) for result in results.values())
    assert link.is_symlink()
    assert Scan(scans[0]).record.film == "HP5+"
    assert_saved([scans[1]])


@pytest.mark.parametrize("fault", ["killed", "full disk", "half of it", "a tag left out"])
def test_exiftool_fails_while_it_writes_many(
    scans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """All files of the chunk are tried one by one, and fail here too, each with its reason."""
    program = tmp_path / "exiftool"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {FAULTY} "{fault}" "$@"\n')
    program.chmod(0o755)
    before = {path: path.read_bytes() for path in scans}
    with ExifTool(executable=str(program)) as tool:
        monkeypatch.setattr(ExifTool, "shared", lambda: tool)
        results = save_many(scans, {**FIELDS, "holder": "1A"})
    assert failed(results).keys() == {path.name for path in scans}
    assert {path: path.read_bytes() for path in scans} == before
    assert names(scans[0].parent) == [path.name for path in scans]
    monkeypatch.undo()


def test_exiftool_is_killed_while_it_writes_many(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It starts again, and the saves go through."""
    monkeypatch.setattr(writers, "WORTH_A_SECOND", 2)
    begun: list[int] = []
    write_many = ExifTool.write_many

    def and_killed(tool: ExifTool, writings):
        if not begun and len(writings) > 1:
            tool.version()  # so that it runs
            assert tool.pid
            begun.append(tool.pid)
            os.kill(tool.pid, signal.SIGSTOP)
            import threading

            threading.Timer(0.3, os.kill, (tool.pid, signal.SIGKILL)).start()
        return write_many(tool, writings)

    monkeypatch.setattr(ExifTool, "write_many", and_killed)
    with one_by_one() as alone:
        results = save_many(scans, FIELDS)
    assert begun and alone
    assert not failed(results)
    assert_saved(scans)
    assert names(scans[0].parent) == [path.name for path in scans]


FULL = textwrap.dedent("""
    import resource, signal, sys
    from pathlib import Path
    from exifilm_core.actions.set_fields import How, set_fields
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    largest, *paths = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
    values = {"film": "HP5+", "aperture": 22.0}
    for outcome in set_fields({Path(path): values for path in paths}, How()):
        print(outcome.path.name, outcome.problem is None)
""")


def test_a_full_disk(scans: list[Path]) -> None:
    """A limit on the size of files stands for it: one new version is too large."""
    scans[2].write_bytes(
        scans[2].read_bytes()[:2] + (b"\xff\xfe\xff\xff" + bytes(65533)) * 20
        + scans[2].read_bytes()[2:]
    )  # fmt: skip
    before = scans[2].read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(1_000_000), *scans], cwd=REPOSITORY,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = dict(line.split() for line in done.stdout.splitlines())
    assert said == {path.name: str(path != scans[2]) for path in scans}
    assert scans[2].read_bytes() == before
    assert_saved([path for path in scans if path != scans[2]])
    assert names(scans[0].parent) == [path.name for path in scans]


def test_the_journal_cannot_be_written(scans: list[Path], own_data_folder: Path) -> None:
    """Nothing is changed that could not be undone."""
    own_data_folder.mkdir(exist_ok=True)
    (own_data_folder / "exifilm").mkdir()
    (own_data_folder / "exifilm" / "journal").write_text("a file")
    before = {path: path.read_bytes() for path in scans}
    results = save_many(scans, FIELDS)
    assert failed(results).keys() == {path.name for path in scans}
    assert {path: path.read_bytes() for path in scans} == before
    assert names(scans[0].parent) == [path.name for path in scans]


WHEN = ["while it is written", "before the journal", "before the rename"]


@pytest.fixture
def meanwhile(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, dict[str, str]], None]]:
    """A function that has another program write tags into the fourth scan during a save of all."""
    done: list[Path] = []

    def write(when: str, tags: dict[str, str]) -> None:
        def once() -> None:
            if not done:
                done.append(scans[3])
                samples.put_tags(scans[3], tags)

        keep, commit, append = QuickDraft.keep, saving.commit, saving.append_all
        if when == WHEN[0]:
            monkeypatch.setattr(
                QuickDraft, "keep", lambda draft, **how: (once(), keep(draft, **how))[1]
            )
        elif when == WHEN[1]:
            monkeypatch.setattr(saving, "commit", lambda saves: (once(), commit(saves))[1])
        else:
            monkeypatch.setattr(saving, "append_all", lambda saves: (append(saves), once())[0])

    yield write
    assert done
    assert names(scans[0].parent) == [path.name for path in scans]
    assert_saved([path for path in scans if path != scans[3]])


@pytest.mark.parametrize("when", WHEN)
def test_another_program_writes_one_of_them(scans: list[Path], meanwhile, when: str) -> None:
    """The save comes on top of its changes."""
    meanwhile(when, {"XMP-xmp:Rating": "1"})
    assert not failed(save_many(scans, FIELDS))
    assert Scan(scans[3]).record.film == "HP5+"
    ratings = [samples.exiftool("-s3", "-XMP-xmp:Rating", path).strip() for path in scans]
    assert ratings == ["4", "4", "4", "1", "4", "4"]


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("merge", [False, True])
def test_another_program_changes_the_record_of_one(
    scans: list[Path], meanwhile, when: str, merge: bool
) -> None:
    """Its record stays, or both programs' changes are kept."""
    meanwhile(when, {"XMP-iptcCore:Location": "Theirs"})
    results = save_many(scans, FIELDS, merge=merge)
    assert failed(results) == ({} if merge else {"3.jpg": "CHANGED_ON_DISK"})
    record = Scan(scans[3]).record
    assert (record.film, record.location) == ("HP5+" if merge else None, "Theirs")


def test_a_draft_that_is_wrong_is_not_put_in_place(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes the way of a single save, whose new version is right."""
    keep = QuickDraft.keep

    def and_spoilt(draft: QuickDraft, **how) -> None:
        if draft.place.path == scans[1]:
            data = bytearray(draft.version.draft.read_bytes())
            data[-30] ^= 1  # a pixel
            draft.version.draft.write_bytes(data)
        keep(draft, **how)

    monkeypatch.setattr(QuickDraft, "keep", and_spoilt)
    pixels = samples.pixels(scans[1])
    with one_by_one() as alone:
        assert not failed(save_many(scans, FIELDS))
    assert alone.keys() == {scans[1]}
    assert "HarmError" in alone[scans[1]]
    assert samples.pixels(scans[1]) == pixels
    assert_saved(scans)


def test_a_fault_of_the_second_reader_stops_no_save(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: dict[str, object] = {}
    monkeypatch.setattr("exifilm_core.scans.foreign.jpeg.read", lambda _: nothing["no such key"])
    with one_by_one() as alone:
        assert not failed(save_many(scans, FIELDS))
    assert alone.keys() == {*scans}
    assert_saved(scans)


def test_the_quick_reader_turned_off(scans: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXIFILM_QUICK", "0")
    with one_by_one() as alone:
        assert not failed(save_many(scans, FIELDS))
    assert alone.keys() == {*scans}
    assert_saved(scans)


class StopError(Exception):
    """The end of somebody's patience."""


@pytest.mark.parametrize("stop", [StopError, KeyboardInterrupt])
def test_cancelled(scans: list[Path], monkeypatch: pytest.MonkeyPatch, stop) -> None:
    monkeypatch.setattr("exifilm_core.scans.batch.saves.MOST_FILES", 2)
    done: list[Path] = []

    def progress(path: Path) -> None:
        done.append(path)
        if len(done) == 3:
            raise stop

    before = {path: path.read_bytes() for path in scans}
    with pytest.raises(stop):
        list(set_fields(dict.fromkeys(scans, FIELDS), How(), progress))
    saved = [path for path in scans if path.read_bytes() != before[path]]
    assert scans[:3] == done
    assert scans[:3] == saved[:3] and scans[-1] not in saved
    assert_saved(saved)
    assert names(scans[0].parent) == [path.name for path in scans]
    assert not failed(save_many(scans, FIELDS)), "no lock is left"


def test_cancelled_before_the_rename_is_no_overwriting(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next save says nothing of another program: there was none."""
    assert not failed(save_many(scans, {"film": "FP4+"}))

    def cancelled(_saves: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(saving, "put_in_place", cancelled)
        with pytest.raises(KeyboardInterrupt):
            save_many(scans, FIELDS)
    results = save_many(scans, {"developer": "Rodinal"})
    assert [result.warnings for result in results.values() if isinstance(result, Saved)] == [
        ()
    ] * len(scans)
    assert not any(Scan(path).overwritten for path in scans)


def test_progress_and_order(scans: list[Path]) -> None:
    scans[1].write_text("no image")
    done: list[Path] = []
    outcomes = list(set_fields(dict.fromkeys(scans, FIELDS), How(), done.append))
    assert [outcome.path for outcome in outcomes] == done == scans
    assert [outcome.problem is None for outcome in outcomes] == [n != 1 for n in range(6)]


def test_a_lock_that_another_process_holds(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exifilm_core.files.locks.TIMEOUT", 0.2)
    code = (
        "import sys; from pathlib import Path; from exifilm_core.files.locks import save_lock\n"
        "with save_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, scans[4]], cwd=REPOSITORY,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout and other.stdout.readline() == "held\n"
        results = save_many(scans, FIELDS)
        other.communicate()
    assert failed(results) == {"4.jpg": "LOCKED"}
    assert_saved([path for path in scans if path != scans[4]])


@pytest.mark.parametrize("keep_time", [True, False])
def test_attributes(scans: list[Path], keep_time: bool) -> None:
    os.utime(scans[0], (1e9, 1e9))
    scans[0].chmod(0o640)
    with one_by_one() as alone:
        save_many(scans, FIELDS, keep_time=keep_time)
    assert not alone
    assert (scans[0].stat().st_mtime == 1e9) == keep_time
    assert scans[0].stat().st_mode & 0o777 == 0o640


def test_undo_of_many(scans: list[Path]) -> None:
    before = {path: samples.exiftool("-j", "-G1", "-a", "-XMP:all", "-EXIF:all", path)
              for path in scans}  # fmt: skip
    save_many(scans, FIELDS)
    save_many(scans, {"film": "Tri-X"})
    with one_by_one() as alone:
        for _ in range(2):
            assert all(outcome.problem is None for outcome in undo(scans))
    assert not alone
    assert before == {path: samples.exiftool("-j", "-G1", "-a", "-XMP:all", "-EXIF:all", path)
                      for path in scans}  # fmt: skip


def test_undo_of_many_of_which_some_cannot_be_undone(scans: list[Path]) -> None:
    save_many(scans[1:], FIELDS)
    scans[1].write_text("no image")
    samples.exiftool("-q", "-overwrite_original", "-ExifIFD:FNumber=8", scans[2])
    samples.exiftool("-q", "-overwrite_original", "-XMP-xmp:Rating=1", scans[3])
    with one_by_one() as alone:
        results = undo_many(scans)
    assert alone.keys() == {*scans[:4]}
    assert failed(results) == {
        "0.jpg": "NOTHING_TO_UNDO",
        "1.jpg": "NOT_AN_IMAGE",
        "2.jpg": "UNDO_OF_CHANGED",
    }
    assert samples.exiftool("-s3", "-XMP-xmp:Rating", scans[3]).strip() == "1"
    assert not any(Scan(path).has_record for path in scans[3:])
    assert names(scans[0].parent) == [path.name for path in scans]


@pytest.mark.parametrize("spoilt", [b"http://ns.adobe.com/xap/1.0/\0", b"\xff\xd9"])
def test_an_undo_that_is_wrong_is_not_put_in_place(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch, spoilt: bytes
) -> None:
    """A byte in XMP, or of the picture; the single undo is right."""
    before = scans[1].read_bytes()
    save_many(scans, FIELDS)
    keep = QuickUndo.keep

    def and_spoilt(draft: QuickUndo, **how) -> None:
        if draft.place.path == scans[1]:
            data = bytearray(draft.version.draft.read_bytes())
            data[data.rindex(spoilt) + (400 if spoilt.startswith(b"http") else -30)] ^= 1
            draft.version.draft.write_bytes(data)
        keep(draft, **how)

    monkeypatch.setattr(QuickUndo, "keep", and_spoilt)
    with one_by_one() as alone:
        assert not failed(undo_many(scans))
    assert alone.keys() == {scans[1]}
    assert scans[1].read_bytes() == before


def test_record_in_the_scan_afterwards(scans: list[Path]) -> None:
    """A scan that was saved with many holds what is in its file."""
    from exifilm_core.scans.batch import save_all
    from exifilm_core.scans.saving import Wish

    many = [Scan(path) for path in scans]
    list(save_all(many, lambda scan: Wish(scan.record.replace(film="HP5+"))))
    for scan in many:
        assert scan.record == Scan(scan.path).record
        assert scan.record.film == "HP5+"
        scan.save(scan.record.replace(film="Tri-X"))
        assert Scan(scan.path).record.film == "Tri-X"
