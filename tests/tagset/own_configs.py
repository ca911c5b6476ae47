"""Configs that people may already have, and whether their definitions still work."""

from __future__ import annotations

import re
from pathlib import Path

from tests.tagset.conftest import AT_HOME, exiftool

OWN = b"""\
# my own tags
%Image::ExifTool::UserDefined::Shortcuts = (
    mineall => ['XMP-mine:Darkroom', 'FileSize'],
);
%Image::ExifTool::UserDefined = (
    'Image::ExifTool::XMP::Main' => {
        mine => { SubDirectory => { TagTable => 'Image::ExifTool::UserDefined::mine' } },
        AnalogExif => { SubDirectory => { TagTable => 'Image::ExifTool::UserDefined::analog' } },
    },
    'Image::ExifTool::Composite' => {
        DarkroomNote => { Require => 'XMP-mine:Darkroom', ValueConv => '"in $val"' },
        Magnification => { Require => 'XMP-mine:Darkroom', ValueConv => '"my own"' },
    },
);
%Image::ExifTool::UserDefined::mine = (
    GROUPS => { 0 => 'XMP', 1 => 'XMP-mine', 2 => 'Image' },
    NAMESPACE => { 'mine' => 'http://example.org/mine/' },
    WRITABLE => 'string',
    Darkroom => { },
);
%Image::ExifTool::UserDefined::analog = (
    GROUPS => { 0 => 'XMP', 1 => 'XMP-AnalogExif', 2 => 'Image' },
    NAMESPACE => { 'AnalogExif' => 'http://analogexif.sourceforge.net/ns/' },
    WRITABLE => 'string',
    Film => { }, MyOwnTag => { },
);
%Image::ExifTool::UserDefined::Options = (CoordFormat => '%.6f');
1;  #end
"""

CONFIGS = {
    # Possible contents of an existing config. ExifTool reads all of these without a message.
    "usual": OWN,
    "no line break at its end": OWN.rstrip(),
    "blank lines at its end": OWN + b"\n\n",
    "written on Windows": OWN.replace(b"\n", b"\r\n"),
    "strict": b"use strict; use warnings FATAL => 'all'; use utf8; # \xc3\xa9\xe2\x82\xac\n" + OWN,
    "newest Perl": b"use v5.36;\nno strict 'vars';\n" + OWN,
    "another package": b"package My::Own;\n" + OWN,
    "an end mark": OWN + b"__END__\nmy notes: %Image::ExifTool = what? {\n",
    "an end mark, nothing behind": OWN + b"__END__",
    "data": OWN + b"__DATA__\n1 2 3\n",
    "documentation": OWN + b"\n=head1 Notes\n\nWords {\n\n=cut\n",
    "no true value": OWN.replace(b"1;  #end\n", b"1 if 1;\n"),
    "a mark in a text": OWN + b"my $text = 'put in by ExiFilm';\n1;\n",
}


def knows() -> bool:
    """Whether plain `exiftool` writes a tag of ours."""
    said = exiftool("-XMP-exifilm:Film=HP5", "-o", "-.xmp", config=AT_HOME, quiet=False)
    return "<exifilm:Film>HP5<" in said


def own_set_up_works(folder: Path, *, and_ours: bool) -> bool:
    """Whether all definitions of OWN still work, without a message.

    Also whether ExifTool knows our tags, or, without `and_ours`, does not. One process checks both,
    because its start takes longest.
    """
    path = folder / "own.xmp"
    path.unlink(missing_ok=True)
    said, _, packet = exiftool(
        *("-XMP-mine:Darkroom=cellar", "-XMP-AnalogExif:MyOwnTag=x", "-XMP-AnalogExif:Film=y"),
        *("-XMP:GPSLatitude=-1.5", "-o", path, "-execute"),
        *("-a", "-G1", "-s", path, "-execute"),
        *("-s3", "-mineall", path, "-execute"),
        *("-echo", "and ours", "-XMP-exifilm:Film=HP5", "-o", "-.xmp", "-common_args", "-q"),
        config=AT_HOME,
        quiet=and_ours,  # an unknown tag causes a message
    ).partition("and ours\n")
    shown = dict(line.split(": ") for line in re.sub(" +", " ", said).splitlines()[:-2])
    return (
        said.splitlines()[-2] == "cellar"
        and {
            "[XMP-mine] Darkroom ": "cellar",
            "[XMP-AnalogExif] MyOwnTag ": "x",
            "[XMP-AnalogExif] Film ": "y",
            "[XMP-exif] GPSLatitude ": "1.500000 S",
            "[Composite] DarkroomNote ": "in cellar",
            "[Composite] Magnification ": "my own",
        }.items()
        <= shown.items()
        and ("<exifilm:Film>HP5<" in packet) == and_ours
        and (and_ours or all("XMP-exifilm:Film" in line for line in packet.splitlines()))
    )
