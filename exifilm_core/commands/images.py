"""The images that a command line gives: files, and with --recursive folders of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError


def images_of(
    paths: Iterable[Path], attempt: Callable[..., None], *, recursive: bool, folders: bool = False
) -> list[Path]:
    """The given files and, with `recursive`, the images of the given folders and those below.

    With `folders`, the images of the given folders without those below.

    Reports by `attempt` a folder without `recursive`, without images or without permission.
    """
    found: list[Path] = []

    def fail(problem: ExifilmError) -> None:
        raise problem

    def take(path: Path) -> None:
        if not is_folder(path):
            found.append(path)
        elif recursive:
            from exifilm_core.files.tree import images_below

            images = images_below(path, lambda closed: attempt(fail, closed))
            if not images:
                raise ExifilmError(Commands.NO_IMAGES_BELOW(), file=path)
            found.extend(images)
        elif folders:
            from exifilm_core.files.tree import images_in

            images = images_in(path)
            if not images:
                raise ExifilmError(Commands.NO_IMAGES_IN(), file=path)
            found.extend(images)
        else:
            raise ExifilmError(Commands.FOLDER_GIVEN(advice=_what_to_write(path)), file=path)

    for path in paths:
        attempt(take, path)
    return found


def is_folder(path: Path) -> bool:
    """Whether the path is a folder; False without permission to look."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises PermissionError


def deeper(folder: Path, *, here: int) -> str:
    """A sentence on the images in the sub-folders of a folder with `here` images; "" for none."""
    from exifilm_core.files.tree import images_below

    if not (images := len(images_below(folder, lambda _closed: None)) - here):
        return ""
    if here:
        more = "1 more image is" if images == 1 else f"{images} more images are"
        return f"{more} in its sub-folders. Add --recursive to include them."
    return f"no images are in it, but {images} in its sub-folders. Add --recursive to include them."


def as_sentence(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def _what_to_write(folder: Path) -> str:
    import shlex

    from exifilm_core.files.tree import images_in

    images = images_in(folder)
    if not images:
        return as_sentence(deeper(folder, here=0) or str(Commands.NO_IMAGES_BELOW()))
    within = "" if folder == Path() else f"{shlex.quote(str(folder))}{os.sep}"
    names = " ".join(dict.fromkeys(f"{within}*{path.suffix}" for path in images))
    count = f"{len(images)} images" if len(images) > 1 else "image"
    more = deeper(folder, here=len(images))
    return f"Write {names} for the {count} in it. {more}".rstrip()
