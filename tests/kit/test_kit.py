"""A kit: what a few letters mean, what its items fill in, and what of it a record has."""

from __future__ import annotations

import doctest

import pytest

from exifilm_core.errors import ExifilmError
from exifilm_core.film.film_file import ours
from exifilm_core.kit import Item, Kit, Set, Table, items
from exifilm_core.kit.kit import same_film
from exifilm_core.kit.kit_file import kit_of
from exifilm_core.record import ExposureRecord
from tests.conftest import DATA

KIT = kit_of((DATA / "kit.toml").read_text(encoding="utf-8"))[0]
FILMS = ours()


def test_the_examples_in_docstrings() -> None:
    assert doctest.testmod(items).failed == 0


def names(text: str, sort: str = "", kit: Kit = KIT) -> list[str]:
    return [thing.name for thing in kit.meant(text, sort)]


@pytest.mark.parametrize(
    ("text", "sort", "found"),
    [
        ("Nikkor-W 150", "", ["Nikkor-W 150"]),
        ("NIKKOR-W 150", "", ["Nikkor-W 150"]),
        ("nik", "", ["Nikkor-W 150"]),
        ("150 nik", "", ["Nikkor-W 150"]),
        ("lens 150", "", ["Nikkor-W 150"]),
        ("150", "", ["Nikkor-W 150", "Chamonix, 150, FP4 in Pyrocat"]),
        ("150", "lens", ["Nikkor-W 150"]),
        ("symmar-s 210mm f/5.6", "", ["Symmar 210"]),
        ("schneid", "", ["Symmar 210"]),
        ("13 542", "lens", ["Symmar 210"]),
        ("kreuz", "lens", ["Symmar 210"]),
        ("lens", "", ["Nikkor-W 150", "Symmar 210"]),
        ("set", "", ["Chamonix, 150, FP4 in Pyrocat"]),
        ("chamonix, fp4", "", ["Chamonix, 150, FP4 in Pyrocat"]),
        ("Chamonix", "", ["Chamonix"]),
        ("1a", "", ["FP4 in 4x5"]),
        ("2A", "lens", []),
        ("hd", "developer", ["Pyrocat"]),
        ("ymmar", "", []),
        ("  ", "", []),
        (",", "", []),
    ],
)
def test_what_a_few_letters_mean(text: str, sort: str, found: list[str]) -> None:
    assert names(text, sort) == found


def test_a_holder_means_the_film_in_it() -> None:
    film = KIT.called("1b")
    assert isinstance(film, Item)
    assert film.values == {
        "film": "Ilford FP4 Plus", "film_format": "4x5", "exposure_index": 64, "holder": "1B",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lens", "“lens” may mean lens Nikkor-W 150 or lens Symmar 210. Enter one of them."),
        ("Nikor-W 150", "there is no “Nikor-W 150” in your kit. Did you mean Nikkor-W 150?"),
        ("xyzzy", "there is no “xyzzy” in your kit."),
    ],
)
def test_what_means_none_or_several_is_an_error(text: str, said: str) -> None:
    with pytest.raises(ExifilmError) as refused:
        KIT.called(text)
    assert refused.value.message == said
    assert KIT.called("150").name == "Nikkor-W 150", "an item counts before sets"
    assert KIT.called("chamonix 150") == KIT.called("set 150") == KIT.sets[0]
    assert KIT.called("lens Symmar 210").name == "Symmar 210", "as the message says"


def test_what_a_set_fills_in() -> None:
    record = ExposureRecord(**KIT.values([KIT.sets[0]]))
    assert {name: record.show(name) for name in record} == {
        "photographer": "Anna Lindqvist",
        "film": "Ilford FP4 Plus",
        "film_format": "4x5",
        "exposure_index": "64",
        "camera_make": "Chamonix",
        "camera_model": "45N-2",
        "lens_make": "Nikon",
        "lens": "Nikkor-W 150",
        "focal_length": "150 mm",
        "developer": "Pyrocat-HD",
        "dilution": "1+1+100",
        "development_temperature": "20 °C",
        "agitation": "tray",
    }


def test_a_later_item_replaces_one_of_the_same_sort() -> None:
    symmar, nikkor = KIT.called("symmar"), KIT.called("Nikkor-W 150")
    assert KIT.values([symmar, nikkor]) == nikkor.values, "no serial number of the other lens"
    values = KIT.values([KIT.sets[0], symmar])
    assert (values["lens_serial"], values["film"]) == ("13 542 871", "Ilford FP4 Plus")


@pytest.mark.parametrize(
    ("film", "factor"),
    [
        ("", 4), ("Kodak Tri-X 320", 4), ("Ilford HP5 Plus", 5), ("HP5+", 5),
        ("Ilford FP4 Plus", 2 ** (7 / 3)), ("nothing known", 4),
    ],
)  # fmt: skip
def test_a_filter_has_the_factor_of_the_film(film: str, factor: float) -> None:
    orange = KIT.called("orange")
    assert KIT.values([orange], film, FILMS)["filter_factor"] == pytest.approx(factor)
    with_film = KIT.values([orange, KIT.sets[0]], film, FILMS)
    expected = factor if film else 2 ** (7 / 3)
    assert with_film["filter_factor"] == pytest.approx(expected), "the film that is typed wins"


