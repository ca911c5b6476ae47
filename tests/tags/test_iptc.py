"""Other programs' mirrors: IPTC's old block as bytes, and keywords in a hierarchy."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core import ExposureRecord
from exifilm_core.tags import iim
from exifilm_core.tags.if_there import Hierarchy
from exifilm_core.tags.iim import CHARSET, DATASETS, DIGEST, UTF8
from exifilm_core.tags.mapping import drifted, owned_names, read_record, to_write
from exifilm_core.tags.styles import Raw, Tags, attached_words

NOTHING = ExposureRecord()


def dataset(record: int, number: int, value: bytes) -> bytes:
    """One dataset, packed as IIM 4.2 has it."""
    return bytes([0x1C, record, number]) + len(value).to_bytes(2) + value


DECLARED = dataset(1, 90, b"\x1b%G")
HEAD = dataset(2, 0, b"\0\4")
NAME, CITY, PREVIEW = (2, 5), (2, 90), (2, 202)


# ── the block ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_changed_keeps_its_place_and_bytes() -> None:
    after = dataset(2, 25, b"one") + dataset(2, 90, b"City") + dataset(2, 25, b"two")
    odd = dataset(2, 250, b"\xff\x00") + dataset(3, 10, b"\xfe")
    changed = iim.changed(
        HEAD + dataset(2, 5, b"old") + after + odd + b"\0\0",
        {"IPTC:ObjectName": "new", "IPTC:Keywords": ["a", "b", "c"]},
    )
    keywords = b"".join(dataset(2, 25, word) for word in (b"a", b"b", b"c"))
    assert changed == HEAD + dataset(2, 5, b"new") + keywords + dataset(2, 90, b"City") + odd


def test_what_was_removed_goes_back_in_the_order_of_numbers() -> None:
    block = DECLARED + HEAD + dataset(2, 5, b"x") + dataset(2, 90, b"City")
    without = iim.changed(block, {"IPTC:ObjectName": None})
    assert without == DECLARED + HEAD + dataset(2, 90, b"City")
    assert iim.changed(without, {"IPTC:ObjectName": "x"}) == block


def test_a_block_in_latin_1_is_kept_where_it_has_the_characters() -> None:
    block = HEAD + dataset(2, 5, b"caf\xe9") + dataset(2, 90, b"K\xf6ln")
    changed = iim.changed(block, {"IPTC:ObjectName": "Grün – grün"})
    assert changed == HEAD + dataset(2, 5, b"Gr\xfcn \x96 gr\xfcn") + dataset(2, 90, b"K\xf6ln")
    with pytest.raises(ValueError, match="Latin-1"):
        iim.changed(block, {"IPTC:ObjectName": "Лес"})


def test_a_block_turns_to_utf8_as_a_whole_and_back() -> None:
    # Bytes without a character in Windows's set, a text without more room, and a picture.
    city, preview = b"K\xf6ln\x81\x8d" + b"\xe9" * 26, b"\xff\xd8\xe9"
    block = HEAD + dataset(2, 5, b"caf\xe9") + dataset(*CITY, city) + dataset(*PREVIEW, preview)
    tags: Tags = {"IPTC:ObjectName": "Лес", CHARSET: UTF8}
    changed = iim.changed(block, tags)
    assert changed == (
        DECLARED + HEAD + dataset(2, 5, "Лес".encode())
        + dataset(*CITY, iim.from_latin(city).encode()) + dataset(*PREVIEW, preview)
    )  # fmt: skip
    assert iim.changed(changed, {"IPTC:ObjectName": "café", CHARSET: None}) == block


def test_utf8_that_is_not_declared_is_kept_as_it_is() -> None:
    block = HEAD + dataset(2, 5, "Köln".encode()) + dataset(*CITY, "Köln".encode())
    changed = iim.changed(block, {"IPTC:ObjectName": "Лес"})
    assert changed == HEAD + dataset(2, 5, "Лес".encode()) + dataset(*CITY, "Köln".encode())
    as_read_by_exiftool = iim.from_latin("Köln".encode())
    assert iim.changed(changed, {"IPTC:ObjectName": as_read_by_exiftool}) == block
    alone = HEAD + dataset(2, 5, "Köln".encode())
    ascii_only = iim.changed(alone, {"IPTC:ObjectName": "Berlin"})
    assert iim.changed(ascii_only, {"IPTC:ObjectName": as_read_by_exiftool}) == alone


def test_a_declared_latin_1_comes_back() -> None:
    block = dataset(1, 90, b"\x1b.A") + HEAD + dataset(2, 5, b"caf\xe9")
    changed = iim.changed(block, {"IPTC:ObjectName": "Лес", CHARSET: UTF8})
    assert changed == DECLARED + HEAD + dataset(2, 5, "Лес".encode())
    assert iim.changed(changed, {"IPTC:ObjectName": "café", CHARSET: "\x1b.A"}) == block


def test_characters_of_an_old_set_are_not_guessed() -> None:
    block = dataset(1, 90, b"\x1b-L") + HEAD + dataset(2, 5, b"\xbb\xd5\xe1")
    changed = iim.changed(block, {"IPTC:By-line": "Ansel"})
    assert changed.startswith(block) and changed.endswith(b"Ansel")
    for tags in ({"IPTC:By-line": "é"}, {"IPTC:By-line": "Лес", CHARSET: UTF8}):
        with pytest.raises(ValueError, match="no longer in use"):
            iim.changed(block, tags)


def test_long_values_and_swapped_bytes_are_understood() -> None:
    long = b"\x1c\x02\x78\x80\x04" + (40_000).to_bytes(4) + b"x" * 40_000
    block = HEAD + dataset(2, 5, b"a") + long
    assert iim.changed(block, {"IPTC:ObjectName": "b"}) == HEAD + dataset(2, 5, b"b") + long
    padded = block + bytes(-len(block) % 4)
    swapped = b"".join(padded[at : at + 4][::-1] for at in range(0, len(padded), 4))
    assert iim.changed(swapped, {"IPTC:ObjectName": "a"}) == block


@pytest.mark.parametrize("damaged", [HEAD + b"\x1c\x02", HEAD + b"text", HEAD[:-1]])
def test_a_damaged_block_is_not_written(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"the block is invalid from byte \d+ on"):
        iim.changed(damaged, {"IPTC:ObjectName": "x"})


@given(st.lists(st.binary(max_size=40), min_size=1), st.text(max_size=20))
def test_whatever_stands_there_comes_back(cities: list[bytes], name: str) -> None:
    block = HEAD + dataset(2, 5, b"was") + b"".join(dataset(*CITY, city) for city in cities)
    data = b"".join(cities)
    tags: dict[str, Raw] = {"IPTC:ObjectName": name}
    back: dict[str, Raw] = {"IPTC:ObjectName": "was"}
    try:
        data.decode()
    except ValueError:
        tags[CHARSET], back[CHARSET] = UTF8, None
    else:
        tags["IPTC:ObjectName"] = name if not data.isascii() else "x"
    assert iim.changed(iim.changed(block, tags), back) == block


# ── the tags to write ────────────────────────────────────────────────────────────────────────────


def writes(current: dict[str, Any], old: ExposureRecord, **values: Any) -> dict[str, Raw]:
    """The raw values for IPTC and its digest when these values are saved."""
    written = to_write(old, old.replace(**values), current, sidecar=False)
    return {n: raw for n, raw in written.items() if n.startswith("IPTC") or n == DIGEST}


RECORD = ExposureRecord(
    subject="Barn", photographer="Ansel", copyright="© Ansel", keywords="barn, snow",
    location="Hernandez", taken="1974-08-03 16:20+02:00", scanned="2024-05-06 07:08:09",
)  # fmt: skip
IN_STEP: dict[str, Any] = {
    "IPTC:ObjectName": "Barn", "IPTC:Caption-Abstract": "Barn", "IPTC:By-line": "Ansel",
    "IPTC:CopyrightNotice": "© Ansel", "IPTC:Keywords": ["barn", "snow"],
    "IPTC:Sub-location": "Hernandez", "IPTC:DateCreated": "1974:08:03",
    "IPTC:TimeCreated": "16:20:00+02:00", "IPTC:DigitalCreationDate": "2024:05:06",
    "IPTC:DigitalCreationTime": "07:08:09", CHARSET: UTF8,
}  # fmt: skip
HOMES: dict[str, Any] = {
    name: raw for name, raw in to_write(NOTHING, RECORD, {}, sidecar=False).items() if raw
}


def told(tags: dict[str, Any]) -> list[tuple[str, str]]:
    said = [(name, text) for _, name, text, *_ in drifted(HOMES | tags, sidecar=False)]
    return [(name, text) for name, text in said if name.startswith(("IPTC", "XMP-lr"))]


def test_nothing_is_created_or_read() -> None:
    assert writes({}, NOTHING, **RECORD.filled()) == {}
    assert read_record(IN_STEP, sidecar=False).record == NOTHING
    assert not any(name.startswith("IPTC") for name in owned_names(sidecar=True))


def test_every_dataset_that_is_there_follows_its_field_and_goes_with_it() -> None:
    assert {f"IPTC:{name}" for name in DATASETS} == IN_STEP.keys() - {CHARSET}
    assert told(IN_STEP) == [] and writes(IN_STEP, RECORD, film="x") == {}
    assert writes(IN_STEP, NOTHING, **RECORD.filled()) == {}, "they say it already"
    emptied = dict.fromkeys(RECORD.filled())
    assert writes(IN_STEP, RECORD, **emptied) == dict.fromkeys(IN_STEP.keys() - {CHARSET})
    old: dict[str, Any] = dict.fromkeys(IN_STEP, "old") | {CHARSET: UTF8}
    del old["IPTC:Caption-Abstract"]
    expected = {n: raw for n, raw in IN_STEP.items() if n in old and n != CHARSET}
    assert writes(old, NOTHING, **RECORD.filled()) == expected
    assert dict(told(old)) == dict.fromkeys(expected, "old")


def test_a_caption_in_its_own_words_stays() -> None:
    current = IN_STEP | {"IPTC:Caption-Abstract": "A long caption"}
    assert told(current) == []
    assert writes(current, RECORD, subject="Moon") == {"IPTC:ObjectName": "Moon"}


def test_what_has_no_room_is_cut_at_a_character_and_agrees() -> None:
    long = "Лес " * 30
    written = writes(IN_STEP, RECORD, subject=long, keywords=["ü" * 50, "snow"])
    assert written["IPTC:ObjectName"] == long[:36]  # the 64th byte is half a letter
    assert written["IPTC:Keywords"] == ["ü" * 32, "snow"]
    home = {"XMP-dc:Title": long.strip(), "XMP-exifilm:Subject": long.strip()}
    assert told(IN_STEP | written | home | {"XMP-dc:Subject": ["ü" * 50, "snow"],
                "XMP-exifilm:Keywords": ["ü" * 50, "snow"]}) == []  # fmt: skip
    assert told(IN_STEP | home | {"IPTC:ObjectName": "Лес"}) == [("IPTC:ObjectName", "Лес")]
    latin = {"XMP-dc:Title": "é" * 70, "XMP-exifilm:Subject": "é" * 70}
    assert told(IN_STEP | latin | {"IPTC:ObjectName": "é" * 64}) == []


def test_photographers_have_a_dataset_each() -> None:
    assert writes(IN_STEP, RECORD, photographer="Ansel; Edward") == {
        "IPTC:By-line": ["Ansel", "Edward"]
    }
    home = {"IFD0:Artist": "Ansel; Edward", "IPTC:By-line": ["Ansel", "Edward"]}
    assert told(IN_STEP | home) == []


@pytest.mark.parametrize(
    ("taken", "day", "time"),
    [
        ("1974", "1974:00:00", None),
        ("1974-08", "1974:08:00", None),
        ("1974-08-04", "1974:08:04", None),
        ("1974-08-04 07:05", "1974:08:04", "07:05:00"),
        ("1974-08-04 07:05:09.5-07:00", "1974:08:04", "07:05:09-07:00"),
    ],
)
def test_a_date_says_no_more_than_is_known(taken: str, day: str, time: str | None) -> None:
    written = writes(IN_STEP, RECORD, taken=taken)
    assert written == {"IPTC:DateCreated": day, "IPTC:TimeCreated": time}
    left = {n: raw for n, raw in (IN_STEP | written).items() if raw is not None}
    record = RECORD.replace(taken=taken)
    assert writes(left, NOTHING, **record.filled()) == {}, "it agrees"


def test_an_offset_that_a_program_made_up_is_no_difference() -> None:
    assert told(IN_STEP | {"IPTC:DigitalCreationTime": "07:08:09+00:00"}) == []
    assert told(IN_STEP | {"IPTC:TimeCreated": "16:20:00+00:00"}) == [
        ("IPTC:TimeCreated", "16:20:00+00:00")
    ]


def test_the_character_set_is_changed_only_where_it_has_to_be() -> None:
    ascii_only, latin, undeclared = "old", "ältlich", iim.from_latin("ältlich".encode())
    expected = {
        (ascii_only, "x"): False, (ascii_only, "é"): True, (latin, "é"): False,
        (latin, "Лес"): True, (undeclared, "Лес"): False,
    }  # fmt: skip
    for (there, subject), turned in expected.items():
        written = writes({"IPTC:ObjectName": there}, NOTHING, subject=subject)
        assert written.pop("IPTC:ObjectName") == subject
        assert written == ({CHARSET: UTF8} if turned else {}), (there, subject)


def test_undeclared_utf8_is_understood() -> None:
    current = {"IPTC:ObjectName": iim.from_latin("Лес".encode())}
    assert writes(current, NOTHING, subject="Лес") == {}
    home = {"XMP-dc:Title": "Sea", "XMP-exifilm:Subject": "Sea"}
    assert told(current | home) == [("IPTC:ObjectName", "Лес")]


def test_the_digest_follows_where_it_is_there() -> None:
    current = IN_STEP | {DIGEST: "0" * 32}
    assert writes(current, RECORD, subject="Moon")[DIGEST] == "new"
    assert DIGEST not in writes(current, RECORD, film="x")
    block = HEAD + dataset(2, 5, b"Barn")
    tags: Tags = {"IPTC:ObjectName": "Moon", DIGEST: "new"}
    found: Tags = {"IPTC:IPTC": f"base64:{b64encode(block).decode()}", "File:FileType": "JPEG"}
    assert iim.in_block(tags, {**found, DIGEST: "0" * 32})[DIGEST] is None, "it was another block's"
    of_block = iim.in_block(tags, {**found, DIGEST: iim._digest(block)})
    assert of_block[DIGEST] == iim._digest(HEAD + dataset(2, 5, b"Moon"))


def test_two_blocks_are_not_made_one() -> None:
    one, other = (b64encode(HEAD + dataset(2, 5, name)).decode() for name in (b"one", b"other"))
    found: Tags = {"IPTC:IPTC": f"base64:{one}", "IPTC2:IPTC": f"base64:{other}"}
    with pytest.raises(ValueError, match="two IPTC blocks"):
        iim.in_block({"IPTC:ObjectName": "x"}, found)


# ── keyword hierarchies ──────────────────────────────────────────────────────────────────────────

ENTRIES = ["Place|Sweden|barn", "Weather|snow", "Mine|apart", "darktable|format|tiff"]


@pytest.mark.parametrize("sidecar", [False, True])
def test_entries_go_with_their_keyword_and_none_is_invented(sidecar: bool) -> None:
    name = "XMP-lr:HierarchicalSubject"
    old = ExposureRecord(keywords="barn, snow")
    assert name in owned_names(sidecar=sidecar)

    def left(current: Raw, keywords: str) -> Raw:
        tags = {} if current is None else {name: current}
        new = old.replace(keywords=keywords)
        return to_write(old, new, tags, sidecar=sidecar).get(name, "as it was")

    assert left(ENTRIES, "barn, ice") == [ENTRIES[0], *ENTRIES[2:]]
    assert left(ENTRIES, "barn, snow, ice") == "as it was"
    assert left("Weather|snow", "barn") is None
    assert left(["Weather|snow", "Place|barn"], "barn") == "Place|barn"
    assert left(None, "barn") == "as it was"


def test_entries_of_what_is_no_keyword_are_named_and_mended() -> None:
    hierarchy = Hierarchy("XMP-lr:HierarchicalSubject")
    tags = {hierarchy.name: ENTRIES}
    assert told(tags) == [(hierarchy.name, ", ".join(ENTRIES))]
    repaired = to_write(RECORD, RECORD, HOMES | tags, sidecar=False, also=["keywords"])
    assert repaired == {hierarchy.name: [*ENTRIES[:2], ENTRIES[3]]}
    assert told(tags | repaired) == []


def test_hierarchies_of_other_programs_go_too() -> None:
    current = {
        "XMP-digiKam:TagsList": ["Weather/snow", "Place/barn", "1/2"],
        "XMP-microsoft:LastKeywordXMP": "Weather/snow",
        "XMP-mediapro:CatalogSets": ["Weather|snow", "1/2"],
    }
    old = ExposureRecord(keywords="barn, snow, 1/2")
    written = to_write(old, old.replace(keywords="barn, 1/2"), current, sidecar=True)
    assert {name: written[name] for name in current} == {
        "XMP-digiKam:TagsList": ["Place/barn", "1/2"],
        "XMP-microsoft:LastKeywordXMP": None,
        "XMP-mediapro:CatalogSets": "1/2",
    }


def test_texts_of_windows_follow() -> None:
    current = {"IFD0:XPTitle": "x", "IFD0:XPAuthor": "Ansel; Edward\0", "IFD0:XPKeywords": "a;b"}
    record = ExposureRecord(subject="Moon; rise", photographer="Ansel; Edward", keywords="a, b")
    written = to_write(NOTHING, record, current, sidecar=False)
    assert {n: raw for n, raw in written.items() if "XP" in n} == {"IFD0:XPTitle": "Moon; rise"}
    assert written.keys().isdisjoint(current.keys() - {"IFD0:XPTitle"}), "they say it already"
    emptied = to_write(record, NOTHING, current | {"IFD0:XPTitle": "Moon; rise"}, sidecar=False)
    assert [emptied[name] for name in current] == [None, None, None]


def test_what_programs_attach_are_the_levels_of_their_own_entries() -> None:
    tags = {"XMP-lr:HierarchicalSubject": ["darktable|format|tiff", "paper|format"]}
    assert attached_words(tags) == {"darktable", "tiff"}
    assert attached_words({}) == set()
