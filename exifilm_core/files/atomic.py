"""Replace a file by its new version atomically, so that a complete one exists at all times.

The contract: the new version is a hidden file in the same folder. It is complete, verified and on
the disk before a rename gives it the old file's name. Symbolic links stay links. Mode, owner,
extended attributes and, on request, the modification time stay, as far as the file system supports
them. ExifilmError when saving would separate hard links, overwrite a write-protected file, or
change who owns, reads or writes it. The next save removes the draft of a killed one. If another
program writes into the old version during the rename, that content replaces ours again, and the
save fails.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.file_systems import is_read_only, sync, where_supported
from exifilm_core.files.user_folders import data_folder
from exifilm_core.files.versions import Held, Signature, refuse_another, signature_of
from exifilm_core.messages import Text
from exifilm_core.messages.files import Files

LEFTOVER = ".exifilm-"
"""The beginning of the hidden name of a draft."""
_PLAIN_NAME = re.compile(r"[\w.,()+ -]+\.[A-Za-z0-9]{1,8}")
_LONGEST_NAME = 200
"""Bytes of a file's name, so that there is room for more in its draft's."""
_ACL = "system.posix_acl_access"
"""The extended attribute that grants rights beyond the mode."""
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
    """The new version of a file, from its beginning until it is in place."""

    def __init__(self, path: Path, *, folder_checked: bool = False) -> None:
        """Begin a new version of `path`, which need not exist. ExifilmError without permission.

        `draft` is the path of the new version; there is no file yet. With `folder_checked`, only
        writing it shows whether the folder can be written.
        """
        self.path = path.resolve()
        self.old = _stat(self.path)
        self._snapshot = signature_of(self.path)
        # Each user has locks, and so drafts: no user can put another's incomplete draft in place.
        self.draft = self.path.with_name(_name_of_draft(self.path.name, str(data_folder())))
        if self.old:
            self._refuse_what_cannot_stay()
        elif not self.path.parent.exists():
            raise ExifilmError(Files.NO_SUCH_FOLDER(), file=self.path.parent)
        try:
            self.draft.unlink(missing_ok=True)
            if not folder_checked:
                self.draft.touch()  # before the work of making the new version
                self.draft.unlink()
        except OSError as problem:
            raise _refused(problem, self.path) from problem

    def sync(self, *, keep_time: bool) -> list[Text]:
        """Copy the old file's attributes to the finished draft, and write it to the disk.

        Returns what the file system did not keep, a sentence each. ExifilmError when the disk
        fails, or when other people could read or write the draft than the old file.
        """
        lost = self.keep(keep_time=keep_time)
        self.to_disk()
        return lost

    def keep(self, *, keep_time: bool) -> list[Text]:
        """The first half of `sync`."""
        try:
            return self._keep(self.old, keep_time=keep_time) if self.old else []
        except OSError as problem:
            raise _refused(problem, self.path) from problem

    def to_disk(self) -> None:
        """The second half of `sync`."""
        try:
            with self.draft.open("rb+") as file:
                sync(file)
        except OSError as problem:
            raise _refused(problem, self.path) from problem

    def put_in_place(self) -> None:
        """Rename the draft to the old file's name: the one step that changes anything.

        WrittenMeanwhileError when another program wrote the file since this new version was begun,
        or had just opened it; the file then holds that program's content.
        """
        take_one(self.step())

    def step(self) -> Step:
        """The step that puts it in place, for `take`."""
        return Step(self.path, self._snapshot, lambda: self.draft.replace(self.path))

    def discard(self) -> None:
        """Remove the draft, if it still exists."""
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
            self.draft.chmod(stat.S_IMODE(old.st_mode))  # chown clears some of the bits
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
        """ExifilmError when other people could read or write the draft than the old file.

        Another group does not matter if its members have the rights of everybody; the right to
        execute does not matter for an image.
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
    """Remove a file, if it exists. ExifilmError when that fails.

    WrittenMeanwhileError when it has another signature than the one seen, or another program had
    just opened it.
    """
    take_one(removal(path, seen))


