"""``prop measures``: single measures, each with its sources."""

import csv
import io
import json
from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Measure
from proposals_cli.domain.model.vocabulary import TextBasis
from tests.conftest import Prop
from tests.factories import measure, proposal, write_store


def rows(prop: Prop, *arguments: str) -> list[dict[str, object]]:
    """Return the measures as JSON."""
    found: list[dict[str, object]] = json.loads(prop("measures", *arguments, "-f", "json").out)
    return found


def test_filters_select_proposals(prop: Prop) -> None:
    """All measures of the proposals that a list would show, newest first."""
    filters = ("--theme", "rural-revitalisation", "-status:planned")
    listed = json.loads(prop("list", *filters, "-f", "json").out)
    found = rows(prop, *filters)
    assert len(found) == sum(row["measures"] for row in listed)
    assert list(dict.fromkeys(row["proposal"] for row in found)) == [
        row["id"] for row in listed if row["measures"]
    ]


def test_conditions_on_measures_select_measures(prop: Prop) -> None:
    """Area, horizon and actor select single measures."""
    assert {row["area"] for row in rows(prop, "area:talent")} == {"talent"}
    assert {row["horizon"] for row in rows(prop, "horizon:near-term")} == {"near-term"}
    everyone = rows(prop)
    (actor, *_) = [name for row in everyone for name in list(row["actors"])]  # type: ignore[call-overload]
    asked = rows(prop, f'actor:"{actor}"')
    assert 0 < len(asked) < len(everyone)
    assert all(actor in list(row["actors"]) for row in asked)  # type: ignore[call-overload]


def test_options_select_measures_as_terms_do(prop: Prop) -> None:
    """Every command has the options; in `measures` they choose among the measures."""
    for option, term in (
        (("--area", "talent"), "area:talent"),
        (("--horizon", "Near Term"), "horizon:near-term"),
        (("--actor", "parents"), "actor:parents"),
    ):
        assert rows(prop, *option) == rows(prop, term) != []
        listed = json.loads(prop("list", *option, "-f", "json").out)
        assert [row["id"] for row in listed] == list(
            dict.fromkeys(str(row["proposal"]) for row in rows(prop, term))
        )
    ended = prop("measures", "--horizon", "soon", exit_code=2)
    assert "There is no horizon 'soon'." in ended.err


