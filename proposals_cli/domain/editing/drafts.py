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
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.editing.agents import AgentNames
from proposals_cli.domain.editing.consistency import mistakes_of_records, numbered, table_with
from proposals_cli.domain.editing.draft_sources import DraftSources
from proposals_cli.domain.editing.full_draft import FullDraft
from proposals_cli.domain.editing.full_form import field_types
from proposals_cli.domain.editing.proposal_drafts import (
    as_list,
)
from proposals_cli.domain.lookup import current_id
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.parts import Shape
from proposals_cli.domain.model.records import Record, Source
from proposals_cli.domain.model.references import with_references
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.errors import (
    InvalidRecordError,
    PropError,
    raise_all,
)

Draft = dict[str, Any]


@dataclass(frozen=True)
class Drafted:
    """The record made from a draft, the new sources that the draft describes, and remarks.

    A remark says what the draft left open: a name that no record has, an unknown language.
    """

    record: Record
    sources: tuple[Source, ...] = ()
    remarks: tuple[str, ...] = ()


class Fragment(NamedTuple):
    """Some fields of a record in full, by their keys in the draft; remarks, and mistakes."""

    fields: Draft
    remarks: tuple[str, ...]
    mistakes: tuple[PropError, ...]


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
        """Make records from several drafts; raise for all mistakes of all of them.

        Where there are several drafts, the messages begin with the number of the draft.
        """
        made, mistakes = list[Drafted | None](), list[PropError]()
        for number, draft in enumerate(drafts):
            drafted, wrong = self._read(table, draft, new=True)
            made.append(drafted)
            mistakes += numbered(wrong, number, len(drafts))
        if mistakes:
            raise_all([*mistakes, *mistakes_of_records(list(map(_records_of, made)), self.index)])
        return [one for one in made if one is not None]

    def record(self, table: str, draft: Draft, *, new: bool = True) -> Drafted:
        """Make a record of any table.

        Args:
            table: of the record.
            draft: its fields.
            new: add citations and drop sources that are cited; not for an edited record.

        Raises:
            InvalidRecordError: a field is missing or wrong, or several are (``MistakesError``);
                the message names them.
            InvalidQueryError: the base does not have a theme of this name, or has several people.
        """
        drafted, mistakes = self._read(table, draft, new=new)
        raise_all(mistakes)
        assert drafted is not None
        return drafted

    def fragment(self, table: str, draft: Draft, known: Draft) -> Fragment:
        """Return some fields of a record in full.

        Args:
            table: of the record.
            draft: the fields; short keys stay under their names.
            known: the body and the year of the record, if it is a proposal.
        """
        draft = _with_text_keys(draft)
        try:
            _refuse_unusable(draft)
        except InvalidRecordError as error:
            return Fragment({}, (), (error,))
        full = self._full_draft()
        extra = {"extra": draft.pop("extra")} if "extra" in draft else {}
        fields = full.fragment(table, without_blanks(draft), known) | extra
        return Fragment(fields, tuple(full.remarks()), tuple(full.mistakes))

    def _full_draft(self) -> FullDraft:
        return FullDraft(
            self.index, self.agents, self.sources, self.free_id, cite_all=self.cite_all
        )

    def _read(
        self, table: str, draft: Draft, *, new: bool
    ) -> tuple[Drafted | None, list[PropError]]:
        """Return what a draft becomes, without its mistakes, and these mistakes."""
        known = len(self.sources.new)
        draft = _with_text_keys(draft)
        try:
            _refuse_unusable(draft)
        except InvalidRecordError as error:
            return None, [error]
        extra = draft.pop("extra", None)  # kept as it was given
        full = self._full_draft()
        record = full.record(table, without_blanks(draft), extra, new=new)
        if record is None:
            return None, full.mistakes
        record = with_references(record, partial(current_id, self.index))
        self._made.add(record.id)
        sources = tuple(self.sources.new.values())[known:]
        return Drafted(record, sources, tuple(full.remarks())), full.mistakes

    def free_id(self, wanted: str) -> str:
        """Return an id that neither the base nor the change uses."""
        return free_id(wanted, self._is_taken)

    def _is_taken(self, id_: str) -> bool:
        return (
            id_ in self.sources.new or id_ in self._made or table_with(id_, self.index) is not None
        )


def _records_of(drafted: Drafted | None) -> list[Record]:
    return [] if drafted is None else [drafted.record, *drafted.sources]


def _with_text_keys(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _with_text_keys(part) for key, part in value.items()}
        case list():
            return [_with_text_keys(part) for part in value]
        case _:
            return value


MAX_KEYS = 2_000
"""Keys in one group of a draft; no record has a hundred fields."""


def _refuse_unusable(draft: Draft) -> None:
    """Raise an error for a draft with an unpaired surrogate, or with far too many fields."""
    for key, value in {"": draft, **draft}.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and len(one) > MAX_KEYS and key != "extra":
                raise InvalidRecordError(
                    f"{len(one):,} fields; the limit is {MAX_KEYS:,}.",
                    "Put fields of your own under `extra`, or use `prop import`.",
                    key,
                )
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
