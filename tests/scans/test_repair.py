"""A save writes the tags of given fields even if the record has that value already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exifilm_core import Scan
from tests.samples import exiftool, put_tags


def saved(path: Path, **values: object) -> Scan:
    scan = Scan(path)
    scan.save(scan.record.replace(**values))
    return Scan(path)


def test_a_drifted_mirror_is_mended_by_setting_its_field(make_scan: Callable[..., Path]) -> None:
    path = make_scan()
    saved(path, lens="Symmar-S 210mm")
    put_tags(path, {"XMP-aux:Lens": "something else"})
    scan = Scan(path)
    assert [drift.field for drift in scan.drifted] == ["lens"]
    assert scan.save(scan.record).tags == ()
    assert scan.save(scan.record, repair=["lens"]).brought_in_line == ("Lens",)
    assert exiftool("-s3", "-XMP-aux:Lens", path) == "Symmar-S 210mm\n"
    assert Scan(path).drifted == []


def test_a_home_that_makes_no_sense_can_be_emptied(make_scan: Callable[..., Path]) -> None:
    path = make_scan()
    path.with_name(f"{path.name}.xmp").write_text(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:e="urn:exifilm:exposure-record:1.0/" e:Developed="soon" e:Lab="own"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    scan = Scan(path)
    assert scan.unreadable == {"developed": "soon"}
    scan.save(scan.record, repair=["developed"])
    assert Scan(path).unreadable == {}
    assert Scan(path).record.lab == "own"


def test_a_caption_in_its_own_words_has_not_drifted(make_scan: Callable[..., Path]) -> None:
    path = make_scan()
    saved(path, subject="Moonrise")
    put_tags(path, {"XMP-dc:Description": "A long caption"})
    scan = Scan(path)
    assert scan.drifted == []
    scan.save(scan.record, repair=["subject"])
    assert exiftool("-s3", "-XMP-dc:Description", path) == "A long caption\n"
