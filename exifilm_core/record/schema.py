"""The JSON Schema of a record's JSON form, for other programs (the plug-ins among them)."""

from __future__ import annotations

from typing import Any

from exifilm_core.record.exposure_record import NAMESPACE, ExposureRecord


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what `ExposureRecord.to_json` gives."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAMESPACE,
        "title": "Exposure record",
        "description": "The record of one sheet of film. An empty field is left out, or null.",
        "type": "object",
        "properties": {
            field.name: {
                "title": field.label,
                "description": field.help + (f" ({field.unit})" if field.unit else ""),
                "anyOf": [field.kind.schema(), {"type": "null"}],
            }
            for field in ExposureRecord.fields()
        },
        "additionalProperties": False,
    }
