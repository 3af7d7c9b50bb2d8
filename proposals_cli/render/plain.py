"""Make text from records safe to show: it is data, whatever characters it holds."""

import re

# Control characters could move the cursor or run terminal commands, marks of direction could
# turn a line round, and line breaks would break rows.
_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
_BREAKS = re.compile(r"[ \t]*[\t\n\r\v\f\x85\u2028\u2029]+[ \t]*")


def line(text: str) -> str:
    """Return the text on one line; hostile characters become visible escapes."""
    return _HOSTILE.sub(_escape, _BREAKS.sub(" ", text)) if not _harmless(text) else text


def block(text: str) -> str:
    """Return the text with its line breaks; hostile characters become visible escapes."""
    return "\n".join(line(part) for part in text.splitlines())


def _harmless(text: str) -> bool:
    return text.isprintable() and not _HOSTILE.search(text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
