"""`exifilm print`: the records of a folder of scans, on the paper form.

The one idea: what can be printed is printed, and what of it was asked for and is not there is named
on standard error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exifilm_core.commands import FAILED
from exifilm_core.commands.form import check_output, paper_options, put_out, sheet_of
from exifilm_core.commands.speaking import complain, with_progress
from exifilm_core.commands.starting import start_exiftool

if TYPE_CHECKING:
    from exifilm_core.record import ExposureRecord
    from exifilm_core.scans import Archive, Scan

_MOST = 100_000
"""Image numbers in one range: more than anybody prints, and few enough to look each one up."""


@click.command("print")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("first", type=int, required=False)
@click.argument("last", type=int, required=False)
@click.option(
    "--id", "ids", multiple=True, metavar="NO", help="Print the record with this No.; repeatable."
)
@paper_options
def print_records(
    folder: Path,
    first: int | None,
    last: int | None,
    ids: tuple[str, ...],
    paper: str | None,
    forms: int | None,
    output: Path | None,
) -> None:
    """Print the exposure records of a folder of scans.

    Prints the records with the image numbers FIRST to LAST in order, as PostScript on standard
    output, to be sent to a printer: four forms on a page of US letter or A4, with marks where to
    cut. A scan whose record has no number is known by the number in its file name
    that counts up in the folder, which is printed with a question mark. Numbers
    that are missing, or on several scans, are named on standard error.

    \b
    Examples:
      exifilm print scans 1 16 | lpr
      exifilm print scans 1 16 --paper a4 --output records.pdf
      exifilm print scans --id 2012-017 --id 2012-018 | lpr
    """
    _check_range(first, last, ids)
    check_output(output)
    start_exiftool()
    sheet = sheet_of(paper, forms)
    from exifilm_core.printing import typeset
    from exifilm_core.scans import Archive

    with Archive(folder) as archive:
        chosen = _chosen(archive, first, last, ids)
        unreadable = _name_unreadable(archive, chosen)
        records = with_progress(_records(chosen), len(chosen), "typesetting")
        warnings = put_out(lambda out: typeset(records, sheet, out), output)
    for warning in warnings:
        complain(str(warning))
    if unreadable:
        click.get_current_context().exit(FAILED)


def _check_range(first: int | None, last: int | None, ids: tuple[str, ...]) -> None:
    if first is None and not ids:
        raise click.UsageError(
            "say which records: the first and the last image number, or --id with a No."
        )
    if first is None:
        return
    if last is None:
        raise click.UsageError(
            f"say the last image number as well: {first} {first} prints number {first} alone."
        )
    if last < first:
        raise click.UsageError(f"the range runs backwards. Write {last} {first}.")
    if first < 0:
        raise click.UsageError("image numbers begin at 0.")
    if last - first >= _MOST:
        raise click.UsageError(
            f"{first} to {last} is {last - first + 1} numbers; at most {_MOST} are printed at once."
        )


def _chosen(
    archive: Archive, first: int | None, last: int | None, ids: tuple[str, ...]
) -> list[Scan]:
    """The scans asked for; those that are missing or doubled are named. ExifilmError for none."""
    from exifilm_core.errors import ExifilmError

    chosen: list[Scan] = []
    if first is not None and last is not None:
        found = archive.range(first, last)
        chosen += found.scans
        for number, scans in found.doubled.items():
            _name_doubled(str(number), scans)
        if not chosen and not ids:
            raise ExifilmError(
                f"no scan has an image number from {first} to {last}.", file=archive.folder
            )
        if found.missing:
            complain(f"no scan has the image number {in_short(found.missing)}.")
    for each in dict.fromkeys(ids):
        scans = archive.by_id(each)
        if not scans:
            complain(f"no scan has the No. “{each}”.")
        if len(scans) > 1:
            _name_doubled(each, scans)
        chosen += [scan for scan in scans if scan not in chosen]
    if not chosen:
        raise ExifilmError("no scan has what was asked for.", file=archive.folder)
    return chosen


def _name_doubled(number: str, scans: list[Scan]) -> None:
    names = ", ".join(scan.path.name for scan in scans)
    complain(f"No. {number} is on {len(scans)} scans, and each is printed: {names}.")


def _name_unreadable(archive: Archive, chosen: Iterable[Scan]) -> bool:
    """Name the scans that could not be read, and the fields that hold nonsense; whether any."""
    from exifilm_core.errors import ExifilmError

    for path, reason in archive.unreadable:
        complain(ExifilmError(f"not printed: {reason}", file=path))
    bad_fields = False
    for scan in chosen:
        for name, text in scan.unreadable.items():
            bad_fields = True
            complain(
                ExifilmError(
                    f"{name} is not printed: “{text}” makes no sense there.", file=scan.path
                )
            )
    return bool(archive.unreadable) or bad_fields


def _records(scans: Iterable[Scan]) -> Iterator[tuple[str, ExposureRecord]]:
    for scan in scans:
        yield scan.called or scan.path.stem, scan.record


def in_short(numbers: list[int]) -> str:
    """Rising numbers with their runs drawn together: "3, 5-9 or 12"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    words = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(words[:-1]) + (" or " if words[1:] else "") + words[-1]
