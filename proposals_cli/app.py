"""The command line: which commands there are, root options, and what an error exits with."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from proposals_cli import __version__
from proposals_cli.commands.options import TermsCommand
from proposals_cli.commands.progress import clear
from proposals_cli.commands.session import Session
from proposals_cli.domain.text.sanitise import multi_line
from proposals_cli.errors import InvalidQueryError, PropError, StoreError

INTERRUPTED = 130

COMMANDS = {
    "list": "list:list_proposals",
    "show": "show:show",
    "search": "search:search",
    "stats": "stats:stats",
    "measures": "measures:measures",
    "related": "related:related",
    "init": "init:init",
    "add": "add:add",
    "edit": "edit:edit",
    "remove": "remove:remove",
    "undo": "undo:undo",
    "log": "log:log",
    "import": "import_:import_file",
    "export": "export:export",
    "cite": "cite:cite",
    "themes": "vocabularies:themes",
    "people": "vocabularies:people",
    "sources": "vocabularies:sources",
    "check": "check:check",
    "index": "index:index",
}
"""Command → the module in ``commands`` and its function, in the order of the help."""


def exit_code(error: PropError) -> int:
    """Return what the program exits with: 1 cannot be done, 2 wrong usage, 3 store unusable."""
    match error:
        case InvalidQueryError():
            return 2
        case StoreError():
            return 3
        case _:
            return 1


class PropGroup(TyperGroup):
    """The root command: it loads only the command that is run, and maps errors to exit codes."""

    def __init__(self, **attributes: Any) -> None:
        """Know the names of the commands, from which Typer suggests one for a misspelt one."""
        super().__init__(**attributes)
        self.commands = cast(dict[str, Any], dict.fromkeys(COMMANDS))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import one command; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name].split(":")
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        run = getattr(import_module(f"proposals_cli.commands.{module}"), function)
        alone.command(cmd_name, cls=TermsCommand if "terms" in run.__annotations__ else None)(run)
        return typer.main.get_command(alone)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except PropError as error:
            clear()
            sys.stdout.flush()
            message = f"Error: {error.message}" + (f"\n{error.hint}" if error.hint else "")
            sys.stderr.write(multi_line(message) + "\n")
            raise typer.Exit(exit_code(error)) from error
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        finally:
            clear()


app = typer.Typer(
    name="prop",
    cls=PropGroup,
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich's help panels would double the time of --help
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"prop {__version__}\n")
        raise typer.Exit


@app.callback()
def prop(
    ctx: typer.Context,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store",
            metavar="PATH",
            readable=False,  # a store that may not be read is no wrong usage
            help="The base; also PROP_STORE. Default: your own (prop init), or the shipped one.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A knowledge base of policy proposals: what deputies asked for, and who says so.

    \b
    Examples:
      prop list --theme digital-economy
      prop show 2020-industrial-internet-strategy
      prop stats
    """
    ctx.obj = Session(store)
