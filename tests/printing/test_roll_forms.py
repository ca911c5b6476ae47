"""The roll form filled in from records: its lines, what the head shares, and what it does not."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.printing import (
    ROLL,
    Form,
    Page,
    RollLines,
    Warned,
    paper_named,
    roll_forms,
    roll_page,
    rolls_of,
)

from .interpreter import Box, cells_of, ghostscript, structure_errors, texts

HEAD = {
    "roll": "0418", "film": "Ilford HP5 Plus", "film_format": "135", "exposure_index": 800,
    "emulsion": "62BCN1", "loaded": "2024-04-30", "camera_make": "Leica", "camera_model": "M6",
    "camera_serial": "1782345", "filter": "Yellow 8", "development": "N+1", "process": "B&W",
    "developer": "Kodak D-76", "dilution": "1+1", "development_time": "12:30",
    "development_temperature": 20, "agitation": "5 s each minute", "developed": "2024-05-07",
    "lab": "own darkroom",
}  # fmt: skip
LONG = "Schneider-Kreuznach, Ýgçq many words " * 9


def frame(name: str, **values: object) -> ExposureRecord:
    return ExposureRecord(**{"frame": name, "subject": f"of-{name}-", **HEAD, **values})


def rolls(records: Sequence[ExposureRecord], *, gaps: bool = True) -> list[RollLines]:
    return rolls_of(((f"scan{n}", record) for n, record in enumerate(records)), gaps=gaps)


def layout(of: Sequence[RollLines], paper: str = "letter", *, duplex: bool = False) -> Page:
    return roll_page(paper_named(paper, Form.read(ROLL)), 0, of, duplex=duplex)


def printed(records: Sequence[ExposureRecord], paper: str = "letter") -> tuple[bytes, list[Warned]]:
    found, out = rolls(records), io.BytesIO()
    warnings = roll_forms(found, layout(found, paper), out)
    return out.getvalue(), warnings


def frames(records: Sequence[str], *, gaps: bool = True) -> list[str]:
    """The frames of the lines; one without a scan in brackets."""
    (roll,) = rolls([frame(name) for name in records], gaps=gaps)
    return [line.frame if line.record else f"({line.frame})" for line in roll.lines]


def pdf(document: bytes, folder: Path) -> Path:
    made = folder / "forms.pdf"
    ghostscript("-sDEVICE=pdfwrite", "-o", str(made), stdin=document)
    return made


def poppler(document: bytes, folder: Path, *options: str) -> str:
    """The text of the PDF, as a reader that is not Ghostscript finds it."""
    done = subprocess.run(
        ["pdftotext", *options, pdf(document, folder), "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


def line_of(text: str, subject: str) -> str:
    """The words of the line with that subject."""
    (line,) = (line for line in text.splitlines() if subject in line)
    return " ".join(line.split())


# ── The lines ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ("1 2 3", "1 2 3"),
        ("10 9 3 1", "1 (2) 3 (4) (5) (6) (7) (8) 9 10"),
        ("3", "(1) (2) 3"),
        ("2 0 00", "00 0 (1) 2"),
        ("00 2", "00 (0) (1) 2"),
        (
            "31 36A",
            "{} 31 (32) (33) (34) (35) 36A".format(" ".join(f"({n})" for n in range(1, 31))),
        ),
        ("1 39", "1 39"),  # further on than a roll is long
        ("0A 2A 4A", "0A (1A) 2A (3A) 4A"),
        ("2A", "(1A) 2A"),
        ("1 1A 3", "1 1A (2) (2A) 3"),  # half a frame
        ("12 13A", "{} 12 13A".format(" ".join(f"({n})" for n in range(1, 12)))),
        ("1 3A", "1 (2) 3A"),
        ("1 9999", "1 9999"),
        ("100 102", "100 (101) 102"),
    ],
)
def test_frames_stand_in_their_order_with_lines_for_missing_ones(given: str, lines: str) -> None:
    assert frames(given.split()) == lines.split()


def test_a_selection_of_frames_has_no_lines_for_others() -> None:
    assert frames(["9", "3"], gaps=False) == ["3", "9"]


@pytest.mark.parametrize(
    ("count", "lines", "pages"), [(1, 12, 1), (12, 12, 1), (13, 24, 1), (25, 36, 1), (37, 36, 2)]
)
def test_twelve_twentyfour_or_thirtysix_lines(count: int, lines: int, pages: int) -> None:
    records = [frame(str(number)) for number in range(count)]
    document, warnings = printed(records)
    assert warnings == []
    assert structure_errors(document) == []
    assert f"/lines {lines} def" in document.decode("ascii")
    found = texts(document)
    assert len(found) == pages
    assert all("Ilford HP5 Plus" in page for page in found)
    names = [int(name) for page in found for name in re.findall(r"of-(\d+)-", page)]
    assert names == list(range(count))


def test_where_the_paper_is_too_low_a_roll_has_more_pages() -> None:
    records = [frame(str(number)) for number in range(1, 37)]
    document, _ = printed(records, "a6")
    assert b"/lines 24 def" in document
    assert [page.count("of-") for page in texts(document)] == [24, 12]
    with pytest.raises(ExifilmError, match="too small"):
        printed(records, "3x5in")


def test_each_roll_has_a_form_in_natural_order() -> None:
    records = [frame("1", roll=name, film=f"film-{name}") for name in ("R10", "R9", "R10")]
    records.append(frame("2", roll=None, film="film-none"))
    document, _ = printed(records)
    pages = texts(document)
    found = [re.findall(r"film-(\w+)", page) for page in pages]
    assert found == [["R9"], ["R10"], ["none"]]
    assert pages[1].count("of-1-") == 2


def test_scans_without_a_frame_stand_at_the_end(tmp_path: Path) -> None:
    records = [frame("", frame=None, subject="unknown"), frame("2")]
    text = poppler(printed(records)[0], tmp_path, "-layout")
    assert text.index("of-2-") < text.index("unknown")
    assert line_of(text, "unknown") == "unknown scan0"


def test_a_record_without_roll_and_frame_is_on_no_form() -> None:
    assert rolls([ExposureRecord(subject="sheet")]) == []
    with pytest.raises(ExifilmError, match="no record has a roll or a frame"):
        printed([ExposureRecord(subject="sheet")])


# ── The head ──────────────────────────────────────────────────────────────────────────────────────


def test_the_head_has_what_the_frames_share(tmp_path: Path) -> None:
    document, _ = printed([frame("1"), frame("2")])
    for text in (poppler(document, tmp_path), texts(document)[0]):
        flat = " ".join(text.split())
        for name in HEAD:
            shown = frame("1").show(name).removesuffix("°C").strip()
            assert flat.count(shown) >= 1, name
        assert flat.count("Kodak D-76") == 1


def test_a_frames_own_value_is_on_its_line(tmp_path: Path) -> None:
    own = frame("2", exposure_index=1600, developer="HC-110", lab=None, notes="pushed,\nin haste")
    document, _ = printed([frame("1"), own, frame("3")])
    assert line_of(poppler(document, tmp_path, "-layout"), "of-1-") == "1 of-1-"
    flat = " ".join(poppler(document, tmp_path).split())
    assert "EI 1600 · Developer HC-110 · pushed, in haste" in flat
    assert flat.count("Kodak D-76") == 1


def test_without_a_majority_each_line_has_its_value(tmp_path: Path) -> None:
    records = [frame(str(n), developer=name) for n, name in enumerate(("D-76", "ID-11"), 1)]
    text = poppler(printed(records)[0], tmp_path, "-layout")
    assert "Developer D-76" in line_of(text, "of-1-")
    assert "Developer ID-11" in line_of(text, "of-2-")


def test_an_empty_value_is_no_other_one_but_for_the_filter(tmp_path: Path) -> None:
    records = [frame("1"), frame("2"), frame("3", filter=None, lab=None)]
    text = poppler(printed(records)[0], tmp_path, "-layout")
    assert [line_of(text, f"of-{n}-") for n in (1, 2, 3)] == [
        "1 of-1- Filter Yellow 8",
        "2 of-2- Filter Yellow 8",
        "3 of-3-",
    ]
    assert text.count("own darkroom") == 1


# ── The cells ─────────────────────────────────────────────────────────────────────────────────────


def test_a_line_has_the_frames_own_fields(tmp_path: Path) -> None:
    record = frame(
        "36A", lens="Summicron 35", aperture="f/5.6", exposure_time="1/250", notes="wind",
        taken="2024-05-01 13:20+02:00",
    )  # fmt: skip
    text = poppler(printed([record])[0], tmp_path, "-layout")
    assert line_of(text, "of-36A-") == (
        "36A of-36A- 2024-05-01 13:20 Summicron 35 f/5.6 1/250 s wind"
    )


@pytest.mark.parametrize("paper", ["letter", "a4", "a5", "a6"])
def test_long_values_stay_in_their_cells(paper: str, tmp_path: Path) -> None:
    words = dict.fromkeys(("film", "developer", "lab", "agitation", "camera_model"), LONG)
    records = [
        frame(str(n), **words, subject=LONG, lens=LONG, notes=LONG, taken="c. 1974-05/1974-07")
        for n in range(1, 14)
    ]
    document, warnings = printed(records, paper)
    assert warnings == []
    found = cells_of(document, layout(rolls(records), paper))
    assert len(found) == 13 * 5
    for call, box, home in found:
        assert box.inside(home), call
    (overprinted, count) = overprints(document, tmp_path)
    assert count > 100
    assert overprinted == []


def overprints(document: bytes, folder: Path) -> tuple[list[tuple[str, str]], int]:
    """The pairs of words that share a place on a page, as poppler finds them; and all words."""
    pages = poppler(document, folder, "-bbox").split("<page ")[1:]
    pairs, count = [], 0
    for page in pages:
        words = re.findall(
            r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>', page
        )
        # The letters themselves are lower than a line of text; poppler gives the line's height.
        boxes = [(Box(*map(float, word[:4])), word[4]) for word in words]
        count += len(boxes)
        pairs += [
            (name, other)
            for (one, name), (two, other) in combinations(boxes, 2)
            if min(one.right, two.right) - max(one.left, two.left) > 0.5
            and min(one.top, two.top) - max(one.bottom, two.bottom)
            > 0.5 * min(one.top - one.bottom, two.top - two.bottom)
        ]
    return pairs, count


def test_letters_without_a_font_are_reported_by_the_frame() -> None:
    _, warnings = printed([frame("7", subject="odd \U0010fffd"), frame("8")])
    assert [warning.number for warning in warnings] == ["0418-07"]


def test_both_sides_of_the_paper() -> None:
    found, out = rolls([frame(str(n)) for n in range(40)]), io.BytesIO()
    roll_forms(found, layout(found, duplex=True), out)
    assert out.getvalue().count(b"open-back\n") == 1
    assert structure_errors(out.getvalue()) == []
