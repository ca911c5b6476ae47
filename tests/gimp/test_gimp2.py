#!/usr/bin/env python2
# -*- coding: utf-8 -*-
"""GIMP 2.10's script, run against a stand-in for gimpfu: by our Python, and by Python 2.7 itself.

A stand-in for the command records its arguments; our Python also tests the real command.
"""

from __future__ import print_function

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCRIPT = os.path.join(ROOT, "plugins", "gimp2", "exifilm.py")

CANON = json.loads('"Ca\\u00f1\\u00f3n"')

NOTES = """#!%s
import json, os, sys
given = sys.stdin.read()
with open(os.environ["NOTES"], "w") as notes:
    json.dump([sys.argv[1:], given, os.environ.get("PYTHONHOME")], notes)
if os.environ.get("WRITES"):
    open(os.environ["WRITES"], "a").write("saved")
sys.stdout.write(os.environ.get("SAYS", ""))
sys.stderr.write(os.environ.get("COMPLAINS", ""))
sys.exit(int(os.environ.get("ENDS", "0")))
"""


def fresh_gimpfu():
    """The stand-in, with nothing registered."""
    sys.modules.pop("gimpfu", None)
    if HERE not in sys.path:
        sys.path.insert(0, HERE)
    import gimpfu

    return gimpfu


def load(gimpfu, source=None, name=SCRIPT):
    """Run the script as GIMP does; returns its names."""
    if source is None:
        with open(SCRIPT, "rb") as file:
            source = file.read()
    names = {"__name__": "__main__", "__file__": name}
    exec(compile(source, name, "exec"), names)
    assert gimpfu.queried == [sorted(gimpfu.registered)]
    return names


