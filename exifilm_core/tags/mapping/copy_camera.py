"""The camera on a copy stand: how its files are recognised, and which tags hold its exposure.

It writes its exposure of the negative into the tags of the film's own exposure. All these tags
count or none: time, aperture, speed, lens, serial numbers, distance, date, place, number and
comment, and tags without a field that describe the same exposure, such as the flash.
"""

from __future__ import annotations

import re

from exifilm_core.kinds.text import NOT_IN_XML
from exifilm_core.patterns import pattern
from exifilm_core.record import ExposureRecord, Section
from exifilm_core.tags.mapping import has_record, own
from exifilm_core.tags.mapping.maker_notes import has_maker_notes
from exifilm_core.tags.mapping.marks import VERSION
from exifilm_core.tags.styles import Tags, alike
from exifilm_core.tags.xmp import copies_in_xmp, in_xmp

DATE = ("ExifIFD:DateTimeOriginal", "ExifIFD:OffsetTimeOriginal")
DATE_HOME = "XMP-photoshop:DateCreated"
_DIGITIZED = "ExifIFD:CreateDate"
_NO_FIELDS = tuple(
    # EXIF 2.32, 4.6.5: of one exposure, lens or camera, and not the tag of a field.
    f"ExifIFD:{name}"
    for name in """
    ExposureProgram SpectralSensitivity SensitivityType StandardOutputSensitivity
    RecommendedExposureIndex ISOSpeed ISOSpeedLatitudeyyy ISOSpeedLatitudezzz SubSecTimeOriginal
    ShutterSpeedValue ApertureValue BrightnessValue MaxApertureValue
    FlashEnergy SubjectArea SubjectLocation SubjectDistanceRange
    ExposureMode WhiteBalance DigitalZoomRatio FocalLengthIn35mmFormat SceneCaptureType GainControl
    LensInfo AmbientTemperature Humidity Pressure WaterDepth Acceleration CameraElevationAngle
    """.split()
)
_IN_EXIF = tuple(
    dict.fromkeys(
        [
            name
            for field in ExposureRecord.fields()
            if field.section is not Section.SCAN
            for tag in field.tags
            for name in tag.names
            if name.startswith(("ExifIFD:", "GPS:"))
        ]
        + list(_NO_FIELDS)
    )
)
_WITHOUT_A_FIELD_THEN = {
    f"ExifIFD:{name}" for name in ("ExposureCompensation", "Flash", "LightSource", "MeteringMode")
}
_IN_XMP = {
    # XMP's names for the same, which Lightroom, digiKam and darktable copy from EXIF.
    **{copy: name for name in _IN_EXIF for copy in copies_in_xmp(name)},
    "XMP-aux:LensID": "XMP-aux:LensID",
    "XMP-aux:FlashCompensation": "XMP-aux:FlashCompensation",
}
NAMES = frozenset((*_IN_EXIF, *_IN_XMP))
"""Tags that describe an exposure. Every other tag of GPS does, too."""
ONLY_IN_XMP = frozenset(name for name in _IN_XMP.values() if name.startswith("XMP-"))
"""Tags that describe an exposure and have no name in EXIF."""
_FILM_PROGRAMS = pattern(r"XMP-(?!exifilm:)(?>[^:]*?(?:analog|film|exif35))[^:]*+:", re.IGNORECASE)
"""AnalogExif, ExIf35, and any other namespace with film in its name."""
_AREA_SENSORS = ("2", "3", "4", "5")
"""SensingMethod (EXIF 2.32, A217): sensors that take the picture at once; 7 and 8 are scanners'."""
_DIGITAL_CAMERA, _FILM_SCANNER = "3", "1"
"""FileSource (EXIF 2.32, A300)."""
_OF_A_SENSOR = ("CFAPattern", "FocalPlane")
"""How the names of the tags begin that describe a digital camera's sensor."""
_OF_A_CAMERA = ("ExifIFD:FileSource", "ExifIFD:SensingMethod", "IFD0:Make", _DIGITIZED)


