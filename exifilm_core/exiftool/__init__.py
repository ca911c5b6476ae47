"""The only place that talks to ExifTool.

`starting.py` finds it, `child.py` keeps one process open and notices when it dies or hangs;
`exiftool.py` reads and writes tags through it, `blocks.py` whole blocks of them, and `answers.py`
is what comes of that; `php.py` reads texts that its JSON makes booleans of, `encodings.py` those
that are not UTF-8. `arguments.py` makes it safe from what names and values hold, `known_faults.py`
from versions that break XMP, and `complaints.py` says what is wrong to photographers.
"""

from exifilm_core.exiftool.answers import Everything, FileTags
from exifilm_core.exiftool.exiftool import ExifTool

__all__ = ["Everything", "ExifTool", "FileTags"]
