"""Measures the coverage of each Python that a test starts, also of one without coverage.py.

`tools/measure_coverage.py` puts this folder on PYTHONPATH, and Python imports this module first.
"""

import os
import sys

if place := os.environ.get("EXIFILM_COVERAGE"):
    sys.path.append(place)
    import coverage

    sys.path.remove(place)
    coverage.process_startup()
