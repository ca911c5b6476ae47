"""The exchange with a photo program: a selection of scans with darktable's sidecars."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from exifilm_core import Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.scans import saving
from tools.bench import samples
from tools.bench.many import EXIFILM, FILM, give_records, kept
from tools.bench.plain import CONFIG, import_file
from tools.bench.timing import Process, Ratio, process, wall_and_processor

TO_READ, TO_SET = 500, 100
READING = 0.3
"""The limit of the ratio of processor time."""
SETTING = (1.1, 2.0)
"""The limits of the ratios of the wall clock and of processor time."""
_STEP = """     <rdf:li
      darktable:num="{number}"
      darktable:operation="{operation}"
      darktable:enabled="1"
      darktable:modversion="5"
      darktable:params="{params}"
      darktable:multi_name=""
      darktable:multi_name_hand_edited="0"
      darktable:multi_priority="0"
      darktable:blendop_version="13"
      darktable:blendop_params="gz11eJxjYGBgkGAAgRNODGiAEV0AJ2iwh+CRyscOAAdeGQQ="/>
"""
_SIDECAR = """<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:darktable="http://darktable.sf.net/"
   exif:DateTimeOriginal="2023:05:06 10:11:12.000"
   xmp:Rating="3"
   xmpMM:DerivedFrom="{image}"
   darktable:import_timestamp="63824000000000000"
   darktable:change_timestamp="63824000000000001"
   darktable:export_timestamp="-1"
   darktable:print_timestamp="-1"
   darktable:xmp_version="5"
   darktable:raw_params="0"
   darktable:auto_presets_applied="1"
   darktable:history_end="{steps}"
   darktable:iop_order_version="4">
   <darktable:masks_history>
    <rdf:Seq/>
   </darktable:masks_history>
   <darktable:history>
    <rdf:Seq>
{history}    </rdf:Seq>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""
OPERATIONS = ("colorin", "colorout", "gamma", "exposure", "filmicrgb", "flip", "crop", "sharpen")


def darktable_sidecar(image: Path) -> str:
    """A sidecar as darktable 4 and 5 write it, with some steps of its history."""
    history = "".join(
        _STEP.format(number=number, operation=operation, params=f"{number:02x}" * 90)
        for number, operation in enumerate(OPERATIONS)
    )
    return _SIDECAR.format(image=image.name, steps=len(OPERATIONS), history=history)


def exchanging(folder: Path) -> Iterator[Ratio]:
    """Read, and set one field, by `exifilm exchange`, each time in a new process."""
    paths = _scans(folder / "selection", TO_READ)
    yield from _reading(folder, paths)
    few = paths[:TO_SET]
    for path in paths[TO_SET:]:
        path.unlink()
        sidecar_of(path).unlink()
    yield from _setting(folder, few)
    shutil.rmtree(folder / "selection")


def _scans(scans: Path, count: int) -> list[Path]:
    """Scans with full records in the images and in darktable's sidecars."""
    scans.mkdir()
    first = samples.jpeg(scans.parent / "first.jpg")
    paths = [scans / f"scan_{number:03}.jpg" for number in range(count)]
    for path in paths:
        shutil.copyfile(first, path)
        sidecar_of(path).write_text(darktable_sidecar(path), encoding="utf-8")
    give_records(paths)
    return paths


def _command(folder: Path, request: dict[str, object], paths: list[Path]) -> list[Path | str]:
    asked, answer = folder / "request.json", folder / "answer.json"
    asked.write_text(json.dumps({"exifilm": 1, **request, "files": [*map(str, paths)]}))
    return [EXIFILM, "exchange", asked, answer]


def _reading(folder: Path, paths: list[Path]) -> Iterator[Ratio]:
    """As nobody has read them before, and as the index knows them."""
    os.environ["EXIFILM_INDEX"] = "1"
    command = _command(folder, {"do": "read"}, paths)
    files = [file for path in paths for file in (path, sidecar_of(path))]
    cache = Path(os.environ["XDG_CACHE_HOME"])

    def unknown() -> Process:
        shutil.rmtree(cache, ignore_errors=True)
        return process(command)

    def plain() -> Process:
        return process(["exiftool", "-j", "-n", *files])

    what = f"reading {len(paths)} JPEG of 1 MB with darktable's sidecars"
    base = "`exiftool -j -n` on the same files"
    for how, ours in (
        (" for the first time", unknown),
        (", which the index knows", lambda: process(command)),
    ):
        _wall, spent = wall_and_processor(
            f"`exifilm exchange` {what}{how} | {base}",
            ours, plain, at_most=(READING, READING), rounds=5,
        )  # fmt: skip
        yield spent


def _setting(folder: Path, paths: list[Path]) -> Iterator[Ratio]:
    scans, data = paths[0].parent, Path(os.environ["XDG_DATA_HOME"])
    command = _command(folder, {"do": "set", "values": {"film": FILM}}, paths)
    tags = [
        import_file(folder, written).rename(folder / f"tags{number}.json")
        for number, written in enumerate(_tags(paths[0]))
    ]
    files = [paths, [*map(sidecar_of, paths)]]
    with kept(folder, scans, data) as fresh:

        def ours() -> Process:
            fresh()
            return process(command)

        def plain() -> Process:
            fresh()
            command: list[str | Path] = ["exiftool", "-config", CONFIG]
            for number, some in enumerate(files):
                write = ("-q", "-n", "-overwrite_original", f"-json={tags[number]}")
                command += [*(["-execute"] if number else []), *write, *some]
            return process(command)

        yield from wall_and_processor(
            f"`exifilm exchange` setting the film of {len(paths)} of them | `exiftool` writing the "
            "same tags to images and sidecars",
            ours, plain, at_most=SETTING, rounds=5,
        )  # fmt: skip


def _tags(path: Path) -> list[dict[str, object]]:
    """The tags that a save of the film writes, in the image and in the sidecar."""
    scan = Scan(path)
    plan = saving.planned(scan, saving.Wish(scan.record.replace(film=FILM)), scan.snapshot)
    assert plan
    places = [place for place in (scan.snapshot.image, scan.snapshot.sidecar) if place]
    return [dict(tags) for _, tags in saving.to_write(scan.snapshot, places, plan)]
