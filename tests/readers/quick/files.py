"""The files to compare the quick reader on: every format, by ExiFilm and by other programs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from tests import samples
from tests.record.full_record import full_record
from tests.scans.test_formats import darktable_like

DATA = Path(__file__).parents[2] / "data"
FORMATS = (*samples.EMBEDDED, ".avif")
TEXTS = ExposureRecord(
    image_id="17 <b>",
    subject="a > b & \"c\" 'd' <e>",
    notes="two\nlines\t> and a tab",
    photographer="Ärger; Müller",
    copyright="© 2012 Somebody",
    keywords="barn, Sierra Nevada, a > b",
    taken="1974",
    film="Kodak Tri-X 320",
    latitude="36.5",
    longitude="-118.1",
    altitude="-12 m",
    exposure_time="1/2 s",
    aperture="f/22½",
)
RECORDS = (
    ("full", full_record(), True),
    ("texts", TEXTS, False),
    ("little", ExposureRecord(film="HP5+"), True),
    ("little", ExposureRecord(film="HP5+"), False),
)
"""The name of the files, the record, and whether it is beside other programs' tags."""


def collected(folder: Path) -> list[Path]:
    """Files of all sorts, in a folder of their own, and those in tests/data."""
    folder.mkdir(parents=True, exist_ok=True)
    return [*written(folder), *in_data(), *odd(folder)]


def in_data() -> list[Path]:
    """Real files of other programs, and files of earlier versions of ours."""
    folders = ("real", "faults", "written_by_0_1", "by_hosts")
    kept = (".md", ".json", ".journal")
    files = [path for name in folders for path in sorted((DATA / name).iterdir())]
    return [path for path in files if path.suffix not in kept]


def written(folder: Path) -> list[Path]:
    """Files that ExiFilm and others have written."""
    return [*by_exifilm(folder), *by_exiv2(folder)]


def by_exifilm(folder: Path, suffixes: Sequence[str] = (*samples.EMBEDDED, ".dng")) -> list[Path]:
    """Files in every format with records of ExiFilm, some beside other programs' tags."""
    return list(_by_exifilm(folder, suffixes))


