"""``prop add``: new records, from options, a file, standard input or the editor."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from proposals_cli.commands import editor, output
from proposals_cli.commands import options as o
from proposals_cli.commands.add_options import OPTIONS, draft_of_options
from proposals_cli.commands.draft_lines import raise_with_lines
from proposals_cli.commands.options import collecting
from proposals_cli.commands.session import Session
from proposals_cli.commands.templates import template
from proposals_cli.commands.writing import Why, describe, read_text, retry_command
from proposals_cli.commands.yaml_text import read_drafts
from proposals_cli.domain.editing.advice import advice
from proposals_cli.domain.editing.drafts import Draft, DraftReader
from proposals_cli.domain.editing.repeats import Repeat, repeats
from proposals_cli.domain.model.vocabulary import KIND_OF, TABLE_OF, RecordKind
from proposals_cli.errors import (
    ConflictError,
    InvalidQueryError,
    InvalidRecordError,
    PropError,
    raise_all,
)

MAX_ATTEMPTS = 20
"""How often ids are made again, if others take them at the same moment."""


@collecting("given", OPTIONS)
def add(
    ctx: typer.Context,
    *,
    file: Annotated[
        Path | None,
        o.argument("[FILE|-]", "Draft in YAML or JSON, or a list of drafts; - is standard input."),
    ] = None,
    as_: Annotated[
        RecordKind, typer.Option("--as", metavar="KIND", help=f"{', '.join(RecordKind)}.")
    ] = RecordKind.PROPOSAL,
    given: dict[str, Any],
    force: Annotated[
        bool, typer.Option("--force", help="Add it even if the base seems to have it.")
    ] = False,
    why: Why = None,
) -> None:
    """Add a proposal, or with --as another record.

    The record comes from options, or from a file or standard input in YAML or JSON; without
    either, your editor ($VISUAL, $EDITOR) opens with a template that explains every field. All
    drafts of a file are added as one change.

    A draft may be as short as a title, a year and people. A text is placed under the language of
    its script, of the body or of the base; a name that no record has is kept as it is. Parts may
    be one text: a reply `2020-08-30 MIIT`, an action `2021-01-04 introduced: Introduced in House`,
    a paper by its link or number, a figure `signatures 12345`.

    A proposal with the title and the year of another, a source with the link of another, and a
    person, body or theme with the name of another are refused, unless --force is given.

    \b
    Examples:
      prop add --title "On AI safety" --year 2026 --person "Ma Huateng" --theme data-governance \\
               --measure "Set up a testing centre." --source-url https://example.org/news
      prop add --title 关于完善社会保障的建议 --date 2026-03-05 --reply "2026-08-30 MIIT"
      prop add drafts.yaml -m "session of 2026"
      echo '{title: On tides, year: 2026}' | prop add
      prop add
      prop add --as person --name "Wang Wu" --name 王五 --role "deputy for Hunan"
      prop add --as source --url https://example.org/ai --publisher "Example News" \\
               --title "Deputies on AI" --date 2026-03-05
      prop add --as theme --name "Urban farming" --other-name "City gardens"
      prop add --as body --name "House of Examples" --kind chamber
      prop add --as body parliament.yaml
    """
    draft = draft_of_options(as_, given)
    if draft and file is not None:
        raise typer.BadParameter("Describe a record by options or by a file, not both.")
    adding = _Adding(Session.of(ctx), as_, why, force=force, cite_all=bool(draft))
    if draft:
        adding.add([draft])
    elif file is not None or not editor.has_keyboard():
        adding.read(file or Path("-"))
    else:
        adding.type_in()


class _Adding:
    """Adds the records of drafts, and says what they left open."""

    def __init__(
        self, session: Session, as_: RecordKind, why: str | None, *, force: bool, cite_all: bool
    ) -> None:
        self._session = session
        self._editor = session.editor  # a base that cannot be written is refused at once
        self._as = as_
        self._why = why
        self._force = force
        self._cite_all = cite_all

    def read(self, path: Path) -> None:
        """Add the drafts of a file or of standard input."""
        text = read_text(path)
        if str(path) == "-" and not text.strip():
            raise InvalidRecordError(
                "Standard input is empty.",
                f"Give a file, {self._command()} FILE, or options, which --help explains."
                " Without either, an editor opens in a terminal.",
            )
        try:
            self.add(read_drafts(text))
        except (InvalidRecordError, InvalidQueryError) as error:
            raise_with_lines(error, text)

    def type_in(self) -> None:
        """Let the user fill in the template; it may be left as it was."""
        edited = editor.edit_text(
            template(self._as),
            f"add-{self._as}",
            self._session.drafts,
            lambda text: self.add(read_drafts(text)),
            self._command(),
        )
        if edited is None:
            output.say("Nothing was added.")

    def add(self, drafts: list[Draft]) -> bool:
        """Add the records of drafts, and list them.

        Raises:
            InvalidRecordError: a draft is wrong, or seems to be in the base already.
            ConflictError: others were adding records all the time.
        """
        before = ""
        for attempt in range(1, MAX_ATTEMPTS + 1):
            reader = DraftReader(self._editor.index, cite_all=self._cite_all)
            drafted = reader.records(TABLE_OF[self._as], drafts)
            found = repeats(drafted, self._editor.index)
            if not self._force:
                raise_all([_refused(one, len(drafts)) for one in found if one.is_certain])
            try:
                entry = self._editor.add(drafted, self._why)
            # Somebody else may have taken an id since it was made: make another, with what is
            # there now. The same error again is about an id that was given.
            except (ConflictError, InvalidRecordError) as error:
                is_given = isinstance(error, InvalidRecordError) and error.message == before
                if is_given or attempt == MAX_ATTEMPTS:
                    raise
                before = error.message
                self._session.index.close()
            else:
                break
        near = [one for one in found if not one.is_certain]
        for remark in advice(drafted, near, datetime.now(UTC).year):
            output.say(remark)
        for table, ids in entry.after.items():
            for added in ids:
                output.say(f"  {KIND_OF[table]} {added}")
        output.say(describe(entry))
        return True

    def _command(self) -> str:
        kind = "" if self._as is RecordKind.PROPOSAL else f" --as {self._as}"
        return retry_command(self._session, f"add{kind}")


def _refused(repeat: Repeat, drafts: int) -> PropError:
    """Return the error for a record that seems to be in the base already."""
    path = f"[{repeat.draft}].{repeat.field}"
    before = f"Draft {repeat.draft + 1}: " if drafts > 1 else ""
    return InvalidRecordError(
        f"{before}'{repeat.other}' has {repeat.why}; to change it: `prop edit {repeat.other}`.",
        "To add a new record all the same: --force",
        path,
    )
