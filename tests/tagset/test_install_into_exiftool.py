"""`exifilm install exiftool`: plain `exiftool` knows the tags; people's own settings stay."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core.errors import ExifilmError
from exifilm_core.files.resources import resource
from exifilm_core.integrations import exiftool as integration
from tests.tagset.conftest import AT_HOME, exiftool
from tests.tagset.own_configs import CONFIGS, OWN, knows, own_set_up_works


@pytest.fixture
def home() -> Path:
    """The home folder, a new one for every test."""
    return Path(os.environ["HOME"])


@pytest.fixture
def config(home: Path) -> Path:
    return home / ".ExifTool_config"


def state(path: Path) -> tuple[bytes, int, int, int]:
    """The contents, inode, permissions and modification time of a file."""
    now = path.stat()
    return path.read_bytes(), now.st_ino, now.st_mode, now.st_mtime_ns


# ── without a config ─────────────────────────────────────────────────────────────────────────


def test_plain_exiftool_knows_the_tags_and_then_no_more(config: Path) -> None:
    assert not knows()
    assert integration.install().code == "TAGS_ADDED"
    assert knows()
    before = state(config)
    assert integration.install().code == "TAGS_PRESENT"
    assert state(config) == before
    assert integration.uninstall().code == "TAGS_REMOVED"
    assert not config.exists()
    assert integration.uninstall().code == "NOTHING_THERE"
    assert not knows()
    assert list(config.parent.glob(".*")) == []


def test_the_whole_record_is_shown_by_its_shortcut(image: Path) -> None:
    integration.install()
    exiftool("-Film=HP5", "-Development=N+1", "-overwrite_original", image, config=AT_HOME)
    shown = exiftool("-exifilm", "-s2", image, config=AT_HOME)
    assert shown == "Film: HP5\nDevelopment: N+1\n"
    assert exiftool("-FilmExposure", "-s3", image, config=AT_HOME) == "HP5, N+1\n"


def test_what_is_installed_needs_nothing_of_the_working_copy(config: Path) -> None:
    integration.install()
    assert str(resource("plugins").parent) not in config.read_text()


def test_a_file_that_was_made_stays_if_somebody_put_something_in(config: Path) -> None:
    integration.install()
    made = config.read_bytes()
    config.write_bytes(OWN + made)
    integration.uninstall()
    assert config.read_bytes() == OWN
    config.write_bytes(made + OWN)
    integration.uninstall()
    assert config.read_bytes() == OWN


def test_a_config_beside_the_program_goes_on_being_read(
    tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = shutil.which("exiftool")
    assert program
    if b"perl" not in Path(program).read_bytes().partition(b"\n")[0]:
        pytest.skip(f"{program} starts ExifTool, which lies elsewhere")
    folder = tmp_path / "bin"
    folder.mkdir()
    shutil.copy(program, folder / "exiftool")
    (folder / ".ExifTool_config").write_bytes(OWN)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PERL5LIB", _library_of(program))
    assert own_set_up_works(tmp_path, and_ours=False)
    integration.install()
    assert config.exists() and own_set_up_works(tmp_path, and_ours=True)
    integration.uninstall()
    assert not config.exists() and own_set_up_works(tmp_path, and_ours=False)


def _library_of(program: str) -> str:
    """ExifTool's modules, next to the program."""
    return str(Path(program).resolve().parent / "lib")


# ── with a config ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", CONFIGS.values(), ids=CONFIGS)
def test_an_existing_config_keeps_working(text: bytes, config: Path, tmp_path: Path) -> None:
    config.write_bytes(text)
    assert own_set_up_works(tmp_path, and_ours=False)
    integration.install()
    assert own_set_up_works(tmp_path, and_ours=True)
    once = state(config)
    assert integration.install().code == "TAGS_PRESENT"
    assert state(config) == once
    integration.uninstall()
    assert config.read_bytes() == text


@pytest.mark.parametrize("text", [b"", b"\n", b"# nothing yet", b"1;", b"1;\r\n", b"$my = 1;\n"])
def test_a_config_with_next_to_nothing_in_it_is_put_back_too(text: bytes, config: Path) -> None:
    config.write_bytes(text)
    integration.install()
    assert knows()
    integration.uninstall()
    assert config.read_bytes() == text


def test_tags_assigned_over_the_block_are_put_right_by_another_install(
    config: Path, tmp_path: Path
) -> None:
    config.write_bytes(b"# mine\n1;\n")
    integration.install()
    config.write_bytes(config.read_bytes() + OWN)
    assert own_set_up_works(tmp_path, and_ours=False)
    integration.install()
    assert own_set_up_works(tmp_path, and_ours=True)
    integration.uninstall()
    assert config.read_bytes() == b"# mine\n1;\n" + OWN


def test_an_older_block_is_replaced(config: Path) -> None:
    config.write_bytes(OWN)
    integration.install()
    new = config.read_bytes()
    config.write_bytes(new.replace(b"BellowsExtension", b"BellowsLength"))
    integration.install()
    assert config.read_bytes() == new


