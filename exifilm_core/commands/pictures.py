"""The pictures of scans for the command: the window's decoders, in a Python that has GTK.

The decoders need GTK, and a virtual environment does not contain it. So they run in a process of
their own, in the Python that `exifilm edit` would choose. A picture that ends that process is
reported, and the next one gets a new process. Only one picture is in memory at a time.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from exifilm_core.commands.edit import folders_needed, pythons
from exifilm_core.commands.messages import Commands
from exifilm_core.files.resources import resource
from exifilm_core.printing import Picture

_LONGEST = 640
"""Pixels: 170 dots an inch on the paper of a book."""
_READY = b"ready\n"
_STARTER = (
    "import sys; sys.path[:0] = {folders!r}; "
    "sys.version_info >= (3, 11) or sys.exit(69); "
    "from exifilm_form.pictures.for_paper import main; sys.exit(main({longest}))"
)


class Found(NamedTuple):
    """A picture, and what is wrong with it, "" for nothing."""

    picture: Picture
    problem: str = ""


class Pictures:
    """Decodes pictures of scans. A context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.are_possible = True
        """Whether a Python here has GTK, as far as is known."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._end()

    def of(self, path: Path) -> Found:
        """The picture of a scan, or why there is none."""
        if not self._process and self.are_possible:
            self._process = _started()
            self.are_possible = self._process is not None
        if not self._process:
            return Found(Picture(missing=str(Commands.NO_PICTURES())))
        try:
            return self._answer(path)
        except (OSError, ValueError):  # it has ended, in the middle of an answer or before it
            self._end()
            said = str(Commands.DECODER_ENDED())
            return Found(Picture(missing=said), said)

    def _answer(self, path: Path) -> Found:
        assert self._process and self._process.stdin and self._process.stdout
        name = os.fsencode(path.absolute())
        self._process.stdin.write(b"%d\n%s" % (len(name), name))
        self._process.stdin.flush()
        answers = self._process.stdout
        width, height, *lengths = map(int, answers.readline().split())
        jpeg, said = (answers.read(length) for length in lengths)
        if [len(jpeg), len(said)] != lengths:
            raise ValueError("the answer is incomplete")
        words = said.decode("utf-8")
        picture = Picture(jpeg, width, height) if jpeg else Picture(missing=words)
        return Found(picture, words)

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            with contextlib.suppress(OSError):  # of a request that it did not read
                self._process.communicate()
            self._process = None


def _started() -> subprocess.Popen[bytes] | None:
    """The process that decodes pictures; None if no Python here has GTK."""
    folders = [str(resource("plugins/exifilm_form").parent), *folders_needed()]
    starter = _STARTER.format(folders=folders, longest=_LONGEST)
    for python in pythons():
        process = subprocess.Popen(
            [python, "-P", "-c", starter],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LANGUAGE": "en"},  # as the command's own messages
        )
        assert process.stdout
        if process.stdout.readline() == _READY:
            return process
        process.kill()
        process.communicate()
    return None
