"""A new version of an image as it was before a save, checked without ExifTool."""

from __future__ import annotations

from exifilm_core.exiftool.writing import Writing
from exifilm_core.readers.quick import UnsureError, read
from exifilm_core.scans import foreign
from exifilm_core.scans.entries import Written
from exifilm_core.scans.exact import bare, block_of
from exifilm_core.scans.noted_bytes import digest, state_before
from exifilm_core.scans.pending import Draft
from exifilm_core.scans.place import Place


class QuickUndo(Draft):
    """A JPEG into which ExifTool puts the blocks that the journal has kept."""

    def __init__(self, place: Place, written: Written) -> None:
        """Begin it. UnsureError when only ExifTool could restore that; ExifilmError as of `Draft`.

        `written` is what the save to undo has written.
        """
        self._blocks = state_before(written)
        self._digests = written.digests
        blocks = {block_of(name) for name in written.before} | self._digests.keys()
        if place.file_type != "JPEG" or not blocks <= self._blocks.keys():
            raise UnsureError("tags that are not restored as blocks")
        # A single undo finds the words for a folder that cannot be written.
        super().__init__(place, written.before, folder_checked=True)
        self.writing = Writing({}, place.path, self.version.draft, blocks=self._blocks)

    def check(self) -> None:
        """Check that it holds the old blocks to the byte, and all else as it was.

        UnsureError or HarmError when it does not, or this cannot be told; OSError.
        """
        path, draft = self.place.path, self.version.draft
        found = foreign.compare(path, draft, self.writes)
        for name, block in self._blocks.items():
            if digest(found.before.get(name)) != self._digests[name]:
                raise UnsureError("a block that was changed since the save")
            if bare(name, found.after.get(name)) != bare(name, block):
                raise foreign.HarmError(f"the block {name}")
        self.tags = read(draft).tags
