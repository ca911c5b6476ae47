"""The declaration of the fields is consistent, and a record agrees with it."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import Text
from exifilm_core.record import Section
from exifilm_core.record.schema import schema
from tests.record.full_record import LITERAL, full_record

FIELDS = ExposureRecord.fields()


def test_the_literal_record_has_every_field_and_no_value_twice() -> None:
    """Equal values would not show a mix-up of two fields. Frame and No. share ImageNumber."""
    assert list(LITERAL) == [field.name for field in FIELDS]
    assert LITERAL["frame"].value == LITERAL["image_id"].value
    values = [literal.value for name, literal in LITERAL.items() if name != "frame"]
    assert all(values.count(value) == 1 for value in values)


def test_every_field_is_declared_in_full() -> None:
    for field in FIELDS:
        assert field.label and field.help, field
        assert not field.help.endswith("."), field
        assert ":" in field.home.name, field
    assert [f.section for f in FIELDS] == sorted(
        (f.section for f in FIELDS), key=list(Section).index
    ), "the sections stand in the order of the form"


def test_every_text_has_an_example() -> None:
    for field in FIELDS:
        assert bool(field.example) == isinstance(field.kind, Text), field
        assert field.help.endswith(field.example)


def test_no_two_fields_share_a_label_or_a_home() -> None:
    homes = [name for field in FIELDS for name in field.home.names]
    assert len(homes) == len(set(homes))
    labels = [field.label for field in FIELDS]
    assert len(labels) == len(set(labels))


def test_no_tag_belongs_to_two_fields() -> None:
    """But ImageNumber is the frame's in a record with a frame, and the No.'s in any other."""
    tags = [name for field in FIELDS for tag in field.tags for name in tag.names]
    tags.remove("ExifIFD:ImageNumber")
    assert len(tags) == len(set(tags))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_is_set_shown_read_and_emptied(field: Any) -> None:
    literal = LITERAL[field.name]
    record = ExposureRecord(**{field.name: literal.text})
    assert record.to_json() == {field.name: literal.value}
    assert ExposureRecord(**{field.name: record.show(field.name)}) == record
    assert ExposureRecord.from_json(json.loads(json.dumps(record.to_json()))) == record
    assert list(record.filled()) == [field.name]
    record[field.name] = None
    assert record == ExposureRecord() and not record


def test_the_full_record_agrees_with_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    validator.validate(full_record().to_json())
    validator.validate(dict.fromkeys(full_record().to_json()))
    assert set(schema()["properties"]) == {field.name for field in FIELDS}
    for wrong in ({"apertur": 1}, {"aperture": "f/22"}, {"keywords": "a"}, {"taken": "soon"},
                  {"readings": [{"area": "x"}]}):  # fmt: skip
        assert not validator.is_valid(wrong)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "object"),
        ({"apertur": 22}, "aperture"),
        ({"aperture": "wide"}, "not a valid aperture"),
        ({"aperture": True}, "not a valid aperture"),
        ({"subject": 5}, "in quotation marks"),
        ({"keywords": {"a": 1}}, "list"),
        ({"readings": [{"area": "x"}]}, "no value"),
        ({"readings": [{"value": "x"}]}, "not a number"),
        ({"subject": "a\0b"}, "cannot be stored"),
    ],
)
def test_json_that_is_no_record_is_refused(data: Any, says: str) -> None:
    with pytest.raises(ExifilmError, match=says):
        ExposureRecord.from_json(data)


def test_infinity_in_json_is_a_word() -> None:
    record = ExposureRecord(subject_distance=math.inf)
    assert record.to_json() == {"subject_distance": "infinity"}
    assert ExposureRecord.from_json({"subject_distance": "infinity"}) == record


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("apertur", "aperture"), ("bellows", "bellows_"), ("Front Ris", "front_rise")],
)
def test_an_unknown_field_names_the_near_one(wrong: str, near: str) -> None:
    with pytest.raises(ExifilmError, match=near):
        ExposureRecord()[wrong]
    with pytest.raises(ExifilmError, match=near):
        ExposureRecord(**{wrong: "1"})


def test_a_misspelt_attribute_is_not_silently_kept() -> None:
    record = ExposureRecord()
    with pytest.raises(ExifilmError):
        record.apertrue = 22  # type: ignore[attr-defined]


def test_changes_name_the_fields_in_the_order_of_the_form() -> None:
    old = ExposureRecord(subject="a", aperture=22)
    new = ExposureRecord(notes="b", aperture=22, film="c")
    assert old.changes_to(new) == ("subject", "film", "notes")


def test_replace_leaves_the_original() -> None:
    record = ExposureRecord(subject="a")
    assert record.replace(subject="b").subject == "b"
    assert record.subject == "a"
