"""A save or undo of many gives the files and the journals of single ones, byte for byte."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.scans import place, snapshot
from tests import samples
from tests.record.full_record import full_record
from tests.scans.batch.many import one_by_one, save_many, undo_many
from tests.scans.contract import names
from tools.bench.exchanging import darktable_sidecar

NOT_WRITTEN = () if samples.exiftool_writes_bigtiff() else (".btf",)
QUICK = {".jpg", ".tif", ".btf"}
SUFFIXES = [suffix for suffix in (*samples.EMBEDDED, *samples.BESIDE) if suffix not in NOT_WRITTEN]
QUICK_HERE = [suffix for suffix in SUFFIXES if suffix in QUICK]
BESIDE = "+xmp"
"""Marks a scan with darktable's sidecar."""
FULL = full_record().replace(image_id="17", taken="1974-08-03 16:20:01+02:00")
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # The record that is there, "nothing" for none; what is saved.
    "the first save": ({}, {"film": "HP5+", "aperture": 22, "taken": "1974-08-03 16:20"}),
    "a full record": ({}, {name: FULL[name] for name in FULL.filled()}),
    "one field": (
        {name: FULL[name] for name in FULL.filled()}, {"film": "Tri-X", "aperture": 11}),
    "emptied": (
        {name: FULL[name] for name in FULL.filled()}, dict.fromkeys(FULL.filled())),
    "nothing new": ({"film": "HP5+"}, {"film": "HP5+"}),
    "texts": (
        {"subject": "old", "notes": "line one"},
        {"subject": "base64:cmlnaHQ= \\u0041 <&> “ü”", "notes": "one\n  two\t=3\n"}),
}  # fmt: skip


@pytest.fixture
def same_ids(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A function from which on ids and stamps are the same as after its last call."""
    drawn = itertools.count()
    real = os.urandom

    def from_the_beginning() -> None:
        nonlocal drawn
        drawn = itertools.count()

    monkeypatch.setattr(
        os, "urandom", lambda size: next(drawn).to_bytes(size, "big") if size == 16 else real(size)
    )
    for module in (place, snapshot):
        monkeypatch.setattr(module, "stamp", lambda _before="": "2026-01-02T03:04:05.678Z")
    return from_the_beginning


def entries(data: Path) -> Iterator[dict[str, Any]]:
    """The lines of all journals, without the times of the saves."""
    for journal in sorted((data / "exifilm" / "journal").rglob("*")):
        if journal.suffix == ".jsonl":
            yield from (json.loads(line) | {"when": ""} for line in journal.open("rb"))
        elif journal.is_file():
            yield {journal.name: journal.read_text()}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def _make_old(folder: Path) -> None:
    """Nobody is writing these files now."""
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", [*SUFFIXES, *(f"{suffix}{BESIDE}" for suffix in QUICK_HERE)])
def test_files_and_journals(
    make_scan, own_data_folder: Path, tmp_path: Path, same_ids, kind: str, case: str
) -> None:
    before, fields = CASES[case]
    suffix = kind.removesuffix(BESIDE)
    path = make_scan(f"scans/scan{suffix}", scanner=case != "texts")
    if kind.endswith(BESIDE):
        sidecar_of(path).write_text(darktable_sidecar(path))
    if suffix in QUICK:
        samples.exiftool("-q", "-overwrite_original", "-IPTC:all=", path)
    if before:
        Scan(path).save(ExposureRecord(**before))
    _make_old(path.parent)
    kept, kept_data = tmp_path / "kept", tmp_path / "kept data"
    shutil.copytree(path.parent, kept)
    own_data_folder.mkdir(exist_ok=True)
    shutil.copytree(own_data_folder, kept_data)

    same_ids()
    scan = Scan(path)
    single = scan.save(scan.record.replace(**fields), repair=fields)
    wanted, noted = contents(path.parent), list(entries(own_data_folder))
    undone = Scan(path).undo()
    old_again, noted_undo = contents(path.parent), list(entries(own_data_folder))

    for folder, old in ((path.parent, kept), (own_data_folder, kept_data)):
        shutil.rmtree(folder)
        shutil.copytree(old, folder)
    same_ids()
    with one_by_one() as alone:
        many = save_many([path], fields)
    assert many == {path: single}
    assert contents(path.parent) == wanted
    assert list(entries(own_data_folder)) == noted
    # Only a trial of ExifTool shows whether undo can give a TIFF back the tags that it lost.
    quickly = suffix in QUICK and (suffix == ".jpg" or case != "emptied")
    assert bool(alone) != quickly, alone

    with one_by_one() as alone:
        assert undo_many([path]) == {path: undone}
    assert contents(path.parent) == old_again
    assert list(entries(own_data_folder)) == noted_undo
    assert bool(alone) != (kind == ".jpg"), alone
