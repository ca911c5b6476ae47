"""Fields in which the selected scans differ, in words."""

from __future__ import annotations

from exifilm_core.record.shared import Values
from exifilm_form.session.sheet_state import Mixed
from exifilm_form.session.texts import _

MIXED, EMPTY_IN_ALL = _("‹mixed›"), _("‹empty in all scans›")
_MOST_TOLD = 20
"""At most this many values are told in words; a list has all of them."""


def placeholder(mixed: Mixed | None) -> str:
    """What an empty box shows; "" unless the scans differ there."""
    if mixed is None:
        return ""
    return EMPTY_IN_ALL if mixed.emptied else MIXED


def told(values: Values) -> list[str]:
    """Each value with the number of scans that have it: "12 × f/22"."""
    lines = [one_told(text, count) for text, count in values.counted.items()]
    return lines if len(lines) <= _MOST_TOLD else [*lines[:_MOST_TOLD], "…"]


def one_told(text: str, count: int) -> str:
    """A value on one line, with the number of scans that have it."""
    words = " ".join(text.split()) or _("(empty)")
    return _("{count} × {value}").format(count=count, value=words)
