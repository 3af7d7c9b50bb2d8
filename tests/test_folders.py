"""The user's folders are those of platformdirs."""

import sys

import platformdirs
import pytest

from proposals_cli.folders import cache_folder, data_folder


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("home", ["/home/somebody", "/home/somebody/", "relative", None])
@pytest.mark.parametrize("named", ["/data/of mine", "/data/", "", "relative/path", None])
def test_folders_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, home: str | None, named: str | None
) -> None:
    """On Linux the variables are read without platformdirs, with the same result."""
    values = {"HOME": home, "XDG_DATA_HOME": named, "XDG_CACHE_HOME": named}
    for variable, value in values.items():
        if value is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, value)
    assert data_folder() == platformdirs.user_data_path("prop")
    assert cache_folder() == platformdirs.user_cache_path("prop")
