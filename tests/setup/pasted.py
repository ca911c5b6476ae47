"""The README's commands, pasted in order into one shell, and their documented output.

A block of ```sh is pasted unchanged. A block of ```text right after it is its complete output,
where … stands for anything. The shell starts in a home with three scans in `scans`. The home is a
clone of ExiFilm, set up, unless the README itself clones it (`git clone …`). A stand-in for the
reader closes each window with Ctrl+Q once it appears.

    python3 tests/setup/pasted.py      paste all of it here, as a new user does
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.display import Ended, on_display  # noqa: E402

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$\n*", re.MULTILINE | re.DOTALL)
_MARK = "#### pasted"
PRINTER = '#!/bin/sh\ncat "$@" | { [ "$(head -c 11)" = "%!PS-Adobe-" ] && cat >/dev/null; }\n'
"""A stand-in for `lpr`: it accepts PostScript and nothing else."""
_READER = r"""
openbox >/dev/null 2>&1 &
while sleep 0.5; do
    for window in $(xdotool search --onlyvisible --name "Exposure records"); do
        echo seen >>"$0"
        xdotool windowfocus --sync "$window" key ctrl+q
    done
done >/dev/null 2>&1 &
exec "$@"
"""
"""Closes every window of ExiFilm, and records each in the file $0."""


class Block(NamedTuple):
    """Commands to paste, and their output; None: the README does not show it."""

    commands: str
    printed: str | None


def blocks(readme: str) -> list[Block]:
    """The commands of a page, in order."""
    found = []
    fences = list(_BLOCK.finditer(readme))
    for fence, following in zip(fences, [*fences[1:], None], strict=True):
        if fence[1] == "sh":
            told = following and following.start() == fence.end() and following[1] == "text"
            found.append(Block(fence[2], following[2] if following and told else None))
    return found


def gets_it_itself(readme: str) -> str:
    """The address that the README clones; "" if it starts inside a clone."""
    found = re.search(
        r"^git clone (?:-\S+ )*(\S+)", "".join(b.commands for b in blocks(readme)), re.M
    )
    return found[1] if found else ""


def paste(
    readme: str,
    start: Path,
    environment: Mapping[str, str],
    *,
    then: str = "",
    seconds: float = 600,
) -> list[str]:
    """Paste all of it into one shell, and then `then`; returns the output of each block.

    AssertionError if a block fails, or if its output differs from the README's.
    """
    wanted = [*blocks(readme), *([Block(then, None)] if then else [])]
    lines = ["exec 2>&1", "set -euo pipefail"]
    for number, block in enumerate(wanted):
        lines += [f"echo '{_MARK} {number}'", block.commands]
    with tempfile.TemporaryDirectory() as folder:
        script, seen = Path(folder, "pasted.sh"), Path(folder, "seen")
        script.write_text("\n".join([*lines, f"echo '{_MARK} end'\n"]), encoding="utf-8")
        words = ["bash", str(script)]
        windows = sum(len(re.findall(r"^exifilm edit", b.commands, re.M)) for b in wanted)
        if windows:
            ended = _on_display([*_reader(seen), *words], start, environment, seconds)
            closed = seen.read_text(encoding="utf-8").count("seen") if seen.exists() else 0
            assert closed >= windows, f"{windows} windows were to be opened\n{ended.said}"
        else:
            ended = _run(words, start, environment, seconds)
    printed = re.split(rf"^{_MARK} (?:\d+|end)\n", ended.said, flags=re.M)[1:]
    assert ended.status == 0, (
        f"status {ended.status} of\n{wanted[len(printed) - 1].commands}\n{printed[-1]}"
    )
    for block, said in zip(wanted, printed, strict=False):
        assert block.printed is None or agrees(said, block.printed), (
            f"{block.commands}prints\n{said}and the README says\n{block.printed}"
        )
    return printed[:-1]


def agrees(printed: str, told: str) -> bool:
    """Whether the output matches the README's; … stands for anything."""
    pattern = ".*".join(map(re.escape, _trimmed(told).split("…")))
    return re.fullmatch(pattern, _trimmed(printed), re.DOTALL) is not None


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _reader(seen: Path) -> list[str]:
    return ["sh", "-c", _READER, str(seen)]


def _on_display(words: list[str], start: Path, env: Mapping[str, str], seconds: float) -> Ended:
    bare = {**env, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
    return on_display(words, "1280x800", bare, seconds=seconds, cwd=str(start))


def _run(words: list[str], start: Path, env: Mapping[str, str], seconds: float) -> Ended:
    done = subprocess.run(
        words,
        cwd=start,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def paste_for_real(readme: str, home: Path, environment: Mapping[str, str]) -> None:
    """Paste it in an empty home, with a fresh clone and installation."""
    mine = {**environment, "HOME": str(home)}
    if "CUPS_SERVER" not in mine:  # an existing printer would really print
        stand_in(home, "lpr", PRINTER)
        mine["PATH"] = f"{home}/bin:{mine['PATH']}"
    start = home
    if address := gets_it_itself(readme):
        here = f'[url "file://{ROOT}"]\n\tinsteadOf = {address}\n[safe]\n\tdirectory = *\n'
        (home / ".gitconfig").write_text(here, encoding="utf-8")
    else:
        start = home / "exifilm"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(start)], check=True)
        subprocess.run(["sh", "tools/setup.sh", "use"], cwd=start, env=mine, check=True)
        mine["PATH"] = f"{start}/.venv/bin:{mine['PATH']}"
    make_scans(start)
    paste(readme, start, mine)


def make_scans(start: Path) -> None:
    """Three scans without records, in `scans`."""
    from PIL import Image

    (start / "scans").mkdir()
    for number in (1, 2, 3):
        Image.effect_noise((60, 48), 40).save(start / f"scans/scan_{number:02d}.jpg")


def stand_in(home: Path, name: str, script: str) -> None:
    program = home / "bin" / name
    program.parent.mkdir(exist_ok=True)
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        paste_for_real(readme, Path(home), os.environ)
        print(f"{len(blocks(readme))} passed: the blocks of README.md, pasted in order")
