"""The library's two nouns: a `Scan`, one file with its record, and an `Archive`, a folder of them.

Others use `scan.py` and `archive.py`. Behind them, `selection.py` finds the scans with given Nos.,
also with those that `numbering.py` guesses from file names. `place.py` reads image or sidecar and
gives the tags to write there; `snapshot.py` decides which of the two counts where they differ.

The first save loads `saving.py`; `changes.py` describes the result. `pending.py` makes and verifies
the new version of a place: `unharmed.py` compares all other contents, and `new_exif.py` gives a new
EXIF its resolution. `late_writers.py` notices other programs that write the same file,
`interrupted.py` completes interrupted saves, and `overwritten.py` finds fields that another program
has overwritten.

`metadata_copy.py` reads and saves the metadata that another program holds.

`journal.py` keeps the state before each save, with the bytes that `noted_bytes.py` chooses.
`identity.py` gives the id that finds a moved scan, and `exact.py` restores bytes.

`batch` saves many scans, checked by `foreign` instead of ExifTool.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exifilm_core.scans.changes import Change, Saved
from exifilm_core.scans.scan import Scan

if TYPE_CHECKING:
    from exifilm_core.scans.archive import Archive
    from exifilm_core.scans.selection import Selection
else:

    def __getattr__(name: str) -> Any:
        """Archives load when they are needed: most commands work on single scans."""
        if name in ("Archive", "Selection"):
            from exifilm_core.scans import archive

            return getattr(archive, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["Archive", "Change", "Saved", "Scan", "Selection"]
