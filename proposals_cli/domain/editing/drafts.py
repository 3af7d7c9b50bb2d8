"""Drafts: records as a person writes them, and how they are completed.

A draft has the fields of the record and may be shorter: blanks count as missing, a list of one
may be the one, and a part may be one text (``short_forms.py``). A text is placed under the
language that its script, the body or the base shows (``domain/text/languages.py``), unless the
draft names one in ``language``. People, bodies and themes may be given by name; a name that no
record has is kept as the source's words. Missing values are added: body and kind from the base,
the id from year and title, the numbers of measures, and the only source of a new draft as the
citation of every claim without one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from proposals_cli.domain.editing.agents import AgentNames
from proposals_cli.domain.editing.draft_sources import DraftSources, source_slug, sources_in
from proposals_cli.domain.editing.full_form import MAX_LISTED, FullForm, field_types
from proposals_cli.domain.editing.placement import Placement
from proposals_cli.domain.editing.proposal_drafts import (
    as_list,
    cite_everything,
    wanted_id,
    with_long_keys,
    with_numbers,
    with_replies,
    without_repeats,
    year_of,
)
from proposals_cli.domain.editing.short_forms import expanded_reply
from proposals_cli.domain.lookup import current_id, find_record
from proposals_cli.domain.model.decoding import convert_record, encode_record
from proposals_cli.domain.model.parts import Action, Shape
from proposals_cli.domain.model.records import TABLES, Body, Defaults, Proposal, Record, Source
from proposals_cli.domain.model.references import with_references
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.resolving.values import known_value
from proposals_cli.domain.text.slugs import title_slug
from proposals_cli.errors import InvalidQueryError, InvalidRecordError, PropError

Draft = dict[str, Any]


@dataclass(frozen=True)
class Drafted:
    """The record made from a draft, the new sources that the draft describes, and remarks.

    A remark says what the draft left open: a name that no record has, an unknown language.
    """

    record: Record
    sources: tuple[Source, ...] = ()
    remarks: tuple[str, ...] = ()


def without_blanks(value: Any) -> Any:
    """Return a draft without empty keys and items."""
    match value:
        case dict():
            cleaned = {key: without_blanks(part) for key, part in value.items()}
            return {key: part for key, part in cleaned.items() if part not in (None, "", [], {})}
        case list():
            parts = [without_blanks(part) for part in value]
            return [part for part in parts if part not in (None, "", [], {})]
        case str():
            return value.strip()
        case _:
            return value


def free_id(wanted: str, taken: Callable[[str], bool]) -> str:
    """Return an unused id: the wanted one, or it with the first unused number."""
    if not taken(wanted):
        return wanted
    number = 2
    while taken(f"{wanted}-{number}"):
        number += 1
    return f"{wanted}-{number}"


def table_with(id_: str, index: ProposalIndex) -> str | None:
    """Return the table of the record that has an id, or had it before; None for an unused id.

    An id must identify a record without its table, so every table is searched.
    """
    for table in TABLES:
        if index.record(table, id_) is not None:
            return table
    return next((table for _, table, _ in index.former_ids(id_)), None)


class DraftReader:
    """Make records from drafts, with the names and ids of one base.

    The records that one reader makes belong to one change: each has its own id, and a new source
    that several drafts name is one source.
    """

    def __init__(self, index: ProposalIndex, *, cite_all: bool = False) -> None:
        """Take the index; with ``cite_all``, claims cite all sources of a draft, not one only."""
        self.index = index
        self.cite_all = cite_all
        self.agents = AgentNames(index)
        self.sources = DraftSources(index, self.free_id)
        self._made: set[str] = set()

    def records(self, table: str, drafts: Sequence[Draft]) -> list[Drafted]:
        """Make records from several drafts; raise as ``record`` does, with the draft's number."""
        made = []
        for number, draft in enumerate(drafts):
            try:
                made.append(self.record(table, draft))
            except PropError as error:
                if len(drafts) > 1:
                    error.message = f"Draft {number + 1}: {error.message}"
                    if isinstance(error, InvalidRecordError):
                        error.field = f"[{number}].{error.field}"
                raise
        return made

    def record(self, table: str, draft: Draft, *, new: bool = True) -> Drafted:
        """Make a record of any table.

        Args:
            table: of the record.
            draft: its fields.
            new: add citations and drop sources that are cited; not for an edited record.

        Raises:
            InvalidRecordError: a field is missing or wrong; the message names it.
            InvalidQueryError: the base does not have a theme of this name, or has several people.
        """
        known = len(self.sources.new)
        draft = _with_text_keys(draft)
        _refuse_unpaired_surrogates(draft)
        extra = draft.pop("extra", None)  # kept as it was given
        draft = without_blanks(draft)
        placement = Placement(self.index.base().language)
        if table != "sources":  # a source has a language of its own
            placement.settle(draft.pop("language", None))
        full = _FullDraft(self, placement)
        if table == "proposals":
            draft = full.proposal(draft, new=new)
        else:
            draft = full.other(table, draft, new=new)
        record = with_references(
            convert_record(table, draft | ({"extra": extra} if extra else {})),
            partial(current_id, self.index),
        )
        self._made.add(record.id)
        sources = tuple(self.sources.new.values())[known:]
        return Drafted(record, sources, tuple(full.remarks()))

    def free_id(self, wanted: str) -> str:
        """Return an id that neither the base nor the change uses."""
        return free_id(wanted, self._is_taken)

    def _is_taken(self, id_: str) -> bool:
        return (
            id_ in self.sources.new or id_ in self._made or table_with(id_, self.index) is not None
        )


