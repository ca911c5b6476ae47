#!/usr/bin/env python2
# -*- coding: utf-8 -*-
"""The exposure record inside GIMP 2.10, whose Python is 2.7.

That Python is too old for the core. So this script finds the image's file and runs the `exifilm`
command: it opens the form on the file, or gets and sets the record as JSON. The image in GIMP stays
as it is, so GIMP does not ask to save it. Its copy of the metadata becomes old; a message then
suggests File, Revert.

Python 2.7 and 3 can both run it; the tests do so.
"""

from __future__ import print_function

import json
import os
import subprocess
import sys

from gimpfu import (
    PF_DRAWABLE,
    PF_IMAGE,
    PF_STRING,
    gimp,
    main,
    pdb,
    register,
)

try:
    from urllib import unquote
except ImportError:  # Python 3
    from urllib.parse import unquote

HERE = os.path.dirname(os.path.abspath(__file__))
NO_COMMAND = (
    "The exifilm command was not found, and no Python 3.11 or later to run it with. Install "
    "ExiFilm, and then run: exifilm install gimp"
)
NO_FILE = (
    "This image has no file to save an exposure record in. Export it as a JPEG, TIFF or PNG file, "
    "open that file, and try again."
)

OLD_COPY = (
    "The record is saved in %s. GIMP still has the metadata as they were before: choose File, "
    "Revert before you export the image, or the export will lack the record."
)


def file_of(image):
    """The path of the file that the image was opened from, or None; an XCF does not count."""
    if pdb.gimp_image_get_xcf_uri(image):
        return None
    uri = pdb.gimp_image_get_imported_uri(image) or pdb.gimp_image_get_uri(image)
    if not uri or not uri.startswith("file://"):
        return None
    path = unquote(uri[len("file://") :])
    if sys.platform == "win32":
        path = path.lstrip("/")
    if path.lower().endswith((".xcf", ".xcf.gz", ".xcf.bz2", ".xcf.xz")):
        return None
    return path if os.path.isfile(path) else None


def command():
    """The first words of the exifilm command, and the environment for it; or None."""
    environment = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH"):  # set by GIMP for its Python 2
        environment.pop(name, None)
    for program in (environment.get("EXIFILM_COMMAND"), noted_command(), on_the_path("exifilm")):
        if program and os.path.isfile(program):
            return [program], environment
    carried = os.path.join(HERE, "lib")
    if os.path.isdir(carried):
        environment["PYTHONPATH"] = carried
        for name in ("python3", "python", "py"):
            python = on_the_path(name)
            if python and is_new_enough(python, environment):
                return [python, "-m", "exifilm_core.commands"], environment
    return None


def noted_command():
    """The command that installed this script, from the installer's note."""
    try:
        with open(os.path.join(HERE, "carried.json")) as note:
            return json.load(note).get("command")
    except (EnvironmentError, ValueError):
        return None


def on_the_path(name):
    """The path of a program, or None."""
    endings = [".exe", ".cmd", ".bat"] if sys.platform == "win32" else [""]
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for ending in endings:
            path = os.path.join(folder, name + ending)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    return None


def is_new_enough(python, environment):
    """Whether that Python can run the core."""
    asked = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.call(asked, env=environment) == 0
    except OSError:
        return False


def call(words, given=None):
    """Run the command with these words; returns its output. RuntimeError has its message."""
    found = command()
    if found is None:
        raise RuntimeError(NO_COMMAND)
    start, environment = found
    process = subprocess.Popen(
        start + words,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    printed, stderr = process.communicate(given)
    if process.returncode:
        said = stderr.decode("utf-8", "replace").strip()
        raise RuntimeError(native(said or "exifilm failed."))
    return printed


def native(text):
    """The text as this Python's `str`, the type that GIMP accepts."""
    return text.encode("utf-8") if str is bytes else text


def needed_file_of(image):
    """The path of the image's file. RuntimeError if there is none."""
    path = file_of(image)
    if path is None:
        raise RuntimeError(NO_FILE)
    return path


def versions_of(path):
    """Data that changes when a record is saved in the file, or in its sidecar."""
    found = []
    for each in (path, path + ".xmp"):
        try:
            facts = os.stat(each)
            found.append((facts.st_ino, facts.st_mtime, facts.st_size))
        except OSError:
            found.append(None)
    return found


def show(image, _drawable):
    """Open the form on the image's file, and wait until it closes."""
    try:
        path = needed_file_of(image)
        before = versions_of(path)
        call(["edit", path])
        if versions_of(path) != before:
            gimp.message(OLD_COPY % os.path.basename(path))
    except RuntimeError as problem:
        gimp.message(str(problem))


def get(image):
    """The record of the image's file, as JSON."""
    found = json.loads(call(["show", "--json", needed_file_of(image)]).decode("utf-8"))
    return json.dumps(found["record"])


def set_fields(image, record):
    """Set the fields in the JSON, in the file's record; returns the command's output."""
    given = record if isinstance(record, bytes) else record.encode("utf-8")
    said = call(["set", "--json", "-", needed_file_of(image)], given)
    return native(said.decode("utf-8").strip())


AUTHORS = ("The ExiFilm developers", "GPL-3.0-or-later", "2026")

register(
    "plug-in-exifilm-record",
    "Edit the exposure record of a film photograph",
    "Opens the exposure record of the image's file in a window laid out like the paper form. "
    "The record is saved in the file. GIMP 2.10 keeps a copy of the metadata in memory: open the "
    "file again (File, Revert) before you export it.",
    AUTHORS[0],
    AUTHORS[1],
    AUTHORS[2],
    "_Exposure Record...",
    "*",
    [
        (PF_IMAGE, "image", "The image", None),
        (PF_DRAWABLE, "drawable", "Not used", None),
    ],
    [],
    show,
    menu="<Image>/Image",
)
register(
    "plug-in-exifilm-get",
    "Get the exposure record of the image's file as JSON",
    "Returns a JSON object with the fields that are filled in. Opens no window.",
    AUTHORS[0],
    AUTHORS[1],
    AUTHORS[2],
    "",
    "*",
    [(PF_IMAGE, "image", "The image", None)],
    [(PF_STRING, "record", "The record, as a JSON object")],
    get,
)
register(
    "plug-in-exifilm-set",
    "Set fields of the exposure record of the image's file, given as JSON",
    "Takes a JSON object with the fields to set. null empties a field; the other fields stay as "
    "they are. Returns a sentence on what was saved. Opens no window.",
    AUTHORS[0],
    AUTHORS[1],
    AUTHORS[2],
    "",
    "*",
    [
        (PF_IMAGE, "image", "The image", None),
        (PF_STRING, "record", "The fields to set, as a JSON object", "{}"),
    ],
    [(PF_STRING, "said", "What was saved")],
    set_fields,
)

main()
