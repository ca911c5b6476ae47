"""The user's data folder is the one of `platformdirs`, which is slow to load."""

from __future__ import annotations

import pytest
from platformdirs import user_data_path

from exifilm_core.files.user_folders import data_folder


@pytest.mark.parametrize("home", [None, "", "/home/ansel", "relative", "/home/a b/"])
@pytest.mark.parametrize("xdg", [None, "", "/data", "relative", "~/data", "/data/", "/a/../b"])
@pytest.mark.parametrize("android", [None, "/system"])
def test_data_folder(
    home: str | None, xdg: str | None, android: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("HOME", home), ("XDG_DATA_HOME", xdg), ("ANDROID_ROOT", android)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert data_folder() == user_data_path("exifilm", appauthor=False)
