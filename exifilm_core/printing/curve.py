"""The drawing of a film's reciprocity curve, by `postscript/reciprocity_curve.ps`.

This module samples the curve and gives times in s; the PostScript places and draws them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from exifilm_core.files.resources import resource
from exifilm_core.film.reciprocity import Basis, Given, Law, given
from exifilm_core.printing import ghostscript
from exifilm_core.printing.output import to_file

FORMATS = (".png", ".pdf", ".ps")
DPI = 144.0
_A_DECADE = 24
"""Samples of the curve in a power of ten."""
_TYPED = {"\u2212": "-", "–": "-", "—": "-", "’": "'", "⅓": " 1/3", "⅔": " 2/3", "→": ":"}
"""Characters that Latin-1 lacks, and what stands for them in the drawing."""


def drawing(
    law: Law,
    title: str,
    legend: Sequence[str],
    *,
    exposed: tuple[float, str] | None = None,
) -> bytes:
    """The PostScript of the curve of a law, with its published points.

    `exposed` is a metered time to mark, with its text. Characters beyond Latin-1 become a “?”.
    """
    corners = [given(law, time) for time in _corners(law)]
    marked = [given(law, exposed[0])] if exposed else []
    asked = [answer.metered for answer in (*corners, *marked)]
    first = min(-1, math.floor(math.log10(min(asked)) + 1e-9))
    last = max(2, math.ceil(math.log10(max(asked)) - 1e-9) + (0 if law.exponent else 1))
    samples = [
        given(law, math.pow(10, first + step / _A_DECADE))
        for step in range((last - first) * _A_DECADE + 1)
    ]
    curve = sorted([*samples, *corners], key=lambda answer: answer.metered)
    highest = max(answer.longest for answer in (*curve, *marked))
    crosses = (
        f"[{answer.metered:.7g} {answer.shortest:.7g} {answer.longest:.7g} "
        f"{_string(exposed[1] if exposed else '')}]"
        for answer in marked
    )
    call = f"""\
<<
/title {_string(title)}
/legend-texts [
{chr(10).join(map(_string, legend))}
]
/x-first {first} /x-last {last}
/y-first {first} /y-last {math.ceil(math.log10(highest) - 1e-9)}
/published [
{_curves(curve, guessed=False)}
]
/guessed [
{_curves(curve, guessed=True)}
]
/points [
{_points(law)}
]
/exposed [
{" ".join(crosses)}
]
>> chart
end
%%EOF
"""
    frame = resource("postscript/reciprocity_curve.ps").read_bytes()
    return frame + call.encode("ascii")


def put_into(postscript: bytes, path: Path) -> None:
    """Write the drawing to a file, as PNG, PDF or PostScript by its extension."""
    drawn = ghostscript.to_png(postscript, DPI) if path.suffix.lower() == ".png" else postscript

    def write(out: BinaryIO) -> None:
        out.write(drawn)

    to_file(write, path)


def _corners(law: Law) -> list[float]:
    """The metered times at which the curve has a corner or ends."""
    times = [law.none_to, law.none_below, law.above if law.exponent else None]
    for point in law.points:
        times += [point.metered, point.to]
    return sorted({time for time in times if time is not None}) or [1.0]


def _points(law: Law) -> str:
    """The published points, each with its shortest and its longest time to give."""
    found = []
    for point in law.points:
        for time in (point.metered, point.to or point.metered):
            least, greatest = point.factors
            found.append(f"[{time:.7g} {time * least:.7g} {time * greatest:.7g}]")
    return "\n".join(dict.fromkeys(found))


def _curves(answers: Iterable[Given], *, guessed: bool) -> str:
    """The parts of the curve, those that are extrapolated or the others, as flat arrays."""
    runs: list[list[Given]] = []
    before: Given | None = None
    for answer in answers:
        if answer.basis.is_known and (answer.basis is Basis.BEYOND) == guessed:
            if not runs or before is None or before is not runs[-1][-1]:
                joins = guessed and before is not None and before.basis.is_known
                runs.append([before] if joins and before else [])
            runs[-1].append(answer)
        before = answer
    lines = []
    for run in runs:
        lines += [_path((a.metered, a.shortest) for a in run)]
        if any(answer.is_range for answer in run):
            lines += [_path((a.metered, a.longest) for a in run)]
    return "\n".join(lines)


def _path(places: Iterable[tuple[float, float]]) -> str:
    texts = [f"{metered:.7g} {seconds:.7g}" for metered, seconds in places]
    return "[" + "\n".join(" ".join(part) for part in _sixes(texts)) + "]"


def _sixes(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Six of the texts at a time, for lines no longer than DSC permits."""
    return (texts[start : start + 6] for start in range(0, len(texts), 6))


def _string(text: str) -> str:
    """A PostScript string in Latin-1, written in ASCII."""
    typed = "".join(_TYPED.get(character, character) for character in text)
    codes = typed.encode("latin-1", "replace")
    pieces = (
        chr(code) if 32 <= code < 127 and code not in b"()\\%" else f"\\{code:03o}"
        for code in codes[:200]
    )
    return f"({''.join(pieces)})"
