"""Two states of a base become one: records that were added, removed, renamed and united."""

from msgspec.structs import replace

from proposals_cli.domain.merging.bases import BaseState, Merged, merge
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import decode_record, encode_record, table_of
from proposals_cli.domain.model.parts import Change, Citation, Relation, StatusClaim
from proposals_cli.domain.model.records import BaseInfo, Body, Proposal, Record, ReplyRule, Source
from proposals_cli.domain.model.vocabulary import Kind, RelationKind, Status
from tests.factories import body, fact, measure, person, proposal, source, sponsors, theme, titles

ADDED = Change(when="2026-01-01T00:00:00Z", what="added")
LATER = Change(when="2026-01-02T00:00:00Z", what="added")


def state(*records: Record, **info: str) -> BaseState:
    """Return a state of a base with these records."""
    found = {(table_of(one), one.id): encode_record(one) for one in records}
    return BaseState(BaseInfo(format=2, **info), found)  # type: ignore[arg-type]


def record(merged: Merged, table: str, id_: str) -> Record:
    """Return a record of the merged base."""
    return decode_record(table, merged.state.records[table, id_])


def paths(merged: Merged) -> set[tuple[str, str]]:
    """Return what is in conflict, by id and field."""
    return {(one.id, path) for one in merged.conflicts for path in one.paths}


def keys(merged: Merged) -> set[Key]:
    """Return the keys of the merged records."""
    return set(merged.state.records)


def linked(id_: str, *to: str) -> Proposal:
    """Return a proposal that is related to others."""
    links = tuple(Relation(kind=RelationKind.RELATED, to=one) for one in to)
    return proposal(id_, relations=links)


def test_a_record_that_both_added_is_one() -> None:
    """The same record, added on both sides, is there once, with both histories."""
    mine, other = (theme("health", history=(one,)) for one in (ADDED, LATER))
    merged = merge(state(), state(mine), state(other))
    assert record(merged, "themes", "health") == theme("health", history=(ADDED, LATER))
    assert merged.conflicts == []


def test_two_things_under_one_id_are_two_records() -> None:
    """The later one gets an id of its own, and its references follow: citations stay true."""
    first = source("source-2026", url="https://one.example/a", title="A", history=(ADDED,))
    second = source("source-2026", url="https://two.example/b", title="B", history=(LATER,))
    cited = (Citation(source="source-2026"),)
    mine = proposal("2026-a", measures=(measure(citations=cited),))
    other = proposal("2026-b", measures=(measure(citations=cited),))
    one = merge(state(), state(first, mine), state(second, other))
    two = merge(state(), state(second, other), state(first, mine))
    assert one.state == two.state
    assert len(one.remarks) == 1
    assert one.conflicts == []
    for id_, title in (("2026-a", "A"), ("2026-b", "B")):
        found = record(one, "proposals", id_)
        assert isinstance(found, Proposal)
        cites = record(one, "sources", found.citations()[0].source)
        assert isinstance(cites, Source)
        assert cites.title == title


def test_three_things_under_one_id_are_three_records_whoever_merges_first() -> None:
    """One side knows an ancestor's record under the id that an earlier merge gave it."""
    moments = [Change(when=f"2026-01-0{n}T00:00:00Z", what="added") for n in (1, 2, 3)]
    one, two, three = (
        state(source("web", url=f"https://{n}.example", title=str(n), history=(moment,)))
        for n, moment in enumerate(moments)
    )
    first, second = merge(state(), one, three).state, merge(state(), two, three).state
    assert len(first.records) == len(second.records) == 2
    for merged in (merge(three, first, second), merge(three, second, first)):
        found = [decode_record(*item) for item in _contents(merged)]
        assert {one.title for one in found if isinstance(one, Source)} == {"0", "1", "2"}
        assert merged.conflicts == []


def _contents(merged: Merged) -> list[tuple[str, bytes]]:
    return [(table, content) for (table, _), content in merged.state.records.items()]


