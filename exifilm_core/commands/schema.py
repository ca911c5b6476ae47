"""`exifilm schema`: what the fields of a record are, for programs (JSON Schema) and for people."""

from __future__ import annotations

import click

from exifilm_core.commands.speaking import say, say_json
from exifilm_core.record import ExposureRecord


@click.command()
@click.option("--fields", is_flag=True, help="A table of the fields for people, not JSON Schema.")
def schema(fields: bool) -> None:
    """Describe the fields of a record, for people or for programs.

    Prints the JSON Schema (draft 2020-12) of the records that “exifilm show --json” writes and
    “exifilm set --json” reads. With --fields, prints a table: the name that “exifilm set” knows a
    field by, its label on the form, the unit and the tag that it is stored in, and what may be
    written.

    \b
    Examples:
      exifilm schema > exposure-record.schema.json
      exifilm schema --fields | less -S
    """
    if not fields:
        from exifilm_core.record.schema import schema as json_schema

        say_json(json_schema())
        return
    rows = [("FIELD", "LABEL", "UNIT", "TAG", "WRITE")]
    for field in ExposureRecord.fields():
        rows.append((field.name, field.label, field.unit, field.home.name, str(field.accepts)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        say("  ".join(cells).rstrip())
