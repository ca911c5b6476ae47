"""ExifTool 13.23 to 13.27 misread XMP attributes with “=”: ExiFilm repairs, proves or rejects them.

Correct results are the same for every version. So these tests prove the repair if the installed
version has the fault, as in Debian trixie. `EXIFILM_EXIFTOOL=/other/exiftool pytest …` adds
another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool, known_faults
from exifilm_core.files.resources import resource
from exifilm_core.tags.xmp_packet import differences, properties
from tests import samples

FAULTS = Path(__file__).resolve().parents[1] / "data" / "faults"
DARKTABLE = FAULTS / "raw-of-darktable.dng.xmp"
EXIFTOOLS = sorted({"exiftool", os.environ.get("EXIFILM_EXIFTOOL") or "exiftool"})

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HITS = {
    # These versions lose each of them, or the attributes after it.
    "equals at the end": 'z:a="AA=" z:b="after"',
    "two at the end": 'z:a="AA==" z:b="after"',
    "nothing else": 'z:a="=" z:b="after"',
    "blanks around it": 'z:a="AA = " z:b="after"',
    "before a quotation mark": "z:a=\"x='y'\" z:b='after'",
    "in single quotes": "z:a='AA=' z:b='after'",
    "the last attribute": 'z:b="before" z:a="AA="',
    "in a namespace": 'xmlns:q="http://example.org/q?a=" q:b="after"',
    "in many bytes": f'z:a="AA=" z:b="{"b" * 2500}=" z:c="after"',
}


def packet(attributes: str = "", inside: str = "", about: str = "") -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description '
        f'rdf:about="{about}" xmlns:z="urn:example:z" {attributes}>{inside}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


PACKETS = {
    **{name: packet(attributes) for name, attributes in HITS.items()},
    "in a list": packet(
        inside='<z:l><rdf:Seq><rdf:li z:p="A=" z:q="2"/><rdf:li z:p="B=" z:q="3"/></rdf:Seq></z:l>'
    ),
    "in a structure": packet(inside='<z:s z:p="A=" z:q="2"/>'),
    "in a resource": packet(inside='<z:r rdf:resource="http://example.org/?a="/>'),
    "in what it is about": packet('z:b="after"', about="uuid:a="),
    "darktable's": DARKTABLE.read_bytes().partition(b"?>\n")[2],  # as in an image
}


@pytest.fixture(params=EXIFTOOLS, scope="module")
def tool(request: pytest.FixtureRequest) -> Iterator[ExifTool]:
    with ExifTool(executable=request.param) as tool:
        yield tool


@pytest.fixture(scope="module")
def with_packet(tmp_path_factory: pytest.TempPathFactory):
    """A function that puts a packet into a new file of the type that the suffix gives."""

    def put(suffix: str, content: bytes) -> Path:
        folder = tmp_path_factory.mktemp("packet")
        source = folder / "packet.xmp"
        source.write_bytes(content)
        if suffix == ".xmp":
            return source
        image = samples.make(folder / f"image{suffix}", foreign=False)
        samples.exiftool("-q", "-overwrite_original", f"-XMP<={source}", str(image))
        assert differences([content], [packet_in(image)]) == []
        return image

    return put


def packet_in(path: Path) -> bytes:
    if path.suffix == ".xmp":
        return path.read_bytes()
    return samples.exiftool("-b", "-XMP", str(path)).encode()


@pytest.mark.parametrize("suffix", [".xmp", ".jpg", ".tif", ".png"])
@pytest.mark.parametrize("name", PACKETS)
def test_all_else_stays_when_a_tag_is_written(
    tool: ExifTool, with_packet, tmp_path: Path, suffix: str, name: str
) -> None:
    old, new = with_packet(suffix, PACKETS[name]), tmp_path / f"new{suffix}"
    tool.write({"XMP-dc:Title": "a=", "XMP-exifilm:Film": "FP4="}, old, new)
    assert (
        differences([PACKETS[name]], [packet_in(new)], ["XMP-dc:Title", "XMP-exifilm:Film"]) == []
    )
    said = dict(properties(packet_in(new)))
    assert said["{http://purl.org/dc/elements/1.1}title[x-default]"] == "a="


def test_what_stands_after_such_an_attribute_is_read(tool: ExifTool, tmp_path: Path) -> None:
    path = tmp_path / "scan.xmp"
    path.write_bytes(
        packet('z:a="AA=" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="a=" dc:format="b"')
    )
    tags = tool.read_one(path).tags
    assert (tags["XMP-dc:Source"], tags["XMP-dc:Format"]) == ("a=", "b")


def test_a_save_beside_a_raw_keeps_what_darktable_did(tool: ExifTool, tmp_path: Path) -> None:
    for file in (DARKTABLE, DARKTABLE.with_suffix("")):
        shutil.copy(file, tmp_path)
    sidecar = tmp_path / DARKTABLE.name
    scan = Scan(sidecar.with_suffix(""), exiftool=tool)
    scan.save(ExposureRecord(film="FP4+", notes="in fog ="))
    assert Scan(scan.path, exiftool=tool).record.notes == "in fog ="
    edits = {path: text for path, text in properties(DARKTABLE.read_bytes()) if "darktable" in path}
    saved = dict(properties(sidecar.read_bytes()))
    assert len(edits) > 50
    assert {path: saved.get(path) for path in edits} == edits


def test_plain_exiftool_reads_it_with_our_configuration(tmp_path: Path) -> None:
    probe = tmp_path / "probe.xmp"
    probe.write_bytes(known_faults.PROBE)
    config = resource("plugins/exiftool/exifilm.config")
    said = samples.exiftool("-s3", "-XMP-dc:Source", "-XMP-dc:Format", probe, config=config)
    assert said.encode().split() == known_faults.PROBE_ANSWER


# ── no repair ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("version", ["13.23", "13.25", "13.27"])
def test_one_that_stays_at_fault_is_refused(fake, version: str) -> None:
    script = f'REAL "$@" | sed -u -e "s/^[0-9]*[.][0-9][0-9]$/{version}/" -e "s/^AA=$/AA/"'
    with ExifTool(executable=fake(script)) as tool:
        with pytest.raises(
            ExifilmError, match=rf"{version} .*corrupts XMP.*Install ExifTool 13\.28"
        ):
            tool.version()
        assert tool.pid is None


def test_without_our_configuration_the_fault_is_noticed(tmp_path: Path, tool: ExifTool) -> None:
    """ExiFilm finds the real fault exactly in the versions that have it."""
    config = tmp_path / "empty.config"
    config.write_text("1;\n")
    with ExifTool(executable=tool._executable, config=config) as bare:
        if known_faults.has_fault(tool.version()):
            with pytest.raises(ExifilmError, match="corrupts XMP"):
                bare.version()
        else:
            assert bare.version() == tool.version()


def test_one_that_is_mended_already_is_used(fake) -> None:
    script = 'REAL "$@" | sed -u "s/^[0-9]*[.][0-9][0-9]$/13.25/"'
    with ExifTool(executable=fake(script)) as tool:
        assert tool.version() == "13.25"


@pytest.mark.parametrize(
    ("version", "has_it"),
    [("12.57", False), ("13.22", False), ("13.23", True), ("13.27", True), ("13.28", False)],
)
def test_which_versions_have_the_fault(version: str, has_it: bool) -> None:
    assert known_faults.has_fault(version) is has_it
