"""`make demo`: ExiFilm at work on sixteen sample scans, in build/demo.

It makes scans as a scanner leaves them. Everything after that is the `exifilm` command, as a user
would type it.
"""

import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.demo import scans

HERE = Path(__file__).parent
DEMO = Path("build/demo")
EXIFILM = str(Path(sys.executable).with_name("exifilm"))


def main() -> None:
    notebook = tomllib.loads((HERE / "sheets.toml").read_text(encoding="utf-8"))
    sheets = [notebook["every"] | sheet for sheet in notebook["sheet"]]

    folder = DEMO / "scans"
    shutil.rmtree(DEMO, ignore_errors=True)
    folder.mkdir(parents=True)

    say(f"Making {len(sheets)} scans as a flatbed scanner leaves them, in {folder}")
    scans.mark_as_scanned([scans.make(sheet, folder) for sheet in sheets])

    say("Filling in their exposure records from the notebook, tools/demo/sheets.toml")
    for number, sheet in enumerate(sheets):
        fields = [f"{name}={text}" for name, text in sheet.items() if name not in SHOWN_BY_SCAN]
        exifilm("set", str(folder / sheet["file"]), *fields, quiet=number > 0)

    say("One of them, read back from the scan")
    exifilm("show", str(folder / "scan_01.jpg"))

    say("Numbers 1 to 16 on paper")
    for name in ("records.ps", "records.pdf"):
        exifilm("print", str(folder), "1", "16", "--output", str(DEMO / name))
    subprocess.run(
        [
            *("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r150"),
            *("-dFirstPage=1", "-dLastPage=1", "-dGraphicsAlphaBits=4", "-dTextAlphaBits=4"),
            *("-sOutputFile=page-1.png", "records.pdf"),
        ],
        cwd=DEMO,
        check=True,
    )

    say("Look at")
    print(f"""\
    {DEMO}/page-1.png     the first page of the records, four to the page
    {DEMO}/records.pdf    all four pages
    {DEMO}/records.ps     the same for a printer: lpr {DEMO}/records.ps
    {folder}/           the scans; any viewer that knows EXIF or XMP shows their records

Then try
    {shown(EXIFILM)} show {folder}/scan_06.jpg
    {shown(EXIFILM)} set {folder}/scan_16.jpg developer='D-76' dilution=1+1
    {shown(EXIFILM)} undo {folder}/scan_16.jpg

Open them in the window that looks like the paper form
    {shown(EXIFILM)} edit {folder}
""")


SHOWN_BY_SCAN = ("file", "picture")
"""What the notebook says of the sample itself: no fields of the record."""


def exifilm(*arguments: str, quiet: bool = False) -> None:
    """Print and run the command; a failure ends the demonstration."""
    if not quiet:
        few = shlex.join(arguments[: 5 if len(arguments) > 8 else None])
        few += " …" if len(arguments) > 8 else ""
        print(f"    $ exifilm {few}", flush=True)
    subprocess.run([EXIFILM, *arguments], check=True, stdout=subprocess.DEVNULL if quiet else None)


def say(what: str) -> None:
    print(f"\n{what}", flush=True)


def shown(program: str) -> str:
    """The program as a user would type it here."""
    path = Path(program)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else program


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        print(f"\nThe demonstration stopped: {failed.cmd[0]} failed.", file=sys.stderr)
        sys.exit(1)
