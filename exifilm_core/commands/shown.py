"""What `exifilm show` prints: records as the form, or as JSON for programs.

`exifilm show FILE` comes here at once, without an option to understand. So nothing here loads
click, which takes a third of the time in which `exiftool` shows a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exifilm_core.actions.findings import copy_exposure_of
from exifilm_core.actions.show import show
from exifilm_core.commands.console import complain, each_on_its_own, say, say_json, with_progress
from exifilm_core.commands.ending import end_with
from exifilm_core.commands.findings import exif_of_the_copy, sentence_of
from exifilm_core.commands.images import images_of, is_folder
from exifilm_core.commands.record_text import as_form
from exifilm_core.errors import printable_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from exifilm_core.actions import Outcome
    from exifilm_core.actions.show import Shown


def show_files(words: Sequence[str]) -> NoReturn:
    """Run `exifilm show FILE…`, a command line without options, and end the process."""
    files = tuple(map(Path, words[1:]))
    end_with(lambda: print_shown(files))


def print_shown(
    files: tuple[Path, ...],
    *,
    empty_fields: bool = False,
    as_json: bool = False,
    recursive: bool = False,
    roll: str | None = None,
) -> None:
    """Print the records of the files, as the command's options say."""
    found: list[dict[str, Any]] = []
    in_folder = recursive or roll is not None
    several = len(files) > 1 or (in_folder and is_folder(files[0]))

    def show_form(outcome: Outcome[Shown], first: bool) -> None:
        shown = outcome.get()
        if not first:
            say()
        say(printable_path(outcome.path))
        for line in as_form(shown.record, empty_fields=empty_fields):
            say(line)
        _warn(shown)

    def gather(outcome: Outcome[Shown]) -> None:
        found.append(outcome.get().to_json())

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive, folders=roll is not None)
        if roll is not None:
            from exifilm_core.commands.of_roll import in_frame_order

            paths = in_frame_order(paths, roll, attempt)
        outcomes = with_progress(show(paths), len(paths), "Reading", told_each=not as_json)
        for number, outcome in enumerate(outcomes):
            if as_json:
                attempt(gather, outcome)
            else:
                attempt(show_form, outcome, number == 0)
        if as_json and (found or several):
            say_json(found if several else found[0])


def _warn(shown: Shown) -> None:
    exposure = copy_exposure_of(shown.scan)
    for sentence in (*exif_of_the_copy(exposure), *map(sentence_of, shown.findings)):
        complain(sentence, shown.scan.path)
