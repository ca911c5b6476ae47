"""`exifilm form`: blank forms to take to the field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exifilm_core.commands.exits import InputError

if TYPE_CHECKING:
    from exifilm_core.printing import Form, Page, Paper, RollLines
    from exifilm_core.printing.output import Write

T = TypeVar("T")


def paper_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that prints."""
    for option in (
        click.option(
            "--output",
            "-o",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="NAME.pdf|NAME.ps",
            help="Write this file, as PDF (by Ghostscript) or PostScript.",
        ),
        click.option(
            "--duplex/--one-sided",
            default=None,
            help="Print on both sides of the paper, with the margin for binding on the right of "
            "the backs; or on one side.",
        ),
        click.option(
            "--forms",
            type=click.IntRange(1),
            metavar="N",
            help="Forms on a page; by default, as many as fit.",
        ),
        click.option(
            "--paper",
            metavar="SIZE",
            help="letter, legal, a4, a5, a6, b5, or width and height: 3x5in, 95x171mm, 360x540 "
            "(points); “a6 across” is wider than high.",
        ),
    ):
        command = option(command)
    return command


def check_output(output: Path | None) -> None:
    """InputError for an unknown type of file, and for PostScript on a terminal."""
    import sys

    from exifilm_core.printing.output import FORMATS

    if output and output.suffix.lower() not in FORMATS:
        raise InputError(
            f"“{output.name}” ends in neither .ps nor .pdf. Give --output such a name, for example "
            "records.pdf."
        )
    if not output and sys.stdout and sys.stdout.isatty():
        raise click.UsageError(
            "PostScript is for a printer, not for a terminal. Send it to one (… | lpr), or write "
            "a file: --output records.pdf"
        )


def page_of(
    paper: str | None, forms: int | None, *, duplex: bool | None, form: Form | None = None
) -> Page:
    """The paper and the forms on it: of exposure records, if no other form is given.

    An impossible choice is wrong usage.
    """
    from exifilm_core.printing import Form, lay_out

    form = form or Form.read()
    with wrong_usage():
        chosen = paper_of(paper, form)
        return lay_out(chosen, forms or int(form.number("forms")), form, duplex=bool(duplex))


def page_of_book(paper: str | None, forms: int | None, *, duplex: bool | None) -> Page:
    """The page of a book: for both sides of the paper, unless one is chosen.

    An impossible choice is wrong usage.
    """
    from exifilm_core.printing import Form, book_page

    with wrong_usage():
        return book_page(paper_of(paper, Form.read()), forms or 0, duplex=duplex is not False)


def page_of_rolls(
    paper: str | None, forms: int | None, rolls: Iterable[RollLines] = (), *, duplex: bool | None
) -> Page:
    """The page of filled roll forms, with enough lines for these rolls.

    An impossible choice is wrong usage.
    """
    from exifilm_core.printing import ROLL, Form, roll_page

    with wrong_usage():
        return roll_page(paper_of(paper, Form.read(ROLL)), forms or 0, rolls, duplex=bool(duplex))


def paper_of(paper: str | None, form: Form) -> Paper:
    """The chosen paper, or the form's own. ExifilmError if there is no such paper."""
    from exifilm_core.printing import default_paper, paper_named

    return paper_named(paper, form) if paper else default_paper(form)


@contextmanager
def wrong_usage() -> Iterator[None]:
    """An ExifilmError within is wrong usage."""
    from exifilm_core.commands.hints import with_hint
    from exifilm_core.errors import ExifilmError

    try:
        yield
    except ExifilmError as refusal:
        raise InputError(with_hint(refusal.text)) from refusal


def put_out(write: Write[T], output: Path | None) -> T:
    """Write the document to the chosen output."""
    from exifilm_core.printing.output import to_file, to_standard_output

    return to_file(write, output) if output else to_standard_output(write)


@click.command()
@click.option(
    "--roll",
    type=click.IntRange(1),
    metavar="LINES",
    help="Print the roll form instead: a page for a roll of film, with 12, 24, 36 or another "
    "number of lines for its frames.",
)
@click.option(
    "--holders",
    is_flag=True,
    help="Print the holder list instead: a page for both sides of 12 film holders.",
)
@click.option(
    "--tables",
    is_flag=True,
    help="Print the tables of your kit on the back: bellows, reciprocity, filters, development.",
)
@paper_options
def form(
    roll: int | None,
    holders: bool,
    tables: bool,
    paper: str | None,
    forms: int | None,
    duplex: bool | None,
    output: Path | None,
) -> None:
    """Print blank forms to fill in by hand.

    Writes one page of blank forms as PostScript to standard output, for a printer. Marks show
    where to cut the page. With --duplex there is a second page, the back of the first.

    The form is the exposure record of a sheet, four to a page. --roll and --holders print other
    forms, one to a page.

    --tables prints on both sides, unless --one-sided is given: the back of each form has the
    bellows extensions of your lenses, the reciprocity of your films, your filters' factors and your
    developing times.

    \b
    Examples:
      exifilm form | lpr
      exifilm form --paper a4 | lpr -# 25
      exifilm form --duplex | lpr -o sides=two-sided-long-edge
      exifilm form --paper a5 --output form.pdf
      exifilm form --roll 36 | lpr
      exifilm form --roll 12 --forms 2 --paper a4 | lpr
      exifilm form --holders --paper a5 --output holders.pdf
      exifilm form --tables | lpr -o sides=two-sided-long-edge
    """
    check_output(output)
    from exifilm_core.printing import blank

    if tables and duplex is None:
        duplex = True
    page = page_of(paper, forms, duplex=duplex, form=_chosen(roll, holders=holders))
    if tables:
        _with_tables(page, output)
    else:
        put_out(lambda out: blank(page, out), output)


def _with_tables(page: Page, output: Path | None) -> None:
    from exifilm_core.actions.exposing import known_films, own_file
    from exifilm_core.actions.kit_tables import tables_of
    from exifilm_core.commands.console import complain
    from exifilm_core.commands.hints import with_hint
    from exifilm_core.commands.kit_given import known
    from exifilm_core.printing import blank_with_tables

    catalogue, mistakes = known_films()
    for mistake in mistakes:
        complain(mistake, own_file())
    printed = tables_of(known(), catalogue, with_hint)
    for warned in put_out(lambda out: blank_with_tables(page, printed, out), output):
        complain(warned.message)


def _chosen(roll: int | None, *, holders: bool) -> Form:
    from exifilm_core.printing import HOLDERS, RECORD, ROLL, Form

    if roll is None:
        return Form.read(HOLDERS if holders else RECORD)
    if holders:
        raise InputError("--roll and --holders are two forms. Print one after the other.")
    return Form.read(ROLL).with_lines(roll)
