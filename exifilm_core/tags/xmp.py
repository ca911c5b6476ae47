"""XMP's names for EXIF's tags, for sidecars and for the copies that programs keep in images."""

from __future__ import annotations

NAMESPACE = "urn:exifilm:exposure-record:1.0/"

EXIF_GROUPS = ("IFD0", "ExifIFD", "GPS")
_XMP_OF_EXIF = {
    # Tags with another name in XMP than in EXIF: XMP part 2 and CIPA DC-010 (exifEX).
    "IFD0:Artist": "XMP-tiff:Artist",
    "IFD0:Copyright": "XMP-tiff:Copyright",
    "ExifIFD:CreateDate": "XMP-exif:DateTimeDigitized",
    "ExifIFD:ISO": "XMP-exifEX:PhotographicSensitivity",
    "ExifIFD:ImageNumber": "XMP-aux:ImageNumber",
    "ExifIFD:LensMake": "XMP-exifEX:LensMake",
    "ExifIFD:LensModel": "XMP-exifEX:LensModel",
    "ExifIFD:LensSerialNumber": "XMP-exifEX:LensSerialNumber",
    "ExifIFD:SerialNumber": "XMP-exifEX:SerialNumber",
}
_OTHER_COPIES = {
    # Further copies of these tags by Lightroom, digiKam and darktable.
    "ExifIFD:AmbientTemperature": ("XMP-exifEX:AmbientTemperature",),
    "ExifIFD:ISO": ("XMP-exif:ISO",),
    "ExifIFD:LensInfo": ("XMP-aux:LensInfo", "XMP-exifEX:LensInfo"),
    "ExifIFD:LensModel": ("XMP-aux:Lens",),
    "ExifIFD:LensSerialNumber": ("XMP-aux:LensSerialNumber",),
    "ExifIFD:SerialNumber": ("XMP-aux:SerialNumber",),
    "ExifIFD:SubjectDistance": ("XMP-aux:ApproximateFocusDistance",),
}


def in_xmp(name: str) -> str:
    """The XMP tag with the meaning of the EXIF tag `name`, for files without EXIF."""
    group, tag = name.split(":")
    if group not in EXIF_GROUPS:
        return name
    return _XMP_OF_EXIF.get(name) or f"XMP-{'tiff' if group == 'IFD0' else 'exif'}:{tag}"


def copies_in_xmp(name: str) -> tuple[str, ...]:
    """Every XMP tag into which other programs copy the EXIF tag `name`; () for other tags."""
    if name.partition(":")[0] not in EXIF_GROUPS:
        return ()
    return (in_xmp(name), *_OTHER_COPIES.get(name, ()))
