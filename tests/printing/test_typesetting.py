"""Filled records: every value in its box, nothing lost, documents that any printer takes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ImageChops

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import Text
from exifilm_core.kinds.readings import Reading
from exifilm_core.printing import Form
from exifilm_core.printing.fitting import SMALLEST
from exifilm_core.printing.leaves import LeafMaker
from exifilm_core.printing.text import Typesetter

from .interpreter import (
    Box,
    box_of,
    ink,
    pictures,
    printed,
    sheet,
    structure_errors,
    texts,
    words,
)

FORM = Form.read()
TYPESETTER = Typesetter()
BOXED = [field.name for field in ExposureRecord.fields() if field.boxed]
MOVEMENTS = [name for name in BOXED if name.startswith(("front_", "rear_"))]
FULL = ExposureRecord(
    subject="Moonrise (evening)",
    taken="2012-06-03 16:20+02:00",
    location="Hernandez, New Mexico",
    film="Ilford FP4 Plus",
    film_format="4x5",
    exposure_index="80",
    holder="12A",
    camera_make="Linhof",
    camera_model="Master Technika",
    lens_make="Schneider-Kreuznach",
    lens="Symmar-S 210 mm f/5.6",
    focal_length="210",
    filter="Wratten 15",
    subject_distance="infinity",
    bellows_extension="212",
    focus_spread="4",
    front_rise=12,
    front_shift=-10,
    front_tilt=7,
    front_swing=-3.5,
    rear_rise=0,
    rear_shift=5.5,
    rear_tilt=-5,
    rear_swing=12,
    readings="moon 250 c/ft2 on VII; meadow 8 c/ft2 on II; crosses EV 12.3 on V½; card EV 11",
    meter="Weston Master",
    aperture="f/32",
    metered_time="1/60",
    filter_factor=3,
    bellows_factor="1.02",
    reciprocity_factor="1.4",
    exposure_time="1",
    exposures=1,
    development="N-1",
    developer="D-23",
    dilution="stock",
    development_time="10 min",
    development_temperature=20,
    process="B&W",
    agitation="tray",
    developed="2012-06-05",
    notes="Sun trailing the edge of the clouds in the west.\nPrint the sky down.",
    photographer="A. Photographer",
    copyright="© 2012 A. Photographer",
    latitude=36.05,
    keywords="moon, church",
    box_speed=125,
)


def calls_of(record: ExposureRecord, number: str = "7", growth: float = 0.0) -> list[list[str]]:
    """The calls that fill each leaf of the record in, one by one, without the form itself."""
    leaves = LeafMaker(FORM, TYPESETTER, growth).leaves(number, record)
    ends = r"(?<=fill-slot)\n|(?<=mark-reading)\n|(?<=foot)\n|(?<=draw-movements)\n"
    calls = []
    for leaf in leaves:
        body = re.sub(r"^(?:/\w+ without-unit\n)*(?:record|continuation)-form\n?", "", leaf)
        calls.append([call for call in re.split(ends, body) if call])
    return calls


def fonts() -> str:
    """What defines the fonts that the calls made so far need."""
    return "\n".join(line for font in TYPESETTER.scripts.fonts for line in font.postscript())


def home_of(call: str) -> list[Box]:
    """The boxes in which the ink of a call may fall."""
    if call.endswith("fill-slot"):
        name = call.split()[0][1:]
        return [box_of(name)]
    if call.endswith("mark-reading"):
        return [box_of("readings")]
    if call.endswith("foot"):
        return [box_of("notes")]
    assert call.endswith("draw-movements")
    side, above = box_of("standards.side"), box_of("standards.above")
    return [Box(side.left, side.bottom, above.right, side.top)]


def assert_in_their_boxes(records: list[ExposureRecord]) -> None:
    calls = [call for record in records for leaf in calls_of(record) for call in leaf]
    for call, box in zip(calls, ink(calls, setup=fonts()), strict=True):
        assert any(map(box.inside, home_of(call))), f"{box} of {call} is not in {home_of(call)}"


def test_each_field_with_a_box_is_printed_in_it() -> None:
    record = FULL.replace(image_id="17")
    (calls,) = calls_of(record)
    filled = {call.split()[0][1:] for call in calls if call.endswith("fill-slot")}
    assert filled == set(BOXED) - {"readings"} | {"readings.unplaced"}
    assert sum(call.endswith("mark-reading") for call in calls) == 3
    assert_in_their_boxes([record])


HOSTILE = [
    "W" * 400,
    "Ílggjy Ågçq " * 40,
    "a",
    "many short words " * 60,
    "Ǻḝǭ Ωμέγα зимний лес ⅓ " * 12,
    "(((\\)) %%EOF",
    "e\u0301\u0323\u0302" * 30,
    "\U0010fffd" * 50,
]
TEXT_FIELDS = [name for name in BOXED if isinstance(ExposureRecord.field(name).kind, Text)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_whatever_is_in_a_text_stays_in_its_box(text: str) -> None:
    assert len(TEXT_FIELDS) > 15
    assert_in_their_boxes([ExposureRecord(**dict.fromkeys(TEXT_FIELDS, text))])


def test_the_longest_numbers_stay_in_their_boxes() -> None:
    extremes = []
    for name in BOXED:
        kind = ExposureRecord.field(name).kind
        for value in (getattr(kind, "lowest", None), getattr(kind, "highest", None), 123.4567):
            try:
                extremes.append(ExposureRecord(**{name: value}))
            except (ExifilmError, TypeError):
                continue
    assert len(extremes) > 40
    assert_in_their_boxes(extremes)


def random_record(seed: int) -> ExposureRecord:
    """A record with random texts in random fields, of Latin, Greek and Cyrillic letters."""
    chance = random.Random(seed)
    letters = "aeinorst  ..--WMgjÅéßŁжщλ" + "".join(
        chr(chance.randrange(161, 255)) for _ in range(9)
    )
    record = ExposureRecord()
    for field in ExposureRecord.fields():
        if isinstance(field.kind, Text) and chance.random() < 0.6:
            length = chance.choice([3, 20, 60, 400])
            record[field.name] = "".join(chance.choice(letters) for _ in range(length))
    record.readings = tuple(
        Reading(
            "".join(chance.choice("shadow of rock ") for _ in range(chance.randrange(1, 40))),
            round(chance.uniform(0, 300), 1),
            chance.choice(["EV", "c/ft²"]),
            chance.choice([None, *range(11), 4.5, 7.25]),
        )
        for _ in range(chance.randrange(0, 12))
    )
    for name in MOVEMENTS:
        if chance.random() < 0.5:
            record[name] = chance.choice([-80.0, -7.5, 3.0, 80.0])
    return record


def test_random_records_stay_in_their_boxes() -> None:
    assert_in_their_boxes([random_record(seed) for seed in range(40)])


def overlap(calls: list[str], folder: Path) -> list[tuple[str, str]]:
    """The pairs of calls of which one's ink runs over the other's."""
    pages = "\n".join(f"gsave {call} grestore showpage" for call in calls)
    document = (
        f"<</PageSize [300 400]>> setpagedevice {FORM.prologue}\n"
        f"ExposureRecord begin {fonts()}\n{pages}"
    )
    images = [
        image.point(lambda tone: 255 if tone < 128 else 0)
        for image in pictures(document.encode("ascii"), folder, dpi=200)
    ]
    return [
        (calls[one], calls[other])
        for one in range(len(calls))
        for other in range(one)
        if ImageChops.multiply(images[one], images[other]).getbbox()
    ]


@pytest.mark.parametrize("seed", range(4))
def test_nothing_runs_over_its_neighbour(seed: int, tmp_path: Path) -> None:
    for leaf in calls_of(random_record(seed)):
        zones = [call.split()[-4] for call in leaf if call.endswith("mark-reading")]
        meetings = [
            (one, other)
            for one, other in overlap(leaf, tmp_path)
            # Readings on one zone hang from one leader.
            if not (
                one.endswith("mark-reading")
                and other.endswith("mark-reading")
                and one.split()[-4] == other.split()[-4]
            )
        ]
        assert meetings == [], zones


def test_nothing_is_smaller_than_can_be_read() -> None:
    for seed in range(10):
        for leaf in calls_of(random_record(seed)):
            for call in leaf:
                if found := re.search(r"\] (\S+) (?:fill-slot|foot)$", call):
                    assert float(found[1]) >= SMALLEST


def test_on_small_paper_the_type_is_still_as_large(tmp_path: Path) -> None:
    document, _ = printed([FULL.replace(film="W" * 60, notes="many words " * 99)], paper="4x6in")
    scale = sheet("4x6in").scale
    assert scale < 0.95
    sizes = re.findall(rb"\] (\S+) (?:fill-slot|foot)\n", document)
    assert min(map(float, sizes)) * scale == pytest.approx(SMALLEST, abs=0.01)


def test_a_megabyte_of_notes_is_printed_whole() -> None:
    notes = " ".join(f"{number:06d}" for number in range(150_000))
    document, warnings = printed([ExposureRecord(notes=notes)])
    assert warnings == []
    found = re.findall(rb"\b\d{6}\b", document.replace(b"\\\n", b""))
    assert [int(number) for number in found] == list(range(150_000))


def test_long_texts_go_on_whole_on_the_next_form() -> None:
    texts_of = {
        "subject": " ".join(f"subject{number}" for number in range(60)),
        "notes": " ".join(f"note{number}" for number in range(1500)),
        "print_notes": "\n".join(f"print{number}" for number in range(30)),
        "developer": " ".join(f"developer{number}" for number in range(12)),
    }
    document, warnings = printed([ExposureRecord(**texts_of), FULL], forms=1)
    assert warnings == []
    pages = texts(document)
    assert len(pages) > 3
    assert "A. Photographer" in pages[-1], "the next record begins after the continuations"
    found = words(document)
    for text in texts_of.values():
        for word in text.split():
            assert word in found, f"{word} is lost"
    notes = [word for word in found if re.fullmatch(r"note\d+", word)]
    assert notes == texts_of["notes"].split(), "the notes are not in order, each word once"
    for page in pages[1:-1]:
        assert re.search(r"CONTINUED|D\s+E\s+U\s+N", page) or "1 · subject0" in page


def test_fields_without_a_box_stand_at_the_foot_with_their_labels() -> None:
    document, _ = printed([FULL], forms=1)
    (page,) = texts(document)
    flat = " ".join(page.split())
    for field in ExposureRecord.fields():
        if not field.boxed and FULL[field.name] is not None:
            assert f"{field.label} {FULL.show(field.name)}" in flat


def test_the_scan_itself_is_not_on_the_paper() -> None:
    record = ExposureRecord(subject="x", scanner_model="Perfection", scan_software="SilverFast")
    assert "Perfection" not in " ".join(words(printed([record], forms=1)[0]))


def test_sixteen_records_make_four_pages_in_order() -> None:
    records = [ExposureRecord(subject=f"subject-{number}-") for number in range(1, 17)]
    document, warnings = printed(records)
    assert warnings == []
    assert structure_errors(document) == []
    pages = texts(document)
    assert len(pages) == 4
    for place, page in enumerate(pages):
        found = re.findall(r"subject-(\d+)-", page)
        first = place * 4 + 1
        assert sorted(map(int, found)) == list(range(first, first + 4))
        assert found == [str(first), str(first + 1), str(first + 2), str(first + 3)]


def test_the_number_is_printed_where_the_record_has_none() -> None:
    document, _ = printed([ExposureRecord(subject="x"), ExposureRecord(image_id="2012-002")])
    found = words(document)
    assert "1" in found
    assert "2012-002" in found
    assert "2" not in found


def test_each_page_prints_alone(tmp_path: Path) -> None:
    records = [FULL, ExposureRecord(subject="зима"), *[FULL] * 7]
    document, _ = printed(records)
    head, *pages = re.split(rb"(?m)(?=^%%Page: )", document)
    trailer = pages[-1][pages[-1].index(b"%%Trailer") :]
    pages[-1] = pages[-1][: -len(trailer)]
    together = pictures(document, tmp_path)
    assert len(together) == len(pages) == 3
    for page, expected in zip(pages, together, strict=True):
        (alone,) = pictures(head + page + trailer, tmp_path)
        assert alone.tobytes() == expected.tobytes()


def test_pages_print_in_any_order(tmp_path: Path) -> None:
    document, _ = printed([FULL, *[ExposureRecord(subject=f"s{n}") for n in range(8)]])
    head, *pages = re.split(rb"(?m)(?=^%%Page: )", document)
    trailer = pages[-1][pages[-1].index(b"%%Trailer") :]
    pages[-1] = pages[-1][: -len(trailer)]
    backwards = pictures(head + b"".join(reversed(pages)) + trailer, tmp_path)
    forwards = pictures(document, tmp_path)
    assert [i.tobytes() for i in backwards] == [i.tobytes() for i in reversed(forwards)]


def test_the_form_stands_in_the_document_once() -> None:
    one, _ = printed([FULL])
    many, _ = printed([FULL] * 100)
    assert many.count(b"/form-body {") == 1
    assert (len(many) - len(one)) / 99 < 4000


def test_a_form_that_is_altered_prints_altered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A box moved in the file is moved in print, and its value is fitted to it anew."""
    altered = FORM.prologue.replace(
        "/meter                     12  230  120   18   (Meter)",
        "/meter                     12  230   60   18   (Light)",
    ).replace("/agitation ", "% /agitation ")
    assert altered != FORM.prologue
    form = Form.of(altered)
    monkeypatch.setattr(Form, "read", staticmethod(lambda: form))
    document, _ = printed([FULL.replace(meter="Weston Master and more")], forms=1)
    found = " ".join(words(document))
    assert "Light" in found
    assert "Agitation tray" in found, "a field that lost its box is printed at the foot"
    box = ink([f"/meter [({'W' * 40})] 6 fill-slot"])[0]
    assert box.right <= 72


