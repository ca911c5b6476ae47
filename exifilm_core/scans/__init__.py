"""The library's two nouns: a `Scan`, one file with its record, and an `Archive`, a folder of them.

`scan.py` and `archive.py` are what others use. Behind them: `tree.py` finds the images of folders,
`selection.py` those of them that are asked for by No.; `formats.py` says where a kind of file
keeps its record, `places.py` reads one such place and says what to write there, `seen.py` whose
word counts where image and sidecar differ. `rig.py` keeps the traces of a scanner or a copy camera
apart from the film's (`copy_camera.py` and `default_texts.py` know them).

`saving.py`, which is loaded at the first save, lets one of ours at a time save (`locks.py`), and
`changes.py` says what a save did. `drafts.py` makes the new version of a place and proves it
(`unharmed.py` and `xmp_packet.py` compare all else that is in it, `cut_short.py` finds a picture
without its end, `new_exif.py` says what a new EXIF begins with), and `replacing.py` puts it in the
old one's place, as far as `file_systems.py` finds that they can. `late_writers.py` notices a
program that writes the same file meanwhile, `killed.py` finishes a save that was cut off, and
`taken_back.py` finds what another program overwrote since.

`journal.py` remembers what was there before, in `lines.py`'s files in one of the user's
`folders.py`, `identity.py` by which id a scan is known when it is moved, and `exact.py` puts the
bytes back, in TIFF by `raw_values.py`.
"""

from exifilm_core.scans.archive import Archive
from exifilm_core.scans.changes import Change, Saved
from exifilm_core.scans.scan import Scan
from exifilm_core.scans.selection import Selection

__all__ = ["Archive", "Change", "Saved", "Scan", "Selection"]
