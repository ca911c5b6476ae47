"""In XMP of ExifTool's form, the quick reader finds what expat finds; the rest is expat's."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from exifilm_core.readers.quick import UnsureError, xmp, xmp_by_expat, xmp_of_exiftool
from exifilm_core.readers.quick.xmp import Packet
from exifilm_core.readers.quick.xmp_by_expat import Event, Namespaces
from tests import samples
from tests.readers.quick.files import by_exifilm

SEED = os.environ["EXIFILM_SEED"]
BEGIN = (
    "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>\n"
    "<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Image::ExifTool 12.57'>\n"
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n"
)
END = "</rdf:RDF>\n</x:xmpmeta>"
SPACE = "urn:exifilm:exposure-record:1.0/"
FULL = f"""
 <rdf:Description rdf:about=''
  xmlns:exifilm='{SPACE}'>
  <exifilm:Film>B&amp;W &lt;&gt; &#39;a&#39; &quot;é☺&quot; &amp;lt;</exifilm:Film>
  <exifilm:Notes>two
   lines	and a tab</exifilm:Notes>
  <exifilm:Filter></exifilm:Filter>
  <exifilm:Lab> </exifilm:Lab>
  <exifilm:Keywords>
   <rdf:Bag>
    <rdf:li>barn</rdf:li>
    <rdf:li></rdf:li>
   </rdf:Bag>
  </exifilm:Keywords>
  <exifilm:Readings>
   <rdf:Seq>
    <rdf:li rdf:parseType='Resource'>
     <exifilm:Area>moss</exifilm:Area>
     <exifilm:Value>7</exifilm:Value>
    </rdf:li>
   </rdf:Seq>
  </exifilm:Readings>
 </rdf:Description>

 <rdf:Description rdf:about=''
  xmlns:dc='http://purl.org/dc/elements/1.1/'>
  <dc:title>
   <rdf:Alt>
    <rdf:li xml:lang='x-default'>A barn</rdf:li>
    <rdf:li xml:lang='de-DE'>Eine Scheune</rdf:li>
   </rdf:Alt>
  </dc:title>
 </rdf:Description>
"""


def packet(text: str = FULL) -> bytes:
    return f"{BEGIN}{text}{END}".encode()


def by_expat(data: bytes) -> tuple[list[Event], Namespaces] | None:
    """What expat finds, without the blanks between elements; None where it is in doubt."""
    try:
        events, namespaces = xmp_by_expat.events(data)
    except UnsureError:
        return None
    around = zip([None, *events], events, [*events[1:], None], strict=False)
    kept = [
        event
        for before, event, after in around
        if not isinstance(event, str)
        or (isinstance(before, tuple) and after is None)
        # ExifTool's form has no other text than in an element without others
        or not event.isspace()
    ]
    return kept, namespaces


def understood(data: bytes) -> object:
    found = Packet()
    try:
        found.parse(data)
    except UnsureError:
        return None
    return found.tags, found.more


@pytest.fixture(scope="module")
def packets(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The packets that saves have left in images and in sidecars."""
    with pytest.MonkeyPatch.context() as patch:  # a journal of our own
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        files = by_exifilm(tmp_path_factory.mktemp("files"), (".jpg", ".tif", ".btf"))
    return [*filter(None, map(_packet_in, files))]


def _packet_in(path: Path) -> bytes:
    found = re.search(rb"<\?xpacket begin=.*</x:xmpmeta>", path.read_bytes(), re.DOTALL)
    return found[0] if found else b""


def test_saves_leave_this_form(packets: list[bytes]) -> None:
    assert len(packets) == 12
    assert all(map(xmp_of_exiftool.events, packets))


def test_it_finds_what_expat_finds(packets: list[bytes]) -> None:
    for data in (packet(), *packets):
        assert xmp_of_exiftool.events(data) == by_expat(data) is not None


def test_it_finds_what_expat_finds_in_changed_packets(
    packets: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xmp, "FEW", 0)
    chance, read, left = random.Random(SEED), 0, 0
    for number in range(samples.rounds(6_000)):
        data = changed(chance.choice([packet(), *packets]), chance)
        found = xmp_of_exiftool.events(data)
        if found is None:
            left += 1
            continue
        read += 1
        told = f"EXIFILM_SEED={SEED}, packet {number}: {data!r}"
        assert found == by_expat(data), told
        quickly = understood(data)
        with monkeypatch.context() as patch:
            patch.setattr(xmp, "FEW", float("inf"))
            assert quickly == understood(data), told
    assert read > left / 10 and left > read / 10, "the changes are too great, or too small"


