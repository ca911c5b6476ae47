"""Commands that write a file, and what ExifTool's answer means for it."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from exifilm_core.errors import CannotEmbedError, ExifilmError
from exifilm_core.exiftool import blocks as whole_blocks
from exifilm_core.exiftool.arguments import Links, as_json, is_plain
from exifilm_core.exiftool.child import Answer
from exifilm_core.exiftool.stderr import explained, is_for_the_content, no_room
from exifilm_core.tags import iim

if TYPE_CHECKING:  # the tags' own module needs all kinds of value, and time to load them
    from exifilm_core.tags.styles import Raw

_OF_ALL_LANGUAGES = {
    # Tags with a text for each language. The bare name would remove the texts in all others.
    name: f"{name}-x-default"
    for name in (
        "XMP-dc:Title",
        "XMP-dc:Description",
        "XMP-dc:Rights",
        "XMP-exif:UserComment",
        "XMP-tiff:Copyright",
        "XMP-tiff:ImageDescription",
    )
}
_ERROR = "Error"
"""How ExifTool's message on a file begins that it does not write."""


class Writing(NamedTuple):
    """A new file to write: the `source` with the tags changed (None removes a tag).

    Without a source it is a new XMP file. `blocks` replaces complete blocks; no tag may be in one
    of them. `wrap` permits to put a bare JPEG XL picture into the container that tags need.
    """

    tags: Mapping[str, Raw]
    source: Path | None
    target: Path
    wrap: bool = False
    blocks: whole_blocks.Blocks = MappingProxyType({})

    @property
    def file(self) -> Path:
        """The file that errors name."""
        return self.source or self.target


def together(writings: Sequence[Writing]) -> list[list[Writing]]:
    """The files in groups, each of which one command writes: that takes less time.

    Its values are each file's own. It removes the same tags from all, and makes the name of each
    new file by the same beginning before the name of its source.
    """
    groups: dict[object, list[Writing]] = {}
    for one in writings:
        alone = one.blocks or one.wrap or one.tags.keys() & iim.NAMES
        beginning = None if alone or not one.source else _beginning(one.source, one.target)
        removed = tuple(sorted(name for name, raw in one.tags.items() if raw is None))
        groups.setdefault((beginning, removed) if beginning else one.target, []).append(one)
    return [*groups.values()]


def _beginning(source: Path, target: Path) -> str | None:
    """What a new file's name adds before the name of its source, None if it is another name."""
    beginning = target.name.removesuffix(source.name)
    if beginning in ("", target.name) or source.parent != target.parent or "%" in beginning:
        return None
    return beginning if is_plain(source) else None


class Command(NamedTuple):
    """A command that writes a group of files."""

    group: Sequence[Writing]
    lines: list[bytes]
    """The arguments; the last are the files' names."""

    @property
    def files(self) -> dict[bytes, Path]:
        """The files by their names in the command."""
        names = self.lines[-len(self.group) :]
        return dict(zip(names, (one.file for one in self.group), strict=True))

    def results(self, answer: Answer) -> Iterator[tuple[Path, list[str] | ExifilmError]]:
        """Each target, with the warnings about it or why it was not written."""
        names = [*self.files]
        for one, name, part in zip(self.group, names, parts(answer, names), strict=True):
            try:
                yield one.target, warnings(one, part, name)
            except ExifilmError as problem:
                yield one.target, problem


def command(
    group: Sequence[Writing], iptc: Mapping[str, Raw], links: Links, folder: Path, number: int
) -> Command:
    """The command that writes a group of `together`.

    `iptc` is the old block of IPTC with its tags changed, as one tag. The values lie in files in
    the folder, of that number. ExifilmError when there is no room for them.
    """
    first = group[0]
    names = [links.argument(one.source) for one in group if one.source]
    # Not in ASCII: ExifTool does not combine \u surrogates.
    values = json.dumps(
        [
            {"SourceFile": os.fsdecode(name) if len(group) > 1 else "*"} | _given(one.tags, iptc)
            for name, one in itertools.zip_longest(names, group)
        ],
        ensure_ascii=False,
    )
    file = folder / f"values-{number}.json"
    try:
        file.write_text(values, encoding="utf-8")
    except OSError as problem:
        raise no_room(problem) from problem
    named = (_OF_ALL_LANGUAGES.get(n, n) for n, raw in first.tags.items() if raw is None)
    # With -a ExifTool gives all its warnings, not the first alone.
    lines = [b"-n", b"-q", b"-a", *(f"-{name}=".encode() for name in named if name not in iptc)]
    lines += [b"-IPTC:all="] if iptc and iptc[iim.BLOCK] is None else []
    lines += [b"-json=" + os.fsencode(file)]
    lines += whole_blocks.to_write(first.blocks, folder, number)
    lines += [b"-m", b"-o"] if first.wrap else [b"-o"]
    if len(group) > 1:
        assert first.source
        lines.append(f"%d{_beginning(first.source, first.target)}%F".encode())
    else:
        lines.append(links.target(first.target))
    return Command(group, lines + names)


def _given(tags: Mapping[str, Raw], iptc: Mapping[str, Raw]) -> dict[str, Raw]:
    """The values to write."""
    given = {
        _OF_ALL_LANGUAGES.get(name, name): as_json(raw)
        for name, raw in tags.items()
        if raw is not None and name not in iptc
    }
    return given | {name: raw for name, raw in iptc.items() if raw is not None}


def parts(answer: Answer, names: Sequence[bytes]) -> list[Answer]:
    """The answer about each of the files of these names; what names none counts for all."""
    if len(names) < 2:
        return [answer]
    lines = _lines(answer)
    ends = [f" - {os.fsdecode(name)}" for name in names]
    of_all = [line for line in lines if not line.endswith(tuple(ends))]
    failed = answer.status if not any(line.startswith(_ERROR) for line in lines) else 0
    return [
        Answer(b"", "\n".join(of_all + [line for line in lines if line.endswith(end)]), failed)
        for end in ends
    ]


def _lines(answer: Answer) -> list[str]:
    """What ExifTool said; a line may quote the file, with any other sign of a line's end."""
    return [line for line in answer.stderr.replace("\r\n", "\n").split("\n") if line]


def warnings(writing: Writing, answer: Answer, name: bytes) -> list[str]:
    """ExifTool's warnings about the file of that name. ExifilmError when it was not written."""
    problems = _lines(answer)
    errors = [line for line in problems if line.startswith(_ERROR)]
    if answer.status or errors or not writing.target.exists():
        writing.target.unlink(missing_ok=True)
        said = "; ".join(errors or problems)
        kind = CannotEmbedError if problems and is_for_the_content(said) else ExifilmError
        raise kind(explained(said), file=writing.file)
    of_file = f" - {os.fsdecode(name)}"
    return [line.removeprefix("Warning: ").removesuffix(of_file) for line in problems]
