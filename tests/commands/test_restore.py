"""`exifilm restore`: overwritten fields are reported, and saved again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from exifilm_core.files.formats import sidecar_of


@pytest.fixture(params=["scan.xcf", "scan.jpg"])
def overwritten(make_scan, exifilm, request: pytest.FixtureRequest) -> Path:
    """A scan whose sidecar another program has restored to its state before the last save."""
    scan: Path = make_scan(request.param)
    sidecar_of(scan).write_text(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf="
        "'http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:Rating='3'/></rdf:RDF></x:xmpmeta>"
    )
    exifilm("set", scan, "film=FP4+", "aperture=22")
    read = sidecar_of(scan).read_bytes()
    exifilm("set", scan, "film=HP5+", "notes=more")
    sidecar_of(scan).write_bytes(read)
    return scan


def test_it_is_named_and_saved_again(overwritten: Path, exifilm) -> None:
    shown, checked = exifilm("show", overwritten), exifilm("check", overwritten.parent)
    data = json.loads(exifilm("show", "--json", overwritten).out)
    if overwritten.suffix == ".xcf":
        assert re.search(
            r"another program has overwritten what was saved on \d{4}-\d\d-\d\d at \d\d:\d\d "
            r"\(Film: HP5\+ → FP4\+; Notes: more → empty\)\. “exifilm restore” saves it again\.\n",
            shown.err,
        )
        assert "1 with a record that another program has overwritten" in checked.out
        assert data["overwritten"] == {"film": "HP5+", "notes": "more"}
        changes = "    Film   FP4+ → HP5+\n    Notes  empty → more\n"
    else:
        assert "is “FP4+”. Another program restored it; “exifilm restore” replaces it." in (
            shown.err
        )
        assert data["overwritten"] == {}
        changes = ""
    assert checked.status == 1
    assert exifilm("restore", overwritten) == (
        0,
        f"{overwritten}: Film, Notes saved again\n{changes}",
        "",
    )
    assert exifilm("show", overwritten).err == ""
    assert exifilm("check", overwritten.parent).status == 0
    assert exifilm("restore", overwritten).out == f"{overwritten}: nothing was overwritten\n"
    log = exifilm("log", overwritten).out
    assert log.count("→ HP5+") == (2 if changes else 1)


def test_a_save_on_top_names_what_it_leaves(overwritten: Path, exifilm) -> None:
    said = exifilm("set", overwritten, "lab=mine").err
    assert ("Film: HP5+ → FP4+; Notes: more → empty" in said) == (overwritten.suffix == ".xcf")


def test_it_can_keep_the_time(overwritten: Path, exifilm) -> None:
    then = sidecar_of(overwritten).stat().st_mtime_ns
    exifilm("restore", "--keep-time", overwritten)
    assert sidecar_of(overwritten).stat().st_mtime_ns == then
