"""`exifilm print`: the records of a folder of scans, on the paper form.

It prints all that it can, and reports missing and duplicate numbers on standard error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exifilm_core.commands.arguments import recursive_option
from exifilm_core.commands.blank_form import (
    check_output,
    page_of,
    page_of_book,
    page_of_rolls,
    paper_options,
    put_out,
)
from exifilm_core.commands.console import above_progress, complain, with_progress
from exifilm_core.commands.exits import FAILED, InputError
from exifilm_core.commands.images import as_sentence, deeper
from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError, printable, printable_path

if TYPE_CHECKING:
    from exifilm_core.actions.print_records import Chosen
    from exifilm_core.messages import Text
    from exifilm_core.printing import Page, RollLines
    from exifilm_core.scans import Archive, Scan


@click.command("print")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("first", required=False)
@click.argument("last", required=False)
@click.option(
    "--id", "ids", multiple=True, metavar="NO", help="Print the record with this No.; repeatable."
)
@click.option("--roll", metavar="ROLL", help="Print the frames of this roll.")
@recursive_option
@click.option(
    "--book",
    is_flag=True,
    help="Make a book: each record with a picture of its scan, on both sides of the paper, and an "
    "index at the end.",
)
@click.option(
    "--holders",
    is_flag=True,
    help="Print the holder list instead: a line for each side of the records' film holders.",
)
@click.option(
    "--roll-form",
    is_flag=True,
    help="Print the roll form instead: a page for each roll, with a line for each of its frames.",
)
@paper_options
def print_records(
    folder: Path,
    first: str | None,
    last: str | None,
    ids: tuple[str, ...],
    roll: str | None,
    recursive: bool,
    book: bool,
    holders: bool,
    roll_form: bool,
    paper: str | None,
    forms: int | None,
    duplex: bool | None,
    output: Path | None,
) -> None:
    """Print the exposure records of a folder of scans.

    Writes the records with the image numbers FIRST to LAST, or all of the folder, as PostScript to
    standard output, for a printer. A page of US letter or A4 has four forms and marks where to cut.

    FIRST and LAST may be Nos. of any sort, 0418-01 0418-36; all that lie between are printed, in
    natural order. FIRST alone is one No., or a range such as 1-16. If a record has no No., the
    number in its file name that counts up in the folder is used, and printed with a question mark.
    Missing and duplicate numbers are reported on standard error.

    If a record has no No., its roll and frame stand for it: 0418-07. FIRST and LAST may then be
    frames, which means those of every roll; --roll chooses one. Several files of one sheet, such
    as scan.tif and scan.jpg, are printed once.

    With --book, the pages stay whole: a page of US letter or A4 has two records, each with a
    picture of its scan beside it. The index has the pages of films, locations and subjects.

    With --holders, a page has the sides of 12 holders, in natural order: film, EI, date,
    development, No. and subject. A holder that was exposed again has its own lines again.

    With --roll-form, a page has a roll: at its head what most frames share, such as film and
    developer, then 12, 24 or 36 lines. A frame's own values are in its notes. A frame without a
    scan has an empty line. With FIRST, LAST or --id, only frames with a scan have a line.

    \b
    Examples:
      exifilm print scans | lpr
      exifilm print scans 1 16 | lpr
      exifilm print scans 1-16 --paper a4 --output records.pdf
      exifilm print scans 0418-01 0418-36 | lpr
      exifilm print scans --roll 0418 1 12 | lpr
      exifilm print scans --duplex | lpr -o sides=two-sided-long-edge
      exifilm print scans --id 2012-017 --id 2012-018 | lpr
      exifilm print scans --book --output book.pdf
      exifilm print scans --holders | lpr
      exifilm print scans --roll 0418 --roll-form | lpr
    """
    check_output(output)
    from exifilm_core.actions.print_records import choose, entries
    from exifilm_core.printing import rolls_of
    from exifilm_core.scans import Archive

    _refuse_range(first, last)
    page = _page(paper, forms, duplex, book=book, holders=holders, roll_form=roll_form)
    with Archive(folder, recursive=recursive) as archive:
        chosen = choose(archive, first, last, ids, roll)
        for differing in chosen.differing:
            complain(Commands.DIFFERING_RECORDS(**differing.words))
        _report(archive, chosen, first, last)
        for path, reason in archive.unreadable:
            complain(Commands.NOT_PRINTED(why=reason), path)
        if book:
            complete = put_in_book(chosen.scans, page, output, archive.folder)
        elif holders:
            complete = put_in_list(chosen.scans, page, output)
        elif roll_form:
            rolls = rolls_of(entries(chosen.scans), gaps=first is None and not ids)
            page = page_of_rolls(paper, forms, rolls, duplex=duplex)
            complete = put_on_roll_forms(chosen.scans, rolls, page, output)
        else:
            complete = put_on_paper(chosen.scans, page, output)
    if archive.unreadable or not complete:
        click.get_current_context().exit(FAILED)


def _page(
    paper: str | None,
    forms: int | None,
    duplex: bool | None,
    *,
    book: bool,
    holders: bool,
    roll_form: bool,
) -> Page:
    """The page of the chosen form. An impossible choice is wrong usage."""
    from exifilm_core.printing import HOLDERS, Form

    documents = {"--book": book, "--holders": holders, "--roll-form": roll_form}
    one, *others = [option for option, chosen in documents.items() if chosen] or [""]
    if others:
        raise InputError(f"{one} and {others[0]} are two documents. Print one after the other.")
    if book:
        return page_of_book(paper, forms, duplex=duplex)
    if roll_form:
        return page_of_rolls(paper, forms, duplex=duplex)
    return page_of(paper, forms, duplex=duplex, form=Form.read(HOLDERS) if holders else None)


def put_on_paper(scans: Sequence[Scan], page: Page, output: Path | None) -> bool:
    """Print the records of these scans; returns whether all their fields are printed."""
    from exifilm_core.actions.print_records import entries
    from exifilm_core.printing import typeset

    complete = _report_fields(scans)
    records = with_progress(entries(scans), len(scans), "Typesetting")
    for warning in put_out(lambda out: typeset(records, page, out), output):
        complain(str(warning))
    return complete


def put_in_book(scans: Sequence[Scan], page: Page, output: Path | None, folder: Path) -> bool:
    """Print a book of these scans; returns whether all their fields and pictures are printed."""
    from exifilm_core.actions.print_records import entries
    from exifilm_core.commands.pictures import Pictures
    from exifilm_core.printing import Bound, bind

    complete = _report_fields(scans)

    def bound() -> Iterator[Bound]:
        nonlocal complete
        for scan, (number, record) in zip(scans, entries(scans), strict=True):
            found = pictures.of(scan.path)
            if found.problem:
                complete = False
                said = Commands.PICTURE_DAMAGED if found.picture.jpeg else Commands.NO_PICTURE
                with above_progress():
                    complain(said(why=found.problem), scan.path)
            name = str(scan.path.relative_to(folder))
            yield Bound(number, record, printable(name), found.picture)

    with Pictures() as pictures:
        records = with_progress(bound(), len(scans), "Typesetting")
        title = printable(folder.absolute().name)
        warnings = put_out(lambda out: bind(records, page, title, out), output)
        if not pictures.are_possible:
            complete = False
            complain(Commands.NO_PICTURES())
    for warning in warnings:
        complain(str(warning))
    return complete


def put_in_list(scans: Sequence[Scan], page: Page, output: Path | None) -> bool:
    """Print the list of the scans' holders; returns whether all their fields can be printed."""
    from exifilm_core.actions.print_records import entries
    from exifilm_core.printing import holder_list

    complete = _report_fields(scans)
    without = sum(scan.record.holder is None for scan in scans)
    for warning in put_out(lambda out: holder_list(entries(scans), page, out), output):
        complain(str(warning))
    if without:
        complain(Commands.NO_HOLDER(n=without))
    return complete


