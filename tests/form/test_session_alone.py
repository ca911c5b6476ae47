"""The session's rooms load where there is no toolkit."""

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

PLUGINS = Path(__file__).parents[2] / "plugins"
SESSION = PLUGINS / "exifilm_form/session"

LOADS_WITHOUT = """
import importlib, sys
for toolkit in ("gi", "cairo"):
    sys.modules[toolkit] = None  # an import of it fails
for name in sys.argv[1:]:
    importlib.import_module(name)
found = sorted(name for name in sys.modules if name.startswith("exifilm_form."))
print(*(name for name in found if name not in sys.argv))
"""


def test_the_session_imports_no_toolkit_and_no_other_room() -> None:
    names = [module.name for module in pkgutil.iter_modules([str(SESSION)])]
    assert {"edit_session", "folder", "host", "trace"} <= {*names}
    packages = ["exifilm_form", "exifilm_form.session"]
    modules = [*packages, *(f"exifilm_form.session.{name}" for name in names)]
    paths = os.pathsep.join([str(PLUGINS), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", LOADS_WITHOUT, *modules],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "\n")
