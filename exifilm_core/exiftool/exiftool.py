"""Tags in and out of files, through one ExifTool that is kept open.

The one idea: nothing that a person or a file brings is ever an argument. Values travel as JSON in
a file of ours, names of files as absolute paths, or where they are strange by a link with a name
of our own, and tags come from the declaration alone.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from exifilm_core.errors import CannotEmbedError, ExifilmError
from exifilm_core.exiftool import php
from exifilm_core.exiftool.child import Answer, Child, ChildGoneError
from exifilm_core.resources import resource
from exifilm_core.tags import Raw

OLDEST = (12, 57)
"""Debian 12's ExifTool, the oldest that ExiFilm is tested with."""
GET_IT = (
    "Install ExifTool 12.57 or later: “apt install libimage-exiftool-perl” on Debian and Ubuntu, "
    "“dnf install perl-Image-ExifTool” on Fedora, “pacman -S perl-image-exiftool” on Arch, "
    "“brew install exiftool” on macOS, or from exiftool.org."
)
PATIENCE = 10.0
"""Seconds that ExifTool may be silent for, and a second more for every SLOWEST bytes of file."""
SLOWEST = 5_000_000
_IMAGE_TYPES = ("image/", "application/vnd.adobe.photoshop", "application/rdf+xml")
BATCH = 200
"""Files that are read with one command; their answers stay in memory together."""
_RECORD_GROUPS = (
    "XMP:all",
    "EXIF:all",
    "File:FileType",
    "File:MIMEType",
    "ExifTool:Error",
    "ExifTool:Warning",
)


@dataclass
class FileTags:
    """What ExifTool read from one file."""

    path: Path
    file_type: str
    tags: dict[str, Raw] = field(default_factory=dict)
    error: str = ""
    """Why it could not be read, in ExifTool's words, "" when it could."""


