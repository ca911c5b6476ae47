"""The printer's own type: the characters of Helvetica on every printer, and their widths.

`python -m exifilm_core.printing.helvetica` prints the two tables below, with the widths from
Ghostscript in the form's encoding; a test compares them again. The form holds the encoding itself,
as `latin`.
"""

from __future__ import annotations

from exifilm_core.printing.form import Form
from exifilm_core.printing.ghostscript import run

# The form's encoding from code 128 on, where Latin-1 is empty.
_BEYOND_LATIN_1 = "−⁄‚ƒ„…†‡ˆ‰Š‹ŒŽıŁł‘’“”•–—˜™š›œžﬁŸ"

CODES = {chr(code): code for code in (*range(32, 127), *range(160, 256))} | {
    character: 128 + place for place, character in enumerate(_BEYOND_LATIN_1)
}
"""The code in the form's encoding of each character that the printer's own fonts have."""

# fmt: off
SANS = (
    278,  278,  355,  556,  556,  889,  667,  191,  333,  333,  389,  584,  278,  333,  278,  278,
    556,  556,  556,  556,  556,  556,  556,  556,  556,  556,  278,  278,  584,  584,  584,  556,
    1015,  667,  667,  722,  722,  667,  611,  778,  722,  278,  500,  667,  556,  833,  722,  778,
    667,  778,  722,  667,  611,  722,  667,  944,  667,  667,  611,  278,  278,  278,  469,  556,
    333,  556,  556,  500,  556,  556,  278,  556,  556,  222,  222,  500,  222,  833,  556,  556,
    556,  556,  333,  500,  278,  556,  500,  722,  500,  500,  500,  334,  260,  334,  584,  278,
    584,  278,  222,  556,  333, 1000,  556,  556,  333, 1000,  667,  333, 1000,  611,  278,  556,
    222,  222,  222,  333,  333,  350,  556, 1000,  333, 1000,  500,  333,  944,  500,  500,  667,
    278,  333,  556,  556,  556,  556,  260,  556,  333,  737,  370,  556,  584,  333,  737,  333,
    400,  584,  333,  333,  333,  556,  537,  278,  333,  333,  365,  556,  834,  834,  834,  611,
    667,  667,  667,  667,  667,  667, 1000,  722,  667,  667,  667,  667,  278,  278,  278,  278,
    722,  722,  778,  778,  778,  778,  778,  584,  778,  722,  722,  722,  722,  667,  667,  611,
    556,  556,  556,  556,  556,  556,  889,  500,  556,  556,  556,  556,  278,  278,  278,  278,
    556,  556,  556,  556,  556,  556,  556,  584,  611,  556,  556,  556,  556,  500,  556,  500,
)
BOLD = (
    278,  333,  474,  556,  556,  889,  722,  238,  333,  333,  389,  584,  278,  333,  278,  278,
    556,  556,  556,  556,  556,  556,  556,  556,  556,  556,  333,  333,  584,  584,  584,  611,
    975,  722,  722,  722,  722,  667,  611,  778,  722,  278,  556,  722,  611,  833,  722,  778,
    667,  778,  722,  667,  611,  722,  667,  944,  667,  667,  611,  333,  278,  333,  584,  556,
    333,  556,  611,  556,  611,  556,  333,  611,  611,  278,  278,  556,  278,  889,  611,  611,
    611,  611,  389,  556,  333,  611,  556,  778,  556,  556,  500,  389,  280,  389,  584,  278,
    584,  278,  278,  556,  500, 1000,  556,  556,  333, 1000,  667,  333, 1000,  611,  278,  611,
    278,  278,  278,  500,  500,  350,  556, 1000,  333, 1000,  556,  333,  944,  500,  611,  667,
    278,  333,  556,  556,  556,  556,  280,  556,  333,  737,  370,  556,  584,  333,  737,  333,
    400,  584,  333,  333,  333,  611,  556,  278,  333,  333,  365,  556,  834,  834,  834,  611,
    722,  722,  722,  722,  722,  722, 1000,  722,  667,  667,  667,  667,  278,  278,  278,  278,
    722,  722,  778,  778,  778,  778,  778,  584,  778,  722,  722,  722,  722,  667,  667,  611,
    556,  556,  556,  556,  556,  556,  889,  556,  556,  556,  556,  556,  278,  278,  278,  278,
    611,  611,  611,  611,  611,  611,  611,  584,  611,  611,  611,  611,  611,  556,  611,  556,
)
# fmt: on


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


if __name__ == "__main__":
    for name, font in (("SANS", "Record-Sans"), ("BOLD", "Record-Bold")):
        widths = [f"{width:>4}," for width in measured(font)]
        rows = [" ".join(widths[start : start + 16]) for start in range(0, len(widths), 16)]
        print(f"{name} = (", *(f"    {row.strip()}" for row in rows), ")", sep="\n")
