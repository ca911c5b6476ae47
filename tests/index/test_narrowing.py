"""The index leaves out no scan that matches: random records, and random questions about them."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exifilm_core.errors import ExifilmError
from exifilm_core.index import Index, Read
from exifilm_core.kinds import Kind
from exifilm_core.readers import FileTags
from exifilm_core.record import ExposureRecord
from exifilm_core.record.query import Query, asked

WORDS = (
    "Straße", "STRASSE", "Tür", "haustür", "Łódź", "Caf\u00e9", "Cafe\u0301", "Tri-X", "4×5", "№ 7",
    "مُحَمَّد", "山の写真", "がか", "한국", "हिन्दी", "ﬁlm", "İstanbul", "Σίσυφος", 'a"b', "o'clock",
    "x", "12A", "007", "0418-07", "EV 9", "emoji 📷🎞", "f/22½", "a\u00adb", "\ufb03", "½",
)  # fmt: skip
NUMBERS = ("1", "7", "8", "22", "22½", "1/60", "30", "45", "2", "100", "-1", "N+1", "3.5")
DATES = (
    "1974", "1974-08", "1974-08-03", "1974-08-03 16:20", "c. 1974", "1970s", "1974/75",
    "1974-08-03 16:20:30", "2012-06-03",
)  # fmt: skip
READINGS = ("moss EV 7 on III", "snow EV 13 on VII; Tür 250 c/ft²")


def value(kind: Kind[object], chance: random.Random) -> str:
    """A text that the kind may take, or not."""
    if kind.textual:
        return "".join(
            chance.choice(WORDS) + chance.choice((" ", ", ", "", "; ", "\n"))
            for _ in range(chance.randint(1, 4))
        )
    return chance.choice((*NUMBERS, *DATES, *READINGS))


def record(chance: random.Random) -> ExposureRecord:
    made = ExposureRecord()
    for field in chance.sample(ExposureRecord.fields(), chance.randint(0, 12)):
        for _attempt in range(8):
            try:
                made[field.name] = value(field.kind, chance)
                break
            except ExifilmError:
                continue
    return made


def query(records: list[ExposureRecord], chance: random.Random) -> Query:
    """A question that is about one of the records, so that it often matches."""
    about = chance.choice(records)
    arguments: list[str] = []
    for _ in range(chance.randint(1, 3)):
        field = chance.choice([about.field(name) for name in about] or [*about.fields()])
        shown = about.show(field.name) or value(field.kind, chance)
        start = chance.randrange(len(shown))
        part = shown[start : start + chance.randint(1, 9)]
        other = value(field.kind, chance)
        arguments += chance.choice(
            (
                [chance.choice((str.upper, str.lower, str))(part.replace("=", ""))],
                [f"{field.name}={part}"],
                [f"{field.name}={shown}"],
                [f"{field.name}!={shown}"],
                [f"{field.name}={shown}..{other}"],
                [f"{field.name}={other}..{shown}"],
                [f"{field.name}={shown}.."],
                [f"{field.name}=..{other}"],
                [f"{field.name}="],
                [f"{field.name}!="],
                ["scan_1"],
            )
        )
    return asked(arguments).query


@pytest.fixture
def chance() -> random.Random:
    return random.Random(os.environ["EXIFILM_SEED"])


@pytest.fixture
def known(tmp_path: Path, chance: random.Random) -> Iterator[tuple[Index, list[ExposureRecord]]]:
    """An index, and the records of its scans by their number."""
    records = [record(chance) for _ in range(150)]
    status = tmp_path.stat()
    read = [
        Read(FileTags(tmp_path / f"scan_{n}.jpg", "JPEG", {}, status=status), None, each)
        for n, each in enumerate(records)
    ]
    with Index(tmp_path / "cache") as index:
        index.put(read, time.time() + 10)
        assert index.counted() == len(records) and not index.trouble
        yield index, records


def test_no_match_is_left_out(
    known: tuple[Index, list[ExposureRecord]], chance: random.Random, tmp_path: Path
) -> None:
    index, records = known
    narrowed = matched = 0
    for _ in range(1_500):
        question = query(records, chance)
        matching = {
            f"scan_{n}.jpg"
            for n, each in enumerate(records)
            if question.matches(each, f"scan_{n}.jpg")
        }
        found = index.candidates([tmp_path], *question).get(tmp_path, set())
        assert matching <= found, question
        narrowed += len(found) < len(records)
        matched += bool(matching)
    assert index.breaks == 1, index.trouble
    assert min(narrowed, matched) > 200, "these questions test something"
