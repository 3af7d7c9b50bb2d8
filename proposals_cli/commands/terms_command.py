"""The command class that lets terms begin with a minus, or stand for a named search."""

import re
from typing import Any

from typer.core import TyperCommand

from proposals_cli.domain.query.facets import FACETS

SETTINGS = "proposals_cli.settings"
"""The key of the configuration among what all contexts of a run know."""

_EXCLUSION = re.compile(r"-[^-\s].+", re.DOTALL)


class TermsCommand(TyperCommand):
    """A command whose terms may begin with a minus, such as ``-status:planned``.

    One minus and one letter is an option, and so are ``-n5``, ``-y2020``, ``-fjson`` and
    ``-oa.csv``; any other argument that begins with one minus is a term, as is all after ``--``.
    ``@name`` is the search of this name in the configuration file.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move all terms behind ``--``, where the parser does not take them for options.

        They stay in their order, on which the meaning of OR depends.
        """
        with_value = {
            name
            for parameter in self.params
            if not getattr(parameter, "is_flag", False)
            for name in parameter.opts
            if name.startswith("-")
        }
        rest: list[str] = []
        terms: list[str] = []
        arguments = iter(args)
        for argument in arguments:
            if argument == "--":
                terms += arguments
            elif argument in with_value:
                rest.append(argument)
                rest += [value for value in [next(arguments, None)] if value is not None]
            elif _EXCLUSION.fullmatch(argument) and not self._is_option(argument):
                self._refuse_one_minus(ctx, argument)
                terms.append(argument)
            elif argument.startswith("-") and argument != "-":
                rest.append(argument)
            else:
                terms.append(argument)
        left = super().parse_args(ctx, [*rest, *(["--", *terms] if terms else [])])
        given = ctx.params.get("terms")
        if given and not ctx.resilient_parsing and any("@" in term for term in given):
            from proposals_cli.commands.settings import with_searches

            ctx.params["terms"] = [with_searches(term, ctx.meta.get(SETTINGS)) for term in given]
        return left

    def _refuse_one_minus(self, ctx: Any, argument: str) -> None:
        """Refuse ``-theme``: an option with one minus too few, or a field without a value."""
        name = argument[1:].partition("=")[0].lower()
        if any(f"--{name}" in parameter.opts for parameter in self.params):
            said = f"Did you mean --{name}?"
        elif name in FACETS:
            said = f"Did you mean -{name}:VALUE?"
        else:
            return
        if not ctx.resilient_parsing:
            ctx.fail(f"No such option: -{name}. {said} To exclude the word, write NOT {name}.")

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Complete options, and terms that begin with a minus."""
        found = super().shell_complete(ctx, incomplete)
        terms = next((p for p in self.params if p.name == "terms"), None)
        if terms is not None and re.match("-[^-]", incomplete):
            found += terms.shell_complete(ctx, incomplete)
        return found

    def _is_option(self, argument: str) -> bool:
        """Tell whether an argument is a short option with its value attached."""
        letter, value = argument[1], argument[2:]
        option = next((p for p in self.params if f"-{letter}" in p.opts), None)
        if option is None or getattr(option, "is_flag", False):
            return False
        choices = getattr(option.type, "choices", ())
        return value in choices or value[0] in "0123456789." or (letter == "o" and "." in value)