_PIECES = (
    *("", " ", "\n", "\t", "\r", "\0", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\xa0", "\u2028"),
    *("\ufeff", "\ufffe", "\uffff", "\ufffd", "\U0001f600", "\U0001fffe", "\U0010ffff", "é", "a"),
    *("&", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#39;", "&#10;", "&#x41;", "&#0;", "&a;"),
    *("<", ">", "'", '"', "/", ":", "]]>", "<![CDATA[a]]>", "<!-- a -->", "<?a b?>", "<a/>"),
    *("<!DOCTYPE a>", "<?xml version='1.0'?>", "xmlns:dc='urn:a'", " xml:lang='de'", "rdf:", "x:"),
    *("<rdf:li>a</rdf:li>", "    <rdf:li>a</rdf:li>\n", "  <dc:rights>a</dc:rights>\n", "  \n"),
    *("  <exifilm:Film>a</exifilm:Film>\n", " </rdf:Description>\n", "</rdf:RDF>\n", END, BEGIN),
    *("\n <rdf:Description rdf:about=''\n  xmlns:rdf='urn:a'>\n", f"xmlns:exifilm='{SPACE}'"),
)
_BYTES = (b"\x80", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3", b"\xef\xbf\xbe")


def changed(data: bytes, chance: random.Random) -> bytes:
    """The packet with one to three changes, many of which leave it in its form."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice((_insert, _replace, _remove, _swap, _repeat))(data, chance)
    return data


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    odd = chance.random() < 0.05
    piece = chance.choice(_BYTES) if odd else chance.choice(_PIECES).encode()
    return data[:at] + piece + data[at:]


def _replace(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    return (
        data[:at]
        + bytes([chance.choice((*b"<>&'/: \nab", chance.randrange(256)))])
        + data[at + 1 :]
    )


def _remove(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + data[at + chance.choice((1, 1, 2, 10)) :]


def _swap(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _repeat(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines.insert(chance.choice((at, chance.randrange(len(lines)))), lines[at])
    return b"\n".join(lines)


def _place(data: bytes, chance: random.Random) -> int:
    """Somewhere, half the time in a text."""
    texts = [found.span(1) for found in re.finditer(rb">([^<\n]+)<", data)]
    if texts and chance.random() < 0.5:
        start, end = chance.choice(texts)
        return chance.randrange(start, end)
    return chance.randrange(len(data) + 1)


REFUSED = {
    "a control character": (b"B&amp;W", b"B\x01W"),
    "a zero": (b"B&amp;W", b"B\0W"),
    "a line end of old": (b"B&amp;W", b"B\rW"),
    "no UTF-8": (b"B&amp;W", b"B\xffW"),
    "an overlong character": (b"B&amp;W", b"B\xc0\xbcW"),
    "a surrogate": (b"B&amp;W", b"B\xed\xa0\x80W"),
    "no character": (b"B&amp;W", "B\uffffW".encode()),
    "an entity that nobody declared": (b"B&amp;W", b"B&film;W"),
    "a reference to a zero": (b"B&amp;W", b"B&#0;W"),
    "a bare ampersand": (b"B&amp;W", b"B&W"),
    "the end of CDATA": (b"B&amp;W", b"B]]>W"),
    "CDATA": (b"B&amp;W", b"<![CDATA[B]]>"),
    "a comment": (b"B&amp;W", b"<!-- B -->"),
    "a processing instruction": (b"B&amp;W", b"<?b w?>"),
    "an element within a text": (b"B&amp;W", b"B<exifilm:Lab/>W"),
    "another end": (b"</exifilm:Film>", b"</exifilm:Lab>"),
    "no end": (b"</exifilm:Film>", b""),
    "no end of the description": (b"\n </rdf:Description>", b""),
    "a description without properties": (
        FULL.encode(),
        b"\n <rdf:Description rdf:about=''\n  xmlns:a='urn:a'>\n </rdf:Description>\n",
    ),
    "no description": (FULL.encode(), b""),
    "two ends": (b"\n </rdf:Description>", b"\n </rdf:Description>\n </rdf:Description>"),
    "an attribute": (b"<exifilm:Film>", b"<exifilm:Film xml:lang='de'>"),
    "an attribute of the description": (b"about=''", b"about='' rdf:nodeID='a'"),
    "a prefix that nobody declared": (b"exifilm:Film>", b"other:Film>"),
    "a prefix of the packet": (b"exifilm:Film>", b"x:Film>"),
    "two namespaces in a description": (b"1.0/'>", b"1.0/'\n  xmlns:a='urn:a'>"),
    "the prefix of RDF": (b"xmlns:exifilm=", b"xmlns:rdf="),
    "the prefix of XML": (b"xmlns:exifilm=", b"xmlns:xml="),
    "the namespace of XML": (SPACE.encode(), b"http://www.w3.org/XML/1998/namespace"),
    "no namespace": (SPACE.encode(), b""),
    "a document type": (b"<x:xmpmeta", b"<!DOCTYPE a [<!ENTITY film 'b'>]>\n<x:xmpmeta"),
    "text behind an element": (b"</exifilm:Film>", b"</exifilm:Film>a"),
    "text outside of the descriptions": (b"\n\n <rdf", b"\na\n <rdf"),
    "text in a list": (b"<rdf:Bag>", b"<rdf:Bag>a"),
    "another list's end": (b"</rdf:Bag>", b"</rdf:Seq>"),
    "another packet behind": (b"</x:xmpmeta>", b"</x:xmpmeta>" + packet()),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_leaves_every_other_form_to_expat(what: str) -> None:
    old, new = REFUSED[what]
    data = packet()
    assert xmp_of_exiftool.events(data) is not None
    assert data.count(old) >= 1
    assert xmp_of_exiftool.events(data.replace(old, new)) is None


def test_a_large_packet_of_another_form_takes_no_time() -> None:
    """The expressions look at each character once."""
    for line in ("  <a:b>\n", "  <a:b>\n   <rdf:Bag>\n", "    <rdf:li>a</rdf:li>\n", "&amp;", "&"):
        text = FULL.replace("B&amp;W", line * 200_000)
        assert xmp_of_exiftool.events(packet(text)) is None or line == "&amp;"
