"""A field's names: its own and its labels, in any case, each with one meaning."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.files.resources import resource
from exifilm_core.messages import Text
from exifilm_core.record import names

FIELDS = ExposureRecord.fields()
TIMES = ["metered_time", "exposure_time", "development_time"]


def german(text: str) -> str:
    locale = resource("plugins/exifilm_form/locale")
    return gettext.translation("exifilm_form", locale, ["de"]).gettext(text)


@pytest.mark.parametrize("between", ["_", "-", " ", " - "])
@pytest.mark.parametrize("written", [str.lower, str.upper, str.title])
def test_its_name_in_any_case(written: Callable[[str], str], between: str) -> None:
    names = [written(field.name.replace("_", between)) for field in FIELDS]
    assert [ExposureRecord.field(name) for name in names] == list(FIELDS)


@pytest.mark.parametrize("translated", [str, german])
@pytest.mark.parametrize("written", [str, str.upper, lambda n: n.replace(" ", "_").strip(".")])
def test_its_label_on_the_form(
    translated: Callable[[str], str], written: Callable[[str], str]
) -> None:
    assert german("Aperture") == "Blende"
    for field in FIELDS:
        if field.label != "Time":
            assert ExposureRecord.field(written(translated(field.label))) is field


def test_its_aliases() -> None:
    assert ExposureRecord(Luminosity="moss EV 7") == ExposureRecord(Leuchtdichte="moss EV 7")
    assert ExposureRecord.field("Readings").name == "readings"
    for name in ("date", "Date", "Datum", "DATUM"):
        assert ExposureRecord.field(name).name == "taken"
    labels = {label for field in FIELDS for label in (field.label, german(field.label))}
    assert not labels & {alias for field in FIELDS for alias in field.aliases}


@pytest.mark.parametrize("name", ["Time", "time", "TIME", "Zeit"])
def test_a_label_that_may_mean_another_field_too_names_them_all(name: str) -> None:
    with pytest.raises(ExifilmError) as refused:
        ExposureRecord.field(name)
    for field in FIELDS:
        assert (f"{field.label} ({field.name})" in str(refused.value)) == (field.name in TIMES)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("f. length", "focal_length"), ("date time zone", "taken"), ("Blend", "aperture")],
)
def test_less_than_a_name_is_none_and_the_near_one_is_named(wrong: str, near: str) -> None:
    with pytest.raises(ExifilmError, match=f"no field “{wrong}”. Did you mean {near}"):
        ExposureRecord.field(wrong)


def test_an_umlaut_in_two_characters_is_one() -> None:
    assert ExposureRecord.field("Verdu\u0308nnung").name == "dilution"


def test_wherever_a_field_is_named() -> None:
    record = ExposureRecord(**{"Focal length": "210", "BLENDE": "f/22"})
    assert (record.focal_length, record.aperture) == (210, 22)
    assert (record["Brennweite"], record.show("Aperture")) == (210, "f/22")
    assert record.replace(Aperture=None) == ExposureRecord(focal_length=210)
    assert ExposureRecord.from_json({"Focal-Length": 210}) == ExposureRecord(focal_length=210)


def test_one_field_under_two_names() -> None:
    with pytest.raises(ExifilmError, match="aperture is given twice"):
        ExposureRecord.from_json({"aperture": 8, "Aperture": 11})
    assert ExposureRecord.from_json({"aperture": 8, "Blende": 8}).aperture == 8


def test_an_attribute_has_its_name_alone() -> None:
    record = ExposureRecord()
    with pytest.raises(ExifilmError, match="Did you mean aperture"):
        record.Aperture = 8  # type: ignore[attr-defined]


@pytest.fixture
def without_the_form(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing(_name: str) -> Path:
        raise ExifilmError(Text("it is missing"))

    monkeypatch.setattr(names, "resource", missing)
    names._catalogues.cache_clear()
    yield
    names._catalogues.cache_clear()


@pytest.mark.usefixtures("without_the_form")
def test_without_the_form_there_are_english_labels() -> None:
    assert ExposureRecord.field("Focal length").name == "focal_length"
    with pytest.raises(ExifilmError, match="no field “Blende”"):
        ExposureRecord.field("Blende")
