"""Saves many scans in chunks, several times as fast as one by one, and as safely.

`saves.py` takes chunk after chunk: while ExifTool writes one, the next is planned and the one
before is checked. `chunk.py` is the way of one chunk: locked, planned, written, checked, on the
disk, in the journals, in place. `quick_draft.py` is a new version that readers of our own check:
`readers.quick` its tags, `scans.foreign` everything else. `quick_undo.py` is the old version again,
for an undo. `writers.py` has the ExifTools.

A file that such a reader is unsure of, or whose save fails, is saved alone, in the same run. So the
error of a file is the one of a single save, and the other files are saved.
"""

from exifilm_core.scans.batch.chunk import Asked, Result
from exifilm_core.scans.batch.saves import save_all

__all__ = ["Asked", "Result", "save_all"]
