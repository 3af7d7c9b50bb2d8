"""Keep the languages that a proposal's texts have, where a file only lets them be guessed."""

from collections.abc import Iterator
from typing import Any

import msgspec

from proposals_cli.domain.model.parts import Text
from proposals_cli.domain.model.records import Proposal


def in_known_languages(new: Proposal, existing: Proposal) -> Proposal:
    """Return a proposal whose texts are in the languages that the same words have in another."""
    known = dict(_words(existing))
    if not known or all(known.get(words, tag) == tag for words, tag in _words(new)):
        return new

    def text(one: Text) -> Text:
        return {known.get(words, tag): words for tag, words in one.items()}

    def part(one: Any) -> Any:
        return msgspec.structs.replace(one, text=text(one.text)) if one and one.text else one

    titles = (
        msgspec.structs.replace(one, lang=known.get(one.text, one.lang)) for one in new.titles
    )
    return msgspec.structs.replace(
        new,
        titles=tuple(titles),
        summary=part(new.summary),
        problem=part(new.problem),
        measures=tuple(map(part, new.measures)),
        actions=tuple(map(part, new.actions)),
    )


def _words(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Yield the texts of a proposal with their languages."""
    for title in proposal.titles:
        yield title.text, title.lang
    for one in (proposal.summary, proposal.problem, *proposal.measures, *proposal.actions):
        if one:
            for tag, words in one.text.items():
                yield words, tag
