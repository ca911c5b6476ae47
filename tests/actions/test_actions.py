"""The actions on many scans: structured results, each scan on its own, progress, no words."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from exifilm_core import Archive, ExifilmError, ExposureRecord, Scan
from exifilm_core.actions import findings
from exifilm_core.actions.check import check_archive, check_files
from exifilm_core.actions.print_records import choose, entries
from exifilm_core.actions.set_fields import How, set_fields
from exifilm_core.actions.show import show
from exifilm_core.actions.undo import restore, undo, undo_saves
from exifilm_core.actions.values import copied, in_json, typed
from exifilm_core.commands.check import SUMMARY
from exifilm_core.commands.findings import _SENTENCES
from exifilm_core.errors import ChangedOnDiskError
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.scans.entries import Entry
from exifilm_core.scans.journal import Journal
from tests.readers.recording import RecordingReader


@pytest.fixture
def scans(make_scan) -> list[Path]:
    """Three files; the second is no image."""
    paths = [make_scan(f"scans/{number}.jpg") for number in (1, 2, 3)]
    paths[1].write_text("no image")
    return paths


def test_one_that_fails_stops_no_other(scans: list[Path]) -> None:
    done: list[Path] = []
    values = typed([("film", "HP5+"), ("Aperture", "f/22½")])
    outcomes = list(set_fields(dict.fromkeys(scans, values.get()), How(), done.append))
    assert [outcome.path for outcome in outcomes] == done == scans
    assert [outcome.problem is None for outcome in outcomes] == [True, False, True]
    with pytest.raises(ExifilmError) as problem:
        outcomes[1].get()
    assert problem.value.file == scans[1]
    saved = outcomes[0].get().saved
    assert saved and [change.field for change in saved.changes] == ["film", "aperture"]
    shown = list(show(scans))
    assert [outcome.problem is None for outcome in shown] == [True, False, True]
    assert shown[2].get().to_json()["record"]["film"] == "HP5+"
    undone = list(undo(scans))
    assert [outcome.problem is None for outcome in undone] == [True, False, True]
    assert not Scan(scans[0]).record


def test_what_another_program_changed_since_it_was_seen_is_not_overwritten(
    scans: list[Path],
) -> None:
    first, _no_image, last = scans
    seen = {path: Scan(path).record for path in (first, last)}
    Scan(first).save(ExposureRecord(film="FP4+"))
    Scan(last).save(ExposureRecord(subject="Moonrise"))
    values = typed([("film", "HP5+")]).get()
    changed, kept = set_fields({first: values, last: values}, How(), seen=seen)
    assert isinstance(changed.problem, ChangedOnDiskError)
    assert list(changed.problem.differences) == ["film"]
    assert Scan(first).record.film == "FP4+"
    assert kept.get().saved and Scan(last).record == ExposureRecord(subject="Moonrise", film="HP5+")


def test_a_certain_save_is_undone_and_no_later_one(scans: list[Path]) -> None:
    first, _no_image, last = scans
    Scan(last).save(ExposureRecord(subject="Moonrise"))
    values = typed([("film", "HP5+")]).get()
    list(set_fields({first: values, last: values}, How()))
    saves = {path: Scan(path).history()[-1].id for path in (first, last)}
    Scan(first).save(ExposureRecord(film="HP5+", lens="Symmar"))
    assert [o.get().scan for o in undo_saves(saves, stop=lambda: True)] == [None, None]
    since, undone = undo_saves(saves)
    assert isinstance(since.problem, ExifilmError) and "saved again since" in str(since.problem)
    assert Scan(first).record == ExposureRecord(film="HP5+", lens="Symmar")
    found = undone.get()
    assert found.scan and found.scan.record == ExposureRecord(subject="Moonrise")
    assert found.saved.tags and Scan(last).record == ExposureRecord(subject="Moonrise")


def test_a_dry_run_changes_nothing(scans: list[Path]) -> None:
    before = scans[0].read_bytes()
    (outcome,) = set_fields({scans[0]: {"film": "HP5+"}}, How(dry_run=True))
    changes = outcome.get().changes
    assert changes and [(change.field, change.new) for change in changes] == [("film", "HP5+")]
    assert outcome.get().saved is None
    assert scans[0].read_bytes() == before


def test_progress_may_end_the_work(scans: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """After any chunk of files; here each is a chunk of its own."""
    monkeypatch.setattr("exifilm_core.scans.batch.saves.MOST_FILES", 1)

    class EndedError(Exception):
        pass

    def end(_path: Path) -> None:
        raise EndedError

    with pytest.raises(EndedError):
        list(set_fields({path: {"film": "x"} for path in scans}, How(), end))
    assert Scan(scans[0]).record.film == "x", "what was done is done"
    assert not Scan(scans[2]).record


def test_show_reads_through_the_reader(scans: list[Path]) -> None:
    recording = RecordingReader(ExifTool.shared())
    (outcome,) = show([scans[0]], reader=recording)
    assert recording.asked == [[scans[0]]]
    assert outcome.get().findings == ()


def test_a_record_is_shown_also_without_its_journal(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    Scan(scans[0]).save(ExposureRecord(film="HP5+"))

    def unreadable(_journal: Journal) -> list[Entry]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Journal, "entries", unreadable)
    (outcome,) = show([scans[0]])
    assert outcome.get().record.film == "HP5+"
    with pytest.raises(PermissionError):
        _ = outcome.get().findings


def test_restore_saves_what_was_overwritten(make_scan) -> None:
    path = make_scan("sheet.dng")
    Scan(path).save(ExposureRecord(film="HP5+"))
    earlier = sidecar_of(path).read_bytes()
    Scan(path).save(ExposureRecord(film="FP4+"))
    sidecar_of(path).write_bytes(earlier)
    (outcome,) = restore([path])
    assert outcome.get().labels == ("Film",)
    assert Scan(path).record.film == "FP4+"
    (outcome,) = restore([path])
    assert outcome.get().labels == ()


def test_check_finds_without_words(scans: list[Path]) -> None:
    for path in (scans[0], scans[2]):
        Scan(path).save(ExposureRecord(image_id="7", development_temperature=68))
    with Archive(scans[0].parent) as archive:
        report = check_archive(archive)
    assert (report.folder, report.scans) == (scans[0].parent, 3)
    kinds = {(findings.kind_of(finding), finding.file.name) for finding in report.findings}
    assert kinds == {
        ("unread", "2.jpg"),
        ("doubled", "1.jpg"), ("doubled", "3.jpg"),
        ("unlikely", "1.jpg"), ("unlikely", "3.jpg"),
    }  # fmt: skip
    (first, _) = (f for f in report.findings if isinstance(f, findings.Duplicate))
    assert (first.number, first.guessed, first.others) == ("7", False, (scans[2],))
    with Archive(scans[0].parent) as archive:
        part = check_files(scans[:1], archive)
    assert part.scans == 1
    assert part.findings == tuple(f for f in report.findings if f.file == scans[0])


def test_every_finding_has_a_sentence() -> None:
    every = set(get_args(findings.Finding))
    assert set(_SENTENCES) == set(findings.KINDS) == every
    assert len(set(findings.KINDS.values())) == len(every)
    assert set(SUMMARY) == every


def test_choose_takes_each_scan_once(make_scan, tmp_path: Path) -> None:
    for number in ("1", "2", "3"):
        Scan(make_scan(f"scans/{number}.jpg")).save(ExposureRecord(image_id=number))
    make_scan("scans/4.jpg")
    with Archive(tmp_path / "scans") as archive:
        chosen = choose(archive, "2", "5", ids=["2", "9", "1"])
        assert [scan.path.stem for scan in chosen.scans] == ["2", "3", "4", "1"]
        assert chosen.range and chosen.range.missing == [5]
        assert {no: len(scans) for no, scans in chosen.by_id.items()} == {"2": 1, "9": 0, "1": 1}
        assert [name for name, _ in entries(chosen.scans)] == ["2", "3", "4?", "1"]
        assert len(choose(archive).scans) == 4
        assert choose(archive, ids=["3"]).range is None


def test_values_collect_every_problem() -> None:
    found = typed([("film", "HP5+"), ("apperture", "8"), ("aperture", "wide"), ("film", "FP4+")])
    assert found.values == {"film": "HP5+"}
    assert [problem.code for problem in found.problems] == [
        "NO_FIELD_BUT",
        "IN_FIELD",
        "GIVEN_TWICE",
    ]
    with pytest.raises(ExifilmError, match="apperture"):
        found.get()
    record = {"film": "HP5+", "aperture": None}
    assert in_json(record).get() == in_json({"record": record}).get() == record
    assert in_json([1]).problems[0].code == "NOT_A_RECORD"
    assert in_json({"film": "x", "aperture": "f/0"}).values == {"film": "x"}


def test_a_copy_leaves_out_what_is_the_sheets_own() -> None:
    record = ExposureRecord(image_id="7", film="HP5+", scanner_make="EPSON")
    assert copied(record) == {"film": "HP5+"}
