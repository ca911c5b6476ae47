"""A kit learnt from records: each thing once, with what the records agree on."""

from __future__ import annotations

from exifilm_core.actions.learn_kit import learnt
from exifilm_core.kit import Item, Kit
from exifilm_core.kit.kit_file import kit_of
from exifilm_core.kit.kit_text import text_of
from exifilm_core.record import ExposureRecord


def found(*records: ExposureRecord, kit: Kit | None = None) -> dict[str, dict[str, object]]:
    items = learnt(records, kit or Kit())
    text = "\n".join(map(text_of, items))
    assert kit_of(text) == (Kit(tuple(items)), []), "the kit's file holds all of it"
    return {f"{item.sort} {item.name}": dict(item.values) for item in items}


def test_each_thing_is_learnt_once_with_what_the_records_agree_on() -> None:
    assert found(
        ExposureRecord(lens="Nikkor-W 150", lens_make="Nikon", film="HP5+", exposure_index=200),
        ExposureRecord(lens="nikkor-w 150", focal_length=150, film="HP5+", exposure_index=400),
        ExposureRecord(lens_make="Schneider", subject="Moonrise", aperture="f/22"),
        ExposureRecord(camera_model="45N-2", camera_make="Chamonix", developer="D-76"),
        ExposureRecord(filter="Wratten 25", filter_factor=8, meter="spot"),
    ) == {
        "camera 45N-2": {"camera_make": "Chamonix", "camera_model": "45N-2"},
        "lens Nikkor-W 150": {"lens": "Nikkor-W 150", "lens_make": "Nikon", "focal_length": 150},
        "filter Wratten 25": {"filter": "Wratten 25", "filter_factor": 8},
        "meter spot": {"meter": "spot"},
        "film HP5+": {"film": "HP5+"},
        "developer D-76": {"developer": "D-76"},
    }


def test_two_serial_numbers_are_two_lenses() -> None:
    first = ExposureRecord(lens="Symmar", lens_serial="1", focal_length=210)
    second = ExposureRecord(lens="Symmar", lens_serial="2", focal_length=150)
    bare = ExposureRecord(lens="Symmar", lens_make="Schneider")
    assert found(first, second, bare) == {
        "lens Symmar, 1": {"lens": "Symmar", "lens_serial": "1", "focal_length": 210},
        "lens Symmar, 2": {"lens": "Symmar", "lens_serial": "2", "focal_length": 150},
    }, "which of them has the maker is not known"
    joined = {"lens_make": "Schneider", "lens": "Symmar", "lens_serial": "1", "focal_length": 210}
    assert found(bare, first) == {"lens Symmar": joined}


def test_formats_are_films_and_dilutions_developers() -> None:
    assert [*found(
        ExposureRecord(film="HP5+", film_format="4x5", developer="D-76", dilution="1+1"),
        ExposureRecord(film="HP5+", film_format="120", developer="D-76", dilution="stock"),
    )] == [
        "film HP5+, 120", "film HP5+, 4x5", "developer D-76, 1+1", "developer D-76, stock",
    ]  # fmt: skip


def test_what_is_there_already_is_not_learnt() -> None:
    kit = Kit((
        Item("lens", "my Symmar", {"lens": "Symmar", "lens_serial": "1"}),
        Item("lens", "150", {"lens": "Nikkor-W 150"}),
        Item("film", "HP5+", {"film": "Ilford HP5 Plus"}),
    ))  # fmt: skip
    assert found(
        ExposureRecord(lens="symmar"),
        ExposureRecord(lens="Symmar", lens_serial="1"),
        ExposureRecord(lens="NIKKOR-W 150", lens_serial="7"),
        ExposureRecord(film="HP5+"),
        ExposureRecord(film="Ilford HP5 Plus"),
        kit=kit,
    ) == {}  # fmt: skip
    new = found(ExposureRecord(lens="Symmar", lens_serial="2"), kit=kit)
    assert [*new] == ["lens Symmar"]


def test_a_name_is_given_once() -> None:
    kit = Kit((Item("lens", "Symmar", {"lens": "Symmar-S", "lens_serial": "1"}),))
    assert found(ExposureRecord(lens="Symmar", lens_serial="2"), kit=kit) != {}
    again = Kit(tuple(learnt([ExposureRecord(lens="a\nb", camera_model="x")], Kit())))
    assert [item.name for item in again.items] == ["x", "a b"]
    assert learnt([ExposureRecord(lens="a\nb", camera_model="x")], again) == []
