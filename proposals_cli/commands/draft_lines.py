"""The lines of a draft that mistakes are in."""

import re
from collections.abc import Iterator

import yaml

from proposals_cli.commands.yaml_text import DraftLoader
from proposals_cli.domain.editing.proposal_drafts import SHORT_KEYS
from proposals_cli.errors import MistakesError, PropError, mistakes_of, raise_all

_SHORT_KEYS = (*SHORT_KEYS.items(), ("name", "names"))


class DraftLines:
    """Finds the lines of mistakes in the text of one or several drafts."""

    def __init__(self, text: str) -> None:
        """Take the text as it was typed."""
        try:
            self._drafts = list(_draft_nodes(text))
        except (yaml.YAMLError, RecursionError):
            self._drafts = []

    def line_of(self, error: PropError) -> int | None:
        """Return the line, from 0, of a mistake; None if it is unknown.

        The line is that of the error's field, or else of a value that its message quotes.
        """
        found = re.search(r"at line (\d+)", error.message)
        if found:
            return int(found[1]) - 1
        path = re.findall(r"[^.\[\]]+", error.field)
        drafts, first = self._drafts, None
        if error.field.startswith("["):
            drafts = drafts[int(path.pop(0)) :][:1]
            first = drafts[0].start_mark.line if drafts else None
        for draft in drafts:
            for line in (_line_at(draft, path), _line_quoted(draft, error.message)):
                if line is not None:
                    return line
        return first


def raise_with_lines(error: PropError, text: str) -> None:
    """Raise an error whose messages begin with the lines of ``text`` that they are about."""
    lines = DraftLines(text)
    located = []
    for place, mistake in enumerate(mistakes_of(error)):
        # a line is looked for in all of the text, and no more mistakes are listed
        line = lines.line_of(mistake) if place < MistakesError.MAX_LISTED else None
        if line is not None and "at line" not in mistake.message:
            mistake.message = f"line {line + 1}: {mistake.message}"
        located.append((line or 0, mistake))
    raise_all([mistake for _, mistake in sorted(located, key=lambda one: one[0])])


def _draft_nodes(text: str) -> Iterator[yaml.Node]:
    for document in yaml.compose_all(text, DraftLoader):
        yield from _items(document) if isinstance(document, yaml.SequenceNode) else [document]


def _line_at(node: yaml.Node, path: list[str]) -> int | None:
    """Return the line of the longest existing part of a path; None if there is none."""
    line = None
    for step in path:
        match node:
            case yaml.MappingNode():
                # what stands under a short key is reported under the full one
                keys = (step, *(short for short, full in _SHORT_KEYS if full == step))
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
