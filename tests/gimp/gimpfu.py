# -*- coding: utf-8 -*-
"""A stand-in for GIMP 2.10's `gimpfu`, as strict as the real one about a script's errors.

It rejects what the real one rejects: a parameter of fewer than four parts, a kind that is no
number, an invalid name, an unknown constant. It also rejects a procedure that the PDB of 2.10 does
not have, and a call with other arguments. For Python 2.7 and 3.
"""

import inspect
import re

# The kinds of parameters, by the numbers of gimpfu.py of GIMP 2.10.
PF_INT8 = 2
PF_INT16 = 1
PF_INT32 = PF_INT = 0
PF_FLOAT = 3
PF_STRING = PF_VALUE = 4
PF_COLOR = PF_COLOUR = 10
PF_ITEM = 11
PF_DISPLAY = 12
PF_IMAGE = 13
PF_LAYER = 14
PF_CHANNEL = 15
PF_DRAWABLE = 16
PF_VECTORS = 17
PF_TOGGLE = PF_BOOL = 1000
PF_SLIDER = 1001
PF_SPINNER = PF_ADJUSTMENT = 1002
PF_FONT = 1003
PF_FILE = 1004
PF_BRUSH = 1005
PF_PATTERN = 1006
PF_GRADIENT = 1007
PF_RADIO = 1008
PF_TEXT = 1009
PF_PALETTE = 1010
PF_FILENAME = 1011
PF_DIRNAME = 1012
PF_OPTION = 1013

RUN_INTERACTIVE, RUN_NONINTERACTIVE, RUN_WITH_LAST_VALS = 0, 1, 2

_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
_PREFIXES = (
    "python-",
    "python_",
    "extension-",
    "extension_",
    "plug-in-",
    "plug_in_",
    "file-",
    "file_",
)
_OF_IMAGES = (PF_IMAGE, PF_LAYER, PF_CHANNEL, PF_DRAWABLE, PF_VECTORS, PF_DISPLAY, PF_ITEM)


class error(RuntimeError):
    """The real one's exception: a script with a wrong registration does not load."""


class Image:
    """An image, with the data that these procedures use."""

    def __init__(self, uri=None, imported_uri=None, xcf_uri=None):
        self.uri, self.imported_uri, self.xcf_uri = uri, imported_uri, xcf_uri


class _Pdb:
    """The procedures of GIMP 2.10 that this stand-in has; any other name raises an error."""

    def gimp_image_get_uri(self, image):
        return image.uri

    def gimp_image_get_imported_uri(self, image):
        return image.imported_uri

    def gimp_image_get_xcf_uri(self, image):
        return image.xcf_uri

    def __getattr__(self, name):
        raise AttributeError("GIMP 2.10 has no procedure %s, or its stand-in is missing" % name)


class _Gimp:
    """The module `gimp`."""

    def __init__(self):
        self.messages = []

    def message(self, text):
        if not isinstance(text, str):
            raise TypeError("must be string, not %s" % type(text).__name__)
        self.messages.append(text)


pdb, gimp = _Pdb(), _Gimp()
registered = {}
queried = []


def register(
    proc_name,
    blurb,
    help,
    author,
    copyright,
    date,
    label,
    imagetypes,
    params,
    results,
    function,
    menu=None,
    domain=None,
    on_query=None,
    on_run=None,
):
    """Register a procedure, if its declaration is valid."""
    _need(_NAME.match(proc_name), "procedure name contains illegal characters")
    for text in (blurb, help, author, copyright, date, label, imagetypes):
        _need(isinstance(text, str), "texts must be strings: %r" % (text,))
    for param in params:
        _need(len(param) >= 4, "parameter definition must contain at least 4 elements")
        _need(len(param) <= 5, "parameter definition has too many elements")
        _need(type(param[0]) is int, "parameter types must be integers")
        _need(_NAME.match(param[1]), "parameter name contains illegal characters")
    for result in results:
        _need(len(result) >= 3, "result definition must contain at least 3 elements")
        _need(type(result[0]) is int, "result types must be integers")
        _need(_NAME.match(result[1]), "result name contains illegal characters")
    _need(not (menu is None and "/" in label), "the path of the menu belongs into menu")
    if menu is not None:
        _need(
            re.match(r"<(Image|Layers|Channels|Vectors|Load|Save)>", menu), "no such menu: " + menu
        )
    if menu is not None and menu.startswith("<Image>") and imagetypes:
        kinds = [param[0] for param in params[:2]]
        _need(kinds == [PF_IMAGE, PF_DRAWABLE], "a menu entry gets an image and a drawable")
    arguments = inspect.getargspec if str is bytes else inspect.getfullargspec
    _need(len(arguments(function)[0]) == len(params), "the function takes other arguments")
    if not proc_name.startswith(_PREFIXES):
        proc_name = "python-fu-" + proc_name
    _need(proc_name not in registered, "registered twice: " + proc_name)
    registered[proc_name] = {
        "label": label,
        "menu": menu,
        "params": params,
        "results": results,
        "function": function,
    }


def main():
    """The last line of a script: GIMP queries its procedures."""
    queried.append(sorted(registered))


def run(proc_name, run_mode, *given):
    """Call a procedure as GIMP does, with its run mode first; returns its results as a tuple."""
    procedure = registered[proc_name]
    asked = [param for param in procedure["params"] if param[0] not in _OF_IMAGES]
    _need(run_mode == RUN_NONINTERACTIVE or not asked, "a dialog would ask for %r" % (asked,))
    _need(len(given) == len(procedure["params"]), "wrong number of parameters")
    returned = procedure["function"](*given)
    results = procedure["results"]
    if not results:
        _need(returned is None, "it returns something that it does not declare")
        return ()
    values = returned if isinstance(returned, tuple) else (returned,)
    _need(len(values) == len(results), "it returns another number of values than it declares")
    for (kind, name, _), value in zip(results, values):  # noqa: B905
        if kind == PF_STRING:
            _need(isinstance(value, str), "%s is no string: %r" % (name, value))
    return values


def _need(fact, otherwise):
    if not fact:
        raise error(otherwise)
