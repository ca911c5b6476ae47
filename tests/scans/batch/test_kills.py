"""A save of many that is killed leaves each file old or new, and undo exact."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import samples
from tests.scans.batch.kill import Kills

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")


def test_killed_at_steps_from_the_first_to_the_last(tmp_path: Path, own_data_folder: Path) -> None:
    """kill.py does it a thousand times."""
    own_data_folder.mkdir()
    kills = Kills(tmp_path)
    assert kills.steps > 60
    rounds = samples.rounds(20)
    for number in range(rounds):
        kills.run(step=1 + number * kills.steps // rounds)
        if number % 7 == 6 or number == rounds - 1:
            kills.save_after()
        else:
            kills.look(undone=1)
    for step in kills.sidecars[:2]:
        kills.run(step=step + 1)
        kills.look(undone=2)
    undos = max(4, rounds // 4)
    for number in range(undos):
        kills.run(step=1 + number * kills.undo_steps // undos, undo=True)
        kills.look_at_undo()
    counted = ("new", "old", "undone", "saves of all afterwards", "not undone", "undone with many")
    for what in (*counted, "sidecar alone new"):
        assert kills.counts[what], kills.counts
