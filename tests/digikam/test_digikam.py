"""The real digiKam, set up by `exifilm install digikam`: its database, *Open With* and the queue.

digiKam starts twice for all tests: with its assistant, and with the scans.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import textwrap
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.integrations.own_program import own_program
from tests import samples
from tests.display import on_display
from tests.gate.hosts import needed
from tests.once import made_once

pytestmark = pytest.mark.hosts

HERE = Path(__file__).resolve().parent
ODD = "z $(touch PWNED) `id` \"q' ü.jpg"
RECORDS = {
    "a.jpg": ExposureRecord(image_id="1", subject="Moonrise", notes="windy"),
    "b.tif": ExposureRecord(image_id="2", subject="Beeches"),
    "c.dng": ExposureRecord(image_id="3", subject="Cliff"),
    ODD: ExposureRecord(image_id="4"),
}
FILLED = {
    "film": "Kodak Tri-X 320",
    "camera_make": "Linhof",
    "camera_model": "Master Technika",
    "lens": "Symmar-S 210",
    "aperture": "f/22½",
    "exposure_time": "1/4",
    "exposure_index": "64",
    "taken": "2012-06-03T16:20",
    "keywords": "mesa, moon",
}
"""What all but the last have in common."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What digiKam left in its two starts."""
    needed("digikam", "digikam")
    with pytest.MonkeyPatch.context() as patch:
        return made_once(tmp_path_factory, "digikam", lambda home: work(home, patch))


def work(home: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """All that needs digiKam, in this home; then undo one copy, and uninstall."""
    from exifilm_core.integrations import digikam

    pictures = home / "Pictures"
    for folder in (pictures, home / ".config", home / "run"):
        folder.mkdir(mode=0o700)
    drive("first", home)
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "EXIFTOOL_HOME"):
        patch.delenv(variable, raising=False)
    patch.setenv("HOME", str(home))
    for name, record in RECORDS.items():
        scan = Scan(samples.make(pictures / name, foreign=False))
        scan.save(record.replace(**FILLED) if name != ODD else record)
    raw = (pictures / "c.dng").read_bytes()
    install(home, patch)
    drive("second", home)
    told: dict[str, Any] = {"files": sorted(p.name for p in pictures.iterdir())}
    told["raw is as it was"] = (pictures / "c.dng").read_bytes() == raw
    told["run by a name"] = [str(path) for path in home.rglob("PWNED")]
    told["edited"] = (home / "edited").read_text().splitlines()
    told["pictures"] = str(pictures)
    told["database"] = {name: in_database(home / "scanned.db", name) for name in RECORDS}
    records = {name: Scan(pictures / name).record for name in RECORDS}
    told["records"] = {n: [r.subject, r.film, r.image_id] for n, r in records.items()}
    samples.run(own_program(), "undo", str(pictures / "b.tif"))
    told["undone"] = Scan(pictures / "b.tif").record.subject
    (one,) = digikam.installed_digikams()
    assert digikam.installed_in(one)
    digikam.uninstall()
    told["settings"] = one.settings.read_text()
    told["queues"] = one.queues.exists()
    return told


def in_database(database: Path, name: str) -> dict[str, Any]:
    """What digiKam's database has about a scan."""

    def rows(what: str, table: str, more: str = "") -> list[list[Any]]:
        query = f"SELECT {what} FROM {table} JOIN Images ON Images.id = {table}.imageid"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            found = connection.execute(f"{query} {more} WHERE Images.name = ?", (name,)).fetchall()
        return [list(row) for row in found]

    tags = "JOIN Tags ON Tags.id = ImageTags.tagid"
    texts = rows("ImageComments.type, comment", "ImageComments")
    return {
        "exposure": rows("make, model, lens, aperture, exposureTime", "ImageMetadata"),
        "speed": rows("sensitivity", "ImageMetadata"),
        "date": rows("creationDate", "ImageInformation"),
        "titles": [text for kind, text in texts if kind == 3],
        "captions": [text for kind, text in texts if kind == 1],
        "tags": [tag for (tag,) in rows("Tags.name", "ImageTags", tags)],
    }


