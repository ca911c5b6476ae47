"""`exifilm install digikam` changes digiKam's real settings files, and puts them back."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from exifilm_core.commands.exits import InputError
from exifilm_core.commands.install import install as install_command
from exifilm_core.errors import ExifilmError
from exifilm_core.integrations import digikam, digikam_queue, small_files
from exifilm_core.integrations.kconfig import KConfig
from tests.conftest import DATA
from tests.stand_in import running

VERSIONS = ["7.9", "9.1"]
SIDECARS = "Use XMP Sidecar For Reading"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder, with the exifilm in use on the path."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "EXIFTOOL_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["pytest"])
    return tmp_path


def a_digikam(home: Path, version: str = "7.9", config: str = ".config") -> digikam.DigiKam:
    """A digiKam whose settings were written by the real one of that version."""
    folder = home / config
    folder.mkdir(parents=True)
    shutil.copyfile(DATA / "hosts" / f"digikamrc-{version}", folder / "digikamrc")
    (one,) = digikam.installed_digikams()
    return one


def everything(home: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(home)): path.read_bytes() if path.is_file() else None
        for path in home.rglob("*")
        if "tmp" not in path.relative_to(home).parts
    }


def value(one: digikam.DigiKam, group: str, key: str) -> str | None:
    return KConfig(one.settings.read_bytes()).keys((group,)).get(key)


def changed_lines(old: bytes, new: bytes) -> set[bytes]:
    return set(new.splitlines()) ^ set(old.splitlines())


def test_no_digikam_is_said(home: Path) -> None:
    with pytest.raises(ExifilmError, match="No digiKam was found"):
        digikam.install()
    assert everything(home) == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_one_line_of_the_settings_changes(home: Path, version: str) -> None:
    one = a_digikam(home, version)
    old = one.settings.read_bytes()
    said = str(digikam.install())
    assert "Set up digiKam" in said and "application menu" in said and "ExifTool" in said
    new = one.settings.read_bytes()
    assert changed_lines(old, new) == {
        b"Use XMP Sidecar For Reading=false",
        b"Use XMP Sidecar For Reading=true",
    }
    assert digikam_queue.has_workflows(one.queues.read_bytes())
    installed = digikam.installed_in(one)
    assert installed and installed.reads_sidecars and installed.has_workflows


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "mapping", [{}, {"title": "film"}, {"title": "Subject", "caption": "notes"}]
)
def test_uninstall_puts_back_every_byte(home: Path, version: str, mapping: dict[str, str]) -> None:
    a_digikam(home, version)
    before = everything(home)
    digikam.install(mapping)
    assert everything(home) != before
    digikam.install(mapping)
    digikam.uninstall()
    after = everything(home)
    assert {name: text for name, text in after.items() if text is not None} == {
        name: text for name, text in before.items() if text is not None
    }
    assert digikam.uninstall().code != "DIGIKAM_REMOVED"


def test_twice_nothing_changes(home: Path) -> None:
    a_digikam(home)
    digikam.install({"title": "film"})
    before = everything(home)
    assert "Updated" in str(digikam.install({"title": "film"}))
    assert everything(home) == before
    digikam.install()
    assert everything(home) == before, "a mapping stays without --map"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_field_is_read_first_and_never_written(home: Path, version: str) -> None:
    one = a_digikam(home, version)
    digikam.install({"title": "film"})
    settings = KConfig(one.settings.read_bytes())
    titles = [
        settings.keys(group)
        for group in settings.groups()
        if group[:2] == ("DMetadata Settings", "readTitleNamespaces")
    ]
    first = min(titles, key=lambda entry: int(entry["index"]))
    assert first["namespaceName"] == "Xmp.exifilm.Film" and first["nsType"] == "1"
    assert settings.keys(("DMetadata Settings",))["unifyReadWrite"] == "false"
    written = [g for g in settings.groups() if len(g) == 3 and g[1].startswith("write")]
    assert written and not any(
        "exifilm" in settings.keys(group)["namespaceName"] for group in written
    )


def test_another_field_replaces_it(home: Path) -> None:
    one = a_digikam(home)
    digikam.install({"title": "film"})
    digikam.install({"title": "lab"})
    text = one.settings.read_bytes()
    assert b"Xmp.exifilm.Lab" in text and b"Xmp.exifilm.Film" not in text


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"title": "aperture"}, "cannot show aperture there. It can show these fields: "),
        ({"tags": "film"}, "cannot show a field as “tags”"),
        ({"title": "flim"}, "film"),
    ],
)
def test_what_cannot_be_mapped_is_refused(home: Path, mapping: dict[str, str], said: str) -> None:
    a_digikam(home)
    before = everything(home)
    with pytest.raises(ExifilmError, match=said):
        digikam.install(mapping)
    assert everything(home) == before


def test_lists_that_digikam_has_not_saved(home: Path) -> None:
    """With some of its lists, digiKam ignores all of them."""
    one = a_digikam(home)
    text = one.settings.read_bytes()
    one.settings.write_bytes(b"\n\n".join(b for b in text.split(b"\n\n") if b"[DMeta" not in b))
    before = everything(home)
    with pytest.raises(ExifilmError, match="Configure digiKam, and click OK"):
        digikam.install({"title": "film"})
    assert everything(home) == before
    digikam.install()


def test_lists_that_differ_are_not_parted(home: Path) -> None:
    """digiKam writes by its lists for reading now, and would write by other ones."""
    one = a_digikam(home)
    text = one.settings.read_bytes()
    section = b"[DMetadata Settings][writeTitleNamespaces][#0000]"
    at = text.index(b"isDisabled=false", text.index(section))
    one.settings.write_bytes(text[:at] + b"isDisabled=true" + text[at + 16 :])
    with pytest.raises(ExifilmError, match="lists of tags for reading and for writing differ"):
        digikam.install({"title": "film"})
    one.settings.write_bytes(
        one.settings.read_bytes().replace(b"unifyReadWrite=true", b"unifyReadWrite=false")
    )
    digikam.install({"title": "film"})


def test_a_setting_that_was_changed_since_stays(home: Path) -> None:
    one = a_digikam(home)
    digikam.install({"title": "film"})
    text = one.settings.read_bytes()
    text = text.replace(b"For Reading=true", b"For Reading=false").replace(
        b"EXIF Rotate=true", b"EXIF Rotate=false"
    )
    one.settings.write_bytes(text)
    said = str(digikam.uninstall())
    assert "“Use XMP Sidecar For Reading” was changed since it was set, and stays." in said
    assert value(one, "Metadata Settings", SIDECARS) == "false"
    assert value(one, "Metadata Settings", "EXIF Rotate") == "false"
    assert value(one, "DMetadata Settings", "unifyReadWrite") == "true"


def test_a_key_that_was_not_there_goes_again(home: Path) -> None:
    one = a_digikam(home)
    text = one.settings.read_bytes().replace(b"Use XMP Sidecar For Reading=false\n", b"")
    one.settings.write_bytes(text)
    digikam.install()
    assert value(one, "Metadata Settings", SIDECARS) == "true"
    digikam.uninstall()
    assert one.settings.read_bytes() == text


def test_after_digikam_has_written_its_settings_anew(home: Path) -> None:
    """It sorts the groups, and numbers the entries of a list: ours is the first."""
    one = a_digikam(home)
    digikam.install({"title": "film"})
    settings = KConfig(one.settings.read_bytes())
    entries = {g: settings.keys(g) for g in settings.groups() if g[1:2] == ("readTitleNamespaces",)}
    for group in entries:
        settings.drop_group(group)
    ordered = sorted(entries.values(), key=lambda entry: int(entry["index"]))
    for number, entry in enumerate(ordered):
        for key, text in {**entry, "index": str(number)}.items():
            settings.put(("DMetadata Settings", "readTitleNamespaces", f"#{number:04}"), key, text)
    one.settings.write_bytes(settings.text)
    digikam.install({"title": "film"})
    assert one.settings.read_bytes().count(b"Xmp.exifilm.Film") == 1
    digikam.uninstall()
    assert b"exifilm" not in one.settings.read_bytes()


def test_what_was_installed_before_stays(home: Path) -> None:
    from exifilm_core.integrations import desktop, exiftool

    a_digikam(home)
    desktop.install()
    exiftool.install()
    before = {name: text for name, text in everything(home).items() if text is not None}
    digikam.install()
    digikam.uninstall()
    assert {n: text for n, text in everything(home).items() if text is not None} == before


def test_workflows_of_the_user_stay(home: Path) -> None:
    from tests.digikam.test_queue import OTHERS, titles

    one = a_digikam(home)
    one.data.mkdir(parents=True)
    one.queues.write_bytes(OTHERS)
    digikam.install()
    assert titles(one.queues.read_bytes())[0] == "Prints & web"
    digikam.uninstall()
    assert one.queues.read_bytes() == OTHERS


def test_a_damaged_list_of_workflows_changes_nothing(home: Path) -> None:
    one = a_digikam(home)
    one.data.mkdir(parents=True)
    one.queues.write_bytes(b"<queuelist")
    before = everything(home)
    with pytest.raises(ExifilmError, match="list of workflows cannot be read"):
        digikam.install()
    assert everything(home) == before


def test_a_damaged_note_is_named(home: Path) -> None:
    one = a_digikam(home)
    digikam.install()
    one.note.write_text("{")
    for step in (digikam.install, digikam.uninstall):
        with pytest.raises(ExifilmError, match=r"this note of what ExiFilm changed is damaged"):
            step()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the processes of Linux")
@pytest.mark.parametrize("mine", [True, False])
def test_a_running_digikam(home: Path, tmp_path: Path, mine: bool) -> None:
    """One with other settings does not matter."""
    a_digikam(home)
    (tmp_path / "tmp").mkdir()
    environment = {"HOME": str(home if mine else tmp_path / "tmp")}
    with running("digikam", tmp_path / "tmp", environment):
        if mine:
            before = everything(home)
            with pytest.raises(ExifilmError, match="digiKam is running"):
                digikam.install()
            assert everything(home) == before
        else:
            digikam.install()


@pytest.mark.parametrize("number", range(12))
def test_an_interrupted_installation_is_finished_by_the_next(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Each file is the old or the new one, and uninstall puts everything back."""
    one = a_digikam(home)
    before = {name: text for name, text in everything(home).items() if text is not None}
    put, count = small_files.NewVersion.put_in_place, 0

    def interrupted(version: small_files.NewVersion) -> None:
        nonlocal count
        count += 1
        if count > number:
            raise KeyboardInterrupt
        put(version)

    with monkeypatch.context() as patch:
        patch.setattr(small_files.NewVersion, "put_in_place", interrupted)
        with contextlib.suppress(KeyboardInterrupt):
            digikam.install({"title": "film"})
    if number == 11:
        assert count < 11, "the last ones are whole installations"
    digikam.install({"title": "film"})
    installed = digikam.installed_in(one)
    assert installed and installed.reads_sidecars and installed.has_workflows
    digikam.uninstall()
    assert {n: text for n, text in everything(home).items() if text is not None} == before


