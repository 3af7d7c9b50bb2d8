"""The help of every command fits the terminal and groups its options."""

import pytest
from rich.cells import cell_len

from proposals_cli.app import COMMANDS, app
from proposals_cli.commands.help_page import continued
from proposals_cli.commands.options import FILTERS
from tests.conftest import Prop


@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_line_of_the_help_is_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, width: str
) -> None:
    """Examples included; nothing is styled."""
    monkeypatch.setenv("COLUMNS", width)
    with pytest.raises(SystemExit):
        app([*command.split(), "--help"], prog_name="prop")
    out = capsys.readouterr().out
    assert max(map(cell_len, out.splitlines())) <= int(width)
    assert "\x1b" not in out


def headings(out: str) -> list[str]:
    """Return the headings of a help page after its text."""
    return [line for line in out.splitlines() if line.endswith(":") and not line.startswith(" ")]


def test_options_are_grouped(prop: Prop) -> None:
    """Own options, filters, what several commands share; a few options are one group."""
    assert headings(prop("list", "--help").out) == ["Arguments:", "Filters:", "Output:", "Help:"]
    out = prop("stats", "--help").out
    assert headings(out) == ["Arguments:", "Options:", "Filters:", "Output:", "Help:"]
    filters = out[out.index("Filters:") : out.index("Output:")]
    assert [name for name in FILTERS if f"--{name} " not in filters] == []
    assert headings(prop("index", "--help").out) == ["Options:"]
    assert headings(prop("import", "--help").out) == [
        *("Arguments:", "Options:", "Columns and values:", "Reading the file:", "Help:"),
    ]


def test_commands_are_grouped(prop: Prop) -> None:
    """What asks, what keeps, what exchanges."""
    assert headings(prop("--help").out) == ["Options:", "Ask:", "Keep:", "Exchange:", "State:"]


def test_an_example_is_continued_as_a_shell_does(prop: Prop) -> None:
    """Never inside quotation marks, and an option stays with its value if it can."""
    line = "  prop add --title 'On the safety of things' --year 2026 | wc -l"
    assert list(continued([line], 50)) == [
        "  prop add --title 'On the safety of things' \\",
        "    --year 2026 | wc -l",
    ]
    assert list(continued([line], 20)) == [
        "  prop add \\",
        "    --title \\",
        "    'On the safety of things' --year 2026 | wc -l",
    ]
    assert list(continued(["Text that is long"], 5)) == ["Text that is long"]
