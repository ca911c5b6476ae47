"""`exifilm schema`: for programs, and as a table for people."""

from __future__ import annotations

import json

import jsonschema

from exifilm_core.record import ExposureRecord


def test_json_schema_is_one_and_has_every_field(exifilm) -> None:
    outcome = exifilm("schema")
    assert (outcome.status, outcome.err) == (0, "")
    printed = json.loads(outcome.out)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert list(printed["properties"]) == [field.name for field in ExposureRecord.fields()]


def test_the_table_says_of_every_field_what_it_is(exifilm) -> None:
    head, *rows = exifilm("schema", "--fields").out.splitlines()
    begins = [head.index(word) for word in ("FIELD", "LABEL", "UNIT", "TAG", "WRITE")]
    cells = [
        [row[a:b].strip() for a, b in zip(begins, [*begins[1:], None], strict=True)] for row in rows
    ]
    assert cells == [
        [field.name, field.label, field.unit, field.home.name, str(field.accepts)]
        for field in ExposureRecord.fields()
    ]
