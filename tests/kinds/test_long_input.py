"""However long a run of one sign is, it is read in a time that grows no faster than it does."""

from __future__ import annotations

import re
import string
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from exifilm_core.kinds import Keywords, Readings

SIGNS = string.printable + "\u00a0\u1680\u2003½⅓²°′″×−“é一\u0301\udc80\0"
LENGTHS = (312, 1_250, 5_000, 20_000)


def assert_linear(read: Callable[[str], object], *around: str) -> None:
    """Reading takes no more than twice its share for four times as long a run of any sign.

    `around` says what stands before and after the run, which is "…". ValueError is an answer too.
    """
    for frame in around:
        before, after = frame.split("…")
        for sign in SIGNS:
            last = _spent(read, before + sign * LENGTHS[0] + after)
            for length in LENGTHS[1:]:
                text = before + sign * length + after
                # Once more: what is slow by chance, or by another program, is so only once.
                if not _in_proportion(last, spent := _spent(read, text)):
                    spent = min(spent, _spent(read, text))
                assert _in_proportion(last, spent), f"{length} times {sign!r} in “{frame}”"
                last = spent


def _in_proportion(quarter: float, whole: float) -> bool:
    return whole <= 8 * quarter + 0.005


def _spent(read: Callable[[str], object], text: str) -> float:
    """Seconds of the processor's time."""
    start = time.process_time()
    with suppress(ValueError):
        read(text)
    return time.process_time() - start


def test_readings_are_read_in_linear_time() -> None:
    assert_linear(
        Readings().parse, "…", "moss … EV 9", "moss EV 9…", "EV 9 on…x", "x…y", "EV 9…EV 9",
        '"a…; b', "9…EV on III",
    )  # fmt: skip


def test_keywords_are_read_in_linear_time() -> None:
    assert_linear(Keywords().parse, "…", "a…b", '"a…, b', 'a, "…", b')


def test_what_takes_more_is_noticed() -> None:
    with pytest.raises(AssertionError, match="times ' ' in “x…y”"):
        assert_linear(re.compile(r"(?:.*[^ ])?\s*:?\s*!").fullmatch, "x…y")
