"""Find the proposal that a row repeats.

One rule holds for every row, whatever the size of the file: an id that the file gives names a
proposal of its body, in any year. So does an official number in one body, session (or year) and
kind, if the titles are nearly equal. An equal title in one body and year is the same proposal if
nothing else contradicts: neither the numbers nor the date, the kind, the session, the authors or
the title of which it is a translation. If several proposals fit, the row is the one that says all
that the row says; if none does, nothing is taken from the row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz

from proposals_cli.domain.editing.overlay import same_content
from proposals_cli.domain.matching.identity import (
    DIFFERENT_TITLES_BELOW,
    conflicts,
    disambiguated_id,
    identity_key,
)
from proposals_cli.domain.matching.titles import nearly_equal
from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.normalise import normalise_title
from proposals_cli.importing.adaptation import adapted
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.identities import (
    Identities,
    authors_of,
    exact_key,
    number_keys,
    own_key,
    short,
    title_key,
    titles_of,
)
from proposals_cli.importing.merge import merged
from proposals_cli.importing.planned_records import PlannedRecords
from proposals_cli.importing.remarks import Remark, RemarkKind

_WAYS_TO_SAY = ((True, False), (False, False), (False, True))
"""``overwrites`` and ``is_further`` of the ways of merging a row.

If one changes nothing, the proposal says all that the row says.
"""


@dataclass(frozen=True, slots=True)
class DuplicateMatch:
    """The proposal that a row repeats, and how that was found.

    ``overwrites``: an update may replace its title, date and authors. ``is_loose``: nothing of the
    row is taken, because its title and date contradict the id, or it could be any of several.
    """

    id: str
    by: str
    """``id``, ``number`` or ``title``."""
    overwrites: bool = True
    is_loose: bool = False
    is_further: bool = False
    """Whether an earlier import took the row as a further one for the proposal."""

    @property
    def is_unclear(self) -> bool:
        """Whether the row could repeat any of several proposals."""
        return self.is_loose and self.by != "id"


class DuplicateFinder:
    """Finds proposals of a base and of the import itself."""

    def __init__(self, index: ProposalIndex, records: PlannedRecords) -> None:
        self._records = records
        self._identities = Identities()
        self.renamed = self._identities.renamed
        records.stored_proposals = self._identities.read(index)
        self._named: set[str] = set()
        """Proposals to which a row of this import gives an id."""
        self._called: dict[int, str] = {}
        """Hash of the body and the id that a row of this import gives → the proposal that it is."""

        self._unclear: dict[int, DuplicateMatch] = {}
        """The same hash → a match of a row that could be any of several proposals."""

    def has_id(self, id_: str) -> bool:
        """Return whether a proposal has an id, or once had it."""
        return self._records.proposal(id_) is not None or self._identities.renamed(id_) is not None

    def add(self, proposal: Proposal) -> None:
        """Add a new or changed proposal."""
        self._identities.add(proposal)

    def claim(self, id_: str, candidate: Candidate) -> None:
        """Record that a row is a proposal: a row to which its file gives another id is not."""
        given = candidate.given_id
        if given is not None and not candidate.is_template:
            self._named.add(id_)
            if given != id_:
                self._called[_called_key(candidate)] = id_

    def find(self, candidate: Candidate) -> DuplicateMatch | None:
        """Return the proposal that a row repeats; None if it is a new one."""
        if candidate.changes is not None:
            return DuplicateMatch(candidate.changes, "id")
        match = self._by_id(candidate) or self._by_number(candidate) or self._by_title(candidate)
        if candidate.given_id is None or candidate.is_template or (match and not match.is_unclear):
            return match
        key = _called_key(candidate)
        if match is None:
            return self._unclear.get(key)
        return self._unclear.setdefault(key, match)

    # -- by id ------------------------------------------------------------------------------

    def _by_id(self, candidate: Candidate) -> DuplicateMatch | None:
        id_ = candidate.given_id
        if id_ is None:
            return None
        if candidate.is_complete:
            found = id_ if self._records.proposal(id_) else self._identities.renamed(id_)
            return DuplicateMatch(found, "id") if found else None
        proposal = candidate.proposal
        fitting = [
            existing
            for existing in self._with_id(id_, candidate)
            if not candidate.is_template
            or not (self._contradict(existing, candidate) or _is_another_title(existing, proposal))
        ]
        if not fitting:
            return None
        by_id = {one.id: one for one in fitting}
        best, is_further = by_id.get(id_), False
        if best is None:
            best, is_further = self._known(fitting, candidate)
        best = best or fitting[0]
        is_loose = _dates_conflict(best, proposal) and _is_another_title(best, proposal)
        return DuplicateMatch(best.id, "id", not is_loose, is_loose, is_further)

    def _with_id(self, id_: str, candidate: Candidate) -> Iterable[Proposal]:
        """Yield the proposals that have the id of a row, or that its file calls so."""
        proposal, own = candidate.proposal, candidate.own_number
        sure = [self._identities.renamed(id_)]
        if not candidate.is_template:
            sure.append(self._called.get(_called_key(candidate)))
        known = [id_, *sure]
        if own is not None:
            sure.append(own.value)
            known += self._identities.under(own_key(proposal, own))
        for one in filter(None, dict.fromkeys(known)):
            existing = self._records.proposal(one)
            if existing is None or existing.body != proposal.body:
                continue
            if own is None or one in sure or _may_be_called(existing, own, proposal):
                yield existing

    # -- by number --------------------------------------------------------------------------

    def _by_number(self, candidate: Candidate) -> DuplicateMatch | None:
        proposal = candidate.proposal
        for number in proposal.identifiers:
            if number == candidate.own_number:
                continue
            under = self._under(*number_keys(proposal, own_key(proposal, number)))
            others = [one for one in under if not _is_in_another_session(one, proposal)]
            alike = [one for one in others if _titles_agree(one, proposal)]
            if others and not alike:
                remark = Remark(RemarkKind.NOT_UNIQUE, number.scheme, number.value)
                candidate.remarks.append(remark)
            fitting = [one for one in alike if self._is_one(one, candidate)]
            if match := self._one_of(fitting, candidate, "number"):
                return match
        return None

    def _is_one(self, existing: Proposal, candidate: Candidate) -> bool:
        """Return whether nothing but the date distinguishes a proposal from a row."""
        proposal = candidate.proposal
        if self._contradict(existing, candidate):
            return False
        if _has_session(existing, proposal) and _has_kind(existing, candidate):
            return True
        return not (_authors_conflict(existing, proposal) or _dates_conflict(existing, proposal))

    # -- by title ---------------------------------------------------------------------------

    def _by_title(self, candidate: Candidate) -> DuplicateMatch | None:
        proposal = candidate.proposal
        titles = titles_of(proposal)
        keys = [exact_key(proposal, titles)] if titles else []
        keys += [title_key(proposal, title) for title in titles]
        for key in keys:
            fitting = [
                existing
                for existing in self._under(key)
                if not {*titles}.isdisjoint(titles_of(existing))
                and not _first_titles_differ(existing, proposal)
                and not self._contradict(existing, candidate)
                and not _dates_conflict(existing, proposal)
                and not _authors_conflict(existing, proposal)
            ]
            if match := self._one_of(fitting, candidate, "title"):
                return match
        return None

    def _under(self, *keys: int) -> list[Proposal]:
        named = [found for key in keys if (found := self._identities.under(key))]
        if not named:
            return []
        ids = dict.fromkeys(chain.from_iterable(named))
        return [one for id_ in ids if (one := self._records.proposal(id_))]

    def _one_of(
        self, fitting: list[Proposal], candidate: Candidate, by: str
    ) -> DuplicateMatch | None:
        """Return the proposal that a row repeats; of several, one that says all that it says."""
        if not fitting:
            return None
        titles = titles_of(candidate.proposal)
        equal = [one for one in fitting if not {*titles}.isdisjoint(titles_of(one))]
        best, is_further = self._known(equal or fitting, candidate)
        if best is None:
            return DuplicateMatch(fitting[0].id, by, overwrites=False, is_loose=True)
        is_sure = by == "number" and _has_session(best, candidate.proposal)
        overwrites = is_sure and _has_kind(best, candidate)
        return DuplicateMatch(best.id, by, overwrites, is_further=is_further)

    def _contradict(self, existing: Proposal, candidate: Candidate) -> bool:
        """Return whether an id, a number, the kind or the session is another one."""
        is_named = candidate.given_id is not None and not candidate.is_template
        if is_named and existing.id in self._named and existing.id != candidate.given_id:
            return True
        one = identity_key(existing, existing.date, None)
        two = identity_key(candidate.proposal, candidate.proposal.date, None)
        return conflicts(one, two, dates=False)

    def _known(self, found: list[Proposal], candidate: Candidate) -> tuple[Proposal | None, bool]:
        """Return the proposal that an earlier import made of just this row, and how.

        That is one with the id that it would get, or one that already says what the row says; else
        the one whose title, year and session are the very same. The second value tells that it says
        all that a further row would add.
        """
        if len(found) == 1:
            return found[0], False
        copy = disambiguated_id(candidate.proposal)
        if made := next((one for one in found if one.id == copy), None):
            return made, False
        rows = [adapted(candidate, one, self._records) for one in found]
        for overwrites, is_further in _WAYS_TO_SAY:
            for one, row in zip(found, rows, strict=True):
                after = merged(one, row, overwrites=overwrites, is_further=is_further)
                if same_content(one, after):
                    return one, is_further
        proposal = candidate.proposal
        words = {title.text for title in proposal.titles}
        found = [one for one in found if words & {title.text for title in one.titles}] or found
        for name in ("stated_year", "session", "term"):
            if len(found) > 1:
                found = [one for one in found if getattr(one, name) == getattr(proposal, name)]
        return (found[0] if len(found) == 1 else None), False


def _called_key(candidate: Candidate) -> int:
    own = candidate.own_number
    return short(hash((candidate.proposal.body, own.value if own else candidate.given_id)))


def _may_be_called(existing: Proposal, own: Identifier, proposal: Proposal) -> bool:
    """Return whether files call a proposal so; without a name of the scheme, titles decide.

    Its id may have been made from another number.
    """
    named = [one.value for one in existing.identifiers if one.scheme == own.scheme]
    if named:
        return own.value in named
    return bool(_comparable(existing, proposal)) and _titles_agree(existing, proposal)


def _texts(proposal: Proposal) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for title in proposal.wordings:
        found.setdefault(title.lang.partition("-")[0], []).append(normalise_title(title.text))
    return found


def _comparable(one: Proposal, two: Proposal) -> list[tuple[str, str]]:
    """Return the pairs of titles that are in one language, or in one that nobody knows."""
    return [
        (a, b)
        for lang, mine in _texts(one).items()
        for other, theirs in _texts(two).items()
        if lang == other or "und" in (lang, other)
        for a in mine
        for b in theirs
    ]


def _titles_agree(one: Proposal, two: Proposal) -> bool:
    """Return whether two proposals have a title nearly in common, or none to compare."""
    pairs = _comparable(one, two)
    return not pairs or any(nearly_equal(a, b) for a, b in pairs)


def _first_titles_differ(one: Proposal, two: Proposal) -> bool:
    """Return whether two proposals share a title, but as a translation of different ones."""
    mine, other = (next(iter(proposal.wordings), None) for proposal in (one, two))
    if mine is None or other is None or mine.lang.partition("-")[0] != other.lang.partition("-")[0]:
        return False
    return not nearly_equal(normalise_title(mine.text), normalise_title(other.text))


def _is_another_title(one: Proposal, two: Proposal) -> bool:
    pairs = _comparable(one, two)
    return bool(pairs) and max(fuzz.ratio(a, b) for a, b in pairs) < DIFFERENT_TITLES_BELOW


def _dates_conflict(one: Proposal, two: Proposal) -> bool:
    mine, other = one.date or one.stated_year, two.date or two.stated_year
    return bool(mine and other) and not (
        str(mine).startswith(str(other)) or str(other).startswith(str(mine))
    )


def _authors_conflict(one: Proposal, two: Proposal) -> bool:
    mine, other = authors_of(one), authors_of(two)
    return bool(mine and other) and mine.isdisjoint(other)


def _is_in_another_session(one: Proposal, two: Proposal) -> bool:
    """Return whether two proposals of one term are in different sessions, or in two terms."""
    if None not in (one.term, two.term) and one.term != two.term:
        return True
    return None not in (one.session, two.session) and one.session != two.session


def _has_session(one: Proposal, two: Proposal) -> bool:
    return one.session == two.session and one.term == two.term and bool(two.session or two.term)


def _has_kind(existing: Proposal, candidate: Candidate) -> bool:
    return candidate.kind_given and existing.kind == candidate.proposal.kind
