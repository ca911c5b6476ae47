"""The document of the records that the dialogue prints, and its ways out but for GTK's.

It needs no toolkit. Everything here may take its time: a worker calls it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from exifilm_core.printing import Sheet, typeset
from exifilm_core.printing.output import FORMATS, to_file
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.numbering import Number
from exifilm_form.session.host import HostScan
from exifilm_form.session.texts import FormError, _, ngettext, translated


class Made(NamedTuple):
    """A document of records, and the messages about it."""

    postscript: bytes
    said: list[str]


def make(
    look: Callable[[Sequence[HostScan]], None],
    known: list[tuple[HostScan, ExposureRecord | None]],
    chosen: tuple[int, int] | None,
    layout: Callable[[], Sheet],
) -> Made:
    """The document of the scans with these numbers, or of all scans read so far."""
    unseen = [scan for scan, record in known if record is None and scan.summary is None]
    if unseen:
        look(unseen)
    numbered: list[tuple[int, str, ExposureRecord]] = []
    for scan, typed in known:
        summary = scan.summary
        record = typed or (summary.record if summary and not summary.problem else None)
        if record is None:
            continue
        guess = summary.number if summary and summary.guessed else ""
        number = Number(record.image_id or "", guess)
        whole = number.whole
        if chosen is None or (whole is not None and chosen[0] <= whole <= chosen[1]):
            numbered.append((whole or 0, number.name(Path(scan.name)), record))
    if not numbered:
        raise FormError(_("No scan has a number in that range."))
    numbered.sort(key=lambda item: item[0])
    out = io.BytesIO()
    warnings = typeset(((name, record) for _n, name, record in numbered), layout(), out)
    count = ngettext("{n} record", "{n} records", len(numbered)).format(n=len(numbered))
    return Made(out.getvalue(), [count, *(translated(warning.text) for warning in warnings)])


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
    return [_("The records were sent to the printer."), *made.said]
