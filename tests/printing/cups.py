"""A private CUPS server whose printer prints on both sides and keeps each job as a file.

CUPS runs as for a real printer, with the PPD's options and its filters; only the paper is missing.
Only root can start it. Its filters run as the user `lp`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PRINTER = "darkroom"
_PPD = "drv:///sample.drv/generic.ppd"
"""CUPS's own description of a generic PostScript printer."""
_SECONDS = 60

_FILES = """\
FileDevice Yes
ServerRoot {folder}/root
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/tmp
ErrorLog {folder}/error_log
AccessLog {folder}/access_log
PageLog {folder}/page_log
"""
_SERVER = """\
Listen localhost:{port}
LogLevel info
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


@dataclass(frozen=True)
class Server:
    """A running server with one printer, which is the default."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """The value of CUPS_SERVER with which programs find it."""
        return f"localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"CUPS_SERVER": self.address}

    def ask(self, *words: str) -> str:
        """The output of one of CUPS's programs."""
        done = subprocess.run(
            words, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}{self.log}"
        return done.stdout

    def printed(self) -> bytes:
        """The last document that the printer received, once the queue is empty."""
        end = time.monotonic() + _SECONDS
        while not self.paper.stat().st_size or self.ask("lpstat", "-o"):
            assert time.monotonic() < end, f"nothing was printed: {self.log}"
            time.sleep(0.1)
        document = self.paper.read_bytes()
        self.load_paper()
        return document

    @property
    def paper(self) -> Path:
        """The file that receives a document."""
        return self.folder / "paper.ps"

    def load_paper(self) -> None:
        """Give the printer an empty file: CUPS 2.4.18 writes into none that is not there."""
        self.paper.write_bytes(b"")

    @property
    def log(self) -> str:
        """The end of the server's own log."""
        file = self.folder / "error_log"
        return file.read_text("utf-8", "replace")[-3000:] if file.exists() else ""


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server that runs until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="cups-of-a-test-"))
    folder.chmod(0o755)  # the filters' user must enter it
    for name, mode in (("root", 0o755), ("spool", 0o710), ("cache", 0o770), ("tmp", 0o1770)):
        (folder / name).mkdir()
        shutil.chown(folder / name, group="lp")
        (folder / name).chmod(mode)
    (folder / "state").mkdir()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    here = Server(folder, port)
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder), encoding="utf-8")
    (folder / "cupsd.conf").write_text(_SERVER.format(port=port), encoding="utf-8")
    words = ["cupsd", "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(here, running)
            here.load_paper()
            paper = f"file://{here.paper}"
            here.ask("lpadmin", "-p", PRINTER, "-E", "-v", paper, "-m", _PPD, "-o", "Option1=True")
            here.ask("lpadmin", "-d", PRINTER)
            yield here
        finally:
            running.terminate()
            running.wait(_SECONDS)
    shutil.rmtree(folder)


def _wait_for(here: Server, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _SECONDS
    while "is running" not in here.ask("lpstat", "-r"):
        assert running.poll() is None, f"cupsd has ended: {here.log}"
        assert time.monotonic() < end, f"cupsd does not answer: {here.log}"
        time.sleep(0.1)