def exif_name(name: str) -> str:
    """The EXIF tag with the meaning of the tag `name`; "" if that does not describe an exposure."""
    if name.endswith(":GPSVersionID"):
        return ""  # the notation of coordinates, not a place
    if name in _IN_EXIF or name.startswith("GPS:"):
        return name
    return _IN_XMP.get(name) or ("GPS" + name[8:] if name.startswith("XMP-exif:GPS") else "")


def consults(name: str) -> bool:
    """Whether the functions of this module look at the tag."""
    return (
        exif_name(name) != ""
        or name.partition(":")[2].startswith(_OF_A_SENSOR)
        or any(name in (tag, in_xmp(tag)) for tag in _OF_A_CAMERA)
        or is_of_a_film_program({name: None})
    )


def exposure_tags(tags: Tags) -> frozenset[str]:
    """The names of all tags here that describe an exposure, the film's or a copy's."""
    date = tags.get(DATE[0]) or tags.get(in_xmp(DATE[0]))
    names = {name for name, raw in tags.items() if exif_name(name) and str(raw).strip(" \0")}
    if DATE_HOME in tags and alike(tags[DATE_HOME], date):
        names.add(DATE_HOME)
    return frozenset(names)


def exposure_of(tags: Tags) -> dict[str, str]:
    """The exposure in these tags: EXIF's name of each tag, without its group, and its value."""
    said: dict[str, str] = {}
    for name in sorted(exposure_tags(tags) - {DATE_HOME}, key=_in_order):
        meant = exif_name(name).split(":")[1]
        # Undo has what is left out here from the journal.
        text = NOT_IN_XML.sub("", tags[name]) if isinstance(tags[name], str) else ""
        if text.strip():
            said.setdefault(meant, text.strip())
    return said


def is_of_a_film_program(tags: Tags) -> bool:
    """Whether another film program has written its record there."""
    return any(map(_FILM_PROGRAMS.match, tags))


def made_by_copy_camera(tags: Tags) -> bool:
    """Whether the tags, of an image or of a sidecar, are those of a digital camera's picture."""
    if has_record(tags) or is_of_a_film_program(tags):
        return False
    source = _said(tags, "ExifIFD:FileSource")
    if source.startswith(_FILM_SCANNER):
        return False
    date = _said(tags, DATE[0])
    return (
        source.startswith(_DIGITAL_CAMERA)
        or _of_a_sensor(tags)
        or bool(_said(tags, "IFD0:Make") and date and alike(date, _said(tags, _DIGITIZED)))
    )


def left_by_version_1_0(tags: Tags) -> frozenset[str]:
    """The copy camera's flash, metering and light, which a save of version 1.0 left in EXIF.

    That version moved nothing out, and had no fields of these.
    """
    if VERSION not in tags or own.counts(tags):
        return frozenset()
    there = {name for name in tags if exif_name(name) in _WITHOUT_A_FIELD_THEN}
    return frozenset(there) if there and _of_a_sensor(tags) else frozenset()


def _of_a_sensor(tags: Tags) -> bool:
    return (
        has_maker_notes(tags)
        or _said(tags, "ExifIFD:SensingMethod") in _AREA_SENSORS
        or any(name.partition(":")[2].startswith(_OF_A_SENSOR) for name in tags)
        or bool(_said(tags, "ExifIFD:ShutterSpeedValue") and _said(tags, "ExifIFD:ApertureValue"))
    )


def _said(tags: Tags, name: str) -> str:
    return str(tags.get(name, tags.get(in_xmp(name), ""))).strip()


def _in_order(name: str) -> tuple[bool, int]:
    """Sort key: EXIF before XMP, the fields' tags before others."""
    meant = exif_name(name)
    return meant != name, _IN_EXIF.index(meant) if meant in _IN_EXIF else len(_IN_EXIF)
