"""`exifilm set`: fill in fields, of one scan or of many.

The one idea: all that was typed is understood before anything is read or written, and everything
in it that cannot be understood is named at once.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exifilm_core.commands import InputError
from exifilm_core.commands.images import images_of, recursive_option
from exifilm_core.commands.matching import Entries
from exifilm_core.commands.speaking import (
    complain,
    each_on_its_own,
    mention,
    paths_to_files,
    say,
    there_is,
    with_progress,
)
from exifilm_core.commands.starting import start_exiftool
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.kinds import PartialDate
from exifilm_core.kinds.numbers import is_bare, number, plain
from exifilm_core.record import ExposureRecord, Section

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from exifilm_core.scans import Saved, Scan

T = TypeVar("T")
_NAME = re.compile(r"[^\W\d][\w .,-]*")
NOT_COPIED = ("image_id",)
"""What --from leaves: the sheet's own number, and with it the whole section of the scan."""


def _completed(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Names of fields, once a file is named; files else."""
    from click.shell_completion import CompletionItem

    given = context.params.get("words") or ()
    fields = _fields_from(incomplete, "=") if any(map(there_is, given)) else []
    return fields or [CompletionItem(incomplete, type="file")]


def _fields_from(beginning: str, end: str = "") -> list[CompletionItem]:
    """The fields whose names begin so, in whatever case."""
    from click.shell_completion import CompletionItem

    begins = beginning.lower().replace("-", "_")
    return [
        CompletionItem(f"{field.name}{end}", help=field.help)
        for field in ExposureRecord.fields()
        if field.name.startswith(begins)
    ]


@click.command(name="set")
@click.argument("words", metavar="FILE… FIELD=VALUE…", nargs=-1, shell_complete=_completed)
@click.option(
    "--from", "other", metavar="OTHER", type=paths_to_files(), help="Copy OTHER's record."
)
@click.option(
    "--json", "json_file", metavar="FILE|-", help="Take fields from records in JSON; - is stdin."
)
@click.option(
    "--accept",
    "accepted",
    metavar="FIELD",
    multiple=True,
    shell_complete=lambda _context, _parameter, incomplete: _fields_from(incomplete),
    help="Take what another program wrote of FIELD, as “exifilm check” names it.",
)
@click.option(
    "--film-exif", is_flag=True, help="EXIF's exposure is the film's, not the copy camera's."
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--force", is_flag=True, help="Save over what another program changed meanwhile.")
@click.option("--merge", is_flag=True, help="Keep what another program changed meanwhile too.")
@click.option("--keep-time", is_flag=True, help="Leave the time of last change as it is.")
@recursive_option
def set_fields(
    words: tuple[str, ...],
    other: Path | None,
    json_file: str | None,
    accepted: tuple[str, ...],
    film_exif: bool,
    dry_run: bool,
    force: bool,
    merge: bool,
    keep_time: bool,
    recursive: bool,
) -> None:
    """Fill in fields of the exposure records of scans.

    VALUE is written as on paper: aperture=f/22½, exposure_time=1/60, subject_distance="12 ft",
    development_time=7 (minutes), development_temperature=68 (°F). What is understood is said.
    FIELD= with nothing behind it empties the field. FIELD may be the label on the form as well,
    English or German: "Focal length=210". “exifilm schema --fields” lists the fields and what may
    be written. All FILEs get the same values, and one that cannot be saved does not stop
    the others. Fields that are not named stay as they are.

    --from copies the filled-in fields of another scan's record, all but the sheet's own number
    (image_id) and the section on the scan itself. --json takes the fields of a record as “exifilm
    show --json” writes it; null empties one. Of a list of records, as it writes it for several
    scans, each FILE takes the one with its path, or else with its name. What is written as
    FIELD=VALUE beats both.

    --accept takes over what a tag says that has come to say something else than the record: a title
    that was typed in another program. What is written as FIELD=VALUE keeps the record's way.

    Where a digital camera has made the scan, its own exposure is moved out of EXIF. --film-exif
    says that it was the film's, and fills in what the record leaves empty, before the first save
    or after it; where none is kept as the camera's, it says so and ends with status 1.

    A FILE whose name has a “=” in it is taken for a file if it is there, and always when written
    with its folder: ./a=b.tif

    \b
    Examples:
      exifilm set scan_017.tif subject="Moonrise" film="Kodak Tri-X 320" aperture=f/32
      exifilm set *.tif photographer="Anna Lindqvist" holder=
      exifilm set scan_018.tif --from scan_017.tif exposure_time=2s
      exifilm set scan_017.tif readings="deep shade EV 9 on III; snow EV 13 on VII"
      exifilm set scan_017.tif --accept subject
      exifilm set scan_017.tif --dry-run development=N+1
      exifilm set scan_019.jpg --film-exif
      exifilm show --json a.tif | exifilm set --json - b.tif
      exifilm show --json *.tif > records.json; exifilm set --json records.json *.tif
      exifilm set --recursive scans photographer="Anna Lindqvist"
    """
    if force and merge:
        raise click.UsageError("--force and --merge are two ways; choose one.")
    named, assignments = sorted_out(words)
    problems: list[str] = []
    data = _read_json(json_file) if json_file else {}
    from_json = {} if isinstance(data, list) else _settled_json(data, problems)
    typed = _settled(
        assignments, lambda name, text: ExposureRecord.field(name).written(text), problems
    )
    chosen = _named(accepted, typed, problems)
    _refuse(problems)
    if not named:
        raise click.UsageError("Name a FILE to set fields of.")
    if not (other or json_file or typed or chosen or film_exif):
        raise click.UsageError(
            "Say what to set: FIELD=VALUE, --from OTHER, --json FILE, --accept FIELD, or "
            "--film-exif."
        )
    if not dry_run and (read := _read_otherwise(assignments, typed)):
        mention(f"understood: {read}")
    start_exiftool()
    from exifilm_core.commands.record_text import as_changes
    from exifilm_core.commands.show import exif_of_the_copy
    from exifilm_core.scans import Scan

    def set_one(path: Path) -> None:
        scan = Scan(path)
        here = of_other | given[path] | typed
        here |= {name: scan.accepted(name) for name in chosen}
        record = scan.record.replace(**here)
        gives_back = film_exif and bool(scan.plan(scan.record, film_exif=True))
        if here or gives_back or not film_exif:
            save_one(scan, record, mend=here, film_exif=gives_back)
        if film_exif and not gives_back:
            raise ExifilmError(
                "--film-exif has nothing to give back, because no exposure is kept as a copy "
                f"camera's.{' The other fields are saved.' if here and not dry_run else ''}",
                file=path,
            )

    def save_one(
        scan: Scan, record: ExposureRecord, *, mend: Collection[str], film_exif: bool
    ) -> None:
        path = scan.path
        if dry_run:
            changes = scan.plan(record, film_exif=film_exif)
            say(f"{printable_path(path)}: {_count(len(changes))} would change")
            for line in as_changes((c.label, c.old, c.new) for c in changes):
                say(line)
            return
        hints = [] if film_exif else exif_of_the_copy(scan)
        saved = scan.save(
            record,
            force=force,
            merge=merge,
            keep_time=keep_time,
            mend=mend,
            film_exif=film_exif,
        )
        for warning in (*saved.warnings, *hints):
            complain(f"{printable_path(path)}: {warning}")
        mention(f"{printable_path(path)}: {_summary(saved)}")

    with each_on_its_own() as attempt:
        files = images_of(named, attempt, recursive=recursive)
        if isinstance(data, list):
            given = _settled_list(data, files, attempt)
        else:
            given = dict.fromkeys(files, from_json)
        of_other = copied(Scan(other).record) if other else {}
        for path in with_progress(given, len(given), "Saving", told_each=True):
            attempt(set_one, path)


def sorted_out(words: Iterable[str]) -> tuple[list[Path], list[tuple[str, str]]]:
    """The files among the words, and the fields with what is written for them."""
    files, assignments = [], []
    for word in words:
        name, equals, text = word.partition("=")
        if equals and _NAME.fullmatch(name) and not there_is(word):
            assignments.append((name, text))
        else:
            files.append(Path(word))
    return files, assignments


def copied(record: ExposureRecord) -> dict[str, Any]:
    """What --from takes over of another scan's record."""
    return {
        name: value
        for name, value in record.filled().items()
        if name not in NOT_COPIED and record.field(name).section is not Section.SCAN
    }


def _settled(
    given: Iterable[tuple[str, T]],
    values_of: Callable[[str, T], dict[str, Any]],
    problems: list[str],
) -> dict[str, Any]:
    """The values of the fields that are given by name; what is refused is added to the problems."""
    values: dict[str, Any] = {}
    for name, written in given:
        try:
            found = values_of(name, written)
        except ExifilmError as problem:
            problems.append(problem.message)
            continue
        for field, value in found.items():
            if values.setdefault(field, value) != value:
                problems.append(f"{field} is given twice, with different values.")
    return values


def _read_otherwise(assignments: Iterable[tuple[str, str]], typed: Mapping[str, Any]) -> str:
    """What was understood by a date, a bare number in another unit, or what fills two fields."""
    given = {ExposureRecord.field(name).name: text for name, text in assignments}
    understood = ExposureRecord().replace(**typed)

    def is_what_was_typed(name: str) -> bool:
        value = understood[name]
        if not isinstance(value, (int, float, PartialDate)):
            return True
        words = plain(given[name])
        if isinstance(value, PartialDate):  # today, or a month by its name
            return words == understood.show(name)
        bare = words.removesuffix("°")
        return not is_bare(bare) or bool(value == float(number(bare, ratio=True)))

    return "; ".join(
        f"{understood.field(name).label} {understood.show(name)}"
        for name in understood
        if name not in given or not is_what_was_typed(name)
    )


def _named(names: Iterable[str], typed: Mapping[str, Any], problems: list[str]) -> list[str]:
    """The fields that are named with --accept."""
    fields = []
    for name in names:
        try:
            fields.append(ExposureRecord.field(name).name)
        except ExifilmError as problem:
            problems.append(problem.message)
    if both := [name for name in fields if name in typed]:
        problems.append(f"{both[0]} is given with --accept and with a value; choose one.")
    return fields


def _settled_json(data: Any, problems: list[str]) -> dict[str, Any]:
    """The values of a record in JSON, or of what “show --json” says of one scan."""
    if isinstance(data, Mapping) and "record" in data:
        data = data["record"]
    if isinstance(data, Mapping):
        return _settled(
            data.items(), lambda name, part: ExposureRecord.values_in_json({name: part}), problems
        )
    try:
        return ExposureRecord.values_in_json(data)
    except ExifilmError as problem:
        problems.append(problem.message)
        return {}


def _settled_list(
    data: list[Any], files: Iterable[Path], attempt: Callable[..., None]
) -> dict[Path, dict[str, Any]]:
    """The values of each of the files that the list has an entry of; others are named."""
    problems: list[str] = []
    values: dict[Path, dict[str, Any]] = {}
    try:
        entries = Entries(data, files)
    except ExifilmError as problem:
        raise InputError(f"{problem}\nNothing was changed.") from problem

    def settle(path: Path) -> None:
        found: list[str] = []
        values[path] = _settled_json(entries.of(path), found)
        problems.extend(f"{printable_path(path)}: {problem}" for problem in found)

    for path in files:
        attempt(settle, path)
    _refuse(problems)
    return values


def _refuse(problems: list[str]) -> None:
    if problems:
        raise InputError("\n".join(problems) + "\nNothing was changed.")


def _read_json(name: str) -> Any:
    shown = "standard input" if name == "-" else printable_path(Path(name))
    if name == "-" and sys.stdin is None:
        raise ExifilmError("standard input is closed, so there is no record to take from it.")
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise ExifilmError(f"{shown} cannot be read: {problem.strerror}.") from problem
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise InputError(f"{shown} is not a JSON file.") from problem


def _summary(saved: Saved) -> str:
    labels = [change.label for change in saved.changes]
    mended = saved.brought_in_line
    if not labels:
        if not saved.tags:
            return "nothing to change"
        return f"tags updated to match the record{_of(mended)}"
    said = ", ".join(labels) if len(labels) < 4 else _count(len(labels))
    return f"{said} saved" + (f"; tags updated to match the record{_of(mended)}" if mended else "")


def _of(labels: tuple[str, ...]) -> str:
    return f": {', '.join(labels)}" if labels else ""


def _count(fields: int) -> str:
    return f"{fields} field{'' if fields == 1 else 's'}"
