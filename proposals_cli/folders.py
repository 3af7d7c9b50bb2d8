"""The user's folders for bases and for indexes, and the configuration file."""

import os
import sys
from pathlib import Path

_NAME = "prop"


def data_folder() -> Path:
    """Return the folder of the user's base and drafts."""
    folder = _xdg_folder("XDG_DATA_HOME", ".local/share")
    if folder is None:
        from platformdirs import user_data_path

        folder = user_data_path(_NAME)
    return folder


def cache_folder() -> Path:
    """Return the folder of indexes."""
    folder = _xdg_folder("XDG_CACHE_HOME", ".cache")
    if folder is None:
        from platformdirs import user_cache_path

        folder = user_cache_path(_NAME)
    return folder


def config_file() -> Path | None:
    """Return the configuration file; None if there is none.

    PROP_CONFIG names another, which must exist, or none if it is empty.
    """
    named = os.environ.get("PROP_CONFIG")
    if named is not None:
        return expanded(Path(named)) if named else None
    path = usual_config_file()
    return path if os.path.exists(path) else None  # noqa: PTH110  # False for a closed folder


def usual_config_file() -> Path:
    """Return where the configuration file is unless PROP_CONFIG names another."""
    folder = _xdg_folder("XDG_CONFIG_HOME", ".config")
    if folder is None:
        from platformdirs import user_config_path

        folder = user_config_path(_NAME)
    return folder / "config.toml"


def _xdg_folder(variable: str, default: str) -> Path | None:
    """Return a folder as platformdirs does on Linux, without its import, which delays the start.

    None: another platform, or a home folder that only platformdirs can find.
    """
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ:
        return None
    parent = Path(os.environ.get(variable, ""))
    if not parent.is_absolute():  # to be ignored, by the XDG specification
        parent = Path(os.environ.get("HOME", ""), default)
    return parent / _NAME if parent.is_absolute() else None


def is_address(text: str) -> bool:
    """Return whether a text names a base on a server, or was meant to, and is no path.

    What may contain a password must not be repeated in a message as the path of a file is.
    """
    meant = text.strip().lower()
    return meant.startswith(("postgresql:", "postgres:", "service=")) or "password=" in meant


def expanded(path: Path) -> Path:
    """Return a path with ``~`` replaced; with the name of an unknown user it is left as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  # Path.expanduser would raise RuntimeError
