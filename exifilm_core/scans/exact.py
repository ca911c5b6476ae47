"""Undo's bytes: what a save notes besides the values of tags, and how undo restores it exactly.

Values are not enough: ExifTool gives 10/600 as a decimal and text that is not UTF-8 with "?", and
removes tags in the wrong directory. The journal therefore keeps each block (EXIF, XMP, IPTC) that
a save changes as it was, with the digest of the changed block. While a block has that digest, undo
restores the old one. The block of a sidecar is the complete file. ExifTool cannot write an EXIF
block into TIFF and PSD. For these the journal keeps the raw value of each tag: ExifTool makes room
for it and `raw_values` fills it in. Undo restores later changes value by value.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.blocks import BLOCKS, EXIF_IS_NO_BLOCK, Blocks
from exifilm_core.files import raw_values
from exifilm_core.files.raw_values import RawValue
from exifilm_core.messages import Text
from exifilm_core.messages.files import Files
from exifilm_core.messages.saving import Saving
from exifilm_core.scans.entries import Written
from exifilm_core.scans.noted_bytes import (
    ASCII,
    TEXT_TYPES,
    Noted,
    State,
    before_of_noted,
    digest,
    group_of,
    is_kept,
    noted_of,
    odd_values,
    state_before,
)
from exifilm_core.tags.not_utf8 import NotUtf8
from exifilm_core.tags.styles import Raw
from exifilm_core.tags.xmp import EXIF_GROUPS

_RATIONALS = (5, 10)
_UNWRITABLE = ("", "undef", "inf", "-inf")
"""Values that ExifTool reads but cannot write: empty text and fractions over zero."""

_SIDECAR = "XMP"
"""ExifTool's name of the type of a file that is one packet."""
_WRAPPER = re.compile(rb"<\?xpacket (begin|end)=[^<>]*\?>")
"""The ends of a packet, with the mark whether it may be written: ExifTool writes its own mark."""


def noted(
    source: Path | None,
    draft: Path,
    file_type: str,
    exiftool: ExifTool,
    blocks: Sequence[Blocks] = (),
) -> Noted:
    """What undo needs to turn the `draft`, the new version, into the `source` again.

    `file_type` is ExifTool's name of the source's type; `blocks` are those of both files where they
    were read before. ExifilmError when a file cannot be read.
    """
    if source is None:
        return Noted({}, {})
    return noted_of(*_states([source, draft], file_type, exiftool, blocks))


def put_back(
    written: Written, source: Path, target: Path, file_type: str, exiftool: ExifTool
) -> tuple[list[str], list[Text]]:
    """Write the `source`, with its state before that save, as the new file `target`.

    Returns ExifTool's warnings, and ours of tags that are not as they were to the byte.
    ExifilmError when the target cannot be written.
    """
    before = state_before(written)
    [now] = _states([source], file_type, exiftool)
    wanted = {
        name: block
        for name, block in before.items()
        if written.digests.get(name) == digest(now.get(name))
        and (name in now or name not in BLOCKS)
    }
    if "EXIF" in now and "EXIF" not in wanted:
        wanted |= _raw_values_in(before.get("EXIF"), written.before, exiftool)
    inexact: list[str] = []
    while True:
        try:
            said, lost = _write_exactly(wanted, written.before, source, target, file_type, exiftool)
        except _NotExactError as problem:
            target.unlink(missing_ok=True)
            inexact += problem.names
            wanted = {name: wanted[name] for name in wanted.keys() - {*problem.names}}
            continue
        if inexact:
            lost.append(Saving.UNDONE_INEXACTLY(tags=", ".join(inexact)))
        return said, lost


def cannot_be_put_back(noted: Noted, draft: Path, file_type: str, exiftool: ExifTool) -> str | None:
    """The tags that undo could not restore in the draft once it is in place; None if it can.

    Tries it on another new version where a tag has another type or size than ExifTool gives it.
    """
    if not (odd := odd_values(noted)):
        return None
    before = before_of_noted(noted)
    trial = draft.with_stem(f"{draft.stem}-undo")
    trial.unlink(missing_ok=True)  # of a killed trial
    try:
        _write_exactly(before, {}, draft, trial, file_type, exiftool)
    except (_NotExactError, ExifilmError):
        return ", ".join(odd)
    finally:
        trial.unlink(missing_ok=True)
    return None


