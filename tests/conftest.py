"""Fixtures of every test: the user's data folders are private to the test, not the real ones."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from exifilm_core.exiftool import ExifTool
from tests import samples

DATA = Path(__file__).resolve().parent / "data"
REAL_FILES = DATA / "real"
os.environ.setdefault(
    "EXIFILM_SEED", str(random.randrange(1_000_000))
)  # xdist's workers inherit it
# The duration of a test on a busy machine is no error of the code.
hypothesis.settings.register_profile(
    "exifilm",
    deadline=None,
    max_examples=samples.rounds(100),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("exifilm")


SLOW = {
    "commands/test_bad_input.py",
    "commands/test_doctor.py",
    "commands/test_exchange_races.py",
    "commands/test_wrong_inputs.py",
    "digikam/test_install.py",
    "exiftool/test_faults.py",
    "kinds/test_long_input.py",
    "kinds/test_quantities.py",
    "printing/test_book.py",
    "printing/test_boxes.py",
    "printing/test_commands.py",
    "printing/test_documents.py",
    "printing/test_duplex.py",
    "printing/test_form.py",
    "printing/test_raster.py",
    "printing/test_tables.py",
    "readers/quick/test_quick.py",
    "readers/quick/test_saves.py",
    "scans/batch/test_faults.py",
    "scans/batch/test_foreign.py",
    "scans/batch/test_kills.py",
    "scans/batch/test_like_single_saves.py",
    "scans/test_any_record.py",
    "scans/test_bad_input.py",
    "scans/test_contract.py",
    "scans/test_exact_undo.py",
    "scans/test_faults.py",
    "scans/test_file_systems.py",
    "scans/test_files_at_1_1.py",
    "scans/test_journal.py",
    "scans/test_moved.py",
    "scans/test_not_utf8.py",
    "scans/test_old_files.py",
    "scans/test_races.py",
    "setup/test_readme.py",
    "tagset/test_install_into_exiftool.py",
}
"""Modules that take more than 1 % of the time of all tests (`--durations=0`).

scans/test_formats.py does too, but shows at once whether a record survives in every format.
"""
OF_A_WINDOW = {"tests.form.gtk_probe", "tests.form.desktop"}
"""The modules through which a test opens a window."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by folder and module: `make quick` leaves out those with a mark."""
    for item in items:
        path = item.path.relative_to(DATA.parent)
        used = {getattr(thing, "__name__", "") for thing in vars(_module_of(item)).values()}
        if used & OF_A_WINDOW:
            item.add_marker("window")
        if path.parts[0] == "gate":
            item.add_marker("gate")
        if path.as_posix() in SLOW:
            item.add_marker("slow")


def _module_of(item: pytest.Item) -> object:
    module = item.getparent(pytest.Module)
    assert module
    return module.obj


def pytest_xdist_auto_num_workers() -> int:
    """Three workers for two processors: each spends half its time waiting for its ExifTool."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


def pytest_report_header() -> str:
    """The seed that repeats the tests with random damage."""
    return f"EXIFILM_SEED={os.environ['EXIFILM_SEED']}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In the gate, a test skipped for a missing package fails: “make setup” installs all."""
    report = yield
    if report.skipped and "apt install" in str(report.longrepr) and "EXIFILM_GATE" in os.environ:
        report.outcome = "failed"
    return report


@pytest.fixture(autouse=True)
def own_data_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Put the user's home and data folders into the test's own folder."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.delenv("EXIFILM_EXIFTOOL", raising=False)
    return home / "data"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the windows that a module's fixture starts a cache of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool, bool], bytes]:
    """A function that returns the bytes of a scan, made once a session."""
    folder = tmp_path_factory.mktemp("made")
    kept: dict[tuple[str, bool, bool], bytes] = {}

    def made(suffix: str, foreign: bool, scanner: bool) -> bytes:
        key = (suffix, foreign, scanner)
        if key not in kept:
            path = folder / f"{len(kept)}{suffix}"
            kept[key] = samples.make(path, foreign=foreign, scanner=scanner).read_bytes()
        return kept[key]

    return made


@pytest.fixture
def make_scan(tmp_path: Path, _made: Callable[[str, bool, bool], bytes]) -> Callable[..., Path]:
    """A function that puts a scan into the test's folder: make_scan("sheet.tif")."""

    def make(name: str = "scan.jpg", *, foreign: bool = True, scanner: bool = False) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_made(path.suffix.lower(), foreign, scanner))
        return path

    return make


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_running() -> Iterator[None]:
    yield
    ExifTool.shared().close()
    samples.close()
