"""Records for the tests of printing: a full one, random ones, and the calls that print them."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from functools import cache

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.film.readings import Reading
from exifilm_core.kinds import Keywords, Text
from exifilm_core.printing import Form
from exifilm_core.printing.leaves import LeafMaker
from exifilm_core.printing.text import Typesetter

from .interpreter import Box, box_of, ink

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


def calls_of(record: ExposureRecord, number: str = "7") -> list[list[str]]:
    """The calls that fill in each leaf of the record, one by one, without the form itself."""
    return [calls_in(leaf)[2] for leaf in LeafMaker(FORM, TYPESETTER).leaves(number, record)]


def calls_in(leaf: str) -> tuple[str, str, list[str]]:
    """A leaf's calls before its form, the form, and each call that prints on it."""
    parts = re.fullmatch(r"((?:/\S+ without-unit\n)*)(\S+-form)\n?(.*)", leaf, re.DOTALL)
    assert parts
    verbs = "fill-slot|mark-reading|mark-zone|foot|draw-movements"
    calls = re.findall(rf".+?\b(?:{verbs})(?:\n|$)", parts[3], re.DOTALL)
    return parts[1], parts[2], [call.rstrip() for call in calls]


def fonts() -> str:
    """The definitions of the fonts that the calls made so far need."""
    return "\n".join(line for font in TYPESETTER.scripts.fonts for line in font.postscript())


_WRITINGS = (
    *"0 1 3 12 24 80 125 400 3200 -3.5 -120.5 5.5 1.02 123.4567 359.9999 1/60 1/1000 2:30".split(),
    *"f/32 f/5.6 f/22½ N N-1 N+1½ 1998 2012-06-03 infinity -89.123456".split(),
    *("1998-05-03 16:20:30+02:00", "2 h 30 min", "10 min 30 s"),
)


@cache
def _understood(name: str) -> list[object]:
    """The field's values of all texts in `_WRITINGS` that it accepts."""
    values = []
    for writing in _WRITINGS:
        with suppress(ExifilmError):
            values.append(ExposureRecord.field(name).value_of(writing))
    return values


_WORDS = (
    "shadow of the rock, deep shade, moss under alders; Å, Ýgçq: ‘evening’ (west) f/5.6 -120.5 mm "
    "1/60 Schneider-Kreuznach зимний лес Ωμέγα a 1998-05-03 B&W/C-41 Ẁ gjpqy"
).split(" ")


def random_record(seed: int, readings: int = 12) -> ExposureRecord:
    """A record with random values in random fields, and at most that many readings."""
    chance = random.Random(seed)

    def text(length: int) -> str:
        letters = "aeinorst  ..--WMgjÅéßŁжщλ" + chr(chance.randrange(161, 255)) * 3
        if chance.random() < 0.5:
            return "".join(chance.choice(letters) for _ in range(length))
        return " ".join(chance.choice(_WORDS) for _ in range(length // 5 + 1))

    def lights(most: float) -> float:
        return round(chance.uniform(0, most), 1)

    record = ExposureRecord()
    record.readings = tuple(
        Reading(
            text(chance.randrange(1, 40)),
            *chance.choice(
                [(lights(20), "EV"), (chance.randrange(60) / 3, "EV"), (lights(300), "c/ft²")]
            ),
            chance.choice([None, *range(11), 4.5, 7.25, round(chance.uniform(0, 10), 2)]),
        )
        for _ in range(chance.randrange(readings + 1))
    )
    for field in ExposureRecord.fields():
        if chance.random() < 0.4:
            continue
        if isinstance(field.kind, (Text, Keywords)):
            record[field.name] = text(chance.choice([3, 20, 20, 60, 400]))
        elif values := _understood(field.name):
            record[field.name] = chance.choice(values)
    return record


def home_of(call: str) -> list[Box]:
    """The boxes that may contain the ink of a call."""
    if call.endswith("fill-slot"):
        name = call.split()[0][1:]
        return [box_of(name)]
    if call.endswith(("mark-reading", "mark-zone")):
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
