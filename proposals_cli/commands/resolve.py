"""``prop resolve``: the conflicts that a merge left."""

import shlex
from collections.abc import Sequence
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.merging import conflicts_file, open_conflicts, shown_id
from proposals_cli.commands.repository import is_in_repository, relative
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, describe
from proposals_cli.domain.merging.changes import Decision, decision_change
from proposals_cli.domain.merging.conflicts import Conflict
from proposals_cli.domain.merging.values import Side
from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError, NotFoundError
from proposals_cli.render.conflict_fields import CONFLICT_FIELDS
from proposals_cli.render.views import View
from proposals_cli.store.conflicts_file import ConflictsFile


def resolve(
    ctx: typer.Context,
    id_: Annotated[str | None, o.argument("[ID]", "The record to decide about.")] = None,
    field: Annotated[
        str | None,
        o.argument(
            "[FIELD]", "The field to decide, as it is listed; a field includes what is in it."
        ),
    ] = None,
    ours: Annotated[bool, typer.Option("--ours", help="Take our value.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Take their value.")] = False,
    done: Annotated[
        bool, typer.Option("--done", help="Leave the record as it is now, edited or not.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Decide all conflicts.")] = False,
    why: Why = None,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List and decide the conflicts that a merge left.

    Where both sides of a merge changed the same field, the base keeps our value, and their value is
    kept beside it until you decide. Without arguments, lists what is undecided. Decide with --ours
    or --theirs; or change the record as you like and say --done. In a rebase, ours is the branch
    that is rebased onto. Decisions are one change, which `prop undo` undoes.

    \b
    Examples:
      prop resolve
      prop resolve --format json
    """
    session = Session.of(ctx)
    file = conflicts_file(session.store)
    if file.is_stale():
        file.replace(())
        output.say("The merge that left conflicts was taken back; they are dropped.")
    conflicts = file.read()
    chosen = [name for name, given in (("ours", ours), ("theirs", theirs), ("done", done)) if given]
    if not chosen and not all_ and field is None:
        shown = [one for one in conflicts if id_ is None or shown_id(one) == _id_in(conflicts, id_)]
        fields = tuple(CONFLICT_FIELDS.values())
        output.show(
            View(fields, open_conflicts(shown), empty="There are no open conflicts."), format_
        )
        return
    if len(chosen) != 1:
        raise InvalidQueryError("Say one of --ours, --theirs and --done.")
    if (id_ is None) != all_:
        raise InvalidQueryError("Name the record, or use --all.", "`prop resolve` lists them.")
    wanted = conflicts if id_ is None else _of_record(conflicts, id_)
    side = _SIDES[chosen[0]]
    decisions = [Decision(one, paths, side) for one in wanted if (paths := _paths(one, field))]
    if not conflicts:
        raise NotFoundError("There are no open conflicts.")
    if not decisions:
        undecided = [path for one in wanted for path in one.paths]
        near = did_you_mean(field or "", undecided) or f"Undecided: {', '.join(undecided)}."
        raise NotFoundError(f"'{field}' of '{id_}' is not in conflict.", near)
    _decide(session, file, conflicts, decisions, why)


_SIDES: dict[str, Side | None] = {"ours": "ours", "theirs": "theirs", "done": None}


def _decide(
    session: Session,
    file: ConflictsFile,
    conflicts: Sequence[Conflict],
    decisions: Sequence[Decision],
    why: str | None,
) -> None:
    """Make decisions as one change, and drop what they decide."""
    editor = session.editor
    change = decision_change(decisions, session.index, why)
    if change is not None:
        output.say(describe(editor.store.apply(change)))
    decided = {id(one.conflict): one.paths for one in decisions}
    left = [
        rest
        for one in conflicts
        for rest in (one.without(decided.get(id(one), ())),)
        if rest is not None
    ]
    file.replace(left)
    if left:
        count = sum(len(one.paths) for one in left)
        verb = "is" if count == 1 else "are"
        output.say(f"{counted(count, 'conflict')} {verb} left: prop resolve")
        return
    output.say("All conflicts are decided.")
    if is_in_repository(session.store):
        output.say(f"Tell git: git add {shlex.quote(relative(session.store))}")


def _id_in(conflicts: Sequence[Conflict], text: str) -> str:
    """Return the id of the record in conflict that a text means.

    Raises:
        NotFoundError: there is none, or there are several.
    """
    ids = list(dict.fromkeys(shown_id(one) for one in conflicts))
    fitting = [id_ for id_ in ids if id_ == text] or [id_ for id_ in ids if id_.startswith(text)]
    if len(fitting) != 1:
        near = did_you_mean(text, ids) or "`prop resolve` lists what is."
        raise NotFoundError(f"No record '{text}' is in conflict.", near)
    return fitting[0]


def _of_record(conflicts: Sequence[Conflict], text: str) -> list[Conflict]:
    id_ = _id_in(conflicts, text)
    return [one for one in conflicts if id_ == shown_id(one)]


def _paths(conflict: Conflict, field: str | None) -> tuple[str, ...]:
    """Return the undecided paths that a field includes; all if there is none."""
    return tuple(
        path
        for path in conflict.paths
        if field is None
        or path == field
        or path.startswith((f"{field}.", f"{field}[", f"{field} "))
    )
