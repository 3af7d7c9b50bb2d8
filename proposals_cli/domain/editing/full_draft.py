"""One draft completed: what it says in short, in full, and the fields that it lacks."""

from collections.abc import Callable, Container
from contextlib import suppress
from itertools import islice
from typing import Any

from proposals_cli.domain.editing.agents import AgentNames
from proposals_cli.domain.editing.draft_sources import (
    DraftSources,
    set_kind,
    source_slug,
    sources_in,
)
from proposals_cli.domain.editing.full_form import MAX_LISTED, FullForm
from proposals_cli.domain.editing.placement import Placement
from proposals_cli.domain.editing.proposal_drafts import (
    SHORT_KEYS,
    as_list,
    cite_everything,
    wanted_id,
    with_long_keys,
    with_numbers,
    with_replies,
    without_numbers,
    without_repeats,
    year_of,
)
from proposals_cli.domain.editing.short_forms import Fields, expanded_reply
from proposals_cli.domain.lookup import find_record
from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.mistakes import MISSING, WRONG, mistakes_in
from proposals_cli.domain.model.parts import Action
from proposals_cli.domain.model.records import TABLES, Body, Defaults, Proposal, Record
from proposals_cli.domain.model.vocabulary import KIND_OF, Kind
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.resolving.values import known_value
from proposals_cli.domain.text.slugs import title_slug
from proposals_cli.errors import InvalidQueryError, InvalidRecordError

FIRST_YEAR = 1000
"""The first year that a new record may have; an earlier one is short for another."""

MAX_MISTAKES = 1_000
"""Mistakes of one draft that are looked for; far fewer are listed."""

_NAMING = ("name", "names", "text", "words")
"""The fields from which an id is made."""

_LONG_KEYS: dict[str, dict[str, str]] = {"proposals": SHORT_KEYS, "people": {"name": "names"}}
"""Table → short key → the field that it stands for."""

_STAND_INS: dict[str, Fields] = {
    "proposals": {"kind": str(Kind.OTHER), "titles": [{"lang": "und", "text": "?"}]}
}
"""Values for needed fields that are wrong, in a record that only shows its references."""


def long_key(table: str, key: str) -> str:
    """Return the field that a key of a draft stands for."""
    return _LONG_KEYS.get(table, {}).get(key, key)


