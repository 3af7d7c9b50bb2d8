"""``--count``, ``--no-header`` and ``--template``: the same in every command that shows a list."""

import csv
import io
import json

import pytest

from tests.conftest import Prop

LISTS = (
    ("list",),
    ("list", "theme:ecology"),
    ("list", "data", "-n", "4"),
    ("search", "carbon"),
    ("measures", "theme:ecology"),
    ("replies", "year:2019.."),
    ("replies", "--by", "kind"),
    ("themes",),
    ("people",),
    ("bodies",),
    ("sources", "-n", "7"),
)


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_the_count_is_the_number_of_rows(prop: Prop, command: tuple[str, ...]) -> None:
    """And nothing else is written, in any format."""
    rows = json.loads(prop(*command, "--format", "json").out)
    assert rows
    for more in ((), ("--format", "csv"), ("--columns", "id"), ("--lang", "zh")):
        if "--by" in command and "--columns" in more:
            continue
        ended = prop(*command, "--count", *more)
        assert (ended.out, ended.err) == (f"{len(rows)}\n", "")


def test_the_count_of_a_search_is_not_that_of_its_first_page(prop: Prop) -> None:
    """A search shows twenty unless asked for more; a limit that was given counts."""
    found = len(json.loads(prop("search", "data", "--limit", "999", "-f", "json").out))
    assert prop("search", "technology", "--count").out != "20\n"
    assert prop("search", "data", "--count").out == f"{found}\n"
    assert prop("search", "data", "--count", "--limit", "2").out == "2\n"


def test_nothing_found_counts_as_zero(prop: Prop) -> None:
    """The exit code is 0; a hint about what was typed is still shown."""
    assert prop("list", "xyzzy", "--count").out == "0\n"


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_without_a_header_the_rows_stay(prop: Prop, command: tuple[str, ...]) -> None:
    """In CSV, TSV and tables."""
    for format_ in ("table", "csv", "tsv"):
        if command[0] == "search" and format_ == "table":
            command = (*command, "--columns", "id,title")  # without columns it has no header
        whole = prop(*command, "--format", format_)
        ended = prop(*command, "--format", format_, "--no-header")
        header, _, rows = whole.out.partition("\n")
        assert header
        assert (ended.out, ended.err) == (rows, whole.err)


@pytest.mark.parametrize("format_", ["json", "jsonl", "markdown"])
def test_a_format_that_needs_its_headings_keeps_them(prop: Prop, format_: str) -> None:
    """An option without an effect is refused, not ignored."""
    ended = prop("list", "--no-header", "--format", format_, exit_code=2)
    assert f"--no-header does not go with --format {format_}." in ended.err


@pytest.mark.parametrize(
    ("command", "template", "columns"),
    [
        (("list", "theme:ecology"), "{id} | {title} | {measures}", "id,title,measures"),
        (("list", "theme:ecology"), "{YEAR}: {Title-Zh}", "year,title_zh"),
        (("list", "year:2020"), "{areas}={replies}", "areas,replies"),
        (("search", "carbon"), "{score} {snippet}", "score,snippet"),
        (("measures", "theme:ecology"), "{text} [{citations}]", "text,citations"),
        (("measures", "theme:ecology"), "{id} {text_fr}", "id,text_fr"),
        (("replies", "-n", "5"), "{id}: {who}, {days}", "id,who,days"),
        (("replies", "--by", "kind"), "{kind} {asked}", "kind,asked"),
        (("themes",), "{name} ({proposals})", "name,proposals"),
        (("people",), "{name_zh} {id}", "name_zh,id"),
        (("bodies",), "{id}, {sessions}", "id,sessions"),
        (("sources",), "{url}", "url"),
    ],
)
def test_a_template_makes_one_line_of_each_row(
    prop: Prop, command: tuple[str, ...], template: str, columns: str
) -> None:
    """The values are those of the table with the same columns."""
    ended = prop(*command, "--template", template)
    table = prop(*command, "--columns", columns, "--format", "markdown").out
    lines = []
    for row in table.splitlines()[2:]:
        (cells,) = csv.reader(io.StringIO(row[2:-2]), delimiter="|", quoting=csv.QUOTE_NONE)
        line = template
        for name in [part.partition("}")[0] for part in template.split("{")[1:]]:
            line = line.replace(f"{{{name}}}", cells.pop(0).strip().replace("\\", ""))
        lines.append(line)
    assert lines
    assert ended.out.splitlines() == lines


def test_a_template_is_in_the_language_of_the_reader(prop: Prop) -> None:
    """Values of a vocabulary are named as in a table."""
    assert prop("list", "-n1", "--lang", "zh", "--template", "{status}").out == "计划提交\n"


def test_an_unknown_column_is_refused_with_the_list(prop: Prop) -> None:
    """As with ``--columns``."""
    ended = prop("themes", "--template", "{id} {nmae}", exit_code=2)
    assert "There is no column 'nmae'.\nDid you mean 'name'? Columns: id, name" in ended.err


@pytest.mark.parametrize(
    "template",
    [
        "{title!r}",
        "{title.__class__}",
        "{title[0]}",
        "{0}",
        "{}",
        "{__class__}",
        "{title:{year}}",
        "{title:>99999}",
        "{title:s}",
        "{title:%Y}",
        "{title:x>5}",
        "{title",
        "title}",
        "plain",
        "",
    ],
)
def test_a_template_reaches_nothing_but_columns(prop: Prop, template: str) -> None:
    """No attribute, index, conversion or type of format is read."""
    ended = prop("list", "--template", template, exit_code=2)
    assert ended.out == ""
    assert "olumn" in ended.err


@pytest.mark.parametrize(
    "more", [("--count",), ("--no-header",), ("--columns", "id"), ("--format", "csv")]
)
def test_a_template_says_all_of_a_line(prop: Prop, more: tuple[str, ...]) -> None:
    """An option that contradicts it is refused."""
    ended = prop("list", "--template", "{id}", *more, exit_code=2)
    assert f"--template does not go with {more[0]}." in ended.err
