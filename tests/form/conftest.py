"""The form's package lies beside the core in the work tree, and is put on the path by its host."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "plugins"))
