"""The settings of the last export in a format, in GIMP's file: one setting a line.

They decide which boxes GIMP's export window has ticked, and how “Overwrite” exports. GIMP 3.0 and
3.2 start with “Save Exif” and “Save XMP” off, whatever their preferences: GIMP registers a format's
defaults before it reads its preferences. So only this file shows whether both are ticked, and can
tick them permanently.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

from gi.repository import Gimp

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.atomic import NewVersion
from exifilm_in_gimp.messages import InGimp

BOXES = ("include-exif", "include-xmp")
"""The boxes without which an export omits the record."""
_CHOSEN = ("quality", "sub-sampling", "compression", "lossless", "format")
"""The photographer's choices in the export window, for every format."""
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
        """Make every later export save Exif and XMP. ExifilmError: the file is unchanged."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = NewVersion(self.path)
            try:
                new.draft.write_text(_ticked(self._text()), "utf-8", "surrogateescape")
                new.sync(keep_time=False)
                new.put_in_place()
            finally:
                new.discard()
        except (OSError, ExifilmError) as problem:
            why = problem.text if isinstance(problem, ExifilmError) else f"{reason_of(problem)}."
            unchanged = InGimp.SETTINGS_NOT_CHANGED(problem=why)
            raise ExifilmError(unchanged, file=self.path) from problem

    def values(self, config: Gimp.ProcedureConfig) -> dict[str, Any]:
        """The quality or compression of the last export, as the configuration's properties."""
        found: dict[str, Any] = {}
        for name, text in self._read().items():
            kind = config.find_property(name) if name in _CHOSEN else None
            if kind is not None:
                with contextlib.suppress(ValueError):
                    found[name] = _value(kind.value_type.name, text)
        return found

    def _read(self) -> dict[str, str]:
        try:
            return dict(_SETTING.findall(self._text()))
        except OSError:
            return {}

    def _text(self) -> str:
        """The file's text; "" if there is no file. Bytes that are not UTF-8 stay as they are."""
        try:
            return self.path.read_text("utf-8", "surrogateescape")
        except FileNotFoundError:
            return ""


def _ticked(text: str) -> str:
    """The settings with both boxes ticked."""
    for name in BOXES:
        line = f"({name} yes)"
        text, found = re.subn(rf"^\({name} .*\)$", line, text, flags=re.MULTILINE)
        if not found:
            text += f"{line}\n" if not text or text.endswith("\n") else f"\n{line}\n"
    return text


def _value(kind: str, text: str) -> Any:
    match kind:
        case "gboolean":
            return text == "yes"
        case "gint":
            return int(text)
        case "gdouble":
            return float(text)
    return text.strip('"')