def put_on_roll_forms(
    scans: Sequence[Scan], rolls: Sequence[RollLines], page: Page, output: Path | None
) -> bool:
    """Print a form for each roll; returns whether all fields of the scans can be printed."""
    from exifilm_core.printing import roll_forms

    complete = _report_fields(scans)
    for warning in put_out(lambda out: roll_forms(rolls, page, out), output):
        complain(str(warning))
    if without := len(scans) - sum(len(roll.records) for roll in rolls):
        complain(Commands.NO_ROLL(n=without))
    return complete


def _report_fields(scans: Sequence[Scan]) -> bool:
    """Report the fields that cannot be printed; returns whether there are none."""
    unreadable = [(scan.path, *field) for scan in scans for field in scan.unreadable.items()]
    for path, name, text in unreadable:
        complain(Commands.FIELD_NOT_PRINTED(name=name, text=text), path)
    return not unreadable


def _refuse_range(first: str | None, last: str | None) -> None:
    """InputError for an impossible range, before any scan is read."""
    from exifilm_core.scans.selection import as_numbers, refuse_too_many, runs_backwards

    if first is None:
        return
    numbers = as_numbers(first, last)
    lowest, highest = numbers or (0, 0)
    if last is not None and (highest < lowest if numbers else runs_backwards(first, last)):
        raise InputError(f"FIRST is greater than LAST; did you mean {last} {first}?")
    if lowest < 0:
        raise InputError("image numbers begin at 0.")
    if last is not None:  # alone it may be a No.
        try:
            refuse_too_many(lowest, highest)
        except ExifilmError as problem:
            raise InputError(problem.message) from problem


