"""What `show`, `check` and `set` report of a scan, each kind with its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from exifilm_core.errors import shortened

if TYPE_CHECKING:
    from exifilm_core.scans import Scan


def of_scan(scan: Scan) -> Iterator[tuple[str, str]]:
    """The kind and the sentence of each thing to look at in a scan."""
    for kind, sentences in _KINDS.items():
        for sentence in sentences(scan):
            yield kind, sentence


def exif_of_the_copy(scan: Scan) -> list[str]:
    """A sentence where EXIF's exposure counts as the copy camera's."""
    if not scan.exif_is_the_copys:
        return []
    exposure, _, _ = scan.record.show("copy_exposure").partition("; ")
    return [
        f"EXIF's exposure ({shortened(exposure)}) counts as that of the camera on the copy stand; "
        "the first save moves it to the field copy_exposure. If it is the film's, use “exifilm set "
        "--film-exif”, before that save or after it."
    ]


def drifted_mirrors(scan: Scan) -> list[str]:
    """A sentence for each tag that disagrees with the record."""
    record, put_back = scan.record, scan.put_back_in_one
    sentences = []
    for drift in scan.drifted:
        name, value = drift.field, shortened(record.show(drift.field))
        sentence = (
            f"{record.field(name).label} ({name}) is “{value}”, but {drift.tag} is "
            f"“{shortened(drift.text)}”."
        )
        if drift.returns:
            sentence += " Another program restored an old text; the next save replaces it."
        elif name in put_back:
            sentence += " Another program restored it; “exifilm restore” replaces it."
        elif drift.value is not None:
            sentence += f" “exifilm set --accept {name}” takes it into the record."
        sentences.append(sentence)
    return sentences


def _unreadable_values(scan: Scan) -> list[str]:
    return [
        f"{scan.record.field(name).label} ({name}) has an invalid value, “{shortened(raw)}”. Set "
        f"it again: {name}=…"
        for name, raw in scan.unreadable.items()
    ]


def _unlikely_values(scan: Scan) -> list[str]:
    record = scan.record
    return [
        f"{record.field(name).label} ({name}) is {record.show(name)}, which is unlikely. If it is "
        f"{meant}, correct it with “exifilm set FILE {name}={meant}”."
        for name, value in record.filled().items()
        if (meant := record.field(name).kind.meant(value))
    ]


def _overwritten(scan: Scan) -> list[str]:
    from exifilm_core.scans.overwritten import named

    if not (lost := scan.taken_back):
        return []
    return [
        f"another program has overwritten what was saved on {lost[0].when:%Y-%m-%d at %H:%M} "
        f"({named(lost)}). “exifilm restore” saves it again."
    ]


def _unknown_encodings(scan: Scan) -> list[str]:
    return [
        f"{scan.record.field(name).label} ({name}) may be misread: {tag} is in an unknown "
        f"encoding. Set the right text: {name}=…"
        for name, tag in scan.unsure.items()
    ]


def _harmed_notes(scan: Scan) -> list[str]:
    if not (names := scan.displaced_names):
        return []
    return [
        "its maker notes cannot be read: an earlier version of ExiFilm wrote the film camera's "
        f"name over the digital camera's ({', '.join(names.values())}). The next save restores it."
    ]


_KINDS: dict[str, Callable[[Scan], list[str]]] = {
    "unreadable": _unreadable_values,
    "unlikely": _unlikely_values,
    "drifted": drifted_mirrors,
    "overwritten": _overwritten,
    "encoding": _unknown_encodings,
    "harmed": _harmed_notes,
}
"""The kinds of finding in one scan, as `check --json` names them."""
