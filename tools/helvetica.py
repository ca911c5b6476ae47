"""`python tools/helvetica.py` prints the two tables of exifilm_core/printing/helvetica.py.

Ghostscript measures the widths, in the encoding of the form.
"""

from __future__ import annotations

from exifilm_core.printing import Form
from exifilm_core.printing.ghostscript import run

FONTS = {"SANS": "Record-Sans", "BOLD": "Record-Bold"}
"""The tables, and the names of their fonts in the form."""
A_ROW = 16


def measured(font: str) -> tuple[int, ...]:
    """Widths of codes 32 to 255 of a font of the form, in thousandths of its size."""
    program = (
        f"/{font} 1000 selectfont 32 1 255 "
        "{ ( ) dup 0 4 -1 roll put stringwidth pop round cvi = } for flush"
    )
    answer = run(
        ["-dNODISPLAY", "-dBATCH", "-"],
        stdin=f"{Form.read().prologue}\n{program}\n".encode("ascii"),
    )
    return tuple(map(int, answer.split()))


def tables() -> str:
    """The tables as they stand in the module."""
    lines: list[str] = []
    for name, font in FONTS.items():
        widths = [f"{width:>4}," for width in measured(font)]
        rows = [" ".join(widths[start : start + A_ROW]) for start in range(0, len(widths), A_ROW)]
        lines += [f"{name} = (", *(f"    {row.strip()}" for row in rows), ")"]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    print(tables(), end="")
