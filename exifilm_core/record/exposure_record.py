"""The exposure record: the one declaration of its fields, in the order of the paper form.

A line a field: its section and label on the form, its kind (with its unit), its home tag, then the
mirrors by which other software sees it. Everything else derives from here: the tag set, the forms
on paper and on screen, JSON, the commands and their help.

A home is a standard tag wherever one means the same (EXIF 2.32, XMP parts 1 and 2, IPTC Core);
otherwise it is in our own XMP namespace. Sources of the mirrors: AnalogExif's namespace as that
program writes it, and the tags that viewers show.

Three sorts of field have a tag of our own beside the standard one. `own`: darktable and others write
title and keywords anew from their library; our copy tells their old text from a person's new one.
`instead`: a copy camera's maker notes are readable only beside its own Make and Model, so the film
camera's names stand in our namespace there.

`if_there` are mirrors of other programs that are kept in step and never made: IPTC's old block as
MWG 2.0 pairs it with XMP, Windows's texts in EXIF, and the hierarchies of keywords that Lightroom,
digiKam, Windows and Expression Media keep. What was copied from EXIF to XMP follows from the tags.
"""

from __future__ import annotations

from exifilm_core.if_there import Hierarchy, Iim, IimDate, IimNames, IimTime, OfWindows
from exifilm_core.kinds import (
    LATITUDE,
    LONGITUDE,
    Angle,
    Aperture,
    CopyExposure,
    Count,
    DarkroomTime,
    DateKind,
    Development,
    Factor,
    Keywords,
    Length,
    Readings,
    RoughDateKind,
    Speed,
    Temperature,
    Text,
    Time,
)
from exifilm_core.record.field import Field, Record, Section
from exifilm_core.tags import (
    OURS,
    ExifDate,
    GpsTag,
    RoughDateTag,
    ShortTag,
    Tag,
    Within,
    Worded,
    WordsTag,
    in_minutes,
    with_letter_x,
    with_times_sign,
)

SHEET, FILM, CAMERA = Section.SHEET, Section.FILM, Section.CAMERA
GEOMETRY, LUMINOSITY, EXPOSURE = Section.GEOMETRY, Section.LUMINOSITY, Section.EXPOSURE
DEVELOPMENT, NOTES, SCAN = Section.DEVELOPMENT, Section.NOTES, Section.SCAN

NAMESPACE = "urn:exifilm:exposure-record:1.0/"
TEXT = Text()
LINES = Text(lines=True)
EXIF_TEXT = Text(most=8_000)  # several of these share one 64 KB segment of a JPEG
DATE, TIME, APERTURE = DateKind(), Time(), Aperture()
SPEED, FACTOR, ANGLE = Speed(), Factor(), Angle()
MOVEMENT = Length("mm", lowest=-1000, highest=1000)
BELLOWS = Length("mm", lowest=0.1, highest=20_000)
DISTANCE = Length("m", lowest=0.001, infinity=True)
HIERARCHIES = (
    Hierarchy("XMP-lr:HierarchicalSubject"),
    Hierarchy("XMP-digiKam:TagsList", between="/"),
    Hierarchy("XMP-microsoft:LastKeywordXMP", between="/"),
    Hierarchy("XMP-mediapro:CatalogSets"),
)


def ours(name: str) -> Tag:
    """A tag of our own namespace."""
    return Tag(f"{OURS}{name}")


def analog(name: str) -> Tag:
    """A tag of AnalogExif's namespace."""
    return Tag(f"XMP-AnalogExif:{name}")


