"""Find the proposal that a row repeats.

One rule holds for every row, whatever the size of the file: an id that the file gives names a
proposal of its body, in any year. So does an official number in one body, session (or year) and
kind, if the titles are nearly equal. An equal title in one body and year is the same proposal if
nothing else contradicts: neither the numbers nor the date, the kind, the session or the authors.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

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
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.identities import (
    Identities,
    authors_of,
    exact_key,
    number_keys,
    title_keys,
    titles_of,
)
from proposals_cli.importing.merge import merged, same_content
from proposals_cli.importing.planned_records import PlannedRecords
from proposals_cli.importing.remarks import Remark, RemarkKind


@dataclass(frozen=True, slots=True)
class DuplicateMatch:
    """The proposal that a row repeats, and how that was found.

    ``overwrites``: an update may replace its title, date and authors. ``is_loose``: title and date
    contradict the id, and nothing of the row is taken.
    """

    id: str
    by: str
    """``id``, ``number`` or ``title``."""
    overwrites: bool = True
    is_loose: bool = False


class DuplicateFinder:
    """Finds proposals of a base and of the import itself."""

    def __init__(self, index: ProposalIndex, records: PlannedRecords) -> None:
        self._records = records
        self._identities = Identities()
        self.renamed = self._identities.renamed
        records.stored_proposals = self._identities.read(index)
        self._named: set[str] = set()
        """Proposals to which a row of this import gives an id."""

    def has_id(self, id_: str) -> bool:
        """Return whether a proposal has an id, or once had it."""
        return self._records.proposal(id_) is not None or self._identities.renamed(id_) is not None

    def add(self, proposal: Proposal) -> None:
        """Add a new or changed proposal."""
        self._identities.add(proposal)

    def claim(self, id_: str, candidate: Candidate) -> None:
        """Record that a row is a proposal: a row to which its file gives another id is not."""
        if candidate.given_id is not None and not candidate.is_template:
            self._named.add(id_)

    def find(self, candidate: Candidate) -> DuplicateMatch | None:
        """Return the proposal that a row repeats; None if it is a new one."""
        return self._by_id(candidate) or self._by_number(candidate) or self._by_title(candidate)

    # -- by id ------------------------------------------------------------------------------

    def _by_id(self, candidate: Candidate) -> DuplicateMatch | None:
        id_ = candidate.given_id
        if id_ is None:
            return None
        if candidate.is_complete:
            found = id_ if self._records.proposal(id_) else self._identities.renamed(id_)
            return DuplicateMatch(found, "id") if found else None
        proposal = candidate.proposal
        for existing in self._with_id(id_, candidate):
            if candidate.is_template and (
                self._contradict(existing, candidate, dates=False)
                or _is_another_title(existing, proposal)
            ):
                continue
            is_loose = _is_another_title(existing, proposal) and _dates_conflict(existing, proposal)
            return DuplicateMatch(existing.id, "id", not is_loose, is_loose)
        return None

    def _with_id(self, id_: str, candidate: Candidate) -> Iterable[Proposal]:
        """Yield the proposals that have the id of a row, or that its file calls so."""
        proposal, own = candidate.proposal, candidate.own_number
        known = [id_, self._identities.renamed(id_)]
        if own is not None:
            known += self._identities.under(number_keys(proposal, own)[1])
        for one in dict.fromkeys(filter(None, known)):
            existing = self._records.proposal(one)
            if existing is None or existing.body != proposal.body:
                continue
            if own is None or _may_be_called(existing, own):
                yield existing

    # -- by number --------------------------------------------------------------------------

    def _by_number(self, candidate: Candidate) -> DuplicateMatch | None:
        proposal = candidate.proposal
        for number in proposal.identifiers:
            if number == candidate.own_number:
                continue
            here, anywhere = number_keys(proposal, number)
            has_place = proposal.stated_year or proposal.term or proposal.session
            others = [
                existing
                for id_ in self._identities.under(here if has_place else anywhere)
                if (existing := self._records.proposal(id_))
            ]
            alike = [one for one in others if _titles_agree(one, proposal)]
            if others and not alike:
                remark = Remark(RemarkKind.NOT_UNIQUE, number.scheme, number.value)
                candidate.remarks.append(remark)
            fitting = [one for one in alike if self._is_one(one, candidate)]
            if not has_place and len(fitting) != 1:
                continue
            if best := self._best(fitting, candidate):
                is_sure = _has_session(best, proposal) and _has_kind(best, candidate)
                return DuplicateMatch(best.id, "number", overwrites=is_sure)
        return None

    def _is_one(self, existing: Proposal, candidate: Candidate) -> bool:
        """Return whether nothing but the date distinguishes a proposal from a row."""
        proposal = candidate.proposal
        if self._contradict(existing, candidate, dates=False):
            return False
        if _has_session(existing, proposal) and _has_kind(existing, candidate):
            return True
        return not (_authors_conflict(existing, proposal) or _days_conflict(existing, proposal))

    # -- by title ---------------------------------------------------------------------------

    def _by_title(self, candidate: Candidate) -> DuplicateMatch | None:
        proposal = candidate.proposal
        titles = titles_of(proposal)
        keys = [exact_key(proposal, titles)] if titles else []
        for title in titles:
            in_year, anywhere = title_keys(proposal, title)
            keys.append(in_year if proposal.stated_year else anywhere)
        for key in keys:
            found = [
                existing
                for id_ in self._identities.under(key)
                if (existing := self._records.proposal(id_))
                and not {*titles}.isdisjoint(titles_of(existing))
                and not self._contradict(existing, candidate, dates=True)
                and not _authors_conflict(existing, proposal)
            ]
            if proposal.stated_year is None and len(found) > 1:
                continue  # of several years, it could be any
            if best := self._best(found, candidate):
                return DuplicateMatch(best.id, "title", overwrites=False)
        return None

    def _contradict(self, existing: Proposal, candidate: Candidate, *, dates: bool) -> bool:
        """Return whether an id, a number, the kind, the session or the date is another one."""
        is_named = candidate.given_id is not None and not candidate.is_template
        if is_named and existing.id in self._named and existing.id != candidate.given_id:
            return True
        one = identity_key(existing, existing.date, None)
        two = identity_key(candidate.proposal, candidate.proposal.date, None)
        return conflicts(one, two, dates=dates)

    def _best(self, found: list[Proposal], candidate: Candidate) -> Proposal | None:
        """Return the proposal that an earlier import made of just this row, else the first.

        That is one with the id that it would get, or one that already says what the row says.
        """
        if len(found) < 2:
            return found[0] if found else None
        likely = (disambiguated_id(candidate.proposal), candidate.proposal.id)
        by_id = {one.id: one for one in found}
        named = (by_id[id_] for id_ in likely if id_ in by_id)
        says = (one for one in found if same_content(one, merged(one, candidate)))
        return next(named, None) or next(says, found[0])


def _may_be_called(existing: Proposal, own: Identifier) -> bool:
    """Return whether a proposal is called so by a file, or by no other name of the same scheme."""
    named = [one.value for one in existing.identifiers if one.scheme == own.scheme]
    return not named or own.value in named


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


def _is_another_title(one: Proposal, two: Proposal) -> bool:
    pairs = _comparable(one, two)
    return bool(pairs) and max(fuzz.ratio(a, b) for a, b in pairs) < DIFFERENT_TITLES_BELOW


def _dates_conflict(one: Proposal, two: Proposal) -> bool:
    mine, other = one.date or one.stated_year, two.date or two.stated_year
    return bool(mine and other) and not (
        str(mine).startswith(str(other)) or str(other).startswith(str(mine))
    )


def _days_conflict(one: Proposal, two: Proposal) -> bool:
    return bool(one.date and two.date) and _dates_conflict(one, two)


def _authors_conflict(one: Proposal, two: Proposal) -> bool:
    mine, other = authors_of(one), authors_of(two)
    return bool(mine and other) and mine.isdisjoint(other)


def _has_session(one: Proposal, two: Proposal) -> bool:
    return one.session == two.session and one.term == two.term and bool(two.session or two.term)


def _has_kind(existing: Proposal, candidate: Candidate) -> bool:
    return candidate.kind_given and existing.kind == candidate.proposal.kind
