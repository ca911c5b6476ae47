"""The base of the benchmark: ExifTool kept open, and nothing around it."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from exifilm_core.files.resources import resource

CONFIG = resource("plugins/exiftool/exifilm.config")


class PlainExifTool:
    """One ExifTool process that takes commands over its standard input."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["exiftool", "-config", CONFIG, "-stay_open", "True", "-@", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.do("-ver")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(b"-stay_open\nFalse\n")

    def do(self, *arguments: str | Path) -> bytes:
        """Run one command and return what it printed."""
        assert self._process.stdin
        assert self._process.stdout
        lines = "".join(f"{argument}\n" for argument in ("-q", *arguments, "-execute1"))
        self._process.stdin.write(lines.encode())
        self._process.stdin.flush()
        printed = b""
        while not printed.endswith(b"{ready1}\n"):
            printed += self._process.stdout.readline()
        return printed


def import_file(folder: Path, tags: Mapping[str, Any]) -> Path:
    """The tags as a file that ExifTool imports."""
    path = folder / "tags.json"
    filled = {name: value for name, value in tags.items() if value is not None}
    text = json.dumps([{"SourceFile": "*", **filled}], ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path
