"""The paths of the files that people may edit: the paper form and the plug-ins.

They are at the top of the work tree, or inside an installed package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exifilm_core.errors import ExifilmError
from exifilm_core.messages.programs import Programs

if TYPE_CHECKING:
    from pathlib import Path


def resource(name: str) -> Path:
    """The path of a file by its name in the work tree, "postscript/exposure_record.ps"."""
    from pathlib import Path

    package = Path(__file__).resolve().parents[1]
    for place in (package / "_share", package.parent):
        if (path := place / name).exists():
            return path
    raise ExifilmError(Programs.INCOMPLETE_INSTALLATION(name=name))
