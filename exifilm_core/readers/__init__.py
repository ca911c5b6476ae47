"""What gives the tags of files. `reader.py` is the protocol; `two.py` reads with two at a time.

ExifTool is the one reader that reads every file (`exifilm_core.exiftool`).
"""

from exifilm_core.readers.reader import FileTags, Progress, Reader, RememberedTags

__all__ = ["FileTags", "Progress", "Reader", "RememberedTags"]
