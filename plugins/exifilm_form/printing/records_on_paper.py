"""The document that the dialogue prints, of records or blank forms, and its ways out but for GTK's.

Records are printed as forms, on roll forms or in a list of their holders.

It needs no toolkit. Everything here may take its time: a worker calls it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Collection, Sequence
from enum import Enum
from pathlib import Path
from typing import BinaryIO, NamedTuple

from exifilm_core.actions.exposing import known_films
from exifilm_core.actions.kit_tables import tables_of
from exifilm_core.actions.sheets import differing_fields
from exifilm_core.kit import known_kit
from exifilm_core.printing import (
    Form,
    Page,
    Paper,
    Warned,
    blank,
    blank_with_tables,
    holder_list,
    lay_out,
    roll_forms,
    roll_page,
    rolls_of,
    typeset,
)
from exifilm_core.printing.output import FORMATS, to_file
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.numbering import Number, sheet_of
from exifilm_core.scans.selection import in_range
from exifilm_form.session.host import HostScan
from exifilm_form.session.texts import FormError, _, labels_of, ngettext, translated

Known = list[tuple[HostScan, ExposureRecord | None]]
"""Scans, each with its record as it is typed, or None if it is not open."""


class Kind(Enum):
    """What the records are printed on."""

    RECORDS = "records"
    ROLLS = "rolls"
    HOLDERS = "holders"


class Layout(NamedTuple):
    """The paper and the forms on it."""

    paper: Paper
    forms: int
    """How many on a page; 0 for as many as fit."""
    form: Form
    duplex: bool

    def page(self) -> Page:
        """ExifilmError if the paper is too small."""
        return lay_out(self.paper, self.forms, self.form, duplex=self.duplex)


class Made(NamedTuple):
    """A document of records or of blank forms, and the messages about it."""

    postscript: bytes
    said: list[str]


def make(
    look: Callable[[Sequence[HostScan]], None],
    known: Known,
    chosen: tuple[int, int] | None,
    kind: Kind,
    layout: Layout,
) -> Made:
    """The document of the scans with these numbers, or of all scans read so far.

    Of several files of a sheet, such as scan.tif and scan.jpg, one is printed.
    """
    unseen = [scan for scan, record in known if record is None and scan.summary is None]
    if unseen:
        look(unseen)
    known, said = _one_of_each_sheet(known)
    entries: list[tuple[str, ExposureRecord]] = []
    numbers: dict[int, Number] = {}
    for scan, record in known:
        if record is None:
            continue
        summary = scan.summary
        guess = summary.number if summary and summary.guessed else ""
        number = numbers[len(entries)] = Number(
            record.image_id or "", guess, record.roll or "", record.frame or ""
        )
        entries.append((number.name(Path(scan.name)), record))
    if chosen is None:
        places = sorted(numbers, key=lambda place: numbers[place].whole or 0)
    else:
        places = [place for some in in_range(numbers, *chosen).values() for place in some]
    if not places:
        raise FormError(_("No scan has a number in that range."))
    out = io.BytesIO()
    printed = [entries[place] for place in places]
    warnings, left = _MAKERS[kind](printed, chosen is None, layout, out)
    count = ngettext("{n} record", "{n} records", len(places)).format(n=len(places))
    return Made(
        out.getvalue(),
        [count, *filter(None, [left]), *said, *(translated(each.text) for each in warnings)],
    )


Entries = list[tuple[str, ExposureRecord]]


def _forms(
    entries: Entries, _every: bool, layout: Layout, out: BinaryIO
) -> tuple[list[Warned], str]:
    return typeset(entries, layout.page(), out), ""


def _rolls(
    entries: Entries, every: bool, layout: Layout, out: BinaryIO
) -> tuple[list[Warned], str]:
    """With `every` record of the list, frames without a scan have empty lines."""
    rolls = rolls_of(entries, gaps=every)
    page = roll_page(layout.paper, layout.forms, rolls, duplex=layout.duplex)
    count = sum(not (record.roll or record.frame) for _name, record in entries)
    left = ngettext(
        "{n} record has neither roll nor frame, and is left out.",
        "{n} records have neither roll nor frame, and are left out.",
        count,
    ).format(n=count)
    return roll_forms(rolls, page, out), left if count else ""


def _holders(
    entries: Entries, _every: bool, layout: Layout, out: BinaryIO
) -> tuple[list[Warned], str]:
    count = sum(record.holder is None for _name, record in entries)
    left = ngettext(
        "{n} record has no holder, and is left out.",
        "{n} records have no holder, and are left out.",
        count,
    ).format(n=count)
    return holder_list(entries, layout.page(), out), left if count else ""


_MAKERS = {Kind.RECORDS: _forms, Kind.ROLLS: _rolls, Kind.HOLDERS: _holders}


def _one_of_each_sheet(known: Known) -> tuple[Known, list[str]]:
    """One scan of each sheet, the first with a record; and the sheets whose records differ."""
    sheets: dict[Path, Known] = {}
    for scan, typed in known:
        summary = scan.summary
        read = summary.record if summary and not summary.problem else None
        record = read if typed is None else typed
        sheets.setdefault(sheet_of(scan.path or Path(scan.name)), []).append((scan, record))
    said: list[str] = []
    for sheet in sheets.values():
        sheet.sort(key=lambda each: not each[1])
        records = [record for _scan, record in sheet if record]
        if len(records) > 1 and (fields := differing_fields(records)):
            said.append(_differing(sheet, fields))
    return [sheet[0] for sheet in sheets.values()], said


def _differing(sheet: Known, fields: Collection[str]) -> str:
    first, *others = (scan.name for scan, _record in sheet)
    words = _(
        "{first} and {others} are one sheet, but differ in {labels}. The record of {first} is "
        "printed."
    )
    return words.format(first=first, others=", ".join(others), labels=labels_of(fields))


def make_blank(layout: Layout, *, tables: bool) -> Made:
    """The document of a page of blank forms; with the kit's tables on the backs, if wanted."""
    out = io.BytesIO()
    if not tables:
        blank(layout.page(), out)
        return Made(out.getvalue(), [])
    kit, mistakes = known_kit()
    catalogue, of_films = known_films()
    warnings = blank_with_tables(layout.page(), tables_of(kit, catalogue, translated), out)
    said = [*mistakes, *of_films, *(each.text for each in warnings)]
    return Made(out.getvalue(), list(map(translated, said)))


def with_suffix(path: Path, suffix: str) -> Path:
    """The path with this extension instead of another document's; “roll.12” keeps its dot."""
    if path.suffix.lower() == suffix:
        return path
    if path.suffix.lower() in FORMATS:
        return path.with_suffix(suffix)
    return path.with_name(path.name + suffix)


def write(document: Callable[[], Made], path: Path) -> list[str]:
    """Write the document in the extension's format; returns the messages about it."""

    def typeset_into(out: BinaryIO) -> list[str]:
        made = document()
        out.write(made.postscript)
        return made.said

    return to_file(typeset_into, path)


def to_system_printer(document: Callable[[], Made]) -> list[str]:
    """Send the document to the system's default printer, if GTK has no dialogue for it."""
    lpr = shutil.which("lpr")
    if not lpr:
        raise FormError(
            _(
                "There is no “lpr” to print with (on Debian: apt install cups-bsd). Save a PDF, "
                "and print that."
            )
        )
    made = document()
    done = subprocess.run([lpr], input=made.postscript, capture_output=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise FormError(_("Printing failed: {said}").format(said=said))
    sent = _("The records were sent to the printer.") if made.said else _("Sent to the printer.")
    return [sent, *made.said]
