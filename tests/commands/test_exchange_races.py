"""darktable rewrites its sidecars in place while `exifilm exchange` saves a selection."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.xml import refuse_invalid
from tests import samples
from tests.commands.test_exchange import DARKTABLE
from tests.scans.contract import names

SCANS, WRITERS = 6, 3
WRITER = textwrap.dedent("""
    # As darktable does: what it read before, with its own keys, truncated and filled in place.
    import random, re, sys, time
    seed, writes, *sidecars = sys.argv[1:]
    chance = random.Random(seed)
    end = re.compile(rb'''(history_end(?:=["']|>))\\d+''')
    step = re.compile(rb'''(params(?:=["']|>))[0-9][^"'<]*''')
    for count in range(1, int(writes) + 1):
        sidecar = chance.choice(sidecars)
        data = b""
        while not data.rstrip().endswith((b">", b"\\0")):
            data = open(sidecar, "rb").read()
        time.sleep(chance.random() ** 2 * 0.8)
        new, found = end.subn(rb"\\g<1>%d" % count, data)
        new, steps = step.subn(rb"\\g<1>%032d" % count, new)
        assert found == steps == 1, data
        stale = open(sidecar, "rb").read() != data  # a save came in between: it is taken back
        with open(sidecar, "wb") as file:
            half = chance.randrange(len(new))
            file.write(new[:half])
            file.flush()
            time.sleep(chance.random() * 0.02)
            file.write(new[half:])
        print(count, int(stale), sidecar, flush=True)
""")


def edits(sidecar: Path) -> tuple[int, int]:
    """darktable's last number, in its own keys and in its history; the file is valid XML."""
    data = sidecar.read_bytes()
    refuse_invalid(data)
    [end] = re.findall(rb"""history_end(?:=["']|>)(\d+)""", data)
    [step] = re.findall(rb"""params(?:=["']|>)(\d+)""", data)
    return int(end), int(step)


@pytest.mark.skipif(os.name != "posix", reason="a file is kept open while it is replaced")
@pytest.mark.parametrize("suffix", [".jpg", ".dng"])
def test_two_hundred_writes_of_darktable(
    make_scan: Callable[..., Path], exifilm: Callable[..., Any], tmp_path: Path, suffix: str
) -> None:
    """Its edits are never lost; of ours, what it took back is found, named and restored."""
    paths = [make_scan(f"scan_{number}{suffix}", foreign=False) for number in range(SCANS)]
    for path in paths:
        sidecar_of(path).write_text(DARKTABLE)
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"

    def ask(do: str, **keys: Any) -> dict[str, Any]:
        files = [*map(str, paths)]
        request.write_text(json.dumps({"exifilm": 1, "do": do, "files": files, **keys}))
        assert exifilm("exchange", request, answer).status in (0, 1)
        found: dict[str, Any] = json.loads(answer.read_bytes())
        return found

    def saved(found: dict[str, Any]) -> set[str]:
        return {scan["files"][0] for scan in found["scans"] if scan["saved"]}

    last = dict.fromkeys(map(str, paths), "")
    assert saved(ask("set", values={"film": "FP4", "notes": "begun"})) == {*last}
    last = dict.fromkeys(last, "begun")
    writes = samples.rounds(100) // WRITERS
    seed = os.environ["EXIFILM_SEED"]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"{seed} {suffix} {number}", str(writes),
             *(str(sidecar_of(path)) for path in paths[number::WRITERS])],
            stdout=subprocess.PIPE, text=True,
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    try:
        rounds = 0
        while any(writer.poll() is None for writer in writers):
            rounds += 1
            found = ask("set", values={"notes": f"round {rounds}"})
            failed = {problem["file"] for problem in found["problems"]}
            assert saved(found) | failed == {*last}, found
            last |= dict.fromkeys(saved(found) - failed, f"round {rounds}")
            time.sleep(0.05)
        lines = [line for w in writers if w.stdout for line in w.stdout.read().splitlines()]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    where = f"EXIFILM_SEED={seed}, {rounds} rounds"
    assert [writer.returncode for writer in writers] == [0] * WRITERS, where
    written = {name: int(count) for count, _, name in (line.split(" ", 2) for line in lines)}
    stale = sum(int(line.split(" ")[1]) for line in lines)
    assert stale or writes < 20, f"they did not race: {where}"
    for path in paths:
        beside = sidecar_of(path)
        if str(beside) in written:
            count = written[str(beside)]
            assert edits(beside) == (count, count), f"darktable's edit is lost: {where}"
    found = ask("read")
    assert not found["problems"], where
    noted = {note["file"] for note in found["notes"]}
    for path in paths:
        scan = Scan(path)
        record = ExposureRecord(film="FP4", notes=last[str(path)], keywords="snow")
        if scan.record.replace(taken=None) != record or scan.overwritten_in_one:
            assert str(path) in noted, f"{where}: {scan.record}, {record}"
            assert exifilm("restore", path).status == 0
            scan = Scan(path)
        assert scan.record == record, where
        assert not (scan.overwritten or scan.overwritten_in_one), where
        refuse_invalid(sidecar_of(path).read_bytes())
    beside = [f"{path.name}.xmp" for path in paths]
    assert names(tmp_path) == sorted(
        [*(path.name for path in paths), *beside, "answer.json", "request.json"]
    )
