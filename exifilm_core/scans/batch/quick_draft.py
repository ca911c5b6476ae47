"""A new version of an image that readers of our own check, without ExifTool."""

from __future__ import annotations

from collections.abc import Mapping

from exifilm_core.exiftool.writing import Writing
from exifilm_core.readers.quick import UnsureError, read
from exifilm_core.scans import foreign, new_exif, noted_bytes
from exifilm_core.scans.pending import Draft
from exifilm_core.scans.place import Place
from exifilm_core.tags import iim
from exifilm_core.tags.styles import Raw, as_read_back

TYPES = frozenset({"JPEG", "TIFF", "BTF"})
"""The types of image, by ExifTool's names, whose contents these readers compare."""


class QuickDraft(Draft):
    """It is begun here, written by the ExifTool of the caller, and then checked."""

    def __init__(self, place: Place, writes: Mapping[str, Raw]) -> None:
        """Begin it. UnsureError when only ExifTool could check it; ExifilmError as of `Draft`."""
        if place.file_type not in TYPES and not place.sidecar:
            raise UnsureError("a file that is not compared here")
        if any(name in iim.NAMES for name in writes):
            raise UnsureError("a block that is not compared here")
        if not place.sidecar and new_exif.is_new(place.tags, writes):
            raise UnsureError("a new block of EXIF")
        # A single save finds the words for a folder that cannot be written.
        super().__init__(place, writes, folder_checked=True)
        self.writing = Writing(self.writes, place.path, self.version.draft)

    def check(self) -> None:
        """Check that it holds what was written, and all else as it was.

        UnsureError or HarmError when it does not, or this cannot be told; OSError.
        """
        place, draft = self.place, self.version.draft
        found = foreign.compare(place.path, draft, self.writes, self._texts())
        wanted = self._wanted()
        self.tags = wanted if found.as_written else read(draft).tags
        if self.tags == wanted:
            self.known = place.after(self.writes)
        elif changed := place.after(self.writes).record.changes_to(self.outcome.stored().record):
            raise foreign.HarmError(f"the record: {', '.join(changed)}")
        self.exact = noted_bytes.noted_of(found.before, found.after)
        if noted_bytes.odd_values(self.exact):
            raise UnsureError("a value that undo may not be able to restore")

    def _wanted(self) -> dict[str, Raw]:
        """The tags of the new version, if it is as it should be."""
        tags = {**self.place.tags, **{n: as_read_back(raw) for n, raw in self.writes.items()}}
        return {name: raw for name, raw in tags.items() if raw is not None}

    def _texts(self) -> dict[str, tuple[str | None, str | None]] | None:
        """Each tag before and after, if all that change are texts."""
        texts: dict[str, tuple[str | None, str | None]] = {}
        for name, raw in self.writes.items():
            before, after = self.place.tags.get(name), as_read_back(raw)
            if before == after:
                continue
            if not isinstance(before, str | None) or not isinstance(after, str | None):
                return None
            texts[name] = before, after
        return texts
