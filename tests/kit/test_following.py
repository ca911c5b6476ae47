"""What follows in a record when another lens, film, camera … is named in it."""

from __future__ import annotations

from typing import Any

import pytest

from exifilm_core.film.film_file import ours
from exifilm_core.kit import SORTS, Kit
from exifilm_core.kit.following import Followed, chosen, filled_in
from exifilm_core.kit.kit_file import kit_of
from exifilm_core.record import ExposureRecord

FILMS = ours()
KIT = kit_of("""
[[camera]]
name = "Technika"
camera_make = "Linhof"
camera_serial = "5471108"
[[camera]]
name = "45N-2"
camera_make = "Chamonix"

[[lens]]
name = "Nikkor-W 150"
lens_make = "Nikon"
lens_serial = "712345"
focal_length = 150
[[lens]]
name = "Fujinon 250"
lens_make = "Fuji"
focal_length = 250
[[lens]]
name = "second Nikkor"
lens = "Nikkor-M 300"
lens_make = "Nikon"
lens_serial = "1"
focal_length = 300
[[lens]]
name = "third Nikkor"
lens = "Nikkor-M 300"
lens_make = "Nikon"
lens_serial = "2"
focal_length = 300

[[filter]]
name = "orange"
filter_factor = 4
factors = { "HP5+" = 5 }
[[filter]]
name = "grey"

[[film]]
name = "FP4 in 4x5"
film = "Ilford FP4 Plus"
film_format = "4x5"
exposure_index = 64
[[film]]
name = "HP5 in 4x5"
film = "Ilford HP5 Plus"
film_format = "4x5"
exposure_index = 320
emulsion = "0153"

[[developer]]
name = "Pyrocat"
dilution = "1+1+100"
temperature = 20
[[developer]]
name = "D-76"
agitation = "tray"
""")[0]
LIST = Kit()
"""Without a kit: the built-in list of films alone."""
NIKKOR = {
    "lens": "Nikkor-W 150", "lens_make": "Nikon", "lens_serial": "712345", "focal_length": 150.0,
}  # fmt: skip
FUJINON = {"lens_make": "Fuji", "focal_length": 250}
HP5 = {"film": "Ilford HP5 Plus", "box_speed": 400, "process": "B&W"}


def follow(field: str, text: str, kit: Kit = KIT, **before: Any) -> Followed:
    return chosen(ExposureRecord(**before), field, text, kit, FILMS)


def test_the_fields_of_a_former_lens_give_way() -> None:
    assert follow("lens", "Fujinon 250", **NIKKOR) == Followed(FUJINON | {"lens_serial": None})
    assert follow("lens", "Fujinon 250").values == FUJINON, "on an empty sheet"
    back = follow("lens", "Nikkor-W 150", lens="Fujinon 250", **FUJINON)
    assert back.values == {"lens_make": "Nikon", "lens_serial": "712345", "focal_length": 150}
    assert back.lost == back.kept == {}


