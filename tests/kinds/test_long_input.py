"""The time to read a long run of one character grows no faster than its length."""

from __future__ import annotations

import re
import string
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.commands.given import sorted_out
from exifilm_core.exiftool.php import _TOKEN
from exifilm_core.exiftool.stderr import explained
from exifilm_core.exiftool.together import without_progress
from exifilm_core.kinds import CopyExposure, Keywords, Kind, Readings
from exifilm_core.kinds.text import split_items
from exifilm_core.natural_order import in_natural_order
from exifilm_core.printing.form import Form
from exifilm_core.printing.page import paper_named
from exifilm_core.scans.exact import _WRAPPER
from exifilm_core.scans.pending import _HARM
from exifilm_core.scans.selection import as_numbers
from exifilm_core.tags.analogexif import with_times_sign
from exifilm_core.tags.mapping.copy_camera import is_of_a_film_program
from exifilm_core.tags.mapping.default_texts import is_default_text
from tests.commands.conftest import WRITTEN

SIGNS = string.printable + "\u00a0\u1680\u2003½⅓²°′″×−“é一\u0301\udc80\0"
LENGTHS = (312, 1_250, 5_000, 20_000)


def assert_linear(read: Callable[[str], object], *around: str, signs: str = SIGNS) -> None:
    """Assert that four times as long a run of any character takes at most eight times as long.

    `around` gives the text before and after the run, which is "…". An error counts as an answer.
    """
    for frame in around:
        before, after = frame.split("…")
        for sign in signs:
            last = _spent(read, before + sign * LENGTHS[0] + after)
            for length in LENGTHS[1:]:
                text = before + sign * length + after
                # Measure again: another program may have slowed the first time.
                if not _in_proportion(last, spent := _spent(read, text)):
                    spent = min(spent, _spent(read, text))
                assert _in_proportion(last, spent), f"{length} times {sign!r} in “{frame}”"
                last = spent


def _in_proportion(quarter: float, whole: float) -> bool:
    return whole <= 8 * quarter + 0.005


def _spent(read: Callable[[str], object], text: str) -> float:
    """Processor time in seconds."""
    start = time.process_time()
    with suppress(ValueError, ExifilmError):
        read(text)
    return time.process_time() - start


KINDS = {type(declared.kind): declared.kind for declared in ExposureRecord.fields()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: type(kind).__name__)
def test_every_kind_is_read_in_linear_time(kind: Kind[Any]) -> None:
    written = WRITTEN[type(kind)].format(12)
    half = len(written) // 2
    frames = ("…", f"{written}…", f"…{written}", f"{written[:half]}…{written[half:]}")
    assert_linear(kind.parse, *frames)
    assert_linear(kind.from_tag, *frames)


def test_what_makes_up_readings_and_lists_is_read_in_linear_time() -> None:
    assert_linear(Readings().parse, "moss … EV 9", "EV 9 on…x", "EV 9…EV 9", '"a…; b')
    assert_linear(Keywords().parse, '"a…, b', 'a, "…", b')


def test_a_quantity_or_a_date_is_refused_before_it_is_read() -> None:
    for field in ("aperture", "taken", "latitude", "exposures", "focal_length"):
        with pytest.raises(ExifilmError, match="longer than 200 characters"):
            ExposureRecord.field(field).value_of("1" * 20_000)
    assert ExposureRecord.field("aperture").value_of(f"f/8{' ' * 20_000}") == 8


FORM = Form.read()
READERS: dict[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "the name of a file": (in_natural_order, ("…", "scan…7.tif")),
    "a range of numbers": (as_numbers, ("…", "1…16", "1-…")),
    "the name of a field": (ExposureRecord.field, ("…", "focal…length")),
    "words of a command": (lambda text: sorted_out([text]), ("…", "a…=b", "a=…")),
    "a paper": (lambda text: paper_named(text, FORM), ("…", "5…x8in", "5x…8in", "5 …in")),
    "a default text": (is_default_text, ("…", "SONY…DSC", "<…/ Samsung x>", "hp photosmart…")),
    "a film format": (with_times_sign, ("…", "4…5", "4x…5")),
    "a complaint of ExifTool's": (explained, ("…", "Error: bad…", "bad …offset", "Warning: […")),
    "a warning of ExifTool's": (_HARM.search, ("…", "preview…", "…lost")),
    "ExifTool's answer": (_TOKEN.findall, ("…", '"…', 'Array("…" => 1);', '"…\\"')),
    "ExifTool's progress": (without_progress, ("…", "======== …", "======== a […")),
    "a wrapper of XMP": (
        lambda text: _WRAPPER.sub(b"", text.encode("utf-8", "surrogatepass")),
        ("…", "<?xpacket begin=…", "<?xpacket begin=…?>"),
    ),
    "the tag of a film program": (lambda name: is_of_a_film_program({name: 1}), ("…", "XMP-…film")),
}  # fmt: skip
"""Other functions that match regular expressions against text, with frames for `assert_linear`."""


@pytest.mark.parametrize("reader", READERS)
def test_whatever_looks_at_text_does_so_in_linear_time(reader: str) -> None:
    read, frames = READERS[reader]
    assert_linear(read, *frames)


@pytest.mark.parametrize(
    ("read", "run"),
    [
        (lambda text: _WRAPPER.sub(b"", text.encode()), "<?xpacket begin="),
        (explained, "bad "),
        (lambda text: list(Readings().parse(text) or ()), "EV 9 on III EV "),
        (lambda text: split_items(text, ";\n"), ' "'),
        (lambda text: split_items(text, ";\n"), '"\\'),
        (CopyExposure().from_tag, ", a"),
        (lambda name: is_of_a_film_program({name: 1}), "XMP-film"),
        (as_numbers, "1-"),
        (with_times_sign, "4 x "),
    ],
)
def test_runs_of_what_an_expression_begins_with(read: Callable[[str], object], run: str) -> None:
    assert_linear(lambda text: read(text.replace("\0", run)), "…", signs="\0")


def test_what_takes_more_is_noticed() -> None:
    with pytest.raises(AssertionError, match="times ' ' in “x…y”"):
        assert_linear(re.compile(r"(?:.*[^ ])?\s*:?\s*!").fullmatch, "x…y")