def test_a_set_may_say_the_factor_itself() -> None:
    orange = KIT.item("orange", "filter")
    mine = Set("mine", (orange,), {"filter_factor": 3.0})
    assert KIT.values([mine], "HP5+", FILMS)["filter_factor"] == 3
    assert KIT.values([mine, orange], "HP5+", FILMS)["filter_factor"] == 5


def test_names_of_the_same_film() -> None:
    assert same_film("HP5+", "Ilford HP5 Plus", FILMS)
    assert same_film("my own", "My-Own", None)
    assert not same_film("HP5+", "Ilford HP5 Plus", None)
    assert not same_film("Delta 100", "Delta 400", FILMS)
    assert not same_film("delta", "Delta 400", FILMS), "it means several"


# ── in the form ──────────────────────────────────────────────────────────────────────────────


def test_what_a_field_is_completed_from() -> None:
    assert KIT.used("lens") == ["Nikkor-W 150", "Symmar-S 210mm f/5.6"]
    assert KIT.used("holder") == ["1A", "1B", "2A"]
    assert KIT.used("lens_make") == ["Nikon", "Schneider-Kreuznach"]
    assert KIT.used("aperture") == []


def test_what_a_chosen_text_names() -> None:
    def named(text: str) -> list[str]:
        return [item.name for item in KIT.named("lens", text)]

    assert named("symmar-s 210mm F/5.6") == ["Symmar 210"]
    assert named("Symmar") == named("") == named("x") == []


# ── in a record ──────────────────────────────────────────────────────────────────────────────


def test_the_items_of_a_record() -> None:
    def lens(**values: str) -> str | None:
        item = KIT.item_of(ExposureRecord(**values), "lens")
        return item and item.name

    assert lens(lens="Symmar-S 210mm f/5.6") == "Symmar 210"
    assert lens(lens="symmar 210") == "Symmar 210"
    assert lens(lens="Symmar 210", lens_serial="13 542 871") == "Symmar 210"
    assert lens(lens="Symmar 210", lens_serial="7") is None, "it is another one"
    assert lens(lens="Nikkor-W 150", lens_serial="7") == "Nikkor-W 150"
    assert lens(lens_make="Nikon") is None
    second = KIT.items[2].replace(name="B", values={**KIT.items[2].values, "lens_serial": "7"})
    both = KIT.replace(items=(*KIT.items, second))
    record = {"lens": "Symmar-S 210mm f/5.6"}
    assert both.item_of(record, "lens") is None
    found = both.item_of({**record, "lens_serial": "7"}, "lens")
    assert found and found.name == "B"


def test_a_set_of_a_record() -> None:
    record = ExposureRecord(
        image_id="7", subject="Moonrise", lens="Symmar-S 210mm f/5.6", film="Ilford FP4 Plus",
        film_format="4x5", exposure_index=80, photographer="Anna", aperture="f/22",
    )  # fmt: skip
    found = KIT.set_of("mine", record)
    assert [item.name for item in found.items] == ["Symmar 210", "FP4 in 4x5"]
    assert found.own == {"photographer": "Anna", "exposure_index": 80}
    values = KIT.values([found])
    assert values["exposure_index"] == 80 and values["focal_length"] == 210
    assert Kit().set_of("bare", record).own.keys() == {
        "photographer", "film", "film_format", "exposure_index", "lens",
    }  # fmt: skip


# ── developing times ─────────────────────────────────────────────────────────────────────────


def table(kit: Kit = KIT, **values: object) -> Table | None:
    return kit.table(values, FILMS)


def test_the_table_for_a_film_and_developer() -> None:
    mine = KIT.tables[0]
    assert table(film="FP4+") == mine
    assert table(film="FP4+", developer="pyrocat-hd") == mine
    assert table(film="FP4+", developer="Pyrocat-HD", dilution="1+1+100") == mine
    assert table(film="FP4+", developer="D-76") is None
    assert table(film="FP4+", dilution="2+2+100") is None
    assert table(film="HP5+") is table() is None
    assert table(film="FP4+", development_temperature=24.0) == mine, "the only one"


def test_several_tables() -> None:
    first = KIT.tables[0]
    warm = first.replace(about={**first.about, "development_temperature": 24.0}, times={0: 400})
    d76 = first.replace(about={"film": "FP4 Plus", "developer": "D-76"})
    kit = KIT.replace(tables=(first, warm, d76))
    assert table(kit, film="FP4+", developer="D-76", dilution="1+1") == d76, "for any dilution"
    pyro = {"film": "FP4+", "developer": "Pyrocat-HD"}
    assert table(kit, **pyro, development_temperature=24.0) == warm
    with pytest.raises(ExifilmError, match=r"several tables .*20 °C or .*24 °C"):
        table(kit, **pyro)


def test_the_nearest_development_of_a_table() -> None:
    times = KIT.tables[0]
    assert [times.nearest(stops) for stops in (-3, -1, -0.5, 0.5, 0.6, 1.5)] == [-1, -1, 0, 0, 1, 1]
