"""Read and write the tags of files, through one ExifTool that is kept open.

Nothing that a person or a file provides ever becomes an option of ExifTool. Values travel as JSON
in a file of ours. File names are absolute paths, or links with safe names. Tags come from the
declaration alone.
"""

from __future__ import annotations

import itertools
import json
import os
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from exifilm_core.errors import CannotEmbedError, ExifilmError, InvalidValueError
from exifilm_core.exiftool import blocks as whole_blocks
from exifilm_core.exiftool import php, writing
from exifilm_core.exiftool.answers import (
    Everything,
    case_was_lost,
    everything_of,
    file_tags_of,
)
from exifilm_core.exiftool.arguments import Links
from exifilm_core.exiftool.child import Answer, Child, ChildGoneError, ChildWasGoneError
from exifilm_core.exiftool.encodings import take_bytes, texts_in_doubt
from exifilm_core.exiftool.starting import start
from exifilm_core.exiftool.statuses import is_file_with_content, size_of, status_of
from exifilm_core.exiftool.stderr import explained, no_room
from exifilm_core.exiftool.together import (
    PROGRESS,
    UnansweredError,
    at_work_on,
    each,
    items_of,
    without_progress,
)
from exifilm_core.exiftool.writing import Writing
from exifilm_core.files.temporary import OwnFolder, sweep_once
from exifilm_core.messages.files import Files
from exifilm_core.messages.saving import Saving
from exifilm_core.readers import FileTags, Progress
from exifilm_core.tags import iim

if TYPE_CHECKING:  # the tags' own module needs all kinds of value, and time to load them
    from exifilm_core.tags.styles import Raw

TIMEOUT = 10.0
"""Seconds that ExifTool may be silent, plus one for every SLOWEST bytes of a file."""
SLOWEST = 5_000_000
_AS_STORED = (b"-n", b"-struct", b"-G1", b"-q", b"-m")
_ALL_THERE_IS = (
    *(b"-j", b"-n", b"-struct", b"-G0:1:4", b"-a", b"-u", b"-b", b"-q", b"-m", b"-all"),
    *(b"-EXIF", b"-XMP", b"-IPTC", b"-MakerNotes"),  # as blocks
    # In HEIC and AVIF, the box that holds the picture together with EXIF and XMP.
    *(b"--MediaData", b"--MediaDataSize", b"--MediaDataOffset"),
)
BATCH = 200
"""Files to read with one command; their answers stay in memory together."""
_RECORD_GROUPS = ("XMP:all", "EXIF:all", "IPTC:all", "MakerNotes", iim.DIGEST)
"""The tags that a record may need; of maker notes, only that they exist."""
_OF_THE_FILE = ("File:FileType", "File:MIMEType", "ExifTool:Error", "ExifTool:Warning")


