"""`exifilm install darktable`: the panel and its line in luarc go in, and leave as they came."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core.errors import ExifilmError
from exifilm_core.integrations import darktable, small_files
from tests.stand_in import running

PANEL = {
    "contrib/exifilm.lua": b"-- the panel\n",
    "locale/de/LC_MESSAGES/exifilm.mo": b"\xde\x12\x04\x95",
}
LUARC = b'require "tools/script_manager"\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, and a panel of two files with others that are not installed."""
    home, source = tmp_path / "home", tmp_path / "source"
    home.mkdir()
    for name, text in {**PANEL, "README.md": b"", "locale/de.po": b""}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(text)
    monkeypatch.setattr(darktable, "resource", lambda _: source)
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return home


def a_darktable(home: Path, place: str = ".config/darktable") -> Path:
    folder = home / place
    folder.mkdir(parents=True)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_no_darktable_is_said(home: Path) -> None:
    with pytest.raises(ExifilmError, match="No darktable was found"):
        darktable.install()
    assert files(home) == {}


def test_one_that_was_never_started_is_found_by_its_program(home: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "darktable"
    program.parent.mkdir()
    program.touch(mode=0o755)
    said = str(darktable.install())
    assert "Start it once, close it, and install again" in said
    folder = home / ".config" / "darktable"
    assert folder.stat().st_mode & 0o777 == 0o700
    darktable.uninstall()
    assert files(home) == {}


def test_the_panel_its_line_and_the_program_are_there(home: Path) -> None:
    folder = a_darktable(home)
    darktable.install()
    for name, text in PANEL.items():
        assert (folder / "lua" / name).read_bytes() == text
    assert len(list((folder / "lua").rglob("*.*"))) == len(PANEL)
    luarc = (folder / "luarc").read_text()
    line = 'require "contrib/exifilm" -- put in, with this file, by "exifilm install darktable"\n'
    assert luarc == line
    rc = (folder / "darktablerc").read_text()
    program = Path(rc.removeprefix("lua/exifilm/program=").rstrip("\n"))
    assert program.is_absolute() and os.access(program, os.X_OK)
    installed = darktable.installed_in(folder)
    assert installed and installed.tags is None


LUARCS = [
    LUARC,
    b"",
    b"-- nothing",
    LUARC + b"\n\n",
    LUARC.replace(b"\n", b"\r\n"),
    b"local x = 1\nreturn x -- the end\n",
    b"return\n",
    b"function f()\n  return 1\nend\n",
    b"-- \xff\xfe\n",
    b'-- require "contrib/exifilm" by hand\n',
]


@pytest.mark.parametrize("luarc", LUARCS)
def test_luarc_keeps_all_else(home: Path, luarc: bytes) -> None:
    folder = a_darktable(home)
    (folder / "luarc").write_bytes(luarc)
    darktable.install()
    new = (folder / "luarc").read_bytes()
    line = b'\nrequire "contrib/exifilm" -- put in by "exifilm install darktable"\n'
    assert new.count(line) == 1
    darktable.install()
    assert (folder / "luarc").read_bytes() == new
    darktable.uninstall()
    assert files(folder) == {"luarc": luarc}


@pytest.mark.parametrize(
    ("luarc", "first"),
    [
        (b"local x = 1\nreturn x -- the end\n", True),
        (b"  return\n\n-- the end\n", True),
        (b"function f()\n  return 1\nend\n", False),
    ],
)
def test_nothing_stands_behind_a_last_return(home: Path, luarc: bytes, first: bool) -> None:
    """Lua refuses a file in which a statement does."""
    folder = a_darktable(home)
    (folder / "luarc").write_bytes(luarc)
    darktable.install()
    new = (folder / "luarc").read_bytes()
    assert (new.index(b"require") < new.index(b"return")) is first


def test_what_the_user_wrote_around_our_line_stays(home: Path) -> None:
    folder = a_darktable(home)
    luarc = folder / "luarc"
    luarc.write_bytes(LUARC)
    darktable.install()
    luarc.write_bytes(luarc.read_bytes().replace(b"\n\n", b"\n") + b"mine = true\n")
    darktable.uninstall()
    assert luarc.read_bytes() == LUARC + b"mine = true\n"


@pytest.mark.parametrize("line", [b"require('contrib/exifilm')\n", b'require "contrib.exifilm"\n'])
def test_a_line_of_the_users_own_is_enough(home: Path, line: bytes) -> None:
    folder = a_darktable(home)
    (folder / "luarc").write_bytes(line)
    darktable.install()
    assert (folder / "luarc").read_bytes() == line


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Installs as earlier versions did: the panel at the top level of the folder lua."""
    source = tmp_path / "earlier"
    source.mkdir()
    (source / "exifilm.lua").write_bytes(b"-- the panel\n")

    def install() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(darktable, "resource", lambda _: source)
            patch.setattr(darktable, "_LINE", darktable._LINE.replace(b"contrib/", b""))
            patch.setattr(darktable, "_MADE", darktable._MADE_EARLIER)
            darktable.install()

    return install


@pytest.mark.parametrize("luarc", [*LUARCS, None])
def test_a_panel_at_the_top_level_is_moved(
    home: Path, earlier: Callable[[], None], luarc: bytes | None
) -> None:
    """Where script managers of darktable 4.2 fail on it."""
    folder = a_darktable(home)
    if luarc is not None:
        (folder / "luarc").write_bytes(luarc)
    earlier()
    assert b'require "exifilm" -- put in' in (folder / "luarc").read_bytes()
    assert (folder / "lua/exifilm.lua").exists()
    darktable.install()
    assert {n for n in files(folder) if n.startswith("lua/")} == {f"lua/{name}" for name in PANEL}
    new = (folder / "luarc").read_bytes()
    assert b'require "exifilm" -- put in' not in new
    assert new.count(b'require "contrib/exifilm" -- put in') == 1
    darktable.uninstall()
    assert files(folder) == ({} if luarc is None else {"luarc": luarc})


def test_a_changed_panel_at_the_top_level_stays(home: Path, earlier: Callable[[], None]) -> None:
    folder = a_darktable(home)
    earlier()
    (folder / "lua/exifilm.lua").write_text("-- mine now")
    assert "exifilm.lua was changed since it was installed, and stays." in str(darktable.install())
    darktable.uninstall()
    assert files(folder) == {"lua/exifilm.lua": b"-- mine now"}


RC = b"lua/other/program=/x\nplugins/lighttable/layout=1\nbytes=\xff\n"


@pytest.mark.parametrize("rc", [RC, RC[:-1]])
def test_the_preferences_keep_all_else(home: Path, rc: bytes) -> None:
    folder = a_darktable(home)
    (folder / "darktablerc").write_bytes(rc)
    darktable.install()
    lines = (folder / "darktablerc").read_bytes().splitlines()
    assert lines[:-1] == rc.splitlines() and lines[-1].startswith(b"lua/exifilm/program=/")
    darktable.uninstall()
    assert (folder / "darktablerc").read_bytes().rstrip(b"\n") == rc.rstrip(b"\n")


def test_a_program_that_the_user_chose_stays(home: Path) -> None:
    folder = a_darktable(home)
    darktable.install()
    (folder / "darktablerc").write_bytes(b"lua/exifilm/program=/mine\nlua/exifilm/fields=film\n")
    darktable.uninstall()
    assert (
        folder / "darktablerc"
    ).read_bytes() == b"lua/exifilm/program=/mine\nlua/exifilm/fields=film\n"


def test_twice_nothing_changes(home: Path) -> None:
    folder = a_darktable(home)
    darktable.install()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert "Updated" in str(darktable.install())
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_another_version_replaces_the_files_and_removes_old_ones(
    home: Path, tmp_path: Path
) -> None:
    folder = a_darktable(home)
    darktable.install()
    source = tmp_path / "source"
    (source / "contrib" / "exifilm.lua").write_bytes(b"-- newer\n")
    (source / "locale/de/LC_MESSAGES/exifilm.mo").unlink()
    darktable.install()
    assert {n for n in files(folder) if n.startswith("lua/")} == {"lua/contrib/exifilm.lua"}
    assert (folder / "lua/contrib/exifilm.lua").read_bytes() == b"-- newer\n"
    darktable.uninstall()
    assert files(folder) == {}


def test_a_script_of_somebody_else_is_not_replaced(home: Path) -> None:
    folder = a_darktable(home)
    (folder / "lua" / "contrib").mkdir(parents=True)
    (folder / "lua" / "contrib" / "exifilm.lua").write_text("-- mine")
    before = files(folder)
    with pytest.raises(ExifilmError, match="another program or person"):
        darktable.install()
    assert files(folder) == before


def test_a_script_that_was_changed_since_stays(home: Path) -> None:
    folder = a_darktable(home)
    darktable.install()
    (folder / "lua" / "contrib" / "exifilm.lua").write_text("-- mine now")
    said = str(darktable.uninstall())
    assert "exifilm.lua was changed since it was installed, and stays." in said
    assert files(folder) == {"lua/contrib/exifilm.lua": b"-- mine now"}
    assert "not installed" in str(darktable.uninstall())


def test_links_stay(home: Path) -> None:
    folder = a_darktable(home)
    (home / "dot-luarc").write_bytes(LUARC)
    (folder / "luarc").symlink_to(home / "dot-luarc")
    darktable.install()
    assert (folder / "luarc").is_symlink() and b"exifilm" in (home / "dot-luarc").read_bytes()
    darktable.uninstall()
    assert (folder / "luarc").is_symlink() and (home / "dot-luarc").read_bytes() == LUARC


@pytest.mark.parametrize("number", range(4))
def test_an_interrupted_installation_is_finished_by_the_next(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Each file is the old or the new one; so it is when a version replaces another."""
    folder = a_darktable(home)
    (folder / "luarc").write_bytes(LUARC)
    if number % 2:
        darktable.install()
        (tmp_path / "source" / "contrib" / "exifilm.lua").write_bytes(b"-- newer\n")
    put, count = small_files.NewVersion.put_in_place, 0

    def interrupted(version: small_files.NewVersion) -> None:
        nonlocal count
        count += 1
        if count > number // 2:
            raise KeyboardInterrupt
        put(version)

    with monkeypatch.context() as patch:
        patch.setattr(small_files.NewVersion, "put_in_place", interrupted)
        with pytest.raises(KeyboardInterrupt):
            darktable.install()
    darktable.install()
    panel = (tmp_path / "source" / "contrib" / "exifilm.lua").read_bytes()
    assert (folder / "lua" / "contrib" / "exifilm.lua").read_bytes() == panel
    darktable.uninstall()
    assert files(folder) == {"luarc": LUARC}


# ── a darktable that runs ────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(sys.platform != "linux", reason="reads the processes of Linux")
@pytest.mark.parametrize("lock", ["data.db.lock", "library.db.lock"])
@pytest.mark.parametrize("step", [darktable.install, darktable.uninstall])
def test_while_it_runs_nothing_changes(home: Path, tmp_path: Path, lock: str, step: object) -> None:
    """darktable writes its process number into the locks."""
    folder = a_darktable(home)
    if step is darktable.uninstall:
        darktable.install()
    with running("darktable", tmp_path) as number:
        (folder / lock).write_bytes(str(number).encode())
        before = files(folder)
        with pytest.raises(ExifilmError, match="darktable is running"):
            step()  # type: ignore[operator]
        assert files(folder) == before
    step()  # type: ignore[operator]


@pytest.mark.parametrize("text", [b"", b"no number", b"999999999", b"1", b"%d"])
def test_an_old_lock_does_not_matter(home: Path, text: bytes) -> None:
    """Of a darktable that was killed, and whose number another process may have now."""
    folder = a_darktable(home)
    (folder / "data.db.lock").write_bytes(text.replace(b"%d", str(os.getpid()).encode()))
    darktable.install()
    assert (folder / "lua" / "contrib" / "exifilm.lua").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the processes of Linux")
def test_a_flatpak_that_runs_is_found_by_its_environment(home: Path, tmp_path: Path) -> None:
    """The number in its lock is one inside the Flatpak."""
    config = ".var/app/org.darktable.Darktable/config"
    folder = a_darktable(home, f"{config}/darktable")
    (folder / "data.db.lock").write_bytes(b"2")
    environment = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / config)}
    with (
        running("darktable", tmp_path, environment),
        pytest.raises(ExifilmError, match="darktable is running"),
    ):
        darktable.install()


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".config/darktable"),
        ("linux", ".var/app/org.darktable.Darktable/config/darktable"),
        ("darwin", ".config/darktable"),
        ("win32", "AppData/Local/darktable"),
    ],
)
def test_each_system_s_folder_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, place: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    folder = a_darktable(home, place)
    assert darktable.installed_darktables() == [folder]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(home: Path) -> None:
    folder = a_darktable(home)
    folder.chmod(0o500)
    try:
        with pytest.raises(ExifilmError, match="exifilm-installed"):
            darktable.install()
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("name", ["a b", "ü", "it's", "100%", "#1?"])
def test_any_home(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    inner = home / name
    monkeypatch.setenv("HOME", str(inner))
    folder = a_darktable(inner)
    darktable.install()
    assert (folder / "lua" / "contrib" / "exifilm.lua").exists()
    darktable.uninstall()
    assert files(folder) == {}
