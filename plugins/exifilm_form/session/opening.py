"""What a window can open: the recent folders, and dropped files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import printable_path
from exifilm_core.files.formats import is_image_name
from exifilm_form.session import settings
from exifilm_form.session.finding import is_folder
from exifilm_form.session.texts import _, ngettext

_MOST_NAMED = 3
"""The most files that a message lists."""


class ToOpen(NamedTuple):
    """The folders and scans among dropped files, and a message about the others."""

    paths: list[Path]
    message: str


def what_to_open(dropped: Sequence[Path | None]) -> ToOpen:
    """Sort dropped files; None stands for a file that is not on this computer."""
    local = [path for path in dropped if path is not None]
    scans = [path for path in local if is_folder(path) or is_image_name(path.name)]
    others = [path for path in local if path not in scans]
    words = []
    if len(local) < len(dropped):
        words.append(_("Only files on this computer can be opened."))
    if others:
        names = ", ".join(printable_path(Path(path.name)) for path in others[:_MOST_NAMED])
        more = "…" if len(others) > _MOST_NAMED else ""
        said = ngettext("This is not a scan: {names}", "These are not scans: {names}", len(others))
        words.append(said.format(names=names + more))
    return ToOpen(scans, "\n".join(words))


def existing_recent_folders() -> list[Path]:
    """The recent folders that exist. A network may be slow to answer: call it in a worker."""
    return [path for path in settings.recent_folders() if is_folder(path)]


def short_path(path: Path) -> str:
    """The path for a menu, with ~ for the home folder."""
    home = Path.home()
    return printable_path(Path("~") / path.relative_to(home) if home in path.parents else path)