def _by_exifilm(folder: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    for suffix in suffixes:
        for name, record, foreign in RECORDS:
            path = folder / f"{name}-{foreign:d}{suffix}"
            samples.make(path, foreign=foreign, scanner=foreign)
            if suffix == ".dng" and foreign:
                darktable_like(sidecar_of(path))
            Scan(path).save(record)
            yield path
            if sidecar_of(path).exists():
                yield sidecar_of(path)


def by_exiv2(folder: Path) -> list[Path]:
    """The same as exiv2 rewrites them, on which darktable, digiKam and GIMP build."""
    return list(_by_exiv2(folder)) if shutil.which("exiv2") else []


def _by_exiv2(folder: Path) -> Iterator[Path]:
    ours = sorted(folder.glob("*-?.*"))
    for name, commands in EXIV2.items():
        script = folder / f"{name}.txt"
        script.write_text(commands, encoding="utf-8")
        for path in ours:
            copy = folder / f"{name}-{path.name}"
            shutil.copy(path, copy)
            done = subprocess.run(["exiv2", "-m", script, copy], capture_output=True, check=False)
            if done.returncode == 0:
                yield copy


EXIV2 = {
    "exiv2": """
set Xmp.xmp.Rating 3
set Xmp.dc.source other
""",
    "digikam": """
set Xmp.tiff.Orientation 1
set Xmp.xmp.CreatorTool digiKam-7.9.0
set Xmp.digiKam.TagsList XmpSeq places/Sierra Nevada
set Xmp.MicrosoftPhoto.LastKeywordXMP XmpBag places/Sierra Nevada
set Xmp.MicrosoftPhoto.Rating 50
set Xmp.lr.hierarchicalSubject XmpBag places|Sierra Nevada
set Xmp.mediapro.CatalogSets XmpBag places|Sierra Nevada
set Xmp.acdsee.categories <Categories><Category Assigned="1">places</Category></Categories>
set Xmp.MP.RegionInfo/MPRI:Regions XmpText type=Bag
set Xmp.MP.RegionInfo/MPRI:Regions[1]/MPReg:PersonDisplayName Ansel
set Xmp.exif.DateTimeOriginal 1974-08-03T16:20:01
set Xmp.exif.GPSLatitude 36,30.50000000N
set Xmp.exif.GPSVersionID 2.0.0.0
set Xmp.tiff.ImageDescription lang=x-default A barn
set Xmp.dc.description lang=de-DE Eine Scheune
set Xmp.photoshop.Instructions a > b
set Exif.Image.Software digiKam-7.9.0
set Exif.Image.DateTime 2024:05:06 07:08:09
set Exif.GPSInfo.GPSVersionID 2 3 0 0
set Exif.GPSInfo.GPSMapDatum WGS-84
set Exif.GPSInfo.GPSTimeStamp 16/1 20/1 1/1
set Exif.GPSInfo.GPSDateStamp 1974:08:03
set Exif.Photo.UserComment charset=Ascii a barn
set Iptc.Envelope.CharacterSet %G
set Iptc.Application2.Headline a barn, é
set Iptc.Application2.Keywords barn
set Iptc.Application2.DateCreated 1974-08-03
set Iptc.Application2.TimeCreated 16:20:01+01:00
""",
}
"""What a program changes through exiv2: little, as darktable and GIMP, or much, as digiKam."""


def odd(folder: Path) -> Iterator[Path]:
    """Sidecars in the notations that other programs use."""
    for number, text in enumerate(_PACKETS):
        path = folder / f"odd-{number}.xmp"
        path.write_text(packet(text), encoding="utf-8")
        yield path


def packet(descriptions: str) -> str:
    """A packet with these elements in its rdf:RDF."""
    return _FRAME.format(descriptions)


_FRAME = """<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
{}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>"""
OPEN = (
    "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/' "
    "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' "
    "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' "
    "xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' "
    "xmlns:exifEX='http://cipa.jp/exif/1.0/' "
    "xmlns:exifilm='urn:exifilm:exposure-record:1.0/' "
)
"""The beginning of an rdf:Description, for more attributes."""
_CLOSE = "</rdf:Description>"
_IN_ELEMENTS = (
    "<dc:subject><rdf:Bag/></dc:subject>",
    "<dc:subject><rdf:Seq></rdf:Seq></dc:subject>",
    "<dc:subject/>",
    "<dc:subject>one</dc:subject>",
    "<dc:title>plain</dc:title>",
    "<dc:title/>",
    "<dc:title><rdf:Alt/></dc:title>",
    "<dc:title><rdf:Alt><rdf:li xml:lang='de'>Titel</rdf:li></rdf:Alt></dc:title>",
    "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'></rdf:li></rdf:Alt></dc:title>",
    "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'/></rdf:Alt></dc:title>",
    "<dc:creator><rdf:Seq><rdf:li>One</rdf:li></rdf:Seq></dc:creator>",
    "<dc:creator><rdf:Seq><rdf:li/><rdf:li>Two</rdf:li></rdf:Seq></dc:creator>",
    "<dc:creator><rdf:Seq><rdf:li> </rdf:li><rdf:li>\n</rdf:li></rdf:Seq></dc:creator>",
    "<exif:ISOSpeedRatings><rdf:Seq><rdf:li>100</rdf:li></rdf:Seq></exif:ISOSpeedRatings>",
    "<exif:FNumber>56/10</exif:FNumber><exif:ExposureTime>0/0</exif:ExposureTime>",
    "<exif:ApertureValue>5</exif:ApertureValue><exif:ShutterSpeedValue>-3/1</exif:ShutterSpeedValue>",
    "<exif:GPSLatitude>36,30.5N</exif:GPSLatitude><exif:GPSLongitude>118,6,30W</exif:GPSLongitude>",
    "<exif:GPSLatitude>36.5</exif:GPSLatitude>",
    "<exif:GPSVersionID>2.3.0.0</exif:GPSVersionID>",
    "<exif:GPSTimeStamp>2012-06-03T10:11:12Z</exif:GPSTimeStamp>",
    "<exif:GPSSatellites>5</exif:GPSSatellites>",
    "<exif:GPSFoo>5</exif:GPSFoo>",
    "<exif:OffsetTimeOriginal>+02:00</exif:OffsetTimeOriginal>",
    "<exif:Flash rdf:parseType='Resource'><exif:Fired>True</exif:Fired></exif:Flash>",
    "<exif:FocalPlaneXResolution>100/1</exif:FocalPlaneXResolution>",
    "<exifEX:LensSpecification><rdf:Seq><rdf:li>24/1</rdf:li><rdf:li>70/1</rdf:li></rdf:Seq>"
    "</exifEX:LensSpecification>",
    "<photoshop:DateCreated>2012-06-03</photoshop:DateCreated>",
    "<photoshop:DateCreated>2012-06-03T10:11</photoshop:DateCreated>",
    "<photoshop:DateCreated>2012-06-03T10:11:12.5+02:00</photoshop:DateCreated>",
    "<photoshop:DateCreated>2012-06-03 - about</photoshop:DateCreated>",
    "<photoshop:DateCreated>about 2012-06-03</photoshop:DateCreated>",
    "<photoshop:DateCreated></photoshop:DateCreated>",
    "<dc:title xml:lang='de'>Titel</dc:title>",
    "<tiff:Make>  Linhof </tiff:Make><tiff:Software>a\nb</tiff:Software>",
    "<aux:LensInfo>24/1 70/1 0/0 0/0</aux:LensInfo>",
    "<aux:LensInfo>240/10 700/10 28/10 28/10</aux:LensInfo>",
    "<exifilm:Film>a &amp; b &lt; c &#65; &#x263a; ☺ é</exifilm:Film>",
    "<exifilm:Film>a > b</exifilm:Film>",
    "<exifilm:Film rdf:resource='http://example.org/'/>",
    "<exifilm:Unheard>x</exifilm:Unheard>",
    "<exifilm:Readings><rdf:Seq><rdf:li exifilm:Area='a' exifilm:Value='3'/></rdf:Seq>"
    "</exifilm:Readings>",
    "<exifilm:Readings><rdf:Seq><rdf:li><rdf:Description exifilm:Area='a &gt; b'/></rdf:li>"
    "</rdf:Seq></exifilm:Readings>",
    "<exifilm:Readings><rdf:Seq/></exifilm:Readings>",
    "<lr:hierarchicalSubject><rdf:Bag><rdf:li>a|b</rdf:li></rdf:Bag></lr:hierarchicalSubject>",
    "<f:Film xmlns:f='http://example.org/film/'>x</f:Film>",
    "<filmlog:Film xmlns:filmlog='http://example.org/'>x</filmlog:Film>",
    "<f:MakerNote xmlns:f='http://example.org/'>x</f:MakerNote>",
    "<f:thing xmlns:f='http://example.org/'>x</f:thing>",
)
_IN_ATTRIBUTES = (
    "dc:title='plain'",
    "dc:subject='one'",
    "exif:FNumber='56/10' exif:GPSLatitude='36,30.5N'",
    "photoshop:DateCreated='2012-06-03T10:11:12'",
    "exifilm:Film='a &gt; b'",
    "exifilm:Film='a > b'",
    "exifilm:Film='a &#10; b &#xA; c'",
    "exifilm:Film='a \n b'",
    "exifilm:Film='a \t b'",
    'exifilm:Film="it\'s" exifilm:Filter=\'"red"\'',
    "exifilm:Film='a=\"b\" c'",
    "exifilm:Film='gz11eJxj='",
    "exifilm:Film=''",
    "exifilm:Film = 'x'",
    "lr:privateRTKInfo='x > y'",
    "exifilm:Film='x' lr:privateRTKInfo='x > y'",
    "lr:privateRTKInfo='x &gt; y'",
    "rdf:parseType='Resource'",
    "xml:lang='de'",
)
_PACKETS = (
    *(f"{OPEN}>{text}{_CLOSE}" for text in _IN_ELEMENTS),
    *(f"{OPEN}{text}/>" for text in _IN_ATTRIBUTES),
    f"{OPEN}/>",
    f"{OPEN}>{_CLOSE}{OPEN}><dc:source>x</dc:source>{_CLOSE}",
    "<rdf:Description rdf:about='uuid:1'/>",
    "",
)
