"""Chinese for indexes that know no Chinese: every short run of characters as a word of its own.

A common tokenizer takes an unbroken run of Chinese for one word, so that a word of two characters
within it is never found. Written out as words, it is found by typing it, in any tool.
"""

import re
from collections.abc import Iterable

from proposals_cli.domain.text.normalise import fold_variants, to_nfc

_RUN = re.compile(
    "[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)


def ngrams(texts: Iterable[str], longest: int) -> str:
    """Return every run of one to ``longest`` characters once, as written and as folded.

    >>> ngrams(["数字 economy", "字"], 2)
    '字 数 数字'
    """
    found: set[str] = set()
    for text in texts:
        if text.isascii():
            continue
        whole = to_nfc(text)
        for form in {whole, fold_variants(whole)}:
            for run in _RUN.findall(form):
                for start in range(len(run)):
                    stop = min(start + longest, len(run))
                    found.update(run[start:end] for end in range(start + 1, stop + 1))
    return " ".join(sorted(found))
