"""Real GIMP in a home folder of its own, with the plug-in installed as a user installs it."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

from tests.gate import hosts

ROOT = Path(__file__).resolve().parents[2]

_PRELUDE = '''
import json, traceback
from gi.repository import Gimp, Gio
SILENT = Gimp.RunMode.NONINTERACTIVE

def file(path):
    return Gio.File.new_for_path(str(path))

def load(path):
    return Gimp.file_load(SILENT, file(path))

def call(name, **arguments):
    """The results of a procedure; its error is raised."""
    procedure = Gimp.get_pdb().lookup_procedure(name)
    config = procedure.create_config()
    for key, value in arguments.items():
        config.set_property(key.replace("_", "-"), value)
    done = procedure.run(config)
    if done.index(0) != Gimp.PDBStatusType.SUCCESS:
        raise RuntimeError(done.index(1))
    return [done.index(place) for place in range(1, done.length())]

def get(image):
    return json.loads(call("plug-in-exifilm-get", image=image)[0])

def put(image, **fields):
    return json.loads(call("plug-in-exifilm-set", image=image, record=json.dumps(fields))[0])

def export(image, path):
    kind = {"jpg": "jpeg", "tif": "tiff", "png": "png"}[str(path)[-3:]]
    arguments = {f"include_{one}": True for one in ("exif", "xmp", "iptc")}
    call(f"file-{kind}-export", image=image, file=file(path), **arguments)

def refusal(name, **arguments):
    """The error of a procedure."""
    try:
        call(name, **arguments)
    except RuntimeError as problem:
        return str(problem)
    return ""

def new_image():
    image = Gimp.Image.new(32, 24, Gimp.ImageBaseType.RGB)
    kind = Gimp.ImageType.RGB_IMAGE
    image.insert_layer(
        Gimp.Layer.new(image, "layer", 32, 24, kind, 100, Gimp.LayerMode.NORMAL), None, 0
    )
    return image

answer = {}
image = next(iter(Gimp.get_images()), None)
try:
    exec(SCRIPT)
except Exception:
    answer["problem"] = traceback.format_exc()
with open(TOLD, "w") as told:
    json.dump(answer, told)
'''


def full_version() -> str:
    """GIMP's complete version, such as "3.0.4"."""
    asked = [hosts.needed("gimp", "gimp-console"), "--version"]
    told = subprocess.run(asked, check=True, capture_output=True, text=True)
    return told.stdout.split()[-1]


def version() -> str:
    """GIMP's version, such as "3.0"."""
    return ".".join(full_version().split(".")[:2])


def settings(home: Path) -> Path:
    """GIMP's settings folder in that home."""
    return home / ".config" / "GIMP" / version()


@functools.cache
def _used_before() -> tempfile.TemporaryDirectory[str]:
    """A home in which GIMP was used before; it is removed when the tests end.

    The first time, GIMP queries all its plug-ins, which takes three times the rest of a start.
    """
    folder = tempfile.TemporaryDirectory(prefix="exifilm-gimp-")
    home = Path(folder.name)
    settings(home).mkdir(parents=True)
    (settings(home) / "gimprc").write_text(
        f'(config-version "{full_version()}")\n(show-welcome-dialog no)\n'
        "(color-profile-policy keep)\n(metadata-rotation-policy keep)\n"
    )
    headless(home, "pass")
    return folder


def used_before(home: Path) -> None:
    """Give that home the settings of a used GIMP, without the plug-in."""
    shutil.copytree(settings(Path(_used_before().name)), settings(home))


def installed(home: Path) -> Path:
    """Install the plug-in by the command, for that home; returns its folder."""
    if not settings(home).exists():
        used_before(home)
    command = [sys.executable, "-m", "exifilm_core.commands", "install", "gimp"]
    subprocess.run(command, env=environment(home), check=True, capture_output=True)
    plug_in = settings(home) / "plug-ins" / "exifilm"
    assert (plug_in / "exifilm.py").is_file()
    return plug_in


def environment(home: Path, **more: str) -> dict[str, str]:
    """Only the path of the test's own environment, and that without our programs."""
    home.mkdir(exist_ok=True)
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    path = [p for p in os.get_exec_path() if not Path(p).is_relative_to(ROOT)]
    return {
        "HOME": str(home),
        "PATH": os.pathsep.join(path),
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(runtime),
        **more,
    }


def headless(
    home: Path,
    script: str,
    *,
    opened: Path | None = None,
    hidden: tuple[Path, ...] = (),
    **more: str,
) -> Any:
    """Run the script in GIMP without a window; returns the `answer` that it fills in.

    GIMP opens the file `opened` as a user does, not as a script does: GIMP 3.0 then keeps its name,
    and the script has it as `image`. The folders in `hidden` are empty for GIMP, as if deleted.
    """
    console = hosts.needed("gimp", "gimp-console")
    told, code = home / "told.json", home / "script.py"
    home.mkdir(parents=True, exist_ok=True)
    told.unlink(missing_ok=True)
    script = textwrap.dedent(script)
    code.write_text(f"SCRIPT = {script!r}\nTOLD = {str(told)!r}\n{_PRELUDE}", encoding="utf-8")
    batch = ["--batch-interpreter=python-fu-eval", "-b", f"exec(open({str(code)!r}).read())"]
    command = [console, "-i", "--quit", *batch, *([str(opened)] if opened else [])]
    if hidden:
        hide = "; ".join(f"mount -t tmpfs none {folder}" for folder in hidden)
        command = ["unshare", "--mount", "sh", "-ec", f'{hide}; exec "$@"', "sh", *command]
    done = subprocess.run(
        command,
        env=environment(home, **more),
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert told.exists(), f"GIMP did not come to the end of the script:\n{done.stdout}{done.stderr}"
    answer = json.loads(told.read_text(encoding="utf-8"))
    assert "problem" not in answer, f"{answer['problem']}\n{done.stderr}"
    assert "CRITICAL" not in done.stderr.replace("Gtk-CRITICAL", ""), done.stderr
    answer["stderr"] = done.stderr
    return answer


def kept(*files: Path) -> None:
    """Keep these with the gate's run, if the gate runs the test."""
    out = os.environ.get("EXIFILM_GATE_OUT")
    for file in files:
        if out and file.exists():
            shutil.copy(file, Path(out) / file.name)
