"""Reads the records of the scans that standard input names; prints the processor time in seconds.

They are all the scans of one folder. The time is that of a running process, without its start.
"""

import resource
import shutil
import sys
import tempfile
from pathlib import Path

from exifilm_core import Archive
from exifilm_core.exiftool import ExifTool


def main() -> None:
    paths = sys.stdin.read().splitlines()
    with tempfile.TemporaryDirectory() as other:
        shutil.copy(paths[0], other)
        _read(Path(other), 1)  # loads the modules that are loaded on use
    before = _processor_time()
    _read(Path(paths[0]).parent, len(paths))
    print(_processor_time() - before)


def _read(folder: Path, scans: int) -> None:
    with Archive(folder) as archive:
        archive.load()
        assert sum(scan.record.image_id is not None for scan in archive) == scans
    ExifTool.shared().close()  # if it was needed, its time counts once it has ended


def _processor_time() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
