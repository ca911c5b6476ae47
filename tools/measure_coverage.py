"""Prints what share of each package of the core and the plug-ins the tests execute.

Children of the tests count too: the workers, the commands, and the window, which another Python
runs. Only processes that are killed, and programs such as GIMP, do not count.

    python tools/measure_coverage.py                 all tests; it takes longer than `make test`
    python tools/measure_coverage.py tests/kinds     these tests
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ("exifilm_core", "plugins")
FOLDER = ROOT / "build" / "coverage"
CHILDREN = Path(__file__).with_name("in_children")
WORKERS = ("-n", "auto", "--dist", "worksteal")


def environment(settings: Path) -> dict[str, str]:
    """The variables with which each Python measures itself."""
    paths = [str(CHILDREN), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "COVERAGE_PROCESS_START": str(settings),
        "EXIFILM_COVERAGE": str(Path(coverage.__file__).parents[1]),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }


def settings_file() -> Path:
    """The settings of coverage.py; absolute paths, as each process has its own folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    measured = "\n".join(f"    {ROOT / name}" for name in MEASURED)
    settings = FOLDER / "settings"
    settings.write_text(
        f"[run]\nparallel = true\nsigterm = true\ndata_file = {FOLDER / 'data'}\n"
        f"source =\n{measured}\n[report]\ninclude_namespace_packages = true\n",
        encoding="utf-8",
    )
    return settings


def counted(settings: Path) -> dict[str, Counter[str]]:
    """The numbers of statements, and of those that ran, by folder."""
    report = FOLDER / "report.json"
    measured = coverage.Coverage(config_file=str(settings))
    measured.combine([str(FOLDER)])
    measured.json_report(outfile=str(report))
    found: dict[str, Counter[str]] = {}
    for name, file in json.loads(report.read_text(encoding="utf-8"))["files"].items():
        folder = (ROOT / name).parent.relative_to(ROOT).as_posix()
        summary = file["summary"]
        numbers = {"all": summary["num_statements"], "run": summary["covered_lines"]}
        found.setdefault(folder, Counter()).update(numbers)
    return found


def main(words: list[str]) -> int:
    settings = settings_file()
    tests = [sys.executable, "-m", "pytest", *WORKERS, *words]
    status = subprocess.run(tests, cwd=ROOT, env=environment(settings), check=False).returncode
    folders = counted(settings)
    for top in MEASURED:
        parts = [numbers for folder, numbers in folders.items() if folder.startswith(top)]
        folders[f"{top}, all of it"] = sum(parts, Counter())
    width = max(map(len, folders))
    print(f"\n{'package':{width}} statements  run")
    for folder, numbers in sorted(folders.items()):
        print(f"{folder:{width}} {numbers['all']:10,}  {numbers['run'] / numbers['all']:.0%}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
