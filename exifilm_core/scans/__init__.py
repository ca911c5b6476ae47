"""The library's two nouns: a `Scan`, one file with its record, and an `Archive`, a folder of them.

Others use `scan.py` and `archive.py`. Behind them, `tree.py` finds the images of folders, and
`selection.py` those with given Nos. `formats.py` decides where a file of some type keeps its
record. `places.py` reads one such place and gives the tags to write there. `seen.py` decides which
of image and sidecar counts where they differ. `rig.py` separates the values of a scanner or a copy
camera from the film's; `copy_camera.py` and `default_texts.py` recognise them.

The first save loads `saving.py`. `locks.py` lets one process at a time save, and `changes.py`
describes the result. `drafts.py` makes and verifies the new version of a place: `unharmed.py` and
`xmp_packet.py` compare all other contents, `cut_short.py` detects truncated images, and
`new_exif.py` gives a new EXIF its resolution. `replacing.py` then replaces the old version, with
the means that `file_systems.py` finds. `late_writers.py` notices other programs that write the
same file, `killed.py` completes interrupted saves, and `taken_back.py` finds fields that another
program has overwritten.

`journal.py` keeps the state before each save, in files of `lines.py` in the folder of `folders.py`.
`identity.py` gives the id that finds a moved scan, and `exact.py` restores bytes, in TIFF through
`raw_values.py`.
"""

from exifilm_core.scans.archive import Archive
from exifilm_core.scans.changes import Change, Saved
from exifilm_core.scans.scan import Scan
from exifilm_core.scans.selection import Selection

__all__ = ["Archive", "Change", "Saved", "Scan", "Selection"]
