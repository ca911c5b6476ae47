"""The only code that talks to ExifTool.

`program.py` finds the program, and `starting.py` starts it. `child.py` keeps one process open, and
notices when it dies or hangs. `exiftool.py` reads and writes tags through it, and `blocks.py`
complete blocks of tags, with `answers.py` for the results. `php.py` reads texts that ExifTool's
JSON turns into booleans, and `encodings.py` texts that are not UTF-8. `arguments.py` makes names
and values safe, `known_faults.py` works around versions that corrupt XMP, and `stderr.py` turns
error messages into ours.
"""

from exifilm_core.exiftool.answers import Everything
from exifilm_core.exiftool.exiftool import ExifTool

__all__ = ["Everything", "ExifTool"]
