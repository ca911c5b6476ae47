"""The JSON Schema of a record, for other programs such as the plug-ins."""

from __future__ import annotations

from typing import Any

from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.tags.xmp import NAMESPACE


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the result of `ExposureRecord.to_json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAMESPACE,
        "title": "Exposure record",
        "description": "The record of one sheet of film. An empty field is null or missing.",
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
