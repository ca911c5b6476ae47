"""The protocol of an integration, and the table of all.

Each program has a module, which is imported when it is needed. None of them imports the program:
they only put files where it looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from exifilm_core.messages import Text


class Integration(Protocol):
    """Adds ExiFilm to a program, and removes exactly what it added.

    Both keep the program's other settings, and report in a sentence. ExifilmError if they cannot.
    """

    def install(self) -> Text: ...
    def uninstall(self) -> Text: ...


class IntegrationInFolder(Protocol):
    """An integration with a program that may be in several places: `to` is one of them."""

    def install(self, to: Path | None = None) -> Text: ...
    def uninstall(self, to: Path | None = None) -> Text: ...


class IntegrationWithMapping(Protocol):
    """An integration with a program that can show fields elsewhere: fields by what they become."""

    def install(self, mapping: Mapping[str, str] | None = None) -> Text: ...
    def uninstall(self) -> Text: ...


class Program(NamedTuple):
    """A program that ExiFilm can be added to."""

    module: str
    purpose: str
    """What installing does, for a list of the programs."""
    takes_folder: bool = False
    takes_mapping: bool = False

    def load(self) -> Integration:
        """Its integration."""
        return cast(Integration, import_module(self.module))

    def load_for_folder(self) -> IntegrationInFolder:
        """The same, for a program that `takes_folder`."""
        assert self.takes_folder
        return cast(IntegrationInFolder, import_module(self.module))

    def load_for_mapping(self) -> IntegrationWithMapping:
        """The same, for a program that `takes_mapping`."""
        assert self.takes_mapping
        return cast(IntegrationWithMapping, import_module(self.module))


PROGRAMS = {
    "exiftool": Program(
        "exifilm_core.integrations.exiftool",
        "teach exiftool the tag names (~/.ExifTool_config)",
    ),
    "desktop": Program("exifilm_core.integrations.desktop", "add ExiFilm to the application menu"),
    "gimp": Program(
        "exifilm_core.integrations.gimp",
        "add the form to GIMP: Image, Metadata, Exposure Record",
        takes_folder=True,
    ),
    "darktable": Program(
        "exifilm_core.integrations.darktable", "add a panel with the record to the lighttable"
    ),
    "digikam": Program(
        "exifilm_core.integrations.digikam",
        "read sidecars, open scans in ExiFilm, copy records",
        takes_mapping=True,
    ),
}
"""The programs by their names on the command line."""