class OfGimp2(unittest.TestCase):
    """Each test has a folder, and in it a command that records its arguments."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.environment = dict(os.environ)
        self.notes = os.path.join(self.folder, "notes")
        program = os.path.join(self.folder, "exifilm")
        with open(program, "w") as file:
            file.write(NOTES % sys.executable)
        os.chmod(program, stat.S_IRWXU)
        for name in ("SAYS", "COMPLAINS", "ENDS", "WRITES"):
            os.environ.pop(name, None)
        os.environ.update(EXIFILM_COMMAND=program, NOTES=self.notes, PYTHONHOME="/of/gimp")
        self.gimpfu = fresh_gimpfu()
        self.names = load(self.gimpfu)
        self.scan = os.path.join(self.folder, "scan 1 %é.jpg")
        open(self.scan, "w").close()
        self.image = self.gimpfu.Image(imported_uri=self.uri(self.scan))

    def tearDown(self):
        os.environ.clear()
        os.environ.update(self.environment)
        shutil.rmtree(self.folder)
        sys.modules.pop("gimpfu", None)

    def uri(self, path):
        try:
            from urllib import quote
        except ImportError:
            from urllib.parse import quote
        return "file://" + quote(path)

    def run_it(self, name, *given):
        return self.gimpfu.run(name, self.gimpfu.RUN_NONINTERACTIVE, *given)

    def noted(self):
        with open(self.notes) as file:
            return json.load(file)

    def test_three_procedures_and_one_menu_entry(self):
        menus = dict((name, of["menu"]) for name, of in self.gimpfu.registered.items())
        self.assertEqual(
            menus,
            {
                "plug-in-exifilm-record": "<Image>/Image",
                "plug-in-exifilm-get": None,
                "plug-in-exifilm-set": None,
            },
        )

    def test_the_menu_entry_opens_the_form_on_the_image_s_file(self):
        self.gimpfu.run("plug-in-exifilm-record", 0, self.image, None)
        words, _given, python_home = self.noted()
        self.assertEqual(words[0], "edit")
        self.assertTrue(os.path.samefile(words[1], self.scan))
        self.assertEqual(python_home, None, "GIMP's Python is not that of the command")
        self.assertEqual(self.gimpfu.gimp.messages, [])

    def test_a_saved_record_brings_a_reminder_of_the_old_copy(self):
        """After a save in the file or in its sidecar; and none if nothing was saved."""
        for saved_in in (self.scan, self.scan + ".xmp"):
            os.environ["WRITES"] = saved_in
            self.gimpfu.run("plug-in-exifilm-record", 0, self.image, None)
            self.assertIn("Revert", self.gimpfu.gimp.messages.pop())
            self.assertEqual(self.gimpfu.gimp.messages, [])

    def test_get_gives_the_record(self):
        os.environ["SAYS"] = json.dumps({"file": "x", "record": {"subject": CANON}})
        (record,) = self.run_it("plug-in-exifilm-get", self.image)
        self.assertEqual(json.loads(record), {"subject": CANON})
        self.assertEqual(self.noted()[0][:2], ["show", "--json"])

    def test_set_hands_the_json_on(self):
        os.environ["SAYS"] = "Subject saved\n"
        given = '{"subject": "Ca\\u00f1\\u00f3n"}'
        (said,) = self.run_it("plug-in-exifilm-set", self.image, given)
        self.assertEqual(said, "Subject saved")
        words, noted, _ = self.noted()
        self.assertEqual(words[:3], ["set", "--json", "-"])
        self.assertEqual(noted, given)

    def test_what_the_command_complains_of_is_told(self):
        os.environ.update(ENDS="1", COMPLAINS="exifilm: it is write-protected")
        with self.assertRaises(RuntimeError) as caught:
            self.run_it("plug-in-exifilm-get", self.image)
        self.assertIn("write-protected", str(caught.exception))
        self.gimpfu.run("plug-in-exifilm-record", 0, self.image, None)
        self.assertEqual(self.gimpfu.gimp.messages, ["exifilm: it is write-protected"])

    def test_an_image_without_a_file_is_told(self):
        xcf = self.uri(os.path.join(self.folder, "a.xcf"))
        gone = self.uri(os.path.join(self.folder, "gone.jpg"))
        for image in (
            self.gimpfu.Image(),
            self.gimpfu.Image(uri=xcf, xcf_uri=xcf),
            self.gimpfu.Image(imported_uri=gone),
            self.gimpfu.Image(imported_uri="https://example.org/scan.jpg"),
        ):
            with self.assertRaises(RuntimeError):
                self.run_it("plug-in-exifilm-get", image)
            self.gimpfu.run("plug-in-exifilm-record", 0, image, None)
            self.assertIn("no file", self.gimpfu.gimp.messages[-1])
        self.assertFalse(os.path.exists(self.notes))

    def test_without_a_command_it_says_so(self):
        os.environ.update(EXIFILM_COMMAND="", PATH=os.path.join(self.folder, "nothing"))
        self.gimpfu.run("plug-in-exifilm-record", 0, self.image, None)
        self.assertIn("exifilm install gimp", self.gimpfu.gimp.messages[-1])

    def test_a_script_that_is_wrong_fails(self):
        """The stand-in is strict enough: it rejects what the real one rejects."""
        with open(SCRIPT, "rb") as file:
            right = file.read()
        for old, new in (
            (b'(PF_IMAGE, "image", "The image", None)', b'(PF_IMAGE, "image", "The image")'),
            (b'"image", "The image", None)', b'"the image", "The image", None)'),
            (b"    PF_STRING,\n", b"    PF_STRING,\n    PF_TEXTBOX,\n"),
            (b'menu="<Image>/Image"', b'menu="<Picture>/Image"'),
            (b'(PF_DRAWABLE, "drawable", "Not used", None),', b""),
            (b"def get(image):", b"def get(image, more):"),
        ):
            self.assertIn(old, right)
            gimpfu = fresh_gimpfu()
            with self.assertRaises((gimpfu.error, ImportError)):
                load(gimpfu, right.replace(old, new, 1))
        gimpfu = fresh_gimpfu()
        wrong = right.replace(b"gimp_image_get_imported_uri", b"gimp_image_get_imported_file")
        load(gimpfu, wrong)
        with self.assertRaises(AttributeError):
            self.gimpfu = gimpfu
            self.run_it("plug-in-exifilm-get", gimpfu.Image(uri=self.uri(self.scan)))


@unittest.skipIf(sys.version_info < (3, 11), "the real command needs a newer Python")
class WithTheRealCommand(OfGimp2):
    """The installed script, with only the command that it carries."""

    def setUp(self):
        OfGimp2.setUp(self)
        import pathlib

        from exifilm_core.integrations import gimp
        from tests import samples

        plug_ins = pathlib.Path(self.folder, "GIMP", "2.10", "plug-ins")
        plug_ins.mkdir(parents=True)
        gimp.install(plug_ins)
        (plug_ins / "exifilm" / "carried.json").write_text('{"exifilm": "0"}')
        exiftool = shutil.which("exiftool") or ""
        tools = pathlib.Path(self.folder, "tools")
        tools.mkdir()
        (tools / "python3").symlink_to(sys.executable)
        (tools / "exiftool").symlink_to(exiftool)
        (tools / "perl").symlink_to(shutil.which("perl") or "")
        os.environ.update(EXIFILM_COMMAND="", PATH="%s%s/usr/bin" % (tools, os.pathsep))
        os.environ.pop("PYTHONHOME")
        self.gimpfu = fresh_gimpfu()
        name = str(plug_ins / "exifilm" / "exifilm.py")
        self.names = load(self.gimpfu, name=name)
        samples.make(pathlib.Path(self.scan))

    def test_the_record_is_set_and_got(self):
        self.run_it("plug-in-exifilm-set", self.image, '{"film": "HP5 ½", "aperture": 22}')
        (record,) = self.run_it("plug-in-exifilm-get", self.image)
        self.assertEqual(json.loads(record)["film"], json.loads('"HP5 \\u00bd"'))
        told = subprocess.check_output(["exiftool", "-s3", "-FNumber", self.scan])
        self.assertEqual(told.strip(), b"22.0")

    def test_a_value_that_makes_no_sense_is_told(self):
        with self.assertRaises(RuntimeError) as caught:
            self.run_it("plug-in-exifilm-set", self.image, '{"aperture": "wide"}')
        self.assertIn("Aperture", str(caught.exception))


for name in [name for name in dir(OfGimp2) if name.startswith("test_")]:
    setattr(WithTheRealCommand, name, None)  # those are for the stand-in command

if __name__ == "__main__":
    unittest.main()
