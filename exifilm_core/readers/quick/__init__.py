"""Reads the tags of a record from a file's own bytes, without ExifTool, where that is certain.

A whitelist of shapes, and no parser of everything. What this reader understands for certain it
reads as ExifTool does; at anything else it raises `UnsureError`, and ExifTool reads the file. So
its answer is the one ExifTool gives, for every tag that a record consults (`exif_table.py` and
`xmp_table.py` have those).

`reader.py` opens a file; there is a module for each container (`jpeg.py`, `tiff.py`, `png.py`,
`psd.py`, `webp.py`, `boxes.py`), and one for each block in it (`exif.py`, `xmp.py`, `iptc.py`,
`photoshop.py`). Of XMP, `xmp_by_expat.py` and, for packets by ExifTool, `xmp_of_exiftool.py` find
the elements. `quick_reader.py` reads many files, and asks ExifTool about those in doubt.

It loads the standard library alone, and little of that: reading one file takes less time than
importing most modules.
"""

from exifilm_core.readers.quick.quick_reader import QuickReader
from exifilm_core.readers.quick.reader import read
from exifilm_core.readers.quick.unsure import UnsureError

__all__ = ["QuickReader", "UnsureError", "read"]
