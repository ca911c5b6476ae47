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
from exifilm_core.files.formats import SIDECAR, has_sidecar, in_natural_order, is_image_name
from exifilm_core.messages.files import Files


class Listing(NamedTuple):
    """The images of a folder."""

    images: list[Path]
    """In the natural order of their names; of several folders, folder by folder."""
    with_sidecar: frozenset[Path]
    """Those that had a sidecar when the folder was listed."""


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
                if is_image_name(entry.name) and not _is_folder(entry):
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
    images = [folder / name for name in sorted(names, key=in_natural_order)]
    with_sidecar = {image for image in images if f"{image.name}{SIDECAR}" in sidecars}
    # Some file systems take names for one that differ in their case, or in how they are composed.
    alike = {_folded(name) for name in sidecars}
    for image in images:
        if image not in with_sidecar and _folded(f"{image.name}{SIDECAR}") in alike:
            with_sidecar |= {image} if has_sidecar(image) else set()
    return Listing(images, frozenset(with_sidecar))


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
    """The images of a folder and of all folders in it. Errors as for `listing_below`."""
    return listing_below(top, closed).images


def listing_below(top: Path, closed: Callable[[ExifilmError], object]) -> Listing:
    """The images of a folder and of all folders in it, folder by folder.

    ExifilmError when the folder itself cannot be read; calls `closed` with the errors of others.
    """
    images, with_sidecar = listing(top)
    for folder in folders_in(top):
        if folder != top:
            try:
                found = listing(folder)
            except ExifilmError as problem:
                closed(problem)
                continue
            images += found.images
            with_sidecar |= found.with_sidecar
    return Listing(images, with_sidecar)


def _folders_of(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if not e.name.startswith(".") and _is_folder(e)]
    except OSError:
        return []
    return [folder / name for name in sorted(names, key=in_natural_order)]


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
