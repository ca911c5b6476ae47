"""Makes scans of sheet film: the picture, the clear edge round it, notches and edge print.

Ghostscript, which ExiFilm needs anyway, draws the sheet and writes the JPEG or the TIFF (48 bits a
pixel, as from a scanner). So the demonstration needs no further program.
"""

import random
import subprocess
from pathlib import Path
from string import Template

from tools.demo import pictures

# The long side of a sheet in inches, and the short one.
FORMATS = {"4x5": (5, 4), "5x7": (7, 5), "8x10": (10, 8)}
PIXELS = 1500
"""On the long side of a scan; few, so that sixteen are made in seconds."""
# What a grey becomes on colour film: dark to light.
COLOURS = {
    "E-6": ((0.02, 0.02, 0.07), (0.36, 0.20, 0.16), (0.80, 0.52, 0.34), (0.86, 0.92, 1.0)),
    "C-41": ((0.06, 0.07, 0.08), (0.27, 0.33, 0.36), (0.66, 0.66, 0.60), (1.0, 0.96, 0.88)),
}
SHEET = Template("""%!PS
% A scan of one sheet of film, shown as a positive: unexposed film is nearly black.
/in { 72 mul } def
/L $long in def  /S $short in def
0 setgray clippath fill
0.1 in dup translate
/notch { % x depth notch -: a cut into the upper edge
    /d exch def  /x exch def
    newpath x S moveto d 0.6 mul d neg rlineto d 0.6 mul d rlineto closepath
    0 setgray fill
} def
0.075 setgray 0 0 L S rectfill
$notches
0.62 setgray /Helvetica-Bold findfont 0.085 in scalefont setfont
0.45 in 0.055 in moveto ($edge) show
L 1.1 in sub 0.055 in moveto ($number) show
0.2 in dup translate  L 0.4 in sub S 0.4 in sub scale
$space setcolorspace
<< /ImageType 1 /Width $width /Height $height /BitsPerComponent 8
   /Decode $decode /ImageMatrix [ $width 0 0 -$height 0 $height ] /Interpolate true
   /DataSource currentfile /ASCIIHexDecode filter >> image
$data>
showpage
""")


def make(sheet: dict[str, str], folder: Path) -> Path:
    """Draw the scan of that sheet into the folder and return its path."""
    long, short = FORMATS[sheet["film_format"]]
    colour = COLOURS.get(sheet["process"])
    number = int(sheet["image_id"])
    width, height = 400, round(400 * (short - 0.4) / (long - 0.4))
    dpi = PIXELS / (long + 0.2)
    notches = random.Random(sheet["film"])
    description = SHEET.substitute(
        {
            "long": long,
            "short": short,
            "notches": " ".join(
                f"L {0.35 + 0.11 * n + notches.choice((0, 0.03)):.2f} in sub"
                f" {notches.choice((0.05, 0.07)):.2f} in notch"
                for n in range(notches.randint(2, 5))
            ),
            "edge": f"{sheet['film'].upper()}    SAFETY FILM",
            "number": sheet.get("emulsion", f"{number * 37 % 900 + 100:03d}"),
            "space": palette(colour) if colour else "/DeviceGray",
            "decode": "[0 255]" if colour else "[0 1]",
            "width": width,
            "height": height,
            "data": pictures.draw(sheet["picture"], number, width, height).hex("\n", 40),
        }
    )
    device = "tiff48nc" if sheet["file"].endswith(".tif") else "jpeg" if colour else "jpeggray"
    subprocess.run(
        [
            *("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", f"-sDEVICE={device}", f"-r{dpi:.3f}"),
            *("-dJPEGQ=92", "-dGraphicsAlphaBits=4", "-dTextAlphaBits=4"),
            *(("-sCompression=lzw",) if device == "tiff48nc" else ()),
            f"-g{PIXELS}x{round((short + 0.2) * dpi)}",
            *(f"-sOutputFile={sheet['file']}", "-"),
        ],
        input=description.encode("ascii"),
        cwd=folder,
        check=True,
    )
    return folder / sheet["file"]


def palette(colour: tuple[tuple[float, float, float], ...]) -> str:
    """A PostScript colour space of 256 colours, from the darkest given to the lightest."""
    table = bytearray()
    for grey in range(256):
        at = grey / 255 * (len(colour) - 1)
        below = min(int(at), len(colour) - 2)
        for dark, light in zip(colour[below], colour[below + 1], strict=True):
            table.append(round(255 * (dark + (light - dark) * (at - below))))
    return f"[/Indexed /DeviceRGB 255 <{table.hex()}>]"


def mark_as_scanned(scans: list[Path]) -> None:
    """Write what a flatbed scanner writes into each file: its own name as the camera's."""
    commands: list[str] = []
    for n, scan in enumerate(scans):
        commands += [
            *("-Make=EPSON", "-Model=Perfection V850 Pro", "-IFD0:Software=EPSON Scan 2 6.4.94"),
            f"-ExifIFD:CreateDate=2024:02:11 {10 + n // 6}:{n % 6 * 10:02d}:00",
            *("-overwrite_original", str(scan), "-execute"),
        ]
    common = ["-common_args", "-q"]
    subprocess.run(["exiftool", *commands[:-1], *common], check=True)
