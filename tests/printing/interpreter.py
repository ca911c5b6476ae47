"""The form in a real PostScript interpreter: its computations, output and ink."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from exifilm_core import ExposureRecord
from exifilm_core.printing import Form, Page, Warned, lay_out, paper_named, typeset

WHOLE = ("letter", "legal", "a4", "a5", "a6", "b5", "4x6in", "6x9in", "842x595")
"""Paper with room for the complete form; the next list is paper without."""
SMALL = ("3x5in", "5x3in", "95x171mm", "a6 across")
PAPERS = (*WHOLE, *SMALL)


def ghostscript(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run Ghostscript; any error in the program fails the test."""
    done = subprocess.run(
        ["gs", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-q", *arguments, "-"],
        input=stdin,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode("latin-1")
    assert b"Error" not in done.stdout + done.stderr
    return done


def begun(form: Form | None = None) -> str:
    """The form's prologue, and the choice of the form, in the form's dictionary."""
    form = form or Form.read()
    return "\n".join([form.prologue, "ExposureRecord begin", *form.setup])


def said(program: str, form: Form | None = None) -> str:
    """The output of a program that runs after the form's prologue, in the form's dictionary."""
    text = f"{begun(form)}\n{program}\nflush\n"
    return ghostscript("-dNODISPLAY", stdin=text.encode("ascii")).stdout.decode("latin-1")


@dataclass(frozen=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float

    def inside(self, other: Box, by: float = 0.02) -> bool:
        return (
            self.left >= other.left - by
            and self.bottom >= other.bottom - by
            and self.right <= other.right + by
            and self.top <= other.top + by
        )


def ink(programs: Iterable[str], setup: str = "", form: Form | None = None) -> list[Box]:
    """The extent of the ink of each program, in points from the form's bottom left corner."""
    away = 100  # includes ink beyond the form's edges
    pages = [f"gsave {away} {away} translate {program}\ngrestore showpage" for program in programs]
    text = "\n".join(
        [
            "<< /PageSize [900 1400] >> setpagedevice",
            begun(form),
            setup,
            *pages,
        ]
    )
    output = ghostscript("-sDEVICE=bbox", "-o", "-", stdin=text.encode("ascii")).stderr.decode()
    boxes = re.findall(r"%%HiResBoundingBox: (\S+) (\S+) (\S+) (\S+)", output)
    assert len(boxes) == len(pages)
    return [Box(*(float(number) - away for number in box)) for box in boxes]


def settled(paper: str) -> str:
    """The program that fits the form to a paper, for `said` and `ink`."""
    size = paper_named(paper, Form.read())
    return f"/paper [{size.width} {size.height}] def lay-out settle"


def box_of(name: str, form: Form | None = None) -> Box:
    """A slot's box, in points from the form's bottom left corner."""
    form = form or Form.read()
    slot = form.slot(name)
    bottom = form.number("form-height") - slot.y - slot.height
    return Box(slot.x, bottom, slot.x + slot.width, bottom + slot.height)


def cells_of(document: bytes, page: Page) -> list[tuple[str, Box, Box]]:
    """The call that fills each cell of a form with lines, its ink, and the cell it belongs to."""
    lines = re.findall(rb"(\d+ open-line\n.*?\nclose-line)", document, re.DOTALL)
    calls, homes = [], []
    for line in (each.decode("ascii") for each in lines):
        number = int(line.split()[0])
        for cell in re.findall(r"^(?:gsave.*?)?/[a-z_.]+ \[.*?fill-slot(?: grestore)?$", line,
                               re.DOTALL | re.MULTILINE):  # fmt: skip
            (name,) = re.findall(r"/([a-z_.]+) \[", cell)[:1]
            slot, box = page.form.slot(name), box_of(name, page.form)
            top = box.top - number * slot.height
            sides = page.form.number("sides") if slot.look == "counted" else 1
            calls.append(f"{number} open-line {cell} close-line")
            homes.append(Box(box.left, top - sides * slot.height, box.right, top))
    setup = f"/paper [{page.paper.width} {page.paper.height}] def lay-out settle"
    return list(zip(calls, ink(calls, setup, page.form), homes, strict=True))


def sheet(paper: str = "letter", forms: int = 0) -> Page:
    form = Form.read()
    return lay_out(paper_named(paper, form), forms, form)


def printed(
    records: Sequence[ExposureRecord], paper: str = "letter", forms: int = 0
) -> tuple[bytes, list[Warned]]:
    """The document of the records, numbered from 1, and its warnings."""
    out = io.BytesIO()
    numbered = ((str(number), record) for number, record in enumerate(records, 1))
    warnings = typeset(numbered, sheet(paper, forms), out)
    return out.getvalue(), warnings


def pictures(document: bytes, folder: Path, dpi: int = 60) -> list[Image.Image]:
    """The pages as Ghostscript renders them."""
    ghostscript("-sDEVICE=pnggray", f"-r{dpi}", "-o", str(folder / "page-%03d.png"), stdin=document)
    found = sorted(folder.glob("page-*.png"))
    images = [Image.open(io.BytesIO(path.read_bytes())) for path in found]
    for path in found:
        path.unlink()
    return images


def texts(document: bytes) -> list[str]:
    """The text of each page, as Ghostscript extracts it."""
    with tempfile.TemporaryDirectory() as folder:
        ghostscript("-sDEVICE=txtwrite", "-o", f"{folder}/%03d.txt", stdin=document)
        return [path.read_text("utf-8") for path in sorted(Path(folder).iterdir())]


_TELLS = b"%!PS\nuserdict /setpagedevice { { exch = == } forall } put\n"
"""A printer that prints the requests it receives, and fulfils none."""


def asked_for(document: bytes) -> dict[str, str]:
    """The document's last request to the printer for each key."""
    told = ghostscript("-sDEVICE=nullpage", stdin=_TELLS + document).stdout.decode("latin-1")
    lines = told.splitlines()
    return dict(zip(lines[::2], lines[1::2], strict=True))


def words(document: bytes) -> list[str]:
    return " ".join(texts(document)).split()


def structure_errors(document: bytes) -> list[str]:
    """The document's violations of DSC 3.0."""
    wrong = []
    text = document.decode("ascii")
    lines = text.split("\n")
    if lines[0] != "%!PS-Adobe-3.0" or lines[-2:] != ["%%EOF", ""]:
        wrong.append("it does not begin and end as it should")
    if long := [line for line in lines if len(line) > 255]:
        wrong.append(f"{len(long)} lines are too long")
    if set(text) - {chr(code) for code in range(32, 127)} - {"\n"}:
        wrong.append("it is not clean 7 bit text")
    for needed in ("Title", "Pages", "BoundingBox", "DocumentMedia", "LanguageLevel"):
        if len(re.findall(rf"^%%{needed}: .", text, re.MULTILINE)) != 1:
            wrong.append(f"there is not one %%{needed}")
    order = [
        "%%EndComments",
        "%%BeginProlog",
        "%%EndProlog",
        "%%BeginSetup",
        "%%EndSetup",
        "%%Page: 1 1",
        "%%Trailer",
        "%%EOF",
    ]
    places = [lines.index(each) if each in lines else -1 for each in order]
    if -1 in places or places != sorted(places):
        wrong.append("its parts are not in order")
    pages = re.findall(r"^%%Page: (\S+) (\S+)$", text, re.MULTILINE)
    if [int(ordinal) for _, ordinal in pages] != list(range(1, len(pages) + 1)):
        wrong.append("its pages are not numbered in order")
    if re.findall(r"^%%Pages: (\d+)$", text, re.MULTILINE) != [str(len(pages))]:
        wrong.append("%%Pages is not the number of pages")
    for each in ("PageBoundingBox", "BeginPageSetup", "EndPageSetup", "PageTrailer"):
        if len(re.findall(rf"^%%{each}\b", text, re.MULTILINE)) != len(pages):
            wrong.append(f"there is not one %%{each} a page")
    nesting: list[str] = []
    for kind, what in re.findall(r"^%%(Begin|End)(\w+)", text, re.MULTILINE):
        if what == "Comments":
            continue
        if kind == "Begin":
            nesting.append(what)
        elif not nesting or nesting.pop() != what:
            wrong.append(f"%%End{what} ends nothing")
    supplied = re.findall(r"^%%(?:\+|DocumentSuppliedResources:) (\w+ \S+)", text, re.MULTILINE)
    begun = re.findall(r"^%%BeginResource: (\w+ \S+)", text, re.MULTILINE)
    if sorted(supplied) != sorted(begun):
        wrong.append(f"it says it supplies {supplied} and supplies {begun}")
    return wrong
