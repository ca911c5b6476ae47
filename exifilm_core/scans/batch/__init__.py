"""Saves many scans in chunks, several times as fast as one by one, with every promise of one save.

`saves.py` takes chunk after chunk: while ExifTool writes one, the next is planned and the one
before is checked. `chunk.py` is the way of one chunk: locked, planned, written, checked, on the
disk, in the journals, in place. `quick_draft.py` is a new version that readers of our own check:
`readers.quick` its tags, `scans.foreign` everything else. `writers.py` has the ExifTools.

Whatever such a reader is unsure of, and whatever fails, goes the way of a single save, in the same
run. So a file that fails is named with the words of that save, and the others are done.
"""

from exifilm_core.scans.batch.chunk import Result
from exifilm_core.scans.batch.saves import save_all

__all__ = ["Result", "save_all"]
