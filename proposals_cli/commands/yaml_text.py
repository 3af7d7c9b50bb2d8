"""Records as YAML for editing: written with comments, read strictly."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import yaml

from proposals_cli.domain.editing.drafts import Draft
from proposals_cli.errors import InvalidRecordError
from proposals_cli.importing.readers.yaml_loader import StrictComposer
from proposals_cli.store.duplicate_keys import refuse_duplicate_keys

WIDTH = 96

MAX_DEPTH = 50
"""Levels of lists and mappings in a draft; a record has six."""

MESSAGE = "# >>> "
"""Prefix of the lines that explain a mistake; they are removed before the text is read."""


class DraftLoader(StrictComposer, yaml.SafeLoader):
    """YAML in which dates and yes/no stay text, as a person means them."""

    max_depth = MAX_DEPTH + 1  # of a list of drafts

    def __init__(self, text: str) -> None:
        yaml.SafeLoader.__init__(self, text)


DraftLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# Only plain numbers, true and false: 12:30, 007 and yes stay text.
for _type, _pattern, _firsts in (
    ("bool", r"(?:true|false)\Z", "tf"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)\Z", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:e[-+][0-9]+)?\Z", "-+0123456789"),
):
    DraftLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_type}", re.compile(_pattern), _firsts)


class _Dumper(yaml.SafeDumper):
    """YAML that reads back unchanged."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # PyYAML folds these line breaks away unless they are escaped.
    style = '"' if any(mark in text for mark in "\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)


def without_messages(text: str) -> str:
    """Return a draft without the messages that were inserted into it."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(MESSAGE))


def read_drafts(text: str) -> list[Draft]:
    """Read one draft, or a list of drafts, from YAML or JSON.

    Raises:
        InvalidRecordError: the text is neither; the message names the line.
    """
    text = without_messages(text)
    try:
        documents = list(_documents(text))
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        if isinstance(error, yaml.reader.ReaderError):
            mark = _mark(text, error.position)
            problem = f"the character U+{error.character:04X} is not allowed"
        where = f" at line {mark.line + 1}" if mark else ""
        raise InvalidRecordError(
            f"This is not YAML: {_in_words(problem)}{where}.",
            'Correct the line. Quote a text that contains ": " or begins with a symbol.',
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    drafts = [draft for d in documents for draft in (d if isinstance(d, list) else [d])]
    if not drafts:
        raise InvalidRecordError("The draft is empty.", "Fill in a title and a year.")
    if not all(isinstance(draft, dict) for draft in drafts):
        raise InvalidRecordError("A draft must be a list of fields.", "Start with `title: …`.")
    if _deeper_than(drafts, MAX_DEPTH):
        raise _too_deep()
    if not _is_finite(drafts):
        raise InvalidRecordError(
            "NaN and infinity are not allowed.", "Quote the value if it is text."
        )
    return drafts


_PROBLEMS = (
    (r"mapping values are not allowed here", 'a second ": ", or a line that is indented too far'),
    (r"could not find expected ':'", 'a line without ": "'),
    (r"expected ',' or '(.)', but got .*", r"a bracket without its '\1', or items without a comma"),
    (r"found unexpected end of stream", "a quotation mark that is not closed"),
    (r"found character '\\t' that cannot .*", "a tab; indent with spaces"),
    (r"found character (.*) that cannot start any token", r"a text that begins with \1"),
    (r"expected chomping or indentation .* found (.*)", r"\1 after the sign for a long text"),
    (r"expected <block end>, but found .*", "a line that is indented unlike those above"),
    (r"sequence entries are not allowed here", 'a list that begins behind a ": "'),
    (r"found unknown escape character (.*)", r"\1 after a backslash means nothing"),
    (r"expected '<document start>', but found .*", "a line that belongs to nothing"),
    (r"(?:while|expected|found) .*", "a line that cannot be read"),
)
"""What PyYAML says → what a person who types a draft can see; the last stands for the rest."""


def _in_words(problem: str) -> str:
    for pattern, words in _PROBLEMS:
        if found := re.fullmatch(pattern, problem, re.DOTALL):
            return found.expand(words)
    return problem  # in words of ours


def _documents(text: str) -> Iterator[Any]:
    """Yield the documents of a text, read as JSON if it is JSON."""
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        # YAML does not read all JSON: not tabs, nor characters escaped as surrogate pairs
        try:
            refuse_duplicate_keys(text.lstrip("\ufeff"))
            yield json.loads(text.lstrip("\ufeff"))
        except json.JSONDecodeError:
            pass
        else:
            return
    yield from (found for found in yaml.load_all(text, DraftLoader) if found is not None)


def _mark(text: str, position: int) -> yaml.Mark:
    return yaml.Mark("", position, text.count("\n", 0, position), 0, None, 0)


def _too_deep() -> InvalidRecordError:
    return InvalidRecordError("The draft is nested too deeply.", "Is it the right file?")


def _is_finite(value: Any) -> bool:
    """Tell whether all numbers are finite: JSON has no other."""
    if isinstance(value, float):
        return math.isfinite(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(_is_finite, parts))


def _deeper_than(value: Any, levels: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(levels == 0 or _deeper_than(part, levels - 1) for part in parts)


def write_draft(draft: Draft, head: str) -> str:
    """Return a draft as YAML below a comment."""
    body = yaml.dump(
        draft,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
        default_flow_style=False,
    )
    return "".join(f"# {line}\n" for line in head.splitlines()) + str(body)
