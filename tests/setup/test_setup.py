"""The set-up script, on simulated machines: each is a folder of programs."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "cat", "cksum", "dirname", "id", "mkdir", "sed", "tail")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A work tree, and next to it bin with all the machine's programs."""
    (tmp_path / "tree/tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools/setup.sh", tmp_path / "tree/tools/setup.sh")
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "tree/pyproject.toml")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def program(machine: Path, name: str, script: str) -> None:
    path = machine / "bin" / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def set_up(machine: Path, scope: str = "use") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "tools/setup.sh", scope],
        cwd=machine / "tree",
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("manager", "told"),
    [
        ("apt-get", "apt-get install python3 python3-venv libimage-exiftool-perl ghostscript"),
        ("dnf", "sudo dnf install python3 perl-Image-ExifTool ghostscript"),
        ("pacman", "sudo pacman -S --needed python perl-image-exiftool ghostscript"),
        ("brew", "brew install python exiftool ghostscript"),
    ],
)
def test_who_may_not_install_is_told_the_command(machine: Path, manager: str, told: str) -> None:
    program(machine, "id", "echo 1000")
    program(machine, manager, f"touch {machine}/called")
    program(machine, "sudo", "exit 1")  # there is one, but it asks for a password
    done = set_up(machine)
    assert done.returncode == 1
    assert told in done.stderr
    assert not (machine / "called").exists()
    assert not (machine / "tree/.venv").exists()


def test_only_what_is_missing_is_told(machine: Path) -> None:
    program(machine, "id", "echo 1000")
    program(machine, "apt-get", "exit 1")
    desktop = ("xvfb-run", "dbus-run-session", "xdotool", "openbox", "appstreamcli")
    for there in ("exiftool", "gs", "exif", "identify", *desktop):
        program(machine, there, "exit 0")
    program(machine, "fc-list", "echo A Font")
    (machine / "bin/python3").symlink_to(sys.executable)
    done = set_up(machine, "work")
    assert done.returncode == 1
    assert "apt-get install exiv2 poppler-utils" in done.stderr


@pytest.mark.parametrize(
    ("manager", "not_there"), [("brew", {"xvfb-run", "gtk", "openbox"}), ("pacman", {"exif"})]
)
def test_what_a_system_has_not_is_done_without(
    machine: Path, manager: str, not_there: set[str]
) -> None:
    program(machine, manager, "exit 1")
    done = set_up(machine, "work")
    assert done.returncode == 1
    needed = set(done.stderr.split("yet: ")[1].splitlines()[0].split())
    assert not needed & not_there
    assert {"python", "exiv2", "pdftoppm"} <= needed
    assert " - " not in done.stderr


def test_a_system_without_packages_is_told_what_is_missing(machine: Path) -> None:
    done = set_up(machine)
    assert done.returncode == 1
    assert "python exiftool gs fonts" in done.stderr


def test_apt_that_fails_is_heard(machine: Path) -> None:
    program(machine, "id", "echo 0")
    program(machine, "env", 'while [ "${1#*=}" != "$1" ]; do shift; done; exec "$@"')
    program(machine, "apt-get", '[ "$1" = update ] || { echo E: no space >&2; exit 100; }')
    done = set_up(machine)
    assert done.returncode == 1
    assert "E: no space" in done.stderr
    assert "build/apt.log" in done.stderr


def test_a_python_that_is_too_old_will_not_do(machine: Path) -> None:
    """As on an old Debian: apt installs its Python, which is 3.9."""
    program(machine, "id", "echo 0")
    program(machine, "python3", "exit 1")  # an old Python fails the script's version check
    for there in ("env", "apt-get", "exiftool", "gs"):
        program(machine, there, "exit 0")
    program(machine, "fc-list", "echo A Font")
    done = set_up(machine)
    assert done.returncode == 1
    assert "3.11 or newer" in done.stderr


def test_a_second_time_does_nothing() -> None:
    """Here, in the environment that the script set up."""
    if Path(sys.prefix) != ROOT / ".venv" or (ROOT / ".venv").is_symlink():
        pytest.skip("the tests do not run from this tree's own .venv")
    done = subprocess.run(
        ["/bin/sh", "tools/setup.sh", "work"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_wrong_word_is_refused(machine: Path) -> None:
    assert set_up(machine, "everything").returncode == 2
