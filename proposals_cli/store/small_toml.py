"""Parse TOML that a person wrote: not deeply nested."""

import re
import tomllib
from typing import Any

_DEEP = re.compile(r"""(?:^|[\[{,])[ \t]*+(?:[\w"'-]++[ \t]*+\.[ \t]*+){50}""", re.MULTILINE)
"""A key of fifty names, which takes time that grows with the square of its length."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a text says.

    Raises:
        ValueError: it is not TOML, has a number that is too long, or is nested too deeply.
    """
    if _DEEP.search(text):
        raise ValueError("it is nested too deeply")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
