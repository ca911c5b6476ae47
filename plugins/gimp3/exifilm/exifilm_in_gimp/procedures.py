"""The procedures. Each takes the run mode, the image and its arguments, and returns its results.

`exifilm.py` passes an error to GIMP, with the text from `told`.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gi
from exifilm_form.session.texts import _, translated
from gi.repository import Gimp

from exifilm_core.actions.values import in_json
from exifilm_core.errors import ExifilmError, printable, printable_path
from exifilm_core.exiftool import ExifTool
from exifilm_core.record import ExposureRecord
from exifilm_in_gimp.messages import InGimp
from exifilm_in_gimp.offered import EXPORT, GET, PRINT, RECORD, SET

if TYPE_CHECKING:
    from exifilm_in_gimp.host import AnySheet

Results = Iterable[str]


def told(problem: Exception) -> str:
    """The error's text, for the procedure's caller."""
    if isinstance(problem, ExifilmError):
        words = translated(problem.text)
        return f"{printable_path(problem.file)}: {words}" if problem.file else words
    traceback.print_exception(problem)
    words = _("This is a bug in ExiFilm ({problem}). Please report it.")
    return printable(words.format(problem=f"{type(problem).__name__}: {problem}"))


def _warn(warnings: Iterable[object]) -> None:
    """Print the warnings on the terminal that started GIMP."""
    for warning in warnings:
        print(printable(f"exifilm: {warning}"), file=sys.stderr)


def show(run_mode: Gimp.RunMode, image: Gimp.Image) -> Results:
    """Open the form."""
    if run_mode == Gimp.RunMode.NONINTERACTIVE:
        raise ExifilmError(InGimp.NEEDS_A_WINDOW())
    _open_window(image)
    return ()


def _open_window(image: Gimp.Image, *, printing: bool = False) -> None:
    """Show the form, or the print dialogue, until it closes. ExifilmError without cairo."""
    try:
        gi.require_foreign("cairo")
    except ImportError as problem:
        raise ExifilmError(InGimp.NEEDS_CAIRO()) from problem
    from exifilm_in_gimp.dialog import run

    run(image, printing=printing)


def export(run_mode: Gimp.RunMode, image: Gimp.Image, output: str) -> Results:
    """Export the image with its record, to a file from a dialogue or from a script."""
    from exifilm_in_gimp import exporting

    if run_mode == Gimp.RunMode.NONINTERACTIVE:
        if not output:
            raise ExifilmError(InGimp.NO_OUTPUT())
        exported = exporting.export(image, Path(output).absolute(), like_last_time=False)
        _warn(exported.warnings)
        return ()
    from exifilm_in_gimp.naming import ask_for_name

    path = ask_for_name(image)
    if path is not None:
        exported = exporting.export(image, path, like_last_time=True)
        said = [translated(warning) for warning in exported.warnings]
        if not exported.has_record:
            words = _("{name} was exported. The image has no exposure record yet.")
            said.insert(0, words.format(name=printable_path(Path(path.name))))
        if said:  # a message opens a window, and a successful export needs none
            Gimp.message(" ".join(said))
    return ()


def get(_run_mode: Gimp.RunMode, image: Gimp.Image) -> Results:
    """The record as JSON."""
    with closing(_sheet_of(image)) as sheet:
        return (json.dumps(sheet.read().to_json(), ensure_ascii=False),)


def set_fields(_run_mode: Gimp.RunMode, image: Gimp.Image, record: str) -> Results:
    """Set the fields in the JSON; returns the names of those that changed, as JSON."""
    values = _values(record)
    with closing(_sheet_of(image)) as sheet:
        old = sheet.read()
        kept = sheet.save(old.replace(**values))
        sheet.give_back()
        _warn(kept.warnings)
        return (json.dumps(old.changes_to(kept.record)),)


def print_records(
    run_mode: Gimp.RunMode, image: Gimp.Image, first: int, last: int, paper: str, output: str
) -> Results:
    """Print the image's record, or a range of its folder's, to a file; or show the dialogue."""
    if run_mode != Gimp.RunMode.NONINTERACTIVE:
        _open_window(image, printing=True)
        return ()
    output, paper = output or "", paper or ""  # GIMP has None for an empty text
    if Path(output).suffix.lower() not in (".ps", ".pdf"):
        raise ExifilmError(InGimp.NOT_A_PAGE(output=output))
    from exifilm_core.printing import Form, default_paper, lay_out, paper_named, typeset
    from exifilm_core.printing.output import to_file

    form = Form.read()
    page = lay_out(paper_named(paper, form) if paper else default_paper(form), 0, form)
    records = _records(image, first, last)
    _warn(to_file(lambda file: typeset(records, page, file), Path(output)))
    return ()


def _records(image: Gimp.Image, first: int, last: int) -> list[tuple[str, ExposureRecord]]:
    from exifilm_core.actions.print_records import entries
    from exifilm_core.scans import Archive
    from exifilm_in_gimp.images import file_of

    if first < 0:
        with closing(_sheet_of(image)) as sheet:
            record = sheet.read()
            return [(sheet.summary.called if sheet.summary else "", record)]
    path = file_of(image)
    if path is None:
        raise ExifilmError(InGimp.NO_FOLDER())
    with Archive(path.parent) as archive:
        found = archive.range(first, max(first, last)).scans
        if not found:
            problem = InGimp.NO_SUCH_NUMBERS(first=first, last=last)
            raise ExifilmError(problem, file=path.parent)
        return list(entries(found))


def _values(text: str) -> dict[str, Any]:
    """The values to set. ExifilmError reports the first that is invalid."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ExifilmError(InGimp.NOT_JSON(reason=str(problem))) from problem
    if not isinstance(data, dict):
        raise ExifilmError(InGimp.NOT_AN_OBJECT())
    return in_json(data).get()


def _sheet_of(image: Gimp.Image) -> AnySheet:
    from exifilm_in_gimp.host import sheet_of

    return sheet_of(image, ExifTool.shared())


DO: dict[str, Callable[..., Results]] = {
    RECORD: show,
    EXPORT: export,
    PRINT: print_records,
    GET: get,
    SET: set_fields,
}
