"""Which entry of a list of records in JSON, as “show --json” writes it, is which file's.

An entry is known by the path in it, or, where the files lie elsewhere now, by the file's name. It
is of one file, so that a name that two have settles nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError

Entry = Mapping[str, Any]


class Entries:
    """The entries of such a list, for the files that are named."""

    def __init__(self, data: list[Any], files: Iterable[Path]) -> None:
        """ExifilmError where an entry is none."""
        entries = {_path_of(entry, number): entry for number, entry in enumerate(data, 1)}
        if len(entries) < len(data):
            raise ExifilmError("two entries of the list are of the same file; leave one out.")
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
        """The entry of a named file. ExifilmError where there is none, or it is not clear which."""
        if entry := self._by_path.get(file.absolute()):
            return entry
        found = self._by_name[file.name]
        if len(found) == 1 == self._asking[file.name]:
            return found[0]
        raise ExifilmError(
            "several files have this name, and the list in JSON has none with this path. Name the "
            "file as “exifilm show --json” did."
            if found
            else "the list in JSON has no record of this file.",
            file=file,
        )


def _path_of(entry: Any, number: int) -> Path:
    if isinstance(entry, Mapping) and isinstance(entry.get("file"), str) and "record" in entry:
        return Path(entry["file"]).absolute()
    raise ExifilmError(
        f"entry {number} of the list is no record: a record in JSON is an object with “file” and "
        "“record”, as “exifilm show --json” writes it."
    )
