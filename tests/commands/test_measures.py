"""``prop measures``: single measures, one line each."""

import json

from tests.conftest import Prop


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


def test_a_minus_excludes_measures(prop: Prop) -> None:
    """-area:talent lists all measures but those about talent."""
    assert len(rows(prop, "-area:talent")) == 179 - len(rows(prop, "area:talent"))


def test_ids_can_be_shown(prop: Prop) -> None:
    """The id of a measure is what `show` takes."""
    (row,) = rows(prop, "--limit", "1")
    (record,) = json.loads(prop("show", str(row["id"]), "-f", "json").out)
    assert (record["proposal"], record["text"]) == (row["proposal"], row["text"])
    assert row["id"] == f"{record['proposal']}#{record['id']}"


def test_limit_counts_measures_and_sort_orders_proposals(prop: Prop) -> None:
    """The limit counts measures; they are in the order of their proposals."""
    everything = rows(prop)
    assert rows(prop, "-n", "4") == everything[:4]
    assert rows(prop, "-n", "0") == []
    oldest = rows(prop, "--sort", "year")
    assert [row["year"] for row in oldest] == sorted(int(str(row["year"])) for row in everything)


def test_columns_are_chosen_by_key_and_have_translated_headings(prop: Prop) -> None:
    """Headings follow the language."""
    out = prop("measures", "--columns", "horizon,id", "horizon:near-term", "--lang", "zh").out
    assert out.splitlines()[0].split() == ["期限", "编号"]
    assert out.splitlines()[1].split()[0] == "近期"
    ended = prop("measures", "--columns", "title", exit_code=2)
    assert "Columns: id, proposal, year, text" in ended.err


def test_an_empty_result_has_a_message(prop: Prop) -> None:
    """The table is empty."""
    ended = prop("measures", "--kind", "bill")
    assert (ended.out, ended.err) == ("", "No measures match.\n")
    assert prop("measures", "--kind", "bill", "-f", "json").out == "[]\n"
