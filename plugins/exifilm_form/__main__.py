"""`python -m exifilm_form [--print] [DIR|FILE…]`: the form as a program of its own.

ExifTool starts before the window's modules load, so that both are ready at the same time. Exit
status 69 means that this Python has no GTK 3; `exifilm edit` then tries another one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

NO_GTK = 69


def main(arguments: Sequence[str]) -> int:
    """Open the window on these paths; without any, on the last folder.

    After --print, it shows only the dialogue that prints the records.
    """
    try:
        import gi

        gi.require_version("Gtk", "3.0")  # without loading it yet
        gi.require_foreign("cairo")
    except (ImportError, ValueError):
        return NO_GTK
    from exifilm_core.errors import ExifilmError
    from exifilm_form.session import settings, trace
    from exifilm_form.session.finding import is_folder
    from exifilm_form.session.folder import host_of

    trace.watch()
    printing = list(arguments[:1]) == ["--print"]
    named = [Path(argument) for argument in arguments[printing:]]
    if not named:
        last = settings.remembered().get("folder")
        named = [Path(last) if isinstance(last, str) and is_folder(Path(last)) else Path.cwd()]
    try:
        host = host_of(named)
    except ExifilmError as problem:
        print(f"exifilm: {problem}", file=sys.stderr)
        return 2
    host.prepare()
    from gi.repository import GLib

    del sys.argv[1:]  # GTK parses these too, and fails on a path that is not UTF-8
    GLib.set_prgname("exifilm")  # set before GTK starts: desktops match the window by this name
    GLib.set_application_name("ExiFilm")
    from exifilm_form.gtk import Gdk

    if Gdk.Display.get_default() is None:
        print("exifilm: there is no display to open a window on.", file=sys.stderr)
        return 1
    from exifilm_form.program.window import run

    return run(host, printing=printing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
