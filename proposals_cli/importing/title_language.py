"""Find out in which language the titles of a file are.

One title is often too short to tell; the titles of a file together are not. A wrong language is
worse than none, so the answer is taken only where it is sure, and the languages to choose from are
never restricted: Latin would be taken for Italian.
"""

import re
from collections.abc import Iterable, Sequence

from proposals_cli.domain.text.languages import main_script

MIN_LETTERS = 30
"""Letters of Latin, Cyrillic and other scripts of many languages, below which nothing is sure."""

MIN_PROBABILITY = 0.9
MIN_SHARE = 0.8
"""Share of the text that must be in one language for the file to be."""

MAX_LETTERS = 4_000

_LETTERS = re.compile(r"[^\W\d_]+")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")
_HAN = re.compile("[\u3400-\u9fff]")


class FileLanguages:
    """The language of the texts of a file, by their script."""

    def __init__(self, titles: Iterable[str]) -> None:
        by_script: dict[str, list[str]] = {}
        for title in titles:
            if script := main_script(title):
                by_script.setdefault(script, []).append(title)
        self._by_script = {
            script: tag for script, found in by_script.items() if (tag := _language(script, found))
        }
        if "HIRAGANA" in by_script:
            self._by_script["CJK"] = self._by_script["HIRAGANA"] = "ja"

    def of(self, text: str) -> str | None:
        """Return the language of a text; None if the file does not show it."""
        if not self._by_script:
            return None
        script = main_script(text)
        if script == "CJK" and self._by_script.get("CJK", "").startswith("zh"):
            return chinese(text)
        return self._by_script.get(script) if script else None


def chinese(text: str) -> str:
    """Return ``zh``, or ``zh-Hant`` for a text in characters that only the traditional script has.

    >>> chinese("关于改善交通的建议"), chinese("關於改善交通的建議"), chinese("提案")
    ('zh', 'zh-Hant', 'zh')
    """
    han = "".join(_HAN.findall(text))
    return "zh-Hant" if not _encodes(han, "gb2312") and _encodes(han, "big5") else "zh"


def _encodes(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _language(script: str, titles: Sequence[str]) -> str | None:
    """Return the language of titles in one script; None if it is not sure."""
    text = ". ".join(dict.fromkeys(titles))[:MAX_LETTERS]
    if script == "CJK":
        return chinese(text)
    if script in ("HIRAGANA", "KATAKANA"):
        return "ja"
    if script == "HANGUL":
        return "ko"
    if sum(map(len, _LETTERS.findall(text))) < MIN_LETTERS:
        return None
    import gcld3  # type: ignore[import-untyped]  # takes time, and most files need it not

    # the model has learnt from text in small letters
    text = text.lower() if text.isupper() else text
    judge = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * MAX_LETTERS)
    found = judge.FindLanguage(text=text)
    if not found.is_reliable or found.probability < MIN_PROBABILITY:
        return None
    shares = {one.language: one.proportion for one in judge.FindTopNMostFreqLangs(text, 3)}
    if shares and shares.get(found.language, 0) < MIN_SHARE:
        return None
    tag = str(found.language)
    return tag if re.fullmatch("[a-z]{2,3}", tag) else None
