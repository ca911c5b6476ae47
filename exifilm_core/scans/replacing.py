"""Putting a new version of a file in the old one's place, so that there is always a whole one.

The contract: the new version is made beside the old, under a hidden name; it is whole, checked and
on the disk before it takes the old one's name in one step of the file system. Symbolic links stay
links. Mode, owner, extended attributes and, on request, the modification time stay, as far as the
file system has them. A save is refused where it would split a file with several names (hard links),
write one that is write-protected, or change who owns it or may read and write it. A new version
that a killed program left is removed the next time. What another program writes into the old
version while it is replaced takes its place again, and the save has failed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.messages import Text
from exifilm_core.messages.files import Files
from exifilm_core.scans.file_systems import is_read_only, sync, where_supported
from exifilm_core.scans.folders import data_folder
from exifilm_core.scans.late_writers import Held, Signature, refuse_another, signature_of

LEFTOVER = ".exifilm-"
"""How the hidden name of a new version begins that has not taken its place yet."""
_ACL = "system.posix_acl_access"
"""The extended attribute that gives more people rights than the mode does."""
_COARSEST_TIME = 2_000_000_000
"""Nanoseconds: FAT counts times in two seconds."""
_REASONS = {
    errno.ENOSPC: Files.NO_SPACE,
    errno.EDQUOT: Files.OVER_QUOTA,
    errno.EROFS: Files.READ_ONLY,
    errno.EACCES: Files.CLOSED_FOLDER,
    errno.EPERM: Files.CLOSED_FOLDER,
    errno.ENOENT: Files.FOLDER_GONE,
    errno.ENAMETOOLONG: Files.NAME_TOO_LONG,
}
"""Our words for the system's errors; others keep the system's own."""


class NewVersion:
    """The new version of a file, from the moment it is begun to when it is put in place."""

    def __init__(self, path: Path) -> None:
        """Begin a new version of `path`, which need not be there yet. ExifilmError if it may not.

        `draft` is where the new version is to be made; nothing is there now.
        """
        self.path = path.resolve()
        self.old = _stat(self.path)
        self._seen = signature_of(self.path)
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

    def sync(self, *, keep_time: bool) -> list[Text]:
        """Give the finished draft what is to stay of the old one, and the disk all of it.

        Gives what the file system did not keep, a sentence each. ExifilmError where the disk
        fails, or where others could read or write the draft than the old one.
        """
        try:
            lost = self._keep(self.old, keep_time=keep_time) if self.old else []
            with self.draft.open("rb+") as file:
                sync(file)
        except OSError as problem:
            raise _refused(problem, self.path) from problem
        return lost

    def put_in_place(self) -> None:
        """Let the draft take the old one's name: the one step that changes anything.

        WrittenMeanwhileError when another program wrote the file since this new version was begun,
        also if it had just opened it: what it wrote then stands there.
        """
        _in_one_step(self.path, self._seen, lambda: self.draft.replace(self.path))

    def discard(self) -> None:
        """Remove the draft, if it is still there."""
        with contextlib.suppress(OSError):
            self.draft.unlink(missing_ok=True)

    def _refuse_what_cannot_stay(self) -> None:
        assert self.old
        if self.old.st_nlink > 1:
            raise ExifilmError(Files.HARD_LINKS(count=self.old.st_nlink), file=self.path)
        if not self.old.st_mode & 0o222 or not os.access(self.path, os.W_OK):
            if is_read_only(self.path):
                raise _refused(OSError(errno.EROFS, os.strerror(errno.EROFS)), self.path)
            raise ExifilmError(Files.WRITE_PROTECTED(), file=self.path)

    def _keep(self, old: os.stat_result, *, keep_time: bool) -> list[Text]:
        new = self.draft.stat()
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid) and hasattr(os, "chown"):
            with where_supported():
                os.chown(self.draft, old.st_uid, old.st_gid)
        attributes = _attributes(self.path)
        _set_attributes(self.draft, attributes)
        with where_supported():
            self.draft.chmod(stat.S_IMODE(old.st_mode))  # chown takes some of the bits away
        if keep_time:
            with where_supported():
                os.utime(self.draft, ns=(old.st_atime_ns, old.st_mtime_ns))
        if hasattr(os, "chflags"):
            with where_supported():
                os.chflags(self.draft, getattr(old, "st_flags", 0))
        now, kept = self.draft.stat(), _attributes(self.draft)
        self._refuse_other_rights(old, now, acl=attributes.get(_ACL), new_acl=kept.get(_ACL))
        time_is_kept = abs(now.st_mtime_ns - old.st_mtime_ns) <= _COARSEST_TIME
        tags_are_kept = all(
            kept.get(name) == value
            for name, value in attributes.items()
            if name.startswith("user.")
        )
        return _not_kept(time=keep_time and not time_is_kept, tags=not tags_are_kept)

    def _refuse_other_rights(
        self, old: os.stat_result, new: os.stat_result, *, acl: bytes | None, new_acl: bytes | None
    ) -> None:
        """Refuse a draft that others could read or write than the old version.

        Another group does not matter where its members may do no more and no less than anybody;
        the right to execute does not matter for an image.
        """
        group_matters = acl or ((old.st_mode >> 3) ^ old.st_mode) & 0o6
        if new.st_uid != old.st_uid or (new.st_gid != old.st_gid and group_matters):
            raise ExifilmError(Files.OTHER_OWNER(), file=self.path)
        if (new.st_mode ^ old.st_mode) & 0o666 or new_acl != acl:
            before = stat.filemode(old.st_mode)[1:] + ("+" if acl else "")
            after = stat.filemode(new.st_mode)[1:] + ("+" if new_acl else "")
            other = Files.OTHER_PERMISSIONS(before=before, after=after)
            raise ExifilmError(other, file=self.path)


def remove(path: Path, seen: Signature | None) -> None:
    """Remove a file for good, if it is there. ExifilmError where it stays.

    WrittenMeanwhileError when it is not as it was seen, or another program had just opened it.
    """
    _in_one_step(path, seen, lambda: path.unlink(missing_ok=True))


def _in_one_step(path: Path, seen: Signature | None, step: Callable[[], object]) -> None:
    """Take the step by which the file's name goes to another version, or to none."""
    with Held(path) as old:
        refuse_another(path, seen, old.signature)
        try:
            step()
        except OSError as problem:
            raise _refused(problem, path) from problem
        _sync_folder(path.parent)
        if late := old.written_since(seen):
            version = NewVersion(path)
            try:
                with version.draft.open("xb") as new:
                    shutil.copyfileobj(late, new)
                with where_supported():
                    version.draft.chmod(stat.S_IMODE(os.fstat(late.fileno()).st_mode))
                version.sync(keep_time=False)
                version.put_in_place()
            finally:
                version.discard()
            refuse_another(path, seen, old.signature)


