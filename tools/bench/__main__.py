"""`make bench` measures ExiFilm and the plain tools side by side, and writes docs/bench.md.

`python tools/bench NAME…` measures the named cases of cases.py only, and writes nothing.
"""

import datetime
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.bench.cases import CASES
from tools.bench.timing import Ratio

PAGE = Path(__file__).parents[2] / "docs/bench.md"
HEAD = """# How fast it is

Written by `make bench`: ExiFilm and the plain tools on the same machine, in the same run, taking
turns; medians. What counts is the ratio. Seconds are of the one machine it was run on.

"""


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CASES]
    if unknown:
        print(f"There is no {unknown[0]}; there are: {', '.join(CASES)}", file=sys.stderr)
        return 2
    rows, sentences = [], []
    load = os.getloadavg()[0]
    # A user's Python keeps compiled modules; a developer's shell may have told it not to.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in names or CASES:
        with tempfile.TemporaryDirectory(prefix="exifilm-bench-") as folder:
            os.environ["XDG_DATA_HOME"] = str(Path(folder) / "data")  # not the user's journal
            os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
            os.environ["XDG_CONFIG_HOME"] = str(Path(folder) / "config")  # not the user's kit
            os.environ["EXIFILM_INDEX"] = "0"  # a case with an index says so, and turns it on
            for line in CASES[name](Path(folder)):
                if isinstance(line, Ratio):
                    rows.append(line)
                    print(row(line), flush=True)
                else:
                    sentences.append(line)
                    print(line, flush=True)
    if not names:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(HEAD + table(rows) + "\n" + page_end(sentences, load), encoding="utf-8")
        print(f"Written to {PAGE.relative_to(Path.cwd())}")
    return 0 if all(line.holds for line in rows) else 1


def row(line: Ratio) -> str:
    ours, plain = line.what.split(" | ")
    verdict = "" if line.holds else " **missed**"
    spread = " to ".join(f"{ratio:.2f}" for ratio in line.spread or ())
    return (
        f"| {ours} | {plain} | {time(line.ours)} | {time(line.plain)} |"
        f" {line.value:.2f} | {spread} | {line.at_most:g} |{verdict}"
    )


def table(rows: list[Ratio]) -> str:
    head = "| ExiFilm | base | ExiFilm takes | base takes | ratio | of single rounds | at most |\n"
    return head + "|---|---|---|---|---|---|---|\n" + "".join(f"{row(line)}\n" for line in rows)


def page_end(sentences: list[str], load: float) -> str:
    exiftool = subprocess.run(["exiftool", "-ver"], check=True, capture_output=True, text=True)
    ghostscript = subprocess.run(["gs", "--version"], check=True, capture_output=True, text=True)
    machine = (
        f"{datetime.datetime.now(datetime.UTC).date()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"ExifTool {exiftool.stdout.strip()}, Ghostscript {ghostscript.stdout.strip()}; "
        f"other processes used {load:.1f} cores at the start."
    )
    return "".join(f"- {sentence}\n" for sentence in sentences) + f"\n{machine}\n"


def time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
