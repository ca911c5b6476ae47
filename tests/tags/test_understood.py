"""The memory of understood values: a record is the same with it and without it, and it is small."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exifilm_core import ExposureRecord
from exifilm_core.tags.mapping import WhichTags, read_record, tags_of_field, understood
from exifilm_core.tags.mapping import reading as reading_module
from exifilm_core.tags.mapping.marks import VERSION
from exifilm_core.tags.mapping.understood import LONGEST, MOST, UnderstoodTag
from exifilm_core.tags.not_utf8 import NotUtf8
from exifilm_core.tags.styles import HIERARCHY, Raw, Tag
from tests.record.full_record import LITERAL

SIDECARS = (False, True)
ALL_TAGS = [
    (field, tag, sidecar)
    for field in ExposureRecord.fields()
    for sidecar in SIDECARS
    for instead in (False, True)
    for tag in tags_of_field(field, sidecar=sidecar, instead=instead)
] + [(field, field.own, False) for field in ExposureRecord.fields() if field.own]
VALID = [
    raw
    for literal in LITERAL.values()
    for sidecar in SIDECARS
    for raw in literal.tags[sidecar].values()
]
"""The raw values of a full record."""
ODD: list[Raw] = [
    *("", " ", "0", "1", "1.0", "01", "65535", "0000:00:00 00:00:00", "1974", "1974~", "c. 1974"),
    *("S", "N", "W", "+02:00", "1,000", "f/22½", "a\x01b", "infinity", "x" * (LONGEST + 1)),
    *(1, True, 1.0, 0, False, [], {}, [None], ["1"], [1], [True], ["a", "b"], ["a, b"]),
    *(["darktable|format|jpg", "a|b"], "darktable|a", NotUtf8("caf\u00e9"), [NotUtf8("1")]),
    *({"Area": "moss", "Value": "9"}, [{"Area": "moss", "Value": "9", "Zone": "3"}], [["1"]]),
]
NAMES = [name for _, tag, _ in ALL_TAGS for name in tag.names] + [HIERARCHY]


def random_tags(chance: random.Random) -> dict[str, Raw]:
    """Tags of any of our names, with values of other tags, odd ones, and combinations."""
    found: dict[str, Raw] = {}
    for name in chance.sample(NAMES, chance.randint(0, len(NAMES))):
        found[name] = copy.deepcopy(chance.choice(chance.choice((VALID, ODD))))
    if chance.random() < 0.6:
        found[VERSION] = chance.choice(["1.0", "1.1"])
    if chance.random() < 0.2:
        found["MakerNotes:MakerNoteUnknown"] = "x"
    return found


@pytest.fixture(params=range(4))
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.param)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Reading without any memory: each value is read from its tags."""

    def read(tags: dict[str, Raw], **how: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(understood, "LONGEST", -1)
            reading_module._plan.cache_clear()
            found = read_record(tags, **how)
        reading_module._plan.cache_clear()
        return found

    return read


def test_a_record_is_the_same_with_memory_and_without(
    chance: random.Random, forgetful: Any
) -> None:
    """The memory holds the values of all earlier files, and the tags are read in any order."""
    files = [random_tags(chance) for _ in range(60)]
    ways = [
        {"sidecar": chance.choice(SIDECARS), "reading": chance.choice(list(WhichTags))}
        for _ in files
    ]
    expected = [forgetful(tags, **way) for tags, way in zip(files, ways, strict=True)]
    for _ in range(2):
        for tags, way, wanted in zip(files, ways, expected, strict=True):
            found = read_record(tags, **way)
            assert repr(found.record) == repr(wanted.record)
            assert found.unreadable == wanted.unreadable


@settings(max_examples=300, deadline=None)
@given(
    of=st.sampled_from(ALL_TAGS),
    files=st.lists(
        st.lists(st.none() | st.sampled_from(VALID + ODD), min_size=3, max_size=3), max_size=6
    ),
)
def test_each_tag_reads_as_if_it_remembered_nothing(of: Any, files: list[list[Raw]]) -> None:
    field, tag, _ = of
    remembering = UnderstoodTag(tag, field.kind)
    for raws in [*files, *files]:
        tags = {n: raw for n, raw in zip(tag.sources, raws, strict=False) if raw is not None}
        assert result(remembering.read, tags) == result(lambda t: tag.read(field.kind, t), tags)


def result(read: Any, tags: dict[str, Raw]) -> str:
    try:
        return repr(read(tags))
    except (ValueError, TypeError) as problem:
        return type(problem).__name__


@pytest.mark.parametrize(("field", "tag", "_sidecar"), ALL_TAGS)
def test_without_its_first_name_a_tag_has_no_value(field: Any, tag: Tag, _sidecar: bool) -> None:
    """So a tag that is not there need not be read."""
    assert tag.sources[0] == tag.name
    for raw in (*VALID, *ODD):
        others = dict.fromkeys([*tag.sources[1:], "XMP-dc:Source"], raw)
        assert tag.read(field.kind, others) is None


def test_remembered_values_cannot_be_changed(chance: random.Random) -> None:
    for _ in range(30):
        for value in read_record(random_tags(chance), sidecar=False).record.filled().values():
            hash(value)


def test_the_memory_has_a_limit() -> None:
    field = ExposureRecord.field("notes")
    tag = UnderstoodTag(field.home, field.kind)
    for number in range(3 * MOST):
        assert tag.read({tag.name: f"note {number}"}) == f"note {number}"
        assert len(tag._known) <= MOST
    long = "x" * (LONGEST + 1)
    assert tag.read({tag.name: long}) == long and long not in tag._known
    readings = ExposureRecord.field("readings")
    many = UnderstoodTag(readings.home, readings.kind)
    raw = [{"Area": f"moss {n}", "Value": "9", "Unit": "EV"} for n in range(LONGEST)]
    assert len(many.read({many.name: raw})) == LONGEST and not many._known


def test_an_invalid_copy_of_our_own_is_named_and_stops_nothing() -> None:
    tags: dict[str, Raw] = {VERSION: "1.1", "XMP-exifilm:Keywords": {"a": "b"},
                            "XMP-exifilm:Film": "HP5+"}  # fmt: skip
    found = read_record(tags, sidecar=False)
    assert found.record == ExposureRecord(film="HP5+")
    assert found.unreadable == {"keywords": "{'a': 'b'}"}