def test_settings_that_are_a_link_stay_one(home: Path) -> None:
    one = a_digikam(home)
    real = home / "dotfiles"
    one.settings.rename(real)
    one.settings.symlink_to(real)
    text = real.read_bytes()
    digikam.install()
    assert one.settings.is_symlink() and real.read_bytes() != text
    digikam.uninstall()
    assert one.settings.is_symlink() and real.read_bytes() == text


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(home: Path) -> None:
    one = a_digikam(home)
    one.settings.parent.chmod(0o500)
    try:
        with pytest.raises(ExifilmError, match=r"digikam-exifilm\.json"):
            digikam.install()
    finally:
        one.settings.parent.chmod(0o700)


@pytest.mark.parametrize("name", ["a b", "ü", "it's", '"quoted"', "$HOME"])
def test_any_home(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    inner = home / name
    inner.mkdir()
    monkeypatch.setenv("HOME", str(inner))
    one = a_digikam(inner)
    digikam.install({"title": "film"})
    assert digikam_queue.has_workflows(one.queues.read_bytes())
    digikam.uninstall()
    assert not one.note.exists()


@pytest.mark.parametrize(
    ("platform", "settings", "data"),
    [
        ("linux", ".config/digikamrc", ".local/share/digikam"),
        (
            "linux",
            ".var/app/org.kde.digikam/config/digikamrc",
            ".var/app/org.kde.digikam/data/digikam",
        ),
        ("darwin", "Library/Preferences/digikamrc", "Library/Application Support/digikam"),
        ("win32", "AppData/Local/digikamrc", "AppData/Roaming/digikam"),
    ],
)
def test_each_system_s_folders_are_found(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, settings: str, data: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for variable in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    (home / settings).parent.mkdir(parents=True)
    (home / settings).touch()
    assert digikam.installed_digikams() == [digikam.DigiKam(home / settings, home / data)]


def test_the_note_says_what_was_there(home: Path) -> None:
    one = a_digikam(home)
    digikam.install({"caption": "notes"})
    note = json.loads(one.note.read_text())
    assert note["mapping"] == {"caption": "Xmp.exifilm.Notes"}
    assert note["settings"][f"[Metadata Settings]{SIDECARS}"] == {"before": "false", "put": "true"}


# ── the command line ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [["--map", "title"], ["--map", "=film"], ["--map", "title="]])
def test_a_mapping_without_a_field_is_explained(words: list[str]) -> None:
    outcome = CliRunner().invoke(install_command, ["digikam", *words])
    assert isinstance(outcome.exception, InputError)
    assert "--map needs a field, such as title=subject" in str(outcome.exception)


def test_a_mapping_is_for_digikam_only() -> None:
    outcome = CliRunner().invoke(install_command, ["exiftool", "--map", "title=film"])
    assert isinstance(outcome.exception, InputError)
    assert "--map works with digikam only, not with exiftool" in str(outcome.exception)


def test_several_mappings_in_one_word(home: Path) -> None:
    one = a_digikam(home)
    outcome = CliRunner().invoke(install_command, ["digikam", "--map", "title=film,Caption=notes"])
    assert outcome.exception is None, outcome.output
    installed = digikam.installed_in(one)
    assert installed
    assert installed.mapping == {"title": "Xmp.exifilm.Film", "caption": "Xmp.exifilm.Notes"}
