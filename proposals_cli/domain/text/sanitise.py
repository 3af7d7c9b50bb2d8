"""Make the text of records safe to write to a terminal or a file, whatever it contains.

Patterns are compiled on first use: most text is printable and needs none.
"""

import re
from typing import Any

# Control characters could move the cursor or run terminal commands, direction marks could
# reverse a line, and line breaks would break rows.
_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
_BREAKS = r"[ \t]*[\t\n\r\v\f\x85\u2028\u2029]+[ \t]*"

# json does not escape these, but a terminal might obey them
_UNSAFE_IN_JSON = "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"

_WEB = r"https?://[^\s/?#]+"
_NOT_IN_URL = r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~\u0080-\U0010ffff]"


def one_line(text: str) -> str:
    """Return the text on one line, with unsafe characters as visible escapes."""
    if text.isprintable():  # excludes every unsafe character, and is much faster
        return text
    return re.sub(_UNSAFE, _escape, re.sub(_BREAKS, " ", text))


def multi_line(text: str) -> str:
    """Return the text with its line breaks, and other unsafe characters as visible escapes."""
    return "\n".join(one_line(part) for part in text.splitlines())


def one_line_within(value: Any) -> Any:
    r"""Return a JSON value with every text in it on one line and safe.

    >>> one_line_within({"a": ["one\ntwo", 3]})
    {'a': ['one two', 3]}
    """
    match value:
        case str():
            return one_line(value)
        case dict():
            return {key: one_line_within(part) for key, part in value.items()}
        case list() | tuple():
            return [one_line_within(part) for part in value]
        case _:
            return value


def escaped_json(text: str) -> str:
    """Return equivalent JSON text in which no character is left that a terminal might obey."""
    return re.sub(_UNSAFE_IN_JSON, lambda match: f"\\u{ord(match[0]):04x}", text)


def web_address(url: str | None) -> str | None:
    """Return an address that can be a link anywhere, or None if it is not a web address.

    >>> web_address("https://example.org/a b"), web_address("javascript:alert(1)")
    ('https://example.org/a%20b', None)
    """
    if not url or not re.match(_WEB, url.strip(), re.IGNORECASE):
        return None
    return re.sub(_NOT_IN_URL, lambda found: f"%{ord(found[0]):02X}", one_line(url.strip()))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
