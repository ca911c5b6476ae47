"""The document that the dialogue prints, of records or blank forms, and its ways out but for GTK's.

It needs no toolkit. Everything here may take its time: a worker calls it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from exifilm_core.printing import Page, blank, typeset
from exifilm_core.printing.output import FORMATS, to_file
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.numbering import Number
from exifilm_core.scans.selection import in_range
from exifilm_form.session.host import HostScan
from exifilm_form.session.texts import FormError, _, ngettext, translated


class Made(NamedTuple):
    """A document of records or of blank forms, and the messages about it."""

    postscript: bytes
    said: list[str]


def make(
    look: Callable[[Sequence[HostScan]], None],
    known: list[tuple[HostScan, ExposureRecord | None]],
    chosen: tuple[int, int] | None,
    layout: Callable[[], Page],
) -> Made:
    """The document of the scans with these numbers, or of all scans read so far."""
    unseen = [scan for scan, record in known if record is None and scan.summary is None]
    if unseen:
        look(unseen)
    entries: list[tuple[str, ExposureRecord]] = []
    numbers: dict[int, Number] = {}
    for scan, typed in known:
        summary = scan.summary
        record = typed or (summary.record if summary and not summary.problem else None)
        if record is None:
            continue
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
    warnings = typeset((entries[place] for place in places), layout(), out)
    count = ngettext("{n} record", "{n} records", len(places)).format(n=len(places))
    return Made(out.getvalue(), [count, *(translated(warning.text) for warning in warnings)])


def make_blank(layout: Callable[[], Page]) -> Made:
    """The document of a page of blank forms, or of both its sides."""
    out = io.BytesIO()
    blank(layout(), out)
    return Made(out.getvalue(), [])


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