def leftovers(folder: Path) -> list[Path]:
    """New versions in the folder that never took their place; the files they are of are whole."""
    return sorted(path for path in folder.iterdir() if path.name.startswith(LEFTOVER))


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _refused(problem, path) from problem


def _sync_folder(folder: Path) -> None:
    """On POSIX systems a new name is on the disk when its folder is; Windows has no such call."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # the rename itself is done, whatever the folder says
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _attributes(path: Path) -> dict[str, bytes]:
    """The file's extended attributes, as far as there are any and they may be read."""
    found = {}
    if hasattr(os, "listxattr"):
        with where_supported():
            for name in os.listxattr(path):
                with where_supported():
                    found[name] = os.getxattr(path, name)
    return found


def _set_attributes(path: Path, attributes: dict[str, bytes]) -> None:
    """Give the file these extended attributes, as far as the file system lets it have them."""
    there = _attributes(path)
    if _ACL in there and _ACL not in attributes:  # the folder's, for what is made in it
        with where_supported():
            os.removexattr(path, _ACL)
    for name, value in attributes.items():
        if there.get(name) != value:
            with where_supported():
                os.setxattr(path, name, value)


def _not_kept(*, time: bool, tags: bool) -> list[Text]:
    lost = [Files.TIME_NOT_KEPT()] if time else []
    return lost + ([Files.ATTRIBUTES_NOT_KEPT()] if tags else [])


def _refused(problem: OSError, path: Path) -> ExifilmError:
    sentence = _REASONS.get(problem.errno or 0)
    reason = sentence() if sentence else reason_of(problem)
    return ExifilmError(Files.UNCHANGED(reason=reason), file=path)
