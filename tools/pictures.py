"""`make pictures` draws the pictures of the README and of the pages in docs/pictures.

The pictures of the forms show what a printer would print: blank forms, and the first four records
of the demonstration. `python -m tools.pictures paper` draws only these. window_pictures.py takes
those of the window. The gate takes those of the form in GIMP and of darktable's panel; this copies
the newest.
architecture.py draws the rooms of the source.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from exifilm_core import ExposureRecord
from exifilm_core.commands.pictures import Pictures
from exifilm_core.files.resources import resource
from exifilm_core.printing import (
    HOLDERS,
    RECORD,
    ROLL,
    Bound,
    Form,
    bind,
    blank,
    book_page,
    default_paper,
    lay_out,
    typeset,
)
from exifilm_core.printing.form import TABLES
from tools import architecture, window_pictures
from tools.demo import scans

TOP = Path(__file__).resolve().parent.parent
PICTURES = TOP / "docs" / "pictures"
DPI = 144
FROM_GATE = {
    "gimp-3.0.png": "gimp-3.0-picture-form.png",
    "gimp-3.2.png": "gimp-3.2-picture-form.png",
    "darktable-panel.png": "darktable-5.4-panel.png",
}
"""The pictures that the gate's tests take of ExiFilm in other programs."""
NO_FIELDS = ("file", "picture")
"""What the notebook says of the sample scan itself."""


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    draw(resource(RECORD).read_bytes(), PICTURES / "form.png")
    for lines in (12, 36):
        draw(blank_page(Form.read(ROLL).with_lines(lines)), PICTURES / f"roll-{lines}.png")
    draw(blank_page(Form.read(HOLDERS)), PICTURES / "holders.png")
    draw(resource(TABLES).read_bytes() + resource(RECORD).read_bytes(), PICTURES / "tables.png")
    draw(first_page(), PICTURES / "records.png")
    draw(page_of_book(), PICTURES / "book.png")
    draw(curve(), PICTURES / "reciprocity.png")
    if sys.argv[1:] == ["paper"]:
        return
    architecture.main()
    window_pictures.main([])
    from_gate()


def blank_page(form: Form) -> bytes:
    """A page of one blank form."""
    out = io.BytesIO()
    blank(lay_out(default_paper(form), 1, form), out)
    return out.getvalue()


def sheets() -> list[dict[str, Any]]:
    """The first four sheets of the notebook."""
    notebook = tomllib.loads((TOP / "tools" / "demo" / "sheets.toml").read_text("utf-8"))
    return [notebook["every"] | sheet for sheet in notebook["sheet"][:4]]


def record_of(sheet: dict[str, Any]) -> ExposureRecord:
    return ExposureRecord(**{k: v for k, v in sheet.items() if k not in NO_FIELDS})


def first_page() -> bytes:
    """The first four sheets of the notebook, printed."""
    records = [(sheet["image_id"], record_of(sheet)) for sheet in sheets()]
    form, out = Form.read(), io.BytesIO()
    typeset(records, lay_out(default_paper(form), 0, form), out)
    return out.getvalue()


def page_of_book() -> bytes:
    """The first two sheets of the notebook, in a book."""
    form, out = Form.read(), io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, Pictures() as pictures:
        bound = [
            Bound(sheet["image_id"], record_of(sheet), path.name, pictures.of(path).picture)
            for sheet in sheets()[:2]
            for path in [scans.make(sheet, Path(folder))]
        ]
        bind(bound, book_page(default_paper(form), 0, duplex=True), "Field notes 2012", out)
    return out.getvalue()


def curve() -> bytes:
    """The reciprocity curve of Tri-X, with 4 s metered, as docs/exposure.md draws it."""
    with tempfile.TemporaryDirectory() as folder:
        plot = Path(folder, "curve.ps")
        words = "calc exposure --film 320TXP --metered 4s --plot".split()
        command = [sys.executable, "-m", "exifilm_core.commands", *words, str(plot)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return plot.read_bytes()


def from_gate() -> None:
    """Copy the newest pictures of the form in GIMP and darktable, as far as the gate has any."""
    for name, made in FROM_GATE.items():
        target = PICTURES / name
        found = sorted(TOP.glob(f"build/gate/*/made/{made}"))
        if found:
            window_pictures.keep(found[-1].read_bytes(), target)
        else:
            print(f"{target.relative_to(TOP)} stays as it is: run “make gate” first")


def draw(document: bytes, picture: Path) -> None:
    """The document's first page as a picture, with the paper's edge."""
    edge = "{ exch pop 2 ne dup { initgraphics 0.7 setgray clippath stroke } if }"
    subprocess.run(
        [
            *("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pnggray", f"-r{DPI}"),
            *("-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-sPageList=1", "-o", picture),
            *("-c", f"<< /EndPage {edge} >> setpagedevice", "-f", "-"),
        ],
        input=document,
        check=True,
    )
    print(picture.relative_to(TOP))


if __name__ == "__main__":
    main()
