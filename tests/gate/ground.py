"""The requirements on this computer: namespaces, overlayfs, mmdebstrap, free disk space.

The gate tries each requirement instead of guessing from version numbers. The error for a missing
one is a sentence with the remedy. `isolated` is the prefix of every command of the gate. It gives
the command its own namespaces, whose processes and mounts end with the gate in any case.
"""

import os
import shutil
import subprocess
import sys

from .errors import NoGroundError
from .store import Store


def isolated() -> list[str]:
    """A command prefix: its own processes, mounts and host name, which end with its parent.

    `setpriv` makes the kernel kill `unshare` when the gate dies, and `--kill-child` the first
    process of the machine when `unshare` dies. That ends every other process in the machine, and
    the last one ends the mounts.
    """
    prefix = ["setpriv", "--pdeathsig", "KILL", "--", "unshare"]
    if os.geteuid() != 0:
        prefix += ["--user", "--map-root-user", "--map-auto"]
    return [*prefix, "--pid", "--fork", "--kill-child", "--mount", "--uts", "--ipc"]


def check(kept: Store, building: bool = False) -> None:
    """Raise NoGroundError for a requirement that this computer does not meet."""
    if not sys.platform.startswith("linux"):
        raise NoGroundError("The gate's machines are made of Linux namespaces; run it on Linux.")
    if building and not shutil.which("mmdebstrap"):
        raise NoGroundError(
            "Images are built by mmdebstrap, which is not installed: apt-get install mmdebstrap"
        )
    for tool, package in (("unshare", "util-linux"), ("setpriv", "util-linux"), ("git", "git")):
        if not shutil.which(tool):
            raise NoGroundError(f"'{tool}' is not installed: apt-get install {package}")
    _namespaces()
    kept.make()
    _overlay(kept)


def room(kept: Store, gigabytes: float) -> None:
    """Raise NoGroundError if the disk is nearly full."""
    free = shutil.disk_usage(kept.state).free / 1e9
    if free < gigabytes:
        raise NoGroundError(
            f"An image needs {gigabytes:g} GB of free disk, and {kept.state} has {free:.1f}. "
            "`gate reap --all` frees what the gate takes; --state names another place."
        )


def _namespaces() -> None:
    tried = subprocess.run([*isolated(), "true"], capture_output=True, text=True)
    if tried.returncode == 0:
        return
    why = tried.stderr.strip().replace("\n", "; ") or f"exit {tried.returncode}"
    if os.geteuid() == 0:
        raise NoGroundError(f"The gate may not make namespaces here, even as root ({why}).")
    raise NoGroundError(
        f"The gate needs root, or user namespaces with a range of users in /etc/subuid and "
        f"/etc/subgid and the package uidmap ({why}). Run it as root, or ask for those."
    )


_TRY_OVERLAY = (
    'cd "$1" && mkdir lower upper work root && echo seen > lower/file && '
    'mount -t overlay -o "lowerdir=lower,upperdir=upper,workdir=work$2" gate root && '
    "cat root/file && echo written > root/file"
)


def overlay_options() -> str:
    """The options of overlayfs besides the folders.

    A machine does not outlive a crash of this computer, so it need not sync to the disk.
    """
    return ",volatile" if os.geteuid() == 0 else ",volatile,userxattr"


def _overlay(kept: Store) -> None:
    with kept.scratch() as scratch:
        trial = ["sh", "-c", _TRY_OVERLAY, "sh", str(scratch), overlay_options()]
        tried = subprocess.run([*isolated(), *trial], capture_output=True, text=True)
    if tried.returncode != 0:
        why = tried.stderr.strip().split("\n")[0]
        raise NoGroundError(
            f"overlayfs does not work in {kept.state} ({why}). It needs the kernel's overlay "
            "module (modprobe overlay) and a disk that is not an overlay itself; --state names "
            "another."
        )
