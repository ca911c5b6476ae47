"""Puts the form's package on the path, next to the core in the work tree, as its host does."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "plugins"))
