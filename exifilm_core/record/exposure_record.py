"""The exposure record: the single declaration of its fields, in the order of the paper form.

Each line declares a field: its section and label on the form, its kind of value, its home tag, and
its mirrors, which other software reads. The tag set, the forms on paper and on screen, JSON, the
commands and their help all derive from this declaration.

A home is a standard tag if one means the same (EXIF 2.32, XMP parts 1 and 2, IPTC Core). Otherwise
it is a tag of our own XMP namespace. The mirrors are AnalogExif's tags, as that program writes
them, and the tags that viewers show.

Two sorts of field have a tag of our own and a standard one. `own`: darktable and others
rewrite title and keywords from their library; our copy tells their old text from a person's new
one. `instead`: a copy camera's maker notes need its own Make and Model, so the film camera's names
are in our namespace.

`if_there` lists mirrors of other programs, which a save updates but never creates: IPTC's old block
as MWG 2.0 pairs it with XMP, Windows's texts in EXIF, and the keyword hierarchies of Lightroom,
digiKam, Windows and Expression Media. The copies of EXIF in XMP follow from the tags.
"""

from __future__ import annotations

from exifilm_core.kinds import (
    FLASH,
    LATITUDE,
    LIGHT_SOURCE,
    LONGITUDE,
    METERING,
    Angle,
    Aperture,
    Compensation,
    CopyExposure,
    Count,
    DarkroomTime,
    DateKind,
    Development,
    Factor,
    Frame,
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
from exifilm_core.tags.analogexif import in_minutes, with_letter_x, with_times_sign
from exifilm_core.tags.if_there import Hierarchy, Iim, IimDate, IimNames, IimTime, OfWindows
from exifilm_core.tags.styles import (
    OURS,
    ExifDate,
    FlashTag,
    FrameTag,
    GpsTag,
    NoTag,
    RoughDateTag,
    ShortTag,
    Tag,
    Within,
    Worded,
    WordsTag,
)

SHEET, FILM, CAMERA = Section.SHEET, Section.FILM, Section.CAMERA
GEOMETRY, LUMINOSITY, EXPOSURE = Section.GEOMETRY, Section.LUMINOSITY, Section.EXPOSURE
DEVELOPMENT, NOTES, SCAN = Section.DEVELOPMENT, Section.NOTES, Section.SCAN

TEXT = Text()
LINES = Text(lines=True)
NUMBERED = Text(numbered=True)
EXIF_TEXT = Text(most=8_000)  # several of these share a segment of 64 KB in a JPEG
FRAME, IMAGE_NUMBER, LONG = f"{OURS}Frame", "ExifIFD:ImageNumber", 4294967295
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
    """The record of one sheet of film. An empty field is None; a text has the form's notation.

    >>> record = ExposureRecord(subject="Moonrise", aperture="f/32", exposure_time="1 s")
    >>> record.aperture, record.show("exposure_time")
    (32.0, '1 s')
    """

    # fmt: off
    # ── Sheet ──────────────────────────────────────────────────────────────────────────────────
    image_id = Field(SHEET, "No.", NUMBERED, ours("ImageId"), NoTag(IMAGE_NUMBER, most=LONG, frame=FRAME), help="Number or name of the sheet", example="17 or 2012-017", boxed=True, counts=True)
    subject = Field(SHEET, "Subject", TEXT, Tag("XMP-dc:Title"), Tag("XMP-dc:Description", shared=True), ShortTag("IFD0:ImageDescription", shared=True), help="Subject of the picture", example="Moonrise over Hernandez", boxed=True, own=ours("Subject"), if_there=(Iim("IPTC:ObjectName"), Iim("IPTC:Caption-Abstract", shared=True), OfWindows("IFD0:XPTitle")), in_panels=True)
    taken = Field(SHEET, "Date, time", RoughDateKind(), RoughDateTag("XMP-photoshop:DateCreated", about="XMP-exifilm:TakenAbout"), ExifDate("ExifIFD:DateTimeOriginal", offset="ExifIFD:OffsetTimeOriginal"), help="Date of the exposure, as far as known", aliases=("Date", "Datum"), boxed=True, if_there=(IimDate("IPTC:DateCreated"), IimTime("IPTC:TimeCreated")))
    location = Field(SHEET, "Location", TEXT, Tag("XMP-iptcCore:Location"), help="Position of the camera", example="Hernandez, New Mexico", boxed=True, if_there=(Iim("IPTC:Sub-location"),))
    latitude = Field(SHEET, "Latitude", LATITUDE, GpsTag("GPS:GPSLatitude", positive="N", negative="S"), help="Latitude of the camera, north is +", fills="paste latitude and longitude here together", also=("longitude",))
    longitude = Field(SHEET, "Longitude", LONGITUDE, GpsTag("GPS:GPSLongitude", positive="E", negative="W"), help="Longitude of the camera, east is +", also=("latitude",))
    altitude = Field(SHEET, "Altitude", Length("m", lowest=-12_000, highest=100_000), GpsTag("GPS:GPSAltitude", positive="0", negative="1"), help="Height above sea level")
    photographer = Field(SHEET, "Photographer", EXIF_TEXT, Tag("IFD0:Artist"), Tag("XMP-dc:Creator"), help="Who exposed the film", example="Ansel Adams", if_there=(IimNames("IPTC:By-line"), OfWindows("IFD0:XPAuthor")), stays=True)
    copyright = Field(SHEET, "Copyright", EXIF_TEXT, Tag("IFD0:Copyright"), Tag("XMP-dc:Rights"), help="Copyright notice", example="© 2012 Ansel Adams", if_there=(Iim("IPTC:CopyrightNotice"),), stays=True)
    keywords = Field(SHEET, "Keywords", Keywords(), WordsTag("XMP-dc:Subject"), help="Keywords, separated by commas", own=ours("Keywords"), if_there=(Iim("IPTC:Keywords"), OfWindows("IFD0:XPKeywords"), *HIERARCHIES))

    # ── Film ───────────────────────────────────────────────────────────────────────────────────
    film = Field(FILM, "Film", TEXT, ours("Film"), analog("Film"), help="Manufacturer and name of the film", example="Kodak Tri-X 320", boxed=True, stays=True, in_panels=True, kit="film")
    film_format = Field(FILM, "Format", TEXT, ours("FilmFormat"), Worded("XMP-AnalogExif:FilmType", to_words=with_times_sign, from_words=with_letter_x), help="Film format", example="4x5, 8x10, whole plate, 120 or 135", boxed=True, stays=True, in_panels=True, kit="film", decided=True)
    box_speed = Field(FILM, "Box speed", SPEED, ours("BoxSpeed"), help="Manufacturer's rated speed", stays=True, kit="film")
    exposure_index = Field(FILM, "EI", SPEED, Within("ExifIFD:ISO"), Tag("ExifIFD:ExposureIndex"), help="Exposure index used", boxed=True, stays=True, in_panels=True, kit="film", decided=True)
    holder = Field(FILM, "Holder", NUMBERED, ours("Holder"), help="Number and side of the film holder", example="12A", boxed=True, counts=True, in_panels=True)
    emulsion = Field(FILM, "Emulsion no.", TEXT, ours("Emulsion"), help="Emulsion or batch number on the box", example="0153 004", stays=True, kit="film")
    loaded = Field(FILM, "Loaded", DATE, ours("Loaded"), help="Date on which the film was loaded", stays=True)
    film_expiry = Field(FILM, "Expiry", DATE, ours("FilmExpiry"), help="Expiry date on the box", stays=True, kit="film")
    roll = Field(FILM, "Roll", NUMBERED, ours("Roll"), analog("RollId"), help="Number or name of the roll", example="0418", stays=True)
    frame = Field(FILM, "Frame", Frame(), ours("Frame"), Within("XMP-AnalogExif:ExposureNumber", most=LONG), FrameTag(IMAGE_NUMBER, most=LONG, frame=FRAME), help="Frame of the roll", counts=True)

    # ── Camera and lens ────────────────────────────────────────────────────────────────────────
    camera_make = Field(CAMERA, "Camera make", EXIF_TEXT, Tag("IFD0:Make"), help="Manufacturer of the camera", example="Linhof", boxed=True, instead=ours("CameraMake"), stays=True, kit="camera")
    camera_model = Field(CAMERA, "Camera", EXIF_TEXT, Tag("IFD0:Model"), help="Model of the camera", example="Master Technika", boxed=True, instead=ours("CameraModel"), stays=True, kit="camera")
    camera_serial = Field(CAMERA, "Serial", EXIF_TEXT, Tag("ExifIFD:SerialNumber"), help="Serial number of the camera", example="5471108", stays=True, kit="camera")
    lens_make = Field(CAMERA, "Lens make", EXIF_TEXT, Tag("ExifIFD:LensMake"), help="Manufacturer of the lens", example="Schneider-Kreuznach", boxed=True, stays=True, kit="lens")
    lens = Field(CAMERA, "Lens", EXIF_TEXT, Tag("ExifIFD:LensModel"), Tag("XMP-aux:Lens"), help="Model of the lens", example="Symmar-S 210mm f/5.6", boxed=True, stays=True, in_panels=True, kit="lens")
    lens_serial = Field(CAMERA, "Lens serial", EXIF_TEXT, Tag("ExifIFD:LensSerialNumber"), analog("LensSerialNumber"), help="Serial number of the lens", example="13 542 871", stays=True, kit="lens")
    focal_length = Field(CAMERA, "Focal length", Length("mm", lowest=0.1, highest=20_000), Tag("ExifIFD:FocalLength"), help="Focal length of the lens", boxed=True, stays=True, kit="lens")
    filter = Field(CAMERA, "Filter", TEXT, ours("Filter"), analog("Filter"), help="Filter on the lens", example="Wratten 25 red", boxed=True, kit="filter")

    # ── Movements ──────────────────────────────────────────────────────────────────────────────
    # From behind the camera: rise up, shift to the right, tilt with the top toward the subject, and
    # swing clockwise from above are positive.
    subject_distance = Field(GEOMETRY, "Distance", DISTANCE, Tag("ExifIFD:SubjectDistance"), help="Distance from the lens to the subject", boxed=True)
    bellows_extension = Field(GEOMETRY, "Extension", BELLOWS, ours("BellowsExtension"), help="Bellows extension from the lens to the film", boxed=True)
    focus_spread = Field(GEOMETRY, "Focus spread", Length("mm", lowest=0), ours("FocusSpread"), help="Rail travel between near and far focus", boxed=True)
    front_rise = Field(GEOMETRY, "Front rise", MOVEMENT, ours("FrontRise"), help="Rise of the front standard, up is +", boxed=True)
    front_shift = Field(GEOMETRY, "Front shift", MOVEMENT, ours("FrontShift"), help="Shift of the front standard, to the right is +", boxed=True)
    front_tilt = Field(GEOMETRY, "Front tilt", ANGLE, ours("FrontTilt"), help="Tilt of the front standard, top toward the subject is +", boxed=True)
    front_swing = Field(GEOMETRY, "Front swing", ANGLE, ours("FrontSwing"), help="Swing of the front standard, clockwise from above is +", boxed=True)
    rear_rise = Field(GEOMETRY, "Rear rise", MOVEMENT, ours("RearRise"), help="Rise of the rear standard, up is +", boxed=True)
    rear_shift = Field(GEOMETRY, "Rear shift", MOVEMENT, ours("RearShift"), help="Shift of the rear standard, to the right is +", boxed=True)
    rear_tilt = Field(GEOMETRY, "Rear tilt", ANGLE, ours("RearTilt"), help="Tilt of the rear standard, top toward the subject is +", boxed=True)
    rear_swing = Field(GEOMETRY, "Rear swing", ANGLE, ours("RearSwing"), help="Swing of the rear standard, clockwise from above is +", boxed=True)

    # ── Meter readings ─────────────────────────────────────────────────────────────────────────
    readings = Field(LUMINOSITY, "Readings", Readings(), ours("Readings"), help="Meter readings and their zones", aliases=("Luminosity", "Leuchtdichte"), boxed=True)
    meter = Field(LUMINOSITY, "Meter", TEXT, ours("Meter"), help="Meter and method", example="Pentax Digital Spotmeter, reflected", boxed=True, stays=True, kit="meter")

    # ── Exposure ───────────────────────────────────────────────────────────────────────────────
    aperture = Field(EXPOSURE, "Aperture", APERTURE, Tag("ExifIFD:FNumber"), help="F-number set on the lens", fills="f/22, 1/4, x4 -> 1 s fills in the whole exposure", also=("metered_time", "filter_factor", "bellows_factor", "reciprocity_factor", "exposure_time"), boxed=True, in_panels=True)
    metered_time = Field(EXPOSURE, "Metered", TIME, ours("MeteredTime"), help="Metered time before corrections", boxed=True)
    filter_factor = Field(EXPOSURE, "Filter factor", FACTOR, ours("FilterFactor"), help="Factor for the filter", boxed=True, kit="filter")
    bellows_factor = Field(EXPOSURE, "Bellows factor", FACTOR, ours("BellowsFactor"), help="Factor for the bellows extension", boxed=True)
    reciprocity_factor = Field(EXPOSURE, "Reciprocity", FACTOR, ours("ReciprocityFactor"), help="Reciprocity-failure factor", boxed=True)
    exposure_time = Field(EXPOSURE, "Exposure", TIME, Tag("ExifIFD:ExposureTime"), help="Exposure time of the film, in total", fills="8 x 4 s fills in the number of exposures too", also=("exposures",), boxed=True, in_panels=True)
    exposures = Field(EXPOSURE, "Exposures", Count(), ours("Exposures"), help="Number of exposures on this sheet", boxed=True)
    metering_mode = Field(EXPOSURE, "Metering", METERING, Tag("ExifIFD:MeteringMode"), help="Metering mode of the camera", stays=True)
    exposure_compensation = Field(EXPOSURE, "Compensation", Compensation(), Tag("ExifIFD:ExposureCompensation"), help="Exposure compensation set on the camera")
    flash = Field(EXPOSURE, "Flash", FLASH, FlashTag("ExifIFD:Flash"), help="Whether the flash fired")
    light_source = Field(EXPOSURE, "Light source", LIGHT_SOURCE, Tag("ExifIFD:LightSource"), help="Light on the subject")
    weather = Field(EXPOSURE, "Weather", TEXT, ours("Weather"), help="Weather at the exposure", example="thin clouds, north wind")

    # ── Development ────────────────────────────────────────────────────────────────────────────
    development = Field(DEVELOPMENT, "Development", Development(), ours("Development"), help="Development in stops from normal", fills="N+1, 7 min, 20 °C fills in time and temperature too", also=("development_time", "development_temperature"), boxed=True, in_panels=True)
    process = Field(DEVELOPMENT, "Process", TEXT, ours("Process"), analog("DevelopProcess"), help="Film process", example="B&W, C-41 or E-6", boxed=True, stays=True, kit="developer", decided=True)
    developer = Field(DEVELOPMENT, "Developer", TEXT, ours("Developer"), analog("Developer"), help="Developer", example="D-76 or Pyrocat-HD", boxed=True, stays=True, in_panels=True, kit="developer")
    dilution = Field(DEVELOPMENT, "Dilution", TEXT, ours("Dilution"), analog("DeveloperDilution"), help="Dilution of the developer", example="1+50 or stock", boxed=True, stays=True, kit="developer")
    development_time = Field(DEVELOPMENT, "Time", DarkroomTime(), ours("DevelopmentTime"), Worded("XMP-AnalogExif:DevelopTime", to_words=in_minutes), help="Developing time", boxed=True)
    development_temperature = Field(DEVELOPMENT, "Temperature", Temperature(), ours("DevelopmentTemperature"), help="Temperature of the developer", boxed=True, stays=True, kit="developer", decided=True)
    agitation = Field(DEVELOPMENT, "Agitation", TEXT, ours("Agitation"), help="Agitation of the film", example="tray, Jobo or 5 s each minute", boxed=True, stays=True, kit="developer", decided=True)
    developed = Field(DEVELOPMENT, "Developed on", DATE, ours("Developed"), help="Date of development", boxed=True)
    lab = Field(DEVELOPMENT, "Lab", TEXT, ours("Lab"), analog("Lab"), help="Who developed the film", example="Photo Lab, Santa Fe", stays=True, kit="developer", decided=True)

    # ── Notes ──────────────────────────────────────────────────────────────────────────────────
    notes = Field(NOTES, "Notes", LINES, ours("Notes"), ShortTag("ExifIFD:UserComment", shared=True), help="Anything worth remembering", example="second sheet, wind", boxed=True, in_panels=True)
    print_notes = Field(NOTES, "Print notes", LINES, ours("PrintNotes"), help="How to print the negative, or how it was printed", example="grade 3, burn the sky")
    binder = Field(NOTES, "Binder", TEXT, ours("Binder"), help="Binder or box with the negative", example="Sweden 2", stays=True)
    page = Field(NOTES, "Page", NUMBERED, ours("Page"), help="Page in the binder", example="14", stays=True)
    sleeve = Field(NOTES, "Sleeve", NUMBERED, ours("Sleeve"), help="Sleeve or strip on the page", example="3 or 14-3")

    # ── The scan itself: in the record, but not on the paper form ──────────────────────────────
    scanner_make = Field(SCAN, "Scanner make", TEXT, ours("ScannerMake"), analog("ScannerMaker"), help="Manufacturer of the scanner or the copy camera", example="Epson")
    scanner_model = Field(SCAN, "Scanner", TEXT, ours("ScannerModel"), analog("Scanner"), help="Scanner, or camera on the copy stand", example="Perfection V850")
    scan_software = Field(SCAN, "Scan software", TEXT, ours("ScanSoftware"), analog("ScannerSoftware"), help="Scanning software", example="SilverFast 9")
    scanned = Field(SCAN, "Scanned", DATE, Tag("XMP-exif:DateTimeDigitized"), ExifDate("ExifIFD:CreateDate", offset="ExifIFD:OffsetTimeDigitized"), help="Date of the scan", if_there=(IimDate("IPTC:DigitalCreationDate"), IimTime("IPTC:DigitalCreationTime")))
    copy_exposure = Field(SCAN, "Copy exposure", CopyExposure(), ours("CopyExposure"), help="Exposure of the camera on the copy stand, not of the film")
    # fmt: on
