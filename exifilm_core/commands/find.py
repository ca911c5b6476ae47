"""`exifilm find`: list, open or print the scans whose records match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exifilm_core.commands.blank_form import check_output, page_of, paper_options
from exifilm_core.commands.console import (
    above_progress,
    complain,
    each_on_its_own,
    say,
    say_json,
    say_path,
)
from exifilm_core.commands.edit import open_window
from exifilm_core.commands.exits import FAILED, InputError
from exifilm_core.commands.field_names import fields_from
from exifilm_core.commands.hints import with_hint
from exifilm_core.commands.images import is_folder
from exifilm_core.commands.messages import Commands
from exifilm_core.commands.print_records import put_on_paper
from exifilm_core.commands.reading import counted_on_terminal
from exifilm_core.errors import printable_path, shortened
from exifilm_core.record.query import Query, asked

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from exifilm_core.actions import Outcome
    from exifilm_core.actions.show import Shown
    from exifilm_core.scans import Scan

ALWAYS = ("image_id", "subject")
"""The fields that begin every line; roll and frame do where they stand for the No."""


def _completed(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return fields_from(incomplete, "=")


def _folders(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


@click.command()
@click.argument("words", metavar="[WORD]… [FIELD=VALUE]…", nargs=-1, shell_complete=_completed)
@click.option(
    "--in",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    shell_complete=_folders,
    help="Search this folder and its sub-folders; repeatable. By default, every folder of which "
    "ExiFilm has read scans before.",
)
@click.option("--roll", metavar="ROLL", help="Find the frames of this roll only.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@click.option("--null", "-0", "as_paths", is_flag=True, help="Write paths only, for “xargs -0”.")
@click.option("--open", "in_window", is_flag=True, help="Open the scans in the window.")
@click.option("--print", "on_paper", is_flag=True, help="Print the records, as “exifilm print”.")
@paper_options
def find(
    words: tuple[str, ...],
    folders: tuple[Path, ...],
    roll: str | None,
    as_json: bool,
    as_paths: bool,
    in_window: bool,
    on_paper: bool,
    paper: str | None,
    forms: int | None,
    duplex: bool | None,
    output: Path | None,
) -> None:
    """Find scans by what their records say.

    Lists the scans that match every WORD and every FIELD=VALUE. Case and accents do not matter.
    Searches in each DIR and its sub-folders, or else in all folders of which ExiFilm has read scans
    before.

    A WORD may be part of any text in the record, or of the file name. In FIELD=VALUE, VALUE is a
    part of the field's text, or a value in the field's notation:

    \b
      film=tri-x                 a text that contains it
      aperture=f/22..f/45        a range with its ends; also f/22.. and ..f/45
      taken=2012                 a date within that time, or that may be
      holder=12A..14B            numbers and names in natural order
      keywords=snow              one of several keywords
      filter=                    the field is empty
      development!=N             not this value; filter!= is any value

    FIELD may also be a label of the form, English or German. “exifilm schema --fields” lists all
    fields with examples.

    The list has the file, the number, the subject, and the fields of the search. --json prints a
    list of the objects that “exifilm show --json” prints. --paper, --forms, --duplex and --output
    belong to --print.

    The exit status is 0 if scans were found. It is 1 if none was, or if a file or folder could not
    be read; these are reported, and the others searched.

    \b
    Examples:
      exifilm find moonrise
      exifilm find symmar --in scans development=N-1 developer=pyrocat taken=2012..2014
      exifilm find --in scans exposure_time=1s..30s bellows_extension=300mm.. --open
      exifilm find --in scans film=hp5 development= -0 | xargs -0 exifilm show
      exifilm find --in scans taken=2012-06 --print | lpr
      exifilm find --roll 0418 aperture=f/2.8
    """
    found = asked([*words, *([f"roll={roll}"] if roll else [])])
    if found.problems:
        raise InputError("\n".join(map(with_hint, found.problems)))
    if not any(found.query):
        raise click.UsageError("nothing to find. Give a WORD or FIELD=VALUE.")
    ways = {"--json": as_json, "--null": as_paths, "--open": in_window, "--print": on_paper}
    chosen = [option for option, wanted in ways.items() if wanted]
    if len(chosen) > 1:
        raise InputError(f"{chosen[0]} and {chosen[1]} cannot be combined. Choose one.")
    if (paper or forms or duplex or output) and not on_paper:
        raise InputError("--paper, --forms, --duplex and --output need --print.")
    if on_paper:
        check_output(output)
        page = page_of(paper, forms, duplex=duplex)
    from exifilm_core.actions.find import Search

    search = Search(found.query, folders or _known(), recursive=bool(folders))
    hits = status = 0
    data: list[dict[str, Any]] = []
    scans: list[Scan] = []

    def take(outcome: Outcome[Shown]) -> None:
        nonlocal hits
        shown = outcome.get()
        hits += 1
        if as_json:
            data.append(shown.to_json())
        elif as_paths:
            say_path(shown.scan.path)
        elif chosen:
            scans.append(shown.scan)
        else:
            say(_line(shown, found.query))

    with each_on_its_own() as attempt:
        with counted_on_terminal(search.due) as progress:
            for outcome in search.found(progress):
                with above_progress():
                    attempt(take, outcome)
        if as_json:
            say_json(data)
        if not hits:
            _report_none(search.scans, folders, words)
            status = FAILED
        elif on_paper:
            status = 0 if put_on_paper(scans, page, output) else FAILED
        elif in_window:
            status = open_window([scan.path for scan in scans])
    click.get_current_context().exit(status)


def _known() -> list[Path]:
    """The folders that the index knows and that are there; InputError if it knows none."""
    from exifilm_core.actions.find import known_folders
    from exifilm_core.index import Index

    if not Index.shared():
        raise InputError("without an index, no folder is known. Give one with --in DIR.")
    known = known_folders()
    if not known:
        raise InputError(
            "no folder is known yet. Give one with --in DIR, or read it with “exifilm index DIR”."
        )
    there = list(filter(is_folder, known))
    if gone := [folder for folder in known if folder not in there]:
        complain(Commands.FOLDERS_NOT_THERE(n=len(gone), example=printable_path(gone[0])))
    return there


def _report_none(scans: int, folders: Sequence[Path], words: Iterable[str]) -> None:
    """Say that none of so many scans in the folders matches, or that there are none."""
    if scans:
        found = Commands.NOTHING_FOUND if folders else Commands.NOTHING_FOUND_IN_KNOWN
        complain(found(n=scans))
        if names := [word for word in words if is_folder(Path(word))]:
            complain(Commands.WORD_IS_A_FOLDER(word=shortened(names[0])))
        elif any(map(str.isdigit, "".join(word for word in words if "=" not in word))):
            complain(Commands.WORDS_ARE_TEXTS())
        return
    for folder in filter(is_folder, folders):
        complain(Commands.NO_IMAGES_BELOW(), folder)


def _line(shown: Shown, query: Query) -> str:
    """The file, its No. and subject, and the fields that the search is about."""
    scan, record = shown.scan, shown.record
    number = scan.no.shown
    always = ALWAYS if record.image_id else (*ALWAYS, "roll", "frame")
    parts = [f"No. {number}"] if number else []
    parts += [shortened(record.subject)] if record.subject else []
    parts += [
        f"{record.field(name).label} {shortened(record.show(name))}"
        for name in query.fields_of(record)
        if name not in always
    ]
    return (
        f"{printable_path(scan.path)}: {'; '.join(parts)}" if parts else printable_path(scan.path)
    )
