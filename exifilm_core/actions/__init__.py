"""What one does with many scans: show, set, undo, restore, check and print, as plain functions.

Each takes paths or a folder and gives structured results, without a word for the reader. The
commands are skins over them; GIMP's procedures and the window's printing use the same rules. A scan
that fails stops no other: its `Outcome` has the problem.
"""

from exifilm_core.actions.outcomes import Outcome

__all__ = ["Outcome"]
