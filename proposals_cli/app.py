"""The command line: the table of commands, root options, and the exit code of each error."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import TyperPath

from proposals_cli import __version__
from proposals_cli.commands.help_page import GroupedHelp
from proposals_cli.commands.progress import ProgressBar
from proposals_cli.commands.terms_command import SETTINGS, TermsCommand
from proposals_cli.domain.text.sanitise import multi_line
from proposals_cli.errors import InvalidQueryError, PropError, StoreError
from proposals_cli.folders import config_file

INTERRUPTED = 130

GROUPS = {
    "Ask": {
        "list": ("list:list_proposals", "List proposals, newest first."),
        "show": ("show:show", "Show everything about a proposal or any other record."),
        "search": ("search:search", "Search every text in any language, best match first."),
        "stats": ("stats:stats", "Count proposals by year, theme and status, or by any field."),
        "measures": (
            "measures:measures",
            "List the measures asked for, with their sources.",
        ),
        "replies": ("replies:replies", "List when proposals were answered, and what is overdue."),
        "related": ("related:related", "List the proposals most similar to one, with the reasons."),
        "cite": ("cite:cite", "Print proposals as references, one per line."),
        "open": ("open:open_source", "Open the web address of a source in the browser."),
        "themes": ("vocabularies:themes", "List the themes with the number of proposals on each."),
        "people": ("vocabularies:people", "List the people with the number of proposals of each."),
        "bodies": ("vocabularies:bodies", "List the bodies with the number of proposals to each."),
        "sources": (
            "vocabularies:sources",
            "List the sources with the number of proposals citing each.",
        ),
    },
    "Keep": {
        "init": ("init:init", "Create a base of your own: a copy of the shipped one, or empty."),
        "add": ("add:add", "Add a proposal, or with --as another record."),
        "edit": ("edit:edit", "Change a record in your editor, or the fields that a file names."),
        "set": (
            "set:set_fields",
            "Set fields of all proposals that match, or of other records.",
        ),
        "rename": ("rename:rename", "Give a record another id; what refers to it follows."),
        "merge": ("merge:merge", "Merge records that are one; what refers to them follows."),
        "remove": ("remove:remove", "Remove records from the base."),
        "undo": ("undo:undo", "Undo the last change made to the base."),
        "log": ("log:log", "List the changes made to the base, newest first."),
        "merge-base": (
            "merge_base:merge_base",
            "Merge another base into the one in use, record by record.",
        ),
        "git-merge": (
            "git_merge:git_merge",
            "Let git merge a base record by record and field by field.",
        ),
        "resolve": ("resolve:resolve", "List and decide the conflicts that a merge left."),
        "check": ("check:check", "Check the base for errors, gaps and weak sources."),
    },
    "Exchange": {
        "import": ("import_:import_file", "Import proposals from CSV, JSON, XML, YAML or Excel."),
        "export": ("export:export", "Export proposals with everything they refer to."),
    },
    "State": {
        "index": ("index:index", "Show which base is in use and the state of its index."),
        "help": ("help:show_help", "Show the help of a command, or of the query language."),
    },
}
"""Heading of `prop --help` → command → its function as module:function in ``commands``, and its
line in the help."""

COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}


def exit_code(error: PropError) -> int:
    """Return the exit code: 1 cannot be done, 2 wrong usage, 3 the base is unusable."""
    match error:
        case InvalidQueryError():
            return 2
        case StoreError():
            return 3
        case _:
            return 1


class _WithTerms(GroupedHelp, TermsCommand):
    """A command that takes terms."""


def load_command(name: str) -> Any:
    """Import the module of a command and return the command."""
    module, function = COMMANDS[name][0].split(":")
    run = getattr(import_module(f"proposals_cli.commands.{module}"), function)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name, cls=_WithTerms if "terms" in run.__annotations__ else GroupedHelp)(run)
    command = typer.main.get_command(single)
    for parameter in command.params:
        # Whoever opens a file says why that fails: it is not wrong usage, and what is only
        # replaced is not read.
        if isinstance(parameter.type, TyperPath):
            parameter.type.readable = False
    return command


def _no_command(word: str) -> str:
    from proposals_cli.domain.suggestions import near_names

    if near := near_names(word, COMMANDS, 2):
        return f"There is no command '{word}'. Did you mean {' or '.join(near)}?"
    shown = f'"{word}"' if " " in word else word
    return (
        f"There is no command '{word}'. `prop show {shown}` shows a record,"
        f" `prop search {shown}` looks for words, `prop help` lists the commands."
    )


class PropGroup(TyperGroup):
    """The root command: it imports only the command that is run, and maps errors to exit codes.

    The types of Click are private to Typer, hence ``Any``.
    """

    def __init__(self, **attributes: Any) -> None:
        """List the commands with their lines of help, without importing any."""
        super().__init__(**attributes)
        self.commands = {
            name: TyperCommand(name, short_help=line) for name, (_, line) in COMMANDS.items()
        }

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take ``--store PATH`` after the command as well, which has no such option."""
        end = args.index("--") if "--" in args else len(args)
        options: list[str] = []
        rest: list[str] = []
        arguments = iter(args[:end])
        for argument in arguments:
            if argument == "--store":
                options += [argument, *filter(None, [next(arguments, None)])]
            elif argument.startswith("--store="):
                options.append(argument)
            else:
                rest.append(argument)
        args = [*options, *rest, *args[end:]]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Replace the command that is run or completed by the real one."""
        if args and args[0] not in COMMANDS and args[0][:1] != "-" and not ctx.resilient_parsing:
            ctx.fail(_no_command(args[0]))
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed and load_command(str(name)), rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands in their groups."""
        width = max(map(len, COMMANDS))
        for heading, group in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:{width}}", line) for name, (_, line) in group.items()])

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the program, or answer a shell that completes a line."""
        if "_PROP_COMPLETE" in os.environ or any("-completion" in word for word in sys.argv):
            from proposals_cli.commands.shells import register

            register()
        return super().main(*args, **options)

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """Take defaults of options from the configuration file, if there is one."""
        settings: Any = None
        if path := config_file():
            from proposals_cli.commands.settings import read_settings

            try:
                settings = read_settings(path)
                extra["default_map"] = settings.defaults
            except PropError as error:  # a command fails with it, help and completion work
                settings = error
        ctx = super().make_context(info_name, args, parent, **extra)
        ctx.meta[SETTINGS] = settings
        return ctx

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            if isinstance(ctx.meta[SETTINGS], PropError):
                raise ctx.meta[SETTINGS]
            result = self._run(ctx)
            sys.stdout.flush()
            return result
        except PropError as error:
            ProgressBar.clear()
            with suppress(BrokenPipeError):  # the exit code is that of the error
                sys.stdout.flush()
            message = f"Error: {error.message}" + (f"\n{error.hint}" if error.hint else "")
            with suppress(OSError):
                sys.stderr.write(multi_line(message) + "\n")
            raise typer.Exit(exit_code(error)) from error
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        finally:
            ProgressBar.clear()

    def _run(self, ctx: Any) -> Any:
        """Run a command; for an error that nobody expected, suspect the index first."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            is_expected = isinstance(error, PropError | OSError) or hasattr(error, "exit_code")
            if not is_expected and "disk is full" in str(error):  # SQLite's words
                raise StoreError(
                    "The index cannot be written: No space left on device.",
                    "Make room, or name another folder in XDG_CACHE_HOME.",
                ) from error
            index = vars(ctx.obj).get("file_index") if ctx.obj else None
            if is_expected or index is None or not index.file.remove_suspect():
                raise
            raise StoreError(
                "The index turned out to be damaged; it has been removed.", "Run the command again."
            ) from error


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
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="PATH",
            # a path would lose a slash of an address; an unreadable base is exit code 3, not usage
            click_type=TyperPath(readable=False),
            help="The base to use: a file, or postgresql://HOST/NAME; also PROP_STORE."
            " Default: your own (see `prop init`), else the shipped one.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A knowledge base of policy proposals: who asked for what, and which sources say so.

    \b
    Examples:
      prop list --theme digital-economy
      prop show 2020-industrial-internet-strategy
      prop stats
    """
