"""The new version of a place: made, verified, and ready to replace the old one.

The draft is a file next to the old version. Its record is compared with the one to be saved, and
everything else in it with the old version. A second parser, none of ExifTool's, reads its XMP.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from exifilm_core.errors import CannotEmbedError, ExifilmError, quoted
from exifilm_core.exiftool import Everything, ExifTool
from exifilm_core.exiftool.blocks import Blocks
from exifilm_core.files import thumbnails
from exifilm_core.files.atomic import NewVersion, Step, removal, take_one
from exifilm_core.files.truncation import is_cut_short
from exifilm_core.files.versions import state_of
from exifilm_core.files.xml import refuse_invalid
from exifilm_core.messages import Text, joined
from exifilm_core.messages.files import Files
from exifilm_core.messages.saving import Saving
from exifilm_core.scans import exact, new_exif, noted_bytes
from exifilm_core.scans.entries import Written
from exifilm_core.scans.place import Place
from exifilm_core.scans.unharmed import differences
from exifilm_core.tags import xmp_packet
from exifilm_core.tags.mapping import StoredRecord
from exifilm_core.tags.mapping.maker_notes import displaced
from exifilm_core.tags.styles import Raw

_NO_LOSS = re.compile(
    r"Ignored empty rdf:\w+ list|Fixed incorrect list type for XMP-"
    r"|chunk\(s\) found after PNG IDAT \(fixed\)"
)
"""Warnings without a loss: darktable leaves empty lists in its sidecars, which mean nothing, and
orders keywords, which have no order in the standard; ImageMagick puts texts after a PNG's picture,
as it may, and ExifTool moves them before it.
"""
_TWO_BLOCKS = "Multiple APP1 EXIF records"
_HARM = re.compile(
    r"\b(dropped|lost|deleted|removed|ignored|duplicate|offsets?|preview\w*|maker ?notes?"
    r"|XMP format error)\b",
    re.IGNORECASE,
)
"""Words on offsets, a preview or maker notes, which moving may damage; and on XMP that ExifTool
cannot read to its end, of which a new packet would lack the rest.
"""


def of_loss(said: Iterable[str]) -> list[str]:
    """ExifTool's warnings without those that mean no loss."""
    return [line for line in said if not _NO_LOSS.search(line)]


class Draft:
    """A new version of a place, next to the old one, until it replaces it or is discarded."""

    def __init__(
        self, place: Place, writes: Mapping[str, Raw], *, folder_checked: bool = False
    ) -> None:
        """Begin it; there is no file yet. ExifilmError when the place may not be written."""
        self.place = place
        self.writes = dict(writes)
        self.version = NewVersion(place.path, folder_checked=folder_checked)
        self.tags: dict[str, Raw] = {}
        """The tags of the new version, as they were read back."""
        self.known: StoredRecord | None = None
        """The record in them, if it is known already."""
        self.exact = noted_bytes.Noted({}, {})
        self.warnings: list[Text] = []

    @property
    def outcome(self) -> Place:
        """The place as it is after `put_in_place`."""
        signature, changed = state_of(self.place.path)
        return self.place.replace(
            tags=self.tags, signature=signature, changed=changed, known=self.known
        )

    def keep(self, *, keep_time: bool) -> None:
        """Give the finished draft the old file's attributes. ExifilmError as of `NewVersion`."""
        self.warnings = self.version.keep(keep_time=keep_time)

    def discard(self) -> None:
        """Remove the draft, unless it is in place."""
        self.version.discard()

    def noted(self) -> Written:
        """The journal's entry for it."""
        before = {name: self.place.tags.get(name) for name in self.writes}
        after = {name: self.tags.get(name) for name in self.writes}
        kept = self.exact
        return Written(
            self.place.sidecar, not self.place.exists, before, after, kept.blocks, kept.digests
        )

    def step(self) -> Step:
        """The step that replaces the old version."""
        step = self.version.step()

        def do() -> None:
            with thumbnails.kept_valid(self.place.path, self.version.draft):
                step.do()

        return step._replace(do=do)

    def put_in_place(self) -> None:
        """Replace the old version. ExifilmError as of `files.atomic.take_one`."""
        take_one(self.step())