def test_a_symbolic_link_stays_one(config: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "exiftool_config"
    real.parent.mkdir()
    real.write_bytes(OWN)
    config.symlink_to(real)
    integration.install()
    assert config.is_symlink() and config.samefile(real) and knows()
    integration.uninstall()
    assert config.is_symlink() and real.read_bytes() == OWN
    real.unlink()
    integration.install()
    assert config.is_symlink() and knows()
    integration.uninstall()
    assert config.is_symlink() and not real.exists()
    assert sorted(real.parent.iterdir()) == []


def test_the_mode_stays(config: Path) -> None:
    config.write_bytes(OWN)
    config.chmod(0o640)
    integration.install()
    assert stat.S_IMODE(config.stat().st_mode) == 0o640
    integration.uninstall()
    assert stat.S_IMODE(config.stat().st_mode) == 0o640


# ── refusals ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace(b");", b"}", 1), "cannot read this file to its end.*syntax error.*Correct it"),
        (b"die 'not today';\n" + OWN, "not today.*Correct it"),
        (b"use No::Such::Module;\n" + OWN, "No/Such/Module.*Correct it"),
        (OWN + b"return 1;\n", "does not read this file to its end.*return"),
        (OWN + b"\n=head1 Notes\n\nwithout an end\n", "=pod"),
        (b"exit 0;\n", "does not read this file to its end.*exit"),
    ],
)
def test_a_config_that_is_not_read_to_its_end_is_refused(
    text: bytes, said: str, config: Path
) -> None:
    config.write_bytes(text)
    before = state(config)
    with pytest.raises(ExifilmError, match=f"(?s){said}") as refused:
        integration.install()
    assert refused.value.file == config
    assert state(config) == before
    assert [path.name for path in config.parent.glob(".*")] == [config.name]


def test_a_config_that_may_not_be_written_is_refused(config: Path) -> None:
    config.write_bytes(OWN)
    config.chmod(0o444)
    with pytest.raises(ExifilmError, match="write-protected"):
        integration.install()
    assert config.read_bytes() == OWN


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the administrator")
def test_a_home_that_may_not_be_written_is_refused(home: Path, config: Path) -> None:
    home.chmod(0o555)
    try:
        with pytest.raises(ExifilmError, match="do not have permission to write to its folder"):
            integration.install()
    finally:
        home.chmod(0o755)
    assert not config.exists()


def test_a_home_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "gone"))
    with pytest.raises(ExifilmError, match="folder"):
        integration.install()


def test_a_config_that_is_a_folder_is_refused(config: Path) -> None:
    config.mkdir()
    for step in (integration.install, integration.uninstall):
        with pytest.raises(ExifilmError, match=r"it is a folder.*Move it away"):
            step()


def test_a_config_that_cannot_be_read_is_refused(config: Path) -> None:
    config.symlink_to(config)
    for step in (integration.install, integration.uninstall):
        with pytest.raises(ExifilmError, match=r"cannot be read.*permissions"):
            step()


@pytest.mark.parametrize("mark", [integration._BEGIN, integration._END])
def test_a_block_that_lost_one_of_its_marks_is_left_to_its_owner(mark: bytes, config: Path) -> None:
    config.write_bytes(OWN)
    integration.install()
    damaged = config.read_bytes().replace(mark, b"")
    config.write_bytes(damaged)
    for step in (integration.install, integration.uninstall):
        with pytest.raises(ExifilmError, match="Remove that part by hand"):
            step()
    assert config.read_bytes() == damaged


def test_without_exiftool_nothing_is_written(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExifilmError, match=r"ExifTool is not installed.*apt install"):
        integration.install()
    assert not config.exists()


def test_what_was_put_in_is_taken_out_without_exiftool_too(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_bytes(OWN)
    integration.install()
    monkeypatch.setenv("PATH", str(tmp_path))
    integration.uninstall()
    assert config.read_bytes() == OWN


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Replace ExifTool by a shell script, in which $real is ExifTool."""
    real = shutil.which("exiftool")

    def make(script: str) -> None:
        program = tmp_path / "stand-in" / "exiftool"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\nreal='{real}'\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    return make


@pytest.mark.parametrize("old", [None, OWN])
def test_an_exiftool_that_reads_another_config_is_found_out(
    old: bytes | None, config: Path, stand_in: Callable[[str], None]
) -> None:
    stand_in('case "$1" in -config) exec "$real" "$@";; *) exec "$real" -config "" "$@";; esac')
    if old is not None:
        config.write_bytes(old)
    with pytest.raises(ExifilmError, match="does not read its configuration here"):
        integration.install()
    assert (config.read_bytes() if config.exists() else None) == old


def test_an_exiftool_that_hangs_is_given_up(
    config: Path, stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in("exec sleep 30")
    monkeypatch.setattr("exifilm_core.exiftool.program.TIMEOUT", 0.3)
    config.write_bytes(OWN)
    with pytest.raises(ExifilmError, match="does not answer"):
        integration.install()
    assert config.read_bytes() == OWN
    assert [path.name for path in config.parent.glob(".*")] == [config.name]


# ── where ExifTool looks for its config ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"HOME": "{}/home"}, "home"),
        ({"EXIFTOOL_HOME": "{}/its", "HOME": "{}/home"}, "its"),
        ({"EXIFTOOL_HOME": "", "HOME": "{}/home"}, "home"),
        ({"EXIFTOOL_HOME": "0", "HOME": "{}/home"}, "home"),
        ({"HOMEDRIVE": "{}/dri", "HOMEPATH": "ve"}, "drive"),
        ({"HOME": "", "HOMEDRIVE": "{}/dri", "HOMEPATH": "ve"}, "drive"),
        ({"HOMEPATH": "{}/path"}, "path"),
        ({"EXIFTOOL_HOME": "relative"}, "relative"),
    ],
)
def test_the_config_is_where_exiftool_looks_for_it(
    environment: dict[str, str], folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "EXIFTOOL_HOME", "HOMEDRIVE", "HOMEPATH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / folder).mkdir()
    assert integration.config_file() == tmp_path / folder / ".ExifTool_config"
    integration.install()
    assert (tmp_path / folder / ".ExifTool_config").exists() and knows()


def test_without_a_home_there_is_no_place() -> None:
    with pytest.raises(ExifilmError, match="Set HOME"):
        integration.config_file({"EXIFTOOL_HOME": "0"})
