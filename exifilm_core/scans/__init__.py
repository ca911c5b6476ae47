"""The library's two nouns: a `Scan`, one file with its record, and an `Archive`, a folder of them.

`scan.py` and `archive.py` are what others use. Behind them: `formats.py` says where a kind of file
keeps its record, `places.py` reads and prepares one such place, `replacing.py` puts a new file in
an old one's place, `rig.py` keeps the scanner's traces apart from the camera's, `new_exif.py` says
what a new EXIF begins with, `journal.py` remembers what was there before, `identity.py` by which id
a scan is known when it is moved, and `exact.py` puts the bytes back, in TIFF by `raw_values.py`.
"""

from exifilm_core.scans.archive import Archive, Selection
from exifilm_core.scans.changes import Change
from exifilm_core.scans.scan import Saved, Scan

__all__ = ["Archive", "Change", "Saved", "Scan", "Selection"]
