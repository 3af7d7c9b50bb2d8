"""Lines made of a template, such as ``{year} {title}``: names of columns between braces.

Templates are read by Python's own parser of format strings, but never formatted by it: a name
stands for a column and for nothing else, so no attribute, index or conversion can be reached.
"""

import re
from collections.abc import Iterator
from string import Formatter
from typing import NamedTuple

from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.errors import InvalidQueryError
from proposals_cli.render.views import Row, View

_EXAMPLE = "Write columns between braces, such as '{year} {title}', or '{year:>6}' with a width."
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\"}


class _Part(NamedTuple):
    """Some text, and the column after it, if there is one."""

    text: str
    column: str | None = None
    align: str = "<"
    width: int = 0


class Template(NamedTuple):
    """A template that has been read."""

    parts: tuple[_Part, ...]

    @property
    def columns(self) -> str:
        """The columns that it names, as ``--columns`` takes them."""
        return ",".join(part.column for part in self.parts if part.column is not None)

    def lines(self, view: View[Row]) -> Iterator[str]:
        """Yield one line per row of a View whose fields are the columns of the template."""
        fields = {field.key: field for field in view.fields}
        for row in view.rows:
            line = ""
            for part in self.parts:
                line += part.text
                if part.column is not None:
                    field = fields[part.column]
                    line += _aligned(one_line(view.text(field, field.get(row))), part)
            yield line + "\n"


def parse_template(text: str) -> Template:
    r"""Return the template that was typed; ``\n`` and ``\t`` are a line break and a tab.

    >>> parse_template("{year}: {title:>20}").columns
    'year,title'

    Raises:
        InvalidQueryError: a brace is unbalanced, or contains more than a name and a width.
    """
    parts = []
    try:
        for before, name, width, conversion in Formatter().parse(text):
            literal = re.sub(r"\\([nt\\])", lambda escape: _ESCAPES[escape[1]], before)
            parts.append(_part(literal, name, width or "", conversion))
    except ValueError as error:
        raise InvalidQueryError(
            f"The template '{text}' has an unbalanced brace.", f"{_EXAMPLE} {{{{ is a brace."
        ) from error
    return Template(tuple(parts))


def _part(text: str, name: str | None, width: str, conversion: str | None) -> _Part:
    if name is None:
        return _Part(text)
    column = name.strip().lower().replace("-", "_")
    if conversion or not re.fullmatch(r"[^\W\d]\w*", column):
        typed = name + (f"!{conversion}" if conversion else "")
        raise InvalidQueryError(f"'{{{typed}}}' is not a column.", _EXAMPLE)
    size = re.fullmatch(r"([<>^]?)([1-9][0-9]{0,2})|", width, re.ASCII)
    if size is None:
        raise InvalidQueryError(f"'{width}' is not a width.", _EXAMPLE)
    return _Part(text, column, size[1] or "<", int(size[2] or 0))


def _aligned(text: str, part: _Part) -> str:
    """Return a text filled with spaces to the cells of its part; a longer one stays whole."""
    if not part.width:
        return text
    from rich.cells import cell_len  # only a width needs it

    room = max(0, part.width - cell_len(text))
    left = {"<": 0, ">": room, "^": room // 2}[part.align]
    return " " * left + text + " " * (room - left)
