"""Completion in bash, zsh and fish, where what Typer does is not enough.

Its script for bash hands over words that are split at colons and equals signs, and its script for
zsh evaluates the answer. These hand over the line as it is typed, and take values as they are.
"""

import os
import re
from typing import NamedTuple

from typer import _completion_classes, _completion_shared
from typer._click.shell_completion import CompletionItem, ShellComplete, add_completion_class

_BASH = """
%(complete_func)s() {
    mapfile -t COMPREPLY < <( env COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_TYPE="$COMP_TYPE" \\
        COMP_WORDBREAKS="$COMP_WORDBREAKS" %(autocomplete_var)s=complete_bash "$1" )
    [[ -z ${COMPREPLY[0]} ]] && COMPREPLY=()
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[:=#] ]] && compopt -o nospace
    return 0
}

complete -o default -F %(complete_func)s %(prog_name)s
"""

_ZSH = """
#compdef %(prog_name)s

%(complete_func)s() {
    local line value
    local -a values texts open open_texts
    for line in "${(@f)$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" \\
            %(autocomplete_var)s=complete_zsh "${words[1]}")}"; do
        value="${line%%%%$'\\t'*}"
        [[ -z $value ]] && continue
        if [[ $value == *[:=#] ]]; then
            open+=("$value") open_texts+=("${line//$'\\t'/  -- }")
        else
            values+=("$value") texts+=("${line//$'\\t'/  -- }")
        fi
    done
    (( $#values + $#open )) || { _files; return }
    (( $#values )) && compadd -U -l -d texts -a values
    (( $#open )) && compadd -U -l -S '' -d open_texts -a open
}

compdef %(complete_func)s %(prog_name)s
"""

_LISTING = "63"
"""COMP_TYPE when the choices are only listed, after a second tab."""

_ESCAPED = re.compile(r"[^\w@%+=:,./#\u0080-\U0010ffff-]", re.ASCII)
_ESCAPED_IN_QUOTES = {'"': re.compile(r'["$`\\]'), "'": re.compile("(?!)")}


class _Typed(NamedTuple):
    """A line up to the cursor; of the last word, bash keeps the first ``kept`` characters."""

    words: list[str]
    kept: int
    quote: str


def _split(line: str, breaks: str) -> _Typed:
    """Split a line into words as bash does; the last one may be empty, or open."""
    words = [""]
    kept, quote, escaped, between = 0, "", False, True
    for character in line:
        if character.isspace() and not quote and not escaped:
            if not between:
                words.append("")
            kept, between = 0, True
            continue
        between = False
        if escaped or (quote and character not in (quote, "\\")) or (quote == "'" != character):
            words[-1] += character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == quote:
            quote = ""
        elif character in "'\"":
            quote, kept = character, len(words[-1])
        else:
            words[-1] += character
            if character in breaks:
                kept = len(words[-1])
    return _Typed(words, kept, quote)


class _KeepsOption(ShellComplete):
    """Answers ``--option=`` with complete words, and not with the values alone."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if equals and option.startswith("-"):
            for item in items:
                item.value = f"{option}={item.value}"
        return items


class BashComplete(_KeepsOption, _completion_classes.BashComplete):
    """Reads a line and answers with what replaces the end of it."""

    source_template = _BASH

    def complete(self) -> str:
        """Return one value per line."""
        line = os.environ.get("COMP_LINE")
        if line is None:  # a script of Typer's own, installed long ago
            return super().complete()
        typed = _split(line, os.environ.get("COMP_WORDBREAKS", ""))
        _, *before, incomplete = typed.words if len(typed.words) > 1 else ["", *typed.words]
        items = self.get_completions(before, incomplete)
        is_listing = len(items) > 1 and os.environ.get("COMP_TYPE") == _LISTING
        return "\n".join(
            value + (f"  {item.help}" if is_listing and item.help else "")
            for item in items
            for value in [_reply(item.value, typed)]
            if value
        )


def _reply(value: str, typed: _Typed) -> str:
    """Return what replaces the end of the line; nothing if it cannot be written in the quotes."""
    value = value[typed.kept :]
    if typed.quote == "'" and "'" in value:
        return ""
    return _ESCAPED_IN_QUOTES.get(typed.quote, _ESCAPED).sub(lambda found: f"\\{found[0]}", value)


class ZshComplete(_KeepsOption, _completion_classes.ZshComplete):
    """Answers with one value per line, and its help after a tab."""

    source_template = _ZSH

    def complete(self) -> str:
        """Return the lines."""
        items = self.get_completions(*self.get_completion_args())
        return "\n".join(
            f"{item.value}\t{item.help}" if item.help else item.value for item in items
        )


class FishComplete(_KeepsOption, _completion_classes.FishComplete):
    """Answers as Typer does."""


def register() -> None:
    """Make Typer use these, in what it answers and in the scripts that it installs."""
    for shell, how in (("bash", BashComplete), ("zsh", ZshComplete), ("fish", FishComplete)):
        add_completion_class(how, shell)
    scripts = _completion_shared._completion_scripts  # noqa: SLF001
    scripts |= {"bash": _BASH, "zsh": _ZSH}
