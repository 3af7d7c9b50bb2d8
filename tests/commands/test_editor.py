"""Editing in the user's editor: accepted changes, and reports of mistakes."""

from typing import Any

import pytest

from proposals_cli.commands.templates import template
from proposals_cli.commands.yaml_text import MESSAGE, WIDTH
from proposals_cli.domain.model.vocabulary import RecordKind
from tests.commands.conftest import Opens
from tests.desk import Desk, replaced, typed

GOOD = "title: On testing AI\nyear: 2024\nthemes: [fintech]\n"


# -- accepted --------------------------------------------------------------------------------------


def test_new_proposal_is_typed_into_the_template(desk: Desk, opens: Opens) -> None:
    """The editor shows the template; what is saved is added, and no draft is left."""
    editor = opens(typed(GOOD))
    ended = desk.prop("add", "-m", "tonight")
    assert editor.seen(1) == template(RecordKind.PROPOSAL)
    assert ended.err.endswith("\n  proposal 2024-testing-ai\n1: add 2024-testing-ai (tonight)\n")
    assert desk.proposal("2024-testing-ai")["themes"] == ["fintech"]
    assert desk.drafts() == []


@pytest.mark.parametrize(
    ("as_", "text", "table", "id_"),
    [
        ("person", "name: Wang Wu", "people", "wang-wu"),
        ("theme", "name: {en: Sport, zh: 体育}", "themes", "sport"),
        ("body", "name: Sejm\nlanguages: [pl]", "bodies", "sejm"),
        (
            "source",
            "kind: news\nurl: https://e.org/x\ndate: 2024-03-05",
            "sources",
            "e-2024-78217a37",
        ),
        ("fact", "kind: total\ntext: Fifty.\nvalue: 50", "facts", "fifty"),
        ("note", "source: source-one\nwords: W\nmeaning: M", "notes", "w"),
    ],
)
def test_a_new_record_of_every_table_has_a_template(
    desk: Desk, opens: Opens, as_: str, text: str, table: str, id_: str
) -> None:
    """``--as`` names the kind of record, and its template lists the fields."""
    editor = opens(typed(text))
    desk.prop("add", "--as", as_)
    assert id_ in desk.table(table)
    shown = editor.seen(1)
    assert shown.startswith(f"# A new {as_}.")
    assert all(f"\n{name}:" in shown for name in desk.table(table)[id_] if name != "history")


@pytest.mark.parametrize(
    ("id_", "table", "old", "new", "field", "value"),
    [
        ("2020-cloud", "proposals", "On 2020-cloud", "On clouds", "titles.0.text", "On clouds"),
        ("li-hua", "people", "text: Li Hua", "text: Lee Hua", "names.en.text", "Lee Hua"),
        ("cppcc", "bodies", "en: Cppcc", "zh: 政协", "name.zh", "政协"),
        ("fintech", "themes", "en: Fintech", "zh: 金融科技", "name.zh", "金融科技"),
        ("source-one", "sources", "kind: news", "kind: book", "kind", "book"),
        ("count-2020", "facts", "Seven were", "Eight were", "text.en", "Eight were made."),
        ("note-one", "notes", "en: industry", "en: trade", "meaning.en", "trade"),
    ],
)
def test_a_record_of_every_table_can_be_edited(
    desk: Desk, opens: Opens, id_: str, table: str, old: str, new: str, field: str, value: str
) -> None:
    """A record is shown as YAML without its history; one changed word changes one field."""
    before = desk.table(table)[id_]
    editor = opens(replaced(old, new))
    ended = desk.prop("edit", id_)
    name = field.partition(".")[0]
    assert ended.err == f"1: edit {id_}: {name}\n"
    assert editor.seen(1).startswith(f"# {id_} in {table}. ")
    assert "\nhistory:" not in editor.seen(1)
    after: Any = desk.table(table)[id_]
    assert [key for key in after if after[key] != before.get(key)] == [name, "history"]
    for step in field.split("."):
        after = after[int(step) if step.isdigit() else step]
    assert after == value
    assert desk.drafts() == []


