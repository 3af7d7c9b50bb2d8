"""Detect the encoding of a text.

UTF-8 is recognised here; for anything else chardet judges, which reads even short tables right:
on 61 texts of parliaments it found the encoding of all, charset-normalizer of 48. An encoding that
would garble a text is worse than none, so a text that is UTF-8 but for some bytes is refused.
"""

import codecs
import re
from typing import BinaryIO, NamedTuple

from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.rows import ImportFileError

BLOCK = 1 << 20
SAMPLE = 1 << 16
"""Bytes, from the first line that is not ASCII, by which an encoding is judged."""

CLOSE = 0.6
"""Share of the best confidence from which Windows-1252 is preferred to its rarer relatives."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (big-endian)",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32 (big-endian)",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "gb18030": "GB18030 (GBK)",
    "big5hkscs": "Big5",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "mac-roman": "Mac Roman",
    "koi8-r": "KOI8-R",
    "tis-620": "TIS-620",
    "iso8859-2": "ISO 8859-2",
    "iso8859-15": "ISO 8859-15",
}

_JUDGED = (
    "utf-8", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
    "iso-8859-1", "iso-8859-2", "iso-8859-15", "koi8-r", "gb18030", "big5", "shift_jis", "cp932",
    "euc-jp", "euc-kr", "cp949", "mac-roman", "cp850", "tis-620",
)  # fmt: skip
"""The encodings that are looked for: among all that chardet knows, it errs more."""

_WIDER = {
    "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
"""Codec → one that has all its characters and those that files really use besides."""

_WESTERN = frozenset(("iso8859-1", "iso8859-15", "mac-roman", "cp850", "cp1254"))
_TWO_SCRIPTS = re.compile(
    "[A-Za-z][\u0370-\u03ff\u0400-\u04ff\u0e00-\u0e7f]|[\u0370-\u03ff\u0400-\u04ff\u0e00-\u0e7f][A-Za-z]"
)
"""No word is written in Latin and in Greek, Cyrillic or Thai letters."""

_FOREIGN_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")


class Encoding(NamedTuple):
    """A Python codec, the length of the byte order mark before the text, and a word of it."""

    codec: str
    skip: int = 0
    example: str = ""
    """A word with a letter beyond ASCII, by which a reader sees whether the encoding is right."""

    @property
    def label(self) -> str:
        """Its usual name."""
        return _NAMES.get(self.codec, self.codec) + (" with BOM" if self.skip else "")

    @property
    def described(self) -> str:
        """Its usual name, with a word of the text if it was guessed."""
        return f"{self.label}, as in '{self.example}'" if self.example else self.label


_NOT_FOR_TEXT = frozenset(("idna", "punycode", "undefined"))


def named_encoding(name: str, file: BinaryIO) -> Encoding:
    """Return the encoding with a name.

    Raises:
        InvalidQueryError: there is none.
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError) as error:
        raise _unknown(name) from error
    # zip and base64 are codecs as well; idna and punycode are for host names
    if not getattr(found, "_is_text_encoding", True) or found.name in _NOT_FOR_TEXT:
        raise _unknown(name)
    by_bom = _by_bom(file)
    codec = found.name.removesuffix("-sig")
    if by_bom and (codec == by_bom.codec or codec == by_bom.codec[:6]):
        return by_bom
    return Encoding(codec)


def detect_encoding(file: BinaryIO, name: str) -> Encoding:
    """Return the encoding of a file, which is left at its beginning.

    Raises:
        ImportFileError: it is UTF-8 but for some bytes, or no encoding known here fits.
    """
    if by_bom := _by_bom(file):
        return by_bom
    head = file.read(4096)
    if wide := _without_bom(head):
        return Encoding(wide)
    survey = _survey(file)
    if survey is None:
        return Encoding("utf-8")
    if b"\0" in head:
        raise ImportFileError(
            f"{name} is not text: it contains zero bytes.", "Set --format or --encoding."
        )
    if survey.valid >= 2 and survey.valid >= 2 * survey.bad:
        raise _nearly_utf8(survey, name)
    return _judged(survey.sample, name)


class _Survey(NamedTuple):
    """What a text that is not UTF-8 looks like as UTF-8."""

    sample: bytes
    valid: int
    """Characters beyond ASCII that are right."""
    bad: int
    """Places that are not UTF-8."""
    line: int
    bad_line: bytes
    """The first line with such a place, and its number."""


