"""Detect the encoding of a text.

No library is used: on short tables charset-normalizer 3.5 took German in Windows-1252 for
Windows-1250 or GB18030, and Japanese for Korean. The best encoding is the one in which most
characters of the text are common ones: East Asian standards group frequent characters.
"""

import codecs
import re
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.rows import ImportFileError

BLOCK = 1 << 20
SAMPLE = 1 << 16
"""Bytes, from the first line that is not ASCII, by which an encoding is judged."""

MIN_SCORE = 0.6

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
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "gb18030": "GB18030 (GBK)",
    "big5hkscs": "Big5",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR",
}


class Encoding(NamedTuple):
    """A Python codec, and the length of the byte order mark before the text."""

    codec: str
    skip: int = 0

    @property
    def label(self) -> str:
        """Its usual name."""
        return _NAMES.get(self.codec, self.codec) + (" with BOM" if self.skip else "")


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
        ImportFileError: no encoding known here fits.
    """
    if by_bom := _by_bom(file):
        return by_bom
    head = file.read(4096)
    if wide := _without_bom(head):
        return Encoding(wide)
    sample = _first_not_utf8(file)
    if sample is None:
        return Encoding("utf-8")
    if b"\0" in head:
        raise ImportFileError(
            f"{name} is not text: it contains zero bytes.", "Set --format or --encoding."
        )
    replaced = sample.decode("utf-8", "replace")
    high = sum(character > "\x7f" for character in replaced)
    if high > 20 and replaced.count("\ufffd") * 10 < high:
        raise ImportFileError(
            f"{name} is UTF-8 except for some bytes.",
            "Correct them, or set --encoding if it is another encoding.",
        )
    best, score = max(((codec, _score(sample, codec)) for codec in _JUDGES), key=lambda it: it[1])
    if score < MIN_SCORE:
        raise ImportFileError(
            f"{name}: no known encoding fits the text.", "Name it, as --encoding windows-1252."
        )
    return Encoding(best)


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


def _first_not_utf8(file: BinaryIO) -> bytes | None:
    """Return a sample of a text that is not UTF-8; None if it is UTF-8."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample = b""
    try:
        while block := file.read(BLOCK):
            if len(sample) < SAMPLE and not block.isascii():
                start = next(place for place, byte in enumerate(block) if byte > 0x7F)
                sample += block[block.rfind(b"\n", 0, start) + 1 :][:SAMPLE]
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return sample
    finally:
        file.seek(0)
    return None


_WESTERN = "äöüßÄÖÜéèêëÉÈàâáãåÀÁÂÅæÆçÇñÑóòôõøÓØîïíìÍœŒûùúÚ"
_CENTRAL = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžČŘŠŽőűŐŰăâîşţŞŢäöüßÄÖÜ"
_CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "ёЁєіїґЄІЇҐ"
_SIGNS = "–—„“”‚‘’…€§°«»·ºª¿¡\xa0½²³´×•©®№"
_SIGNS_OF_ASIA = "　、。・，．：；？！“”‘’（）〔〕【】《》「」『』〈〉—…～-"


def _rows(first: int, last: int) -> Callable[[str, str], bool]:
    """Return a judge of characters by their lead byte in an encoding."""

    def common(character: str, codec: str) -> bool:
        return first <= character.encode(codec)[0] <= last or character in _SIGNS_OF_ASIA

    return common


def _japanese(character: str, codec: str) -> bool:
    return "\u3041" <= character <= "\u30fe" or _rows(0x88, 0x98)(character, codec)


def _among(letters: str) -> Callable[[str, str], bool]:
    return lambda character, _codec: character in letters or character in _SIGNS


# The first of equals is taken. EUC-KR has Hangul where GB 2312 has half of its common characters:
# a Chinese text does not fit EUC-KR, a Korean text fits both.
_JUDGES: dict[str, Callable[[str, str], bool]] = {
    "cp1252": _among(_WESTERN),
    "cp949": _rows(0xB0, 0xC8),  # the Hangul of KS X 1001
    "gb18030": _rows(0xB0, 0xD7),  # level 1 of GB 2312
    "big5hkscs": _rows(0xA4, 0xC6),  # level 1 of Big5
    "cp932": _japanese,  # level 1 of JIS X 0208, and kana
    "cp1251": _among(_CYRILLIC),
    "cp1250": _among(_CENTRAL),
}
_TWO_SCRIPTS = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_SIGN_IN_WORD = re.compile(rf"(?<=[^\W\d_])[{re.escape(_SIGNS)}](?=[^\W\d_])")


def _score(sample: bytes, codec: str) -> float:
    """Return the share of non-ASCII characters that are common in an encoding."""
    try:
        text = codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    judge = _JUDGES[codec]
    score = sum(judge(character, codec) for character in foreign) / len(foreign)
    if codec in ("cp1252", "cp1250"):
        # accented letters are among plain ones; runs of them are another encoding's pairs
        runs = sum(len(run) for run in re.findall("[^\x00-\xbf\u2000-\uffff]{5,}", text))
        score -= (runs + len(_SIGN_IN_WORD.findall(text))) / len(foreign)
    if codec == "cp1251":  # no word is written in two scripts
        score -= len(_TWO_SCRIPTS.findall(text)) / len(foreign)
    return score


def declared_encoding(head: bytes) -> str | None:
    """Return the encoding that the first line of an XML file states; None if it states none."""
    found = re.match(rb"\s*<\?xml[^>]*\bencoding=[\"']([\w.:-]+)[\"']", head)
    return found[1].decode("ascii") if found else None
