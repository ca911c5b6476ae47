"""The rows that may match a question: words without case and accents, numbers, dates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.index import Index, Read
from exifilm_core.readers import FileTags
from exifilm_core.record.query import asked

RECORDS = {
    "a.jpg": ExposureRecord(subject="Zürich, Straße", film="Ilford HP5 Plus", aperture="f/32"),
    "b.jpg": ExposureRecord(subject="Half Dome", film="Kodak Tri-X 320", development="N-1"),
    "c.jpg": ExposureRecord(taken="1974/75", aperture="f/8", keywords="Rock, Straße"),
    "d.jpg": ExposureRecord(subject_distance="∞", lens="Symmar-S 210mm f/5.6", holder="3A"),
}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    started = time.time() + 10
    folder = tmp_path / "scans"
    folder.mkdir()
    found = []
    for name, record in RECORDS.items():
        path = folder / name
        path.write_bytes(name.encode())
        found.append(Read(FileTags(path, "JPEG", {}, status=path.stat()), None, record))
    with Index(tmp_path / "cache") as index:
        index.put(found, started)
        yield index


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["zurich"], "a"),
        (["STRASSE"], "a c"),
        (["strasse", "zür"], "a"),
        (["hp5"], "a"),
        (["rass"], "a c"),
        (["film=tri-x"], "b"),
        (["film=plus hp5"], "a"),
        (["subject=rock"], ""),
        (["symmar-s", "210"], "d"),
        (["symmar", "jpg"], "d"),
        (['"; drop table scan; --', '"""'], ""),
        (["aperture=22..45"], "a"),
        (["development=N-1"], "b"),
        (["aperture=..8"], "c"),
        (["subject_distance=1000m.."], "d"),
        (["strasse", "aperture=22.."], "a"),
        (["holder=3"], ""),
        (["holder=3..4"], "d"),
        (["taken!="], "c"),
        (["taken=", "aperture="], "b d"),
        (["taken=1975..1980"], "c"),
        (["taken=1973"], ""),
        ([], "a b c d"),
    ],
)
def test_words_and_conditions(index: Index, arguments: list[str], names: str) -> None:
    found = index.candidates((), *asked(arguments).get())
    assert (
        " ".join(sorted(n.removesuffix(".jpg") for each in found.values() for n in each)) == names
    )


@pytest.mark.parametrize("argument", ["ab", "film!=hp5", "film=", "\udcff123", "aperture!=8"])
def test_what_narrows_nothing_leaves_all(index: Index, argument: str) -> None:
    [found] = index.candidates((), *asked([argument]).get()).values()
    assert found == RECORDS.keys()


def test_only_scans_of_the_given_folders(index: Index, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "scans")
    found = index.candidates([link], *asked(["zurich"]).get())
    assert found == {link: {"a.jpg"}}
    assert not index.candidates([tmp_path], *asked(["zurich"]).get())
