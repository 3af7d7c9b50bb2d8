"""Make text from records safe to write anywhere: it is data, whatever characters it holds."""

import re
from typing import Any

# Control characters could move the cursor or run terminal commands, marks of direction could
# turn a line round, and line breaks would break rows.
_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
_BREAKS = re.compile(r"[ \t]*[\t\n\r\v\f\x85\u2028\u2029]+[ \t]*")

# json leaves these as they are, but a terminal might obey them
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_WEB = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
_NOT_IN_URL = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~\u0080-\U0010ffff]")


def one_line(text: str) -> str:
    """Return the text on one line; hostile characters become visible escapes."""
    return _HOSTILE.sub(_escape, _BREAKS.sub(" ", text)) if not _harmless(text) else text


def multi_line(text: str) -> str:
    """Return the text with its line breaks; hostile characters become visible escapes."""
    return "\n".join(one_line(part) for part in text.splitlines())


def one_line_within(value: Any) -> Any:
    r"""Return a JSON value with every text in it on one line and harmless.

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
    """Return JSON text that means the same, with characters escaped that a terminal might obey."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def web_address(url: str | None) -> str | None:
    """Return an address that can be a link anywhere, or None where it is none of the web.

    >>> web_address("https://example.org/a b"), web_address("javascript:alert(1)")
    ('https://example.org/a%20b', None)
    """
    if not url or not _WEB.match(url.strip()):
        return None
    return _NOT_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", one_line(url.strip()))


def _harmless(text: str) -> bool:
    return text.isprintable() and not _HOSTILE.search(text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
