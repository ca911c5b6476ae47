"""The images of machines: Debian from debootstrap, and the packages that a form adds.

A build is a new folder next to the present one. When it is complete, renaming one link makes it the
present one. A failed build changes nothing. An old build stays while a machine needs it; `reaping`
then removes it.
"""

import fnmatch
import hashlib
import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import ground, network, processes, store
from .errors import GateError
from .matrix import Image, Matrix
from .store import Store

ORDINARY_USER = "photographer"
_OWN_PROC = ("sh", "-c", 'mount -t proc proc /proc && exec "$@"', "sh")
_DEBIAN = re.compile(r"^\d+:|[+~.-]*dfsg.*$|-[^-]*$")
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


@dataclass(frozen=True)
class Build:
    """One build of an image."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root"

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    def facts(self) -> dict[str, Any]:
        return store.read_json(self.folder / "image.json")

    def hours_old(self) -> float:
        return (time.time() - float(self.facts().get("built", 0))) / 3600


def current(kept: Store, image: str) -> Build | None:
    """The present build, None if the image was never built."""
    link = kept.images / image / "current"
    try:
        folder = link.parent / link.readlink()
    except OSError:
        return None
    return Build(folder) if (folder / "image.json").exists() else None


def recipe(image: Image) -> str:
    """A text that changes if a new build would differ."""
    return hashlib.sha256(" ".join(image.packages).encode()).hexdigest()[:12]


def wanting(kept: Store, image: Image, hours: float) -> str:
    """Why the image needs a build, "" if it needs none."""
    build = current(kept, image.name)
    if build is None:
        return "missing"
    if build.facts().get("recipe") != recipe(image):
        return "changed in the matrix"
    if build.hours_old() > hours:
        return f"{build.hours_old():.0f} hours old"
    return ""


def prepare(kept: Store, image: Image, matrix: Matrix) -> Build:
    """Build the image and make the build the present one; after a failure, the old one stays."""
    ground.room(kept, matrix.free_gb)
    home = kept.images / image.name
    home.mkdir(exist_ok=True)
    lock = store.try_lock(home / "lock")
    if lock is None:
        raise GateError(f"{image.name} is just being built by another gate; wait for that one.")
    with lock:
        return _build(kept, image, matrix, home)


def _build(kept: Store, image: Image, matrix: Matrix, home: Path) -> Build:
    started = time.time()
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(started))
    part = home / f"{stamp}.part"
    part.mkdir()
    log = home / "build.log"
    command = [*ground.isolated(), *_OWN_PROC, *builder(kept, image, part / "root")]
    how = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    with (
        log.open("w", encoding="utf-8") as out,
        processes.started(command, stdout=out, **how) as it,
    ):
        it.wait()
    if it.returncode != 0:
        store.remove(part)
        raise GateError(f"{image.name} could not be built: {_why(log)} (the whole story: {log})")
    store.write_json(
        part / "image.json",
        {
            "image": image.name,
            "built": time.time(),
            "recipe": recipe(image),
            "seconds": round(time.time() - started, 1),
            "megabytes": store.megabytes(part / "root"),
            "versions": versions(part / "root", matrix.versions),
        },
    )
    folder = part.rename(home / stamp)
    link = home / f".current-{os.getpid()}"
    link.symlink_to(stamp)
    link.replace(home / "current")
    return Build(folder)


def versions(root: Path, packages: dict[str, str]) -> dict[str, str]:
    """The versions of these packages, in Debian's notation."""
    query = ["dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W", "-f"]
    query += ["${db:Status-Abbrev}\t${Package}\t${Version}\n", *packages.values()]
    told = subprocess.run(query, capture_output=True, text=True)
    found = {}
    for line in told.stdout.splitlines():
        state, name, version = line.split("\t")
        if state.startswith("ii"):
            found[name] = _DEBIAN.sub("", version)
    return {
        label: found[name]
        for label, package in packages.items()
        for name in fnmatch.filter(found, package)
    }


def builder(kept: Store, image: Image, root: Path) -> list[str]:
    """The command. It keeps Debian packages in a folder between builds."""
    cache = kept.downloads / image.release
    cache.mkdir(exist_ok=True)
    command = ["mmdebstrap", "--mode=root", "--variant=debootstrap"]
    command += [f"--include={','.join(image.packages)}", "--skip=essential/unlink"]
    command += ["--dpkgopt=force-unsafe-io"]  # no build and no machine is used after a crash
    command += [f"--aptopt={line.rstrip(';')}" for line in network.apt_options()]
    if _KEYRING.exists():
        command.append(f"--keyring={_KEYRING}")
    archives = '"$1"/var/cache/apt/archives'
    command += [
        f"--setup-hook=mkdir -p {archives} && cp -lf {_quoted(cache)}/*.deb {archives}/ || true",
        f"--customize-hook=find {archives} -name '*.deb' -exec ln -f -t {_quoted(cache)} {{}} +",
        f'--customize-hook=chroot "$1" useradd --create-home --shell /bin/bash {ORDINARY_USER}',
    ]
    return [*command, image.release, str(root), *network.apt_sources(image.release)]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


def _why(log: Path) -> str:
    """mmdebstrap's own reason, from the end of its output."""
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    reasons = [line for line in lines if line.startswith(("E:", "W:", "mmdebstrap:"))]
    return "; ".join((reasons or lines)[-3:]) or "mmdebstrap said nothing"
