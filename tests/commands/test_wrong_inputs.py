"""The answers to wrong command lines are those in wrong_inputs.txt, which reviewers read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.commands.wrong_inputs import GOLDEN, PROMPT, answered

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions and links")


def test_every_answer_is_the_one_in_the_golden_file(tmp_path: Path) -> None:
    assert answered(tmp_path.resolve()) == GOLDEN.read_text(encoding="utf-8")


def test_the_golden_file_has_forty_cases_and_no_traceback() -> None:
    golden = GOLDEN.read_text(encoding="utf-8")
    answers = re.split(r"^\$ .*\n", golden, flags=re.MULTILINE)[1:]
    assert len(answers) >= 40 and golden.count(f"\n{PROMPT}") == len(answers)
    for answer in answers:
        assert "Traceback" not in answer and "bug" not in answer
        *lines, status = re.sub(r"\n\n(#.*\n*)*$", "\n", answer).strip().splitlines()
        assert status in ("[1]", "[2]"), answer
        assert lines[0].startswith(("exifilm: ", "Usage: exifilm ")) or status == "[1]", answer