def removal(path: Path, seen: Signature | None) -> Step:
    """The step of `remove`."""
    return Step(path, seen, lambda: path.unlink(missing_ok=True))


class Step(NamedTuple):
    """The step that gives a file's name to another version, or removes it."""

    path: Path
    seen: Signature | None
    """The signature of the file that the step was prepared for."""
    do: Callable[[], object]


def take(steps: Sequence[Step]) -> list[ExifilmError | None]:
    """Take several steps, and sync each folder once; the error of each that failed.

    WrittenMeanwhileError when the file has another signature than the one seen, or when another
    program had just opened it; the file then holds that program's content.
    """
    problems: list[ExifilmError | None] = []
    with contextlib.ExitStack() as open_files:
        held = [open_files.enter_context(Held(step.path)) for step in steps]
        for step, old in zip(steps, held, strict=True):
            problems.append(_problem(_do, step, old))
        for folder in dict.fromkeys(step.path.parent for step in steps):
            _sync_folder(folder)
        for number, (step, old) in enumerate(zip(steps, held, strict=True)):
            if problems[number] is None:
                problems[number] = _problem(_restore_late, step, old)
    return problems


def take_one(step: Step) -> None:
    """Take one step. ExifilmError as of `take`."""
    [problem] = take([step])
    if problem:
        raise problem


def _problem(act: Callable[[Step, Held], None], step: Step, old: Held) -> ExifilmError | None:
    try:
        act(step, old)
    except ExifilmError as problem:
        return problem
    return None


def _do(step: Step, old: Held) -> None:
    now = old.signature
    if now == step.seen:
        # Since it was opened, another may have got its name: as a program replaces a file, or by
        # an earlier one of these steps, if a file has two names.
        now = signature_of(step.path)
    refuse_another(step.path, step.seen, now)
    try:
        step.do()
    except OSError as problem:
        raise _refused(problem, step.path) from problem


def _restore_late(step: Step, old: Held) -> None:
    """Put back what another program has written into the old version; WrittenMeanwhileError."""
    if late := old.written_since(step.seen):
        version = NewVersion(step.path)
        try:
            with version.draft.open("xb") as new:
                shutil.copyfileobj(late, new)
            with where_supported():
                version.draft.chmod(stat.S_IMODE(os.fstat(late.fileno()).st_mode))
            version.sync(keep_time=False)
            version.put_in_place()
        finally:
            version.discard()
        refuse_another(step.path, step.seen, old.signature)


def _name_of_draft(name: str, whose: str) -> str:
    """The name of a new version: our beginning before the file's own name, if that is harmless."""
    user = hashlib.sha256(os.fsencode(whose)).hexdigest()[:8]
    if not _PLAIN_NAME.fullmatch(name) or len(os.fsencode(name)) > _LONGEST_NAME:
        hashed = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
        suffix = Path(name).suffix  # ExifTool checks one that it knows
        name = hashed + (suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else "")
    return f"{LEFTOVER}{user}-{name}"


def leftovers(folder: Path) -> list[Path]:
    """The drafts of interrupted saves in the folder; the files that they belong to are intact."""
    return sorted(path for path in folder.iterdir() if path.name.startswith(LEFTOVER))


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _refused(problem, path) from problem


def _sync_folder(folder: Path) -> None:
    """Sync the folder, which on POSIX systems puts a new name on the disk."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # the rename itself is complete
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _attributes(path: Path) -> dict[str, bytes]:
    """The file's extended attributes, as far as they exist and may be read."""
    found = {}
    if hasattr(os, "listxattr"):
        with where_supported():
            for name in os.listxattr(path):
                with where_supported():
                    found[name] = os.getxattr(path, name)
    return found


def _set_attributes(path: Path, attributes: dict[str, bytes]) -> None:
    """Give the file these extended attributes, as far as the file system permits."""
    there = _attributes(path)
    if _ACL in there and _ACL not in attributes:  # the folder's default for new files
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