def _first_of(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


class FullDraft(FullForm):
    """Completes one draft: its parts, and the fields that it lacks."""

    def __init__(
        self,
        index: ProposalIndex,
        agents: AgentNames,
        sources: DraftSources,
        free_id: Callable[[str], str],
        *,
        cite_all: bool,
    ) -> None:
        """Take what the drafts of one change share, and whether claims cite all sources."""
        super().__init__(index, agents, sources, Placement(index.base().language))
        self._free_id = free_id
        self._cite_all = cite_all

    def record(self, table: str, draft: Fields, extra: Any, *, new: bool) -> Record | None:
        """Return the record of a draft, its mistakes noted.

        Args:
            table: of the record.
            draft: its fields, without blanks.
            extra: its field of this name, which is kept as it was given.
            new: add citations and drop sources that are cited; not for an edited record.

        Returns:
            The record, without the fields that are wrong; None if there is none without them. With
            mistakes it only shows what the draft refers to.
        """
        if table != "sources":  # a source has a language of its own
            with self.noting("language"):
                self.placement.settle(draft.pop("language", None))
        draft = (
            self._proposal(draft, new=new)
            if table == "proposals"
            else self._other(table, draft, new=new)
        ) | ({"extra": extra} if extra else {})
        self._note_mistakes(table, draft)
        if new:
            self._refuse_short_year(draft)
        wrong = {_first_of(mistake.field) for mistake in self.mistakes}
        if not wrong:
            return convert_record(table, draft)
        known = {name: value for name, value in draft.items() if name not in wrong}
        with suppress(InvalidRecordError):  # another field that is needed is wrong
            return convert_record(table, _STAND_INS.get(table, {}) | known)
        return None

    def fragment(self, table: str, draft: Fields, known: Fields) -> Fields:
        """Return some fields of a record in full, by their keys in the draft; mistakes are noted.

        Args:
            table: of the record.
            draft: the fields, without blanks.
            known: the body and the year of the record, if it is a proposal.
        """
        if table != "sources":
            with self.noting("language"):
                self.placement.settle(draft.pop("language", None))
        stated = {"id": "new", **known, **draft}
        if table == "proposals":
            full = self._proposal({"kind": str(Kind.OTHER), **stated}, new=False)
        else:
            full = self._other(table, stated, new=False)
        names = {key: long_key(table, key) for key in draft}
        fields = {key: full[name] for key, name in names.items() if name in full}
        self._note_mistakes(table, full, {*names.values()})
        self._refuse_short_year(draft)
        if "measures" in fields:
            fields["measures"] = without_numbers(fields["measures"], draft["measures"])
        return fields

    def _refuse_short_year(self, draft: Fields) -> None:
        year = draft.get("year", year_of(draft)[:4])
        if str(year).isdecimal() and int(year) < FIRST_YEAR:
            field = "year" if "year" in draft else "date"
            self._note(
                field, f"'{draft[field]}' lacks the four digits of a year.", "Write it as 2020."
            )

    def _note_mistakes(self, table: str, draft: Fields, only: Container[str] | None = None) -> None:
        """Note the mistakes of a draft in full that are not noted yet: all, or in some fields."""
        noted = {mistake.field for mistake in self.mistakes}
        short = [*_LONG_KEYS.get(table, ()), *(["language"] if table == "proposals" else [])]
        for one in islice(mistakes_in(TABLES[table], draft, "", short), MAX_MISTAKES):
            # what a group of fields lacks may be in the record; an item of a list is whole
            is_known = only is not None and one.message == MISSING and "[" not in one.field
            is_asked = only is None or _first_of(one.field) in only
            if one.field not in noted and is_asked and not is_known:
                self._note(one.field, one.message, one.hint)

    def _note(self, field: str, message: str, hint: str) -> None:
        said = f"field '{field}': {message}" if field else message
        self.mistakes.append(InvalidRecordError(said, hint, field))

    # -- a proposal --------------------------------------------------------------------------

    def _proposal(self, draft: Fields, *, new: bool) -> Fields:
        """Return the draft of a proposal in full, its mistakes noted."""
        replies = [expanded_reply(one) for one in as_list(draft.pop("reply", []))]
        draft = with_long_keys(draft)
        self.year = year_of(draft)
        with self.noting("body"):
            self._complete_body(draft)
        with self.noting("kind"):
            self._complete_kind(draft)
        listed = []
        for place, one in enumerate(as_list(draft.pop("sources", []))):
            with self.noting(f"sources[{place}]"):
                listed.append(self.sources.source(one, self.year, f"sources[{place}]"))
        draft = self.fields(Proposal, draft)
        draft["titles"] = without_repeats(draft["titles"])
        if replies:
            full = [
                self.fields(Action, one, "reply") if isinstance(one, dict) else one
                for one in replies
            ]
            draft["actions"] = with_replies(draft.get("actions", []), full)
        draft["measures"] = with_numbers(draft.get("measures", []))
        if isinstance(draft.get("themes"), list):
            draft["themes"] = [self._theme(*one) for one in enumerate(draft["themes"])]
        if new and listed and (len(listed) == 1 or self._cite_all):
            cite_everything(draft, listed)
        cited = set(sources_in(draft)) if new else set()
        draft["sources"] = [source for source in listed if source not in cited]
        if new and draft.get("date") and str(draft.get("year")) == str(draft["date"])[:4]:
            del draft["year"]  # the date has it
        if "id" not in draft:
            draft["id"] = self._free_id(wanted_id(draft))
        if new and not (draft["titles"] or draft.get("identifiers")):
            self.mistakes.append(
                InvalidRecordError(
                    "A proposal needs a title or a number.",
                    "Write `title: …`, or `identifiers: SCHEME NUMBER`.",
                    "titles",
                )
            )
            draft["titles"] = WRONG
        return draft

    def _theme(self, place: int, name: Any) -> Any:
        if not isinstance(name, str | int):
            return name
        with self.noting(f"themes[{place}]"):
            return known_value("theme", str(name), self.index)
        return WRONG

    def _complete_body(self, draft: Fields) -> None:
        """Take what the draft does not say from the base: its default, or the only one it has."""
        defaults = self.index.base().defaults or Defaults()
        bodies = sorted(self.index.ids("bodies"))
        body = draft.get("body") or defaults.body or (bodies[0] if len(bodies) == 1 else None)
        draft["body"] = WRONG if body is None else body
        if body is None:
            listed = ", ".join(bodies[:MAX_LISTED])
            raise InvalidRecordError(
                "A proposal needs a body: the legislature or the like that it is put to.",
                "Write `body: ID`, or give --body"
                + (f", one of: {listed}." if listed else ".")
                + " A new one: prop add --as body",
                "body",
            )
        if isinstance(body, str):
            draft["body"] = self.agents.find(body, ("bodies",)) or body
            record = find_record(self.index, "bodies", draft["body"])
            if isinstance(record, Body):
                self.placement.body = record.languages

    def _complete_kind(self, draft: Fields) -> None:
        defaults = self.index.base().defaults or Defaults()
        kinds = [kind.value for kind in self.index.facet_values("kind") if kind.proposals]
        kind = draft.get("kind") or defaults.kind or (kinds[0] if len(kinds) == 1 else None)
        draft["kind"] = WRONG if kind is None else kind
        if kind is None:
            raise InvalidRecordError(
                "A proposal needs a kind.",
                f"Write `kind: …`, or give --kind, one of: {', '.join(Kind)}.",
                "kind",
            )

    # -- other records -----------------------------------------------------------------------

    def _other(self, table: str, draft: Fields, *, new: bool) -> Fields:
        """Return the draft of any other record in full, its mistakes noted."""
        if table == "people" and "name" in draft:
            draft["names"] = draft.pop("name")
        if table == "sources" and new:
            set_kind(draft)
        if table == "bodies":
            self.placement.body = tuple(map(str, as_list(draft.get("languages", []))))
        if table == "notes" and "source" in draft:
            with self.noting("source"):
                draft["source"] = self.sources.source(draft["source"], "", "source")
        if isinstance(draft.get("person"), str):
            with self.noting("person"):
                draft["person"] = self._person(draft["person"], new=new)
        self.year = year_of(draft)
        draft = self.fields(TABLES[table], draft)
        if "id" not in draft:
            with self.noting("id"):
                draft["id"] = self._proposed_id(table, draft)
        return draft

    def _person(self, name: str, *, new: bool) -> str:
        found = self.agents.find(name)
        if found is None and new:
            near = self.agents.near(name)
            raise InvalidQueryError(
                f"There is no person or body '{name}'.",
                f"Did you mean {' or '.join(near)}?" if near else "New: prop add --as person",
            )
        return found or name

    def _proposed_id(self, table: str, draft: Fields) -> str:
        """Return a free id for a record that has none."""
        if table == "sources":
            return self._free_id(source_slug(draft))
        named = next((draft[key] for key in _NAMING if key in draft), "")
        texts = named.values() if isinstance(named, dict) else (named,)
        words = [title_slug(str(t.get("text") if isinstance(t, dict) else t)) for t in texts]
        wanted = next(filter(None, words), "")
        if not wanted:
            raise InvalidRecordError(
                f"A {KIND_OF[table]} without words in Latin letters needs an id.",
                "Write `id: …` or give --id, as li-yanhong.",
                "id",
            )
        return self._free_id(wanted)
