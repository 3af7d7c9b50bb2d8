"""The user's folders are those of platformdirs."""

import sys
from pathlib import Path

import platformdirs
import pytest

from proposals_cli.folders import cache_folder, config_file, data_folder


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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
def test_the_configuration_file_is_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is found only if it exists."""
    monkeypatch.delenv("PROP_CONFIG", raising=False)
    for variable in ("XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
        path = platformdirs.user_config_path("prop") / "config.toml"
        assert config_file() is None
        path.parent.mkdir(parents=True)
        path.touch()
        assert config_file() == path
        monkeypatch.delenv(variable)