INJECTIONS = [
    ")) showpage (",
    "\\",
    "\\)",
    "%%EOF",
    "a\n%%EOF\n%%Page: 9 9",
    "] 8 fill-slot showpage",
    "\\012%%Trailer",
    "/subject [(x)] 8 fill-slot",
    "tab\there",
    "x" * 5000,
]


@pytest.mark.parametrize("text", INJECTIONS, ids=lambda text: ascii(text[:12]))
def test_values_are_only_ever_text(text: str) -> None:
    record = ExposureRecord(subject=text.replace("\n", " "), notes=text, film=text[:30].strip())
    document, warnings = printed([record], forms=1)
    assert warnings == []
    assert structure_errors(document) == []
    pages = texts(document)
    shown = "".join(" ".join(pages).split())
    for word in text.split():
        assert word[:40] in shown.replace("…", "")


def test_other_scripts_are_embedded(tmp_path: Path) -> None:
    """Every letter of DejaVu Sans, which the set-up installs, is found and drawn."""
    text = "Łódź зимний лес Ωμέγα ⅓ → ½ €"
    document, warnings = printed([ExposureRecord(subject=text, notes=text)], forms=1)
    assert warnings == []
    assert structure_errors(document) == []
    assert b"Record-Script-1" in document
    with_it = pictures(document, tmp_path)[0]
    without, _ = printed([ExposureRecord(subject="ód", notes="ód")], forms=1)
    assert with_it.histogram()[0] > pictures(without, tmp_path)[0].histogram()[0] + 200


