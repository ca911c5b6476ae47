"""Files that host programs write: exports of scans with a record, and sidecars beside them.

    python -m tests.readers.quick.by_hosts FOLDER

makes those of the hosts on this machine, as they are in tests/data/by_hosts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.darktable.real import Darktable
from tests.gate import hosts
from tests.gimp import real
from tests.readers.quick.files import by_exifilm

BY_DARKTABLE = (".jpg", ".tif", ".png", ".webp", ".avif")
BY_GIMP = (".jpg", ".tif", ".png", ".webp", ".psd")
BY_OLD_GIMP = (*BY_GIMP, ".jxl")
"""GIMP 2.10 writes JPEG XL without boxes, which has no room for metadata."""
_EXPORTED = ("full-1.jpg", "texts-0.png", "little-0.tif")
_DEVELOPED = ("full-1.jpg", "texts-0.tif", "full-1.dng", "texts-0.dng", "little-0.png")
_SCRIPT = """
for _, image in ipairs(dt.database) do
  image.rating = 4
  image.title = "a title > of \\"darktable\\""
  image:attach_tag(dt.tags.create("places|Sierra Nevada"))
end
"""
_OLD_SCRIPT = """
(define (convert from to)
  (let* ((image (car (gimp-file-load RUN-NONINTERACTIVE from from)))
         (layer (car (gimp-image-get-active-drawable image))))
    (if (string=? (substring to (- (string-length to) 5)) ".webp")
      (file-webp-save RUN-NONINTERACTIVE image layer to to 0 FALSE 90 90 FALSE FALSE FALSE 0
        TRUE TRUE TRUE 0 FALSE)
      (gimp-file-save RUN-NONINTERACTIVE image layer to to))
    (gimp-image-delete image)))
"""
_CALLS = """
for old, new in PATHS:
    kind = {"jpg": "jpeg", "tif": "tiff"}.get(new[-3:], new.rpartition(".")[2])
    with_metadata = {f"include_{one}": True for one in ("exif", "xmp", "iptc")}
    call(f"file-{kind}-export", image=load(old), file=file(new), **with_metadata)
"""


def scans(folder: Path) -> list[Path]:
    """Scans with records, for the hosts to read."""
    return by_exifilm(folder, (".jpg", ".tif", ".png", ".dng"))


def darktable(scans: list[Path], folder: Path) -> list[Path]:
    """What darktable writes: exports, and the sidecars of images that it has changed.

    From darktable 5 on, only the window writes sidecars, and a moment later.
    """
    developed = folder / "developed"
    developed.mkdir()
    images = [developed / path.name for path in scans if path.name in _DEVELOPED]
    for path in scans:
        if path.name.removesuffix(".xmp") in _DEVELOPED:
            shutil.copy(path, developed)
    with Darktable(folder / "window", images=developed) as window:
        window.lua(_SCRIPT)
        for image in images:
            window.waits(lambda image=image: _is_changed(image), f"the sidecar of {image.name}")
    made = []
    for path, new in _exports("darktable", scans, folder, BY_DARKTABLE):
        _export(path, new, folder)
        made.append(new)
    for image in images:
        made.append(folder / f"darktable-{image.name}.xmp")
        shutil.copy(f"{image}.xmp", made[-1])
    return made


def _is_changed(image: Path) -> bool:
    """Whether the sidecar is complete and has title and tag.

    darktable 5.0 keeps no stars of an image whose camera has an apostrophe in its name.
    """
    sidecar = Path(f"{image}.xmp")
    text = sidecar.read_bytes() if sidecar.exists() else b""
    wanted = (b"places|Sierra Nevada", b"a title &gt; of", b"</x:xmpmeta>")
    return all(one in text for one in wanted)


def _export(path: Path, new: Path, folder: Path) -> None:
    settings = str(folder / "settings")
    command = [
        *(hosts.needed("darktable", "darktable-cli"), str(path), str(new), "--width", "48"),
        *("--core", "--configdir", settings, "--cachedir", settings, "--tmpdir", settings),
        *("--library", ":memory:", "--disable-opencl"),
    ]
    home = real.environment(folder / "home")
    subprocess.run(command, env=home, check=True, capture_output=True, timeout=120)
    assert new.exists(), f"darktable has not written {new.name}"


def gimp(scans: list[Path], folder: Path) -> list[Path]:
    """What GIMP exports, with all metadata."""
    if not real.version().startswith("2."):
        exports = _exports("gimp", scans, folder, BY_GIMP)
        pairs = json.dumps([[str(old), str(new)] for old, new in exports])
        real.headless(folder / "home", _CALLS.replace("PATHS", pairs))
        return [new for _, new in exports]
    exports = _exports("gimp", scans, folder, BY_OLD_GIMP)
    calls = [f"(convert {_quoted(old)} {_quoted(new)})" for old, new in exports]
    script = "".join((_OLD_SCRIPT, *calls, "(gimp-quit 0)"))
    command = [
        *(hosts.needed("gimp", "gimp-console"), "-i", "-d", "-f"),
        *("--batch-interpreter=plug-in-script-fu-eval", "-b", script),
    ]
    home = real.environment(folder / "home")
    subprocess.run(command, env=home, check=True, capture_output=True, timeout=180)
    return [new for _, new in exports]


def _exports(
    host: str, scans: list[Path], folder: Path, suffixes: tuple[str, ...]
) -> list[tuple[Path, Path]]:
    """The scans to export, each with the new file in each format."""
    return [
        (path, folder / f"{host}-{path.stem}-of-{path.suffix[1:]}{suffix}")
        for path in scans
        if path.name in _EXPORTED
        for suffix in suffixes
    ]


def _quoted(path: Path) -> str:
    """A path as a text of Lua and of Scheme."""
    assert not set('"\\\n') & set(str(path)), path
    return f'"{path}"'


MAKERS: dict[str, Callable[[list[Path], Path], list[Path]]] = {"darktable": darktable, "gimp": gimp}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    target = parser.parse_args().folder
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        os.environ["XDG_DATA_HOME"] = f"{own}/data"  # a journal of our own
        made_by_us = Path(own, "scans")
        made_by_us.mkdir()
        known = scans(made_by_us)
        for host, maker in MAKERS.items():
            folder = Path(own, host)
            folder.mkdir()
            for path in maker(known, folder):
                shutil.copy(path, target)
                print(path.name)


if __name__ == "__main__":
    main()
