"""Saving several scans at once, for the tests of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import Scan
from exifilm_core.scans.batch import Result, save_all
from exifilm_core.scans.batch.chunk import Chunk, Save
from exifilm_core.scans.saving import UndoWish, Wish


def save_many(paths: list[Path], fields: Mapping[str, Any], **how: Any) -> dict[Path, Result]:
    """Save these fields in all scans at once; the result for each."""

    def asked(scan: Scan) -> Wish:
        return Wish(scan.record.replace(**fields), repair=tuple(fields), **how)

    return {scan.path: result for scan, result in save_all([Scan(path) for path in paths], asked)}


def undo_many(paths: list[Path], **how: Any) -> dict[Path, Result]:
    """Undo the last save of all scans at once; the result for each."""
    scans = [Scan(path) for path in paths]
    return {scan.path: result for scan, result in save_all(scans, lambda _: UndoWish(**how))}


@contextmanager
def one_by_one() -> Iterator[dict[Path, str]]:
    """The scans that go the way of a single save meanwhile, each with the reason."""
    gone: dict[Path, str] = {}
    alone: Callable[[Chunk, Save], Result] = Chunk._alone

    def noted(chunk: Chunk, save: Save) -> Result:
        gone[save.scan.path] = repr(save.why)
        return alone(chunk, save)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chunk, "_alone", noted)
        yield gone
