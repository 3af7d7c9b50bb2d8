"""``prop init``: a base of your own."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.repository import install, is_in_repository, say_installed
from proposals_cli.commands.session import Session, create_base, own_base
from proposals_cli.commands.writing import confirm
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.domain.text.normalise import replace_surrogates
from proposals_cli.errors import InvalidQueryError
from proposals_cli.folders import expanded

if TYPE_CHECKING:
    from proposals_cli.domain.model.records import BaseInfo


def init(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        o.argument(
            "[PATH]",
            "Where to create it. Default: what --store or PROP_STORE names,"
            " else the data folder, where prop finds it by itself.",
        ),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Start with the themes only, without proposals.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="TEXT",
            help="What the base is called.",
            callback=lambda name: name and replace_surrogates(name),
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="TAG",
            help="The language of texts that do not say theirs, as a BCP 47 tag such as de.",
        ),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option("--body", metavar="ID", help="The body of proposals that do not say theirs."),
    ] = None,
    kind: Annotated[
        Kind | None,
        typer.Option(
            "--kind", metavar="KIND", help="The kind of proposals that do not say theirs."
        ),
    ] = None,
) -> None:
    """Create a base of your own: a copy of the shipped one, or empty.

    A base is one JSON file, which you can keep in git. In the data folder it becomes the default
    base; anywhere else, name it with --store or PROP_STORE.

    \b
    Examples:
      prop init
      prop init mine.json --empty
      prop init bundestag.json --empty --language de --body bundestag --kind question
    """
    info = _info(name, language, body, kind)
    session = Session.of(ctx)
    named = session.store if session.store_origin in ("--store", "PROP_STORE") else own_base()
    created = expanded(path) if path else named
    create_base(created, info, empty=empty)
    output.say(f"Created {created}.")
    if path:
        output.say(f"Use it with --store {shlex.quote(str(path))}, or set PROP_STORE.")
    _offer_merging(created)


def _offer_merging(base: Path) -> None:
    """Offer to set up merging for a base in a git repository; ask only on a terminal."""
    if not is_in_repository(base):
        return
    if sys.stdin.isatty() and sys.stderr.isatty():
        output.say(f"{base.name} is in a git repository. Let git merge it record by record?")
        if confirm("set up in git", yes=False):
            say_installed(base, install(base))
    else:
        output.say(
            "To let git merge it record by record:"
            f" prop --store {shlex.quote(str(base))} git-merge --install"
        )


def _info(
    name: str | None, language: str | None, body: str | None, kind: Kind | None
) -> "BaseInfo":
    """Return what the base says of itself.

    Raises:
        InvalidQueryError: the language or the body is none.
    """
    import msgspec

    from proposals_cli.domain.model.parts import Id
    from proposals_cli.domain.model.records import FORMAT, BaseInfo, Defaults
    from proposals_cli.domain.text.languages import canonical_tag

    tag = canonical_tag(language) if language else None
    if language and tag is None:
        raise InvalidQueryError(
            f"'{language}' is not a language.", "Use a BCP 47 tag, such as zh, de or pt-BR."
        )
    try:
        msgspec.convert(body, Id | None)
    except msgspec.ValidationError as error:
        raise InvalidQueryError(
            f"'{body}' is not the id of a body.",
            "Use lower-case letters and digits in words joined by '-', such as us-house.",
        ) from error
    defaults = Defaults(body=body, kind=kind) if body or kind else None
    return BaseInfo(format=FORMAT, name=name, language=tag, defaults=defaults)
