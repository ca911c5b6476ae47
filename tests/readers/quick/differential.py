"""The quick reader against ExifTool, on files that are damaged or made at random.

    python -m tests.readers.quick.differential

    --rounds N    how many damaged and generated files (10,000)
    --seed TEXT   repeats a run; a new one each time otherwise
    FILE…         the files to damage, in place of the tests' own

It prints each difference with the seed that repeats it, and says how many files were read quickly.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.exiftool import ExifTool
from exifilm_core.readers import FileTags
from exifilm_core.readers.quick import UnsureError, read
from exifilm_core.scans.pending import PendingRemoval
from exifilm_core.scans.place import Place
from exifilm_core.tags.mapping.consulted import is_consulted
from exifilm_core.tags.mapping.marks import SAVED
from exifilm_core.tags.xmp import EXIF_GROUPS
from tests.readers.quick import generated
from tests.readers.quick.files import collected
from tests.scans import mutations

BATCH = 100
CHANGES = {
    # Of every kind of mirror.
    "subject": "another subject",
    "taken": "1999-01-02 03:04:05",
    "keywords": "one, two",
    "photographer": "Another",
    "camera_make": "Linhof",
    "lens": "another lens",
    "latitude": "-12.5",
    "altitude": "-7 m",
    "exposure_index": "200",
    "focal_length": "210 mm",
    "notes": "another note",
    "scanned": "2024-01-02 03:04:05",
}
_NOT_OF_THE_SIDECAR = "XMP-x:XMPToolkit"
_TEXTS = re.compile(rb"[ -~\n]{24,}")
_SPECIAL = b"""<>"'&=/:;,-#?. \n\t0123456789abcxyzABCNSEWT+|{}[]"""


class Difference(NamedTuple):
    """What the quick reader says otherwise than ExifTool."""

    path: Path
    what: str


class Found(NamedTuple):
    """What a comparison has found."""

    differences: list[Difference]
    quick: list[Path]
    doubts: dict[Path, str]
    """Why the other files were left to ExifTool."""
    failures: list[Difference]
    """The files at which the quick reader raised another error than its doubt."""


def compared(paths: Iterable[Path], exiftool: ExifTool | None = None) -> Found:
    """Read the files both ways."""
    found = Found([], [], {}, [])
    quick: dict[Path, FileTags] = {}
    for path in paths:
        try:
            quick[path] = read(path)
        except UnsureError as problem:
            found.doubts[path] = str(problem)
        except OSError as problem:
            found.doubts[path] = type(problem).__name__
        except Exception as problem:  # noqa: BLE001 - that is what is looked for
            found.failures.append(Difference(path, repr(problem)))
    found.quick.extend(quick)
    for whole in (exiftool or ExifTool.shared()).read(quick):
        found.differences.extend(
            Difference(whole.path, what) for what in _between(quick[whole.path], whole)
        )
    return found


def _between(quick: FileTags, whole: FileTags) -> Iterator[str]:
    if whole.error or quick.error:
        yield f"ExifTool: {whole.error}, quick: {quick.error}"
        return
    if quick.file_type != whole.file_type:
        yield f"type {whole.file_type}, quick {quick.file_type}"
    wanted = {name for name in whole.tags if is_consulted(name)}
    for name in sorted(wanted | quick.tags.keys()):
        one, other = whole.tags.get(name), quick.tags.get(name)
        if one != other or type(one) is not type(other):
            yield f"{name} {one!r}, quick {other!r}"
    if _has_exif(whole) != _has_exif(quick):
        yield "whether there is EXIF"
    more = whole.tags.keys() - quick.tags.keys() - {_NOT_OF_THE_SIDECAR}
    if whole.path.suffix.lower() == ".xmp" and quick.more != bool(more):
        yield f"more tags {more}, quick {quick.more}"
    if _understood(quick) != _understood(whole):
        yield f"record {_understood(whole)}, quick {_understood(quick)}"


def _has_exif(found: FileTags) -> bool:
    return any(name.partition(":")[0] in EXIF_GROUPS for name in found.tags)


def _understood(found: FileTags) -> object:
    """All that is made of the tags: the record, its invalid values, its drift, and saves of it."""
    sidecar = found.path.suffix.lower() == ".xmp"
    found.content = found.path.read_bytes() if sidecar else None
    try:
        place = Place.of(found, sidecar=sidecar)
    except ExifilmError as problem:
        return str(problem)
    stored = place.stored()
    drift = [(one.field, one.tag, one.text) for one in place.drifted()]
    planned = [
        {name: raw for name, raw in place.to_write(new).items() if name != SAVED}
        for new in (stored.record, stored.record.replace(**CHANGES), ExposureRecord())
    ]
    ours = dict.fromkeys(filter(is_consulted, place.tags))
    emptied = PendingRemoval.suits(place, ours)
    said = stored.record.to_json(), stored.unreadable, drift, place.ours, place.saved
    return *said, planned, emptied