def _report(archive: Archive, chosen: Chosen, first: str | None, last: str | None) -> None:
    """Report missing and duplicate scans. ExifilmError if there is nothing to print."""
    from exifilm_core.actions.print_records import are_two_ranges

    if (found := chosen.range) is not None:
        if are_two_ranges(found.unknown):
            raise InputError(
                f"“{found.unknown[0]}” and “{found.unknown[1]}” are two ranges. Print one after "
                "the other."
            )
        for number, scans in found.doubled.items():
            _name_doubled(str(number), scans, archive)
        hint = _where_more_are(archive) if first is None or found.missing or found.unknown else ""
        if not found.scans and not chosen.by_id:
            raise ExifilmError(_none(first, last, as_sentence(hint)), file=archive.folder)
        if found.missing:
            complain(f"no scan has the image number {format_ranges(found.missing)}.")
        for each in found.unknown:
            complain(f"no scan has the No. “{each}”.")
        if hint:
            complain(f"{printable_path(archive.folder)}: {hint}")
    for each, scans in chosen.by_id.items():
        if not scans:
            complain(f"no scan has the No. “{each}”.")
        if len(scans) > 1:
            _name_doubled(each, scans, archive)
    if not chosen.scans:
        raise ExifilmError(Commands.NONE_CHOSEN(), file=archive.folder)


def _none(first: str | None, last: str | None, hint: str) -> Text:
    """The error when no scan is selected, with a hint on scans elsewhere."""
    sentence = _no_scan(first, last)
    return Commands.NOTHING_TO_PRINT(missing=sentence, more=hint) if hint else sentence


def _no_scan(first: str | None, last: str | None) -> Text:
    from exifilm_core.scans.selection import as_numbers

    if first is None:
        return Commands.NO_RECORDS_HERE()
    numbers = as_numbers(first, last)
    if numbers and numbers[0] < numbers[1]:
        return Commands.NO_NUMBER_IN_RANGE(first=numbers[0], last=numbers[1])
    if last is not None and first != last:
        return Commands.NO_NAME_IN_RANGE(first=first, last=last)
    if numbers is not None and numbers[0] > numbers[1]:
        return Commands.NO_SUCH_NO_NOR_RANGE(number=first)
    return Commands.NO_SUCH_NO(number=first)


def _where_more_are(archive: Archive) -> str:
    return "" if archive.recursive else deeper(archive.folder, here=len(archive))


def _name_doubled(number: str, scans: list[Scan], archive: Archive) -> None:
    names = ", ".join(str(scan.path.relative_to(archive.folder)) for scan in scans)
    complain(f"No. {number} is on {len(scans)} scans, and each is printed: {names}.")


def format_ranges(numbers: list[int]) -> str:
    """Rising numbers, with runs as ranges: "3, 5-9 or 12"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    words = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(words[:-1]) + (" or " if words[1:] else "") + words[-1]
