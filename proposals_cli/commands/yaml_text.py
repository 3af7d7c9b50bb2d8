"""Records as YAML that a person edits: written with remarks, read without surprises."""

import re
from typing import Any

import yaml

from proposals_cli.domain.drafts import Draft
from proposals_cli.errors import InvalidRecordError, PropError

WIDTH = 96


class _Loader(yaml.SafeLoader):
    """YAML without what a newsroom's notes would trip over: dates and yes/no stay words."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


_KEPT = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_drafts(text: str) -> list[Draft]:
    """Read one draft, or a list of drafts, from YAML or JSON.

    Raises:
        InvalidRecordError: the text is neither; the message names the line.
    """
    try:
        documents = [d for d in yaml.load_all(text, _Loader) if d is not None]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error) or "nested too deeply"
        raise InvalidRecordError(
            f"This is not YAML: {problem}{where}.", "Mend the line."
        ) from error
    drafts = [draft for d in documents for draft in (d if isinstance(d, list) else [d])]
    if not drafts:
        raise InvalidRecordError("There is nothing in the draft.", "Fill in a title and a year.")
    if not all(isinstance(draft, dict) for draft in drafts):
        raise InvalidRecordError("A draft is a list of fields.", "Begin as in `title: …`.")
    return drafts


def write_draft(draft: Draft, head: str) -> str:
    """Return a draft as YAML under a head of remarks."""
    body = yaml.safe_dump(
        draft, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )
    return "".join(f"# {line}\n" for line in head.splitlines()) + str(body)


def line_of(text: str, error: PropError) -> int:
    """Return the line, from 0, that a mistake is about; 0 where that is not known."""
    found = re.search(r"at line (\d+)", error.message)
    if found:
        return int(found[1]) - 1
    path = re.findall(r"[a-z_]+|\d+", getattr(error, "field", ""))
    try:
        node = yaml.compose(text, _Loader)
    except yaml.YAMLError:
        return 0
    line = 0
    for step in path:
        match node:
            case yaml.MappingNode():
                pair = next(((k, v) for k, v in node.value if k.value == step), None)
                if pair is None:
                    return line
                line, node = pair[0].start_mark.line, pair[1]
            case yaml.SequenceNode() if step.isdigit() and int(step) < len(node.value):
                node = node.value[int(step)]
                line = node.start_mark.line
            case _:
                return line
    return line


TEMPLATE = """\
# A new proposal. Fill in what you know; what stays blank counts as not known.
# Themes and people go by id or name (`prop themes`, `prop people`).
# A citation is `SOURCE, LOCATOR` (`prop sources`) or a link; with one source below, statements
# without citations cite it. The id is made from year and English title unless you give one.
title:
  en:
  zh:
year:
body: npc
term:
session:
kind: suggestion            # suggestion, bill, cppcc-proposal, motion, petition, other
people: []
themes: []                  # the main one first
status:
  value: unknown            # planned, submitted, presented, replied, …: never more than reported
  as_reported:              # in the words of the source
problem:
  text:                     # a paraphrase in your own words
measures:
  - text:                   # one concrete thing that is asked for, paraphrased
    area:
    citations:
      -                     # scmp-2021, para 4
sources:                    # ids of sources, links, or descriptions of new ones
  - url:
    publisher:
    title:
    date:
notes:
  -
"""
