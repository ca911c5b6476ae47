"""The user's folders are those of `platformdirs`, which is slow to load."""

from __future__ import annotations

import pytest
from platformdirs import user_config_path, user_data_path

from exifilm_core.files.user_folders import config_folder, data_folder


@pytest.mark.parametrize("home", [None, "", "/home/ansel", "relative", "/home/a b/"])
@pytest.mark.parametrize("xdg", [None, "", "/data", "relative", "~/data", "/data/", "/a/../b"])
@pytest.mark.parametrize("android", [None, "/system"])
def test_data_and_config_folder(
    home: str | None, xdg: str | None, android: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {"HOME": home, "ANDROID_ROOT": android}
    variables |= dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME"), xdg)
    for name, value in variables.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert data_folder() == user_data_path("exifilm", appauthor=False)
    assert config_folder() == user_config_path("exifilm", appauthor=False)
