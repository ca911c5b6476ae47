"""The settings of the last export in a format, as GIMP keeps them: a file with a line for each.

They decide which boxes are ticked in GIMP's export window, and what “Overwrite” does. GIMP 3.0 and
3.2 start with “Save Exif” and “Save XMP” off, whatever their preferences say: a format's defaults
are registered before GIMP knows its preferences. So this file is the one place where both can be
ticked for good, and where to see whether they are.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

from gi.repository import Gimp

from exifilm_core.errors import ExifilmError
from exifilm_in_gimp.messages import InGimp

BOXES = ("include-exif", "include-xmp")
"""The boxes without which a record is left out."""
_CHOSEN = ("quality", "sub-sampling", "compression", "lossless", "format")
"""What a photographer chooses in the export window, whatever the format."""
_SETTING = re.compile(r"^\(([a-z-]+) (.*)\)$", re.MULTILINE)


class LastSettings:
    """The settings of the last export by one of GIMP's export procedures."""

    def __init__(self, procedure: str) -> None:
        folder = Path(Gimp.directory()) / "plug-in-settings"
        self.path = folder / f"GimpProcedureConfigRun-{procedure}.last"

    @property
    def ticked(self) -> bool:
        """Whether the next export saves Exif and XMP."""
        settings = self._read()
        return all(settings.get(name) == "yes" for name in BOXES)

    def tick(self) -> None:
        """Have every later export save Exif and XMP. ExifilmError when that cannot be noted."""
        try:
            text = self.path.read_text("utf-8") if self.path.exists() else ""
            for name in BOXES:
                line = f"({name} yes)"
                text, found = re.subn(rf"^\({name} .*\)$", line, text, flags=re.MULTILINE)
                text += "" if found else f"{line}\n"
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = self.path.with_suffix(".exifilm")
            new.write_text(text, "utf-8")
            new.replace(self.path)
        except (OSError, ValueError) as problem:
            unchanged = InGimp.SETTINGS_NOT_CHANGED(reason=str(problem))
            raise ExifilmError(unchanged, file=self.path) from problem

    def values(self, config: Gimp.ProcedureConfig) -> dict[str, Any]:
        """The quality or compression that was chosen last, as the configuration's properties."""
        found: dict[str, Any] = {}
        for name, text in self._read().items():
            kind = config.find_property(name) if name in _CHOSEN else None
            if kind is not None:
                with contextlib.suppress(ValueError):
                    found[name] = _value(kind.value_type.name, text)
        return found

    def _read(self) -> dict[str, str]:
        try:
            return dict(_SETTING.findall(self.path.read_text("utf-8")))
        except (OSError, ValueError):
            return {}


def _value(kind: str, text: str) -> Any:
    match kind:
        case "gboolean":
            return text == "yes"
        case "gint":
            return int(text)
        case "gdouble":
            return float(text)
    return text.strip('"')
