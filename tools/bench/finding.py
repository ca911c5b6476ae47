"""Measures a search over many known scans, against the same question in SQL."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from exifilm_core import ExposureRecord
from exifilm_core.actions.find import Search
from exifilm_core.index import Index, Read
from exifilm_core.index.search import questions
from exifilm_core.readers import FileTags
from exifilm_core.record.query import asked
from exifilm_core.tags.mapping import to_write
from tools.bench import samples
from tools.bench.timing import Ratio, processor, side_by_side

SCANS, IN_A_FOLDER = 100_000, 1000
PAGE = 24
"""The lines of a terminal."""
QUERY = asked(["moonrise", "lens=symmar", "aperture=f/22..f/45"]).get()


def find(folder: Path) -> Iterator[Ratio | str]:
    """Find the first page of the scans that have a word and match in two fields."""
    os.environ["EXIFILM_INDEX"] = "1"
    index = Index.shared()
    assert index
    top = folder / "scans"
    for number in range(SCANS // IN_A_FOLDER):
        index.put(_scans(top / f"roll {number:03d}", random.Random(number)), time.time() + 60)
    assert index.file and index.counted() == SCANS
    (sql, given), _unsure = questions(*QUERY)
    bare = sqlite3.connect(index.file)
    listing: list[float] = []

    def ours() -> float:
        search = None

        def list_folders() -> None:
            nonlocal search
            search = Search(QUERY, [top])

        def first_page() -> None:
            assert search
            page = list(islice(search.found(), PAGE))
            assert all(outcome.result for outcome in page) and len(page) == PAGE

        listing.append(processor(list_folders))
        return processor(first_page)

    def plain() -> float:
        page = (
            f"SELECT path, found.name FROM ({sql}) AS found JOIN folder ON folder.id = "
            f"found.folder ORDER BY path, found.name LIMIT {PAGE}"
        )
        return processor(lambda: bare.execute(page, given).fetchall())

    yield side_by_side(
        f"find a word and two fields in {SCANS:,} known scans: the first {PAGE} loaded, compared "
        "with their files; processor time | the same question in SQL, their names",
        ours, plain, at_most=2, rounds=9,
    )  # fmt: skip
    alone = min(processor(lambda: _stat_all(top)) for _ in range(3))
    yield (
        f"Before a search, {SCANS:,} files in {SCANS // IN_A_FOLDER} folders are listed and "
        f"compared with the index: {min(listing):.2f} s; `scandir` and `stat` alone: {alone:.2f} s."
    )


def _scans(folder: Path, chance: random.Random) -> Iterator[Read]:
    """Empty files, and what is to be known of them: as full records as the demonstration's."""
    folder.mkdir(parents=True)
    records = samples.records()
    for number in range(IN_A_FOLDER):
        path = folder / f"scan_{number:04d}.jpg"
        path.touch()
        record = chance.choice(records).replace(
            image_id=str(number),
            subject=f"{chance.choice(('Moonrise', 'Tarn', 'Dunes', 'Nave'))} {number}",
            aperture=chance.choice((8, 11, 16, 22, 32, 45)),
        )
        yield Read(FileTags(path, "JPEG", _tags(record), status=path.stat()), None, record)


def _tags(record: ExposureRecord) -> dict[str, object]:
    """The tags of the record as a reader gives them."""
    tags = to_write(ExposureRecord(), record, {}, sidecar=False)
    return {k: v if isinstance(v, (list, dict)) else str(v) for k, v in tags.items()}


def _stat_all(top: Path) -> None:
    for folder in sorted(top.iterdir()):
        with os.scandir(folder) as entries:
            for entry in entries:
                entry.stat()
