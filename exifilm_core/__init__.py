"""ExiFilm: an exposure record for film photographs, kept in the scan and printed on paper.

    from exifilm_core import Archive, ExposureRecord, Scan

The three names are loaded when first asked for, so that a command that needs none starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exifilm_core.errors import ExifilmError
    from exifilm_core.record import ExposureRecord
    from exifilm_core.scans import Archive, Scan

__all__ = ["Archive", "ExifilmError", "ExposureRecord", "Scan"]
__version__ = "0.1.0"

_HOMES = {
    "Archive": "exifilm_core.scans",
    "ExifilmError": "exifilm_core.errors",
    "ExposureRecord": "exifilm_core.record",
    "Scan": "exifilm_core.scans",
}


if not TYPE_CHECKING:  # or a name that is not there would be of any type

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