def test_two_corrections_of_a_title_by_hand_are_a_conflict_not_two_records() -> None:
    """A record without a history is still the one that both sides had."""
    base, one, two = (state(proposal("2020-a", titles=titles(en=t))) for t in ("A", "Xyz", "Qrs"))
    merged = merge(base, one, two)
    assert len(merged.state.records) == 1
    assert len(merged.conflicts) == 1


def test_facts_that_contradict_each_other_both_stay() -> None:
    """Two counts under one id that say different things are two facts."""
    one = fact("count-2020", text={"en": "Seven were made."}, history=(ADDED,))
    two = fact("count-2020", text={"en": "Nine were made."}, history=(LATER,))
    assert len(keys(merge(state(), state(one), state(two)))) == 2


def test_a_proposal_that_both_added_differently_is_in_conflict() -> None:
    """The same title under one id is the same proposal: single values that differ are named."""
    one = proposal("2026-a", titles=titles(en="On clean air"), themes=("sme",), history=(ADDED,))
    two = replace(one, themes=("other",), kind_terms=("x",), session=2, history=(LATER,))
    merged = merge(state(), state(replace(one, session=1)), state(two))
    assert paths(merged) == {("2026-a", "session")}
    found = record(merged, "proposals", "2026-a")
    assert isinstance(found, Proposal)
    assert (found.session, found.themes, found.kind_terms) == (1, ("sme", "other"), ("x",))


def test_a_removed_record_that_nobody_changed_is_removed() -> None:
    """Remove against unchanged is removed, on either side."""
    base = state(theme("sme"), theme("other"))
    assert keys(merge(base, base, state(theme("sme")))) == {("themes", "sme")}
    assert keys(merge(base, state(theme("sme")), base)) == {("themes", "sme")}


def test_a_record_that_was_only_renamed_is_removed() -> None:
    """A new id and an entry in the history say nothing else about it."""
    base = state(proposal("2020-a"))
    renamed = proposal(
        "2020-b", titles=titles(en="On 2020-a"), former_ids=("2020-a",), history=(ADDED,)
    )
    for one, two in ((state(), state(renamed)), (state(renamed), state())):
        merged = merge(base, one, two)
        assert (keys(merged), merged.conflicts) == (set(), [])


def test_a_removed_record_that_was_edited_is_kept_and_named() -> None:
    """Remove against edit is a conflict, on either side; the edited record stays."""
    base, edited = state(theme("sme")), state(theme("sme", other_names=("small",)))
    for one, two in ((state(), edited), (edited, state())):
        merged = merge(base, one, two)
        assert paths(merged) == {("sme", "")}
        assert record(merged, "themes", "sme") == theme("sme", other_names=("small",))


def test_a_removed_record_that_the_other_side_refers_to_is_kept() -> None:
    """No reference leads nowhere: the record, and what it refers to in turn, is put back."""
    told = person("li-hua")
    base = state(linked("2020-a"), proposal("2020-b", sponsors=sponsors("li-hua")), told)
    ours = state(linked("2020-a", "2020-b"), *map(_decoded, list(base.records.items())[1:]))
    merged = merge(base, ours, state(linked("2020-a")))
    assert keys(merged) == keys(merge(base, ours, ours))
    assert paths(merged) == {("2020-b", ""), ("li-hua", "")}


def _decoded(item: tuple[Key, bytes]) -> Record:
    return decode_record(item[0][0], item[1])


def test_edits_of_a_record_that_the_other_side_renamed_reach_it() -> None:
    """A former id says what was renamed; references to the old id follow as well."""
    base = state(proposal("2020-a"), proposal("2020-c"))
    renamed = proposal("2020-b", titles=titles(en="On 2020-a"), former_ids=("2020-a",))
    ours = state(renamed, proposal("2020-c"))
    theirs = state(proposal("2020-a", session=3), linked("2020-c", "2020-a"))
    for merged in (merge(base, ours, theirs), merge(base, theirs, ours)):
        assert record(merged, "proposals", "2020-b") == replace(renamed, session=3)
        assert record(merged, "proposals", "2020-c") == linked("2020-c", "2020-b")
        assert merged.conflicts == []


