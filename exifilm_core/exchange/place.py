"""The files of an answer: the answer, its progress, and the file by which the host cancels.

Answer and progress are written under another name and then renamed, so that the host never reads
half of one. They are no photographs: nothing waits for the disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError, printable_path, reason_of
from exifilm_core.messages.exchange import Exchange
from exifilm_core.patterns import pattern

_BEGINNING = pattern(r'\{"exifilm": \d+, "program": ')
"""Of every answer, and of no request."""
_PART = ".part"
_OFTEN = 0.1
"""Seconds between two notes of the progress: hosts look several times a second."""


class AnswerPlace:
    """The place of one answer."""

    def __init__(self, path: Path) -> None:
        """ExifilmError when no answer can be written there, or another file would be lost."""
        self._path = path
        self._progress = _beside(path, ".progress")
        self._cancel = _beside(path, ".cancel")
        self._next = 0.0
        try:
            self._refuse_another_file()
            self._put(self._progress, b"0 0")
        except (OSError, ValueError) as problem:
            reason = reason_of(problem) if isinstance(problem, OSError) else str(problem)
            raise ExifilmError(
                Exchange.NO_PLACE(file=printable_path(path), reason=reason)
            ) from problem

    @property
    def is_cancelled(self) -> bool:
        """Whether the host wants no more."""
        return os.path.lexists(self._cancel)

    def note(self, done: int, total: int) -> None:
        """Note the progress, if the last note is a while ago."""
        if (now := time.monotonic()) >= self._next:
            self._next = now + _OFTEN
            with contextlib.suppress(OSError):  # the work matters more than its progress
                self._put(self._progress, f"{done} {total}".encode())

    def write(self, answer: dict[str, Any]) -> None:
        """Write the answer, and remove the progress. ExifilmError when it cannot be written."""
        text = json.dumps(answer, ensure_ascii=False)
        try:
            self._put(self._path, text.encode("utf-8", "surrogateescape"))
        except OSError as problem:
            file, reason = printable_path(self._path), reason_of(problem)
            raise ExifilmError(Exchange.ANSWER_NOT_WRITTEN(file=file, reason=reason)) from problem
        finally:
            with contextlib.suppress(OSError):
                self._progress.unlink()

    def _refuse_another_file(self) -> None:
        """ExifilmError when the place is that of a file that is no answer, such as an image."""
        try:
            if self._path.is_file():
                with self._path.open("rb") as file:
                    beginning = file.read(40).decode("latin-1")
                if not beginning or _BEGINNING.match(beginning):
                    return
            elif not os.path.lexists(self._path):
                return
        except PermissionError:
            pass
        raise ExifilmError(Exchange.NOT_AN_ANSWER(file=printable_path(self._path)))

    @staticmethod
    def _put(path: Path, content: bytes) -> None:
        part = _beside(path, _PART)
        part.write_bytes(content)
        part.replace(path)


def _beside(path: Path, ending: str) -> Path:
    return path.parent / f"{path.name}{ending}"