class _FullDraft(FullForm):
    """Completes one draft: its parts, and the fields that it lacks."""

    def __init__(self, drafts: DraftReader, placement: Placement) -> None:
        super().__init__(drafts.index, drafts.agents, drafts.sources, placement)
        self.drafts = drafts

    # -- a proposal --------------------------------------------------------------------------

    def proposal(self, draft: Draft, *, new: bool) -> Draft:
        """Return the draft of a proposal in full; raise as ``DraftReader.record`` does."""
        replies = [expanded_reply(one) for one in as_list(draft.pop("reply", []))]
        draft = with_long_keys(draft)
        self.year = year_of(draft)
        self._complete_body_and_kind(draft)
        listed = self.sources.listed(draft.pop("sources", []), self.year)
        draft = self.fields(Proposal, draft)
        draft["titles"] = without_repeats(draft["titles"])
        if new and not (draft["titles"] or draft.get("identifiers")):
            raise InvalidRecordError(
                "A proposal needs a title or a number.",
                "Write `title: …`, or `identifiers: SCHEME NUMBER`.",
                "titles",
            )
        if replies:
            full = [
                self.fields(Action, one, "reply") if isinstance(one, dict) else one
                for one in replies
            ]
            draft["actions"] = with_replies(draft.get("actions", []), full)
        draft["measures"] = with_numbers(draft.get("measures", []))
        if isinstance(draft.get("themes"), list):
            draft["themes"] = [known_value("theme", str(v), self.index) for v in draft["themes"]]
        if new and listed and (len(listed) == 1 or self.drafts.cite_all):
            cite_everything(draft, listed)
        cited = set(sources_in(draft)) if new else set()
        draft["sources"] = [source for source in listed if source not in cited]
        if new and draft.get("date") and str(draft.get("year")) == str(draft["date"])[:4]:
            del draft["year"]  # the date has it
        if "id" not in draft:
            draft["id"] = self.drafts.free_id(wanted_id(draft))
        return draft

    def _complete_body_and_kind(self, draft: Draft) -> None:
        """Take what the draft does not say from the base: its default, or the only one it has."""
        defaults = self.index.base().defaults or Defaults()
        bodies = sorted(self.index.ids("bodies"))
        body = draft.get("body") or defaults.body or (bodies[0] if len(bodies) == 1 else None)
        if body is None:
            listed = ", ".join(bodies[:MAX_LISTED])
            raise InvalidRecordError(
                "A proposal needs a body: the legislature or the like that it is put to.",
                "Write `body: ID`, or give --body"
                + (f", one of: {listed}." if listed else ".")
                + " A new one: prop add --as body",
                "body",
            )
        kinds = [kind.value for kind in self.index.facet_values("kind") if kind.proposals]
        kind = draft.get("kind") or defaults.kind or (kinds[0] if len(kinds) == 1 else None)
        if kind is None:
            raise InvalidRecordError(
                "A proposal needs a kind.",
                f"Write `kind: …`, or give --kind, one of: {', '.join(Kind)}.",
                "kind",
            )
        draft["body"], draft["kind"] = body, kind
        if isinstance(body, str):
            draft["body"] = self.agents.find(body, ("bodies",)) or body
            record = find_record(self.index, "bodies", draft["body"])
            if isinstance(record, Body):
                self.placement.body = record.languages

    # -- other records -----------------------------------------------------------------------

    def other(self, table: str, draft: Draft, *, new: bool) -> Draft:
        """Return the draft of any other record in full; raise as ``DraftReader.record`` does."""
        if table == "people" and "name" in draft:
            draft["names"] = draft.pop("name")
        if table == "bodies":
            self.placement.body = tuple(map(str, as_list(draft.get("languages", []))))
        if table == "notes" and "source" in draft:
            draft["source"] = self.sources.source(draft["source"], "")
        if isinstance(draft.get("person"), str):
            draft["person"] = self._person(draft["person"], new=new)
        self.year = year_of(draft)
        draft = self.fields(TABLES[table], draft)
        if "id" not in draft:
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

    def _proposed_id(self, table: str, draft: Draft) -> str:
        """Return a free id for a record that has none."""
        if table == "sources":
            return self.drafts.free_id(source_slug(draft))
        named = next((draft[key] for key in _NAMING if key in draft), "")
        texts = named.values() if isinstance(named, dict) else (named,)
        words = [title_slug(str(t.get("text") if isinstance(t, dict) else t)) for t in texts]
        wanted = next(filter(None, words), "")
        if not wanted:
            raise InvalidRecordError(
                f"{table}: a new record needs an id.", "Give it as 'id', as in li-yanhong.", "id"
            )
        return self.drafts.free_id(wanted)


