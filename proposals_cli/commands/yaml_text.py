"""Records as YAML for editing: written with comments, read strictly."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import yaml

from proposals_cli.domain.editing.drafts import Draft
from proposals_cli.domain.editing.proposal_drafts import SHORT_KEYS
from proposals_cli.errors import InvalidRecordError, PropError
from proposals_cli.importing.readers.yaml_loader import StrictComposer
from proposals_cli.store.duplicate_keys import refuse_duplicate_keys

WIDTH = 96

MAX_DEPTH = 50
"""Levels of lists and mappings in a draft; a record has six."""

MESSAGE = "# >>> "
"""Prefix of the lines that explain a mistake; they are removed before the text is read."""


class _Loader(StrictComposer, yaml.SafeLoader):
    """YAML in which dates and yes/no stay text, as a person means them."""

    max_depth = MAX_DEPTH + 1  # of a list of drafts

    def __init__(self, text: str) -> None:
        yaml.SafeLoader.__init__(self, text)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# Only plain numbers, true and false: 12:30, 007 and yes stay text.
for _type, _pattern, _firsts in (
    ("bool", r"(?:true|false)\Z", "tf"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)\Z", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:e[-+][0-9]+)?\Z", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_type}", re.compile(_pattern), _firsts)


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
            f"This is not YAML: {problem}{where}.",
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
    yield from (found for found in yaml.load_all(text, _Loader) if found is not None)


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


def line_of(text: str, error: PropError) -> int:
    """Return the line, from 0, of a mistake; 0 if it is unknown.

    The line is that of the error's field, or else of a value that its message quotes.
    """
    found = re.search(r"at line (\d+)", error.message)
    if found:
        return int(found[1]) - 1
    try:
        drafts = list(_draft_nodes(text))
    except (yaml.YAMLError, RecursionError):
        return 0
    path = re.findall(r"[a-z_]+|\d+", getattr(error, "field", ""))
    path += re.findall("unknown field `(.+?)`", error.message)
    first = 0
    if path and path[0].isdigit():
        drafts = drafts[int(path.pop(0)) :][:1]
        first = drafts[0].start_mark.line if drafts else 0
    for draft in drafts:
        for line in (_line_at(draft, path), _line_quoted(draft, error.message)):
            if line is not None:
                return line
    return first


def _draft_nodes(text: str) -> Iterator[yaml.Node]:
    for document in yaml.compose_all(text, _Loader):
        yield from _items(document) if isinstance(document, yaml.SequenceNode) else [document]


def _line_at(node: yaml.Node, path: list[str]) -> int | None:
    """Return the line of the longest existing part of a path; None if there is none."""
    line = None
    for step in path:
        match node:
            case yaml.MappingNode():
                # what stands under a short key is reported under the full one
                keys = (step, *(short for short, full in SHORT_KEYS.items() if full == step))
                pairs = ((k, v) for key in keys for k, v in node.value if k.value == key)
                pair = next(pairs, None)
                if pair is None:
                    return line
                line, node = pair[0].start_mark.line, pair[1]
            case yaml.SequenceNode() if step.isdigit() and int(step) < len(_items(node)):
                node = _items(node)[int(step)]
                line = node.start_mark.line
            case _ if step == "0":  # a list of one may be the one
                continue
            case _:
                return line
    return line


def _line_quoted(node: yaml.Node, message: str) -> int | None:
    """Return the line of the first value quoted in a message, with or without its locator."""
    match node:
        case yaml.MappingNode():
            parts = [value for _, value in node.value]
        case yaml.SequenceNode():
            parts = node.value
        case _:
            forms = (node.value.strip(), node.value.partition(",")[0].strip())
            quoted = any(form and f"'{form}'" in message for form in forms)
            return node.start_mark.line if quoted else None
    lines = (_line_quoted(part, message) for part in parts)
    return next((line for line in lines if line is not None), None)


def _items(node: yaml.SequenceNode) -> list[yaml.Node]:
    """Return the items of a list that are not blank, as the reader of drafts counts them."""
    return [item for item in node.value if not _is_blank(item)]


def _is_blank(node: yaml.Node) -> bool:
    match node:
        case yaml.MappingNode():
            return all(_is_blank(value) for _, value in node.value)
        case yaml.SequenceNode():
            return all(_is_blank(item) for item in node.value)
        case _:
            return node.tag == "tag:yaml.org,2002:null" or not node.value.strip()
