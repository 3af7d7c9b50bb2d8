"""Load YAML as plain data, without what can make a text do more than it shows.

Aliases (a few lines of them can stand for billions of values), tags and duplicate keys are errors,
and so is deep nesting. Subclasses add a parser, and say which words are numbers or true and false.
"""

from typing import Any, ClassVar

import yaml
from yaml.composer import Composer


class UnsupportedYamlError(yaml.MarkedYAMLError):
    """Valid YAML, but more than plain data."""

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)
        self.problem: str = problem


class StrictComposer(Composer):
    """Composes nodes; to be placed before a loader of PyYAML among the bases of a class.

    Raises:
        UnsupportedYamlError: an alias, a tag, a duplicate key, or a key that is a list or mapping.
        RecursionError: nested deeper than ``max_depth``.
    """

    max_depth: ClassVar[int]
    _depth = 0
    check_event: Any
    get_event: Any
    resolve: Any

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ARG002  # Composer's interface
        """Return the node that begins with the next event."""
        event = self.get_event()
        if isinstance(event, yaml.AliasEvent):
            raise UnsupportedYamlError("aliases (*name) are not supported", event.start_mark)
        if event.tag is not None:
            self.check_tag(event)
        if self._depth >= self.max_depth:
            raise RecursionError
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        self._depth += 1
        is_list = isinstance(event, yaml.SequenceStartEvent)
        node = self._sequence(event) if is_list else self._mapping(event)
        node.end_mark = self.get_event().end_mark
        self._depth -= 1
        return node

    def check_tag(self, event: Any) -> None:
        """Raise the error for a tag; a lone ``!`` changes nothing."""
        if event.tag != "!":
            raise UnsupportedYamlError("tags (!name) are not supported", event.start_mark)

    def tag_of(self, kind: type[yaml.Node], event: Any, value: str | None) -> str:
        """Return the tag of a node, which gives its type."""
        tag: str = self.resolve(kind, value, event.implicit)
        return tag

    def _scalar(self, event: Any) -> yaml.ScalarNode:
        tag = self.tag_of(yaml.ScalarNode, event, event.value)
        return yaml.ScalarNode(
            tag, event.value, event.start_mark, event.end_mark, style=event.style
        )

    def _sequence(self, event: Any) -> yaml.SequenceNode:
        tag = self.tag_of(yaml.SequenceNode, event, None)
        node = yaml.SequenceNode(tag, [], event.start_mark, None, event.flow_style)
        while not self.check_event(yaml.SequenceEndEvent):
            node.value.append(self.compose_node(node, len(node.value)))
        return node

    def _mapping(self, event: Any) -> yaml.MappingNode:
        tag = self.tag_of(yaml.MappingNode, event, None)
        node = yaml.MappingNode(tag, [], event.start_mark, None, event.flow_style)
        keys = set()
        while not self.check_event(yaml.MappingEndEvent):
            key = self.compose_node(node, None)
            if not isinstance(key, yaml.ScalarNode):
                raise UnsupportedYamlError("a key must be a single value", key.start_mark)
            if key.value in keys:
                raise UnsupportedYamlError(f"duplicate key '{key.value}'", key.start_mark)
            keys.add(key.value)
            node.value.append((key, self.compose_node(node, key)))
        return node
