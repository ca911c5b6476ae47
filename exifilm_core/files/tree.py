"""The images of a folder, and the folders in it.

Leaves out hidden files and folders. Follows links to folders elsewhere, but no link that leads
back, so that a search ends and finds each image once.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.formats import SIDECAR, has_sidecar, is_image_name
from exifilm_core.messages.files import Files
from exifilm_core.natural_order import sorted_naturally


class Listing(NamedTuple):
    """The images of one folder, as names: ten thousand paths take as long to make as to list."""

    folder: Path
    names: list[str]
    """In natural order."""
    with_sidecar: frozenset[str]
    """The names of those that had a sidecar when the folder was listed."""

    @property
    def images(self) -> list[Path]:
        """Their paths."""
        return [self.folder / name for name in self.names]


def images_in(folder: Path) -> list[Path]:
    """The images of a folder. ExifilmError as for `listing`."""
    return listing(folder).images


def listing(folder: Path) -> Listing:
    """The images of a folder, from one look at it.

    ExifilmError when the folder does not exist or cannot be read.
    """
    names, sidecars = [], set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_image_name(entry.name):
                    if not _is_folder(entry):
                        names.append(entry.name)
                elif entry.name.lower().endswith(SIDECAR) and _exists(entry):
                    sidecars.add(entry.name)
    except NotADirectoryError as problem:
        raise ExifilmError(Files.NOT_A_FOLDER(), file=folder) from problem
    except FileNotFoundError as problem:
        raise ExifilmError(Files.NO_SUCH_FOLDER(), file=folder) from problem
    except OSError as problem:
        unread = Files.CANNOT_READ_FOLDER(reason=reason_of(problem))
        raise ExifilmError(unread, file=folder) from problem
    with_sidecar = frozenset(_with_sidecar(folder, names, sidecars))
    return Listing(folder, sorted_naturally(names), with_sidecar)


def _with_sidecar(folder: Path, names: list[str], sidecars: set[str]) -> set[str]:
    if not sidecars:
        return set()
    found = {name for name in names if f"{name}{SIDECAR}" in sidecars}
    # Some file systems take names for one that differ in their case, or in how they are composed.
    alike = {_folded(name) for name in sidecars}
    others = [n for n in names if n not in found and _folded(f"{n}{SIDECAR}") in alike]
    return found | {name for name in others if has_sidecar(folder / name)}


def folders_in(top: Path) -> Iterator[Path]:
    """The folder itself, then all folders in it, each before those in it, in natural order.

    Includes folders that cannot be read; `images_in` raises their errors.
    """
    origin = top.resolve()
    seen = {origin, *origin.parents}
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        yield folder
        inner = [path for path in _folders_of(folder) if not _leads_back(path, origin)]
        new = {place: path for path in reversed(inner) if (place := path.resolve()) not in seen}
        seen |= new.keys()
        waiting += new.values()


def images_below(top: Path, closed: Callable[[ExifilmError], object]) -> list[Path]:
    """The images of a folder and of all folders in it. Errors as for `listings_below`."""
    return [path for found in listings_below(top, closed) for path in found.images]


def listings_below(top: Path, closed: Callable[[ExifilmError], object]) -> list[Listing]:
    """The images of a folder, and of each folder in it.

    ExifilmError when the folder itself cannot be read; calls `closed` with the errors of others.
    """
    found = [listing(top)]
    for folder in folders_in(top):
        if folder != top:
            try:
                found.append(listing(folder))
            except ExifilmError as problem:
                closed(problem)
    return found


def _folders_of(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if not e.name.startswith(".") and _is_folder(e)]
    except OSError:
        return []
    return [folder / name for name in sorted_naturally(names)]


def _leads_back(path: Path, origin: Path) -> bool:
    """Whether it is a link into the folder `origin`, or to a folder that contains the link."""
    if not path.is_symlink():
        return False
    place = path.resolve()
    return place.is_relative_to(origin) or path.parent.resolve().is_relative_to(place)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _exists(entry: os.DirEntry[str]) -> bool:
    """Whether it is more than a link to nothing."""
    try:
        return not entry.is_symlink() or Path(entry.path).exists()
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # such as a link to itself
        return False
