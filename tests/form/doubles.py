"""Test doubles around `EditSession`: a host in memory, a worker run by hand, a listener."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.host import HostScan, SaveResult, Summary, TogetherResult
from exifilm_form.session.worker import Job, Then

from exifilm_core import ExposureRecord
from exifilm_core.errors import ChangedOnDiskError, ExifilmError
from exifilm_core.messages import Text
from exifilm_core.tags.mapping import Drift


class MemoryScan:
    """A scan whose file is a variable. Set `fault` to inject a fault."""

    def __init__(self, name: str, **values: Any) -> None:
        self.name = name
        self.path: Path | None = None
        self.summary: Summary | None = None
        self.disk = ExposureRecord(**values)
        self.fault: Exception | None = None
        self.adds: dict[str, Any] = {}
        self.warnings: tuple[Text, ...] = ()
        self.drifted: tuple[Drift, ...] = ()
        self.saves = 0
        self.before: list[ExposureRecord] = []
        """What undo restores."""
        self._read = ExposureRecord()

    def read(self) -> ExposureRecord:
        if self.fault:
            raise self.fault
        self._read = self.disk.replace()
        self.look()
        return self._read.replace()

    def look(self) -> None:
        disk = self.disk.replace()
        self.summary = Summary(disk, disk.image_id or "", bool(disk), drifted=self.drifted)

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> SaveResult:
        if self.fault:
            raise self.fault
        if self.disk != self._read:
            raise ChangedOnDiskError(Path(self.name), {})
        self.saves += 1
        self.before.append(self.disk)
        before, self.drifted = self.drifted, tuple(d for d in self.drifted if d.field not in repair)
        labels = tuple(
            record.field(d.field).label
            for d in before
            if d not in self.drifted and record[d.field] == self.disk[d.field]
        )
        self.disk = self._read = record.replace(**self.adds)
        if film_exif:
            said = dict(self.disk.copy_exposure or ())
            self.disk = self._read = self.disk.replace(
                aperture=float(said["FNumber"]), copy_exposure=None
            )
        self.look()
        return SaveResult(self.disk.replace(), self.warnings, labels)


class MemoryHost:
    title, trouble, start = "a folder", "", 0

    def __init__(self, *scans: MemoryScan) -> None:
        self.scans = scans
        self.told: list[str] = []

    def look(self, scans: Sequence[HostScan]) -> None:
        for scan in scans:
            assert isinstance(scan, MemoryScan)
            if scan.fault:
                scan.summary = Summary(ExposureRecord(), "", False, str(scan.fault))
            else:
                scan.look()

    def save_together(
        self,
        values: Mapping[int, Mapping[str, Any]],
        seen: Mapping[int, ExposureRecord],
        stop: Callable[[], bool],
    ) -> Iterator[tuple[int, TogetherResult]]:
        for index, wanted in values.items():
            scan = self.scans[index]
            changed = [
                name
                for name in wanted
                if index in seen and scan.disk[name] not in (seen[index][name], wanted[name])
            ]
            if stop():
                yield index, TogetherResult()
            elif scan.fault:
                yield index, TogetherResult(error=scan.fault)
            elif changed:
                yield index, TogetherResult(error=ChangedOnDiskError(Path(scan.name), {}))
            else:
                before, scan.disk = scan.disk, scan.disk.replace(**wanted)
                if saved := before != scan.disk:
                    scan.saves += 1
                    scan.before.append(before)
                scan.read()
                save = str(len(scan.before)) if saved else ""
                yield index, TogetherResult(scan.disk.replace(), save, scan.warnings)

    def undo_together(
        self, saves: Mapping[int, str], stop: Callable[[], bool]
    ) -> Iterator[tuple[int, TogetherResult]]:
        for index, save in saves.items():
            scan = self.scans[index]
            if stop():
                yield index, TogetherResult()
            elif save != str(len(scan.before)):
                yield index, TogetherResult(error=ExifilmError(Text("it was saved again since.")))
            else:
                scan.disk = scan.before.pop()
                scan.read()
                yield index, TogetherResult(scan.disk.replace(), save)

    def ready(self) -> None:
        pass

    def saved(self, scan: HostScan) -> None:
        self.told.append(scan.name)

    def close(self) -> None:
        pass


class ByHand:
    """A worker that runs its jobs when the test calls `work`: the urgent ones first."""

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once
        self.waiting: list[tuple[bool, Job, Then]] = []

    def do(
        self,
        job: Job,
        then: Then,
        *,
        urgent: bool = True,
    ) -> None:
        self.waiting.append((not urgent, job, then))
        self.waiting.sort(key=itemgetter(0))
        if self.at_once:
            self.work()

    def tell(self, call: Callable[[], None]) -> None:
        call()

    def work(self) -> None:
        while self.waiting:
            self.work_once()

    def work_once(self) -> None:
        if self.waiting:
            _, job, then = self.waiting.pop(0)
            try:
                result = job()
            except (ExifilmError, OSError) as problem:
                then(None, problem)
            else:
                then(result, None)


class Listener:
    def __init__(self) -> None:
        self.opened_count = 0
        self.calls = 0
        self.filled: list[str] = []
        self.words: list[str] = []
        self.undoings: list[tuple[tuple[str, ...], str]] = []

    def opened(self) -> None:
        self.opened_count += 1

    def called_back(self) -> None:
        self.calls += 1

    def wrote(self, names: Iterable[str]) -> None:
        self.filled += names

    def undone(self, names: Sequence[str], words: str) -> None:
        self.undoings.append((tuple(names), words))

    def stands(self, index: int) -> None:
        pass

    def said(self, _index: int, words: str) -> None:
        self.words.append(words)


class Desk:
    """A `EditSession` with all its doubles; with `slow`, the test itself runs the saves."""

    def __init__(
        self,
        *scans: MemoryScan,
        slow: bool = False,
        slow_reading: bool = False,
        host: type[MemoryHost] = MemoryHost,
    ) -> None:
        self.host = host(*scans)
        self.listener = Listener()
        self.reader, self.saver = ByHand(at_once=not slow_reading), ByHand(at_once=not slow)
        self.session = EditSession(self.host, self.listener, self.reader, self.saver)
        self.session.select(0)