def test_measures_are_counted_and_called_so(prop: Prop, tmp_path: Path) -> None:
    """Two measures of one proposal are two; totals count a measure of two actors once."""
    made = [
        proposal(
            "2019-roads",
            measures=(
                measure("m01", actors=("towns", "firms"), area="roads"),
                measure("m02", actors=("towns",), area="roads"),
                measure("m03", area="rails"),
            ),
        ),
        proposal("2020-rails", measures=(measure("m01", actors=("towns",), area="rails"),)),
    ]
    store = write_store(tmp_path / "base.json", made)

    def counts(*options: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(
            prop("measures", *options, "-f", "json", store=store).out
        )
        return found

    assert counts("--by", "area") == [
        {"area": "rails", "measures": 2},
        {"area": "roads", "measures": 2},
    ]
    assert counts("--by", "year", "--area", "roads") == [{"year": 2019, "measures": 2}]
    by = ("--by", "area", "--by", "actor", "--wide")
    assert counts(*by) == [
        {"area": "rails", "firms": 0, "towns": 1, "measures": 1},
        {"area": "roads", "firms": 1, "towns": 2, "measures": 2},
        {"area": "total", "firms": 1, "towns": 3, "measures": 3},
    ]
    table = prop("measures", *by, store=store).out.splitlines()
    assert table[0].split() == ["area", "firms", "towns", "measures"]
    assert table[-2:] == [
        "A measure may have several values.",
        "Without a value for area or actor, and not counted: 1 of 4.",
    ]
    ended = prop("measures", "--by", "beneficiary", store=store)
    assert ended.err == "None of the 4 measures has a value for beneficiary.\n"
    assert prop("measures", "--by", "area", "year:1999", store=store).err == "No measures match.\n"


def test_measures_of_no_known_year_are_counted(prop: Prop, tmp_path: Path) -> None:
    """As proposals are: they have a row of their own."""
    store = write_store(tmp_path / "base.json", MIXED)
    found = json.loads(prop("measures", "--by", "year", "-f", "json", store=store).out)
    assert found == [{"year": 2021, "measures": 2}, {"year": None, "measures": 1}]
    table = prop("measures", "--by", "year", store=store).out.splitlines()
    assert [line.split() for line in table] == [
        ["year", "measures"],
        ["2021", "2"],
        ["no", "year", "1"],
    ]


@pytest.mark.parametrize("option", [("--sort", "year"), ("--columns", "id")])
def test_counts_take_no_option_of_lists(prop: Prop, option: tuple[str, str]) -> None:
    """What would have no effect is refused."""
    ended = prop("measures", "--by", "area", *option, exit_code=2)
    assert "Leave them out with --by." in ended.err


def test_a_minus_excludes_measures(prop: Prop) -> None:
    """-area:talent lists all measures but those about talent."""
    assert len(rows(prop, "-area:talent")) == 179 - len(rows(prop, "area:talent"))


def test_ids_can_be_shown(prop: Prop) -> None:
    """The id of a measure is what `show` takes."""
    (row,) = rows(prop, "--limit", "1")
    (record,) = json.loads(prop("show", str(row["id"]), "-f", "json").out)
    assert (record["proposal"], record["text"]) == (row["proposal"], row["texts"])
    assert row["id"] == f"{record['proposal']}#{record['id']}"


def test_limit_counts_measures_and_sort_orders_proposals(prop: Prop) -> None:
    """The limit counts measures; they are in the order of their proposals."""
    everything = rows(prop)
    assert rows(prop, "-n", "4") == everything[:4]
    oldest = rows(prop, "--sort", "year")
    assert [row["year"] for row in oldest] == sorted(int(str(row["year"])) for row in everything)


def test_columns_are_chosen_by_key_and_have_translated_headings(prop: Prop) -> None:
    """Headings follow the language."""
    out = prop("measures", "--columns", "horizon,id", "horizon:near-term", "--lang", "zh").out
    assert out.splitlines()[0].split() == ["期限", "编号"]
    assert out.splitlines()[1].split()[0] == "近期"
    ended = prop("measures", "--columns", "title", exit_code=2)
    assert "Columns: id, proposal, year, text" in ended.err


KEYS = [
    *("id", "proposal", "year", "text", "language", "texts", "basis", "area", "horizon"),
    *("actors", "beneficiaries", "citations"),
]

MIXED = [
    proposal(
        "2021-rice",
        measures=(
            Measure(id="m01", text={"en": "Plant.", "zh": "种植。"}, beneficiaries=("farmers",)),
            Measure(
                id="m02", text={"de": "Ernten."}, actors=("farmers",), basis=TextBasis.OFFICIAL
            ),
        ),
    ),
    proposal("c", year=None, measures=(Measure(id="m01", text={"zh-Hant": "喝茶。"}),)),
]


def test_the_keys_are_interface(prop: Prop) -> None:
    """They are listed by hand."""
    assert [list(row) for row in rows(prop, "-n", "2")] == [KEYS] * 2


def test_texts_follow_the_reader_and_name_their_language(prop: Prop, tmp_path: Path) -> None:
    """A text in none of the wanted languages is shown in its own."""
    store = str(write_store(tmp_path / "base.json", MIXED))

    def texts(lang: str) -> list[tuple[object, object]]:
        found = json.loads(prop("--store", store, "measures", "--lang", lang, "-fjson").out)
        return [(row["text"], row["language"]) for row in found]

    assert texts("en") == [("Plant.", "en"), ("Ernten.", "de"), ("喝茶。", "zh-Hant")]
    assert texts("zh,de") == [("种植。", "zh"), ("Ernten.", "de"), ("喝茶。", "zh-Hant")]
    header, *lines = prop("--store", store, "measures", "--lang", "both").out.splitlines()
    assert header.split()[:5] == ["id", "measure", "(English)", "measure", "(Chinese)"]
    assert lines[0].split()[:3] == ["2021-rice#m01", "Plant.", "种植。"]


def test_csv_has_a_column_for_each_language(prop: Prop, tmp_path: Path) -> None:
    """Only for those that occur."""
    store = str(write_store(tmp_path / "base.json", MIXED))
    out = prop("--store", store, "measures", "-fcsv").out
    cells = list(csv.DictReader(io.StringIO(out)))
    assert list(cells[0])[3:9] == [
        *("text", "language", "text_de", "text_en", "text_zh", "text_zh_hant"),
    ]
    assert cells[2]["text_zh_hant"] == "喝茶。"
    assert cells[2]["year"] == ""


def test_beneficiaries_are_told_from_actors(prop: Prop, tmp_path: Path) -> None:
    """Each has a column, and a condition that selects measures."""
    store = str(write_store(tmp_path / "base.json", MIXED))
    for term, id_ in (("beneficiary:farmers", "m01"), ("actor:farmers", "m02")):
        (row,) = json.loads(prop("--store", store, "measures", term, "-fjson").out)
        assert row["id"] == f"2021-rice#{id_}"
    out = prop("--store", store, "measures", "--columns", "id,beneficiaries,basis").out
    assert out.splitlines()[1].split() == ["2021-rice#m01", "farmers"]


def test_an_empty_result_has_a_message(prop: Prop) -> None:
    """The table is empty."""
    ended = prop("measures", "--kind", "bill")
    assert (ended.out, ended.err) == ("", "No measures match.\n")
    assert prop("measures", "--kind", "bill", "-f", "json").out == "[]\n"