def test_only_the_characters_used_are_embedded() -> None:
    document, _ = printed([ExposureRecord(subject="жжж", notes="ж λ")])
    assert (
        sorted(set(re.findall(rb"/(uni[0-9A-F]{4})", document))) == [b"uni0436", b"uni03BB"][::-1]
    )


def test_more_characters_than_a_font_holds() -> None:
    text = "".join(chr(code) for code in range(0x0391, 0x0500) if chr(code).isalpha())
    document, warnings = printed([ExposureRecord(notes=text)], forms=1)
    assert structure_errors(document) == []
    assert b"Record-Script-2" in document
    assert warnings == []
    assert len(texts(document)) >= 1


def test_latin_letters_are_the_printers_own() -> None:
    latin = "".join(map(chr, [*range(33, 127), *range(161, 256)])) + "–—‘’“”…•†‡−ŒœŠšŽžŸ"
    document, warnings = printed([ExposureRecord(notes=latin)], forms=1)
    assert warnings == []
    assert b"Record-Script" not in document.split(b"%%EndProlog")[1]


def test_a_character_that_no_font_has_is_a_box_and_named(tmp_path: Path) -> None:
    document, warnings = printed(
        [ExposureRecord(subject="fine"), ExposureRecord(subject="odd \U0010fffd")], forms=1
    )
    assert [warning.number for warning in warnings] == ["2"]
    assert "U+10FFFD" in str(warnings[0])
    assert b"/Record-Missing (x)" in document
    (box,) = ink(["/subject [[/Record-Missing (x)]] 8 fill-slot"])
    assert box.right - box.left > 3
    assert box.top - box.bottom > 4