class PendingWrite(Draft):
    """A new version that ExifTool writes, reads back and compares with the old one."""

    def __init__(
        self,
        place: Place,
        writes: Mapping[str, Raw],
        exiftool: ExifTool,
        *,
        keep_time: bool,
        back: Written | None = None,
    ) -> None:
        """Make it. ExifilmError, with all files unchanged, when it is not as it should be.

        `back`: restore the state before that save, whose tags were the `writes`.
        """
        if place.file_type == "JPEG":
            _refuse_cut_short(place)
        super().__init__(place, writes)
        self._blocks: list[Blocks] = []
        try:
            try:
                said, lost = self._written(exiftool, back)
            except CannotEmbedError:
                _refuse_cut_short(place)
                raise
            self._said = of_loss(said)
            self._refuse_harm()
            self.tags = self._proven(exiftool, set(back.blocks) if back else set())
            self.warnings = [Files.EXIFTOOL_WARNING(said=line.rstrip(".")) for line in self._said]
            self.warnings += [*lost, *self.version.sync(keep_time=keep_time)]
        except BaseException as problem:
            self.version.discard()
            if isinstance(problem, ExifilmError):  # ExifTool may have read an incomplete file
                self.place.refuse_what_changed()
            raise

    def _written(self, exiftool: ExifTool, back: Written | None) -> tuple[list[str], list[Text]]:
        """Write the draft; ExifTool's warnings, and ours of what undo does not restore."""
        place, draft = self.place, self.version.draft
        if back is not None and place.exists:
            return exact.put_back(back, place.path, draft, place.file_type, exiftool)
        new_exif.refuse_second_block(place.path, place.file_type, self.writes)
        said = exiftool.write(
            {**new_exif.resolution(place.path, place.tags, self.writes, exiftool), **self.writes},
            place.path if place.exists else None,
            draft,
            wrap=place.file_type == "JXL Codestream",
        )
        return said, []

    def note_bytes(self, exiftool: ExifTool) -> None:
        """Note what undo needs. CannotEmbedError when undo could not restore the present state."""
        place, draft = self.place, self.version.draft
        if any(_TWO_BLOCKS in line for line in self._said):
            raise CannotEmbedError(Saving.SEVERAL_EXIF_BLOCKS(), file=place.path)
        source = place.path if place.exists else None
        self.exact = exact.noted(source, draft, place.file_type, exiftool, self._blocks)
        if lost := exact.cannot_be_put_back(self.exact, draft, place.file_type, exiftool):
            raise CannotEmbedError(Saving.NOT_UNDOABLE(tags=lost), file=place.path)

    def _proven(self, exiftool: ExifTool, restored: Collection[str]) -> dict[str, Raw]:
        """The tags of the draft, read back. ExifilmError when they are not those to be saved.

        `restored` names the blocks and tags that were restored byte for byte.
        """
        there = [self.place.path] if self.place.exists else []
        try:
            *before, after = exiftool.everything([*there, self.version.draft])
            self._blocks = [found.blocks for found in (*before, after)]
            tags = after.tags
            if tags is None:
                tags = exiftool.read_one(self.version.draft).tags
        except ExifilmError as problem:
            unread = Saving.NOT_READ_BACK(why=problem.text)
            raise ExifilmError(unread, file=self.place.path) from problem
        wanted = self.place.after(self.writes).record
        found = self.place.with_tags(tags).stored().record
        if wrong := wanted.changes_to(found):
            self.place.refuse_what_changed()
            fields = joined(
                Saving.FIELD_READ_BACK(
                    label=Text(wanted.field(name).label),
                    wanted=quoted(wanted.show(name)),
                    found=quoted(found.show(name)),
                )
                for name in wrong[:3]
            )
            unverified = Saving.NOT_VERIFIED(fields=fields)
            if self._said:
                said = "; ".join(line.rstrip(".") for line in self._said)
                unverified = Saving.NOT_VERIFIED_SAID(fields=fields, said=said)
            raise CannotEmbedError(unverified, file=self.place.path)
        self._refuse_loss(before[0] if before else None, after, restored, exiftool.version())
        return tags

    def _refuse_loss(
        self, before: Everything | None, after: Everything, restored: Collection[str], version: str
    ) -> None:
        """CannotEmbedError when the save has changed anything that it should not."""
        written = {*self.writes, *restored}
        old = before.packets if before else ()
        in_xmp = [] if "XMP" in restored else self._changed_in_xmp(old, after.packets, written)
        if before is None:
            return
        if self.place.file_type == "TIFF" and not any(n.startswith("IFD0:") for n in before.values):
            # ExifTool writes tags into it, but no file that is a TIFF without them.
            raise CannotEmbedError(Saving.TIFF_WITHOUT_TAGS(), file=self.place.path)
        wrap = self.place.file_type == "JXL Codestream"
        lost = sorted(
            differences(
                before,
                after,
                written,
                wrapped=wrap,
                restored=restored,
                notes_too=any(name in self.writes for name in displaced(self.place.tags)),
            ),
            key=str,
        )
        if lost := lost or in_xmp:
            self.place.refuse_what_changed()
            harmed = Saving.OTHERS_HARMED(changes=joined(lost[:3]), version=version)
            raise CannotEmbedError(harmed, file=self.place.path)

    def _changed_in_xmp(
        self, old: Sequence[bytes], new: Sequence[bytes], written: Collection[str]
    ) -> list[Text]:
        """What else than `written` differs; nothing is known of XMP that was invalid before.

        CannotEmbedError when the save has made it invalid.
        """
        try:
            return xmp_packet.differences(old, new, written)
        except ValueError as problem:
            if _is_whole(old):
                raise CannotEmbedError(Saving.INVALID_XML_MADE(), file=self.place.path) from problem
            return []

    def _refuse_harm(self) -> None:
        """CannotEmbedError when ExifTool would drop a damaged directory of tags."""
        for line in self._said:
            if _HARM.search(line):
                damaged = Saving.DAMAGED_BY_SAVING(said=line.rstrip("."))
                raise CannotEmbedError(damaged, file=self.place.path)


