"""Real host programs for the tests marked `hosts`.

On a machine of the gate, a test fails if the image's host is missing. Elsewhere, and for hosts that
the image does not declare, it is skipped.
"""

import os
import shutil

import pytest


def needed(host: str, program: str) -> str:
    """The path of a host's program."""
    found = shutil.which(program)
    image = os.environ.get("EXIFILM_GATE")
    if image is None:
        return found or pytest.skip(f"no {program} here; the gate has one")
    if host not in os.environ.get("EXIFILM_GATE_HOSTS", "").split():
        pytest.skip(f"{image} is without {host}")
    assert found, f"{image} should have {host}, and there is no {program}"
    return found