class ExifTool:
    """ExifTool, started when first needed and again when it died. May be used by many threads."""

    _shared: ExifTool | None = None
    _sharing = threading.Lock()

    def __init__(
        self,
        executable: str | None = None,
        config: Path | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._executable = executable
        self._config = config
        self.patience = patience
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._links = itertools.count()

    @classmethod
    def shared(cls) -> ExifTool:
        """The one that everybody uses who does not need another."""
        with cls._sharing:
            if cls._shared is None:
                cls._shared = cls()
            return cls._shared

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the ExifTool process, if there is one. It starts again when it is needed again."""
        with self._lock:
            if self._child:
                self._child.end()
                self._child = None
            if self._folder:
                self._folder.cleanup()
                self._folder = None

    def another(self) -> ExifTool:
        """Another one like it, with a process of its own."""
        return ExifTool(self._executable, self._config, self.patience)

    @property
    def pid(self) -> int | None:
        """The process's number, None while there is none."""
        return self._child._process.pid if self._child and self._child._process else None

    def version(self) -> str:
        """Its version, such as "12.57". ExifilmError when it is missing or too old."""
        with self._lock:
            return str(self._started().version)

    def read(self, paths: Iterable[Path]) -> Iterator[FileTags]:
        """The tags of each file that a record may be in, in the order of the paths."""
        batch: list[Path] = []
        for path in paths:
            if _plain(path):
                batch.append(path)
                if len(batch) < BATCH:
                    continue
            yield from self._read_batch(batch)
            batch = []
            if not _plain(path):
                yield from self._read_batch([path])
        yield from self._read_batch(batch)

    def read_one(self, path: Path) -> FileTags:
        """The tags of one file. ExifilmError when it cannot be read."""
        found = next(iter(self.read([path])))
        if found.error:
            raise ExifilmError(found.error, file=path)
        return found

    def write(
        self, tags: Mapping[str, Raw], source: Path | None, target: Path, *, wrap: bool = False
    ) -> list[str]:
        """Write the `source` with the tags changed as the new file `target` (None removes a tag).

        Without a source, a new XMP file is made. `wrap` lets a bare JPEG XL picture be put into
        the container that tags need. CannotEmbedError when ExifTool cannot write this file. The warnings that ExifTool gave come back; none
        of them means that a tag was not written only if reading it back says so.
        """
        written = {"SourceFile": "*"} | {name: raw for name, raw in tags.items() if raw is not None}
        removed = [f"-{name}=".encode() for name, raw in tags.items() if raw is None]
        with self._lock:
            child = self._started()
            values = self._own_folder() / "values.json"
            values.write_text(json.dumps([written], ensure_ascii=False), encoding="utf-8")
            lines = [b"-n", b"-q", *removed, b"-json=" + os.fsencode(values)]
            lines += [b"-m", b"-o"] if wrap else [b"-o"]
            lines.append(self._target(target))
            if source:
                lines.append(self._argument(source))
            answer = self._ask(child, lines, [source] if source else [], source or target)
        problems = answer.complaints.splitlines()
        errors = [line for line in problems if line.startswith("Error")]
        if answer.status or errors or not target.exists():
            target.unlink(missing_ok=True)
            said = "; ".join(errors or problems) or "it gave no reason"
            kind = CannotEmbedError if _CANNOT_WRITE.search(said) else ExifilmError
            raise kind(explained(said), file=source or target)
        return [line.removeprefix("Warning: ") for line in problems]

    # ── how it is done ───────────────────────────────────────────────────────────────────────

    def _started(self) -> Child:
        if self._child is None:
            self._child = self._start()
        return self._child

    def _start(self) -> Child:
        executable = self._executable or os.environ.get("EXIFILM_EXIFTOOL") or "exiftool"
        config = self._config or resource("plugins/exiftool/exifilm.config")
        found = shutil.which(executable)
        if not found:
            raise ExifilmError(
                f"ExifTool is not installed (“{executable}” was not found). {GET_IT}"
            )
        if not config.is_file():
            raise ExifilmError(
                f"ExifTool's configuration {config} is missing. Install ExiFilm again."
            )
        try:
            child = Child(found, config)
        except Exception as problem:
            raise ExifilmError(
                f"ExifTool ({found}) does not start: {problem}. {GET_IT}"
            ) from problem
        version = re.match(r"(\d+)\.(\d+)", str(child.version))
        if not version or tuple(map(int, version.groups())) < OLDEST:
            child.end()
            raise ExifilmError(f"ExifTool {child.version} ({found}) is too old. {GET_IT}")
        return child

    def _ask(
        self, child: Child, lines: list[bytes], files: Sequence[Path], about: Path | None
    ) -> Answer:
        size = sum(_size(path) for path in files)
        try:
            return child.ask(lines, self.patience + size / SLOWEST)
        except ChildGoneError as gone:
            self._child = None
            raise ExifilmError(
                f"{gone}. Nothing was changed; try again. If it happens again with this file, the "
                "file may be damaged.",
                file=about,
            ) from gone

    def _own_folder(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="exifilm-")
        return Path(self._folder.name)

    def _argument(self, path: Path) -> bytes:
        """The path as a line of arguments; a strange one by a link with a name of our own."""
        if _plain(path):
            return os.fsencode(path.absolute().as_posix())
        suffix = re.sub(r"[^.\w]", "", path.suffix, flags=re.ASCII)
        link = self._own_folder() / f"strange-{next(self._links)}{suffix}"
        link.symlink_to(path.absolute())
        return os.fsencode(link)

    def _target(self, target: Path) -> bytes:
        """The new file's path, in which ExifTool takes % for a code."""
        if _plain(target) and "%" not in str(target.absolute()):
            return os.fsencode(target.absolute().as_posix())
        link = self._own_folder() / f"strange-{next(self._links)}"
        link.symlink_to(target.parent.absolute(), target_is_directory=True)
        return os.fsencode(link / target.name)

    def _read_batch(self, paths: Sequence[Path]) -> Iterator[FileTags]:
        if not paths:
            return
        asked = [
            b"-n",
            b"-struct",
            b"-G1",
            b"-q",
            b"-m",
            *(f"-{g}".encode() for g in _RECORD_GROUPS),
        ]
        alone = paths[0] if len(paths) == 1 else None
        with self._lock:
            files = [self._argument(path) for path in paths]
            answer = self._ask(self._started(), [b"-j", *asked, *files], paths, alone)
            found = json.loads(
                answer.output or b"[]", parse_float=str, parse_int=str, parse_constant=str
            )
            if any(_case_was_lost(item) for item in found):
                answer = self._ask(self._started(), [b"-php", *asked, *files], paths, alone)
                found = php.loads(answer.output.decode())
        yield from _by_path(paths, found, answer.complaints)


def _by_path(paths: Sequence[Path], found: list[Any], complaints: str) -> Iterator[FileTags]:
    """ExifTool's answers in the order of the paths; it leaves out the files that are not there."""
    by_name = {item.get("SourceFile"): item for item in found}
    for path in paths:
        item = found[0] if len(paths) == 1 and found else by_name.get(path.absolute().as_posix())
        if item is None:
            yield FileTags(path, "", error=_why_unread(path, complaints))
            continue
        del item["SourceFile"]
        error = item.pop("ExifTool:Error", "")
        item.pop("ExifTool:Warning", None)
        file_type = item.pop("File:FileType", "")
        mime = item.pop("File:MIMEType", "")
        if not error and not mime.startswith(_IMAGE_TYPES):
            error = "file format error"
        if not _size(path):
            error = "the file is empty"
        yield FileTags(path, file_type, item, explained(error) if error else "")


def _why_unread(path: Path, complaints: str) -> str:
    if path.is_dir():
        return "it is a folder, not an image"
    try:
        with path.open("rb"):
            pass
    except FileNotFoundError:
        return "there is no such file"
    except PermissionError:
        return "you may not read this file; ask its owner, or change its permissions"
    except OSError as problem:
        return f"it cannot be read: {problem.strerror}"
    return explained(complaints or "it gave no reason")


def explained(said: str) -> str:
    """ExifTool's complaint, for a photographer: what it means and what to do."""
    said = re.sub(r"^(Error|Warning): ", "", said.strip())
    for pattern, meaning in _MEANINGS.items():
        if re.search(pattern, said, re.IGNORECASE):
            return f"{meaning} (ExifTool: {said})"
    return f"ExifTool refuses: {said}"


_CANNOT_WRITE = re.compile(r"not yet supported|can't (currently )?write|\[minor\]", re.IGNORECASE)
_MEANINGS = {
    r"no space|error writing|disk full": "it could not be written: the disk may be full. "
    "Make room and save again",
    r"permission denied|error creating": "it may not be written; change the permissions of the "
    "file and its folder",
    r"file format error|unknown file type|file is empty|unknown image type": "it is not an image, "
    "or it is damaged",
    r"not defined|doesn't exist|not writable|isn't writable|nothing to": "ExifTool does not know "
    "ExiFilm's tags: its configuration is damaged. Install ExiFilm again",
    r"truncated|corrupt|unexpected end|format error|bad format": "the image is damaged or cut "
    "short",
}


def _plain(path: Path) -> bool:
    """Whether ExifTool takes the path as it is, and gives it back in JSON as it went in."""
    try:
        text = str(path.absolute()).encode().decode()
    except UnicodeEncodeError:
        return False
    return text.isprintable() and text == text.strip() and "\ufffd" not in text


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _case_was_lost(value: Any) -> bool:
    """Whether a text such as "True" is among the values: ExifTool's JSON has it as a boolean."""
    if isinstance(value, dict):
        return any(map(_case_was_lost, value.values()))
    if isinstance(value, list):
        return any(map(_case_was_lost, value))
    return isinstance(value, bool)