def test_edit_shows_known_fields_and_names_the_others(desk: Desk, opens: Opens) -> None:
    """Blank fields are left out of the text; its first comment lists them."""
    editor = opens("true")
    desk.prop("edit", "2021-health")
    head = [line for line in editor.seen(1).splitlines() if line.startswith("# ")]
    body = [line for line in editor.seen(1).splitlines() if not line.startswith("# ")]
    assert "measures, actions" in " ".join(head).replace(" # ", " ")
    assert body == [
        *("id: 2021-health", "year: 2021", "body: npc", "kind: suggestion", "titles:"),
        *("- lang: en", "  text: On 2021-health", "  basis: reported"),
    ]


# -- left as it was --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        "true",
        'touch "$1"',
        'cp "$1" "$1.x"; mv "$1.x" "$1"',
        "sed -i 's/$/\\r/' \"$1\"",
        ': > "$1"',
        'printf "\\n \\n" > "$1"',
    ],
)
@pytest.mark.parametrize("command", [("add",), ("edit", "2020-cloud")])
def test_unchanged_or_emptied_text_changes_nothing(
    desk: Desk, opens: Opens, command: tuple[str, ...], step: str
) -> None:
    """Leaving the editor without a change cancels; no draft is kept."""
    before = desk.content()
    opens(step)
    expected = desk.prop(*command).err
    assert expected in ("Nothing was added.\n", "Nothing was changed in 2020-cloud.\n")
    assert desk.content() == before
    assert not desk.journal.exists()
    assert [path for path in desk.drafts() if not path.name.endswith(".x")] == []


def test_editing_only_comments_changes_nothing(desk: Desk, opens: Opens) -> None:
    """A text with the same values is not a change."""
    before = desk.content()
    opens('echo "# a remark" >> "$1"')
    assert desk.prop("edit", "2020-cloud").err == "Nothing was changed in 2020-cloud.\n"
    assert desk.content() == before
    assert desk.drafts() == []


# -- mistakes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "line"),
    [
        (
            "title: T\nyear: 2024\nthemes: [fintec]",
            "There is no theme 'fintec'.",
            "themes: [fintec]",
        ),
        (
            "title: T\nyear: 2024\npeople:\n- li-hu",
            "sponsors names 'li-hu', which is not in people or bodies.",
            "people:",
        ),
        ("title: T\ndate: 2021-02-30", "'2021-02-30' is not a day", "date: 2021-02-30"),
        ("title: T\nreply: 2021-13 MIIT", "field 'actions[0].date'", "reply: 2021-13 MIIT"),
        ("title: T\nactions: 2021 passed on", "'2021 passed on' cannot be read", "actions: 2021"),
        ("title: T\nbody: none", "body names 'none', which is not in bodies", "body: none"),
        ("title: T\nyear: soon", "field 'year': 'soon' is not a year.", "year: soon"),
        ("# my draft\nyear: 2024", "A proposal needs a title", "# my draft"),
        (
            "title: T\nyear: 2024\ncolour: red",
            "field 'colour': there is no such field",
            "colour: red",
        ),
        ("year: 2024\ntitle: {en: T,\n  colour: T}", "field 'titles[1].lang'", "title: {en: T,"),
        (
            "title: T\nyear: 2024\nkind: poem",
            "'poem' is not allowed here. Allowed: suggestion, bill",
            "kind: poem",
        ),
        (
            "title: T\nyear: 2024\nmeasures:\n- text:\n- text: A\n  horizon: soon",
            "field 'measures[0].horizon'",
            "  horizon: soon",
        ),
        (
            "title: T\nyear: 2024\nmeasures:\n- text: A\n  citations:\n  - nowhere, para 4",
            "a citation names 'nowhere'",
            "  - nowhere, para 4",
        ),
        (
            "title: T\nyear: 2024\nsources: [nowhere]",
            "sources names 'nowhere'",
            "sources: [nowhere]",
        ),
        ("title: T\nyear: 2024\ncontinues:\n- 2019-x", "relations names '2019-x'", "continues:"),
        ("title: T\nid: 2020-cloud\nyear: 2020", "The id '2020-cloud' is in use", "id: 2020-cloud"),
        ("title: On AI: a view\nyear: 2024", 'a second ": ", or a line', "title: On AI: a"),
        ("title: T\nyear: 2024\n\nyear: 2025", "duplicate key 'year'", "year: 2025"),
        ("title: T\nnotes:\n- *x\nyear: 2024", "aliases (*name) are not supported", "- *x"),
        ("- {title: A, year: 2024}\n- title: B\n  year: B", "Draft 2: ", "  year: B"),
    ],
)
def test_mistake_opens_the_editor_again_with_a_message(
    desk: Desk, opens: Opens, text: str, expected: str, line: str
) -> None:
    """The message is above the line it is about, and is gone once the line is corrected."""
    editor = opens(typed(text), typed(GOOD))
    ended = desk.prop("add")
    assert editor.opened == 2
    message, below = editor.message_above(2)
    assert expected in message
    assert below.startswith(line)
    shown = editor.seen(2).splitlines()
    assert [part for part in shown if not part.startswith(MESSAGE)] == text.splitlines()
    assert ended.err.endswith("1: add 2024-testing-ai\n")
    assert b">>>" not in desk.content()
    assert desk.drafts() == []


