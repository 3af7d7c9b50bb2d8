"""Facet values, names and records as the index returns them."""

import random
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.parts import Identifier, Series, StatusClaim
from proposals_cli.domain.model.records import TABLES, Proposal
from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.domain.ports import FacetValue
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.factories import (
    encode,
    fact,
    note,
    person,
    proposal,
    small_base,
    source,
    sponsors,
    theme,
    write_store,
)
from tests.index import scan


def test_facet_values_have_names_and_counts(index: SqliteIndex) -> None:
    """Values are listed in order, with both names and the number of proposals."""
    found = index.facet_values("theme")
    counted = index.tally(Query(), ["theme"])
    assert [(one.value, one.proposals) for one in found] == counted
    assert found[0] == FacetValue(
        "ai-economy", {"en": "Ai Economy", "zh": "主题0"}, found[0].proposals
    )


def test_values_of_closed_vocabularies_have_labels(index: SqliteIndex) -> None:
    """The labels are those of the vocabulary, in both languages."""
    kinds = {one.value: one.names for one in index.facet_values("kind")}
    assert kinds[Kind.CPPCC_PROPOSAL] == {"en": "CPPCC proposal", "zh": "提案"}
    gaps = {one.value: one.names for one in index.facet_values("missing")}
    assert gaps["reply"] == {"en": "no official reply held", "zh": "未收录官方答复"}
    roles = {one.value: one.names for one in index.facet_values("role")}
    assert roles["withdrawn"] == {"en": "withdrawn", "zh": "已撤回"}


def test_labels_belong_to_their_own_facet(path: Path, folder: Path) -> None:
    """A region or theme that is spelled like a value of a vocabulary does not get its labels."""
    made = proposal(regions=("other", "measures"), themes=("planned",), kind=Kind.OTHER)
    index = SqliteIndex(write_store(path, [made]), folder)
    assert index.facet_values("region") == [
        FacetValue("measures", {}, 1),
        FacetValue("other", {}, 1),
    ]
    assert index.facet_values("theme") == [FacetValue("planned", {}, 1)]
    assert index.find_value("region", "其他") is None
    assert index.find_value("kind", "其他") == "other"
    index.close()


@pytest.mark.parametrize(
    ("facet", "text", "value"),
    [
        ("theme", "digital-economy", "digital-economy"),
        ("theme", "Digital_Economy", "digital-economy"),
        ("theme", " DIGITAL  ECONOMY ", "digital-economy"),
        ("theme", "ｄｉｇｉｔａｌ economy", "digital-economy"),
        ("theme", "主题1", "digital-economy"),
        ("theme", "digital", None),
        ("theme", "ma-huateng", None),
        ("person", "ma huateng the deputy", "ma-huateng"),
        ("person", "Ma Huateng", "ma-huateng"),
        ("region", "greater bay area", "Greater Bay Area"),
        ("region", "西藏", "西藏"),
        ("status", "计划提交", Status.PLANNED),
        ("kind", "CPPCC proposal", Kind.CPPCC_PROPOSAL),
        ("source", "source one", "source-one"),
        ("series", "Smart Retail", "smart-retail"),
        ("horizon", "近期", "near-term"),
        ("theme", "", None),
    ],
)
def test_a_value_is_found_by_any_of_its_names(
    index: SqliteIndex, facet: str, text: str, value: str | None
) -> None:
    """Case, width and separators make no difference; a part of a name is not a name."""
    assert index.find_value(facet, text) == value


def test_an_id_takes_precedence_over_a_name(path: Path, folder: Path) -> None:
    """A text may be the id of one value and the name of another."""
    records = [
        proposal("2020-a", themes=("cloud", "computing")),
        proposal("2020-b", themes=("computing",)),
        theme("computing", name={"en": "Cloud"}),
    ]
    index = SqliteIndex(write_store(path, records), folder)
    assert index.find_value("theme", "cloud") == "cloud"
    assert index.find_value("theme", "computing") == "computing"
    index.close()


def test_a_theme_without_proposals_is_a_value(path: Path, folder: Path) -> None:
    """It is listed with the count 0."""
    index = SqliteIndex(write_store(path, [theme("sme", name={"zh": "中小企业"})]), folder)
    assert index.facet_values("theme") == [FacetValue("sme", {"zh": "中小企业"}, 0)]
    assert index.find_value("theme", "中小企业") == "sme"
    assert index.tally(Query(), ["theme"]) == []
    index.close()


@pytest.mark.parametrize("table", TABLES)
def test_records_of_a_table_are_in_order_of_id(
    index: SqliteIndex, proposals: list[Proposal], table: str
) -> None:
    """Every record of the base is listed once and is complete."""
    expected = sorted(
        (one for one in small_base(proposals) if isinstance(one, TABLES[table])),
        key=lambda one: one.id,
    )
    assert [decode_record(table, raw) for raw in index.records(table)] == expected
    for one in expected[:5]:
        assert index.record(table, one.id) == encode_record(one)
    assert index.record(table, "no-such-id") is None


def test_records_keep_all_their_content(path: Path, folder: Path) -> None:
    """Extra keys, long texts and escapes are unchanged in the index."""
    odd = source(text="正文\n\t\x1b[31m\x00" * 1000, extra={"deep": [{"a": 1.5}, None, "é"]})
    index = SqliteIndex(write_store(path, [odd]), folder)
    raw = index.record("sources", "source-one")
    assert raw is not None
    assert decode_record("sources", raw) == odd
    index.close()