class _NotExactError(Exception):
    """These blocks or tags were not written as they should be."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = list(names)


def _write_exactly(
    wanted: State,
    before: Mapping[str, Raw],
    source: Path,
    target: Path,
    file_type: str,
    exiftool: ExifTool,
) -> tuple[list[str], list[Text]]:
    """Restore the bytes that are `wanted`, and the values `before` of the other tags.

    Returns ExifTool's warnings and ours.
    """
    raw = {name: packed for name, packed in wanted.items() if name not in BLOCKS}
    blocks = {name: block for name, block in wanted.items() if name in BLOCKS}
    if file_type == _SIDECAR and (whole := blocks.get("XMP")) is not None:
        _write_file(target, whole)
        return [], []
    values = _by_value(before, wanted)
    fillers = {name: _filler(name, packed) for name, packed in raw.items()}
    said = exiftool.write({**values, **fillers}, source, target, blocks=blocks)
    if any(raw.values()):
        try:
            _fill_in(raw, target, file_type, exiftool)
        except (KeyError, ValueError) as problem:
            raise _NotExactError(raw) from problem
    [now] = _states([target], file_type, exiftool)
    wrong = [name for name in blocks if bare(name, now.get(name)) != bare(name, blocks[name])]
    if wrong:
        raise _NotExactError(wrong)
    if raw:
        now |= _raw_values_in(now.get("EXIF"), raw, exiftool)
    if wrong := [name for name, packed in raw.items() if now.get(name) != packed]:
        raise _NotExactError(wrong)
    return said, _lost(before, values)


def _fill_in(raw: State, target: Path, file_type: str, exiftool: ExifTool) -> None:
    """Write raw values where ExifTool has made room. KeyError and ValueError where it has not."""
    [ids] = exiftool.tag_ids([target])
    patches = {
        (group_of(name), ids[name]): RawValue.unpacked(packed)
        for name, packed in raw.items()
        if packed
    }
    if file_type in EXIF_IS_NO_BLOCK:
        try:
            with target.open("rb+") as file:
                raw_values.put(file, patches, _start(target, file_type))
        except OSError as problem:
            raise _unread(problem, target) from problem
        return
    [blocks] = exiftool.blocks([target])
    block = io.BytesIO(blocks["EXIF"] or b"")
    raw_values.put(block, patches)
    room_made = target.with_stem(f"{target.stem}-room")
    try:
        target.replace(room_made)
        exiftool.write({}, room_made, target, blocks={"EXIF": block.getvalue()})
    except OSError as problem:
        raise _unread(problem, target) from problem
    finally:
        room_made.unlink(missing_ok=True)


def _by_value(before: Mapping[str, Raw], wanted: State) -> dict[str, Raw]:
    """The tags that undo restores by value, besides the wanted bytes.

    An empty XMP property means no property, and ExifTool does not write it for a date.
    """
    return {
        name: None if value == "" or (value in _UNWRITABLE and block_of(name) == "EXIF") else value
        for name, value in before.items()
        if name not in wanted and block_of(name) not in wanted
    }


def _lost(before: Mapping[str, Raw], values: Mapping[str, Raw]) -> list[Text]:
    """Warnings about values that undo does not restore unchanged."""
    gone = [
        name
        for name in values
        if values[name] is None and before[name] is not None and block_of(name) == "EXIF"
    ]
    lost = [Saving.UNDEFINED_VALUES(tags=", ".join(gone))] if gone else []
    if guessed := [name for name, value in values.items() if isinstance(value, NotUtf8)]:
        lost.append(Saving.GUESSED_ENCODING(tags=", ".join(guessed)))
    return lost


def _raw_values_in(exif: bytes | None, names: Iterable[str], exiftool: ExifTool) -> State:
    """The packed raw values of those tags in an EXIF block."""
    if not exif:
        return {}
    ids = exiftool.tag_ids_in(exif)
    raw = raw_values.read(io.BytesIO(exif))
    found = {name: raw.get((group_of(name), ids[name])) for name in names if name in ids}
    return {name: value.packed() for name, value in found.items() if value}


def _states(
    paths: Sequence[Path], file_type: str, exiftool: ExifTool, blocks: Sequence[Blocks] = ()
) -> list[State]:
    """The contents of each file; the names of EXIF tags are the same for all of them."""
    if file_type == _SIDECAR:
        return [{"XMP": _read_file(path)} for path in paths]
    states: list[State] = [dict(found) for found in blocks or exiftool.blocks(paths)]
    if file_type not in EXIF_IS_NO_BLOCK:
        return states
    ids = exiftool.tag_ids(paths)
    names = {name for found in ids for name in found if is_kept(name)}
    raws = [_raw_values(path, file_type) for path in paths]
    for name in names:
        values = [
            raw.get((group_of(name), found[name])) if name in found else None
            for raw, found in zip(raws, ids, strict=True)
        ]
        if all(value or name not in found for value, found in zip(values, ids, strict=True)):
            for state, value in zip(states, values, strict=True):
                state[name] = value.packed() if value else None
    return states


def _raw_values(path: Path, file_type: str) -> Mapping[raw_values.Key, RawValue]:
    """The raw values in a file; none if it has no EXIF."""
    try:
        with path.open("rb") as file:
            return raw_values.read(file, _start(path, file_type))
    except ValueError:
        return {}
    except OSError as problem:
        raise _unread(problem, path) from problem


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise _unread(problem, path) from problem


def _write_file(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as problem:
        raise _unread(problem, path) from problem


def bare(name: str, block: bytes | None) -> bytes | None:
    """A block without what ExifTool always adds itself."""
    return _WRAPPER.sub(b"", block).strip() if block and name == "XMP" else block


def _unread(problem: OSError, path: Path) -> ExifilmError:
    return ExifilmError(Files.CANNOT_READ_OR_WRITE(reason=reason_of(problem)), file=path)


def _start(path: Path, file_type: str) -> int:
    """Where in the file its EXIF begins. ValueError when it has none."""
    return raw_values.exif_of_psd(path) if file_type in ("PSD", "PSB") else 0


def _filler(name: str, packed: bytes | None) -> Raw:
    """The value with which ExifTool makes room for the raw value; None for none."""
    if packed is None:
        return None
    raw = RawValue.unpacked(packed)
    if raw.type in TEXT_TYPES and len(raw.data) > 4:
        return "x" * len(raw.data)
    if raw.type == ASCII or (raw.type in _RATIONALS and name.startswith("GPS:")):
        return "1"  # of which ExifTool makes the three fractions of a coordinate
    return " ".join(["1"] * max(1, raw.number))


def block_of(name: str) -> str:
    """The name of the block that holds a tag."""
    group = group_of(name)
    return "EXIF" if group in EXIF_GROUPS else group.partition("-")[0]
