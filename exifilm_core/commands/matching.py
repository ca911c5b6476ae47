"""Match the entries of a list of records in JSON, as “show --json” writes it, with files.

An entry belongs to the file with its path, or, after a move, to the file with its name. A name
that two files or two entries have matches none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError

Entry = Mapping[str, Any]


class Entries:
    """The entries of such a list, for these files."""

    def __init__(self, data: list[Any], files: Iterable[Path]) -> None:
        """ExifilmError when an entry is not a record, or two have the same file."""
        entries = {_path_of(entry, number): entry for number, entry in enumerate(data, 1)}
        if len(entries) < len(data):
            raise ExifilmError(Commands.TWICE_IN_LIST())
        named = {path.absolute() for path in files}
        self._by_path: dict[Path, Entry] = {
            path: entry for path, entry in entries.items() if path in named
        }
        self._by_name: defaultdict[str, list[Entry]] = defaultdict(list)
        for path in entries.keys() - named:
            self._by_name[path.name].append(entries[path])
        self._asking: defaultdict[str, int] = defaultdict(int)
        for path in named - entries.keys():
            self._asking[path.name] += 1

    def of(self, file: Path) -> Entry:
        """The entry of one of the files. ExifilmError when there is none, or more than one."""
        if entry := self._by_path.get(file.absolute()):
            return entry
        found = self._by_name[file.name]
        if len(found) == 1 == self._asking[file.name]:
            return found[0]
        raise ExifilmError(
            Commands.UNCLEAR_IN_LIST() if found else Commands.NOT_IN_LIST(), file=file
        )


def _path_of(entry: Any, number: int) -> Path:
    if isinstance(entry, Mapping) and isinstance(entry.get("file"), str) and "record" in entry:
        return Path(entry["file"]).absolute()
    raise ExifilmError(Commands.NO_RECORD_IN_LIST(number=number))
