"""The photographer's kit: where its file is, what is in it, and additions to it.

An addition is text at the end of the file. What people have written, with its comments and its
order, stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.own_toml import UnreadableError, read
from exifilm_core.files.user_folders import config_folder
from exifilm_core.kit.items import Thing
from exifilm_core.kit.kit import Kit
from exifilm_core.kit.kit_file import kit_of
from exifilm_core.kit.kit_text import HEAD, text_of
from exifilm_core.messages import Text
from exifilm_core.messages.files import Files
from exifilm_core.messages.kit import KitFile

KIT = "kit.toml"
"""The name of the file in ExiFilm's folder of settings."""


def own_file() -> Path:
    """The path of the photographer's kit, which need not exist."""
    return config_folder() / KIT


def known_kit(path: Path | None = None) -> tuple[Kit, list[Text]]:
    """The photographer's kit, and the mistakes in its file."""
    try:
        text = read(path or own_file())
    except UnreadableError as problem:
        return Kit(), [KitFile.KIT_NOT_READ(reason=problem.reason)]
    if text is None:
        return Kit(), []
    kit, problems = kit_of(text)
    return kit, [KitFile.LINE_OF_KIT(line=line, problem=text) for line, text in problems]


def add(things: Sequence[Thing], path: Path | None = None) -> None:
    """Write these at the end of the file, which is made if there is none.

    ExifilmError when the file cannot be read or written, and when a mistake in it would swallow
    what is added; the file is then unchanged.
    """
    from exifilm_core.files.atomic import NewVersion

    path = path or own_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        unmade = Files.NOT_WRITTEN(reason=reason_of(problem))
        raise ExifilmError(unmade, file=path.parent) from problem
    version = NewVersion(path)  # from now on, what another program writes is noticed
    try:
        version.draft.write_bytes(_added(things, path))
        version.sync(keep_time=False)
        version.put_in_place()
    except OSError as problem:
        raise ExifilmError(Files.UNCHANGED(reason=reason_of(problem)), file=path) from problem
    finally:
        version.discard()


def make(path: Path) -> None:
    """Make the file, with its explanation, if there is none. Errors as for `add`."""
    if not path.exists():
        add((), path)


def _added(things: Sequence[Thing], path: Path) -> bytes:
    """The file with these at its end, in its own line ends. ExifilmError if it cannot be so."""
    try:
        text = read(path)
    except UnreadableError as problem:
        raise ExifilmError(KitFile.KIT_NOT_READ(reason=problem.reason), file=path) from problem
    old = path.read_bytes() if text is not None else HEAD.encode()
    text = HEAD if text is None else text
    added = "".join(f"\n{text_of(thing)}" for thing in things)
    if text and not text.endswith("\n"):
        added = f"\n{added}"
    _refuse_swallowed(things, text, text + added, path)
    ends = b"\r\n" if b"\r\n" in old else b"\n"
    return old + added.encode().replace(b"\n", ends)


def _refuse_swallowed(things: Sequence[Thing], before: str, after: str, path: Path) -> None:
    """ExifilmError with the first mistake, if the file would not have these things."""
    kit, problems = kit_of(after)
    if all(thing in (*kit.items, *kit.sets) for thing in things):
        return
    line, text = next(iter([*kit_of(before)[1], *problems]))
    raise ExifilmError(KitFile.KIT_MISTAKE_FIRST(line=line, problem=text), file=path)
