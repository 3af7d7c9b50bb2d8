"""Options that commands share."""

import pytest
import typer

from proposals_cli.app import COMMANDS, load_command
from proposals_cli.commands.options import FILTERS, Filters, with_filters
from tests.conftest import Prop

FILTERED = ("list", "search", "stats", "measures", "replies", "export", "set")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_filters_has_every_filter(name: str) -> None:
    """And no other command has any: a filter is declared once for all of them."""
    given = {parameter.name for parameter in load_command(name).params}
    if name in FILTERED:
        assert {*FILTERS} <= given
    else:
        assert "since" not in given


def test_a_command_gets_only_the_filters_that_are_used() -> None:
    """By their names, each with the values given, beside its own options."""
    seen: list[tuple[Filters, int]] = []

    @with_filters
    def command(ctx: typer.Context, filters: Filters, limit: int = 3) -> None:
        seen.append((filters, limit))

    command(ctx=None, limit=5, **dict.fromkeys(FILTERS) | {"theme": ["a", "b"], "body": []})
    assert seen == [({"theme": ["a", "b"]}, 5)]


@pytest.mark.parametrize(
    ("value", "heading", "title"),
    [
        ("zh", "编号", "〔粤港澳大湾区蓝碳(海洋碳汇)发展〕"),
        ("ZH_hans,en", "编号", "〔粤港澳大湾区蓝碳(海洋碳汇)发展〕"),
        ("de,zh", "编号", "〔粤港澳大湾区蓝碳(海洋碳汇)发展〕"),
        ("en", "id", "On developing blue carbon"),
        ("de,ja", "id", "On developing blue carbon"),
        ("", "id", "On developing blue carbon"),
    ],
)
def test_languages_are_chosen_by_option_or_variable(
    prop: Prop, value: str, heading: str, title: str
) -> None:
    """Any tags in order of preference; headings are in Chinese or English, the first named."""
    by_variable = prop("list", "-n1", env={"PROP_LANG": value}).out
    assert by_variable.startswith(heading)
    assert title in by_variable
    if value:
        assert prop("list", "-n1", "--lang", value).out == by_variable


@pytest.mark.parametrize("value", ["German", "zh;en", "e"])
def test_what_is_no_language_is_wrong_usage(prop: Prop, value: str) -> None:
    """The error says what to type."""
    ended = prop("list", "--lang", value, exit_code=2)
    assert f"'{value}' is not a language." in ended.err
    assert "such as zh or de,en; or both" in ended.err