_NAMING = ("name", "names", "text", "words")
"""The fields from which an id is made."""


def _with_text_keys(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _with_text_keys(part) for key, part in value.items()}
        case list():
            return [_with_text_keys(part) for part in value]
        case _:
            return value


def _refuse_unpaired_surrogates(draft: Draft) -> None:
    try:
        msgspec.json.encode(draft)
    except UnicodeEncodeError as error:
        raise InvalidRecordError(
            "A text contains an unpaired surrogate.", "Type or paste the character again."
        ) from error


def _with_words(shape: type[Shape], fields: Draft) -> Draft:
    """Return stored fields with no part empty: one that has only defaults says the first."""
    for key, type_ in field_types(shape).items():
        if type_.form != "part" or key not in fields:
            continue
        given = fields[key]
        for part in as_list(given):
            _with_words(type_.shape, part)
            if not part:
                part.update(_first_default(type_.shape))
    return fields


def _first_default(shape: type[Shape]) -> Draft:
    defaults = ((f.encode_name, f.default) for f in msgspec.structs.fields(shape))
    return next(({key: str(value)} for key, value in defaults if isinstance(value, str)), {})


def draft_of(record: Record) -> Draft:
    """Return a record as a draft to edit: without history and blanks."""
    draft = _with_words(type(record), msgspec.json.decode(encode_record(record)))
    draft.pop("history", None)
    extra = draft.pop("extra", None)
    cleaned: Draft = without_blanks(draft)
    return cleaned | ({"extra": extra} if extra else {})
