"""The configuration file: defaults of options, and named searches. It is read only if it exists."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.domain.text.languages import parse_languages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.folders import expanded, is_address
from proposals_cli.render.machine import MACHINE_FORMATS
from proposals_cli.store.input_file import read_small
from proposals_cli.store.small_toml import parse_toml

_LIST = ("lang", "format", "limit", "columns", "sort")

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("list", "search", "measures", "replies"), _LIST),
    **dict.fromkeys(("themes", "people", "bodies", "sources"), _LIST[:4]),
    "related": ("lang", "format", "limit"),
    "stats": ("lang", "format"),
    "show": ("lang",),
    "cite": ("lang", "style"),
    "export": ("lang",),
}
"""Command → the options whose defaults the file may set.

Nothing that changes a base is among them, and no limit of an export: it would lose records.
"""

_EVERYWHERE = ("lang", "format", "limit", "style")
"""The options that may stand outside the tables of commands: for all that have them."""


_SEARCH = re.compile(r"(?<![^\s(-])@([\w-]+)(?![^\s)])")


class Settings(NamedTuple):
    """What the configuration file says; ``defaults`` is command → parameter → value."""

    path: Path
    defaults: dict[str, dict[str, Any]]
    searches: dict[str, str]
    store: Path | str | None = None


def with_searches(term: str, settings: Settings | None, within: tuple[str, ...] = ()) -> str:
    """Return a term with the search, in brackets, that each ``@name`` outside quotes stands for.

    Args:
        term: an argument, or the text of a search that names others.
        settings: have the searches.
        within: the names of the searches that the text is of.

    Raises:
        InvalidQueryError: there is no search of a name, or a search names itself.
    """
    known = settings.searches if settings else {}

    def search(found: re.Match[str]) -> str:
        name = found[1]
        if name in within:
            raise InvalidQueryError(f"The search '@{name}' names itself.")
        if name in known:
            return f"({with_searches(known[name], settings, (*within, name))})"
        hint = did_you_mean(f"@{name}", [f"@{one}" for one in known])
        if known and not hint:
            hint = f"Searches: {', '.join(f'@{one}' for one in known)}."
        raise InvalidQueryError(
            f"There is no search '@{name}'.",
            hint or "Named searches are kept in the configuration file, under [searches].",
        )

    parts = re.split('("[^"]*"?)', term)
    return "".join(
        part if place % 2 else _SEARCH.sub(search, part) for place, part in enumerate(parts)
    )


def read_settings(path: Path) -> Settings:
    """Return what a configuration file says.

    Raises:
        InvalidQueryError: it is not TOML, or has a key or a value that is not known.
    """
    try:
        content = parse_toml(read_small(path))
    except (OSError, ValueError) as error:  # a file, UTF-8, TOML
        reason = error.strerror if isinstance(error, OSError) else error
        raise InvalidQueryError(f"{path} cannot be read: {reason}.") from error
    try:
        return _settings(content, path)
    except InvalidQueryError as error:
        raise InvalidQueryError(f"{path}: {error.message}", error.hint) from error


def _settings(content: dict[str, Any], path: Path) -> Settings:
    _known(content, ("store", *_EVERYWHERE, "searches", *DEFAULTS), "")
    searches = _table(content, "searches")
    for name, text in searches.items():
        if not re.fullmatch(r"[\w-]+", name) or not isinstance(text, str) or not text.strip():
            raise InvalidQueryError(
                f"'{name}' is not a search.", "Write a name and terms: mine = 'theme:fintech'."
            )
    shared = {key: _value(key, content[key]) for key in _EVERYWHERE if key in content}
    defaults = {}
    for command, keys in DEFAULTS.items():
        own = _table(content, command)
        _known(own, keys, f" in [{command}]")
        given = {**shared, **{key: _value(key, value) for key, value in own.items()}}
        # the parameter is not named as a function of Python is
        names = {"format": "format_"}
        defaults[command] = {names.get(key, key): given[key] for key in keys if key in given}
    store = content.get("store")
    if store is not None:
        text = _text("store", store)
        store = text if is_address(text) else path.parent / expanded(Path(text))
    return Settings(path, defaults, searches, store)


def _known(content: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in content:
        if key not in keys:
            raise InvalidQueryError(
                f"there is no setting '{key}'{where}.",
                did_you_mean(key, keys) or f"Settings: {', '.join(keys)}.",
            )


def _table(content: dict[str, Any], key: str) -> dict[str, Any]:
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise InvalidQueryError(f"'{key}' is a table.", f"Write [{key}] on a line of its own.")
    return table


def _value(key: str, value: Any) -> Any:
    """Return the value of a setting as the option takes it."""
    match key:
        case "limit":
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise InvalidQueryError("'limit' is a whole number from 1.")
            return value
        case "format":
            formats = ["table", *MACHINE_FORMATS]
            if value not in formats:
                raise InvalidQueryError(f"'format' is one of {', '.join(formats)}.")
            return value
        case "lang":
            languages = _text(key, value)
            parse_languages(languages)
            return languages
        case _:
            return _text(key, value)


def _text(key: str, value: Any) -> str:
    """Return a text, or several joined by commas."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) and part.strip() for part in parts) or not parts:
        raise InvalidQueryError(f"'{key}' is a text.", f'Write {key} = "…".')
    return ",".join(parts)
