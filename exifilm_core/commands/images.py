"""The images that are meant by what is named on the command line: files, and folders of them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from exifilm_core.errors import ExifilmError

recursive_option = click.option(
    "--recursive", is_flag=True, help="Take the images of a folder and of its sub-folders."
)

_NONE = "there are no images in it or in its sub-folders."


def images_of(
    paths: Iterable[Path], attempt: Callable[..., None], *, recursive: bool
) -> list[Path]:
    """The named files and, with `recursive`, the images of the named folders and all below.

    A folder without `recursive` is a problem, as is one that has no images or may not be read.
    """
    found: list[Path] = []

    def fail(problem: ExifilmError) -> None:
        raise problem

    def take(path: Path) -> None:
        if not is_folder(path):
            found.append(path)
        elif recursive:
            from exifilm_core.scans.tree import images_below

            images = images_below(path, lambda closed: attempt(fail, closed))
            if not images:
                raise ExifilmError(_NONE, file=path)
            found.extend(images)
        else:
            raise ExifilmError(f"it is a folder, not an image. {_what_to_write(path)}", file=path)

    for path in paths:
        attempt(take, path)
    return found


def is_folder(path: Path) -> bool:
    """Whether a folder is there; one that may not be looked for is none."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises what may not be looked at


def deeper(folder: Path, *, here: int) -> str:
    """A sentence on the images in the sub-folders of a folder that itself has so many; or ""."""
    from exifilm_core.scans.tree import images_below

    if not (images := len(images_below(folder, lambda _closed: None)) - here):
        return ""
    if here:
        more = "1 more image lies" if images == 1 else f"{images} more images lie"
        return f"{more} in its sub-folders; add --recursive to take them too."
    return f"no images lie in it, but {images} in its sub-folders; add --recursive to take them."


def as_sentence(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def _what_to_write(folder: Path) -> str:
    from exifilm_core.scans.tree import images_in

    images = images_in(folder)
    if not images:
        return as_sentence(deeper(folder, here=0) or _NONE)
    within = "" if folder == Path() else f"{shlex.quote(str(folder))}{os.sep}"
    names = " ".join(dict.fromkeys(f"{within}*{path.suffix}" for path in images))
    count = f"{len(images)} images" if len(images) > 1 else "image"
    more = deeper(folder, here=len(images))
    return f"Write {names} for the {count} in it. {more}".rstrip()
