"""`exifilm schema`: describe the fields of a record, for programs (JSON Schema) or people."""

from __future__ import annotations

import click

from exifilm_core.commands.console import say, say_json
from exifilm_core.record import ExposureRecord


@click.command()
@click.option("--fields", is_flag=True, help="Print a table of the fields for people.")
def schema(fields: bool) -> None:
    """Describe the fields of a record, for people or for programs.

    Prints the JSON Schema (draft 2020-12) of the records that “exifilm show --json” writes and
    “exifilm set --json” reads. With --fields, prints a table with each field's name for “exifilm
    set”, its label on the form, the unit and the tag that store it, and its valid values.

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