class PendingRemoval:
    """The removal of a sidecar that a save had made, when undo empties it again."""

    warnings: tuple[Text, ...] = ()

    def __init__(self, place: Place) -> None:
        self.place = place

    @classmethod
    def suits(cls, place: Place, writes: Mapping[str, Raw]) -> bool:
        """Whether the sidecar will be empty with these tags written."""
        left = set(place.tags) - {"XMP-x:XMPToolkit"}
        return (
            place.sidecar
            and place.exists
            and not place.more
            and all(writes.get(name, "foreign") is None for name in left)
        )

    @property
    def outcome(self) -> None:
        """The place as it is afterwards: none."""

    def noted(self) -> Written:
        """The journal's entry for it."""
        before = {name: raw for name, raw in self.place.tags.items() if name != "XMP-x:XMPToolkit"}
        return Written(True, False, before, dict.fromkeys(before))

    def step(self) -> Step:
        """The step that removes the file."""
        return removal(self.place.path, self.place.signature)

    def put_in_place(self) -> None:
        """Remove the file. ExifilmError as of `files.atomic.take_one`."""
        take_one(self.step())


def _refuse_cut_short(place: Place) -> None:
    if is_cut_short(place.path, place.file_type):
        raise ExifilmError(Files.TRUNCATED(), file=place.path)


def _is_whole(packets: Iterable[bytes]) -> bool:
    """Whether XMP packets are valid XML."""
    try:
        for packet in packets:
            refuse_invalid(packet)
    except ValueError:
        return False
    return True
