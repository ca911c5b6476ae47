"""Putting a new version of a file in the old one's place, so that there is always a whole one.

The contract: the new version is made beside the old, under a hidden name; it is whole, checked and
on the disk before it takes the old one's name in one step of the file system. Symbolic links stay
links. Mode, owner, extended attributes and, on request, the time of the last change stay. What
cannot keep them is refused: a file with several names (hard links), one that is write-protected,
one that would change its owner. A new version that a killed program left is removed the next time.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
from pathlib import Path

from exifilm_core.errors import ExifilmError
from exifilm_core.scans.journal import data_folder

LEFTOVER = ".exifilm-"
"""How the hidden name of a new version begins that has not taken its place yet."""


class NewVersion:
    """The new version of a file, from the moment it is begun to when it is put in place."""

    def __init__(self, path: Path) -> None:
        """Begin a new version of `path`, which need not be there yet. ExifilmError if it may not.

        `draft` is where the new version is to be made; nothing is there now.
        """
        self.path = path.resolve()
        self.old = _stat(self.path)
        # Locks are each user's own, and so are drafts: nobody puts another's half in place.
        whose = os.fsencode(data_folder()) + os.fsencode(self.path.name)
        name = hashlib.sha256(whose).hexdigest()[:16]
        # ExifTool minds the suffix, if it is one that it knows.
        suffix = self.path.suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", self.path.suffix) else ""
        self.draft = self.path.with_name(f"{LEFTOVER}{name}{suffix}")
        if self.old:
            self._refuse_what_cannot_stay()
        try:
            self.draft.unlink(missing_ok=True)
            self.draft.touch()  # asks the folder before ExifTool works for nothing
            self.draft.unlink()
        except OSError as problem:
            raise _refused(problem, self.path) from problem

    def sync(self, *, keep_time: bool) -> None:
        """Give the finished draft what is to stay of the old one, and the disk all of it."""
        try:
            if self.old:
                shutil.copystat(self.path, self.draft)
                self._keep_owner(self.old)
                if not keep_time:
                    os.utime(self.draft)
            with self.draft.open("rb+") as file:
                os.fsync(file.fileno())
        except OSError as problem:
            raise _refused(problem, self.path) from problem

    def put_in_place(self) -> None:
        """Let the draft take the old one's name: the one step that changes anything."""
        try:
            self.draft.replace(self.path)
        except OSError as problem:
            raise _refused(problem, self.path) from problem
        _sync_folder(self.path.parent)

    def discard(self) -> None:
        """Remove the draft, if it is still there."""
        with contextlib.suppress(OSError):
            self.draft.unlink(missing_ok=True)

    def _refuse_what_cannot_stay(self) -> None:
        assert self.old
        if self.old.st_nlink > 1:
            raise ExifilmError(
                f"this file has {self.old.st_nlink} names (hard links), and saving would leave the "
                "others with the old version. Make it a file of its own first (copy it, and put "
                "the copy in its place), then save again.",
                file=self.path,
            )
        if not self.old.st_mode & 0o222 or not os.access(self.path, os.W_OK):
            raise ExifilmError(
                "this file is write-protected. Allow writing to it, then save again.",
                file=self.path,
            )

    def _keep_owner(self, old: os.stat_result) -> None:
        new = self.draft.stat()
        if (new.st_uid, new.st_gid) == (old.st_uid, old.st_gid) or not hasattr(os, "chown"):
            return
        try:
            os.chown(self.draft, old.st_uid, old.st_gid)
            self.draft.chmod(old.st_mode & 0o7777)  # chown takes some of the bits away
        except PermissionError as problem:
            raise ExifilmError(
                "this file belongs to another user or group, and saving would make it yours. Ask "
                "its owner to save, or make it your own first.",
                file=self.path,
            ) from problem


def leftovers(folder: Path) -> list[Path]:
    """New versions in the folder that never took their place; the files they are of are whole."""
    return sorted(path for path in folder.iterdir() if path.name.startswith(LEFTOVER))


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """On POSIX systems a new name is on the disk when its folder is; Windows has no such call."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some network file systems have no such call either: the rename itself is done
    finally:
        os.close(descriptor)


def _refused(problem: OSError, path: Path) -> ExifilmError:
    reasons = {
        errno.ENOSPC: "the disk is full. Make room and save again",
        errno.EDQUOT: "your share of the disk is full. Make room and save again",
        errno.EROFS: "it lies on a disk that can only be read. Copy it to another, and save there",
        errno.EACCES: "you may not write into its folder. Change the folder's permissions",
        errno.EPERM: "you may not write into its folder. Change the folder's permissions",
        errno.ENOENT: "its folder, or the new version in it, was removed meanwhile",
        errno.ENAMETOOLONG: "the name is too long",
    }
    reason = reasons.get(problem.errno or 0, problem.strerror or str(problem))
    return ExifilmError(f"it could not be saved and is as it was: {reason}.", file=path)
