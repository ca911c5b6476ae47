"""Show, set, find, undo, restore, check and print, as functions over many scans.

Results are values, not sentences: the commands word them. GIMP's procedures share some of these
functions. If one scan fails, its `Outcome` holds the problem, and the others go on.
"""

from exifilm_core.actions.outcomes import Outcome

__all__ = ["Outcome"]