def install(home: Path, patch: pytest.MonkeyPatch) -> None:
    """Install with a program that notes what *Open With* gives it, and else is exifilm."""
    from exifilm_core.integrations import digikam

    program = home / "bin" / "exifilm"
    program.parent.mkdir()
    script = f"""\
        #!/bin/sh
        case "$1" in edit) printf '%s\\n' "$@" >> '{home}/edited'; exit 0;; esac
        exec '{own_program()}' "$@"
        """
    program.write_text(textwrap.dedent(script))
    program.chmod(0o755)
    patch.setattr(sys, "argv", [str(program)])
    digikam.install({"caption": "film"})
    # The user's choice for these kinds of image: then ExiFilm is at the top of the menu.
    kinds = ("image/jpeg", "image/tiff", "image/x-adobe-dng")
    lines = ["[Default Applications]", *(f"{kind}=org.exifilm.ExiFilm.desktop" for kind in kinds)]
    (home / ".config" / "mimeapps.list").write_text("\n".join(lines) + "\n")
    # Each desktop has such a menu. Without one, digiKam 8 knows of no programs.
    (home / ".config" / "menus").mkdir()
    menu = "<Menu><Name>Applications</Name><DefaultAppDirs/><Include><All/></Include></Menu>\n"
    (home / ".config" / "menus" / "applications.menu").write_text(menu)


def drive(what: str, home: Path) -> None:
    """Let the robot do one start of digiKam."""
    for program in ("xvfb-run", "dbus-run-session", "xdotool", "openbox"):
        needed("digikam", program)
    kept = {key: os.environ[key] for key in ("PATH", "EXIFILM_GATE_OUT") if key in os.environ}
    environment = {
        **kept,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(home / "run"),
        "QTWEBENGINE_DISABLE_SANDBOX": "1",  # root may not use it
    }
    manager = f"openbox --config-file '{HERE}/openbox.xml'"
    session = ["dbus-run-session", "--", "sh", "-c", f'{manager} & exec "$@"', "session"]
    robot = [sys.executable, str(HERE / "robot.py"), what, str(home)]
    ended = on_display([*session, *robot], "1400x900", environment, seconds=900)
    assert ended.status == 0, f"{ended.said}\n{ended.stderr}"
    print(ended.said)


NAMES = ["a.jpg", "b.tif", "c.dng"]


@pytest.mark.parametrize("name", NAMES)
def test_the_exposure_is_in_its_database(seen: dict[str, Any], name: str) -> None:
    """Also of a raw, whose record is in the sidecar."""
    [(make, model, lens, aperture, time)] = seen["database"][name]["exposure"]
    assert (make, model, lens) == ("Linhof", "Master Technika", "Symmar-S 210")
    assert round(float(str(aperture).lstrip("F"))) == 26, "digiKam has no decimals for a sidecar's"
    assert time in (0.25, "1/4")


@pytest.mark.parametrize("name", ["a.jpg", "b.tif"])
def test_the_speed_is_in_its_database(seen: dict[str, Any], name: str) -> None:
    """Not of a raw: digiKam takes no speed from a sidecar."""
    assert seen["database"][name]["speed"] == [[64]]


@pytest.mark.parametrize("name", NAMES)
def test_date_title_and_tags_are_in_its_database(seen: dict[str, Any], name: str) -> None:
    found = seen["database"][name]
    [[date]] = found["date"]
    assert date.startswith("2012-06-03T16:20:00")
    assert found["titles"] == [RECORDS[name].subject]
    assert {*found["tags"]} >= {"mesa", "moon"}


@pytest.mark.parametrize("name", NAMES)
def test_the_film_is_the_caption_as_the_mapping_says(seen: dict[str, Any], name: str) -> None:
    assert seen["database"][name]["captions"] == [FILLED["film"]]


def test_open_with_gives_all_scans_to_the_window(seen: dict[str, Any]) -> None:
    verb, *files = seen["edited"]
    assert verb == "edit"
    assert sorted(files) == sorted(f"{seen['pictures']}/{name}" for name in RECORDS)


@pytest.mark.parametrize("name", RECORDS)
def test_the_queue_has_copied_the_record(seen: dict[str, Any], name: str) -> None:
    """Each scan keeps its number."""
    number = RECORDS[name].image_id
    assert seen["records"][name] == ["Moonrise", FILLED["film"], number]


def test_the_queue_leaves_nothing_else(seen: dict[str, Any]) -> None:
    names = {name for name in seen["files"] if not name.endswith(".db")}
    assert names - {".dtrash"} == {*RECORDS, "c.dng.xmp"}
    assert seen["raw is as it was"] and seen["run by a name"] == []


def test_undo_still_knows_a_scan(seen: dict[str, Any]) -> None:
    """digiKam has put a copy of the same bytes in its place."""
    assert seen["undone"] == "Beeches"


def test_uninstall_leaves_what_digikam_wrote(seen: dict[str, Any]) -> None:
    settings = seen["settings"]
    assert "Use XMP Sidecar For Reading=false" in settings and "unifyReadWrite=true" in settings
    assert "exifilm" not in settings and not seen["queues"]
