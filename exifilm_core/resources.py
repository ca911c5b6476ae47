"""Where the files lie that people may edit: the paper form and the plug-ins.

In the work tree they stand at its top; in an installed package they travel inside it.
"""

from __future__ import annotations

from pathlib import Path

from exifilm_core.errors import ExifilmError

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_share", _PACKAGE.parent)


def resource(name: str) -> Path:
    """The path of such a file, named as in the work tree: "postscript/exposure_record.ps"."""
    for place in _PLACES:
        if (path := place / name).exists():
            return path
    raise ExifilmError(f"ExiFilm is not installed whole: {name} is missing. Install it again.")
