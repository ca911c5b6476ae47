"""`exifilm show`: records as the form, or as JSON for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exifilm_core.commands.images import images_of, is_folder, recursive_option
from exifilm_core.commands.speaking import (
    complain,
    each_on_its_own,
    paths_to_files,
    say,
    say_json,
    with_progress,
)
from exifilm_core.commands.starting import start_exiftool
from exifilm_core.errors import printable_path, shortened

if TYPE_CHECKING:
    from exifilm_core.scans import Scan


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=paths_to_files())
@click.option("--all", "empty_fields", is_flag=True, help="Show the empty fields too.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@recursive_option
def show(files: tuple[Path, ...], empty_fields: bool, as_json: bool, recursive: bool) -> None:
    """Show the exposure records of scans.

    Shows each record as the form, with the fields that are filled in. Values that make no sense,
    tags that have come to say something else than the record, and what another program has
    overwritten, are named on standard error.

    With --json, a FILE gives an object {"file", "record", "unreadable", "drifted",
    "overwritten"}, and several FILEs or a folder give a list of these. “exifilm set --json” takes
    either; “exifilm schema” describes the record in it.

    \b
    Examples:
      exifilm show scan_017.tif
      exifilm show --all scan_017.tif
      exifilm show --json *.tif > records.json
      exifilm show --recursive scans
    """
    start_exiftool()
    from exifilm_core.commands.record_text import as_form
    from exifilm_core.scans import Scan

    found: list[dict[str, Any]] = []
    several = len(files) > 1 or (recursive and is_folder(files[0]))

    def show_form(path: Path, first: bool) -> None:
        scan = Scan(path)
        lines = as_form(scan.record, empty_fields=empty_fields)
        if not first:
            say()
        say(printable_path(path))
        for line in lines:
            say(line)
        _warn(scan)

    def gather(path: Path) -> None:
        found.append(as_data(Scan(path)))

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive)
        if as_json:
            for path in with_progress(paths, len(paths), "Reading"):
                attempt(gather, path)
            if found or several:
                say_json(found if several else found[0])
        else:
            for path in with_progress(paths, len(paths), "Reading", told_each=True):
                attempt(show_form, path, path == paths[0])


def as_data(scan: Scan) -> dict[str, Any]:
    """What `show --json` says of a scan."""
    from exifilm_core.record import ExposureRecord

    return {
        "file": str(scan.path),
        "record": scan.record.to_json(),
        "unreadable": dict(scan.unreadable),
        "drifted": {drift.tag: drift.text for drift in scan.drifted},
        "overwritten": ExposureRecord(**{t.field: t.saved for t in scan.taken_back}).to_json(),
    }


def _warn(scan: Scan) -> None:
    hints = [*unreadable_values(scan), *drifted_mirrors(scan), *exif_of_the_copy(scan)]
    hints += [*overwritten(scan), *unknown_encodings(scan), *harmed_notes(scan)]
    hints += unlikely_values(scan)
    for text in hints:
        complain(f"{printable_path(scan.path)}: {text}")


def unreadable_values(scan: Scan) -> list[str]:
    """A sentence for each value in the file that makes no sense as the field's."""
    return [
        f"{scan.record.field(name).label} ({name}) holds “{shortened(raw)}”, which makes no sense "
        "there."
        for name, raw in scan.unreadable.items()
    ]


def unlikely_values(scan: Scan) -> list[str]:
    """A sentence for each value that can hardly be meant, as earlier versions stored some."""
    record = scan.record
    return [
        f"{record.field(name).label} ({name}) is {record.show(name)}, which can hardly be meant. "
        f"If it is {meant}, “exifilm set FILE {name}={meant}” mends it."
        for name, value in record.filled().items()
        if (meant := record.field(name).kind.meant(value))
    ]


def drifted_mirrors(scan: Scan) -> list[str]:
    """A sentence for each tag that has come to say something else than the record."""
    record, put_back = scan.record, scan.put_back_in_one
    sentences = []
    for drift in scan.drifted:
        name, said = drift.field, shortened(record.show(drift.field))
        sentence = (
            f"{record.field(name).label} ({name}) is “{said}”, but {drift.tag} says "
            f"“{shortened(drift.text)}”."
        )
        if drift.returns:
            sentence += " It is an old text that another program put back; the next save mends it."
        elif name in put_back:
            sentence += " Another program put it back; “exifilm restore” replaces it."
        elif drift.value is not None:
            sentence += f" “exifilm set --accept {name}” takes it over."
        sentences.append(sentence)
    return sentences


def overwritten(scan: Scan) -> list[str]:
    """A sentence where another program has overwritten what was saved last."""
    from exifilm_core.scans.taken_back import named

    if not (lost := scan.taken_back):
        return []
    return [
        f"another program has overwritten what was saved on {lost[0].when:%Y-%m-%d at %H:%M} "
        f"({named(lost)}). “exifilm restore” saves it again."
    ]


def unknown_encodings(scan: Scan) -> list[str]:
    """A sentence for each field whose text is not UTF-8, and may be another than is shown."""
    return [
        f"{scan.record.field(name).label} ({name}) may be misread, because {tag} is in an unknown "
        f"encoding; “exifilm set {name}=…” with the right text settles it."
        for name, tag in scan.unsure.items()
    ]


def exif_of_the_copy(scan: Scan) -> list[str]:
    """A sentence where EXIF's exposure is not taken for the film's."""
    if not scan.exif_is_the_copys:
        return []
    exposure, _, _ = scan.record.show("copy_exposure").partition("; ")
    return [
        f"EXIF's exposure ({shortened(exposure)}) is taken for that of the camera on the copy "
        "stand; the first save moves it to the field copy_exposure. If it is the film's, use "
        "“exifilm set --film-exif”, before that or afterwards."
    ]


def harmed_notes(scan: Scan) -> list[str]:
    """A sentence where an earlier version has made maker notes unreadable."""
    if not (names := scan.displaced_names):
        return []
    return [
        "its maker notes cannot be read, because an earlier version put the film camera's name in "
        f"place of the digital camera's ({', '.join(names.values())}); the next save puts it back."
    ]