def test_all_mistakes_are_shown_at_their_lines(desk: Desk, opens: Opens) -> None:
    """Each message is above its line, and those that are left come again."""
    editor = opens(
        typed("title: T\nyear: soon\nthemes: [none]\nkind: poem\ncolour: red"),
        f'{replaced("soon", "2024")}; {replaced("poem", "bill")}; sed -i /^colour/d "$1"',
        replaced("none", "fintech"),
    )
    desk.prop("add")
    shown = editor.seen(2).splitlines()
    fields = shown.index("# >>> field 'colour': there is no such field.") + 1
    assert shown[fields].startswith("# >>> The fields: title, people, reply, continues,")
    assert max(map(len, shown)) <= WIDTH
    assert [*shown[:fields], shown[-1]] == [
        "title: T",
        "# >>> field 'year': 'soon' is not a year.",
        "# >>> Write four digits, as 2020.",
        "year: soon",
        "# >>> There is no theme 'none'.",
        "# >>> Known: digital-economy, fintech.",
        "themes: [none]",
        "# >>> field 'kind': 'poem' is not allowed here.",
        "# >>> Allowed: suggestion, bill, motion, resolution, question, interpellation, amendment,",
        "# >>> petition, cppcc-proposal, initiative, report, other.",
        "kind: poem",
        "# >>> field 'colour': there is no such field.",
        "colour: red",
    ]
    assert editor.message_above(3)[1] == "themes: [none]"
    assert desk.proposal("2024-t")["themes"] == ["fintech"]


def test_messages_are_removed_from_a_text(desk: Desk, opens: Opens) -> None:
    """A message inside a text of several lines does not change the text."""
    text = 'year: 2024\ntitle: "On\n  testing\nmeasures: [*a]\n  AI"\nbody: [\n'
    editor = opens(typed(text), replaced("body: \\[", "body: npc"))
    desk.prop("add")
    assert MESSAGE in editor.seen(2)
    assert (
        desk.proposal("2024-testing-measures-ai")["titles"][0]["text"]
        == "On testing measures: [*a] AI"
    )


def test_message_below_a_last_line_without_an_end(desk: Desk, opens: Opens) -> None:
    """A last line without a line end stays readable."""
    editor = opens("printf 'title: T\\nyear: [' > \"$1\"", typed(GOOD))
    desk.prop("add")
    lines = editor.seen(2).splitlines()
    assert [line for line in lines if not line.startswith(MESSAGE)] == ["title: T", "year: ["]


@pytest.mark.parametrize(
    "step", [replaced("id: 2020-cloud", "id: 2020-sky"), 'sed -i /^id:/d "$1"']
)
def test_id_cannot_be_changed(desk: Desk, opens: Opens, step: str) -> None:
    """Another id, or none, is a mistake; with the old id the edit is accepted."""
    before = desk.content()
    back = replaced("2020-sky", "2020-cloud") + '; grep -q ^id: "$1" || echo id: 2020-cloud >> "$1"'
    editor = opens(step, f"{back}; echo 'term: 13' >> \"$1\"")
    ended = desk.prop("edit", "2020-cloud")
    assert "The id '2020-cloud' cannot be changed" in editor.message_above(2)[0]
    assert ended.err == "1: edit 2020-cloud: term\n"
    assert list(desk.table("proposals")) == ["2020-cloud", "2021-health"]
    desk.prop("undo")
    assert desk.content() == before


def test_two_records_in_an_edit_are_refused(desk: Desk, opens: Opens) -> None:
    """Only one record can be edited."""
    editor = opens(typed("- id: 2020-cloud\n- id: 2021-health"), ': > "$1"')
    desk.prop("edit", "2020-cloud")
    assert editor.message_above(2)[0].startswith("Only one record can be edited.")
