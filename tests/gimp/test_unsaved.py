"""Whether GIMP counts a saved record as unsaved work, and would ask “Save the changes?”."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import Scan
from tests.gimp import real

pytestmark = pytest.mark.hosts


def test_a_record_saved_in_the_file_leaves_the_image_clean(home: Path, scan: Path) -> None:
    """And GIMP's Undo does not remove the record from GIMP's copy."""
    answer = real.headless(
        home,
        """
        answer["opened"] = image.is_dirty()
        answer["changed"] = put(image, subject="Moonrise", film="HP5 Plus")
        answer["saved"] = image.is_dirty()
        answer["metadata"] = "HP5 Plus" in image.get_metadata().serialize()
        image.get_layers()[0].edit_fill(Gimp.FillType.WHITE)
        answer["painted"] = image.is_dirty()
        put(image, subject="Sunrise")
        answer["saved again"] = image.is_dirty()
        """,
        opened=scan,
    )
    assert answer["changed"] == ["subject", "film"]
    assert answer["metadata"]
    assert (answer["opened"], answer["saved"]) == (False, False)
    assert (answer["painted"], answer["saved again"]) == (True, True), "paint is unsaved work"
    assert Scan(scan).record.subject == "Sunrise"


def test_a_record_in_the_image_alone_is_unsaved_work(home: Path, tmp_path: Path) -> None:
    """Of an image without a file, and of an XCF, until it is saved."""
    xcf = tmp_path / "kept.xcf"
    answer = real.headless(
        home,
        f"""
        image = new_image()
        image.clean_all()
        put(image, subject="Moonrise")
        answer["new"] = image.is_dirty()
        Gimp.file_save(SILENT, image, file({str(xcf)!r}), None)
        image = load({str(xcf)!r})
        image.clean_all()
        put(image, subject="Sunrise")
        answer["xcf"] = image.is_dirty()
        """,
    )
    assert answer["new"] is True
    assert answer["xcf"] is True


def test_without_exiftool_the_record_is_unsaved_work(home: Path, scan: Path) -> None:
    """The file does not have it, so GIMP must ask."""
    answer = real.headless(
        home,
        """
        put(image, subject="Moonrise")
        answer["dirty"] = image.is_dirty()
        """,
        opened=scan,
        EXIFILM_EXIFTOOL="/nowhere/exiftool",
    )
    assert answer["dirty"] is True