def _survey(file: BinaryIO) -> _Survey | None:
    """Read a text; None if it is UTF-8."""
    file.seek(0)
    valid = bad = line = 0
    sample, first_line, first_bad = b"", 0, b""
    try:
        for line, content in enumerate(iter(lambda: file.readline(BLOCK), b""), 1):
            if content.isascii():
                continue
            if len(sample) < SAMPLE:
                sample += content[:SAMPLE]
            try:
                valid += _beyond_ascii(content.decode())
            except UnicodeDecodeError:
                replaced = content.decode("utf-8", "replace")
                wrong = replaced.count("\ufffd")
                bad += wrong
                valid += _beyond_ascii(replaced) - wrong
                if not first_line:
                    first_line, first_bad = line, content
    finally:
        file.seek(0)
    return _Survey(sample, valid, bad, first_line, first_bad) if bad else None


def _beyond_ascii(text: str) -> int:
    """Return how many characters of a text are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _nearly_utf8(survey: _Survey, name: str) -> ImportFileError:
    replaced = survey.bad_line.decode("utf-8", "replace")
    place = len(replaced[: replaced.index("\ufffd")].encode())
    byte = survey.bad_line[place]
    others = f" and {survey.bad - 1:,} more places" if survey.bad > 1 else ""
    # as it would be if the bad bytes alone were of another encoding
    start = survey.bad_line[:place].decode("utf-8", "replace")[-20:].split()
    end = survey.bad_line[place : place + 20].decode("cp1252", "replace").split()
    word = (start[-1] if start else "") + (end[0] if end else "")
    return ImportFileError(
        f"{name}, line {survey.line}: the byte {byte:#04x} is not UTF-8, as the rest is{others}.",
        f"In Windows-1252 it would be '{word[:40]}'. Correct it, or give the encoding of the whole"
        " file, as --encoding windows-1252.",
    )


def _judged(sample: bytes, name: str) -> Encoding:
    """Return the encoding that chardet finds most likely, of those in which words make sense.

    Raises:
        ImportFileError: there is none.
    """
    from chardet import detect_all  # takes time to import, and most files are UTF-8

    found = {
        codecs.lookup(one["encoding"]).name: one["confidence"]
        for one in detect_all(sample, include_encodings=_JUDGED, ignore_threshold=True)
        if one["encoding"]
    }
    fitting = {
        codec: text
        for codec in found
        if (text := _decoded(sample, codec)) is not None and not _TWO_SCRIPTS.search(text)
    }
    if not fitting:
        raise ImportFileError(
            f"{name}: no known encoding fits the text.", "Name it, as --encoding windows-1252."
        )
    best = next(iter(fitting))
    western = fitting.get("cp1252")
    if western is not None and best != "cp1252":
        is_close = found["cp1252"] >= CLOSE * found[best]
        if western == fitting[best] or (best in _WESTERN and is_close):
            best = "cp1252"
    codec = _WIDER.get(best, best)
    return Encoding(codec, example=_example(fitting[best]))


def _decoded(sample: bytes, codec: str) -> str | None:
    """Return a text in an encoding; None if it is not in that."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(sample)
    except (UnicodeDecodeError, LookupError):
        return None


def _example(text: str) -> str:
    """Return a word of a text that is not ASCII."""
    words = [one for one in _FOREIGN_WORD.findall(text) if len(one) > 1]
    return max(words[:20], key=len, default="")[:20]


def _unknown(name: str) -> InvalidQueryError:
    return InvalidQueryError(
        f"No encoding '{name}'.",
        "Use utf-8, utf-16, windows-1252, big5, gb18030, shift_jis or another one of Python's.",
    )


def _by_bom(file: BinaryIO) -> Encoding | None:
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    return next((Encoding(c, len(bom)) for bom, c in _BOMS if head.startswith(bom)), None)


def _without_bom(head: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark by zeros in every second place."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = len(head) // 2 * 0.2
    if odd > most and even <= odd / 20:
        return "utf-16-le"
    if even > most and odd <= even / 20:
        return "utf-16-be"
    return None


def declared_encoding(head: bytes) -> str | None:
    """Return the encoding that the first line of an XML file states; None if it states none."""
    found = re.match(rb"\s*<\?xml[^>]*\bencoding=[\"']([\w.:-]+)[\"']", head)
    return found[1].decode("ascii") if found else None
