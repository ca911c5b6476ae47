"""Compares everything in a new version of a file that a save should not change with the old one.

A second reader besides ExifTool: it compares bytes, and so also what ExifTool does not show.
`compare.py` opens two files; `jpeg.py` compares segments, `directories.py` EXIF and TIFF entry by
entry and the picture's bytes, `packet.py` XMP property by property; `lines.py` shows for most saves
that nothing in XMP needs to be parsed. What it cannot judge is a doubt, and ExifTool compares.
"""

from exifilm_core.scans.foreign.compare import Compared, HarmError, compare

__all__ = ["Compared", "HarmError", "compare"]
