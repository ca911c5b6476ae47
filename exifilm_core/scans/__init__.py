"""The library's two nouns: a `Scan`, one file with its record, and an `Archive`, a folder of them.

`scan.py` and `archive.py` are what others use. Behind them: `formats.py` says where a kind of file
keeps its record, `places.py` reads and prepares one such place, `replacing.py` puts a new file in
an old one's place, `xmp_packet.py` compares what else is in the two, `rig.py` keeps the scanner's
traces apart from the camera's, and `journal.py` remembers what was there before.
"""

from exifilm_core.scans.archive import Archive, Selection
from exifilm_core.scans.scan import Change, Saved, Scan

__all__ = ["Archive", "Change", "Saved", "Scan", "Selection"]