@pytest.mark.parametrize(
    ("field", "text", "before", "after"),
    [
        (
            "camera_model", "45N-2",
            {"camera_model": "Technika", "camera_make": "Linhof", "camera_serial": "5471108"},
            {"camera_make": "Chamonix", "camera_serial": None},
        ),
        ("filter", "grey", {"filter": "orange", "filter_factor": 4}, {"filter_factor": None}),
        (
            "filter", "grey",
            {"filter": "orange", "filter_factor": 5, "film": "HP5+"}, {"filter_factor": None},
        ),
        ("filter", "orange", {"film": "Ilford HP5 Plus"}, {"filter_factor": 5}),
        (
            "developer", "D-76",
            {"developer": "Pyrocat", "dilution": "1+1+100", "development_temperature": 20},
            {"dilution": None, "development_temperature": None, "agitation": "tray"},
        ),
        ("meter", "Sekonic", {"meter": "Pentax"}, {}),
        ("subject", "Moonrise", {}, {}),
        ("lens", " ", NIKKOR, {}),
    ],
)  # fmt: skip
def test_other_sorts_do_the_same(
    field: str, text: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = follow(field, text, **before)
    assert dict(found.values) == after and found.lost == found.kept == {}


def test_what_describes_an_unknown_former_thing_gives_way_with_a_word() -> None:
    biogon = {"lens": "Biogon", "lens_make": "Zeiss", "lens_serial": "999"}
    found = follow("lens", "Fujinon 250", **biogon)
    assert found.values == FUJINON | {"lens_serial": None}
    assert found.lost == {"lens_make": "Zeiss", "lens_serial": "999"}
    typed = follow("lens", "Fujinon 250", **NIKKOR | {"lens_make": "Nippon Kogaku"})
    assert typed.values["lens_make"] == "Fuji" and typed.lost == {"lens_make": "Nippon Kogaku"}


def test_what_was_typed_for_this_very_thing_stays() -> None:
    mine = {"lens_make": "Mine", "lens_serial": "5"}
    for former in (None, "fuj", "250", "Fujinon 250"):
        assert follow("lens", "Fujinon 250", lens=former, **mine) == Followed({"focal_length": 250})


def test_a_new_thing_that_nothing_is_known_of() -> None:
    emptied = follow("lens", "Biogon", **NIKKOR).values
    assert emptied == {"lens_make": None, "lens_serial": None, "focal_length": None}
    assert follow("lens", "Biogon", lens="Planar", lens_make="Zeiss") == Followed()


def test_of_several_items_with_one_name_counts_what_they_share() -> None:
    shared = {"lens_make": "Nikon", "focal_length": 300}
    assert follow("lens", "Nikkor-M 300").values == shared
    assert follow("lens", "Nikkor-M 300", lens_serial="2").values == shared
    after = follow("lens", "Nikkor-M 300", **NIKKOR).values
    assert after == {"focal_length": 300, "lens_serial": None}


# ── films ────────────────────────────────────────────────────────────────────────────────────


def test_a_film_of_the_list_brings_its_speed_and_process() -> None:
    assert follow("film", "Ilford FP4 Plus", LIST) == Followed({"box_speed": 125, "process": "B&W"})
    assert follow("film", "Ilford FP4 Plus", LIST, **HP5) == Followed({"box_speed": 125})
    portra = follow("film", "Kodak Portra 400", LIST, **HP5)
    assert portra.values == {"process": "C-41"}, "and the box speed is the same"
    assert follow("film", "Ilford HP5 Plus", LIST, film="HP5+", box_speed=320) == Followed(
        {"process": "B&W"}
    ), "it is the same film"
    assert follow("film", "Own emulsion", LIST, **HP5).values == {
        "box_speed": None, "process": None,
    }  # fmt: skip


def test_a_name_that_another_begins_with_is_a_film_of_its_own() -> None:
    velvia = {"film": "Velvia", "box_speed": 50, "process": "E-6"}
    assert (
        follow("film", "Fujifilm Fujichrome Velvia 100", LIST, **velvia).values["box_speed"] == 100
    )


def test_the_photographer_rates_the_film() -> None:
    """An EI that no item gave is how it was exposed, whatever the film turns out to be."""
    for kit in (LIST, KIT):
        found = follow("film", "Ilford FP4 Plus", kit, exposure_index=250, **HP5)
        assert "exposure_index" not in found.values and found.kept == {"exposure_index": 250}
    given = follow("film", "Ilford FP4 Plus", exposure_index=320, **HP5)
    assert given.values["exposure_index"] == 64 and not given.kept, "it was the item's"
    unrated = follow("film", "Kodak Portra 400", exposure_index=320, **HP5)
    assert unrated.values["exposure_index"] is None


def test_format_and_process_may_be_the_photographers_own() -> None:
    cross = follow("film", "Ilford FP4 Plus", LIST, **HP5 | {"process": "reversal"})
    assert cross.values == {"box_speed": 125} and cross.kept == {"process": "reversal"}
    before = HP5 | {"film_format": "4x5", "emulsion": "0153"}
    portra = follow("film", "Kodak Portra 400", **before)
    assert "film_format" not in portra.values, "it is in the same camera"
    assert portra.values["emulsion"] is None
    fp4 = follow("film", "Ilford FP4 Plus", **HP5, film_format="120")
    assert fp4.kept == {"film_format": "120"}


# ── items and sets ───────────────────────────────────────────────────────────────────────────


def given(*names: str, over: dict[str, Any] | None = None, **before: Any) -> Followed:
    things = [KIT.called(name) for name in names]
    return filled_in(ExposureRecord(**before), things, KIT, FILMS, over=over)


def test_an_item_that_is_filled_in_leaves_nothing_of_the_former_one() -> None:
    lens = {"lens": "Fujinon 250", **FUJINON}
    assert given("fuj", **NIKKOR) == Followed(lens | {"lens_serial": None})
    found = given("fuj", **NIKKOR | {"lens_serial": "5", "lens_make": "Mine"})
    assert found.values == lens | {"lens_serial": None} and found.lost == {"lens_serial": "5"}
    assert given("fuj", lens_serial="5").values == lens, "of no other lens"
    second = given("second nikkor", lens="Nikkor-M 300", lens_serial="2").values
    assert second["lens_serial"] == "1"


def test_a_film_that_is_filled_in_corrects_what_the_list_said() -> None:
    film = {"film": "Ilford FP4 Plus", "film_format": "4x5", "exposure_index": 64}
    assert given("fp4", **HP5).values == film | {"box_speed": 125}
    assert given("fp4").values == film, "and fills in no more than the item has"
    assert given("fp4", emulsion="0153", **HP5).values["emulsion"] is None


def test_where_only_empty_fields_are_set_another_thing_gets_nothing() -> None:
    assert given("fuj", over={}, lens="Biogon").values == {"lens": "Fujinon 250"}
    assert given("fuj", over={}, lens="fujinon 250").values == {"lens": "Fujinon 250", **FUJINON}
    assert given("fuj", over={"lens": "Nikkor-W 150"}, **NIKKOR).values["lens_serial"] is None


def test_every_sort_can_follow() -> None:
    for sort in SORTS.values():
        assert follow(sort.main, "unknown") == Followed()