def test_characters_that_show_nothing_are_not_named() -> None:
    _, warnings = printed([ExposureRecord(subject="a\u200bb\u00adc\ufe0fd\u2009e\u00a0f")])
    assert warnings == []


def test_without_fontconfig_the_warning_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    _, (warning,) = printed([ExposureRecord(subject="ж")])
    assert "Fontconfig" in warning.message


def test_scripts_that_must_be_joined_are_named() -> None:
    _, warnings = printed([ExposureRecord(subject="\u0627\u0644\u0639")])
    assert warnings
    assert "Arabic" in str(warnings[0]) or "U+0627" in str(warnings[0])


def test_accents_are_put_together() -> None:
    document, warnings = printed([ExposureRecord(subject="e\u0301")])
    assert warnings == []
    assert b"(\\351)" in document


@pytest.mark.parametrize(
    ("zone", "side"), [(0.0, None), (10.0, None), (5.0, None), (6.5, None), (0.5, None)]
)
def test_a_reading_is_marked_under_its_zone(zone: float, side: None) -> None:
    (calls,) = calls_of(ExposureRecord(readings=(Reading("rock", 12.0, "EV", zone),)))
    (call,) = [call for call in calls if call.endswith("mark-reading")]
    (mark,) = ink([call.replace("(rock EV 12)", "()")])
    slot = FORM.slots["readings"]
    assert (mark.left + mark.right) / 2 == pytest.approx(
        slot.x + (zone + 0.5) * slot.width / 11, abs=0.05
    )