class ExposureRecord(Record):
    """The record of one sheet of film. Empty fields are None; text is read as on paper.

    >>> record = ExposureRecord(subject="Moonrise", aperture="f/32", exposure_time="1 s")
    >>> record.aperture, record.show("exposure_time")
    (32.0, '1 s')
    """

    # fmt: off
    # ── Sheet ──────────────────────────────────────────────────────────────────────────────────
    image_id = Field(SHEET, "No.", TEXT, ours("ImageId"), Within("ExifIFD:ImageNumber", most=4294967295), help="The sheet's number or name: 17, 2012-017", boxed=True, counts=True, sought=True)
    subject = Field(SHEET, "Subject", TEXT, Tag("XMP-dc:Title"), Tag("XMP-dc:Description", shared=True), ShortTag("IFD0:ImageDescription", shared=True), help="What the picture shows", boxed=True, own=ours("Subject"), if_there=(Iim("IPTC:ObjectName"), Iim("IPTC:Caption-Abstract", shared=True), OfWindows("IFD0:XPTitle")), sought=True)
    taken = Field(SHEET, "Date, time", RoughDateKind(), RoughDateTag("XMP-photoshop:DateCreated", about="XMP-exifilm:TakenAbout"), ExifDate("ExifIFD:DateTimeOriginal", offset="ExifIFD:OffsetTimeOriginal"), help="When the film was exposed, as far as it is known", boxed=True, if_there=(IimDate("IPTC:DateCreated"), IimTime("IPTC:TimeCreated")))
    location = Field(SHEET, "Location", TEXT, Tag("XMP-iptcCore:Location"), help="Where the camera stood", boxed=True, if_there=(Iim("IPTC:Sub-location"),), sought=True)
    latitude = Field(SHEET, "Latitude", LATITUDE, GpsTag("GPS:GPSLatitude", positive="N", negative="S"), help="Latitude of the camera, north is +; both at once go here, as a map gives them", also="longitude")
    longitude = Field(SHEET, "Longitude", LONGITUDE, GpsTag("GPS:GPSLongitude", positive="E", negative="W"), help="Longitude of the camera, east is +", also="latitude")
    altitude = Field(SHEET, "Altitude", Length("m", lowest=-12_000, highest=100_000), GpsTag("GPS:GPSAltitude", positive="0", negative="1"), help="Height above the sea")
    photographer = Field(SHEET, "Photographer", EXIF_TEXT, Tag("IFD0:Artist"), Tag("XMP-dc:Creator"), help="Who exposed the film", if_there=(IimNames("IPTC:By-line"), OfWindows("IFD0:XPAuthor")), stays=True)
    copyright = Field(SHEET, "Copyright", EXIF_TEXT, Tag("IFD0:Copyright"), Tag("XMP-dc:Rights"), help="The copyright notice", if_there=(Iim("IPTC:CopyrightNotice"),), stays=True)
    keywords = Field(SHEET, "Keywords", Keywords(), WordsTag("XMP-dc:Subject"), help="Words to find the picture by, with commas between", own=ours("Keywords"), if_there=(Iim("IPTC:Keywords"), OfWindows("IFD0:XPKeywords"), *HIERARCHIES), sought=True)

    # ── Film ───────────────────────────────────────────────────────────────────────────────────
    film = Field(FILM, "Film", TEXT, ours("Film"), analog("Film"), help="Maker and stock: Kodak Tri-X 320", boxed=True, stays=True, sought=True)
    film_format = Field(FILM, "Format", TEXT, ours("FilmFormat"), Worded("XMP-AnalogExif:FilmType", to_words=with_times_sign, from_words=with_letter_x), help="4x5, 8x10, 5x7, whole plate, 120, 135", boxed=True, stays=True)
    box_speed = Field(FILM, "Box speed", SPEED, ours("BoxSpeed"), help="The speed that its maker gives the film", stays=True)
    exposure_index = Field(FILM, "EI", SPEED, Within("ExifIFD:ISO"), Tag("ExifIFD:ExposureIndex"), help="The speed that the film was exposed at", boxed=True, stays=True)
    holder = Field(FILM, "Holder", TEXT, ours("Holder"), help="Number and side of the film holder: 12A", boxed=True, counts=True)
    emulsion = Field(FILM, "Emulsion no.", TEXT, ours("Emulsion"), help="The emulsion or batch number on the box", stays=True)
    film_expiry = Field(FILM, "Expiry", DATE, ours("FilmExpiry"), help="The expiry date on the box: 2027-03", stays=True)

    # ── Camera and lens ────────────────────────────────────────────────────────────────────────
    camera_make = Field(CAMERA, "Camera make", EXIF_TEXT, Tag("IFD0:Make"), help="The camera's maker: Linhof", boxed=True, instead=ours("CameraMake"), stays=True)
    camera_model = Field(CAMERA, "Camera", EXIF_TEXT, Tag("IFD0:Model"), help="The camera: Master Technika", boxed=True, instead=ours("CameraModel"), stays=True)
    camera_serial = Field(CAMERA, "Serial", EXIF_TEXT, Tag("ExifIFD:SerialNumber"), help="The camera's serial number", stays=True)
    lens_make = Field(CAMERA, "Lens make", EXIF_TEXT, Tag("ExifIFD:LensMake"), help="The lens's maker: Schneider-Kreuznach", boxed=True, stays=True)
    lens = Field(CAMERA, "Lens", EXIF_TEXT, Tag("ExifIFD:LensModel"), Tag("XMP-aux:Lens"), help="The lens: Symmar-S 210mm f/5.6", boxed=True, stays=True, sought=True)
    lens_serial = Field(CAMERA, "Lens serial", EXIF_TEXT, Tag("ExifIFD:LensSerialNumber"), analog("LensSerialNumber"), help="The lens's serial number", stays=True)
    focal_length = Field(CAMERA, "Focal length", Length("mm", lowest=0.1, highest=20_000), Tag("ExifIFD:FocalLength"), help="Focal length of the lens", boxed=True, stays=True)
    filter = Field(CAMERA, "Filter", TEXT, ours("Filter"), analog("Filter"), help="Filter on the lens: Wratten 25 red", boxed=True)

    # ── Camera geometry ────────────────────────────────────────────────────────────────────────
    # Seen from behind the camera: rise up, shift to the right, tilt with the top toward the
    # subject, and swing clockwise seen from above are +.
    subject_distance = Field(GEOMETRY, "Distance", DISTANCE, Tag("ExifIFD:SubjectDistance"), help="From the lens to the subject", boxed=True)
    bellows_extension = Field(GEOMETRY, "Extension", BELLOWS, ours("BellowsExtension"), help="Bellows extension, lens to film", boxed=True)
    focus_spread = Field(GEOMETRY, "Focus spread", Length("mm", lowest=0), ours("FocusSpread"), help="Rail travel between near and far focus", boxed=True)
    front_rise = Field(GEOMETRY, "Front rise", MOVEMENT, ours("FrontRise"), help="Rise of the front standard, up is +", boxed=True)
    front_shift = Field(GEOMETRY, "Front shift", MOVEMENT, ours("FrontShift"), help="Shift of the front standard, to the right is +", boxed=True)
    front_tilt = Field(GEOMETRY, "Front tilt", ANGLE, ours("FrontTilt"), help="Tilt of the front standard, top toward the subject is +", boxed=True)
    front_swing = Field(GEOMETRY, "Front swing", ANGLE, ours("FrontSwing"), help="Swing of the front standard, clockwise from above is +", boxed=True)
    rear_rise = Field(GEOMETRY, "Rear rise", MOVEMENT, ours("RearRise"), help="Rise of the rear standard, up is +", boxed=True)
    rear_shift = Field(GEOMETRY, "Rear shift", MOVEMENT, ours("RearShift"), help="Shift of the rear standard, to the right is +", boxed=True)
    rear_tilt = Field(GEOMETRY, "Rear tilt", ANGLE, ours("RearTilt"), help="Tilt of the rear standard, top toward the subject is +", boxed=True)
    rear_swing = Field(GEOMETRY, "Rear swing", ANGLE, ours("RearSwing"), help="Swing of the rear standard, clockwise from above is +", boxed=True)

    # ── Luminosity ─────────────────────────────────────────────────────────────────────────────
    readings = Field(LUMINOSITY, "Luminosity", Readings(), ours("Readings"), help="Meter readings and the zones they are placed on", boxed=True)
    meter = Field(LUMINOSITY, "Meter", TEXT, ours("Meter"), help="The meter and how it was used: Pentax digital spot, reflected", boxed=True, stays=True)

    # ── Exposure ───────────────────────────────────────────────────────────────────────────────
    aperture = Field(EXPOSURE, "Aperture", APERTURE, Tag("ExifIFD:FNumber"), help="The f-number set on the lens", boxed=True)
    metered_time = Field(EXPOSURE, "Metered", TIME, ours("MeteredTime"), help="The time that the meter gave, before factors", boxed=True)
    filter_factor = Field(EXPOSURE, "Filter factor", FACTOR, ours("FilterFactor"), help="Factor for the filter", boxed=True)
    bellows_factor = Field(EXPOSURE, "Bellows factor", FACTOR, ours("BellowsFactor"), help="Factor for the bellows extension", boxed=True)
    reciprocity_factor = Field(EXPOSURE, "Reciprocity", FACTOR, ours("ReciprocityFactor"), help="Factor for the failure of reciprocity", boxed=True)
    exposure_time = Field(EXPOSURE, "Exposure", TIME, Tag("ExifIFD:ExposureTime"), help="The time that the film was given", boxed=True, also="exposures")
    exposures = Field(EXPOSURE, "Exposures", Count(), ours("Exposures"), help="How many exposures are on this sheet", boxed=True)

    # ── Development ────────────────────────────────────────────────────────────────────────────
    development = Field(DEVELOPMENT, "Development", Development(), ours("Development"), help="Development in stops from normal: N, N+1, N-1.5", boxed=True)
    process = Field(DEVELOPMENT, "Process", TEXT, ours("Process"), analog("DevelopProcess"), help="B&W, C-41, E-6", boxed=True, stays=True)
    developer = Field(DEVELOPMENT, "Developer", TEXT, ours("Developer"), analog("Developer"), help="The developer: D-76, Pyrocat-HD", boxed=True, stays=True)
    dilution = Field(DEVELOPMENT, "Dilution", TEXT, ours("Dilution"), analog("DeveloperDilution"), help="1+50, stock", boxed=True, stays=True)
    development_time = Field(DEVELOPMENT, "Time", DarkroomTime(), ours("DevelopmentTime"), Worded("XMP-AnalogExif:DevelopTime", to_words=in_minutes), help="How long the film was developed", boxed=True)
    development_temperature = Field(DEVELOPMENT, "Temperature", Temperature(), ours("DevelopmentTemperature"), help="Temperature of the developer", boxed=True, stays=True)
    agitation = Field(DEVELOPMENT, "Agitation", TEXT, ours("Agitation"), help="How the film was agitated: tray, Jobo, 5 s each minute", boxed=True, stays=True)
    developed = Field(DEVELOPMENT, "Developed on", DATE, ours("Developed"), help="When the film was developed", boxed=True)
    lab = Field(DEVELOPMENT, "Lab", TEXT, ours("Lab"), analog("Lab"), help="Who developed the film", stays=True)

    # ── Notes ──────────────────────────────────────────────────────────────────────────────────
    notes = Field(NOTES, "Notes", LINES, ours("Notes"), ShortTag("ExifIFD:UserComment", shared=True), help="Anything worth remembering", boxed=True)
    print_notes = Field(NOTES, "Print notes", LINES, ours("PrintNotes"), help="How the negative was, or is to be, printed")

    # ── The scan itself: kept with the record, not on the paper form ───────────────────────────
    scanner_make = Field(SCAN, "Scanner make", TEXT, ours("ScannerMake"), analog("ScannerMaker"), help="The scanner's maker, or the copy camera's")
    scanner_model = Field(SCAN, "Scanner", TEXT, ours("ScannerModel"), analog("Scanner"), help="The scanner, or the camera on the copy stand")
    scan_software = Field(SCAN, "Scan software", TEXT, ours("ScanSoftware"), analog("ScannerSoftware"), help="The program that made the scan")
    scanned = Field(SCAN, "Scanned", DATE, Tag("XMP-exif:DateTimeDigitized"), ExifDate("ExifIFD:CreateDate", offset="ExifIFD:OffsetTimeDigitized"), help="When the film was scanned", if_there=(IimDate("IPTC:DigitalCreationDate"), IimTime("IPTC:DigitalCreationTime")))
    copy_exposure = Field(SCAN, "Copy exposure", CopyExposure(), ours("CopyExposure"), help="How the camera on the copy stand exposed the copy, not how the film was exposed")
    # fmt: on
