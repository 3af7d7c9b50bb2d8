"""The cells that somebody edited in our own CSV, and what they change in a proposal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from proposals_cli.domain.model.parts import (
    Identifier,
    Measure,
    Relation,
    Series,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import RelationKind, Status, TextBasis, TitleBasis
from proposals_cli.domain.text.csv_cells import JOINT
from proposals_cli.domain.text.languages import Languages, language_of, main_script, scripts_of
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.importing.candidate import NewRecords, added
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.rows import RejectedRowError


@dataclass(frozen=True)
class _Edit:
    column: str
    before: str
    after: str


class Edits:
    """The edited cells of a row, to be applied to the state of the proposal in the base."""

    def __init__(
        self, exported: Proposal, languages: Languages, names: NameResolver, new: NewRecords
    ) -> None:
        self._exported = exported
        self._languages = languages
        self._names = names
        self._new = new
        self._edits: list[_Edit] = []

    def add(self, column: str, before: str, after: str) -> None:
        """Add an edited cell.

        Raises:
            RejectedRowError: it cannot be understood.
        """
        edit = _Edit(column, before, after)
        self._apply(self._exported, edit)
        self._edits.append(edit)

    def applied(self, proposal: Proposal) -> Proposal:
        """Return a proposal with the edits."""
        for edit in self._edits:
            proposal = self._apply(proposal, edit)
        return proposal

    def _apply(self, proposal: Proposal, edit: _Edit) -> Proposal:
        column = edit.column
        if column.startswith("title_"):
            return _replace(proposal, titles=_titles(proposal, edit))
        if column in ("summary", "problem"):
            return _replace(proposal, **{column: self._statement(proposal, edit)})
        change = {
            "status": _status,
            "as_reported": _status,
            "people": self._sponsors,
            "measures": self._measures,
            "series": _series,
            "continues": _relations,
            "official_numbers": _identifiers,
        }[column]
        field = {
            "as_reported": "status",
            "people": "sponsors",
            "continues": "relations",
            "official_numbers": "identifiers",
        }.get(column, column)
        return _replace(proposal, **{field: change(proposal, edit)})

    def _statement(self, proposal: Proposal, edit: _Edit) -> Statement:
        before: Statement | None = getattr(proposal, edit.column)
        if before is None:
            tag = language_of(edit.after)
            return Statement(text={tag: edit.after}, basis=TextBasis.REPORTED)
        tag = self._tag(before.text)
        return msgspec.structs.replace(before, text={**before.text, tag: edit.after})

    def _tag(self, text: Mapping[str, str]) -> str:
        """Return the language in which a text was shown."""
        shown = self._languages.text(dict(text))
        return next(tag for tag, words in text.items() if words == shown)

    def _language_of(self, words: str, others: Iterable[Measure]) -> str:
        """Return the language of a new measure: that of the others if its script is of it."""
        tags = (self._tag(one.text) for one in others)
        fitting = (tag for tag in tags if main_script(words) in scripts_of(tag))
        return next(fitting, language_of(words))

    def _sponsors(self, proposal: Proposal, edit: _Edit) -> tuple[Sponsor, ...]:
        gone, come = _difference(edit)
        left = [one for one in proposal.sponsors if one.name not in gone]
        for name in come:
            resolved = self._names.agent(name, language_of(name))
            who = added(resolved, "people", self._new) if resolved else None
            if who not in [one.who for one in left] or who is None:
                words = None if resolved and resolved.is_whole else name
                left.append(Sponsor(who=who, as_named=words))
        return tuple(left)

    def _measures(self, proposal: Proposal, edit: _Edit) -> tuple[Measure, ...]:
        """Return measures with other words in the place of those edited, or with more or fewer."""
        before, after = _items(edit.before), _items(edit.after)
        shown = {one_line(self._languages.text(one.text)): one for one in proposal.measures}
        if len(before) == len(after):
            changed = {old: new for old, new in zip(before, after, strict=True) if old != new}
            return tuple(
                self._reworded(one, changed[text]) if text in changed else one
                for text, one in shown.items()
            )
        left = [one for text, one in shown.items() if text in after or text not in before]
        last = max((int(one.id[1:]) for one in proposal.measures), default=0)
        new = (text for text in after if text not in before and text not in shown)
        left += [
            Measure(
                id=f"m{last + place:02}",
                text={self._language_of(text, shown.values()): text},
                basis=TextBasis.REPORTED,
            )
            for place, text in enumerate(new, 1)
        ]
        return tuple(left)

    def _reworded(self, measure: Measure, words: str) -> Measure:
        return msgspec.structs.replace(
            measure, text={**measure.text, self._tag(measure.text): words}
        )


def _titles(proposal: Proposal, edit: _Edit) -> tuple[Title, ...]:
    """Return titles with other words, or another basis, for the first one in a language."""
    tag, _, basis = edit.column[6:].partition("_")
    place = next((n for n, one in enumerate(proposal.titles) if _is_shown(one, tag)), None)
    if place is None:
        if basis:
            return proposal.titles
        return (*proposal.titles, Title(lang=tag, text=edit.after, basis=TitleBasis.REPORTED))
    change: dict[str, Any] = {"basis": _basis(edit)} if basis else {"text": edit.after}
    titles = list(proposal.titles)
    titles[place] = msgspec.structs.replace(titles[place], **change)
    return tuple(titles)


def _is_shown(title: Title, tag: str) -> bool:
    return title.lang == tag and title.basis is not TitleBasis.SUBJECT


def _basis(edit: _Edit) -> TitleBasis:
    try:
        return TitleBasis(edit.after.strip().lower())
    except ValueError as error:
        reason = f"a basis is one of {', '.join(TitleBasis)}"
        raise RejectedRowError(edit.column, reason) from error


def _status(proposal: Proposal, edit: _Edit) -> StatusClaim:
    """Return the status that was typed. Sources of an earlier one do not support it."""
    if edit.column == "as_reported":
        before = proposal.status or StatusClaim()
        return msgspec.structs.replace(before, as_reported=edit.after, citations=())
    try:
        return StatusClaim(value=Status(edit.after.strip().lower()))
    except ValueError as error:
        reason = f"a status is one of {', '.join(Status)}"
        raise RejectedRowError(edit.column, reason) from error


def _series(proposal: Proposal, edit: _Edit) -> tuple[Series, ...]:
    gone, come = _difference(edit)
    left = [one for one in proposal.series if one.id not in gone]
    known = {one.id for one in left}
    return (*left, *(Series(id=id_, name={"und": id_}) for id_ in come if id_ not in known))


def _relations(proposal: Proposal, edit: _Edit) -> tuple[Relation, ...]:
    gone, come = _difference(edit)
    left = [
        one
        for one in proposal.relations
        if one.kind is not RelationKind.CONTINUES or one.to not in gone
    ]
    known = {one.to for one in left if one.kind is RelationKind.CONTINUES}
    new = (id_ for id_ in come if id_ not in known)
    return (*left, *(Relation(kind=RelationKind.CONTINUES, to=id_) for id_ in new))


def _identifiers(proposal: Proposal, edit: _Edit) -> tuple[Identifier, ...]:
    """Return the numbers; one that takes the place of another keeps its scheme."""
    before, after = _items(edit.before), _items(edit.after)
    gone, come = _difference(edit)
    if len(before) == len(after):
        new = {old: text for old, text in zip(before, after, strict=True) if old != text}
        return tuple(
            msgspec.structs.replace(one, value=new.get(one.value, one.value))
            for one in proposal.identifiers
        )
    left = [one for one in proposal.identifiers if one.value not in gone]
    known = {one.value for one in left}
    return (*left, *(Identifier(scheme="number", value=one) for one in come if one not in known))


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(JOINT) if item.strip()]


def _difference(edit: _Edit) -> tuple[list[str], list[str]]:
    """Return the items of a list that somebody took out, and those put in."""
    before, after = _items(edit.before), _items(edit.after)
    return [one for one in before if one not in after], [one for one in after if one not in before]


_replace: Callable[..., Proposal] = msgspec.structs.replace