def test_the_zone_scale_runs_from_black_to_white(tmp_path: Path) -> None:
    document = (
        f"<</PageSize [252 364]>> setpagedevice {FORM.prologue}\n"
        "ExposureRecord begin record-form showpage"
    )
    (page,) = pictures(document.encode("ascii"), tmp_path, dpi=144)
    slot = FORM.slots["readings"]
    tones = [
        page.getpixel((int(2 * (slot.x + (zone + 0.1) * slot.width / 11)), int(2 * slot.y) + 8))
        for zone in range(11)
    ]
    assert tones == sorted(tones)
    assert (tones[0], tones[-1]) == (0, 255)


def test_readings_that_find_no_place_go_on() -> None:
    many = tuple(Reading(f"area{n}", float(n), "EV", n % 11) for n in range(40))
    document, _ = printed([ExposureRecord(readings=many)], forms=1)
    found = words(document)
    for number in range(40):
        assert f"area{number}" in found or f'"area{number}"' in found


def movement_ink(**values: float) -> Callable[[str], Box]:
    """The ink of the standards with these movements, by drawing."""
    record = ExposureRecord(**values)
    (calls,) = calls_of(record)
    (call,) = [call for call in calls if call.endswith("draw-movements")]
    side, above = box_of("standards.side"), box_of("standards.above")
    clips = {
        "side": f"{side.left} {side.bottom} {side.right - side.left} 66 rectclip {call}",
        "above": f"{above.left} {above.bottom} {above.right - above.left} 66 rectclip {call}",
    }
    boxes = dict(zip(clips, ink(clips.values()), strict=True))
    return boxes.__getitem__


def test_movements_are_drawn_as_they_were_set() -> None:
    rest = movement_ink(front_rise=0)
    assert movement_ink(front_rise=20)("side").top > rest("side").top + 2
    assert movement_ink(front_rise=-20)("side").bottom < rest("side").bottom - 2
    assert movement_ink(front_shift=20)("above").right > rest("above").right + 2
    assert movement_ink(rear_shift=-20)("above").left < rest("above").left - 2
    # From the side the subject is on the right, from above at the top; the front standard is there.
    assert movement_ink(front_tilt=15)("side").right > rest("side").right + 1
    assert movement_ink(rear_tilt=-15)("side").left < rest("side").left - 1
    # Clockwise from above: the right end toward the photographer, the left toward the subject.
    assert movement_ink(front_swing=15)("above").top > rest("above").top + 1


def test_swing_turns_clockwise_as_seen_from_above(tmp_path: Path) -> None:
    document = (
        f"<</PageSize [252 364]>> setpagedevice {FORM.prologue}\n"
        "ExposureRecord begin 0 0 0 20 0 0 0 0 draw-movements showpage"
    )
    (page,) = pictures(document.encode("ascii"), tmp_path, dpi=288)
    above = FORM.slots["standards.above"]
    middle = above.x + above.width / 2
    y = above.y + above.height / 2 - 3 - FORM.number("standard-apart")

    def highest(x: float) -> float:
        column = page.crop((int(4 * x), int(4 * above.y), int(4 * x) + 2, int(4 * (y + 9))))
        box = column.point(lambda tone: 255 if tone < 200 else 0).getbbox()
        return box[1] / 4 if box else 99

    assert highest(middle - 11) < highest(middle + 11) - 4


def test_a_movement_not_entered_is_not_drawn() -> None:
    (calls,) = calls_of(ExposureRecord(subject="x"))
    assert not any(call.endswith("draw-movements") for call in calls)


def test_units_are_printed_once() -> None:
    document, _ = printed([ExposureRecord(focal_length=210, subject_distance="infinity")], forms=1)
    (page,) = texts(document)
    assert "210 mm" not in page.replace("  ", "")
    row = next(line for line in page.splitlines() if "210" in line)
    assert row.split()[-2:] == ["210", "mm"]
    assert "infinity" in page
    assert not re.search(r"infinity\s+m\b", page)


def test_no_records_are_no_document() -> None:
    with pytest.raises(ExifilmError):
        printed([])
