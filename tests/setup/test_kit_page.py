"""docs/kit.md, tested: every command prints what the page says, and its file has no mistake."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from exifilm_core.kit import SORTS
from exifilm_core.kit.kit_file import HEADINGS, kit_of
from tests.conftest import DATA
from tests.setup import pasted
from tests.setup.pasted import ROOT, make_scans, stand_in
from tests.setup.test_exposure_page import EXIFILM, environment

PAGE = (ROOT / "docs" / "kit.md").read_text(encoding="utf-8")


def test_every_command_prints_what_the_page_says(tmp_path: Path) -> None:
    make_scans(tmp_path)
    stand_in(tmp_path, "exifilm", EXIFILM.format(root=ROOT, python=sys.executable))
    blocks = pasted.blocks(PAGE)
    assert len(blocks) >= 2 and all(block.printed for block in blocks)
    pasted.paste(PAGE, tmp_path, environment(tmp_path))


def test_the_example_is_the_tests_and_has_all_there_is() -> None:
    example = re.search(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert example
    assert f"# The example of docs/kit.md.\n\n{example[1]}" == (DATA / "kit.toml").read_text(
        "utf-8"
    )
    kit, problems = kit_of(example[1])
    assert problems == []
    assert {item.sort for item in kit.items} == {*SORTS} and kit.sets and kit.tables
    assert all(f"[[{heading}]]" in example[1] for heading in HEADINGS)
    assert all(f"`{sort.own}`" in PAGE for sort in SORTS.values() if sort.own)
