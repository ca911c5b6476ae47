"""The names of fields that a shell completes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exifilm_core.record import ExposureRecord

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def fields_from(beginning: str, end: str = "") -> list[CompletionItem]:
    """The fields whose names begin so, in capitals or not."""
    from click.shell_completion import CompletionItem

    begins = beginning.lower().replace("-", "_")
    return [
        CompletionItem(f"{field.name}{end}", help=field.help)
        for field in ExposureRecord.fields()
        if field.name.startswith(begins)
    ]
