"""The programs that ExiFilm runs: how to get them, and how they fail."""

from __future__ import annotations

from exifilm_core.messages import Template


class Programs(Template):
    """Of ExifTool, Ghostscript and ExiFilm's own files."""

    INCOMPLETE_INSTALLATION = (
        "the installation is incomplete: {name} is missing. Install ExiFilm again."
    )

    # ExifTool.
    GET_EXIFTOOL = (
        "Install ExifTool 12.57 or later: “apt install libimage-exiftool-perl” on Debian and "
        "Ubuntu, “dnf install perl-Image-ExifTool” on Fedora, “pacman -S perl-image-exiftool” on "
        "Arch, “brew install exiftool” on macOS, or from exiftool.org."
    )
    NO_EXIFTOOL = "ExifTool is not installed (“{program}” was not found). {get}"
    OLD_EXIFTOOL = "ExifTool {version} ({path}) is too old. {get}"
    EXIFTOOL_NOT_STARTED = "ExifTool ({path}) does not start: {reason}. {get}"
    NO_ANSWER = "it does not answer"
    EXIFTOOL_BREAKS_XMP = (
        "ExifTool {version} ({path}) corrupts XMP metadata, such as darktable's edits, and "
        "ExiFilm's repair does not work: its configuration is damaged, or does not suit this "
        "ExifTool. Install ExifTool 13.28 or later, or install ExiFilm again."
    )
    NO_CONFIG = "ExifTool's configuration {path} is missing. Install ExiFilm again."
    TAGS_UNKNOWN = (
        "ExifTool does not know ExiFilm's tags: its configuration is damaged (ExifTool: {said}). "
        "Install ExiFilm again."
    )
    EXIFTOOL_SILENT = (
        "ExifTool did not answer for {seconds} seconds. Nothing was changed; try again. If it "
        "happens again with this file, the file may be damaged."
    )
    EXIFTOOL_ENDED = (
        "ExifTool ended before it had finished. Nothing was changed; try again. If it happens "
        "again with this file, the file may be damaged."
    )
    EXIFTOOL_HANGS = (
        "ExifTool ({path}) does not answer, so nothing was changed. Run “exiftool -ver” to see "
        "whether it works."
    )

    # Ghostscript.
    NO_GHOSTSCRIPT = (
        "PDF output needs Ghostscript, which is not installed. Install it (on Debian: apt install "
        "ghostscript), or write PostScript."
    )
    GHOSTSCRIPT_FAILED = "Ghostscript could not process the document (status {status}): {said}"
