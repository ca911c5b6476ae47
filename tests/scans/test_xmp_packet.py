"""A packet's properties do not depend on RDF's notation, and a comparison finds a save's losses."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.xml import refuse_invalid
from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import copy_camera, owned_names, to_write
from exifilm_core.tags.xmp_packet import differences, properties, property_of
from tests.record.full_record import full_record

DARKTABLE = Path(__file__).resolve().parents[1] / "data" / "faults" / "raw-of-darktable.dng.xmp"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SECONDS = 10
"""Seconds of work that count as short on the slowest machine; it needs two."""


def packet(inside: str, attributes: str = "") -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}" xmlns:z="urn:z" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


STRUCTURE = '<z:s rdf:parseType="Resource"><z:a>1</z:a><z:b>2</z:b></z:s>'
SAME = {
    "attribute and element": (packet("", 'z:a="1"'), packet("<z:a>1</z:a>")),
    "one description or two": (
        packet("<z:a>1</z:a><z:b>2</z:b>"),
        packet('<z:a>1</z:a></rdf:Description><rdf:Description about=""><z:b>2</z:b>'),
    ),
    "another order": (packet("", 'z:a="1" z:b="2"'), packet("", 'z:b="2" z:a="1"')),
    "another prefix": (packet("<z:a>1</z:a>"), packet('<q:a xmlns:q="urn:z">1</q:a>')),
    "a structure in shorthand": (packet(STRUCTURE), packet('<z:s z:a="1" z:b="2"/>')),
    "a structure of a description": (
        packet(STRUCTURE),
        packet('<z:s><rdf:Description z:a="1"><z:b>2</z:b></rdf:Description></z:s>'),
    ),
    "items in shorthand": (
        packet('<z:l><rdf:Seq><rdf:li z:a="1"/><rdf:li>2</rdf:li></rdf:Seq></z:l>'),
        packet(
            '<z:l><rdf:Seq><rdf:li rdf:parseType="Resource"><z:a>1</z:a></rdf:li>'
            "<rdf:li>2</rdf:li></rdf:Seq></z:l>"
        ),
    ),
    "a qualifier": (
        packet('<z:a rdf:parseType="Resource"><rdf:value>1</rdf:value><z:q>2</z:q></z:a>'),
        packet('<z:a><rdf:Description rdf:value="1" z:q="2"/></z:a>'),
    ),
    "languages in another order": (
        packet(
            '<dc:title><rdf:Alt><rdf:li xml:lang="de">Ä</rdf:li>'
            '<rdf:li xml:lang="x-default">A</rdf:li></rdf:Alt></dc:title>'
        ),
        packet(
            '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A</rdf:li>'
            '<rdf:li xml:lang="de">Ä</rdf:li></rdf:Alt></dc:title>'
        ),
    ),
    "an empty list and none": (packet("<z:l><rdf:Seq/></z:l><z:a/>"), packet("<z:a></z:a>")),
    "said twice": (packet("<z:a>1</z:a>", 'z:a="1"'), packet("<z:a>1</z:a>")),
    "comments, CDATA and numbers": (
        packet("<!-- x --><z:a><![CDATA[<1>]]>&#61;</z:a>"),
        packet("<z:a>&lt;1&gt;=</z:a>"),
    ),
    "in UTF-16": (packet("<z:a>é</z:a>"), packet("<z:a>é</z:a>").decode().encode("utf-16")),
    "in UTF-16 without a mark": (packet(""), packet("").decode().encode("utf-16-be")),
    "in UTF-32": (packet("<z:a>é</z:a>"), packet("<z:a>é</z:a>").decode().encode("utf-32-le")),
    "with room to grow": (packet(""), packet("") + b" " * 2000 + b"\0"),
}


@pytest.mark.parametrize("name", SAME)
def test_two_ways_to_write_the_same(name: str) -> None:
    one, other = SAME[name]
    assert properties(one) == properties(other)
    assert differences([one], [other]) == [] == differences([other], [one])


OTHERS = {
    "another text": ("<z:a>1</z:a>", "<z:a>2</z:a>", "{urn:z}a: was “1”, would be “2”"),
    "one is lost": ("<z:a>1</z:a>", "", "{urn:z}a: was “1”, would be absent"),
    "one is added": ("", "<z:a/>", "{urn:z}a: was absent, would be empty"),
    "an item is lost": (
        "<z:l><rdf:Bag><rdf:li>1</rdf:li><rdf:li>2</rdf:li></rdf:Bag></z:l>",
        "<z:l><rdf:Bag><rdf:li>1</rdf:li></rdf:Bag></z:l>",
        "{urn:z}l[1]: was “2”, would be absent",
    ),
    "a language is lost": (
        '<z:a xml:lang="de">1</z:a>',
        "<z:a>1</z:a>",
        "{urn:z}a/{http://www.w3.org/XML/1998/namespace}lang: was “de”, would be absent",
    ),
    "a field moved": (
        '<z:s z:a="1"/>',
        '<z:t z:a="1"/>',
        "{urn:z}s/{urn:z}a: was “1”, would be absent",
    ),
    "an address is no text": (
        '<z:a rdf:resource="urn:1"/>',
        "<z:a>urn:1</z:a>",
        f"{{urn:z}}a/{{{RDF.rstrip('/')}}}resource: was “urn:1”, would be absent",
    ),
    "text beside an element": ("<z:s>lost<z:a>1</z:a></z:s>", '<z:s z:a="1"/>', "was “lost”"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_differs_is_said(name: str) -> None:
    old, new, says = OTHERS[name]
    assert says in "\n".join(map(str, differences([packet(old)], [packet(new)])))


def test_what_a_save_wrote_is_no_difference() -> None:
    old = packet('<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A</rdf:li></rdf:Alt></dc:title>')
    new = packet("<dc:format>image/tiff</dc:format>")
    assert len(differences([old], [new])) == 3
    (difference,) = differences([old], [new], ["XMP-dc:Title", "IFD0:Make"])
    assert str(difference) == (
        "{http://purl.org/dc/elements/1.1}format: was absent, would be “image/tiff”"
    )
    assert differences([old], [new], ["XMP-dc:Title", "XMP-other:Format"]) == []


def test_packets_of_one_file_are_taken_together() -> None:
    note = 'xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="ABC"'
    parts = [packet("<z:a>1</z:a>", note), packet("<z:b>2</z:b>")]
    assert differences(parts, [packet("<z:a>1</z:a><z:b>2</z:b>")]) == []
    assert [*map(str, differences([], parts[1:]))] == ["{urn:z}b: was absent, would be “2”"]
    assert differences([b""], []) == []


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text
)


@given(st.dictionaries(st.sampled_from("abcdef"), texts), st.sampled_from(["\n", " = ", "=", "é"]))
def test_whatever_stands_in_attributes_may_stand_in_elements(
    values: dict[str, str], more: str
) -> None:
    attributes = " ".join(f"z:{name}={quoteattr(text + more)}" for name, text in values.items())
    elements = "".join(
        f"<z:{name}>{escape(text + more)}</z:{name}>" for name, text in values.items()
    )
    one, other = packet("", attributes), packet(elements)
    assert differences([one], [other]) == []
    assert len(properties(one)) == len(values)
    for name, text in values.items():
        changed = packet(elements.replace(f"<z:{name}>", f"<z:{name}>+"))
        assert [str(line).split(":")[1] for line in differences([one], [changed])] == [
            f"z}}{name}"
        ], text


# ── untrusted packets ────────────────────────────────────────────────────────────────────────────

BROKEN = {
    "cut short": packet("<z:a>1</z:a>")[:-20],
    "an attribute's name with a quotation mark": packet('<z:a"=>1</z:a"=>'),
    "a prefix of nothing": packet("<q:a>1</q:a>"),
    "not UTF-8": packet("<z:a>\xe9</z:a>".encode("latin-1").decode("utf-8", "replace")).replace(
        "\ufffd".encode(), b"\xe9"
    ),
    "half a letter of UTF-16": packet("").decode().encode("utf-16")[:-1],
    "an entity": b'<!DOCTYPE x [<!ENTITY e "e">]>' + packet("<z:a>&e;</z:a>"),
    "a document type": b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + packet(""),
    "no XML": b"GIF89a",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_whole_xml_is_refused(name: str) -> None:
    for examine in (refuse_invalid, properties):
        with pytest.raises(ValueError, match=r"."):
            examine(BROKEN[name])
    with pytest.raises(ValueError):
        differences([packet("")], [BROKEN[name]])


@pytest.mark.parametrize("depth", [3000, 20_000])
def test_what_is_nested_deep_takes_no_stack_and_not_long(depth: int) -> None:
    deep = packet("<z:a><z:b>1</z:b>" * depth + "</z:a>" * depth)
    other = deep.replace(b">1<", b">2<", 1)
    start = time.process_time()
    refuse_invalid(deep)
    (difference,) = differences([deep], [other])
    assert str(difference) == "{urn:z}a/{urn:z}b: was “1”, would be “2”"
    assert len(differences([deep], [packet("")])) == depth
    assert time.process_time() - start < SECONDS


# ── real packets ─────────────────────────────────────────────────────────────────────────────────


def test_a_save_changes_nothing_else_of_darktable_s(tmp_path: Path) -> None:
    new = tmp_path / "new.xmp"
    ExifTool.shared().write({"XMP-dc:Title": "Oak"}, DARKTABLE, new)
    old = DARKTABLE.read_bytes()
    assert differences([old], [new.read_bytes()], ["XMP-dc:Title"]) == []
    lost = new.read_bytes().replace(b"gz48eJxj", b"gz48eJxk", 1)
    (line,) = differences([old], [lost], ["XMP-dc:Title"])
    assert str(line).startswith(
        "{http://darktable.sf.net}history[1]/{http://darktable.sf.net}params: "
    )


@pytest.mark.parametrize("sidecar", [False, True])
def test_the_property_of_every_tag_of_ours(tmp_path: Path, sidecar: bool) -> None:
    """ExifTool writes each of them as the property that `property_of` gives."""
    full = full_record().replace(taken="1974-08-03 16:20:01+02:00", film_format="4x5")
    writes = to_write(ExposureRecord(), full, {}, sidecar=sidecar)
    tags = {name: raw for name, raw in writes.items() if name.startswith("XMP-") and raw}
    file = tmp_path / "all.xmp"
    ExifTool.shared().write(tags, None, file)
    packets = [file.read_bytes()]
    assert differences([], packets, tags) == []
    for name in tags:
        assert differences([], packets, set(tags) - {name}), name
    assert [name for name in owned_names(sidecar=sidecar) if not property_of(name)[0]] == [
        name for name in owned_names(sidecar=sidecar) if not name.startswith("XMP-")
    ]


def test_the_property_of_every_tag_of_a_copy_camera(tmp_path: Path) -> None:
    """The first save removes them, which is no loss. XMP lacks some of EXIF's tags."""
    written, file = 0, tmp_path / "one.xmp"
    for name in [*copy_camera._IN_XMP, "XMP-exif:GPSDateTime"]:
        file.unlink(missing_ok=True)
        with contextlib.suppress(ExifilmError):
            said = "2024:05:06 07:08:09" if "Date" in name else "1"
            ExifTool.shared().write({name: said}, None, file)
        if file.exists() and properties(packet := file.read_bytes()):
            written += 1
            assert differences([packet], [], {name}) == [], name
    assert written > 40