def test_records_that_refer_to_another_are_found(path: Path, folder: Path) -> None:
    """Facts by person, year, kind and proposal; notes by source."""
    facts = [
        fact("b-count", person="ma-huateng", year=2020, proposals=("2020-a", "2020-a")),
        fact("a-count", year=2020),
    ]
    records = [*facts, note("n-one", source="src"), note("n-two", source="other")]
    index = SqliteIndex(write_store(path, records), folder)

    def ids(table: str, field: str, target: str) -> list[str]:
        return [decode_record(table, raw).id for raw in index.referring_to(table, field, target)]

    assert ids("facts", "year", "2020") == ["a-count", "b-count"]
    assert ids("facts", "person", "ma-huateng") == ["b-count"]
    assert ids("facts", "proposals", "2020-a") == ["b-count"]
    assert ids("facts", "kind", "count") == ["a-count", "b-count"]
    assert ids("facts", "kind", "total") == []
    assert ids("notes", "source", "src") == ["n-one"]
    index.close()


def test_ids_are_found_by_their_beginning(path: Path, folder: Path) -> None:
    """A complete id finds only itself, a prefix all ids that begin with it, up to the limit."""
    records = [
        *(proposal(id_) for id_ in ("2020-ai", "2020-ai-chips", "2020-cloud", "2021-ai")),
        theme("ai"),
        person("ai-weiwei"),
    ]
    index = SqliteIndex(write_store(path, records), folder)
    assert index.ids_like("2020-ai", 10) == [("proposals", "2020-ai")]
    assert index.ids_like("2020-a", 10) == [
        ("proposals", "2020-ai"),
        ("proposals", "2020-ai-chips"),
    ]
    assert index.ids_like("2020-", 2) == [("proposals", "2020-ai"), ("proposals", "2020-ai-chips")]
    assert index.ids_like("ai-", 10) == [("people", "ai-weiwei")]
    assert index.ids_like("ai", 10) == [("themes", "ai")]
    assert index.ids_like("x", 10) == []
    assert index.ids_like("%", 10) == []
    index.close()


def test_former_ids_and_official_numbers_find_the_proposal(path: Path, folder: Path) -> None:
    """They identify a proposal that was renamed, or numbered by an official body."""
    made = proposal(
        "2020-cloud",
        former_ids=("2020-clouds",),
        identifiers=(Identifier(scheme="npc", value="no-1234"),),
    )
    index = SqliteIndex(write_store(path, [made, proposal("2020-other")]), folder)
    assert index.ids_like("2020-clouds", 10) == [("proposals", "2020-cloud")]
    assert index.ids_like("no-1234", 10) == [("proposals", "2020-cloud")]
    index.close()


def test_order_of_the_file_makes_no_difference(tmp_path: Path, proposals: list[Proposal]) -> None:
    """An unsorted base gives the same answers as a sorted one."""
    records = small_base(proposals)
    answers = []
    for seed in range(3):
        path = tmp_path / f"{seed}.json"
        content = msgspec.json.decode(write_store(path, records).read_bytes())
        if seed:
            for table, stored in content.items():
                shuffled = list(stored.items())
                random.Random(seed).shuffle(shuffled)
                content[table] = dict(shuffled)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2 * seed))
        index = SqliteIndex(path, tmp_path / "cache")
        part = Query(FacetIs("status", ("planned",)))
        answers.append(
            (
                list(index.find(Query())),
                list(index.find(part)),
                index.tally(Query(), ["theme", "year"]),
                [index.facet_values(facet) for facet in FACETS],
                [list(index.records(table)) for table in TABLES],
            )
        )
        index.close()
    assert answers[0][0] == [scan.summary(one) for one in scan.matching(proposals, Query())]
    assert answers[1] == answers[0]
    assert answers[2] == answers[0]


def test_name_of_a_series_does_not_depend_on_the_order_of_the_file(tmp_path: Path) -> None:
    """If proposals name a series differently, the one with the first id decides."""
    made = [
        proposal("2020-a", series=(Series(id="line", name={"en": "The Line"}),)),
        proposal("2021-b", series=(Series(id="line", name={"en": "Another name"}),)),
    ]
    for number, records in enumerate([made, made[::-1]]):
        store = tmp_path / f"{number}.json"
        stored = {str(n): msgspec.to_builtins(record) for n, record in enumerate(records)}
        store.write_bytes(encode({"proposals": stored}))
        index = SqliteIndex(store, tmp_path / "cache")
        assert index.facet_values("series") == [FacetValue("line", {"en": "The Line"}, 2)]
        index.close()


def test_unknown_tables_are_ignored(path: Path, folder: Path) -> None:
    """A base may have tables that this program does not know."""
    stored = {"1": msgspec.to_builtins(proposal())}
    path.write_bytes(encode({"_mine": {"1": {"x": [1]}}, "proposals": stored}))
    index = SqliteIndex(path, folder)
    assert [one.id for one in index.find(Query())] == ["2020-cloud"]
    index.close()


def test_status_of_a_proposal_without_one_is_unknown(path: Path, folder: Path) -> None:
    """A proposal without a status is found by ``unknown``."""
    planned = proposal("2020-b", status=StatusClaim(value=Status.PLANNED))
    index = SqliteIndex(write_store(path, [proposal("2020-a"), planned]), folder)
    found = index.find(Query(FacetIs("status", ("unknown",))))
    assert [one.id for one in found] == ["2020-a"]
    index.close()


def test_a_theme_and_a_person_may_have_the_same_id(path: Path, folder: Path) -> None:
    """They are two values, in two facets."""
    made = proposal(themes=("same",), sponsors=sponsors("same"), regions=("same",))
    records = [made, theme("same", name={"en": "A theme"})]
    index = SqliteIndex(write_store(path, records), folder)
    assert index.facet_values("theme") == [FacetValue("same", {"en": "A theme"}, 1)]
    assert index.facet_values("person") == [FacetValue("same", {}, 1)]
    assert index.find_value("region", "A theme") is None
    index.close()