def test_a_record_that_both_renamed_answers_to_both_ids() -> None:
    """It has our id; the remark names both."""
    base = state(proposal("2020-a"), proposal("2020-d"))
    title = titles(en="On 2020-a")
    mine, other = (
        proposal(id_, titles=title, former_ids=("2020-a",)) for id_ in ("2020-b", "2020-c")
    )
    merged = merge(base, state(mine, proposal("2020-d")), state(other, linked("2020-d", "2020-c")))
    found = record(merged, "proposals", "2020-b")
    assert isinstance(found, Proposal)
    assert set(found.former_ids) == {"2020-a", "2020-c"}
    assert record(merged, "proposals", "2020-d") == linked("2020-d", "2020-b")
    assert "2020-c" in merged.remarks[0]


def test_edits_of_a_record_that_the_other_side_united_reach_the_one_that_stays() -> None:
    """What was written meanwhile in the record that is gone is not lost."""
    base = state(proposal("2020-a", session=1), proposal("2020-b"))
    ours = state(proposal("2020-b", former_ids=("2020-a",), session=1))
    theirs = state(proposal("2020-a", session=1, regions=("Shenzhen",)), proposal("2020-b", term=5))
    merged = merge(base, ours, theirs)
    assert keys(merged) == {("proposals", "2020-b")}
    found = record(merged, "proposals", "2020-b")
    assert isinstance(found, Proposal)
    assert (found.session, found.regions, found.term) == (1, ("Shenzhen",), 5)


def test_copies_whose_ancestor_is_lost_keep_what_either_has() -> None:
    """A value that differs is a conflict; what one side lacks is added."""
    one = proposal("2020-a", session=1, kind=Kind.BILL, regions=("A",))
    two = proposal("2020-a", session=2, kind=Kind.BILL, regions=("B",), term=13)
    merged = merge(None, state(one, theme("sme")), state(two, theme("other")))
    assert paths(merged) == {("2020-a", "session")}
    assert record(merged, "proposals", "2020-a") == replace(one, regions=("A", "B"), term=13)
    assert keys(merged) == {("proposals", "2020-a"), ("themes", "sme"), ("themes", "other")}


def test_records_that_both_added_have_no_ancestor_to_take() -> None:
    """Ancestors that are merged keep the ancestor's value, or ours where there was none."""
    one, two = (
        proposal("2026-a", titles=titles(en="On air"), status=StatusClaim(value=value))
        for value in (Status.SUBMITTED, Status.REPLIED)
    )
    merged = merge(state(), state(one), state(two), lambda _: "ancestor")
    assert record(merged, "proposals", "2026-a") == replace(one, status=None)
    rules = (body(reply_within=(rule,)) for rule in (ReplyRule(days=30), ReplyRule(weeks=4)))
    mine, other = rules
    merged = merge(state(), state(mine), state(other), lambda _: "ancestor")
    assert isinstance(record(merged, "bodies", "npc"), Body)


def test_what_the_base_says_of_itself_is_merged() -> None:
    """Its name and its language may come from two sides; two names are a conflict."""
    merged = merge(state(), state(name="A"), state(language="zh"))
    assert merged.state.info == BaseInfo(format=2, name="A", language="zh")
    merged = merge(state(), state(name="A"), state(name="B"))
    assert (merged.state.info.name, paths(merged)) == ("A", {("1", "name")})


def test_tables_of_a_later_version_are_kept() -> None:
    """Records of tables that this program does not know are merged as they stand."""
    base, ours, theirs = (
        BaseState(others={("votes", str(number)): content})
        for number, content in ((1, b'{"a":1}'), (1, b'{"a":2}'), (2, b'{"b":1}'))
    )
    merged = merge(base, ours, BaseState(others=theirs.others | base.others))
    assert merged.state.others == {("votes", "1"): b'{"a":2}', ("votes", "2"): b'{"b":1}'}
    assert merge(None, ours, base).remarks
