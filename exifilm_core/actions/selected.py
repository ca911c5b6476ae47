"""Read and set the records of the images that are selected in a photo program.

A photo program names files, and these are not scans: it names an image twice that it shows twice,
and some name the sidecar. Each scan is read and saved once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exifilm_core.actions.outcomes import Outcome
from exifilm_core.actions.show import show
from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import SIDECAR, duplicate_of, image_of
from exifilm_core.messages.exchange import Exchange
from exifilm_core.messages.files import Files
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Saved, Scan
from exifilm_core.value import Value

Problem = ExifilmError | OSError
Stop = Callable[[], bool]
"""Whether to end the work after what is in hand."""
MOST_SUGGESTING = 500
"""The scans of a folder whose values are suggested, in the order of their names."""


class Selected(Value):
    """A scan, and the files by which it was named."""

    path: Path
    files: tuple[str, ...]


class Done(Value):
    """What was done with a scan."""

    selected: Selected
    scan: Scan | None = None
    """The scan as it now is; None if it was not read."""
    saved: Saved | None = None
    problem: Problem | None = None
    left: bool = False
    """Whether it was left, because the work was to end before."""


def scans_of(files: Iterable[str]) -> list[Selected]:
    """The scans of these files, each once, in their order."""
    named: dict[Path, list[str]] = {}
    for file in files:
        path = Path(file)
        named.setdefault(_image_of(path) or path, []).append(file)
    return [Selected(path, tuple(dict.fromkeys(names))) for path, names in named.items()]


def _image_of(path: Path) -> Path | None:
    """The image of a sidecar; None for any other file, or if it cannot be found."""
    if path.suffix.lower() != SIDECAR:
        return None
    try:
        return image_of(path) or duplicate_of(path)
    except (OSError, ValueError):
        return None


def read(selection: Sequence[Selected], stop: Stop) -> Iterator[Done]:
    """Each scan with its record."""
    by_path = {selected.path: selected for selected in selection}
    problems = {path: problem for path in by_path if (problem := _no_scan(path))}
    outcomes = iter(show([path for path in by_path if path not in problems]))
    ended = False
    for path, selected in by_path.items():
        ended = ended or stop()
        if ended:
            yield Done(selected, left=True)
        elif path in problems:
            yield Done(selected, problem=problems[path])
        else:
            outcome = next(outcomes)
            scan = outcome.result.scan if outcome.result else None
            yield Done(selected, scan, problem=outcome.problem)


def set_values(
    selection: Sequence[Selected], values: Mapping[str, Any], stop: Stop
) -> Iterator[Done]:
    """Set these values of each scan; None empties a field, and other fields stay."""
    from exifilm_core.actions.set_fields import How, set_fields

    by_path = {selected.path: selected for selected in selection}
    problems = {path: problem for path in by_path if (problem := _no_scan(path))}
    wanted = {path: values for path in by_path if path not in problems}
    for path, problem in problems.items():
        yield Done(by_path[path], problem=problem)
    for outcome in set_fields(wanted, How(), stop=stop):
        yield _done(by_path[outcome.path], outcome)


def _done(selected: Selected, outcome: Outcome[Any]) -> Done:
    result = outcome.result
    if result is None:
        return Done(selected, _as_it_is(selected.path), problem=outcome.problem)
    if result.left:
        return Done(selected, left=True)
    return Done(selected, result.scan, result.saved)


def _as_it_is(path: Path) -> Scan | None:
    """The scan that could not be saved, if it can be read."""
    scan = Scan(path)
    try:
        scan.read()
    except (ExifilmError, OSError):
        return None
    return scan


def _no_scan(path: Path) -> ExifilmError | None:
    """The error of a file that can be no scan, whatever it contains."""
    if path.suffix.lower() == SIDECAR:  # without its image; it would be taken for an image itself
        return ExifilmError(Exchange.ORPHAN(image=path.stem), file=path)
    try:
        path.stat()
    except ValueError:  # an end of text in it, or half a character
        return ExifilmError(Files.IMPOSSIBLE_NAME(), file=path)
    except OSError:
        pass  # whoever reads it says why
    return None


def others_in_folders(scans: Collection[Path]) -> Iterator[ExposureRecord]:
    """The records of other scans in the folders of these, as far as they can be read."""
    from exifilm_core.scans import Archive

    for folder in dict.fromkeys(path.parent for path in scans):
        try:
            archive = Archive(folder)
        except ExifilmError:
            continue
        with archive:
            others = [path for path in archive.paths if path not in scans]
            for scan, problem in archive.each(others[:MOST_SUGGESTING]):
                if not problem:
                    yield scan.record
