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
            target = Path(os.fsdecode(command[command.index(b"-o\n") + 1].rstrip(b"\n")))
            source = Path(os.fsdecode(command[command.index(b"-o\n") + 2].rstrip(b"\n")))
            half = b"<?xpacket begin"
            if source.is_file():  # otherwise it makes a new file
                half = source.read_bytes()[: source.stat().st_size // 2]
            if fault in ("killed", "killed with us"):
                target.write_bytes(half)
                if fault == "killed with us":
                    os.kill(os.getppid(), signal.SIGKILL)
                real.kill()
                os.kill(os.getpid(), signal.SIGKILL)
            elif fault == "full disk":
                target.write_bytes(half)
                number = line.removeprefix(b"-execute").decode().strip()
                print(f"{{ready{number}}}", flush=True)
                sys.stderr.write(f"Error: Error writing - {target}\n=1=post{number}\n")
                sys.stderr.flush()
                command = []
                continue
            elif fault == "half of it":
                target.write_bytes(half)
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


main(sys.argv[1], sys.argv[2:])
