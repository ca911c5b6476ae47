"""An ExifTool that works, except for one fault when it writes a file.

Run as a program: faulty_exiftool.py FAULT ARGUMENTS-OF-EXIFTOOL
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path


def main(fault: str, arguments: list[str]) -> None:
    real = subprocess.Popen(["exiftool", *arguments], stdin=subprocess.PIPE)
    assert real.stdin
    command: list[bytes] = []
    for line in sys.stdin.buffer:
        command.append(line)
        if not line.startswith(b"-execute") and line.strip() != b"False":
            continue
        if b"-o\n" in command:
            halves = _halves(command[command.index(b"-o\n") + 1 :])
            if fault in ("killed", "killed with us"):
                _write(halves)
                if fault == "killed with us":
                    os.kill(os.getppid(), signal.SIGKILL)
                real.kill()
                os.kill(os.getpid(), signal.SIGKILL)
            elif fault == "full disk":
                _write(halves)
                number = line.removeprefix(b"-execute").decode().strip()
                print(f"{{ready{number}}}", flush=True)
                errors = "".join(f"Error: Error writing - {target}\n" for target in halves)
                sys.stderr.write(f"{errors}=1=post{number}\n")
                sys.stderr.flush()
                command = []
                continue
            elif fault == "half of it":
                _write(halves)
                number = line.removeprefix(b"-execute").decode().strip()
                print(f"{{ready{number}}}", flush=True)
                sys.stderr.write(f"=0=post{number}\n")
                sys.stderr.flush()
                command = []
                continue
            elif fault == "a tag left out":
                values = next(part for part in command if part.startswith(b"-json="))
                path = Path(os.fsdecode(values[6:].rstrip(b"\n")))
                path.write_text(path.read_text().replace("XMP-exifilm:Holder", "XMP-exifilm:None"))
        real.stdin.write(b"".join(command))
        real.stdin.flush()
        command = []
    real.stdin.close()
    real.wait()


def _halves(lines: list[bytes]) -> dict[Path, bytes]:
    """The files to write, each with the half of what it is made of."""
    pattern, *rest = (os.fsdecode(line.rstrip(b"\n")) for line in lines)
    names = rest[: next(n for n, name in enumerate(rest) if name.startswith("-"))]
    if not names:  # a new file
        return {Path(pattern): b"<?xpacket begin"}
    halves = {}
    for source in map(Path, names):
        target = pattern.replace("%d", f"{source.parent}/").replace("%F", source.name)
        halves[Path(target)] = source.read_bytes()[: source.stat().st_size // 2]
    return halves


def _write(halves: dict[Path, bytes]) -> None:
    for path, half in halves.items():
        path.write_bytes(half)


main(sys.argv[1], sys.argv[2:])
