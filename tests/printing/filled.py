"""What the tests of printing fill in: a full record, random ones, and the calls that print them."""

from __future__ import annotations

import random
import re

from exifilm_core import ExposureRecord
from exifilm_core.kinds import Text
from exifilm_core.kinds.readings import Reading
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