# ── damage ───────────────────────────────────────────────────────────────────────────────────────


def damaged(data: bytes, seed: str) -> tuple[bytes, str]:
    """The data with faults, which depend on the seed, and their description."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return mutations.mutated(data, seed)
    made = bytearray(data)
    texts = [match.span() for match in _TEXTS.finditer(data)]
    told = []
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        way = chance.choice((_character, _character, _word, _number) if texts else (_number,))
        told.append(way(made, texts, chance))
    return bytes(made), ", ".join(told)


def _character(data: bytearray, texts: Sequence[tuple[int, int]], chance: random.Random) -> str:
    """Another character within a text: the structures around it stay valid."""
    at = chance.randrange(*chance.choice(texts))
    data[at] = chance.choice(_SPECIAL)
    return f"{data[at : at + 1]!r} at {at}"


def _word(data: bytearray, texts: Sequence[tuple[int, int]], chance: random.Random) -> str:
    """A word of a text in place of another of its length: a name, a prefix, a whole property."""
    words = _words(data, texts)
    start, end = chance.choice(words)
    same = [(a, b) for a, b in words if b - a == end - start and data[a:b] != data[start:end]]
    if not same:
        return _character(data, texts, chance)
    a, b = chance.choice(same)
    data[start:end] = data[a:b]
    return f"{bytes(data[a:b])!r} at {start}"


def _words(data: bytearray, texts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [
        (start + match.start(), start + match.end())
        for start, end in texts
        for match in re.finditer(rb"[\w:.-]+", data[start:end])
    ]


def _number(data: bytearray, _texts: Sequence[tuple[int, int]], chance: random.Random) -> str:
    """A byte of a structure counted up or down, or copied from its neighbour."""
    places = [match.start() for match in re.finditer(rb"II\*\0|MM\0\*|8BIM|\x1c\x02", data)]
    if not places:
        return mutations.flip(data, chance)
    at = min(chance.choice(places) + chance.randrange(400), len(data) - 2)
    data[at] = chance.choice((data[at] + 1, data[at] - 1, data[at + 1], 0, 1, 2, 4, 255)) % 256
    return f"{data[at]} at {at}"


def _made(files: Sequence[Path], chance: random.Random, seed: str) -> tuple[str, bytes, str]:
    """A damaged or generated file: its suffix, its data and what it is."""
    way = chance.random()
    if way < 0.3:
        return ".xmp", generated.sidecar(seed), "a packet"
    if way < 0.4:
        return ".jpg", generated.jpeg(seed), "a JPEG"
    if way < 0.5:
        return ".tif", generated.tiff(seed), "a TIFF structure"
    source = chance.choice(files)
    data, what = damaged(source.read_bytes(), seed)
    return source.suffix, data, f"of {source.name}: {what}"


def rounds(files: Sequence[Path], folder: Path, number: int, seed: str) -> Iterator[Found]:
    """Compare so many damaged files, in batches; the differences name the seed of each."""
    chance = random.Random(seed)
    for first in range(0, number, BATCH):
        told: dict[Path, str] = {}
        for one in range(first, min(first + BATCH, number)):
            suffix, data, what = _made(files, chance, f"{seed}/{one}")
            path = folder / f"{one}{suffix}"
            path.write_bytes(data)
            told[path] = f"seed {seed}/{one} {what}"
        found = compared(told)
        yield found._replace(
            differences=[
                Difference(d.path, f"{told[d.path]}: {d.what}") for d in found.differences
            ],
            failures=[Difference(d.path, f"{told[d.path]}: {d.what}") for d in found.failures],
        )
        bad = {d.path for d in (*found.differences, *found.failures)}
        for path in told.keys() - bad:
            path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--seed", default=str(random.randrange(1_000_000_000)))
    parser.add_argument("--keep", type=Path, help="the folder for the files that differ")
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        files = given.files or collected(Path(own, "files"))
        folder = given.keep or Path(own, "damaged")
        folder.mkdir(parents=True, exist_ok=True)
        whole = compared(files)
        _tell(whole, len(files))
        print("doubts:", Counter(whole.doubts.values()).most_common(20))
        print(f"seed {given.seed}")
        counts: Counter[str] = Counter()
        for number, found in enumerate(rounds(files, folder, given.rounds, given.seed), 1):
            counts["quick"] += len(found.quick)
            counts["different"] += len({d.path for d in found.differences})
            counts["failures"] += len(found.failures)
            for difference in (*found.differences, *found.failures):
                print(difference.what, flush=True)
            if number % 10 == 0:
                print(f"{number * BATCH}: {dict(counts)}", flush=True)
        print(dict(counts))


def _tell(found: Found, number: int) -> None:
    print(f"{number} files, {len(found.quick)} quick, {len(found.differences)} differences")
    for difference in (*found.differences, *found.failures):
        print(f"{difference.path.name}: {difference.what}")


if __name__ == "__main__":
    main()
