"""Files that the hosts themselves write are read quickly, and as ExifTool reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.quick import by_hosts
from tests.readers.quick.differential import compared

pytestmark = pytest.mark.hosts


@pytest.mark.parametrize("host", by_hosts.MAKERS)
def test_files_of_a_host_are_read_quickly(tmp_path: Path, host: str) -> None:
    scans, folder = tmp_path / "scans", tmp_path / host
    scans.mkdir()
    folder.mkdir()
    made = by_hosts.MAKERS[host](by_hosts.scans(scans), folder)
    found = compared(made)
    assert len(made) >= 15
    assert found.differences == []
    assert found.failures == []
    assert len(found.quick) >= 0.95 * len(made), found.doubts
