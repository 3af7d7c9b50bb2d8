"""Output of commands: data on standard output, messages on standard error."""

import pytest

from proposals_cli.commands import output
from proposals_cli.render.fields import LOG_FIELDS
from proposals_cli.render.views import View, choose
from tests.conftest import Prop

FIELDS = choose(LOG_FIELDS, "what", ())


@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_a_view_without_rows_has_a_message(
    capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    """The message is on standard error."""
    output.show(View(FIELDS, [], empty="Nothing here."), format_)
    assert capsys.readouterr().err == "Nothing here.\n"
    output.show(View(FIELDS, [], empty=""), format_)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_a_view_with_rows_has_no_message(prop: Prop, format_: str) -> None:
    """Rows are counted while they are written."""
    ended = prop("list", "-n", "1", "-f", format_)
    assert ended.out
    assert ended.err == ""


def test_control_characters_in_a_message_are_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    """A message may quote text from anywhere."""
    output.say("a\x1b[2Jb")
    assert capsys.readouterr().err == "a\\x1b[2Jb\n"
