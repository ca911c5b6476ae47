"""The sidecar beside a raw, which ExiFilm and darktable share: each keeps what the other wrote."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests import samples
from tests.darktable import real
from tests.darktable.real import rows, tags

pytestmark = pytest.mark.hosts
Start = Callable[..., real.Darktable]
STYLE = """<?xml version="1.0" encoding="UTF-8"?>
<darktable_style version="1.0"><info><name>negative</name><description/></info><style><plugin>
<num>0</num><module>2</module><operation>invert</operation>
<op_params>0000803f0000803f0000803f0000803f</op_params><enabled>1</enabled><blendop_params/>
<blendop_version>11</blendop_version><multi_priority>0</multi_priority><multi_name/>
</plugin></style></darktable_style>
"""
EDIT = """
    local by = images()
    for _, style in ipairs(dt.styles) do
        if style.name == "negative" then
            for _, name in ipairs({names}) do style:apply(by[name]) end
            return true
        end
    end
    error("no such style")"""
TYPED = {
    "subject": "Tarn", "film": "Ilford FP4+", "film_format": "4x5", "aperture": "f/22½",
    "holder": "7A", "developer": "D-76",
}  # fmt: skip
TAGS = ["film|developer|D-76", "film|format|4x5", "film|stock|Ilford FP4+"]
BY = ("darktable", "exifilm", "panel")


class Raws:
    """Raws named after the program that writes the sidecar first."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.paths = {name: samples.make(folder / f"{name}.dng") for name in BY}
        self.before = {name: path.read_bytes() for name, path in self.paths.items()}
        self.program = real.exifilm(folder.parent, "shows")

    def sidecar(self, name: str) -> Path:
        return self.folder / f"{name}.dng.xmp"

    def wait_for(self, window: real.Darktable, names: Iterable[str], *wanted: str) -> None:
        """Until darktable has written these; 5.4 does so a moment later, and not at its end."""
        for name in names:
            window.waits(lambda name=name: self.has(name, wanted), f"{wanted} of {name}")

    def has(self, name: str, wanted: Iterable[str]) -> bool:
        """Whether the sidecar is complete and has these texts."""
        path = self.sidecar(name)
        text = path.read_text("utf-8") if path.exists() else ""
        return all(each in text for each in (*wanted, "</x:xmpmeta>"))

    def judge(self, names: Iterable[str], *, stars: int, notes: str | None = None) -> None:
        """The sidecars have the record, the edit and the stars."""
        for name in names:
            found = tags(self.sidecar(name))
            assert found["XMP-xmp:Rating"] == stars, name
            assert found["XMP-dc:Title"] == "Tarn", name
            steps = found["XMP-darktable:History"]
            assert "invert" in [step.get("Operation") for step in steps], name
            assert Scan(self.paths[name]).record == ExposureRecord(**TYPED, notes=notes), name
            shown = subprocess.run(
                [self.program, "show", self.paths[name]], check=True, capture_output=True, text=True
            )
            assert "Ilford FP4+" in shown.stdout and "f/22½" in shown.stdout, name
            assert not shown.stderr, name


def test_a_sidecar_keeps_the_record_the_edit_and_the_stars(
    darktable: Start, tmp_path: Path
) -> None:
    """Whoever writes first, and when each writes again; also while darktable runs."""
    raws = Raws(tmp_path / "raws")
    Scan(raws.paths["exifilm"]).save(ExposureRecord(**TYPED))
    style = tmp_path / "negative.dtstyle"
    style.write_text(STYLE, encoding="utf-8")

    def edit(window: real.Darktable, *names: str) -> None:
        files = [f"{name}.dng" for name in names]
        window.lua(EDIT.format(names=f"{{{', '.join(map(real.quoted, files))}}}"))
        window.gives_stars(dict.fromkeys(files, 4))

    with darktable(raws.folder) as window:
        assert window.lua("return images()['exifilm.dng'].title") == "Tarn"
        window.lua(f"dt.styles.import({real.quoted(str(style))})")
        edit(window, "darktable", "exifilm")
        window.selects("panel.dng")
        for field, text in TYPED.items():
            window.types(field, text)
        window.presses("apply")
        assert window.shown()["message"] == "record of 1 image saved"
        assert window.lua("return images()['panel.dng'].title") == "Tarn"
        assert window.tags_of("panel.dng") == TAGS
        edit(window, "panel")
        raws.wait_for(window, BY, 'xmp:Rating="4"', 'operation="invert"')
        raws.wait_for(window, ["exifilm", "panel"], "<dc:title>")
    raws.judge(["exifilm", "panel"], stars=4)
    Scan(raws.paths["darktable"]).save(ExposureRecord(**TYPED))
    for name in BY:
        Scan(raws.paths[name]).save(Scan(raws.paths[name]).record.replace(notes="cold"))
    raws.judge(BY, stars=4, notes="cold")

    with darktable() as window:
        window.gives_stars({f"{name}.dng": 2 for name in BY})
        window.selects("darktable.dng", "exifilm.dng", "panel.dng")
        window.presses("display")
        raws.wait_for(window, BY, 'xmp:Rating="2"', "<dc:title>")
        seen = window.lua("local r = {} for n, i in pairs(images()) do r[n] = i.title end return r")
        assert seen == {f"{name}.dng": "Tarn" for name in BY}
        assert [window.tags_of(f"{name}.dng") for name in BY] == [TAGS] * 3
    raws.judge(BY, stars=2, notes="cold")
    query = "select filename from history join images on imgid = id where operation = 'invert'"
    edited = rows(tmp_path / "darktable" / "library.db", query)
    assert sorted({name for (name,) in edited}) == [f"{name}.dng" for name in BY]
    assert {name: path.read_bytes() for name, path in raws.paths.items()} == raws.before
    made = {f"{name}.dng{ending}" for name in BY for ending in ("", ".xmp")}
    assert {path.name for path in raws.folder.iterdir()} == made
