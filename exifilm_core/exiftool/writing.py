"""Commands that write a file, and what ExifTool's answer means for it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from exifilm_core.errors import CannotEmbedError, ExifilmError
from exifilm_core.exiftool import blocks as whole_blocks
from exifilm_core.exiftool.arguments import Links, as_json
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


def command(
    writing: Writing, iptc: Mapping[str, Raw], links: Links, folder: Path, number: int
) -> list[bytes]:
    """The arguments that write it; the last is the file's name.

    `iptc` is the old block of IPTC with its tags changed, as one tag. The values lie in files in
    the folder, of that number. ExifilmError when there is no room for them.
    """
    tags = {_OF_ALL_LANGUAGES.get(n, n): raw for n, raw in writing.tags.items() if n not in iptc}
    written = {name: as_json(raw) for name, raw in tags.items() if raw is not None}
    written |= {name: raw for name, raw in iptc.items() if raw is not None}
    removed = [f"-{name}=".encode() for name, raw in tags.items() if raw is None]
    removed += [b"-IPTC:all="] if iptc and iptc[iim.BLOCK] is None else []
    values = values_file(folder, number)
    # Not in ASCII: ExifTool does not combine \u surrogates.
    text = json.dumps([{"SourceFile": "*"} | written], ensure_ascii=False)
    try:
        values.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise no_room(problem) from problem
    lines = [b"-n", b"-q", *removed, b"-json=" + os.fsencode(values)]
    lines += whole_blocks.to_write(writing.blocks, folder, number)
    lines += [b"-m", b"-o"] if writing.wrap else [b"-o"]
    lines.append(links.target(writing.target))
    lines += [links.argument(writing.source)] if writing.source else []
    return lines


def values_file(folder: Path, number: int) -> Path:
    """The file with the values of the command of that number."""
    return folder / f"values-{number}.json"


def warnings(writing: Writing, answer: Answer, name: bytes) -> list[str]:
    """ExifTool's warnings about the file of that name. ExifilmError when it was not written."""
    problems = answer.stderr.splitlines()
    errors = [line for line in problems if line.startswith("Error")]
    if answer.status or errors or not writing.target.exists():
        writing.target.unlink(missing_ok=True)
        said = "; ".join(errors or problems)
        kind = CannotEmbedError if problems and is_for_the_content(said) else ExifilmError
        raise kind(explained(said), file=writing.source or writing.target)
    of_file = f" - {os.fsdecode(name)}"
    return [line.removeprefix("Warning: ").removesuffix(of_file) for line in problems]
