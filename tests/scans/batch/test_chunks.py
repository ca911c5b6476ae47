"""How many scans are saved together."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import Scan
from exifilm_core.scans.batch import saves


@pytest.mark.parametrize(
    ("sizes", "wanted"),
    [
        ([1] * 10, [2, 8]),
        ([1] * 20, [2, 8, 8, 2]),
        ([40, 40, 40, 1, 1, 1], [2, 4]),
        ([40, 100, 40, 40, 40, 1], [1, 1, 2, 2]),
        ([200, 1, 1], [1, 2]),
        ([], []),
    ],
)
def test_files_and_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[int], wanted: list[int]
) -> None:
    """The first chunk is small; a large file does not make those after it smaller."""
    monkeypatch.setattr(saves, "MOST_FILES", 8)
    monkeypatch.setattr(saves, "MOST_BYTES", 100)
    scans = []
    for number, size in enumerate(sizes):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(bytes(size))
        scans.append(Scan(path))
    chunks = list(saves._chunks(scans))
    assert [len(chunk) for chunk in chunks] == wanted
    assert [scan for chunk in chunks for scan in chunk] == scans