class ExifTool:
    """ExifTool, started when first needed, and again after it died. Safe with many threads."""

    _shared: ExifTool | None = None
    _sharing = threading.Lock()

    def __init__(
        self,
        executable: str | None = None,
        config: Path | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._executable = executable
        self._config = config
        self.timeout = timeout
        self.created = threading.Event()
        """Set once a process was created, before it answers."""
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._folder: OwnFolder | None = None
        self._proven: Child | None = None

    @classmethod
    def shared(cls) -> ExifTool:
        """The ExifTool that everybody shares who does not need another."""
        with cls._sharing:
            if cls._shared is None:
                cls._shared = cls()
            return cls._shared

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the ExifTool process, if there is one. It starts again when needed."""
        with self._lock:
            if self._child:
                self._child.terminate()
                self._child = None
            if self._folder:
                self._folder.remove()
                self._folder = None

    def another(self) -> ExifTool:
        """Another ExifTool with the same settings and its own process."""
        return ExifTool(self._executable, self._config, self.timeout)

    @property
    def pid(self) -> int | None:
        """The process's number, None without a process."""
        return self._child._process.pid if self._child and self._child._process else None

    def version(self) -> str:
        """Its version, such as "12.57". ExifilmError when it is missing or too old."""
        with self._lock:
            return str(self._started().version)

    def read(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[FileTags]:
        """As `Reader.read`, for every file that ExifTool can read."""
        waiting = iter(paths)
        while batch := list(itertools.islice(waiting, BATCH)):
            for found in self._read_batch(batch):
                if progress:
                    progress(found)
                yield found

    def read_one(self, path: Path) -> FileTags:
        """The tags of one file. ExifilmError when it cannot be read."""
        found = next(iter(self.read([path])))
        if found.error:
            raise ExifilmError(found.error, file=path)
        return found

    def values(self, path: Path, names: Collection[str]) -> dict[str, Raw]:
        """The raw values of these tags in a file; a name may be a group's, such as "JFIF:all".

        ExifilmError when the file cannot be read.
        """
        asked = [b"-j", *_AS_STORED, b"-File:FileType", *(f"-{name}".encode() for name in names)]
        return self._answers(asked, [path])[0]

    def blocks(self, paths: Sequence[Path]) -> list[dict[str, bytes | None]]:
        """The EXIF, XMP and IPTC blocks of each file, None for a block that it lacks.

        Omits blocks that cannot be restored. ExifilmError when a file cannot be read.
        """
        return [whole_blocks.of_answer(item) for item in self._answers(whole_blocks.READING, paths)]

    def tag_ids(self, paths: Sequence[Path]) -> list[dict[str, int]]:
        """EXIF's number for each tag of the files, by names such as "ExifIFD:FNumber".

        Omits tags of one name with different numbers. ExifilmError when a file cannot be read.
        """
        asked = (b"-j", b"-q", b"-m", b"-a", b"-e", b"-D", b"-G1:4", b"-EXIF:all")
        return [whole_blocks.ids_of_answer(item) for item in self._answers(asked, paths)]

    def tag_ids_in(self, exif: bytes) -> dict[str, int]:
        """The same of an EXIF block."""
        with self._lock:
            folder = self._own_folder()
        try:
            with tempfile.NamedTemporaryFile(dir=folder, suffix=".exif") as file:
                file.write(exif)
                file.flush()
                return self.tag_ids([Path(file.name)])[0]
        except OSError as problem:
            raise no_room(problem) from problem

    def everything(self, paths: Sequence[Path]) -> list[Everything]:
        """Everything that ExifTool can read in each file, with unknown tags and binary values.

        ExifilmError when a file cannot be read.
        """
        return [everything_of(item) for item in self._answers(_ALL_THERE_IS, paths)]

    def write(
        self,
        tags: Mapping[str, Raw],
        source: Path | None,
        target: Path,
        *,
        wrap: bool = False,
        blocks: whole_blocks.Blocks = MappingProxyType({}),
    ) -> list[str]:
        """Write the `source` with the tags changed as the new file `target` (None removes a tag).

        `blocks` replaces complete blocks; no tag may be in one of them. Without a source, makes a
        new XMP file. `wrap` permits to put a bare JPEG XL picture into the container that tags
        need. Returns ExifTool's warnings. Only reading the target back shows whether every tag was
        written. CannotEmbedError when ExifTool cannot write the file because of its contents.
        """
        [said] = self.write_many([Writing(tags, source, target, wrap, blocks)])
        if isinstance(said, ExifilmError):
            raise said
        return said

    def prepare_to_write(self) -> None:
        """Start it, and have it load what it needs to write. ExifilmError when it cannot write."""
        with self._lock:
            self._prove_config()

    def write_many(self, writings: Sequence[Writing]) -> list[list[str] | ExifilmError]:
        """Write several files, as `write` does one: the warnings or the error about each.

        One that cannot be written does not stop the others. If ExifTool ends, the rest fails.
        """
        results: dict[Path, list[str] | ExifilmError] = {}
        with self._lock, Links(self._own_folder) as links:
            commands: list[writing.Command] = []
            folder = self._own_folder()
            for number, group in enumerate(writing.together(writings)):
                try:
                    self._prove_config()
                    iptc = self._iptc_block(group[0].tags, group[0].source, links)
                    commands.append(writing.command(group, iptc, links, folder, number))
                except ExifilmError as problem:
                    results |= {one.target: problem for one in group}
            answers: list[Answer] = []
            try:
                self._ask_all([(one.lines, one.files) for one in commands], answers, longest=sum)
            except UnansweredError as gone:
                for command in commands[len(answers) :]:
                    for one in command.group:
                        results[one.target] = UnansweredError(gone.text, file=one.file)
            for command, answer in zip(commands, answers, strict=False):
                results |= command.results(answer)
        return [results[one.target] for one in writings]

    # ── how it is done ───────────────────────────────────────────────────────────────────────

    def _answers(self, asked: Sequence[bytes], paths: Sequence[Path]) -> list[dict[str, Any]]:
        """ExifTool's answer for each file in JSON. ExifilmError when a file cannot be read."""
        try:
            with self._lock, Links(self._own_folder) as links:
                names = [links.argument(path) for path in paths]
                files = dict(zip(names, paths, strict=True))
                answer = self._ask([PROGRESS, *asked, *names], files)
            items = items_of(answer.output, files)
        except UnansweredError as problem:
            raise ExifilmError(problem.text, file=problem.file or paths[0]) from problem
        if len(items) != len(paths):
            raise ExifilmError(explained(without_progress(answer.stderr)), file=paths[0])
        return items

    def _started(self) -> Child:
        if self._child and not self._child.alive:
            self._child.terminate(graceful=False)
            self._child = None
        if self._child is None:
            self._child = start(
                self._executable, self._config, self.timeout, self._own_folder, self.created
            )
        return self._child

    def _iptc_block(
        self, tags: Mapping[str, Raw], source: Path | None, links: Links
    ) -> dict[str, Raw]:
        """IPTC's old block with these tags, as one value to write.

        The tags in the block are then None. CannotEmbedError when the block cannot be changed.
        """
        if not source or not any(name in iim.NAMES for name in tags):
            return {}
        wanted = (iim.BLOCK, iim.DIGEST, "File:FileType")
        lines = [b"-j", b"-a", b"-b", *_AS_STORED, *(f"-{name}".encode() for name in wanted)]
        name = links.argument(source)
        answer = self._ask([*lines, name], {name: source})
        try:
            return iim.in_block(tags, *json.loads(answer.output or b"[{}]"))
        except InvalidValueError as problem:
            unchanged = Saving.IPTC_NOT_UPDATED(reason=problem.text)
            raise CannotEmbedError(unchanged, file=source) from problem
        except ValueError as problem:
            raise ExifilmError(Files.INVALID_METADATA(), file=source) from problem

    def _prove_config(self) -> None:
        """ExifilmError when ExifTool does not know our tags, because their configuration is broken.

        ExifTool runs without a broken configuration, and ignores unknown tags in JSON. It reports
        an error when told to remove an unknown tag from a file, even if the file does not have it.
        """
        if self._started() is self._proven:
            return
        some_file = self._own_folder() / "nothing.json"
        try:
            some_file.write_text("[]", encoding="ascii")
        except OSError as problem:
            raise no_room(problem) from problem
        lines = [b"-q", b"-XMP-exifilm:RecordVersion=", b"-if", b"0", os.fsencode(some_file)]
        answer = self._ask(lines, {})
        if "not defined" in answer.stderr:
            raise ExifilmError(explained(answer.stderr))
        self._proven = self._child

    def _ask(self, lines: list[bytes], files: Mapping[bytes, Path]) -> Answer:
        """ExifTool's answer to the lines, which contain the names of these files.

        UnansweredError names the file on which it failed, if that is known.
        """
        answers: list[Answer] = []
        self._ask_all([(lines, files)], answers)
        return answers[0]

    def _ask_all(
        self,
        commands: Sequence[tuple[list[bytes], Mapping[bytes, Path]]],
        answers: list[Answer],
        longest: Callable[[Iterable[int]], int] = max,
    ) -> None:
        """Carry out several commands, and add the answer to each.

        `longest` gives the bytes for which a command may be silent, from the sizes of its files.
        """
        timed = [
            (lines, self.timeout + longest((0, *map(size_of, files.values()))) / SLOWEST)
            for lines, files in commands
        ]
        try:
            try:
                for answer in self._started().ask_in_turn(timed):
                    answers.append(answer)
            except ChildWasGoneError:  # it was killed since the last command
                self._child = None
                answers.extend(self._started().ask_in_turn(timed[len(answers) :]))
        except ChildGoneError as gone:
            self._child = None
            at = at_work_on(gone.stderr, commands[len(answers)][1])
            raise UnansweredError(gone.text, file=at) from gone
        except BaseException:
            # Such as Ctrl-C: the next command must not read the rest of these answers.
            if self._child:
                self._child.terminate(graceful=False)
                self._child = None
            raise

    def _own_folder(self) -> Path:
        if self._folder is None:
            sweep_once()
            try:
                self._folder = OwnFolder()
            except OSError as problem:
                raise no_room(problem) from problem
        return self._folder.path

    def _read_batch(self, paths: Sequence[Path]) -> Iterator[FileTags]:
        status = {path: status_of(path) for path in paths}
        # Reading a pipe could wait for ever.
        files = [path for path in paths if is_file_with_content(status[path])]

        def ask(some: Sequence[Path]) -> dict[Path, FileTags]:
            found, stderr = self._record_tags(some)
            return {f: file_tags_of(f, status[f], found.get(f), stderr) for f in some}

        def failed(path: Path, problem: ExifilmError) -> FileTags:
            return FileTags(path, "", error=problem.text, status=status[path])

        found = each(files, ask, failed)
        for path in paths:
            yield found.get(path) or file_tags_of(path, status[path], None, "")

    def _record_tags(self, paths: Sequence[Path]) -> tuple[dict[Path, dict[str, Any]], str]:
        """ExifTool's answer for those of the files that it can open, and its messages."""
        with self._lock, Links(self._own_folder) as links:
            names = {path: links.argument(path) for path in paths}
            files = {name: path for path, name in names.items()}
            wanted = (*_RECORD_GROUPS, *_OF_THE_FILE)
            asked = [*_AS_STORED, *(f"-{name}".encode() for name in wanted), *files]
            answer = self._ask([PROGRESS, b"-j", *asked], files)
            items = items_of(answer.output, files)
            if any(case_was_lost(item) for item in items):
                answer = self._ask([PROGRESS, b"-php", *asked], files)
                items = php.loads(answer.output)
            if doubtful := texts_in_doubt(items):
                binary = self._ask([PROGRESS, b"-j", b"-b", *_AS_STORED, *doubtful], files)
                take_bytes(items, items_of(binary.output, files))
        by_name = {os.fsencode(item.pop("SourceFile")): item for item in items}
        found = {path: by_name[name] for path, name in names.items() if name in by_name}
        return found, without_progress(answer.stderr)
