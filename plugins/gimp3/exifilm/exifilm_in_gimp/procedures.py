"""What the procedures do. Each takes the run mode, the image and its arguments, and gives results.

Errors are ExifilmErrors, in a photographer's words; `exifilm.py` hands them to GIMP.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import gi
from gi.repository import Gimp

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.record import ExposureRecord
from exifilm_in_gimp.messages import InGimp

Results = Iterable[str]


def told(problem: Exception) -> str:
    """What went wrong, for whoever called."""
    if isinstance(problem, ExifilmError):
        return str(problem)
    traceback.print_exception(problem)
    return f"this is a bug in ExiFilm ({type(problem).__name__}: {problem}). Please report it."


def show(run_mode: Gimp.RunMode, image: Gimp.Image) -> Results:
    """Open the form."""
    if run_mode == Gimp.RunMode.NONINTERACTIVE:
        raise ExifilmError(InGimp.NEEDS_A_WINDOW())
    _open_window(image)
    return ()


def _open_window(image: Gimp.Image, *, printing: bool = False) -> None:
    """The form, or the print dialog, until it is closed. ExifilmError where it cannot be drawn."""
    try:
        gi.require_foreign("cairo")
    except ImportError as problem:
        raise ExifilmError(InGimp.NEEDS_CAIRO()) from problem
    from exifilm_in_gimp.dialog import run

    run(image, printing=printing)


def get(_run_mode: Gimp.RunMode, image: Gimp.Image) -> Results:
    """The record as JSON."""
    with closing(_sheet_of(image)) as sheet:
        return (json.dumps(sheet.read().to_json(), ensure_ascii=False),)


def set_fields(_run_mode: Gimp.RunMode, image: Gimp.Image, record: str) -> Results:
    """Set the fields that the JSON names; which of them changed, as JSON."""
    values = _values(record)
    with closing(_sheet_of(image)) as sheet:
        old = sheet.read()
        kept = sheet.save(old.replace(**values))
        sheet.give_back()
        for warning in kept.warnings:
            print(f"exifilm: {warning}", file=sys.stderr)
        return (json.dumps(old.changes_to(kept.record)),)


def print_records(
    run_mode: Gimp.RunMode, image: Gimp.Image, first: int, last: int, paper: str, output: str
) -> Results:
    """Print the image's record, or a range of its folder's, to a file; or ask for all of that."""
    if run_mode != Gimp.RunMode.NONINTERACTIVE:
        _open_window(image, printing=True)
        return ()
    output, paper = output or "", paper or ""  # GIMP has None for an empty text
    if Path(output).suffix.lower() not in (".ps", ".pdf"):
        raise ExifilmError(InGimp.NOT_A_PAGE(output=output))
    from exifilm_core.printing import Form, default_paper, lay_out, paper_named, typeset
    from exifilm_core.printing.output import to_file

    form = Form.read()
    sheet = lay_out(paper_named(paper, form) if paper else default_paper(form), 0, form)
    records = _records(image, first, last)
    for warning in to_file(lambda file: typeset(records, sheet, file), Path(output)):
        print(f"exifilm: {warning}", file=sys.stderr)
    return ()


def _records(image: Gimp.Image, first: int, last: int) -> list[tuple[str, ExposureRecord]]:
    from exifilm_core.scans import Archive
    from exifilm_in_gimp.images import file_of

    if first < 0:
        with closing(_sheet_of(image)) as sheet:
            record = sheet.read()
            return [(sheet.glance.called if sheet.glance else "", record)]
    path = file_of(image)
    if path is None:
        raise ExifilmError(InGimp.NO_FOLDER())
    with Archive(path.parent) as archive:
        found = archive.range(first, max(first, last)).scans
        if not found:
            problem = InGimp.NO_SUCH_NUMBERS(first=first, last=last)
            raise ExifilmError(problem, file=path.parent)
        return [(scan.called, scan.record) for scan in found]


def _values(text: str) -> dict[str, Any]:
    """The values that are to be set. ExifilmError names the first that makes no sense."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ExifilmError(InGimp.NOT_JSON(reason=str(problem))) from problem
    if not isinstance(data, dict):
        raise ExifilmError(InGimp.NOT_AN_OBJECT())
    return ExposureRecord.values_in_json(data)


def _sheet_of(image: Gimp.Image) -> Any:
    from exifilm_in_gimp.host import sheet_of

    return sheet_of(image, ExifTool.shared())


DO = {
    "plug-in-exifilm-record": show,
    "plug-in-exifilm-get": get,
    "plug-in-exifilm-set": set_fields,
    "plug-in-exifilm-print": print_records,
}
